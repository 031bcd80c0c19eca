"""Slope and aspect on true metres, in any grid; coverage-weighted statistics."""

from __future__ import annotations

import shutil

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from affine import Affine
from gdaldem_twin import EXPLORADORES, cells, geographic_differences, projected_differences, turn
from hypothesis import example, given
from hypothesis import strategies as st
from rasters import write_raster
from rock_glacier_inventory.engine.attributes.terrain_attributes import terrain_statistics
from rock_glacier_inventory.engine.ground import zonal
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import horn, open_dem
from rock_glacier_inventory.inventory.errors import UserError

GEOD = pyproj.Geod(ellps="WGS84")


def tilted(path, crs, longitude, latitude, cell, slope=20.0, towards=300.0, turned=0.0, flip=False, size=9):
    """A plane that falls by `slope` degrees towards an azimuth, on the ground, in some grid.

    The distances to its middle are geodesic ones, which know nothing of the code under test.
    """
    to = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = to.transform(longitude, latitude)
    middle = size // 2 + 0.5
    transform = (
        Affine.translation(x, y)
        @ Affine.rotation(turned)
        @ Affine.scale(cell, cell if flip else -cell)
        @ Affine.translation(-middle, -middle)
    )
    rows, columns = np.indices((size, size)) + 0.5
    grid_x, grid_y = transform @ (columns.ravel(), rows.ravel())
    lon, lat = to.transform(grid_x, grid_y, direction="INVERSE")
    azimuth, _, distance = GEOD.inv(np.full(lon.shape, longitude), np.full(lat.shape, latitude), lon, lat)
    fall = distance * np.cos(np.radians(azimuth - towards)) * np.tan(np.radians(slope))
    values = (3000 - fall).reshape(1, size, size)
    return write_raster(path, values, crs=crs, transform=transform)


GRIDS = {
    "degrees, north": ("EPSG:4326", 90.0, 30.0, 1 / 3600, {}),
    "degrees, far north": ("EPSG:4326", 20.0, 78.0, 1 / 3600, {}),
    "degrees, south": ("EPSG:4326", -70.0, -46.5, 1 / 3600, {}),
    "degrees, south-up": ("EPSG:4326", -70.0, -46.5, 1 / 3600, {"flip": True}),
    "degrees, at the antimeridian": ("EPSG:4326", 179.9999, 65.0, 1 / 3600, {}),
    "Web Mercator": ("EPSG:3857", 10.0, 60.0, 40.0, {}),
    "Web Mercator, south": ("EPSG:3857", 10.0, -60.0, 40.0, {}),
    "UTM, edge of the zone": ("EPSG:32632", 11.9, 62.0, 25.0, {}),
    "UTM south": ("EPSG:32718", -73.2, -46.5, 30.0, {}),
    "UTM, south-up": ("EPSG:32632", 9.0, 46.0, 25.0, {"flip": True}),
    "UTM, rotated grid": ("EPSG:32632", 9.0, 46.0, 25.0, {"turned": 30.0}),
    "feet": ("EPSG:2263", -74.0, 40.7, 90.0, {}),
    "polar": ("EPSG:3031", 100.0, -75.0, 50.0, {}),
    "equal area": ("EPSG:6933", 50.0, 60.0, 40.0, {}),
}


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
@pytest.mark.parametrize(("slope", "towards"), [(20.0, 300.0), (5.0, 45.0), (45.0, 180.0)])
def test_a_plane_has_its_slope_and_aspect_in_any_grid(tmp_path, grid, slope, towards):
    crs, longitude, latitude, cell, more = grid
    path = tilted(tmp_path / "plane.tif", crs, longitude, latitude, cell, slope, towards, **more)
    z, found, aspect = cells(path)
    assert z[4, 4] == pytest.approx(3000)
    assert found[4, 4] == pytest.approx(slope, abs=0.005)
    assert turn(aspect[4, 4], towards) == pytest.approx(0, abs=0.02)
    # A plane of the middle's directions stays one nearby, so the edges (one-sided) must agree too.
    tolerance = 0.3 if crs == "EPSG:4326" and abs(latitude) > 70 else 0.1
    assert np.abs(found - slope).max() < tolerance
    assert np.abs(turn(aspect, towards)).max() < tolerance


