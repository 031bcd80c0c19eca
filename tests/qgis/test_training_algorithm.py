"""Training data through the toolbox: layers of a project, files, and the layers that a person walks through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterLayer,
    QgsVectorLayer,
)
from rock_glacier_inventory.processing_provider.adapters.several_layers import several_rasters

from .conftest import Run, RunAlgorithm

SMALL = {"PATCH": 128, "OVERLAP": 32, "BUFFER": 100.0, "MINIMUM_AREA": 0.0, "SPLIT": "none"}


def test_layers_of_the_project_become_training_data(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    whole = QgsVectorLayer(f"{sample / 'rock_glaciers.gpkg'}", "drawn", "ogr")
    drawn = whole.materialize(QgsFeatureRequest())
    drawn.setName("drawn é 冰")
    other = QgsVectorLayer(str(sample / "glaciers.gpkg"), "glaciers", "ogr")
    scene = QgsRasterLayer(str(sample / "scene.tif"), "scene")
    run.project.addMapLayers([drawn, other, scene])
    folder = tmp_path / "Daten 冰"
    done = run(
        "trainingdata", INVENTORY=[drawn.id()], IMAGE=[scene.id()], NEGATIVES=[other], OUTPUT=str(folder), **SMALL
    )
    data = json.loads((folder / "data.json").read_text("utf-8"))
    assert done.results["OUTPUT"] == str(folder)
    assert done.results["TARGETS"] == data["counts"]["targets"] > 0
    assert done.results["COUNT"] == len(list((folder / "images").iterdir())) > 0
    polygons = QgsVectorLayer(done.results["POLYGONS"], "polygons", "ogr")
    assert polygons.featureCount() == whole.featureCount() + other.featureCount()
    assert {"FAULT", "NOTE", "DOUBT", "SIDE"} <= {field.name() for field in polygons.fields()}
    assert any("looked at" in told for told in done.feedback.warnings)
    _look_at_styles(done, polygons)


def _look_at_styles(done: Run, polygons: QgsVectorLayer) -> None:
    """The two layers are to be opened, and each outline is drawn as one of four kinds."""
    wanted = done.context.layersToLoadOnCompletion()
    assert {details.name for details in wanted.values()} == {"Training outlines", "Training patches"}
    for details in wanted.values():
        details.postProcessor().postProcessLayer(polygons, done.context, done.feedback)
        if details.name == "Training outlines":
            kinds = [category.value() for category in polygons.renderer().categories()]
            assert kinds == ["target", "negative", "doubted", "left out"]
        else:
            assert [category.value() for category in polygons.renderer().categories()] == ["training", "validation"]


def test_files_and_an_inventory(run: RunAlgorithm, sample: Path, inventory: Path, tmp_path: Path) -> None:
    run("importinventory", INPUT=str(sample / "rock_glaciers.gpkg"), INVENTORY=str(inventory))
    rock_glaciers = QgsVectorLayer(f"{inventory}|layername=rock_glaciers", "rock glaciers", "ogr")
    run.project.addMapLayer(rock_glaciers)
    words = {"INVENTORY": [rock_glaciers], "IMAGE": str(sample / "scene.tif"), "OUTPUT": str(tmp_path / "a"), **SMALL}
    run("trainingdata", **words)
    data = json.loads((tmp_path / "a" / "data.json").read_text("utf-8"))
    assert [(source["name"], source["kind"]) for source in data["sources"]] == [(inventory.name, "inventory")]
    with pytest.raises(QgsProcessingException, match="holds training data and is not overwritten"):
        run("trainingdata", **words)


def test_what_is_wrong_is_told_by_the_names_of_the_parameters(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="give 'Inventories' and 'Images', or 'Folder of chips'"):
        run("trainingdata", OUTPUT=str(tmp_path / "a"))
    xyz = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png&zmax=19", "Basemap", "wms")
    with pytest.raises(QgsProcessingException, match="Capture basemap"):
        several_rasters(QgsProcessingAlgorithm, {"IMAGE": [xyz]}, "IMAGE", QgsProcessingContext())
    words = {"INVENTORY": str(sample / "rock_glaciers.gpkg"), "IMAGE": [xyz], "OUTPUT": str(tmp_path / "a")}
    assert run("trainingdata", **words).results == {}
    assert not (tmp_path / "a").exists()
