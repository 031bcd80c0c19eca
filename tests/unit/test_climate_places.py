"""Which cells a polygon gets its climate from: means, values between cells, the seam of the Earth."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from affine import Affine
from climate_files import climate, square, write_netcdf
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import given
from hypothesis import strategies as st
from rasters import write_raster
from rock_glacier_inventory.engine.climate.cell_grid import CellGrid, bilinear, neighbours
from rock_glacier_inventory.engine.ground.zonal import to_cells

UTM = "EPSG:32645"
METRES = Affine(1000, 0, 500_000, 0, -1000, 3_500_000)


def plane(tmp_path, rows=6, columns=8, name="t.tif", **profile):
    """1 more for each column to the right, 10 for each row downwards, at the cells' middles."""
    values = np.arange(columns)[None, :] + 10.0 * np.arange(rows)[:, None]
    return write_raster(tmp_path / name, values[None].astype("float32"), crs=UTM, transform=METRES, **profile)


def at(column, row):
    """The point at a place in cells of `plane`."""
    return shapely.Point(METRES @ (column, row))


def test_small_polygons_get_the_value_between_the_cells_around_their_marker(tmp_path):
    places = [(2.5, 2.5), (2.75, 2.5), (2.0, 3.0), (4.9, 1.2)]
    points = [at(*place) for place in places]
    outlines = [point.buffer(50) for point in points]
    found, record, _ = climate(plane(tmp_path), outlines=outlines, markers=points, crs=UTM)
    assert found.values == pytest.approx([x - 0.5 + 10 * (y - 0.5) for x, y in places])
    assert found.known == pytest.approx(1)
    assert (record["by_marker"], record["by_mean"]) == (4, 0)


def test_the_marker_counts_and_not_the_middle_of_the_outline(tmp_path):
    outline = at(3, 3).buffer(400)
    marker = at(3.3, 2.9)
    found = climate(plane(tmp_path), outlines=[outline], markers=[marker], crs=UTM)[0]
    assert found.values[0] == pytest.approx(2.8 + 24)


def test_large_polygons_get_their_coverage_weighted_mean(tmp_path):
    path = plane(tmp_path)
    outline = shapely.box(*METRES @ (1.5, 5), *METRES @ (4.0, 2.0))  # half of column 1, columns 2 and 3
    found, record, _ = climate(path, outlines=[outline], crs=UTM)
    assert found.by_mean[0]
    assert found.values[0] == pytest.approx((0.5 * 1 + 2 + 3) / 2.5 + 30)
    assert (record["by_marker"], record["by_mean"]) == (0, 1)


def test_four_cells_are_large(tmp_path):
    path = plane(tmp_path)
    outlines = [shapely.box(*METRES @ (1, 1 + side), *METRES @ (1 + side, 1)) for side in (1.99, 2.01)]
    assert climate(path, outlines=outlines, crs=UTM)[0].by_mean.tolist() == [False, True]
    for method in ("mean", "marker"):
        found = climate(path, outlines=outlines, crs=UTM, method=method)[0]
        assert found.by_mean.tolist() == [method == "mean"] * 2
        assert found.values == pytest.approx([11 + 11 * 0.495, 11 + 11 * 0.505], abs=0.03)


def test_void_neighbours_leave_the_others_with_enlarged_weights(tmp_path):
    values = np.full((1, 4, 4), 5.0, "float32")
    values[0, 1, 1] = np.nan
    values[0, 1, 2] = 9
    path = write_raster(tmp_path / "t.tif", values, crs=UTM, transform=METRES)
    points = [at(2.0, 2.0), at(2.0, 1.5), at(1.5, 1.5), at(2.25, 1.75)]
    found = climate(path, outlines=[p.buffer(50) for p in points], markers=points, crs=UTM)[0]
    right = (0.5625 * 9 + 0.1875 * 5 + 0.0625 * 5) / 0.8125
    assert found.values == pytest.approx([(9 + 5 + 5) / 3, 9, np.nan, right], nan_ok=True)
    assert found.known == pytest.approx([0.75, 0.5, 0, 0.8125])