def test_a_plane_in_metres_is_exact(tmp_path):
    columns = np.arange(8.0)
    path = tilted(tmp_path / "a.tif", "EPSG:4326", 0.0, 0.0, 1 / 3600)
    step = GEOD.inv(0, 0, 1 / 3600, 0)[2]
    write_raster(
        path, np.tile(columns * step, (1, 8, 1)), crs="EPSG:4326", transform=Affine(1 / 3600, 0, 0, 0, -1 / 3600, 0)
    )
    _, slope, aspect = cells(path)
    assert slope == pytest.approx(np.full((8, 8), 45.0), abs=1e-6)
    assert turn(aspect, 270) == pytest.approx(np.zeros((8, 8)), abs=1e-6)


def test_flat_ground_has_slope_zero_and_no_aspect(tmp_path):
    path = write_raster(tmp_path / "flat.tif", np.full((1, 5, 5), 4000, dtype=np.int16))
    _, slope, aspect = cells(path)
    assert (slope == 0).all()
    assert np.isnan(aspect).all()


# Voids


def test_a_void_is_void_and_its_neighbours_keep_the_plane(tmp_path):
    rows, columns = np.indices((7, 7))
    plane = (1000 + 3 * columns - 2 * rows).astype(np.float32)
    transform = Affine(10, 0, 500_000, 0, -10, 3_400_000)
    whole = cells(write_raster(tmp_path / "whole.tif", plane[None], transform=transform))
    plane[2:4, 3] = -9999
    plane[6, 0] = -9999
    holed = cells(write_raster(tmp_path / "holed.tif", plane[None], transform=transform, nodata=-9999))
    void = plane == -9999
    for before, after in zip(whole, holed, strict=True):
        assert np.isnan(after[void]).all()
        assert after[~void] == pytest.approx(before[~void], abs=1e-4)


def test_a_lone_cell_has_an_elevation_and_no_slope(tmp_path):
    values = np.full((1, 3, 3), -32768, dtype=np.int16)
    values[0, 1, 1] = 4000
    z, slope, _ = cells(write_raster(tmp_path / "lone.tif", values, nodata=-32768))
    assert z[1, 1] == 4000
    assert np.isnan(slope).all()


def _slow_horn(around):
    """Horn's differences, one at a time."""
    if any(np.isnan(value) for value in around.ravel()):
        return None
    (a, b, c), (d, _, f), (g, h, i) = around
    return ((c + 2 * f + i) - (a + 2 * d + g)) / 8, ((g + 2 * h + i) - (a + 2 * b + c)) / 8


@given(st.lists(st.floats(0, 8000), min_size=9, max_size=9))
def test_horn_is_horn(values):
    around = np.array(values).reshape(3, 3)
    found = horn(around[:, :, None])
    assert np.allclose([found[0][0], found[1][0]], _slow_horn(around), atol=1e-6)


@example(0.0, 0.0, [False] * 4 + [True] + [False] * 4)  # Horn's differences do not look at the cell itself
@given(st.floats(-5, 5), st.floats(-5, 5), st.lists(st.booleans(), min_size=9, max_size=9))
def test_a_plane_with_any_voids_keeps_its_gradient_where_it_has_one(right, down, voids):
    rows, columns = np.indices((3, 3)) - 1
    around = 100 + right * columns + down * rows
    around[np.array(voids).reshape(3, 3)] = np.nan
    found = horn(around[:, :, None])
    for value, expected in zip(found, (right, down), strict=True):
        assert np.isnan(value[0]) or value[0] == pytest.approx(expected, abs=1e-9)
    if np.isnan(around[1, 1]):
        assert np.isnan(found).all()
    elif not np.isnan(around[1, 0]) or not np.isnan(around[1, 2]):
        assert not np.isnan(found[0][0])


