import threading

import numpy as np
import pytest
import rasterio
import shapely
from rasters import NORTH_UP, UTM, random_image, write_raster
from rock_glacier_inventory.engine.detection.detection import Detection
from rock_glacier_inventory.engine.detection.probability_raster import probability_raster
from rock_glacier_inventory.engine.limits.study_area import StudyArea
from rock_glacier_inventory.engine.outlines.probability import HIGHEST, NODATA, lowest_byte_above
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import Cancelled, UserError
from rock_glacier_inventory.inventory.messages import Progress

RGB = ("red", "green", "blue")


class Brightness:
    """A network whose answer is known: the probability is the mean of the bands."""

    def __init__(self, batch_size=3):
        self.batch_size = batch_size
        self.tiles = 0
        self.threads = set()

    def predict(self, tiles):
        assert len(tiles) <= self.batch_size
        self.tiles += len(tiles)
        self.threads.add(threading.get_ident())
        return tiles.astype(np.float32).mean(axis=1) / 255


def run(path, tile=48, overlap=16, area=None, network=None, report=None):
    network = network or Brightness()
    with open_scene(str(path), RGB, 4.77, SilentReport()) as scene:
        study = None
        if area is not None:
            study = StudyArea(np.array([area], dtype=object), UTM, scene.grid.crs)
            scene.limit_to(study.bounds)
            study.lay_on(scene.grid)
        detection = Detection(scene, network, tile, overlap, study)
        rows = list(detection.rows(report or SilentReport()))
        firsts = [part.first for part in rows]
        assert firsts == list(np.cumsum([0] + [len(part.probability) for part in rows[:-1]]))
        return np.concatenate([part.probability for part in rows]), detection, scene.grid


def expected(image):
    return np.rint(image.astype(np.float32).mean(axis=0) / 255 * HIGHEST).astype(int)


@pytest.mark.parametrize(("height", "width"), [(200, 150), (48, 48), (20, 30), (500, 49), (33, 300), (1, 1), (49, 10)])
def test_every_pixel_of_any_size_gets_its_probability_once(tmp_path, height, width):
    image = random_image(height, width)
    probability, detection, _ = run(write_raster(tmp_path / "a.tif", image, nodata=0))
    assert probability.shape == (height, width)
    assert np.abs(probability - expected(image)).max() <= 1
    assert detection.tally.tiles == detection.total
    assert detection.tally.rows == height


def test_void_pixels_stay_void_and_empty_tiles_cost_nothing(tmp_path):
    image = random_image(400, 300)
    image[:, 60:340, :] = 0
    image[:, 5, 5] = 0
    network = Brightness()
    probability, detection, _ = run(write_raster(tmp_path / "a.tif", image, nodata=0), network=network)
    void = (image == 0).any(axis=0)
    np.testing.assert_array_equal(probability == NODATA, void)
    assert np.abs(probability[~void].astype(int) - expected(image)[~void]).max() <= 1
    assert detection.tally.skipped > 0
    assert network.tiles + detection.tally.skipped == detection.total


def test_void_pixels_are_filled_with_the_mean_for_the_network(tmp_path):
    # A tile half void: the network must not see a black edge.
    class Darkest(Brightness):
        def predict(self, tiles):
            self.lowest = tiles.min()
            return super().predict(tiles)

    image = np.full((3, 48, 48), 120, np.uint8)
    image[:, :, 24:] = 0
    network = Darkest()
    run(write_raster(tmp_path / "a.tif", image, nodata=0), network=network)
    assert network.lowest == 120


def test_only_the_inside_of_an_area_is_predicted(tmp_path):
    image = random_image(400, 400)
    path = write_raster(tmp_path / "a.tif", image, nodata=0)
    left, top = NORTH_UP @ (100, 120)
    right, bottom = NORTH_UP @ (380, 390)
    ring = shapely.box(left, bottom, right, top) - shapely.box(left + 48, bottom + 48, right - 48, top - 48)
    probability, detection, grid = run(path, area=ring)
    assert (grid.width, grid.height) == (280, 270)
    inside = rasterio.features.geometry_mask([ring], probability.shape, grid.transform, invert=True)
    np.testing.assert_array_equal(probability != NODATA, inside)
    whole = expected(image)[120:390, 100:380]
    assert np.abs(probability[inside].astype(int) - whole[inside]).max() <= 1
    assert detection.tally.skipped > 0


@pytest.mark.parametrize("fill", ["nodata", "nan"])
def test_a_scene_without_any_data_is_an_error_not_an_empty_result(tmp_path, fill):
    image = np.zeros((3, 100, 100), np.float32)
    image[:] = np.nan if fill == "nan" else 0
    path = write_raster(tmp_path / "a.tif", image, nodata=0)
    with pytest.raises(UserError, match=r"a\.tif has no data"):
        run(path)


def test_prediction_and_reading_run_beside_the_consumer(tmp_path):
    network = Brightness()
    run(write_raster(tmp_path / "a.tif", random_image(200, 200), nodata=0), network=network)
    assert network.threads
    assert threading.get_ident() not in network.threads


def test_a_stop_ends_all_threads(tmp_path):
    class StopAtThird(SilentReport):
        count = 0

        def say(self, message):
            self.count += isinstance(message, Progress)
            if self.count == 3:
                raise Cancelled

    before = threading.active_count()
    with pytest.raises(Cancelled):
        run(write_raster(tmp_path / "a.tif", random_image(600, 600), nodata=0), report=StopAtThird())
    assert threading.active_count() == before


def test_the_probability_raster_is_tiled_compressed_and_scaled(tmp_path):
    image = random_image(600, 700)
    path = write_raster(tmp_path / "a.tif", image, nodata=0)
    out = tmp_path / "Wahrscheinlichkeit 冰.tif"
    with open_scene(str(path), RGB, 4.77, SilentReport()) as scene:
        with probability_raster(out, scene.grid, {"model": "brightness"}) as writer:
            for part in Detection(scene, Brightness(), 48, 16).rows(SilentReport()):
                writer.add_rows(part.probability)
            assert not out.exists()
        with rasterio.open(out) as result:
            assert result.profile["tiled"]
            assert result.compression.name == "deflate"
            assert result.nodata == NODATA
            assert result.scales == (1 / HIGHEST,)
            assert result.crs == scene.grid.crs
            assert result.transform == scene.grid.transform
            assert result.tags()["model"] == "brightness"
            assert np.abs(result.read(1) - expected(image)).max() <= 1


def test_threshold_bytes_are_exact():
    for byte in range(HIGHEST + 1):
        assert lowest_byte_above(byte / HIGHEST) == byte
    assert lowest_byte_above(0.5) == 127
    assert lowest_byte_above(0.5000001) == 128
