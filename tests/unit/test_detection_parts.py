"""A part of a scene gets the probabilities of a run over the whole, to the last bit."""

import numpy as np
import pytest
import shapely
from affine import Affine
from rasterio.windows import Window
from rasters import NORTH_UP, UTM, random_image, write_raster
from rock_glacier_inventory.engine.detection.detection import Detection
from rock_glacier_inventory.engine.limits.study_area import StudyArea
from rock_glacier_inventory.engine.outlines.probability import NODATA
from rock_glacier_inventory.engine.scene.grid import target_grid
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.scene.images import WantedBands, open_image
from rock_glacier_inventory.engine.scene.resampled import Resampled
from rock_glacier_inventory.engine.scene.tiling import Part
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.models.networks.registry import load_card
from rock_glacier_inventory.models.prediction.prediction import Predictor

RGB = ("red", "green", "blue")


class Contrast:
    """A network whose answer in a pixel depends on all of its tile, void pixels filled in included."""

    batch_size = 3

    def predict(self, tiles):
        grey = tiles.astype(np.float32).mean(axis=1) / 255
        around = grey.mean(axis=(1, 2), keepdims=True) + grey.std(axis=(1, 2), keepdims=True)
        return np.clip(0.5 + 4 * (grey - around), 0, 1).astype(np.float32)


def image_with_voids(dtype="uint8"):
    image = random_image(330, 410, dtype=dtype)
    image[:, 90:230, 120:300] = 0
    image[:, :, 200] = 0
    return image


def whole_and_parts(path, parts, area=None, resolution=4.77):
    with open_scene(str(path), RGB, resolution, SilentReport()) as scene:
        study = None
        if area is not None:
            study = StudyArea(np.array([area], dtype=object), UTM, scene.grid.crs)
            scene.limit_to(study.bounds)
            study.lay_on(scene.grid)

        def probability(part=None):
            rows = list(Detection(scene, Contrast(), 48, 16, study, part).rows(SilentReport()))
            assert [row.first for row in rows][:1] == [part.row if part else 0]
            return np.concatenate([row.probability for row in rows])

        whole, grid = probability(), scene.grid
        assert (whole != NODATA).any()
        for row, column, height, width in parts(grid):
            got = probability(Part(row, column, height, width))
            np.testing.assert_array_equal(got, whole[row : row + height, column : column + width])


def some_parts(grid):
    generator = np.random.default_rng(7)
    yield 0, 0, grid.height, grid.width
    yield grid.height - 1, grid.width - 1, 1, 1
    yield 130, 150, 20, 90  # without data, but beside tiles that have some
    for _ in range(12):
        row, column = int(generator.integers(0, grid.height)), int(generator.integers(0, grid.width))
        yield (
            row,
            column,
            int(generator.integers(1, grid.height - row + 1)),
            int(generator.integers(1, grid.width - column + 1)),
        )


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_of_a_scene(tmp_path, dtype):
    whole_and_parts(write_raster(tmp_path / "a.tif", image_with_voids(dtype), nodata=0), some_parts)


@pytest.mark.parametrize("angle", [0, 13])
@pytest.mark.parametrize("resolution", [3.1, 7.1])
def test_of_a_resampled_scene(tmp_path, angle, resolution):
    path = write_raster(
        tmp_path / "a.tif", image_with_voids("float32"), nodata=0, transform=NORTH_UP @ Affine.rotation(angle)
    )
    whole_and_parts(path, some_parts, resolution=resolution)


class Counted:
    """An image that counts how often it is read."""

    def __init__(self, image):
        self._image, self.grid, self.bands, self.dtype, self.reads = image, image.grid, image.bands, image.dtype, 0

    def read(self, window):
        self.reads += 1
        return self._image.read(window)


def test_rows_that_follow_each_other_are_warped_once(tmp_path):
    path = write_raster(tmp_path / "a.tif", image_with_voids(), nodata=0, transform=NORTH_UP @ Affine.rotation(9))
    with open_image(str(path), WantedBands(RGB), SilentReport()) as image:
        grid = target_grid(image.grid, 3.1)
        whole = Resampled(image, grid, 4.77 / 3.1, 4.77 / 3.1).read(Window(0, 0, grid.width, grid.height))
        counted = Counted(image)
        rows = Resampled(counted, grid, 4.77 / 3.1, 4.77 / 3.1)
        for row in range(0, grid.height, 50):
            height = min(50, grid.height - row)
            values, valid = rows.read(Window(0, row, grid.width, height))
            np.testing.assert_array_equal(values, whole[0][:, row : row + height])
            np.testing.assert_array_equal(valid, whole[1][row : row + height])
    assert grid.width < 2 * 512 and counted.reads == -(-grid.height // 128), "GDAL's cells of 128 rows, once each"


def test_of_an_area_whose_edges_run_through_the_middles_of_pixels(tmp_path):
    corners = [(20.5, 10.5), (390.5, 40.5), (350.5, 310.5), (60.5, 280.5)]
    area = shapely.Polygon([NORTH_UP @ corner for corner in corners])
    path = write_raster(tmp_path / "a.tif", image_with_voids(), nodata=0)
    whole_and_parts(path, some_parts, area=area)


def test_tiles_whose_valid_pixels_are_not_wanted_are_not_predicted(tmp_path):
    path = write_raster(tmp_path / "a.tif", image_with_voids(), nodata=0)
    with open_scene(str(path), RGB, 4.77, SilentReport()) as scene:
        detection = Detection(scene, Contrast(), 48, 16, None, Part(95, 125, 100, 60))
        rows = list(detection.rows(SilentReport()))
    assert all((row.probability == NODATA).all() for row in rows)
    assert detection.tally.tiles == 0
    assert detection.tally.skipped == detection.total


def test_a_resampled_pixel_does_not_depend_on_what_is_read_with_it(tmp_path):
    # GDAL smoothed a rotated scene by the shape of each window that was read: by up to 46 of 255.
    path = write_raster(tmp_path / "a.tif", random_image(400, 500), nodata=0, transform=NORTH_UP @ Affine.rotation(13))
    with open_scene(str(path), RGB, 2.3, SilentReport()) as scene:
        whole, valid = scene.read(0, scene.grid.height)
        for row, count, column, width in ((0, 40, 0, scene.grid.width), (301, 7, 200, 511), (128, 128, 0, 3)):
            got, mask = scene.read(row, count, column, width)
            np.testing.assert_array_equal(got, whole[:, row : row + count, column : column + width])
            np.testing.assert_array_equal(mask, valid[row : row + count, column : column + width])


@pytest.mark.parametrize("batch_size", [1, 4])
def test_a_tile_does_not_depend_on_the_batch_it_is_in(everything_model, batch_size):
    predictor = Predictor(load_card(str(everything_model)), "cpu", "float32", batch_size)
    tiles = random_image(5 * 96, 96).reshape(3, 5, 96, 96).swapaxes(0, 1)
    together = predictor.predict(tiles)
    for order in ([4], [2, 0], [3, 1, 4, 0, 2]):
        np.testing.assert_array_equal(predictor.predict(tiles[order]), together[order])
