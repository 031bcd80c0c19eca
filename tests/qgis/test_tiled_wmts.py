"""WMTS layers, tile by tile, in whatever tile matrix set: where the ground lies, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)
from rock_glacier_inventory.processing_provider.capture.asking import network
from rock_glacier_inventory.processing_provider.capture.tiled import capabilities

from .conftest import Run, RunAlgorithm
from .loopback import Answer
from .test_capture_tiles import gaps_of
from .tile_server import KEY
from .wmts_server import Tiling, WmtsServer, wmts_server

WORLD = 20037508.342789244
MERCATOR = Tiling(
    "EPSG:3857",
    "urn:ogc:def:crs:EPSG::3857",
    (-WORLD, WORLD),
    tuple(2 * WORLD / 256 / 2**zoom for zoom in range(16)),
    (2 * WORLD, 2 * WORLD),
)
DEGREES = Tiling(
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::4326",
    (-180.0, 90.0),
    tuple(180 / 256 / 2**zoom for zoom in range(15)),
    (360, 180),
    "EPSG:4326:",
    is_turned=True,
    is_geographic=True,
)
CRS84 = replace(DEGREES, crs="OGC:CRS84", urn="urn:ogc:def:crs:OGC:1.3:CRS84", prefix="", is_turned=False)
SWISS = Tiling(
    "EPSG:2056", "urn:ogc:def:crs:EPSG::2056", (2420000.0, 1350000.0), (650, 100, 20, 10, 5, 2.5), (480000, 320000)
)
NEW_ZEALAND = Tiling(
    "EPSG:2193",
    "urn:ogc:def:crs:EPSG::2193",
    (-1000000.0, 10000000.0),
    (2240, 112, 28, 14, 5.6, 2.8),
    (5120 * 896, 5120 * 1344),
    "n",
    is_turned=True,
)
PLACES = {
    "EPSG:3857": (9_640_000, 3_240_000, 1700),
    "EPSG:4326": (86.5, 62.1, 0.02),
    "OGC:CRS84": (-70.1, -33.2, 0.02),
    "EPSG:2056": (2_622_000, 1_104_000, 1400),
    "EPSG:2193": (1_370_000, 5_180_000, 1400),
}


def extent(server: WmtsServer) -> QgsReferencedRectangle:
    crs = server.offer.tiling.crs
    x, y, half = PLACES[crs]
    box = QgsRectangle(x - half, y - half * 0.7, x + half, y + half * 0.7)
    return QgsReferencedRectangle(box, QgsCoordinateReferenceSystem(crs))


def capture(run: RunAlgorithm, server: WmtsServer, path: Path, source: str = "", **parameters: object) -> Run:
    layer = QgsRasterLayer(source or server.source, "Web", "wms")
    assert layer.isValid()
    run.project.addMapLayer(layer)
    given = {
        "INPUT": layer.id(),
        "EXTENT": extent(server),
        "CRS": layer.crs(),
        "RESOLUTION": 4.5,
        "OUTPUT": str(path),
        "GAPS": "memory:",
    }
    return run("capturebasemap", **{**given, **parameters})


def error_of(server: WmtsServer, path: Path) -> tuple[float, float]:
    """The largest and the mean difference of red and green from what lies there."""
    raster = gdal.Open(str(path))
    left, width, _, top, _, height = raster.GetGeoTransform()
    x = left + (np.arange(raster.RasterXSize) + 0.5) * width
    y = top + (np.arange(raster.RasterYSize) + 0.5) * height
    wanted = server.ground(x[None, :], y[:, None]).astype(float)[..., :2]
    found = np.frombuffer(raster.ReadRaster(), np.uint8).reshape(4, len(y), len(x)).transpose(1, 2, 0)
    assert found[..., 3].min() == 255
    off = np.abs(found[..., :2].astype(float) - wanted)
    return float(off.max()), float(off.mean())


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(network, "FIRST_PAUSE", 0.02)


@pytest.fixture
def web() -> Iterator[WmtsServer]:
    with wmts_server(MERCATOR) as server:
        yield server


@pytest.mark.parametrize("tiling", [MERCATOR, DEGREES, CRS84, SWISS, NEW_ZEALAND], ids=lambda t: t.crs)
@pytest.mark.parametrize("is_query", [False, True], ids=["path", "query"])
def test_ground_lies_where_it_is(run: RunAlgorithm, tmp_path: Path, tiling: Tiling, is_query: bool) -> None:
    """A pixel's tenth moves red or green by about 1.5; half a pixel by 8."""
    with wmts_server(tiling, is_query=is_query, set="some set") as server:
        done = capture(run, server, tmp_path / "a.tif")
        assert done.results["GAP_COUNT"] == 0
        assert len(server.tiles) == len(set(server.tiles)) == done.results["TILES"]
        assert all(KEY in path for path in server.paths)
        largest, mean = error_of(server, tmp_path / "a.tif")
        assert largest < 4
        assert mean < 1


