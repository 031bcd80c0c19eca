"""Elevations that no ground has beside its neighbours are voids; coasts, lakes and cliffs stay."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.warp import Resampling, reproject
from rasters import write_raster
from rock_glacier_inventory.engine.attributes.terrain_attributes import terrain_statistics
from rock_glacier_inventory.engine.limits.terrain_limits import TerrainLimits
from rock_glacier_inventory.engine.scene.grid import Grid
from rock_glacier_inventory.engine.scene.ranges import Range
from rock_glacier_inventory.engine.solar.equations import RadiationOptions
from rock_glacier_inventory.engine.solar.raster import write_radiation
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.engine.terrain.implausible import BLOCK

CELL = 30.0
SIZE = 300
METRES = Affine(CELL, 0, 500_000, 0, -CELL, 3_400_000)


def mountains(lowest=1500.0, height=1500.0, size=SIZE, seed=1, dtype="int16"):
    """Ridges and valleys with slopes of up to some 50 degrees, shape (size, size)."""
    rng = np.random.default_rng(seed)
    rows, columns = np.indices((size, size)) * CELL
    z = np.zeros((size, size))
    for length in (9000, 4000, 2000, 900):
        turn, phase = rng.uniform(0, np.pi), rng.uniform(0, 6, 2)
        x, y = rows * np.cos(turn) + columns * np.sin(turn), columns * np.cos(turn) - rows * np.sin(turn)
        z += length * np.sin(6.3 * x / length + phase[0]) * np.cos(6.3 * y / length + phase[1])
    z = (z - z.min()) / (z.max() - z.min())
    return (lowest + height * z).astype(dtype)


def read(path, window=None, report=None):
    """Elevations as the program takes them, and its warnings."""
    report = report or SilentReport()
    with open_dem(path, report) as dem:
        values = dem.elevations(*(window or (0, 0, *dem.shape)))
    return values, report.warnings


def write(folder, z, **profile):
    return write_raster(folder / "dem 冰.tif", z[None], **{"transform": METRES, **profile})


def turned(z, degrees, resampling=Resampling.nearest, cell=CELL, **more):
    """Laid on a grid that is turned; zero where there was nothing, as `gdalwarp` leaves it; and where."""
    middle = METRES @ (SIZE / 2, SIZE / 2)
    size = int(1.5 * SIZE * CELL / cell)
    grid = (
        Affine.translation(*middle)
        @ Affine.rotation(degrees)
        @ Affine.scale(cell, -cell)
        @ Affine.translation(-size / 2, -size / 2)
    )
    laid, there = np.zeros((size, size), z.dtype), np.zeros((size, size), "uint8")
    told = {"src_transform": METRES, "dst_transform": grid, "src_crs": "EPSG:32645", "dst_crs": "EPSG:32645"}
    reproject(z, laid, resampling=resampling, **told, **more)
    reproject(np.ones(z.shape, "uint8"), there, resampling=Resampling.nearest, **told)
    return laid, there > 0, grid


@pytest.mark.parametrize("degrees", [0.0, 1.5, 45.0, 100.0])
@pytest.mark.parametrize("resampling", [Resampling.nearest, Resampling.bilinear])
def test_a_collar_of_zeros_is_void_however_it_lies(tmp_path, degrees, resampling):
    laid, there, grid = turned(mountains(), degrees, resampling)
    path = write(tmp_path, laid, transform=grid)
    values, warnings = read(path)
    assert np.isnan(values[laid == 0]).all()
    assert (values[laid != 0] == laid[laid != 0]).all()
    assert len(warnings) == 1
    assert f"holds 0 m over {(laid == 0).sum()} cells" in warnings[0] and "-dstnodata" in warnings[0]
    assert there.any()


OTHERS = (-1, -99, -999, 255, 5000, -500)
HOLES = {
    "column": np.s_[:, :1],
    "row": np.s_[-1:, :],
    "two rows": np.s_[:2, 40:],
    "hole": np.s_[100:160, 120:131],
    "block": np.s_[0:256, 0:256],
    "much": np.s_[:, 90:],
}


@pytest.mark.parametrize(("value", "hole"), [(0, h) for h in HOLES] + list(zip(OTHERS, HOLES, strict=True)))
def test_any_constant_value_is_void_at_the_edge_and_inside(tmp_path, value, hole):
    hole = HOLES[hole]
    z = mountains()
    z[hole] = value
    values, warnings = read(write(tmp_path, z))
    expected = mountains().astype(float)
    expected[hole] = np.nan
    assert np.array_equal(values, expected, equal_nan=True)
    assert f"holds {value} m over" in warnings[0]


def test_zeros_beside_a_plateau_of_one_height_are_void(tmp_path):
    z = np.full((SIZE, SIZE), 2000, "int16")
    z[:, :30] = 0
    values, _ = read(write(tmp_path, z))
    assert np.isnan(values[:, :30]).all() and (values[:, 30:] == 2000).all()


def test_a_fill_is_void_far_from_its_rim(tmp_path):
    z = np.zeros((4 * BLOCK, 5 * BLOCK), "int16")
    z[-SIZE:, -SIZE:] = mountains()
    path = write(tmp_path, z, tiled=True, blockxsize=256, blockysize=256)
    assert np.isnan(read(path, (3, 5, 40, 60))[0]).all()


@pytest.mark.parametrize("lowest", [0.0, -430.0, 400.0])
def test_the_sea_and_lakes_stay(tmp_path, lowest):
    """Water at the level of its lowest shore, with steep ones elsewhere, to the edges of the file."""
    ground = mountains(0, 2200, dtype="float64")
    z = (lowest + np.maximum(ground - np.quantile(ground, 0.4), 0)).astype("int16")
    assert 0.35 < (z == lowest).mean() < 0.45
    values, warnings = read(write(tmp_path, z))
    assert (values == z).all() and warnings == []


def test_a_sea_without_any_shore_and_flat_ground_stay(tmp_path):
    for level in (0, 4000):
        values, warnings = read(write(tmp_path, np.full((SIZE, SIZE), level, "int16")))
        assert (values == level).all() and warnings == []


def test_a_sea_below_cliffs_stays_where_it_has_a_beach(tmp_path):
    z = mountains(300, 150, size=BLOCK)
    z[:, :100] = 0
    z[:60, 100:120] = np.arange(20) * 12  # a valley comes out on a fifth of the coast
    values, warnings = read(write(tmp_path, z))
    assert (values == z).all() and warnings == []


@pytest.mark.parametrize("void", [-32768.0, 0.0])
@pytest.mark.parametrize("cell", [30.0, 12.0])
def test_rims_that_were_mixed_with_the_value_of_the_voids_are_void(tmp_path, void, cell):
    z = mountains(dtype="float32")
    z[:, :70] = void
    z[200:230, 150:190] = void
    laid, _, grid = turned(z, 20.0, Resampling.bilinear, cell)
    truth = mountains(dtype="float32")
    whole, _, _ = turned(truth, 20.0, Resampling.bilinear, cell)
    values, warnings = read(write(tmp_path, laid, transform=grid, nodata=void))
    known = (laid != void) & (whole > 0) & (laid > -11_000)
    mixed, left = known & (np.abs(laid - whole) > 50), np.abs(values - whole) > 50
    assert mixed.sum() > 200
    assert left.sum() <= 0.05 * mixed.sum()
    assert (np.isnan(values) & known & ~mixed).sum() < 4 * mixed.sum()  # not much more than the rims is lost
    assert any("at the rims of its voids" in warning for warning in warnings)


def test_voids_in_steep_ground_keep_their_rims(tmp_path):
    z = mountains(height=3000.0)
    expected = z.astype(float)
    hidden = np.zeros(z.shape, bool)
    for row, column in np.random.default_rng(3).integers(0, SIZE - 8, (60, 2)):
        hidden[row : row + 6, column : column + 4] = True
    z[hidden], expected[hidden] = -32768, np.nan
    values, warnings = read(write(tmp_path, z, nodata=-32768))
    assert np.array_equal(values, expected, equal_nan=True)
    assert warnings == []


@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (2, 2), (3, 3)])
@pytest.mark.parametrize("value", [-800, 0, 6200])
def test_spikes_are_void(tmp_path, shape, value):
    z = mountains()
    expected = z.astype(float)
    for row, column in ((0, 0), (150, 150), (255, 255), (SIZE - shape[0], 80)):
        window = np.s_[row : row + shape[0], column : column + shape[1]]
        z[window], expected[window] = value, np.nan
    values, warnings = read(write(tmp_path, z))
    assert np.array_equal(values, expected, equal_nan=True)
    assert f"{4 * shape[0] * shape[1]} cells" in warnings[0]


@pytest.mark.parametrize("turned", [False, True])
def test_a_straight_cliff_that_reaches_the_files_edge_stays(tmp_path, turned):
    z = mountains(height=400).astype("float32")
    z[:, SIZE // 2 :] += 900
    assert np.isfinite(read(write(tmp_path, z.T if turned else z))[0]).all()
    coarse = np.repeat(np.float32([[3000, 5000]]), 4, axis=1).repeat(8, axis=0)
    file = write(tmp_path, coarse.T if turned else coarse, transform=METRES @ Affine.scale(10))
    assert np.isfinite(read(file)[0]).all()


def test_attributes_radiation_and_limits_of_a_detection_see_the_same_voids(tmp_path):
    z = mountains(size=60)
    z[:, :20] = 0
    path = write(tmp_path, z)
    outline = shapely.box(*METRES @ (15, 40), *METRES @ (30, 20))
    grid = Grid(METRES, 60, 60, rasterio.crs.CRS.from_string("EPSG:32645"))
    report = SilentReport()
    with open_dem(path, report) as dem:
        told = terrain_statistics(np.array([outline]), dem.crs, dem, report)
        limits = TerrainLimits(dem, Range(low=100.0), Range(), grid)
        assert limits.mask(0, 60).all() and "33.3% of the pixels" in limits.messages()[0]
    assert told.values["ELE_MIN"][0] == z[20:40, 20:30].min()
    assert told.known[0] == pytest.approx(2 / 3)
    written = tmp_path / "radiation.tif"
    options = RadiationOptions(days=(172, 173), horizon_metres=300.0)
    write_radiation(path, written, options, report, device="cpu")
    with rasterio.open(written) as dataset:
        known = dataset.read_masks(1) > 0
    assert not known[:, :20].any() and known[:, 20:].all()
    assert sum("holds 0 m over 1200 cells" in warning for warning in report.warnings) == 2  # one a file


@pytest.mark.parametrize(
    ("name", "profile", "words"),
    [
        ("dem.tif", {"crs": "EPSG:2263"}, "counts its coordinates in feet"),
        ("dem_ft.tif", {}, "speaks of feet"),
        ("hillshade.tif", {"dtype": "uint8"}, "from 0 to 255"),
    ],
)
def test_what_may_be_feet_or_a_picture_is_told(tmp_path, name, profile, words):
    z = mountains(0, 250, dtype=profile.pop("dtype", "int16"))
    path = write_raster(tmp_path / name, z[None], **{"transform": METRES, **profile})
    values, warnings = read(path)
    assert np.nanmax(values) == z.max()
    assert len(warnings) == 1 and words in warnings[0]
    assert read(write(tmp_path, mountains()))[1] == []


def everything(seed=5):
    """Mountains with all of it: a collar, a hole of another value, mixed rims, spikes, told voids."""
    laid, _, grid = turned(mountains(dtype="float32"), 17.0, Resampling.bilinear)
    laid = np.pad(laid, 150)
    laid[300:330, 280:330] = -999
    laid[250:280, 400:440] = -32768
    laid[250:280, 440:442] = [-9000, 300]
    for row, column in np.random.default_rng(seed).integers(0, len(laid), (30, 2)):
        laid[row, column] += 900
    return laid, grid


def test_the_window_and_the_order_do_not_show(tmp_path):
    laid, grid = everything()
    path = write(tmp_path, laid, transform=grid, nodata=-32768)
    whole, _ = read(path)
    assert 0.2 < np.isnan(whole).mean() < 0.9
    rng = np.random.default_rng(2)
    report = SilentReport()
    with open_dem(path, report) as dem:
        for _ in range(100):
            row, column = rng.integers(0, len(laid) - 1, 2)
            height, width = (int(rng.integers(1, min(n, 90) + 1)) for n in (len(laid) - row, len(laid) - column))
            found = dem.elevations(row, column, height, width)
            expected = whole[row : row + height, column : column + width]
            assert np.array_equal(found, expected, equal_nan=True), (row, column, height, width)
            padded = dem.block(row, column, height, width).padded
            assert np.array_equal(padded[1:-1, 1:-1], expected, equal_nan=True)
