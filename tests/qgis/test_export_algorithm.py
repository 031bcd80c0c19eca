"""An inventory goes out and comes in through the toolbox; layers of the other form open in QGIS as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer, QgsWkbTypes

from .conftest import RunAlgorithm
from .test_attribute_algorithms import rows
from .test_import_algorithm import drawn

DIALECTS = ("tprogi", "rgik", "rgik-released", "rogi-ch", "global")


@pytest.fixture(scope="module")
def mapped(provider: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three outlines that somebody drew, taken in; nothing is computed of them. An export only reads it."""
    path, run = tmp_path_factory.mktemp("mapped") / "Inventar é 冰.gpkg", RunAlgorithm()
    run("importinventory", INPUT=drawn(3), INVENTORY=str(path), MAP="MAPPER=Autor;ELE_MEAN=Höhe")
    run.project.clear()
    return path


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_form_opens_in_qgis_and_comes_in_again(
    run: RunAlgorithm, mapped: Path, tmp_path: Path, dialect: str
) -> None:
    folder = tmp_path / "aus 冰"
    done = run("exportinventory", INVENTORY=str(mapped), DIALECT=dialect, OUTPUT=str(folder)).results
    assert (done["OUTLINES"], done["OPEN_ONES"], Path(done["README"]).is_file()) == (3, 0, True)
    counts: dict[str, int] = {}
    for path in sorted(folder.glob("*.gpkg")):
        whole = QgsVectorLayer(str(path), "whole", "ogr")
        for sub in whole.dataProvider().subLayers():
            name = sub.split("!!::!!")[1]
            layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
            assert layer.isValid() and layer.crs().authid() == "EPSG:4326"
            kind = QgsWkbTypes.geometryDisplayString(layer.geometryType())
            counts[kind] = counts.get(kind, 0) + layer.featureCount()
            for feature in layer.getFeatures():
                assert feature.geometry().isGeosValid()
    assert counts["Polygon"] == 3 and counts.get("Point", 3) == 3
    again = tmp_path / "again.gpkg"
    back = run("importinventory", INPUT=str(folder), INVENTORY=str(again), DIALECT=dialect).results
    assert (back["COUNT"], back["MARKERS"]) == (3, 0)
    names = "SELECT ID, round(AREA) FROM rock_glaciers ORDER BY ID"
    assert rows(again, names) == rows(mapped, names)


def test_what_is_open_is_told_by_the_name_of_the_parameter(run: RunAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "i.gpkg"
    run("importinventory", INPUT=drawn(2), INVENTORY=str(path))  # without elevations, so all is stale
    asked = {"INVENTORY": str(path), "DIALECT": "tprogi", "OUTPUT": str(tmp_path / "out")}
    with pytest.raises(QgsProcessingException, match=r"say with 'What is open' leave-out or 'What is open' include"):
        run("exportinventory", **asked)
    assert not (tmp_path / "out").exists()
    assert run("exportinventory", **asked, OPEN="include").results["OPEN_ONES"] == 2


def test_points_of_the_project_become_markers(run: RunAlgorithm, tmp_path: Path) -> None:
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    layer = QgsVectorLayer("Point?crs=EPSG:32645&field=nr:string(40)", "Punkte 冰", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(400_000, 3_400_000)))
    feature.setAttributes(["RG 17"])
    assert layer.dataProvider().addFeatures([feature])[0]
    done = run("importinventory", INPUT=layer, INVENTORY=str(tmp_path / "i.gpkg")).results
    assert (done["COUNT"], done["MARKERS"]) == (0, 1)
    ((name, kept),) = rows(tmp_path / "i.gpkg", "SELECT ID, RGIK FROM primary_markers")
    assert len(name) == 18 and "RG 17" in kept
