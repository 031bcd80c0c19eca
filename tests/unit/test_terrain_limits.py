"""Limits by elevation and slope from a DEM: pixels by hand, windows against the whole, what goes wrong."""

from contextlib import contextmanager

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine
from rasters import NORTH_UP, UTM, write_raster
from rock_glacier_inventory.engine.limits import terrain_limits
from rock_glacier_inventory.engine.limits.terrain_limits import TerrainLimits
from rock_glacier_inventory.engine.scene.grid import Grid
from rock_glacier_inventory.engine.scene.ranges import Range, parse_range
from rock_glacier_inventory.engine.scene.tiling import Part
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory.errors import UserError

GRID = Grid(NORTH_UP, 2500, 700, rasterio.crs.CRS.from_string(UTM))
EVERYTHING = Range()


def relief(height, width, cell=30.0):
    """Elevations in metres with slopes from 0 to some 50 degrees."""
    rows, columns = np.mgrid[:height, :width] * cell / 30
    rough = np.random.default_rng(2).normal(0, cell / 10, (height, width))
    return (4500 + 300 * np.sin(rows / 9) * np.cos(columns / 13) + rough).astype(np.float32)[None]


@pytest.fixture
def utm_dem(tmp_path):
    """30 m, turned a little against the scene, larger than it."""
    transform = Affine(30, 0, 499_000, 0, -30, 3_401_000) @ Affine.rotation(2)
    return write_raster(tmp_path / "dem é.tif", relief(220, 520), transform=transform, nodata=-9999)


@contextmanager
def limits(path, elevation=EVERYTHING, slope=EVERYTHING, grid=GRID):
    with open_dem(path, SilentReport()) as dem:
        yield TerrainLimits(dem, elevation, slope, grid)


def by_hand(path, grid=GRID):
    """Elevation and slope of each pixel's cell of the DEM, each pixel transformed on its own."""
    with open_dem(path, SilentReport()) as dem:
        height, width = dem.shape
        columns, rows = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
        to_dem = pyproj.Transformer.from_crs(grid.crs.to_wkt(), dem.crs, always_xy=True)
        x, y = to_dem.transform(*(grid.transform @ (columns, rows)))
        columns, rows = (np.floor(v).astype(int) for v in ~dem.transform @ (x, y))
        there = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        block = dem.block(0, 0, height, width)
        found = np.full((2, *rows.shape), np.nan)
        elevation, east, north = block.terrain(rows[there], columns[there])
        found[:, there] = elevation, np.degrees(np.arctan(np.hypot(east, north)))
    return found


@pytest.mark.parametrize("kind", ["utm", "degrees", "finer"])
def test_each_pixel_has_the_elevation_and_slope_of_its_cell(tmp_path, utm_dem, kind):
    path, grid = utm_dem, GRID
    if kind == "degrees":
        transform = Affine(1 / 3600, 0, 86.98, 0, -1 / 3600, 30.745)
        path = write_raster(tmp_path / "d.tif", relief(200, 600), transform=transform, crs="EPSG:4326", nodata=-9999)
    if kind == "finer":
        transform = Affine(2.6, 0, 499_990, 0, -2.6, 3_400_010)
        grid = Grid(NORTH_UP, 900, 400, GRID.crs)
        path = write_raster(tmp_path / "f.tif", relief(770, 1680, 2.6), transform=transform, nodata=-9999)
    elevations, slopes = by_hand(path, grid)
    assert np.isfinite(slopes).mean() > 0.95
    for ranges in ((Range(4400, 4600), EVERYTHING), (EVERYTHING, Range(10, 25)), (Range(4500), Range(5, 30))):
        with limits(path, *ranges, grid) as terrain:
            inside = terrain.mask(0, grid.height)
        expected = ranges[0].holds(elevations) & ranges[1].holds(slopes)
        assert 0.1 < expected.mean() < 0.9
        # a pixel whose middle lies within a hair of two cells' common edge may take either
        assert (inside != expected).mean() < 1e-4


def test_any_window_is_that_of_the_whole(utm_dem):
    ranges = Range(4400, 4650), Range(5, 35)
    with limits(utm_dem, *ranges) as terrain:
        whole = terrain.mask(0, GRID.height)
    assert 0.1 < whole.mean() < 0.9
    for row, count, column, width in ((0, 480, 0, 2500), (320, 380, 100, 480), (255, 2, 2047, 2), (0, 1, 0, 1)):
        with limits(utm_dem, *ranges) as terrain:
            part = terrain.mask(row, count, column, width)
            np.testing.assert_array_equal(part, whole[row : row + count, column : column + width])
            assert terrain.touches(Part(row, column, count, width)) == part.any()


