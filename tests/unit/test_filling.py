"""A second image fills voids, clouds and shadows of the first: what, with which colours, and what not."""

from contextlib import contextmanager

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine
from cloudy import boxes, cloudy_pair, ground
from rasterio.warp import Resampling, reproject, transform_bounds
from rasters import NORTH_UP, UTM, random_image, write_raster
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.second_image.faults import CLOUD, SHADOW, Looks, looks_of
from rock_glacier_inventory.engine.second_image.filled_scene import VOID, Recipe
from rock_glacier_inventory.engine.second_image.second_image import filled_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError

RGB = ("red", "green", "blue")


@contextmanager
def filled(first, second, report=None, bounds=None, recipe=None):
    report = report or SilentReport()
    with open_scene(str(first), RGB, None, report) as scene:
        if bounds:
            scene.limit_to(bounds)
        with filled_scene(scene, str(second), RGB, report, recipe) as image:
            yield image


def read(*paths, **more):
    with filled(*paths, **more) as scene:
        return scene.read_with_origin(0, scene.grid.height)


@pytest.fixture(scope="module")
def pair():
    return cloudy_pair()


def grown(mask, pixels):
    from scipy.ndimage import binary_dilation

    return binary_dilation(mask, np.ones((2 * pixels + 1,) * 2, bool))


def test_void_cloud_and_shadow_are_filled_and_nothing_else(tmp_path, pair):
    values, valid, origin = read(*pair.save(tmp_path))
    assert valid.all()
    assert (origin[pair.void] == VOID).all()
    assert (origin[pair.cloud] == CLOUD).mean() > 0.99
    assert (origin[pair.shadow] == SHADOW).mean() > 0.99
    far = ~grown(pair.void | pair.cloud | pair.shadow, 24)  # rims are up to 2 meshes of 8 pixels wide
    assert not origin[far].any()
    np.testing.assert_array_equal(values[:, origin == 0], pair.first[:, origin == 0])
    # the colours are those of the first: what was there before it was hidden
    difference = values.astype(int) - pair.clean
    for band, error in enumerate(difference):
        assert abs(error[origin > 0].mean()) < 1.5, band
        assert np.abs(error[origin > 0]).mean() < 3, band
    assert abs(pair.second.astype(int) - pair.clean)[0].mean() > 5, "they were others"


def test_any_window_is_that_of_the_whole(tmp_path, pair):
    paths = pair.save(tmp_path)
    whole = read(*paths)
    with filled(*paths) as scene:
        recipe = Recipe.of(scene.recipe.plain())
        assert recipe.facts == scene.recipe.facts
    for row, count, column, width in ((0, 480, 0, 620), (97, 1, 159, 3), (320, 180, 100, 480), (499, 1, 0, 620)):
        with filled(*paths, recipe=recipe) as scene:
            part = scene.read_with_origin(row, count, column, width)
        for one, all_of_it in zip(part, whole, strict=True):
            np.testing.assert_array_equal(one, all_of_it[..., row : row + count, column : column + width])


def test_any_window_across_cells_of_a_large_scene(tmp_path):
    height, width = 1200, 1120  # cells of faults are 1024 pixels wide
    image = np.clip(ground(height, width), 1, 255).astype(np.uint8)
    cloud = boxes(height, width, (960, 1100, 940, 1100))
    first = image.copy()
    first[:, cloud] = 240
    paths = (write_raster(tmp_path / "a.tif", first, nodata=0), write_raster(tmp_path / "b.tif", image, nodata=0))
    whole, _, origin = read(*paths)
    assert (origin[cloud] == CLOUD).mean() > 0.99
    assert np.abs(whole.astype(int) - image).mean() < 0.5
    for row, column in ((0, 0), (1000, 1000), (1030, 950), (860, 1023)):
        with filled(*paths) as scene:
            values, _, _ = scene.read_with_origin(row, 170, column, 97)
        np.testing.assert_array_equal(values, whole[:, row : row + 170, column : column + 97])


