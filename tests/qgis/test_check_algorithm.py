"""A check through the toolbox: layers of a project, files, the layers of problems with their style."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingUtils, QgsRectangle, QgsVectorLayer

from .conftest import RunAlgorithm
from .test_attribute_algorithms import rows

NAMES = ("RGU307000N0960000E", "RGU307000N0961000E")


def outlines() -> QgsVectorLayer:
    """Two outlines that overlap; the second one's identifier is of another place."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=ID:string(18)&field=SUBREGION:string(40)", "drawn 冰", "memory")
    features = []
    for number, name in enumerate(NAMES):
        feature = QgsFeature(layer.fields())
        west = 96.0 + number * 0.003 - 0.0005
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 30.6995, west + 0.004, 30.7035)))
        feature.setAttributes([name, "é 冰"])
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def markers() -> QgsVectorLayer:
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=ID:string(18)", "markers 冰", "memory")
    features = []
    for number, name in enumerate(NAMES):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(96.0 + number * 0.003, 30.7)))
        feature.setAttributes([name])
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def test_layers_of_a_project_are_checked(run: RunAlgorithm, tmp_path: Path) -> None:
    output = tmp_path / "problems é 冰.gpkg"
    given = [outlines(), markers()]
    run.project.addMapLayers(given)
    done = run("checkinventory", INPUT=[layer.id() for layer in given], OUTPUT=str(output))
    assert (done.results["PROBLEMS"], done.results["FAULTS"]) == (2, 2)
    told = "\n".join(done.feedback.console)
    assert "Overlaps (fault): 1" in told and "Identifiers of another place (fault): 1" in told
    assert rows(output, "SELECT RULE, ID FROM problems ORDER BY RULE") == [
        ("id_place", NAMES[1]),
        ("overlap", NAMES[0]),
    ]
    shown = QgsVectorLayer(f"{output}|layername=problem_outlines", "shown", "ogr")
    assert (shown.featureCount(), shown.crs().authid()) == (2, "EPSG:4326")


def test_an_inventory_is_checked_and_stays_as_it_is(run: RunAlgorithm, inventory: Path) -> None:
    before = inventory.read_bytes()
    done = run("checkinventory", INPUT=str(inventory), OUTPUT=QgsProcessingUtils.generateTempFilename("p.gpkg"))
    assert (done.results["FAULTS"], done.results["DOUBTS"]) == (0, 1), done.feedback.console
    assert "holds no outlines" in "\n".join(done.feedback.console)
    assert inventory.read_bytes() == before
