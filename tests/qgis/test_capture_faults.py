"""What else happens during a capture: dying servers, stops, full disks, keys, caps, strange tiles."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsNetworkAccessManager,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterLayer,
    QgsTask,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtGui import QImage
from rock_glacier_inventory.processing_provider.capture.plan.grid import Grid
from rock_glacier_inventory.processing_provider.capture.plan.pieces import Picture
from rock_glacier_inventory.processing_provider.capture.writing import write_geotiff

from .conftest import Feedback, RunAlgorithm, open_files
from .loopback import Answer
from .test_capture_tiles import X, Y, capture, gaps_of, is_landscape, only, pixel_at, tiles
from .test_capture_tiles import server as server
from .tile_server import TileServer, encoded, landscape


def visible_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "cache")


def test_a_server_that_dies_and_returns(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    def answer(tile: tuple, number: int) -> None:
        if server.requests == 4:
            threading.Thread(target=die).start()

    def die() -> None:
        server.stop()
        time.sleep(0.3)
        server.start()

    server.answer = answer
    server.delay = 0.02
    done = capture(run, server, tmp_path / "a.tif", RETRIES=10)
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 3.5, 2.5)


def test_a_server_that_dies_for_good_keeps_what_came(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    def answer(tile: tuple, number: int) -> None:
        if server.requests == 5:
            threading.Thread(target=server.stop).start()
            time.sleep(0.1)

    server.answer = answer
    done = capture(run, server, tmp_path / "a.tif", PARALLEL=1, RETRIES=3, EXTENT=tiles(8, 4))
    reasons = [reason for reason, _ in gaps_of(done)]
    assert set(reasons) == {"connection lost", "not asked"}
    assert 26 <= len(reasons) <= 28
    assert is_landscape(tmp_path / "a.tif", 0.5, 0.6)
    server.start()
    asked = server.requests
    server.answer = lambda tile, number: None
    again = capture(run, server, tmp_path / "a.tif", EXTENT=tiles(8, 4))
    assert again.results["GAP_COUNT"] == 0
    assert server.requests - asked == len(reasons)


def test_a_time_out(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(1000)
    try:
        server.answer = only((15, X, Y), Answer(server.well((15, X, Y)), delay=3))
        done = capture(run, server, tmp_path / "a.tif", RETRIES=1)
    finally:
        QgsNetworkAccessManager.setTimeout(before)
    assert [reason for reason, _ in gaps_of(done)] == ["time-out"]


def test_palette_alpha_and_jpeg_tiles(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    picture = landscape((15, X, Y))
    half = picture.copy()
    for row in range(256):
        for column in range(128):
            half.setPixelColor(column, row, QImage(1, 1, QImage.Format.Format_ARGB32).pixelColor(0, 0))
    transparent_half = QImage(256, 256, QImage.Format.Format_RGBA8888)
    transparent_half.fill(0)
    for row in range(256):
        for column in range(128, 256):
            transparent_half.setPixelColor(column, row, picture.pixelColor(column, row))
    answers = {
        (X, Y): Answer(encoded(picture.convertToFormat(QImage.Format.Format_Indexed8))),
        (X + 1, Y): Answer(encoded(transparent_half)),
        (X + 2, Y): Answer(encoded(landscape((15, X + 2, Y)), "JPEG"), kind="image/jpeg"),
    }
    server.answer = lambda tile, number: answers.get(tile[1:])
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert pixel_at(tmp_path / "a.tif", 0.6, 0.6)[3] == 255
    assert pixel_at(tmp_path / "a.tif", 1.3, 0.6)[3] == 0
    assert pixel_at(tmp_path / "a.tif", 1.7, 0.6)[3] == 255
    assert is_landscape(tmp_path / "a.tif", 2.5, 0.6)


def test_a_jpeg_that_ends_too_soon(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """The server itself has half of the file, and says so: no connection is cut."""
    whole = encoded(landscape((15, X, Y)), "JPEG")
    server.answer = only((15, X, Y), Answer(whole[: len(whole) // 2], kind="image/jpeg"))
    done = capture(run, server, tmp_path / "a.tif")
    assert [reason for reason, _ in gaps_of(done)] in (["half loaded"], ["transparent"])


class _Task(QgsTask):
    """A capture in the background, as the toolbox runs it."""

    def __init__(self, run: RunAlgorithm, parameters: dict, feedback: Feedback) -> None:
        super().__init__("capture")
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById("rockglacier:capturebasemap")
        self.parameters, self.feedback, self.ended = parameters, feedback, None
        self.context = QgsProcessingContext()
        self.context.setProject(run.project)
        assert self.algorithm.prepare(parameters, self.context, feedback)

    def run(self) -> bool:
        self.ended = self.algorithm.runPrepared(self.parameters, self.context, self.feedback)
        return True


class _Remover(Feedback):
    """Empties the project as soon as the capture says anything."""

    def __init__(self, run: RunAlgorithm) -> None:
        super().__init__()
        self._project = run.project

    def setProgressText(self, text: str) -> None:
        super().setProgressText(text)
        self._project.removeAllMapLayers()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_layer_is_removed_during_the_run(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.delay = 0.1
    feedback = _Remover(run)
    run.project.addMapLayer(QgsRasterLayer(server.source, "Basemap", "wms"))
    (layer,) = run.project.mapLayers()
    task = _Task(
        run, {"INPUT": layer, "EXTENT": tiles(), "OUTPUT": str(tmp_path / "a.tif"), "RESOLUTION": 4.2}, feedback
    )
    task.run()
    assert len(feedback.steps) > 1
    assert run.project.mapLayers() == {}
    assert task.ended["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


@pytest.mark.parametrize("delay", [0.05, 5])
def test_cancel_leaves_nothing(run: RunAlgorithm, server: TileServer, tmp_path: Path, delay: float) -> None:
    server.delay = delay
    layer = QgsRasterLayer(server.source, "Basemap", "wms")
    run.project.addMapLayer(layer)
    feedback = Feedback()
    task = _Task(
        run,
        {"INPUT": layer.id(), "EXTENT": tiles(20, 20), "OUTPUT": str(tmp_path / "a.tif"), "RESOLUTION": 4.2},
        feedback,
    )
    QgsApplication.taskManager().addTask(task)
    started = time.monotonic()
    while server.requests < 4:
        QCoreApplication.processEvents()
        time.sleep(0.002)
        assert time.monotonic() - started < 30
    feedback.cancel()
    while task.ended is None:
        QCoreApplication.processEvents()
        time.sleep(0.002)
        assert time.monotonic() - started < 30
    assert task.ended == {}
    assert server.requests < 60
    assert visible_files(tmp_path) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "capture"]


@pytest.fixture
def small_disk(make_small_disk: Callable[[str, str], Path]) -> Path:
    return make_small_disk("small disk", "300k")


def test_an_error_on_its_way_does_not_hold_the_file_open(tmp_path: Path) -> None:
    """Windows removes no file that is open."""
    path, crs = tmp_path / "a.tif", QgsCoordinateReferenceSystem("EPSG:3857")

    def pictures() -> Iterator[Picture]:
        yield Picture(0, 0, 4, 4, bytes(64))
        assert str(path) in open_files()
        raise QgsProcessingException("stopped")

    with pytest.raises(QgsProcessingException, match="stopped"):
        try:
            write_geotiff(path, Grid(crs, (1.0, 1.0), 0, 0, 4, 4), pictures(), {})
        except QgsProcessingException:
            assert str(path) not in open_files()
            raise


def test_a_full_disk_is_said_and_leaves_nothing(
    exceptions: None, run: RunAlgorithm, server: TileServer, small_disk: Path
) -> None:
    gc.disable()
    try:
        with pytest.raises(QgsProcessingException, match="full"):
            capture(run, server, small_disk / "a.tif", EXTENT=tiles(6, 6))
        assert visible_files(small_disk) == []
        # Else a file that is gone would keep the disk full, and on Windows it would not go.
        assert not any(name.startswith(str(small_disk)) for name in open_files())
    finally:
        gc.enable()