@pytest.mark.parametrize("void", [-32767, -32768, -9999])
def test_voids_that_the_file_does_not_tell_are_found_and_told_once(tmp_path, void):
    values = np.full((1, 6, 6), 4000, dtype=np.int16)
    values[0, 2, 2] = void
    report = SilentReport()
    z, _, _ = cells(write_raster(tmp_path / "dem.tif", values), report)
    assert np.isnan(z[2, 2])
    assert np.nanmin(z) == 4000
    assert len(report.warnings) == 1
    assert str(void) in report.warnings[0]


def test_what_is_no_elevation_on_earth_is_told(tmp_path):
    report = SilentReport()
    values = np.full((1, 3, 3), 14_000, dtype=np.int16)
    values[0, 0, 0] = 100
    z, _, _ = cells(write_raster(tmp_path / "dem.tif", values), report)
    assert np.isnan(z[1, 1])
    assert z[0, 0] == 100
    assert "feet" in report.warnings[0]


# Units and files


def _with_unit(path, unit, values=None, **profile):
    values = np.full((1, 4, 4), 10_000, dtype=np.int16) if values is None else values
    write_raster(path, values, **profile)
    with rasterio.open(path, "r+") as dataset:
        dataset.units = [unit] * values.shape[0]
    return path


@pytest.mark.parametrize(("unit", "expected"), [("ft", 3048.0), ("US survey foot", 3048.0061), ("dm", 1000.0)])
def test_a_unit_that_the_dem_tells_is_used(tmp_path, unit, expected):
    z, _, _ = cells(_with_unit(tmp_path / "dem.tif", unit))
    assert z[1, 1] == pytest.approx(expected, abs=1e-3)


def test_a_vertical_coordinate_system_in_feet_is_used(tmp_path):
    path = write_raster(
        tmp_path / "a.tif",
        np.full((1, 4, 4), 10_000, dtype=np.int16),
        crs="EPSG:4326+6360",
        transform=Affine(0.001, 0, 90, 0, -0.001, 30),
    )
    with open_dem(path, SilentReport()) as dem:
        assert "foot" in dem.unit
        assert dem.elevations(1, 1, 1, 1)[0, 0] == pytest.approx(3048.006, abs=1e-3)


def test_packed_values_are_unpacked(tmp_path):
    path = _with_unit(tmp_path / "dem.tif", "m")
    with rasterio.open(path, "r+") as dataset:
        dataset.scales, dataset.offsets = [0.1], [500.0]
    assert cells(path)[0][0, 0] == pytest.approx(1500)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")  # of writing them
def test_bad_dems_are_told_in_a_sentence(tmp_path):
    text = tmp_path / "é 冰.tif"
    text.write_text("no raster", "utf-8")
    grey = np.full((1, 4, 4), 10, dtype=np.int16)
    cases = [
        (tmp_path / "none.tif", "There is no DEM"),
        (text, "not a raster"),
        (write_raster(tmp_path / "b.tif", grey, crs=None), "no coordinate system"),
        (write_raster(tmp_path / "c.tif", np.ones((3, 4, 4), dtype=np.uint8)), "is an image"),
        (_with_unit(tmp_path / "d.tif", "furlong"), "furlong"),
        (write_raster(tmp_path / "e.tif", grey, transform=Affine.identity()), "where it lies"),
    ]
    for path, words in cases:
        with pytest.raises(UserError, match=words) as told, open_dem(path, SilentReport()):
            pass
        assert str(path) in told.value.message


def test_a_truncated_dem_is_told(tmp_path):
    values = np.random.default_rng(0).integers(0, 4000, (1, 400, 400)).astype(np.int16)
    path = write_raster(tmp_path / "dem.tif", values)
    path.write_bytes(path.read_bytes()[:100_000])
    with pytest.raises(UserError, match="truncated"):
        cells(path)


# An independent program

needs_gdaldem = pytest.mark.skipif(shutil.which("gdaldem") is None, reason="gdaldem (gdal-bin) is not installed")


