"""Cells, tables and comparison through the toolbox: layers with their style, the log, what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingException, QgsProject, QgsVectorLayer

from .conftest import Feedback, Run, RunAlgorithm


def opened(done: Run) -> dict[str, QgsVectorLayer]:
    """The layers that QGIS opens after a run, by name, with their style."""
    found = {}
    for uri, details in done.context.layersToLoadOnCompletion().items():
        layer = QgsVectorLayer(uri, details.name, "ogr")
        assert layer.isValid() and layer.featureCount() > 0
        details.postProcessor().postProcessLayer(layer, done.context, Feedback())
        found[details.name] = layer
    return found


@pytest.fixture
def places(run: RunAlgorithm) -> QgsVectorLayer:
    """A layer of points that is in memory only, of which some are hidden by a filter."""
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=NAME:string", "Plätze 冰", "memory")
    features = []
    for number in range(12):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(90 + number / 20, 30)))
        feature.setAttributes(["shown" if number < 9 else "hidden"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setSubsetString("\"NAME\" = 'shown'")
    run.project.addMapLayer(layer)
    return layer


def test_cells_of_a_layer_in_memory_are_opened_by_count(
    run: RunAlgorithm, places: QgsVectorLayer, tmp_path: Path
) -> None:
    done = run("gridstatistics", INPUT=places.id(), CELL_SIZE=20, SHAPE="hexagon", OUTPUT=str(tmp_path / "冰.gpkg"))
    layer = opened(done)["Cells with rock glaciers"]
    counts = [feature["COUNT"] for feature in layer.getFeatures()]
    assert sum(counts) == 9
    assert layer.renderer().type() == "graduatedSymbol" and layer.renderer().classAttribute() == "COUNT"
    assert all(layer.renderer().rangeForValue(count) for count in (*counts, 1, 5, 6, 250, 251, 9999))
    assert layer.crs().isValid() and layer.crs().description().startswith("Lambert equal area around 30, 90.")
    assert all(abs(feature.geometry().area() - 400e6) < 400 for feature in layer.getFeatures())
    assert done.results["COUNT"] == len(counts)
    assert any(info.startswith("9 markers in") for info in done.feedback.infos)


def test_tables_of_an_inventory_are_in_the_log_and_in_a_folder(
    detected: Run, run: RunAlgorithm, tmp_path: Path
) -> None:
    inventory = detected.results["INVENTORY"]
    done = run("summarise", INVENTORY=inventory, LAYER="candidates", BY="STATE", OUTPUT=str(tmp_path / "Tabellen 冰"))
    with (tmp_path / "Tabellen 冰" / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["group"] for row in rows] == ["(all)", "undecided"]
    assert int(rows[0]["number"]) == done.results["COUNT"] > 0
    assert "undecided" in done.feedback.textLog()


def test_a_refusal_names_the_dialogs_field(detected: Run, run: RunAlgorithm, tmp_path: Path) -> None:
    inventory = detected.results["INVENTORY"]
    with pytest.raises(QgsProcessingException, match="say with 'Breaks' where classes end"):
        run("summarise", INVENTORY=inventory, LAYER="candidates", BY="AREA", OUTPUT=str(tmp_path / "t"))


def test_differences_of_outlines_and_markers_are_opened_by_kind(
    run: RunAlgorithm, sample: Path, places: QgsVectorLayer, tmp_path: Path
) -> None:
    truth = QgsVectorLayer(str(sample / "rock_glaciers.gpkg"), "truth", "ogr")
    inner = QgsVectorLayer(f"Point?crs={truth.crs().authid()}", "markers", "memory")
    features = []
    for number, feature in enumerate(truth.getFeatures()):
        if number % 2 == 0:
            marker = QgsFeature()
            marker.setGeometry(feature.geometry().pointOnSurface())
            features.append(marker)
    inner.dataProvider().addFeatures(features)
    run.project.addMapLayers([truth, inner])
    done = run(
        "compareinventories",
        INPUT=truth.id(),
        REFERENCE=str(sample / "rock_glaciers.gpkg"),
        OTHER_REFERENCES=[inner, places],
        OUTPUT=str(tmp_path / "Unterschiede 冰.gpkg"),
    )
    assert done.results["ONE_TO_ONE"] == truth.featureCount()
    assert done.results["ONLY_HERE"] == done.results["ONLY_THERE"] == 0
    layers = opened(done)
    assert set(layers) == {"Differences of outlines", "Differences of markers"}
    for layer in layers.values():
        kinds = {feature["KIND"] for feature in layer.getFeatures()}
        assert kinds <= {category.value() for category in layer.renderer().categories()}
    log = done.feedback.textLog().replace("\u00a0", " ")
    assert "one to one" in log and "counted inside" in log
    assert any("There is no ground that both cover" in warning for warning in done.feedback.warnings)
    QgsProject.instance().clear()
