"""A capture whose image is read while it arrives: the same pixels, told in order, and every kind of end."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateTransformContext, QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer
from qgis.PyQt.QtGui import QColor
from rock_glacier_inventory.processing_provider.capture import running
from rock_glacier_inventory.processing_provider.capture.arriving import ArrivingImage
from rock_glacier_inventory.processing_provider.capture.asking.piece_store import CacheLimits
from rock_glacier_inventory.processing_provider.capture.capture import Capture, CaptureRequest
from rock_glacier_inventory.processing_provider.capture.gaps import gaps_layer
from rock_glacier_inventory.processing_provider.capture.plan.pieces import Piece

from .loopback import Answer
from .test_capture_faults import small_disk as small_disk
from .test_capture_tiles import X, Y, tiles
from .test_capture_tiles import server as server
from .tile_server import TileServer, no_imagery

CONTEXT = QgsCoordinateTransformContext()


def planned(server: TileServer, rows: int = 6, gigabytes: float = 0, parallel: int = 4) -> Capture:
    layer = QgsRasterLayer(server.source, "Basemap", "wms")
    extent = tiles(3, rows)
    limits = CacheLimits(90, gigabytes)
    request = CaptureRequest([layer], extent, extent.crs(), 4.2, parallel=parallel, retries=1, limits=limits)
    capture = Capture(request, CONTEXT)
    capture.take_layers()
    return capture


def arriving(capture: Capture, tmp_path: Path) -> ArrivingImage:
    image = ArrivingImage(tmp_path / "arriving", "Basemap é", capture.grid)
    image.create()
    return image


def pixels(path: Path) -> bytes:
    raster = gdal.Open(str(path))
    return bytes(raster.ReadRaster())


def log_of(image: ArrivingImage) -> list[str]:
    return image.log.read_text("utf-8").splitlines()


def test_it_has_the_pixels_of_a_whole_capture(server: TileServer, tmp_path: Path) -> None:
    feedback = QgsProcessingFeedback(False)
    whole = tmp_path / "whole.tif"
    assert running.CaptureRun(planned(server), feedback).to_file(whole) is not None
    capture = planned(server)
    image = arriving(capture, tmp_path)
    fetched = running.CaptureRun(capture, feedback).to_arriving(image)
    assert fetched is not None and not fetched.gaps
    assert pixels(image.path) == pixels(whole)
    raster, twin = gdal.Open(str(image.path)), gdal.Open(str(whole))
    assert raster.GetGeoTransform() == twin.GetGeoTransform()
    assert raster.GetSpatialRef().IsSame(twin.GetSpatialRef())
    assert raster.GetRasterBand(4).GetColorInterpretation() == gdal.GCI_AlphaBand
    height = capture.grid.height
    assert height > 1024
    assert log_of(image) == [*(str(row) for row in range(512, height, 512)), str(height), "end"]
    assert (tmp_path / "arriving" / "pixels.raw").stat().st_size == image.size
    image.remove()
    assert not (tmp_path / "arriving").exists()


def test_rows_that_were_told_do_not_change(server: TileServer, tmp_path: Path) -> None:
    """While the last rows are fetched, the first are what they will be."""
    server.answer = lambda tile, number: Answer(server.well(tile), delay=0.5 if tile[2] == Y + 5 else 0)
    capture = planned(server)
    image = ArrivingImage(tmp_path / "arriving", "Basemap", capture.grid)
    background = running.BackgroundCapture(capture, image)
    background.start()
    while not image.log.read_text().startswith("512\n"):
        time.sleep(0.01)
    assert background.is_running
    length = capture.grid.width * 4 * 512
    with (tmp_path / "arriving" / "pixels.raw").open("rb") as stream:
        early = stream.read(length)
    assert early.count(b"\xff") > length // 8, "they are there"
    background._thread.join()
    assert log_of(image)[-1] == "end"
    assert (tmp_path / "arriving" / "pixels.raw").read_bytes()[:length] == early


def test_a_stop_is_told(server: TileServer, tmp_path: Path) -> None:
    server.delay = 0.2
    capture = planned(server, parallel=1)
    image = ArrivingImage(tmp_path / "arriving", "Basemap", capture.grid)
    background = running.BackgroundCapture(capture, image)
    background.start()
    time.sleep(0.5)
    background.stop()
    assert log_of(image)[-1] == "stopped"
    assert (background.fetched, background.failure) == (None, None)
    assert server.requests < 18


def test_a_failure_is_told_in_its_sentence(server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: Answer(b"no", 403, "text/plain")
    capture = planned(server)
    image = arriving(capture, tmp_path)
    with pytest.raises(QgsProcessingException, match="could be captured") as caught:
        running.CaptureRun(capture, QgsProcessingFeedback(False)).to_arriving(image)
    assert log_of(image)[-1] == f"failed {caught.value}"


def test_a_full_disk_is_told(server: TileServer, small_disk: Path) -> None:
    capture = planned(server)
    image = arriving(capture, small_disk)
    with pytest.raises(QgsProcessingException, match="free some space"):
        running.CaptureRun(capture, QgsProcessingFeedback(False)).to_arriving(image)
    assert log_of(image)[-1].startswith("failed") and "free some space" in log_of(image)[-1]
    image.remove()
    assert shutil.disk_usage(small_disk).free > 0


def test_gaps_are_transparent_and_known_as_they_come(server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: Answer(b"", 404) if tile[1:] == (X + 1, Y + 1) else None
    capture = planned(server)
    image = arriving(capture, tmp_path)
    fetched = running.CaptureRun(capture, QgsProcessingFeedback(False)).to_arriving(image)
    assert fetched is not None
    (gap,) = fetched.gaps
    raster = gdal.Open(str(image.path))
    left, width, _, top, _, height = raster.GetGeoTransform()
    middle = capture.source.extent_of(gap.piece).center()
    at = int((middle.x() - left) / width), int((middle.y() - top) / height)
    assert tuple(raster.ReadRaster(*at, 1, 1)) == (0, 0, 0, 0)
    layer = gaps_layer(capture, fetched.gaps, CONTEXT)
    (feature,) = layer.getFeatures()
    assert (feature["REASON"], feature["STATUS"]) == ("not found", 404)
    assert feature.geometry().boundingBox().center().distance(middle) < 1e-3


def test_a_placeholder_that_repeats_later_is_a_gap_at_last(server: TileServer, tmp_path: Path) -> None:
    """Alone in the first strip it cannot be told from a picture; it is not offered as ground in the end."""
    placeholder = no_imagery()
    nowhere = {(X, Y), (X, Y + 4), (X + 1, Y + 5)}
    server.answer = lambda tile, number: Answer(placeholder) if tile[1:] in nowhere else None
    capture = planned(server)
    image = arriving(capture, tmp_path)
    fetched = running.CaptureRun(capture, QgsProcessingFeedback(False)).to_arriving(image)
    assert fetched is not None
    assert {(got.piece.column, got.piece.row) for got in fetched.gaps} == nowhere
    assert {got.fault.reason for got in fetched.gaps if got.fault} == {"placeholder"}
    colour = QColor("#dddddd").getRgb()
    raster = gdal.Open(str(image.path))
    left, width, _, top, _, height = raster.GetGeoTransform()

    def pixel_in(column: int, row: int) -> tuple[int, ...]:
        where = capture.source.extent_of(Piece(column, row))
        x, y = where.xMinimum() + where.width() * 0.9, where.yMinimum() + where.height() * 0.7
        return tuple(raster.ReadRaster(int((x - left) / width), int((y - top) / height), 1, 1))

    assert pixel_in(X, Y) == colour, "it was in the image before it was known for what it is"
    assert pixel_in(X + 1, Y + 5) == (0, 0, 0, 0)


def test_the_cache_serves_it_too(server: TileServer, tmp_path: Path) -> None:
    for _ in range(2):
        capture = planned(server, gigabytes=1)
        image = arriving(capture, tmp_path)
        fetched = running.CaptureRun(capture, QgsProcessingFeedback(False)).to_arriving(image)
        assert fetched is not None
        image.remove()
    assert fetched.from_cache == len(capture.pieces) == server.requests
