"""Training data through the toolbox: layers of a project, files, and the layers that a person walks through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import QgsFeatureRequest, QgsProcessingException, QgsRasterLayer, QgsVectorLayer

from .conftest import Run, RunAlgorithm
from .loopback import Answer
from .scene_tiles import tile_of
from .tile_server import tile_server

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
    with pytest.raises(QgsProcessingException, match="no outlines around which the basemap 'Basemap' could be"):
        run("trainingdata", IMAGE=[xyz], OUTPUT=str(tmp_path / "a"))
    with pytest.raises(QgsProcessingException, match="several basemaps"):
        run("trainingdata", IMAGE=[xyz, xyz.clone()], OUTPUT=str(tmp_path / "a"))
    words = {"INVENTORY": str(sample / "rock_glaciers.gpkg"), "IMAGE": [xyz], "OUTPUT": str(tmp_path / "a")}
    with pytest.raises(QgsProcessingException, match="more than the limit of 1"):
        run("trainingdata", **words, MAXIMUM_TILES=1)
    assert not (tmp_path / "a").exists()


@pytest.fixture(scope="module")
def of_file(provider: object, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int]:
    """Targets, and their pixels, of training data whose image is a file."""
    folder, run = tmp_path_factory.mktemp("of a file") / "b", RunAlgorithm()
    words = {"INVENTORY": str(sample / "rock_glaciers.gpkg"), "IMAGE": str(sample / "scene.tif")}
    targets = run("trainingdata", **words, OUTPUT=str(folder), **SMALL).results["TARGETS"]
    return targets, json.loads((folder / "data.json").read_text("utf-8"))["counts"]["pixels"]["target"]


@pytest.mark.parametrize("how", ["a layer", "an address"])
def test_a_basemap_is_captured_around_the_outlines(
    run: RunAlgorithm, sample: Path, of_file: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))
    with tile_server() as server:
        server.answer = lambda tile, number: Answer(tile_of(sample / "scene.tif", tile))
        layer = QgsRasterLayer(server.source, "Sample tiles", "wms")
        basemap = [layer] if how == "a layer" else server.source
        inventory = str(sample / "rock_glaciers.gpkg")
        done = run("trainingdata", INVENTORY=inventory, IMAGE=basemap, OUTPUT=str(tmp_path / "a"), **SMALL)
    data = json.loads((tmp_path / "a" / "data.json").read_text("utf-8"))
    assert data["resolution_m"] == pytest.approx(4.77, rel=0.01)
    assert data["counts"]["targets"] == QgsVectorLayer(inventory).featureCount()
    assert done.results["COUNT"] > 0
    assert ("Sample tiles" if how == "a layer" else "Basemap") in data["imagery"][0]["name"]
    assert done.results["TARGETS"] == of_file[0]
    assert data["counts"]["pixels"]["target"] == pytest.approx(of_file[1], rel=0.3), "patches overlap otherwise"