def test_markers_at_the_border_and_beyond_it(tmp_path):
    path = plane(tmp_path)
    places = [(0.0, 3.0), (0.25, 3.0), (8.0, 6.0), (-0.01, 3.0), (8.01, 3), (4, 6.001)]
    points = [at(*place) for place in places]
    found = climate(path, outlines=[p.buffer(50) for p in points], markers=points, crs=UTM)[0]
    assert found.values == pytest.approx([25, 25, 57, np.nan, np.nan, np.nan], nan_ok=True)
    assert found.known == pytest.approx([0.5, 0.75, 0.25, 0, 0, 0])


def test_polygons_partly_beyond_the_edge_are_known_in_part(tmp_path):
    outline = shapely.box(*METRES @ (-2, 4), *METRES @ (2, 2))
    found = climate(plane(tmp_path), outlines=[outline], crs=UTM)[0]
    assert found.values[0] == pytest.approx(0.5 + 25)
    assert found.known[0] == pytest.approx(0.5)


def test_polygons_in_another_system_than_the_raster(tmp_path):
    to = pyproj.Transformer.from_crs(UTM, "EPSG:4326", always_xy=True)

    def moved(geometry):
        return shapely.transform(geometry, lambda xy: np.column_stack(to.transform(*xy.T)))

    small, large = at(2.75, 2.5).buffer(50), shapely.box(*METRES @ (1, 5), *METRES @ (4, 2))
    found = climate(plane(tmp_path), outlines=[moved(small), moved(shapely.segmentize(large, 10))])[0]
    assert found.values == pytest.approx([2.25 + 20, 2 + 30], abs=1e-4)
    assert found.by_mean.tolist() == [False, True]


def test_means_are_exactextracts(tmp_path):
    rng = np.random.default_rng(5)
    values = rng.normal(0, 5, (60, 80))
    path = write_raster(tmp_path / "t.tif", values[None], crs=UTM, transform=METRES)
    centres = np.column_stack((rng.uniform(505_000, 575_000, 40), rng.uniform(3_445_000, 3_495_000, 40)))
    outlines = [shapely.Point(c).buffer(r) for c, r in zip(centres, rng.uniform(1500, 4000, 40), strict=True)]
    found = climate(path, outlines=outlines, crs=UTM)[0]
    raster = NumPyRasterSource(values, 500_000, 3_440_000, 580_000, 3_500_000)
    features = [{"type": "Feature", "geometry": shapely.geometry.mapping(o)} for o in outlines]
    expected = [row["properties"]["mean"] for row in exact_extract(raster, features, ["mean"])]
    assert found.by_mean.all()
    assert found.values == pytest.approx(np.array(expected), abs=1e-9)


# Round the Earth


def world(path, first, latitudes=None, columns=360):
    """The cosine of the longitude, in cells of a degree that begin at a longitude."""
    longitudes = first + np.arange(columns) * 1.0
    latitudes = np.array([41.0, 40.0, 39.0, 38.0]) if latitudes is None else latitudes
    values = np.tile(10 * np.cos(np.radians(longitudes)), (len(latitudes), 1))
    return write_netcdf(path, values, latitudes=latitudes, longitudes=longitudes)


SEAMS = [-180.0, -179.5, 0.0, 0.5, -90.0, 100.0]
PLACES = [-179.999, -120.3, -0.4, 0.0, 0.2, 33.3, 89.9, 99.8, 100.1, 179.6, 180.0]


def between_degrees(longitude, first):
    """The cosine between the two middles of cells around a longitude."""
    low = np.floor(longitude - first) + first
    part = longitude - low
    return 10 * ((1 - part) * np.cos(np.radians(low)) + part * np.cos(np.radians(low + 1)))


@pytest.mark.parametrize("first", SEAMS)
def test_longitudes_of_either_reckoning_find_their_cells_across_the_seam(tmp_path, first):
    path = world(tmp_path / "w.nc", first)
    expected = [between_degrees(longitude, first) for longitude in PLACES]
    outlines = [square(longitude, 39.3) for longitude in PLACES]
    found = climate(path, outlines=outlines, markers=[o.centroid for o in outlines])[0]
    assert found.values == pytest.approx(np.array(expected), abs=1e-6)
    assert found.known == pytest.approx(1)
    # And as a raster, where longitudes may be told beyond 180.
    beyond = [shapely.transform(o, lambda xy: xy + np.array((360.0, 0))) for o in outlines]
    assert climate(path, outlines=beyond)[0].values == pytest.approx(np.array(expected), abs=1e-6)


