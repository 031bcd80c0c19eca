"""Capturing an XYZ layer from a real server on loopback: what arrives, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from rock_glacier_inventory.processing_provider.capture.asking import network

from .conftest import Run, RunAlgorithm
from .loopback import Answer
from .tile_server import KEY, Tile, TileServer, no_imagery, plain, tile_server

MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")
X, Y = 24192, 13720
"""A tile of zoom 15, in Sikkim."""
SIDE = 40075016.685578488 / 2**15


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TileServer]:
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(network, "FIRST_PAUSE", 0.02)
    with tile_server() as server:
        yield server


def tiles(columns: int = 4, rows: int = 3) -> QgsReferencedRectangle:
    """The inside of some tiles, a quarter of a tile away from the outer edges."""
    left, top = X * SIDE - SIDE * 2**14, SIDE * 2**14 - Y * SIDE
    inside = QgsRectangle(left, top - rows * SIDE, left + columns * SIDE, top).buffered(-SIDE / 4)
    return QgsReferencedRectangle(inside, MERCATOR)


def capture(run: RunAlgorithm, server: TileServer, output: Path, **parameters: object) -> Run:
    layer = QgsRasterLayer(server.source, "Basemap", "wms")
    run.project.addMapLayer(layer)
    given: dict[str, object] = {
        "INPUT": layer.id(),
        "EXTENT": tiles(),
        "OUTPUT": str(output),
        "RESOLUTION": 4.2,
        "GAPS": "memory:",
    }
    return run("capturebasemap", **{**given, **parameters})


def gaps_of(done: Run) -> list[tuple[str, object]]:
    layer = QgsProcessingUtils.mapLayerFromString(done.results["GAPS"], done.context)
    return sorted((feature["REASON"], feature["STATUS"]) for feature in layer.getFeatures())


def pixel_at(path: Path, column: float, row: float) -> tuple[int, ...]:
    """Pixel at a place counted in tiles from the upper left one."""
    raster = gdal.Open(str(path))
    left, width, _, top, _, height = raster.GetGeoTransform()
    x, y = (X + column) * SIDE - SIDE * 2**14, SIDE * 2**14 - (Y + row) * SIDE
    return tuple(raster.ReadRaster(int((x - left) / width), int((y - top) / height), 1, 1))


def expected_at(column: float, row: float) -> tuple[int, int]:
    """Red and green there without their noise."""
    return int((X + column) * 256) // 8 % 160, int((Y + row) * 256) // 8 % 160


def is_landscape(path: Path, column: float, row: float) -> bool:
    red, green, _, alpha = pixel_at(path, column, row)
    wanted = expected_at(column, row)
    return alpha == 255 and -12 <= red - wanted[0] <= 75 and -12 <= green - wanted[1] <= 75


def only(tile: Tile, answer: Answer):
    return lambda asked, number: answer if asked == tile else None


def test_a_capture(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["TILES"] == server.requests == 12
    assert set(server.asked.values()) == {1}
    assert {tile[0] for tile in server.asked} == {15}
    assert done.results["GAP_COUNT"] == 0
    assert gaps_of(done) == []
    raster = gdal.Open(str(tmp_path / "a.tif"))
    assert raster.RasterCount == 4
    assert raster.GetRasterBand(4).GetColorInterpretation() == gdal.GCI_AlphaBand
    assert raster.GetRasterBand(1).GetBlockSize() == [512, 512]
    assert raster.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert min(raster.GetRasterBand(4).ReadRaster()) == 255
    assert raster.GetMetadataItem("SERVER") == "127.0.0.1"
    for column in (0.4, 1.5, 2.01, 3.6):
        for row in (0.5, 0.99, 2.3):
            assert is_landscape(tmp_path / "a.tif", column, row), (column, row)


def test_no_more_requests_at_once_than_allowed(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.delay = 0.05
    capture(run, server, tmp_path / "a.tif", PARALLEL=3)
    assert server.most_at_once == 3


@pytest.mark.parametrize(
    ("answer", "reason", "status"),
    [
        (Answer(b"gone", 404, "text/plain"), "not found", 404),
        (Answer(b"", 204), "not found", 204),
        (Answer(b"no", 403, "text/plain"), "refused", 403),
        (Answer(b"oh", 500, "text/plain"), "server error", 500),
        (Answer(b"busy", 429, "text/plain"), "too many requests", 429),
        (Answer(b"<html>", 200, "text/html"), "not an image", 200),
        (Answer(b"x" * 5000, 200, cut_after=1000), "connection lost", 200),
        (Answer(plain("white")), "one colour", None),
        (Answer(plain("transparent")), "transparent", None),
    ],
)
def test_a_fault_that_stays_is_a_gap(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, answer: Answer, reason: str, status: int | None
) -> None:
    server.answer = only((15, X + 1, Y + 1), answer)
    done = capture(run, server, tmp_path / "a.tif", RETRIES=2)
    assert [(found, state or None) for found, state in gaps_of(done)] == [(reason, status)]
    assert done.results["GAP_COUNT"] == 1
    assert pixel_at(tmp_path / "a.tif", 1.5, 1.5)[3] == 0
    assert is_landscape(tmp_path / "a.tif", 0.7, 1.5)
    assert is_landscape(tmp_path / "a.tif", 2.3, 1.5)
    assert any("1 of 12" in warning for warning in done.feedback.warnings)
    asked = server.asked[15, X + 1, Y + 1]
    assert asked == {"server error": 3, "too many requests": 3, "connection lost": 3}.get(reason, asked)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"oh", 500, "text/plain"),
        Answer(b"busy", 429, "text/plain", {"Retry-After": "0"}),
        Answer(b"x" * 5000, 200, cut_after=1000),
        Answer(b"gone", 404, "text/plain"),
    ],
)
def test_a_fault_that_passes_leaves_no_gap(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, answer: Answer
) -> None:
    server.answer = lambda tile, number: answer if number == 0 and tile[1] % 2 else None
    done = capture(run, server, tmp_path / "a.tif")
    assert gaps_of(done) == []
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)
    assert max(server.asked.values()) >= 2


def test_the_gap_lies_where_the_tile_is(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.answer = only((15, X + 1, Y + 1), Answer(b"", 404))
    done = capture(run, server, tmp_path / "a.tif", GAPS=str(tmp_path / "gaps.gpkg"))
    layer = QgsVectorLayer(str(tmp_path / "gaps.gpkg"), "gaps", "ogr")
    (feature,) = layer.getFeatures()
    left, top = (X + 1) * SIDE - SIDE * 2**14, SIDE * 2**14 - (Y + 1) * SIDE
    box = feature.geometry().boundingBox()
    assert box.xMinimum() == pytest.approx(left)
    assert box.yMaximum() == pytest.approx(top)
    assert box.width() == pytest.approx(SIDE)
    assert done.results["GAPS"].startswith(str(tmp_path / "gaps.gpkg"))


def test_placeholders_are_known_by_repeating(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    message = no_imagery()
    server.answer = lambda tile, number: Answer(message) if tile[1] == X else None
    done = capture(run, server, tmp_path / "a.tif")
    assert gaps_of(done) == [("placeholder", gaps_of(done)[0][1])] * 3
    assert pixel_at(tmp_path / "a.tif", 0.5, 1.5)[3] == 0
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


def test_retry_after_is_honoured(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    tile = (15, X, Y)
    busy = Answer(b"", 429, headers={"Retry-After": "1"})
    server.answer = lambda asked, number: busy if asked == tile and number == 0 else None
    done = capture(run, server, tmp_path / "a.tif")
    first, second = server.times[tile]
    assert second - first >= 1
    assert done.results["GAP_COUNT"] == 0


def test_a_server_that_asks_to_come_back_tomorrow_is_left_alone(
    run: RunAlgorithm, server: TileServer, tmp_path: Path
) -> None:
    busy = Answer(b"", 429, headers={"Retry-After": "86400"})
    server.answer = lambda tile, number: busy if tile[2] > Y else None
    done = capture(run, server, tmp_path / "a.tif", PARALLEL=1)
    reasons = [reason for reason, _ in gaps_of(done)]
    assert reasons == ["not asked"] * 7 + ["too many requests"]
    assert any("left alone" in warning for warning in done.feedback.warnings)
    server.answer = lambda tile, number: None
    again = capture(run, server, tmp_path / "b.tif")
    assert again.results["GAP_COUNT"] == 0
    assert again.results["FROM_CACHE"] == 4


@pytest.mark.parametrize("form", ["{url}", "{source}", "wms://{source}"])
def test_a_source_as_a_text(run: RunAlgorithm, server: TileServer, tmp_path: Path, form: str) -> None:
    text = form.replace("{url}", server.url).replace("{source}", server.source)
    done = capture(run, server, tmp_path / "a.tif", INPUT=text)
    assert done.results["GAP_COUNT"] == 0
    assert server.requests == 12
    assert set(server.asked.values()) == {1}
    assert all(KEY in path for path in server.paths)


def test_a_redirect_is_followed(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    def answer(tile: Tile, number: int) -> Answer | None:
        if tile[1] != X or number:
            return None
        address = server.url.format(z=tile[0], x=tile[1], y=tile[2])
        return Answer(b"", 302, headers={"Location": address})

    server.answer = answer
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 0.5, 1.5)


def test_a_server_that_refuses_all_is_an_error(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: Answer(b"", 403)
    with pytest.raises(QgsProcessingException, match="refused") as caught:
        capture(run, server, tmp_path / "a.tif", EXTENT=tiles(10, 10))
    assert KEY not in str(caught.value)
    assert server.requests < 40  # and not one for each tile
    assert list(tmp_path.glob("*.tif")) == list(tmp_path.glob(".*")) == []


def test_a_service_with_nothing_so_fine_says_what_it_has(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """Beyond zoom 13 it answers "not found": four times 4.24 m on the ground at this latitude."""
    server.answer = lambda tile, number: Answer(b"", 404) if tile[0] > 13 else None
    sentence = r"not found.*Basemap.*shows 16\.\d\d m here.*4\.20 m is wanted"
    with pytest.raises(QgsProcessingException, match=sentence):
        capture(run, server, tmp_path / "a.tif", RETRIES=0)
    server.answer = lambda tile, number: Answer(b"", 404) if tile[0] > 13 and tile[1] < X + 3 else None
    done = capture(run, server, tmp_path / "a.tif", RETRIES=0)
    assert any("shows 16." in warning for warning in done.feedback.warnings)
    server.answer = only((15, X, Y), Answer(b"", 404))
    done = capture(run, server, tmp_path / "b.tif", RETRIES=0)
    assert not any("shows" in warning for warning in done.feedback.warnings)


def test_a_layer_that_ends_before_the_wanted_resolution(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    done = capture(run, server, tmp_path / "a.tif", INPUT=server.source.replace("zmax=19", "zmax=13"))
    assert any("shows 16." in warning and "4.20 m is wanted" in warning for warning in done.feedback.warnings)