def test_tiles_that_are_not_square(run: RunAlgorithm, tmp_path: Path) -> None:
    with wmts_server(replace(SWISS, size=(300, 170))) as server:
        done = capture(run, server, tmp_path / "a.tif")
        assert done.results["GAP_COUNT"] == 0
        assert error_of(server, tmp_path / "a.tif")[0] < 4


@pytest.mark.parametrize("word", ["IgnoreAxisOrientation", "InvertAxisOrientation"])
def test_a_server_that_writes_its_corner_the_other_way(run: RunAlgorithm, tmp_path: Path, word: str) -> None:
    tiling = replace(DEGREES, is_turned=False) if word.startswith("Ig") else replace(SWISS, is_turned=True)
    with wmts_server(tiling) as server:
        done = capture(run, server, tmp_path / "a.tif", f"{server.source}&{word}=1")
        assert done.results["GAP_COUNT"] == 0
        assert error_of(server, tmp_path / "a.tif")[0] < 4


def test_a_server_that_rounds_its_numbers(run: RunAlgorithm, tmp_path: Path) -> None:
    """Tiles are cut by the exact ones all the same."""
    rounded = replace(MERCATOR, origin=(-20037508.0, 20037508.0), units=tuple(round(u, 6) for u in MERCATOR.units))
    with wmts_server(MERCATOR) as server:
        server.change(tiling=rounded)
        capture(run, server, tmp_path / "a.tif")
        assert error_of(server, tmp_path / "a.tif")[0] < 4


def test_only_tiles_inside_the_limits(run: RunAlgorithm, tmp_path: Path) -> None:
    with wmts_server(MERCATOR) as server:
        capture(run, server, tmp_path / "a.tif")
        rows, columns = {t[1] for t in server.tiles}, {t[2] for t in server.tiles}
    name = server.tiles[0][0]
    limit = (name, min(rows), max(rows) - 1, min(columns) + 1, max(columns))
    with wmts_server(replace(MERCATOR, limits=(limit,))) as server:
        capture(run, server, tmp_path / "b.tif")
        assert {t[1] for t in server.tiles} == rows - {max(rows)}
        assert {t[2] for t in server.tiles} == columns - {min(columns)}