@pytest.mark.parametrize("kind", ["degrees", "coarser", "uint16", "float32", "alpha", "mask", "no nodata"])
def test_the_second_may_be_of_any_kind(tmp_path, pair, kind):
    values, changes = pair.second, {}
    if kind in ("uint16", "float32"):
        values = (pair.second * (40.0 if kind == "uint16" else 1 / 255)).astype(kind)
    if kind == "coarser":
        values = pair.second[:, : 500 // 2 * 2, : 620 // 2 * 2].reshape(3, 250, 2, 310, 2).mean(axis=(2, 4))
        values, changes = values.astype(np.uint8), {"transform": NORTH_UP @ Affine.scale(2)}
    if kind == "degrees":
        bounds = rasterio.transform.array_bounds(500, 620, NORTH_UP)
        left, bottom, right, top = transform_bounds(UTM, "EPSG:4326", *bounds)
        height, width = 560, 760
        transform = Affine((right - left) / width, 0, left, 0, (bottom - top) / height, top)
        values = np.zeros((3, height, width), np.uint8)
        reproject(
            pair.second,
            values,
            src_transform=NORTH_UP,
            src_crs=UTM,
            dst_transform=transform,
            dst_crs="EPSG:4326",
            resampling=Resampling.cubic,
            src_nodata=0,
            dst_nodata=0,
        )
        changes = {"transform": transform, "crs": "EPSG:4326"}
    if kind == "alpha":
        values = np.concatenate([values, np.full_like(values[:1], 255)])
        changes = {"nodata": None, "photometric": "RGB", "alpha": "YES"}
    if kind in ("mask", "no nodata"):
        changes = {"nodata": None}
    first, second = pair.save(tmp_path, values=values, **changes)
    if kind == "mask":
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(second, "r+") as dataset:
            dataset.write_mask(np.full((500, 620), 255, np.uint8))
    values, valid, origin = read(first, second)
    assert valid.all()
    assert (origin[pair.cloud] == CLOUD).mean() > 0.98
    assert values.dtype == np.uint8
    hidden = pair.cloud | pair.shadow | pair.void
    error = np.abs(values.astype(int) - pair.clean)[:, hidden].mean()
    assert error < (9 if kind in ("coarser", "degrees") else 3), "stones and cracks are smoothed where warped"


def test_what_is_bright_or_dark_in_both_stays(tmp_path, pair):
    second = pair.second.copy()
    second[:, pair.cloud] = 250  # snow
    second[:, pair.shadow] = 6  # a lake
    first, other = pair.save(tmp_path, values=second)
    values, valid, origin = read(first, other)
    assert not origin[pair.cloud | pair.shadow].any()
    np.testing.assert_array_equal(values[:, pair.cloud], pair.first[:, pair.cloud])
    assert valid.all()
    assert (origin == VOID).sum() == pair.void.sum()


def test_void_in_both_stays_void_and_a_fault_where_the_second_is_void_stays(tmp_path, pair):
    second = pair.second.copy()
    second[:, :, :250] = 0
    values, valid, origin = read(*pair.save(tmp_path, values=second))
    np.testing.assert_array_equal(~valid, pair.void)
    west = np.zeros_like(pair.cloud)
    west[:, :248] = True
    assert not origin[west].any()
    np.testing.assert_array_equal(values[:, west], pair.first[:, west])
    assert (origin[pair.cloud & grown(~west, 0)] == CLOUD).mean() > 0.9


def test_small_bright_and_coloured_things_are_no_clouds(tmp_path):
    image = np.clip(ground(1000, 1000), 1, 255).astype(np.uint8)
    first = image.copy()
    first[:, 50:90, 50:90] = 240  # a snow patch of 190 m
    first[:, 200:400, 100:300] = np.array([250, 200, 120], np.uint8)[:, None, None]  # a sunlit desert
    first[:, 50:350, 400:600] = np.random.default_rng(1).integers(140, 255, (300, 200))  # boulders
    paths = (write_raster(tmp_path / "a.tif", first, nodata=0), write_raster(tmp_path / "b.tif", image, nodata=0))
    values, _, origin = read(*paths)
    assert not origin.any()
    np.testing.assert_array_equal(values, first)


def test_areas_are_true(tmp_path, pair):
    with filled(*pair.save(tmp_path)) as scene:
        _, _, origin = scene.read_with_origin(0, 500)
        areas = scene.square_kilometres(origin, 0)
        parts = sum(scene.square_kilometres(origin[row : row + 70], row) for row in range(0, 500, 70))
    pixel = 4.77**2 / 0.9996**2 / 1e6  # UTM's scale on its central meridian
    assert areas[0] == pytest.approx(pair.void.sum() * pixel, rel=1e-3)
    assert areas[1] == pytest.approx((origin == CLOUD).sum() * pixel, rel=1e-3)
    np.testing.assert_allclose(parts, areas)


def test_statistics_are_not_hidden_by_what_they_look_for():
    clean = looks_of(ground(300, 300).reshape(3, -1).astype(np.uint8))
    for share in (0.05, 0.3):
        values = ground(300, 300).reshape(3, -1).astype(np.uint8)
        values[:, : int(share * values.shape[1])] = 240
        found = looks_of(values)
        assert found.bright < 235.1
        assert found.bright == pytest.approx(clean.bright, rel=0.15)
    assert clean.bright > np.percentile(ground(300, 300).mean(axis=0), 99.5)
    assert 0 < clean.dark < np.percentile(ground(300, 300).mean(axis=0), 2)
    assert looks_of(np.ones((3, 10), np.uint8)) == Looks()


def test_colours_vary_over_a_scene(tmp_path):
    image = np.clip(ground(1200, 3000), 1, 250)
    first = image.copy()
    first[:, 600:640, ::3] = 0
    fading = np.linspace(1.0, 0.5, 3000)
    second = np.clip(image * fading + 20, 1, 255)
    paths = (
        write_raster(tmp_path / "a.tif", first.astype(np.uint8), nodata=0),
        write_raster(tmp_path / "b.tif", second.astype(np.uint8), nodata=0),
    )
    values, _, origin = read(*paths)
    error = values.astype(int) - image.astype(np.uint8)
    for columns in (slice(0, 300), slice(1300, 1700), slice(2700, 3000)):
        part = np.where(origin[:, columns] == VOID, error[1][:, columns], 0)
        assert abs(part.sum() / (part != 0).sum()) < 6


def test_what_cannot_be_compared(tmp_path, pair):
    first = write_raster(tmp_path / "a.tif", pair.first[:, :, :300], nodata=0)
    beside = write_raster(tmp_path / "b.tif", pair.second, nodata=0, transform=NORTH_UP @ Affine.translation(5000, 0))
    with (
        pytest.raises(UserError, match=r"b\.tif lies elsewhere than what is searched in .*a\.tif"),
        filled(first, beside),
    ):
        pass
    edge = NORTH_UP @ Affine.translation(299, 0)
    report = SilentReport()
    touching = write_raster(tmp_path / "c.tif", pair.second, nodata=0, transform=edge)
    with filled(first, touching, report=report):
        assert "share too few pixels to compare their colours" in " ".join(report.warnings)
    other = write_raster(tmp_path / "d.tif", pair.second.astype(np.uint16), nodata=0, transform=edge)
    with pytest.raises(UserError, match=r"\(uint8\) and .* \(uint16\) share too few pixels"), filled(first, other):
        pass
    with pytest.raises(UserError, match="There is no file"), filled(first, tmp_path / "gone.tif"):
        pass


def test_longitudes_beyond_180_are_the_same_place(tmp_path):
    """The second image in degrees, from -180 to 180 and from 0 to 360."""
    image, found = random_image(60, 90), []
    place = pyproj.Transformer.from_crs("EPSG:32760", "EPSG:4326", always_xy=True).transform
    left, top = place(780_000, 5_200_000)
    assert left > 180 or left < -179
    first = write_raster(
        tmp_path / "a.tif",
        np.zeros((3, 40, 50), np.uint8),
        nodata=0,
        crs="EPSG:32760",
        transform=Affine(10, 0, 780_000, 0, -10, 5_200_000),
    )
    for turn in (0, 360):
        second = write_raster(
            tmp_path / f"{turn} 冰.tif",
            image,
            nodata=0,
            crs="EPSG:4326",
            transform=Affine(1e-4, 0, left + turn - 0.001, 0, -1e-4, top + 0.001),
        )
        with filled(first, second) as scene:
            values, valid = scene.read(0, 40)
            assert valid.all()
            found.append(values)
    np.testing.assert_array_equal(*found)
