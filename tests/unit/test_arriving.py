"""An image that another program still writes while it is searched."""

import threading

import numpy as np
import pytest
from arriving_image import Arriving
from patchy import patchy_image
from rasters import NORTH_UP
from rock_glacier_inventory.engine.detection.detection import Detection
from rock_glacier_inventory.engine.scene.arriving import WAITING, Arrival
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import Cancelled, UserError
from rock_glacier_inventory.inventory.messages import Progress
from test_detection import RGB, Brightness

TILE, OVERLAP = 48, 16


class Listening(SilentReport):
    """Keeps what was said, and stops when it is told to."""

    def __init__(self):
        super().__init__()
        self.said, self.ends = set(), False

    def say(self, message):
        super().say(message)
        if isinstance(message, Progress):
            self.said.add(message.message)
            if self.ends and message.message == WAITING:
                raise Cancelled


@pytest.fixture
def arriving(tmp_path):
    """Narrow: what the C library reads ahead is many rows."""
    return Arriving(tmp_path / "Ansicht 冰", patchy_image(400, 90))


def probability(path, log=None, network=None, report=None, extent=None, resolution=4.77):
    arrival = None if log is None else Arrival(log)
    with open_scene(str(path), RGB, resolution, SilentReport(), arrival) as scene:
        if extent is not None:
            scene.limit_to(extent)
        detection = Detection(scene, network or Brightness(), TILE, OVERLAP)
        return np.concatenate([rows.probability for rows in detection.rows(report or SilentReport())])


@pytest.mark.parametrize(("rows", "seconds"), [(400, 0.3), (37, 0.02), (1, 0.001), (130, 0.1)])
@pytest.mark.parametrize("batch", [1, 50])
def test_what_is_found_is_that_of_the_complete_image(tmp_path, arriving, rows, seconds, batch):
    writer = arriving.process(rows, seconds)
    seen = probability(arriving.path, arriving.log, Brightness(batch))
    assert writer.wait() == 0
    assert np.array_equal(seen, probability(arriving.as_tif(tmp_path / "a.tif"), network=Brightness(batch)))
    assert (seen == 255).any() and (seen < 255).any(), "transparent pixels have no probability"


@pytest.mark.parametrize("resolution", [2.3, 9.0])
def test_a_resampled_one_is_that_of_the_complete_image(tmp_path, arriving, resolution):
    writer = arriving.process(30, 0.02)
    seen = probability(arriving.path, arriving.log, resolution=resolution)
    assert writer.wait() == 0
    assert np.array_equal(seen, probability(arriving.as_tif(tmp_path / "a.tif"), resolution=resolution))


def test_a_part_of_it_waits_for_its_own_rows_only(tmp_path, arriving):
    left, top = NORTH_UP @ (10, 20)
    right, bottom = NORTH_UP @ (80, 150)
    arriving.add(150)
    seen = probability(arriving.path, arriving.log, extent=(left, bottom, right, top))
    assert seen.shape == (130, 70)
    whole = arriving.as_tif(tmp_path / "a.tif")
    assert np.array_equal(seen, probability(whole, extent=(left, bottom, right, top)))


@pytest.mark.parametrize("batch", [1, 50])
def test_rows_come_out_while_others_are_awaited(arriving, batch):
    arriving.add(100)
    report = Listening()
    with open_scene(str(arriving.path), RGB, 4.77, SilentReport(), Arrival(arriving.log)) as scene:
        rows = Detection(scene, Brightness(batch), TILE, OVERLAP).rows(report)
        first = next(part for part in rows if not part.is_pause)  # on a busy computer one may come first
        assert first.first == 0 and len(first.probability)
        threading.Timer(0.5, arriving.add_all).start()
        assert sum(len(part.probability) for part in rows) + len(first.probability) == 400
    assert WAITING in report.said


def test_the_last_rows_count_only_when_the_image_is_told_to_be_whole(arriving):
    arriving.add(400)
    arriving.say("failed The tile server is gone; try later.\n")
    with pytest.raises(UserError, match=r"^The tile server is gone; try later\.$") as caught:
        probability(arriving.path, arriving.log)
    assert caught.value.kind == "capture"


@pytest.mark.parametrize(
    ("last", "error", "words"),
    [
        ("failed No tile came from the server; look at the connection.", UserError, "look at the connection"),
        ("failed", UserError, "tells nothing of rows"),
        ("stopped", Cancelled, "Stopped"),
        ("nonsense", UserError, "nonsense"),
    ],
)
@pytest.mark.parametrize("resolution", [4.77, 9.0])
def test_an_image_that_will_not_come(arriving, last, error, words, resolution):
    threads = threading.active_count()
    arriving.add(120)
    report = Listening()
    threading.Timer(0.3, lambda: arriving.say(f"{last}\n")).start()
    with pytest.raises(error, match=words) as caught:
        probability(arriving.path, arriving.log, report=report, resolution=resolution)
    assert caught.value.kind == ("cancelled" if error is Cancelled else "capture")
    assert threading.active_count() <= threads + 1  # the timer's own may still be ending


def test_a_log_that_is_gone_is_told(arriving):
    arriving.add(120)
    threading.Timer(0.3, arriving.log.unlink).start()
    with pytest.raises(UserError, match=r"rows\.log is gone") as caught:
        probability(arriving.path, arriving.log)
    assert caught.value.kind == "capture"


def test_a_stop_is_heard_while_rows_are_awaited(arriving):
    threads = threading.active_count()
    arriving.add(120)
    report = Listening()
    report.ends = True
    with pytest.raises(Cancelled):
        probability(arriving.path, arriving.log, report=report)
    assert threading.active_count() == threads


def test_an_error_of_the_network_does_not_wait_for_rows(arriving):
    class Broken(Brightness):
        def predict(self, tiles):
            if self.tiles > 4:
                raise RuntimeError("broken card")
            return super().predict(tiles)

    threads = threading.active_count()
    arriving.add(120)
    with pytest.raises(RuntimeError, match="broken card"):
        probability(arriving.path, arriving.log, Broken(1))
    assert threading.active_count() == threads


def test_an_error_of_who_takes_the_rows_does_not_wait_for_rows(arriving):
    threads = threading.active_count()
    arriving.add(120)
    with open_scene(str(arriving.path), RGB, 4.77, SilentReport(), Arrival(arriving.log)) as scene:
        rows = Detection(scene, Brightness(1), TILE, OVERLAP).rows(SilentReport())
        next(rows)
        rows.close()  # what `closing` does when the disk is full
    assert threading.active_count() == threads
