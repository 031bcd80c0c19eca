import numpy as np
import pytest
from affine import Affine
from rasterio.enums import ColorInterp
from rasters import NORTH_UP, UTM, random_image, write_raster
from rock_glacier_inventory.engine.ground.geodesy import ground_metres_per_unit
from rock_glacier_inventory.engine.scene.grid import Grid, parse_extent
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError

RGB = ("red", "green", "blue")


def read_all(path, resolution=None, bands=RGB, step=100):
    report = SilentReport()
    with open_scene(str(path), bands, resolution, report) as scene:
        parts = [scene.read(row, min(step, scene.grid.height - row)) for row in range(0, scene.grid.height, step)]
        values = np.concatenate([part[0] for part in parts], axis=1)
        valid = np.concatenate([part[1] for part in parts], axis=0)
        return values, valid, scene.grid, scene.ground_resolution_m, report.warnings


def test_a_scene_at_the_right_resolution_is_read_as_it_is(tmp_path):
    image = random_image(250, 130)
    values, valid, grid, size, _ = read_all(write_raster(tmp_path / "Gräte 冰 a.tif", image, nodata=0), 4.77)
    np.testing.assert_array_equal(values, image)
    assert valid.all()
    assert (grid.width, grid.height) == (130, 250)
    assert size == pytest.approx((4.77, 4.77), rel=1e-3)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_nodata_zero_and_nan_are_no_data(tmp_path, dtype):
    image = random_image(40, 50, dtype=dtype)
    image[0, 5, 6] = 0  # one band is enough
    path = write_raster(tmp_path / "a.tif", image, nodata=0)
    _, valid, _, _, warnings = read_all(path)
    assert not valid[5, 6]
    assert valid.sum() == 40 * 50 - 1
    assert warnings == []
    if dtype.startswith("float"):
        image[1, 7, 7] = np.nan
        _, valid, *_ = read_all(write_raster(tmp_path / "b.tif", image, nodata=-1))
        assert not valid[7, 7]
        assert valid.sum() == 40 * 50 - 1


def test_missing_nodata_flag_black_collar_is_no_data_and_said(tmp_path):
    image = random_image(40, 50)
    image[:, :, :10] = 0
    image[0, 20, 20] = 0  # a pixel without red is landscape
    _, valid, _, _, warnings = read_all(write_raster(tmp_path / "a.tif", image))
    assert not valid[:, :10].any()
    assert valid[:, 10:].all()
    assert len(warnings) == 1
    assert "nodata" in warnings[0]


def test_alpha_is_the_mask_and_not_a_fourth_band(tmp_path):
    image = random_image(40, 50, bands=4)
    image[3] = 255
    image[3, :, 30:] = 0
    colours = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    values, valid, _, _, warnings = read_all(write_raster(tmp_path / "a.tif", image, colours=colours))
    assert len(values) == 3
    assert valid[:, :30].all()
    assert not valid[:, 30:].any()
    assert warnings == []


def test_bands_are_found_by_their_names_whatever_their_order(tmp_path):
    image = random_image(20, 30, bands=5, dtype="uint16")
    names = ("blue", "green", "red", "nir", "elevation_m")
    values, *_ = read_all(write_raster(tmp_path / "a.tif", image, descriptions=names, nodata=0))
    np.testing.assert_array_equal(values, image[[2, 1, 0]])


def test_four_bands_without_names_use_the_first_three_and_say_so(tmp_path):
    image = random_image(20, 30, bands=4, dtype="uint16")
    values, _, _, _, warnings = read_all(write_raster(tmp_path / "a.tif", image, nodata=0, photometric="minisblack"))
    np.testing.assert_array_equal(values, image[:3])
    assert len(warnings) == 1
    assert "4 bands" in warnings[0]


@pytest.mark.parametrize(
    ("crs", "latitude"), [("EPSG:3857", 0), ("EPSG:3857", 35), ("EPSG:3857", 65), ("EPSG:4326", -47), ("EPSG:2263", 41)]
)
def test_working_grid_has_the_true_ground_resolution(tmp_path, crs, latitude):
    import pyproj

    x, y = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(
        -74.0 if crs == "EPSG:2263" else 10.0, latitude
    )
    per_x, per_y = ground_metres_per_unit(crs, x, y)
    transform = Affine(2.5 / per_x, 0, x, 0, -2.5 / per_y, y)
    path = write_raster(tmp_path / "a.tif", random_image(300, 400), crs=crs, transform=transform, nodata=0)
    _, _, grid, size, _ = read_all(path, 5.0)
    assert size == pytest.approx((5.0, 5.0), rel=1e-3)
    assert (grid.width, grid.height) == (pytest.approx(200, abs=1), pytest.approx(150, abs=1))


def test_within_five_percent_pixels_are_not_touched(tmp_path):
    image = random_image(60, 60)
    path = write_raster(tmp_path / "a.tif", image, nodata=0)
    assert read_all(path, 4.77 * 1.04)[0].shape == image.shape
    assert read_all(path, 4.77 * 1.06)[0].shape != image.shape