def test_little_memory_gives_the_same(utm_dem, monkeypatch):
    with limits(utm_dem, Range(4400, 4600)) as terrain:
        whole = terrain.mask(0, GRID.height)
    monkeypatch.setattr(terrain_limits, "_MOST_DEM_CELLS", 200)
    with limits(utm_dem, Range(4400, 4600)) as terrain:
        np.testing.assert_array_equal(terrain.mask(0, GRID.height), whole)


def test_both_ends_count(tmp_path):
    steps = np.repeat(np.arange(4000, 4500, 100, dtype=np.int16), 40)[None, None].repeat(300, axis=1)
    path = write_raster(tmp_path / "d.tif", steps, transform=Affine(60, 0, 500_000, 0, -60, 3_400_000))
    with limits(path, Range(4100, 4200)) as terrain:
        row = terrain.mask(100, 1)[0]
    columns = (np.arange(2500) * 4.77 + 2.385) // 2400
    np.testing.assert_array_equal(row, (columns == 1) | (columns == 2))
    with limits(path, EVERYTHING, Range(0, 0)) as terrain:  # a lake is flat
        assert terrain.mask(100, 1)[0][:480].all()
        assert not terrain.mask(100, 1).all()


def test_what_the_dem_does_not_know_counts_and_is_told(tmp_path):
    values = np.full((1, 120, 300), 3000, np.float32)
    values[:, :30] = -9999
    path = write_raster(tmp_path / "dem.tif", values, nodata=-9999, transform=Affine(30, 0, 500_000, 0, -30, 3_400_000))
    with limits(path, Range(4000)) as terrain:
        assert terrain.messages() == []
        inside = terrain.mask(0, GRID.height)
        (told,) = terrain.messages()
        terrain.mask(100, 300)
        assert terrain.messages() == [told], "a pixel is counted once"
    rows, columns = (np.arange(n) * 4.77 + 2.385 for n in (GRID.height, GRID.width))
    unknown = (rows[:, None] < 900) | (columns[None] >= 9000)
    np.testing.assert_array_equal(inside, unknown)
    assert told.startswith(f"dem.tif has no data for {unknown.mean():.1%} of the pixels")
    with limits(path, Range(2000)) as terrain:
        assert terrain.mask(0, GRID.height).all()


@pytest.mark.parametrize("place", ["beside", "other side of the Earth"])
def test_a_dem_elsewhere_is_refused(tmp_path, place):
    transform, crs = Affine(30, 0, 600_000, 0, -30, 3_400_000), UTM
    if place != "beside":
        transform, crs = Affine(0.01, 0, -70, 0, -0.01, -20), "EPSG:4326"
    path = write_raster(tmp_path / "dem.tif", relief(50, 50), transform=transform, crs=crs)
    with pytest.raises(UserError, match=r"dem\.tif lies elsewhere"), limits(path, Range(4000)):
        pass


def test_a_small_dem_in_a_large_scene_is_found(tmp_path):
    transform = Affine(30, 0, 500_000 + 1234 * 4.77, 0, -30, 3_400_000 - 321 * 4.77)
    path = write_raster(tmp_path / "dem.tif", np.full((1, 1, 1), 100, np.float32), transform=transform)
    with limits(path, Range(4000)) as terrain:
        inside = terrain.mask(0, GRID.height)
    assert 30 <= (~inside).sum() <= 49
    assert not inside[321 + 3, 1234 + 3]


@pytest.mark.parametrize(
    ("text", "found"),
    [("4000,5500", Range(4000, 5500)), ("4000,", Range(4000)), (" , 35.5", Range(high=35.5)), (None, Range())],
)
def test_ranges(text, found):
    assert parse_range(text, "elevations", -11100, 8900) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (",", "is no range of slopes"),
        ("20", "is no range"),
        ("1,2,3", "is no range"),
        ("low,high", "is no range"),
        ("nan,5", "not between 0 and 90"),
        ("20,95", "The slopes 95 is not between 0 and 90"),
        ("30,20", "is empty; give the lower value first"),
    ],
)
def test_what_is_no_range(text, words):
    with pytest.raises(UserError, match=words):
        parse_range(text, "slopes", 0, 90)
