"""Detecting on a layer from the web: the simulated scene, served as tiles, against the scene as a file."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from rock_glacier_inventory.inventory.environment import networks_folder
from rock_glacier_inventory.processing_provider.capture.asking import network

from .conftest import MODEL, Run, RunAlgorithm
from .loopback import Answer
from .scene_tiles import share_networks, tile_of
from .tile_server import KEY, Tile, TileServer, tile_server


@pytest.fixture
def served(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TileServer]:
    networks = networks_folder()
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))
    share_networks(networks, tmp_path / "cache")
    monkeypatch.setattr(network, "FIRST_PAUSE", 0.02)
    with tile_server() as server:
        server.answer = lambda tile, number: Answer(tile_of(sample / "scene.tif", tile))
        yield server


def extent_of(sample: Path) -> QgsReferencedRectangle:
    scene = QgsRasterLayer(str(sample / "scene.tif"))
    return QgsReferencedRectangle(scene.extent(), scene.crs())


def detect(run: RunAlgorithm, server: TileServer, sample: Path, **parameters: object) -> Run:
    layer = QgsRasterLayer(server.source, "Sample tiles", "wms")
    run.project.addMapLayer(layer)
    given = {"INPUT": layer.id(), "EXTENT": extent_of(sample), "MODEL": MODEL, "OUTPUT": "memory:"}
    return run("detect", **{**given, **parameters})


def total_area(run: Run) -> float:
    layer = QgsProcessingUtils.mapLayerFromString(run.results["OUTPUT"], run.context)
    return sum(feature["AREA"] for feature in layer.getFeatures())


def test_the_same_is_found_as_in_the_file(
    run: RunAlgorithm, served: TileServer, sample: Path, detected: Run, inventory: Path, tmp_path: Path
) -> None:
    done = detect(run, served, sample, INVENTORY=str(inventory))
    assert done.results["COUNT"] > 0
    assert total_area(done) == pytest.approx(total_area(detected), rel=0.15)
    truth = str(sample / "rock_glaciers.gpkg")
    score = run(
        "evaluate", INPUT=f"{inventory}|layername=candidates", REFERENCE=truth, OUTPUT=str(tmp_path / "accuracy.json")
    )
    assert score.results["F1"] > 0.5
    assert done.feedback.fractions == sorted(done.feedback.fractions)
    assert done.feedback.fractions[0] < 50 < 95 < done.feedback.fractions[-1] <= 100
    connection = sqlite3.connect(inventory)
    ((source, resolution, record),) = connection.execute("SELECT SOURCE, RESOLUTION, PARAMETERS FROM runs").fetchall()
    named = connection.execute("SELECT DISTINCT SOUR_DATA FROM candidates").fetchall()
    connection.close()
    assert "Sample tiles, 127.0.0.1" in source
    assert named == [("Sample tiles",)], "candidates name the imagery as the layer is called"
    card = QgsRasterLayer(str(sample / "scene.tif")).rasterUnitsPerPixelX()
    assert math.isclose(resolution, card, rel_tol=0.01)
    assert "tiles of zoom" in json.loads(record)["image"] and "EPSG:3857" in json.loads(record)["image"]
    assert KEY.encode() not in inventory.read_bytes()


def test_gaps_are_no_landscape(
    run: RunAlgorithm, served: TileServer, sample: Path, detected: Run, tmp_path: Path
) -> None:
    """Where a tile is missing there is no probability, and no candidate; of a source as a text, too."""
    well, missing = served.answer, []

    def answer(tile: Tile, number: int) -> Answer | None:
        missing[:] = missing or [tile]
        return Answer(b"", 404) if tile in missing else well(tile, number)

    served.answer = answer
    outputs = {"GAPS": str(tmp_path / "gaps.gpkg"), "PROBABILITY": str(tmp_path / "p.tif")}
    done = detect(run, served, sample, INPUT=served.url, PARALLEL=1, **outputs)
    assert done.results["COUNT"] > 0
    (gap,) = QgsVectorLayer(str(tmp_path / "gaps.gpkg"), "gaps", "ogr").getFeatures()
    assert any("without data" in warning for warning in done.feedback.warnings)
    probability = gdal.Open(str(tmp_path / "p.tif"))
    left, width, _, top, _, height = probability.GetGeoTransform()
    seen = (
        gap.geometry()
        .boundingBox()
        .intersect(
            QgsRectangle(left, top + height * probability.RasterYSize, left + width * probability.RasterXSize, top)
        )
    )
    middle = seen.center()
    band = probability.GetRasterBand(1)
    value = band.ReadRaster(int((middle.x() - left) / width), int((middle.y() - top) / height), 1, 1)
    assert value[0] == band.GetNoDataValue()


@pytest.mark.parametrize("source", ["{}", "wms://type=xyz&url={}", "http://127.0.0.1/{}"])
def test_a_text_that_is_no_layer_tells_no_key(
    run: RunAlgorithm, sample: Path, source: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        run("detect", INPUT=source.format(f"none.tif?api_key={KEY}"), MODEL=MODEL, OUTPUT="memory:")
    assert KEY not in str(caught.value)


def test_too_many_tiles(run: RunAlgorithm, served: TileServer, sample: Path) -> None:
    with pytest.raises(QgsProcessingException, match="limit of 2"):
        detect(run, served, sample, MAXIMUM_TILES=2)
    assert served.requests == 0


def test_with_a_ledger_the_image_is_kept_and_searched_again(
    run: RunAlgorithm, served: TileServer, sample: Path, tmp_path: Path
) -> None:
    """Another capture might show other ground, and the blocks would no longer fit.

    The image of another place is neither searched nor replaced.
    """
    first = detect(run, served, sample, LEDGER=str(tmp_path / "ledger"))
    image = tmp_path / "ledger captured.tif"
    before, asked = image.stat().st_mtime_ns, served.requests
    served.answer = lambda tile, number: Answer(b"", 500)
    run.project.clear()
    again = detect(run, served, sample, LEDGER=str(tmp_path / "ledger"), THRESHOLD=0.6, CACHE_SIZE=0)
    assert (image.stat().st_mtime_ns, served.requests) == (before, asked)
    assert any("searched again" in info for info in again.feedback.infos)
    assert 0 < total_area(again) < total_area(first)
    for done in (first, again):  # the image's own file is called after the ledger
        layer = QgsProcessingUtils.mapLayerFromString(done.results["OUTPUT"], done.context)
        assert {feature["SOUR_DATA"] for feature in layer.getFeatures()} == {"Sample tiles"}
    content, scene = image.read_bytes(), extent_of(sample)
    scene.setXMinimum(scene.center().x())
    run.project.clear()
    with pytest.raises(QgsProcessingException, match=r"ledger captured\.tif is the image of another search"):
        detect(run, served, sample, LEDGER=str(tmp_path / "ledger"), EXTENT=scene)
    assert image.read_bytes() == content, "the first search can still go on"


def test_a_server_without_pictures_is_told_by_its_sentence(run: RunAlgorithm, served: TileServer, sample: Path) -> None:
    served.answer = lambda tile, number: Answer(b"no", 403, "text/plain")
    with pytest.raises(QgsProcessingException, match="could be captured: refused"):
        detect(run, served, sample)
    assert arriving_images() == []


def test_a_stop_ends_both_and_leaves_nothing(run: RunAlgorithm, served: TileServer, sample: Path) -> None:
    """The person cancels while tiles still arrive."""
    served.delay = 0.5
    well, stop = served.answer, []

    def answer(tile: Tile, number: int) -> Answer | None:
        if served.requests == 6:
            stop.append(run.feedback.cancel())
        return well(tile, number)

    served.answer = answer
    done = detect(run, served, sample, PARALLEL=1)
    assert stop and done.results == {}
    assert served.requests < 12
    assert arriving_images() == []


def arriving_images() -> list[Path]:
    """Files of images that arrive, which nobody needs after the run."""
    return [path for path in Path(QgsProcessingUtils.tempFolder()).glob("*/arriving/*") if not path.is_symlink()]