@pytest.mark.realdata
@needs_gdaldem
def test_gdaldem_on_a_real_projected_dem_of_the_southern_hemisphere(shared_data, tmp_path):
    slope, aspect = projected_differences(shared_data / EXPLORADORES, tmp_path)
    assert slope < 0.01
    assert aspect < 0.05


@pytest.mark.realdata
@needs_gdaldem
@pytest.mark.parametrize("name", ["oetztal/srtm_oetztal.tif", EXPLORADORES])
def test_gdaldem_on_a_real_geographic_dem_row_band_by_row_band(shared_data, tmp_path, name):
    slope, aspect = geographic_differences(shared_data / name, tmp_path)
    assert slope < 0.01
    assert aspect < 0.05


# Statistics


def slow_summary(values, share):
    """Weighted statistics of one polygon, by the definition."""
    order = np.argsort(values)
    values, share = np.asarray(values)[order], np.asarray(share)[order]
    half = share.sum() / 2
    running = np.cumsum(share)
    low = values[np.argmax(running >= half - 1e-7)]
    high = values[np.argmax(running > half + 1e-7)] if (running > half + 1e-7).any() else low
    return (values * share).sum() / share.sum(), (low + high) / 2, values[0], values[-1]


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(-50, 50), st.sampled_from([0.25, 0.5, 1.0])), min_size=1, max_size=60
    )
)
def test_summaries_are_those_of_the_definition(triples):
    owner, values, share = (np.array(column, dtype=float) for column in zip(*triples, strict=True))
    owner = owner.astype(np.intp)
    found = zonal.summarise(values, share, owner, 6)
    for polygon in range(6):
        mine = owner == polygon
        told = (found.mean[polygon], found.median[polygon], found.minimum[polygon], found.maximum[polygon])
        if mine.any():
            assert told == pytest.approx(slow_summary(values[mine], share[mine]))
        else:
            assert np.isnan(told).all()


def test_the_median_is_weighted_by_coverage():
    summary = zonal.summarise(np.array([1.0, 2.0]), np.array([1.0, 0.1]), np.array([0, 0]), 1)
    assert summary.median[0] == 1.0
    whole = zonal.summarise(np.array([1.0, 2.0, 3.0, 9.0]), np.ones(4), np.zeros(4, dtype=np.intp), 1)
    assert whole.median[0] == 2.5


def test_covered_cells_hold_the_polygons_area_wherever_the_window_is():
    rng = np.random.default_rng(3)
    polygons = shapely.buffer(shapely.points(rng.random((20, 2)) * 30 + (100, -230)), rng.random(20) * 4 + 0.2)
    found = zonal.covered_cells(polygons, np.arange(20), 190, 90, 50, 50)
    assert np.bincount(found.owner, found.share, 20) == pytest.approx(shapely.area(polygons), rel=1e-5)
    for owner, row, column, share in list(zip(found.owner, found.row, found.column, found.share, strict=True))[::37]:
        cell = shapely.box(column, -row - 1, column + 1, -row)
        assert shapely.intersection(cell, polygons[owner]).area == pytest.approx(share, abs=1e-5)
    few = zonal.covered_cells(polygons, np.array([7, 3]), 190, 90, 50, 50)
    assert np.bincount(few.owner, few.share) == pytest.approx(shapely.area(polygons[[7, 3]]), rel=1e-5)


@given(st.integers(1, 200), st.integers(0, 10_000))
def test_blocks_hold_every_polygon_on_the_raster_once(count, seed):
    rng = np.random.default_rng(seed)
    centres = rng.random((count, 2)) * (22_000, -22_000) + (-1000, 1000)
    polygons = shapely.buffer(shapely.points(centres), rng.random(count) * 300, quad_segs=2)
    shape = (20_000, 20_000)
    blocks, too_large = zonal.plan_blocks(polygons, shape)
    members = np.concatenate([block.members for block in blocks]) if blocks else np.array([], dtype=int)
    assert len(set(members.tolist())) == len(members)
    bounds = shapely.bounds(polygons)
    on_raster = (bounds[:, 0] < 20_000) & (bounds[:, 2] > 0) & (bounds[:, 3] > -20_000) & (bounds[:, 1] < 0)
    assert set(members.tolist()) == set(np.flatnonzero(on_raster).tolist())
    assert not too_large.any()
    for block in blocks:
        assert block.row >= 0
        assert block.column >= 0
        assert block.row + block.height <= shape[0]
        assert block.column + block.width <= shape[1]
        assert len(block.members) == 1 or block.height * block.width <= zonal.MOST_CELLS_IN_BLOCK