def test_resampling_keeps_a_smooth_surface_and_its_voids(tmp_path):
    rows, columns = np.mgrid[0:240, 0:240]
    image = np.stack([50 + 0.5 * rows, 50 + 0.5 * columns, 60 + 0.2 * rows + 0.2 * columns]).astype(np.float32)
    image[:, :, 200:] = -1
    path = write_raster(tmp_path / "a.tif", image, nodata=-1)
    values, valid, grid, _, _ = read_all(path, 9.54)
    assert (grid.width, grid.height) == (pytest.approx(120, abs=1), pytest.approx(120, abs=1))
    expected = 50 + 0.5 * (np.arange(grid.height) * (240 / 120) + 0.5)
    np.testing.assert_allclose(values[0, 2:-2, 10], expected[2:-2], atol=0.4)
    assert valid[:-1, :98].all()
    assert not valid[:, 102:].any()
    assert values[:, valid].min() >= 49


def test_rotated_and_south_up_grids_come_out_north_up(tmp_path):
    image = np.full((3, 80, 100), 7, np.uint8)
    image[:, :40] = 200
    rotated = Affine.translation(500_000, 3_400_000) @ Affine.rotation(30) @ Affine.scale(4.77, -4.77)
    values, valid, grid, _, _ = read_all(write_raster(tmp_path / "r.tif", image, transform=rotated, nodata=0), 4.77)
    assert grid.transform.b == grid.transform.d == 0
    assert 0.4 < valid.mean() < 0.8  # the corners around the rotated image are void
    assert valid.sum() * 4.77**2 == pytest.approx(80 * 100 * 4.77**2, rel=0.03)
    south_up = Affine(4.77, 0, 500_000, 0, 4.77, 3_400_000)
    values, valid, grid, _, _ = read_all(write_raster(tmp_path / "s.tif", image, transform=south_up, nodata=0), 4.77)
    assert grid.transform.e < 0
    assert values[0, 5, 50] == 7  # the file's last row is the northernmost
    assert values[0, -5, 50] == 200


def test_an_extent_gives_exactly_its_pixels(tmp_path):
    image = random_image(100, 120)
    path = write_raster(tmp_path / "a.tif", image, nodata=0)
    left, top = NORTH_UP @ (30, 20)
    right, bottom = NORTH_UP @ (70, 50)
    with open_scene(str(path), RGB, 4.77, SilentReport()) as scene:
        scene.limit_to(parse_extent(f"{left!r},{right!r},{bottom!r},{top!r}", None, scene.grid))
        assert (scene.grid.width, scene.grid.height) == (40, 30)
        np.testing.assert_array_equal(scene.read(5, 10)[0], image[:, 25:35, 30:70])
        assert scene.grid.bounds == pytest.approx((left, bottom, right, top))


def test_an_extent_in_another_system_is_converted(tmp_path):
    path = write_raster(tmp_path / "a.tif", random_image(100, 120), nodata=0)
    with open_scene(str(path), RGB, 4.77, SilentReport()) as scene:
        bounds = parse_extent("87.0005,87.002,30.7285,30.7295", "EPSG:4326", scene.grid)
        scene.limit_to(bounds)
        assert scene.grid.width * 4.77 == pytest.approx(0.0015 * 95_700, rel=0.1)


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "5,4,1,2", "1,1,1,2", "nan,1,2,3", "1,inf,2,3"])
def test_an_extent_that_is_none_is_refused(text):
    with pytest.raises(UserError) as caught:
        parse_extent(text, None, Grid(Affine(10, 0, 0, 0, -10, 1000), 100, 100, UTM))
    assert text in caught.value.message


def test_an_extent_goes_over_the_antimeridian_and_round_the_world():
    chukotka = Grid(Affine(1000, 0, 600_000, 0, -1000, 7_400_000), 100, 100, "EPSG:32660")
    for text in ("170,-170,50,80", "170,190,50,80", "-180,180,-90,90", "0,360,-90,90"):
        assert parse_extent(text, "EPSG:4326", chukotka) == pytest.approx(chukotka.bounds)
    assert parse_extent("-170,170,50,80", "EPSG:4326", chukotka) is None
    with pytest.raises(UserError, match="is empty"):  # not 359 degrees
        parse_extent("8,7,46,47", "EPSG:4326", chukotka)


def test_an_extent_outside_is_refused_with_the_bounds(tmp_path):
    path = write_raster(tmp_path / "a.tif", random_image(10, 10), nodata=0)
    with open_scene(str(path), RGB, 4.77, SilentReport()) as scene, pytest.raises(UserError, match="outside"):
        scene.limit_to((0, 0, 10, 10))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path, "no file"),
        (lambda path: path.write_text("not an image") and path, "cannot be opened"),
        (lambda path: write_raster(path, random_image(20, 20, bands=1)), "1 band"),
        (lambda path: write_raster(path, random_image(20, 20, bands=2)), "2 bands"),
        (lambda path: write_raster(path, random_image(20, 20), crs=None), "coordinate system"),
        (lambda path: write_raster(path, random_image(20, 20), transform=Affine.identity()), "georeference"),
        (lambda path: write_raster(path, random_image(20, 20).astype("int32")), "int32"),
    ],
)
def test_unusable_images_are_refused_in_one_sentence(tmp_path, make, words):
    path = make(tmp_path / "Gräte 冰.tif")
    with pytest.raises(UserError) as caught, open_scene(str(path), RGB, 4.77, SilentReport()):
        pass
    assert words in caught.value.message
    assert "Gräte 冰.tif" in caught.value.message
    assert caught.value.message.rstrip(".").count(". ") == 0


def test_a_truncated_file_is_refused_where_it_ends(tmp_path):
    path = write_raster(tmp_path / "a.tif", random_image(400, 400), nodata=0)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UserError, match=r"a\.tif"):
        read_all(path, 4.77)