@pytest.mark.parametrize("first", SEAMS)
def test_means_across_the_seam_and_the_antimeridian(tmp_path, first):
    path = world(tmp_path / "w.nc", first)
    for west, east in ((-2, 2), (178, 182), (97.5, 102.5)):
        whole = shapely.box(west, 38.5, east, 40.5)
        found = climate(path, outlines=[whole])[0]
        steps = np.arange(np.floor(west - first), np.ceil(east - first) + 2) + first
        share = np.clip(np.minimum(steps + 0.5, east) - np.maximum(steps - 0.5, west), 0, None)
        assert found.values[0] == pytest.approx(10 * np.cos(np.radians(steps)) @ share / share.sum())
        assert found.known[0] == pytest.approx(1)
    cut = shapely.MultiPolygon([shapely.box(178, 38.5, 180, 40.5), shapely.box(-180, 38.5, -178, 40.5)])
    found = climate(path, outlines=[cut], markers=[shapely.Point(-180, 39)])[0]
    whole = climate(path, outlines=[shapely.box(178, 38.5, 182, 40.5)])[0]
    assert found.values[0] == pytest.approx(whole.values[0])


def test_a_world_whose_last_column_is_the_first_again(tmp_path):
    path = world(tmp_path / "w.nc", -180.0, columns=361)
    places = [-179.9, 179.9, -0.2, 180.4, -180.4]
    outlines = [square(longitude, 39.3) for longitude in places]
    found = climate(path, outlines=outlines, markers=[o.centroid for o in outlines])[0]
    expected = [between_degrees(longitude, -180) for longitude in places]
    assert found.values == pytest.approx(np.array(expected), abs=1e-6)
    assert found.known == pytest.approx(1)


def test_a_piece_of_the_world_from_0_to_360(tmp_path):
    path = world(tmp_path / "w.nc", 250.0, columns=60)
    found = climate(path, outlines=[square(-100.25, 39.3), square(-50.8, 39.3), square(-49, 39.3)])[0]
    expected = [between_degrees(259.75, 250), 10 * np.cos(np.radians(309))]
    assert found.values[:2] == pytest.approx(np.array(expected))
    assert found.known == pytest.approx([1, 0.8, 0])


def test_a_polygon_at_the_antimeridian_in_a_projected_layer(tmp_path):
    path = world(tmp_path / "w.nc", -180.0)
    crs = "EPSG:32601"
    to = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = to.transform(180.0, 39.3)
    outline = shapely.box(x - 200_000, y - 100_000, x + 200_000, y + 100_000)
    found = climate(path, outlines=[outline], crs=crs)[0]
    assert found.by_mean[0]
    assert found.values[0] == pytest.approx(-10, abs=0.02)
    assert found.known[0] == pytest.approx(1, abs=1e-3)


@given(st.floats(-0.2, 6.2), st.floats(-0.2, 8.2))
def test_between_cells_it_is_a_plane(row, column):
    grid = CellGrid(pyproj.CRS(UTM), METRES, (6, 8))
    field = np.arange(8)[None, :] + 10.0 * np.arange(6)[:, None]
    points = to_cells(np.array([at(column, row)]), METRES)
    around = neighbours(points, grid)
    value, known = bilinear(field, 0, 0, around)
    if 0.5 <= row <= 5.5 and 0.5 <= column <= 7.5:
        assert value[0] == pytest.approx(column - 0.5 + 10 * (row - 0.5), abs=1e-6)
        assert known[0] == pytest.approx(1)
    assert (known[0] > 0) == (0 <= row <= 6 and 0 <= column <= 8) or min(row, column) > -1e-6
    window = bilinear(field[2:5, 3:7], 2, 3, around)
    if known[0] == 1 and 2.5 <= row < 4.5 and 3.5 <= column < 6.5:
        assert window[0][0] == pytest.approx(value[0])