def test_statistics_do_not_depend_on_the_blocks(tmp_path, monkeypatch):
    rng = np.random.default_rng(5)
    rough = rng.random((1, 160, 160)).astype(np.float32) * 50 + np.arange(160, dtype=np.float32) * 3
    path = write_raster(tmp_path / "dem.tif", rough + 4000, transform=Affine(30, 0, 500_000, 0, -30, 3_400_000))
    middles = rng.random((40, 2)) * (4800, -4800) + (500_000, 3_400_000)
    polygons = shapely.buffer(shapely.points(middles), rng.random(40) * 400 + 10)

    def found():
        with open_dem(path, SilentReport()) as dem:
            return terrain_statistics(polygons, "EPSG:32645", dem, SilentReport())

    at_once = found()
    monkeypatch.setattr(zonal, "MOST_CELLS_IN_BLOCK", 300)
    monkeypatch.setattr(zonal, "_COST_OF_A_BLOCK", 0)
    in_pieces = found()
    for name, values in at_once.values.items():
        assert in_pieces.values[name] == pytest.approx(values, rel=1e-7, abs=1e-7, nan_ok=True), name
    assert in_pieces.known == pytest.approx(at_once.known, abs=1e-6)
    monkeypatch.setattr(zonal, "MOST_CELLS_IN_POLYGON", 200)
    limited = found()
    assert limited.too_large.any()
    assert np.isnan(limited.values["ELE_MEAN"][limited.too_large]).all()
    assert np.isfinite(limited.values["ELE_MEAN"][~limited.too_large & (limited.known > 0)]).all()


def test_the_aspect_is_the_mean_of_unit_vectors_and_tells_how_well_it_is_meant(tmp_path):
    """A ridge that runs north: west of it all faces west, east of it east, and over both it means nothing."""
    columns = np.arange(40)
    ridge = np.tile(5000 - 10.0 * np.abs(columns - 19.5), (1, 40, 1)).astype(np.float32)
    transform = Affine(30, 0, 500_000, 0, -30, 3_400_000)
    path = write_raster(tmp_path / "ridge.tif", ridge, transform=transform)
    left, right = 500_000, 500_000 + 40 * 30
    boxes = [(left + 90, left + 450), (right - 450, right - 90), (left + 90, right - 90)]
    polygons = shapely.box(*np.array([(west, 3_399_100, east, 3_399_700) for west, east in boxes]).T)
    with open_dem(path, SilentReport()) as dem:
        values = terrain_statistics(polygons, "EPSG:32645", dem, SilentReport()).values
    assert abs(turn(values["ASPECT"][0], 270)) < 0.01  # the zone is turned by a hair
    assert abs(turn(values["ASPECT"][1], 90)) < 0.01
    assert values["ASP_R"][:2] == pytest.approx([1, 1], abs=1e-6)
    assert values["ASP_R"][2] < 0.01
    assert values["SLO_MEAN"][0] == pytest.approx(np.degrees(np.arctan(1 / 3)), abs=0.02)


def test_an_outline_that_is_not_on_the_dem_has_no_terrain(tmp_path):
    path = write_raster(tmp_path / "dem.tif", np.full((1, 8, 8), 1, dtype=np.int16))
    with open_dem(path, SilentReport()) as dem:
        found = terrain_statistics(np.array([shapely.box(0, 0, 1, 1)]), "EPSG:4326", dem, SilentReport())
    assert not found.reached
    assert found.known == [0]
    assert np.isnan(found.values["ELE_MEAN"]).all()
