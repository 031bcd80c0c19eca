"""What a capture refuses, estimates and leaves out; and that a key is nowhere."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from .conftest import RunAlgorithm
from .loopback import Answer
from .test_capture_faults import visible_files
from .test_capture_tiles import KEY, SIDE, X, Y, capture, is_landscape, pixel_at, tiles
from .test_capture_tiles import server as server
from .tile_server import TileServer, plain


def test_an_output_folder_that_is_not_there(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="none"):
        capture(run, server, tmp_path / "none" / "a.tif")
    assert server.requests == 0


def test_too_many_tiles_are_refused_before_any_is_fetched(
    run: RunAlgorithm, server: TileServer, tmp_path: Path
) -> None:
    with pytest.raises(QgsProcessingException, match="10,000"):
        capture(run, server, tmp_path / "a.tif", EXTENT=tiles(100, 100))
    with pytest.raises(QgsProcessingException, match=r"12 tiles.*limit of 11"):
        capture(run, server, tmp_path / "a.tif", MAXIMUM_TILES=11)
    assert server.requests == 0


def test_an_extent_that_a_projection_does_not_hold_is_refused(
    run: RunAlgorithm, server: TileServer, tmp_path: Path
) -> None:
    """Of an extent over the antimeridian Mercator makes the whole world without that extent."""
    extent = "179.9,180.1,66,66.1 [EPSG:4326]"
    with pytest.raises(QgsProcessingException, match="cannot be brought into the system EPSG:3857"):
        capture(run, server, tmp_path / "a.tif", EXTENT=extent, CRS="EPSG:3857", MAXIMUM_TILES=100_000)
    assert server.requests == 0


def test_only_an_estimate(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    done = capture(run, server, tmp_path / "a.tif", ESTIMATE_ONLY=True, EXTENT=tiles(40, 30))
    assert done.results["TILES"] == 1200
    assert 5 < done.results["MEGABYTES"] < 1000
    assert done.results["MINUTES"] > 0.5
    assert any("1,200 tiles" in info for info in done.feedback.infos)
    assert server.requests == 0
    assert visible_files(tmp_path) == []


def test_openstreetmap_is_refused(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    source = "type=xyz&url=https://a.tile.openstreetmap.org/{z}/{x}/{y}.png&zmin=0&zmax=19"
    layer = QgsRasterLayer(source, "OSM", "wms")
    run.project.addMapLayer(layer)
    with pytest.raises(QgsProcessingException, match=r"a\.tile\.openstreetmap\.org.*OSM"):
        run("capturebasemap", INPUT=layer.id(), EXTENT=tiles(), OUTPUT=str(tmp_path / "a.tif"))


def test_only_tiles_that_touch_the_polygons(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """A triangle over six tiles, of which it leaves three out; the other of two polygons is not selected."""
    left, top = X * SIDE - SIDE * 2**14, SIDE * 2**14 - Y * SIDE
    layer = QgsVectorLayer("Polygon?crs=EPSG:3857", "area", "memory")
    corners = ((0.1, 0.1), (2.9, 0.1), (0.1, 1.2))
    ring = ", ".join(f"{left + x * SIDE} {top - y * SIDE}" for x, y in (*corners, corners[0]))
    for text in (f"Polygon (({ring}))", "Polygon ((0 0, 1 0, 1 1, 0 0))"):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
    layer.selectByIds([1])
    run.project.addMapLayer(layer)
    done = capture(
        run, server, tmp_path / "a.tif", EXTENT=None, AREA=QgsProcessingFeatureSourceDefinition(layer.id(), True)
    )
    assert sorted(tile[1:] for tile in server.asked) == [(X, Y), (X, Y + 1), (X + 1, Y), (X + 2, Y)]
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 0.5, 0.5)
    assert pixel_at(tmp_path / "a.tif", 2.5, 1.1)[3] == 0


def test_the_key_is_nowhere(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logged: list[str] = []
    log = QgsApplication.messageLog()
    log.messageReceived[str, str, Qgis.MessageLevel].connect(lambda text, tag, level: logged.append(text))
    caplog.set_level(logging.DEBUG)
    server.answer = lambda tile, number: {
        X: Answer(b"", 404),
        X + 1: Answer(plain("white")),
        X + 2: Answer(b"", 500),
    }.get(tile[1])
    done = capture(run, server, tmp_path / "a.tif", GAPS=str(tmp_path / "gaps.gpkg"), RETRIES=1)
    assert done.results["GAP_COUNT"] == 9
    assert all(KEY in path for path in server.paths)
    said = done.feedback
    everything = [*said.warnings, *said.infos, *said.debug, *said.steps, *logged, caplog.text, repr(done.results)]
    assert not [text for text in everything if KEY in text or "api_key" in text]
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 4
    for path in written:
        assert KEY not in str(path)
        assert KEY.encode() not in path.read_bytes()
        assert b"{z}" not in path.read_bytes()
    assert gdal.Open(str(tmp_path / "a.tif")).GetMetadataItem("BASEMAP") == "Basemap"