def test_dimensions(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    web.change(is_query=True)
    capture(run, web, tmp_path / "a.tif", web.source + "&tileDimensions=Year%3D2020;Season%3Dsummer")
    asked = [path for path in web.paths if "/kvp" in path]
    assert asked
    assert all("Year=2020" in path and "Season=summer" in path for path in asked)


def test_an_extent_outside_the_layer(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    web.change(bounds=("10 10", "20 20"))
    with pytest.raises(QgsProcessingException, match="shows nothing"):
        capture(run, web, tmp_path / "a.tif")
    assert not web.tiles


# ---- the list of tiles


def test_the_list_is_asked_for_once(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    layer = QgsRasterLayer(web.source, "Web", "wms")
    before = web.lists
    run.project.addMapLayer(layer)
    capture(run, web, tmp_path / "a.tif", INPUT=layer.id())
    capture(run, web, tmp_path / "b.tif", INPUT=layer.id(), CACHE_SIZE=0)
    assert web.lists <= before + 3  # two of them when the test opens its own layers


@pytest.mark.parametrize(
    ("change", "word"), [({"layer": "other"}, "layer"), ({"style": "night"}, "style"), ({"set": "else"}, "matrix set")]
)
def test_a_layer_that_is_gone(run: RunAlgorithm, web: WmtsServer, tmp_path: Path, change: dict, word: str) -> None:
    layer = QgsRasterLayer(web.source, "Web", "wms")
    run.project.addMapLayer(layer)
    web.change(**change)
    with pytest.raises(QgsProcessingException, match=rf"Web.*has changed.*{word}") as caught:
        run("capturebasemap", INPUT=layer.id(), EXTENT=extent(web), OUTPUT=str(tmp_path / "a.tif"))
    assert KEY not in str(caught.value)
    assert not web.tiles


def test_a_document_with_entities_is_not_read(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    layer = QgsRasterLayer(web.source, "Web", "wms")
    run.project.addMapLayer(layer)
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    body = web.offer.document(web.base).replace(b"?>", f'?><!DOCTYPE x [<!ENTITY a0 "a">{bomb}]>'.encode(), 1)
    web.list_answer = Answer(body.replace(b"Scene", b"&a9;"), kind="application/xml")
    with pytest.raises(QgsProcessingException, match="something else"):
        run("capturebasemap", INPUT=layer.id(), EXTENT=extent(web), OUTPUT=str(tmp_path / "a.tif"))


@pytest.mark.parametrize(("answer", "word"), [(Answer(b"", 503), "error of the server"), (Answer(b"", 403), "refused")])
def test_a_server_that_does_not_tell(
    run: RunAlgorithm, web: WmtsServer, tmp_path: Path, answer: Answer, word: str
) -> None:
    layer = QgsRasterLayer(web.source, "Web", "wms")
    run.project.addMapLayer(layer)
    web.list_answer = answer
    with pytest.raises(QgsProcessingException, match=f"Web.*did not tell.*{word}") as caught:
        run("capturebasemap", INPUT=layer.id(), EXTENT=extent(web), OUTPUT=str(tmp_path / "a.tif"))
    assert KEY not in str(caught.value)


def test_a_server_that_changes_between_two_runs(
    run: RunAlgorithm, web: WmtsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan comes from the cache; before a tile is asked for the server is."""
    layer = QgsRasterLayer(web.source, "Web", "wms")
    run.project.addMapLayer(layer)
    capture(run, web, tmp_path / "a.tif", INPUT=layer.id())
    monkeypatch.setattr(capabilities, "_news", {})
    lists, tiles = web.lists, len(web.tiles)
    again = run(
        "capturebasemap",
        INPUT=layer.id(),
        EXTENT=extent(web),
        CRS=layer.crs(),
        RESOLUTION=4.5,
        OUTPUT=str(tmp_path / "b.tif"),
    )
    assert again.results["REQUESTS"] == 0
    assert (web.lists, len(web.tiles)) == (lists, tiles)
    moved = replace(MERCATOR, origin=(-WORLD + 512, WORLD))
    web.change(tiling=moved)
    web.shown = moved
    box = QgsReferencedRectangle(QgsRectangle(9_700_000, 3_240_000, 9_704_000, 3_244_000), layer.crs())
    with pytest.raises(QgsProcessingException, match="arranged its tiles anew"):
        run(
            "capturebasemap",
            INPUT=layer.id(),
            EXTENT=box,
            CRS=layer.crs(),
            RESOLUTION=4.5,
            OUTPUT=str(tmp_path / "c.tif"),
        )
    assert len(web.tiles) == tiles
    capture(run, web, tmp_path / "d.tif", INPUT=layer.id())
    assert error_of(web, tmp_path / "d.tif")[0] < 4


def test_the_key_is_in_no_file(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    done = capture(run, web, tmp_path / "a.tif", GAPS=str(tmp_path / "gaps.gpkg"))
    assert (tmp_path / "cache").exists()
    assert any(path.name == "capabilities" for path in tmp_path.rglob("*"))
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or (KEY.encode() not in path.read_bytes() and b"TileMatrix" not in path.read_bytes())
    said = done.feedback
    assert not [text for text in (*said.warnings, *said.infos, *said.debug, *said.steps) if KEY in text]


def test_a_missing_tile_is_a_gap(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    gone: list[tuple] = []

    def answer(tile: tuple) -> Answer | None:
        if not gone:
            gone.append(tile)
        return Answer(b"", 404) if tile in gone else None

    web.answer = answer
    done = capture(run, web, tmp_path / "a.tif", RETRIES=0)
    assert gaps_of(done) == [("not found", 404)]


# ---- tiles of another size than the server says


@pytest.mark.parametrize("of", ["all", "some", "wide"])
def test_tiles_of_another_size_lie_where_they_should(
    run: RunAlgorithm, web: WmtsServer, tmp_path: Path, of: str
) -> None:
    def answer(tile: tuple) -> Answer | None:
        if of == "some" and (tile[1] + tile[2]) % 2:
            return None
        return Answer(web.picture(tile, 2, 1 if of == "wide" else 2))

    web.answer = answer
    done = capture(run, web, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert error_of(web, tmp_path / "a.tif")[0] < (8 if of == "some" else 4)
    said = [info for info in done.feedback.infos if "pixels where the layer says 256 x 256" in info]
    assert len(said) == 1
    assert ("512 x 256" if of == "wide" else "512 x 512") in said[0]


def test_tiles_of_the_size_that_is_said_are_not_told_of(run: RunAlgorithm, web: WmtsServer, tmp_path: Path) -> None:
    done = capture(run, web, tmp_path / "a.tif")
    assert not [info for info in done.feedback.infos if "where the layer says" in info]
