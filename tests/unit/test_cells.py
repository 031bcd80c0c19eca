"""Cells: each marker in one, of true and equal area, wherever on Earth."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from rock_glacier_inventory.engine.ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas, transform_geometries
from rock_glacier_inventory.engine.statistics.cells import grid_statistics
from rock_glacier_inventory.engine.statistics.circular import directions
from rock_glacier_inventory.engine.statistics.grids import grid_around
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.requests.statistics import CELL_SHAPES
from statistics_tables import table_of

RANDOM = np.random.default_rng(5)


def spread(longitude, latitude, degrees, count=400):
    """Places around one, some degrees wide."""
    east = longitude + RANDOM.uniform(-degrees, degrees, count) / np.cos(np.radians(min(abs(latitude), 80)))
    north = np.clip(latitude + RANDOM.uniform(-degrees, degrees, count), -89.9, 89.9)
    return (east + 180) % 360 - 180, north


def true_areas(cells):
    """Of cells' outlines on the ellipsoid, m², by geodesics between points 200 m apart at most."""
    dense = shapely.segmentize(cells.outlines, np.sqrt(cells.area) / 200)
    return ellipsoidal_areas(dense, cells.crs)


@pytest.mark.parametrize("shape", CELL_SHAPES)
@pytest.mark.parametrize("latitude", [28.0, 47.0, 70.0, -33.0])
def test_areas_are_equal_and_true(latitude: float, shape: str) -> None:
    longitude = 85.0
    cells = grid_statistics(table_of(*spread(longitude, latitude, 8, 60)), 50, shape)
    assert len(cells) > 20
    assert true_areas(cells) == pytest.approx(np.full(len(cells), 2500e6), rel=1e-3)
    assert cells.area == pytest.approx(2500e6)
    assert shapely.area(cells.outlines) == pytest.approx(np.full(len(cells), 2500e6), rel=1e-9)


@pytest.mark.parametrize("shape", CELL_SHAPES)
@pytest.mark.parametrize(
    "place", [(85.0, 30.0), (179.9, 66.0), (-180.0, -17.0), (0.0, 89.5), (30.0, -88.0), (-70.0, -33.0)]
)
def test_every_marker_is_in_one_cell_that_holds_it(place, shape) -> None:
    longitude, latitude = spread(*place, 3)
    cells = grid_statistics(table_of(longitude, latitude), 20, shape)
    assert cells.number.sum() == len(longitude)
    assert (cells.cell_of >= 0).all()
    points = transform_geometries(shapely.points(longitude, latitude), LONGITUDE_LATITUDE, cells.crs)
    assert (shapely.distance(points, cells.outlines[cells.cell_of]) < 1e-3).all()
    assert shapely.area(shapely.union_all(cells.outlines)) == pytest.approx(len(cells) * cells.area, rel=1e-6)
    assert np.abs(cells.longitude).max() <= 180


@pytest.mark.parametrize("shape", CELL_SHAPES)
def test_a_marker_on_an_edge_or_a_corner_is_counted_once(shape: str) -> None:
    """The corners of cells themselves, as exactly as doubles tell them."""
    grid = grid_around(np.array([90.0]), np.array([30.0]), 50, shape)
    around = np.array([[column, row] for column in range(-2, 3) for row in range(-2, 3)])
    outlines = grid.outlines(around)
    corners = shapely.get_coordinates(outlines)
    edges = (corners[1:] + corners[:-1]) / 2
    places = transform_geometries(shapely.points(np.concatenate((corners, edges))), grid.crs, LONGITUDE_LATITUDE)
    longitude, latitude = shapely.get_coordinates(places).T
    cells = grid_statistics(table_of(longitude, latitude), 50, shape)
    assert cells.number.sum() == len(longitude)
    assert len(np.unique(shapely.to_wkb(cells.outlines))) == len(cells)


def test_means_are_of_those_that_have_a_value() -> None:
    nan = np.nan
    table = table_of(
        [90.0, 90.01, 90.02, 95.0],
        [30.0, 30.0, 30.0, 30.0],
        AREA=[1e6, 3e6, nan, nan],
        ELE_MIN=[4000, 5000, nan, nan],
        ASPECT=[350, 10, nan, nan],
    )
    cells = grid_statistics(table, 50)
    first, other = cells.cell_of[0], cells.cell_of[3]
    assert cells.number[[first, other]].tolist() == [3, 1]
    assert cells.density[first] == pytest.approx(3 / 25)
    assert (cells.means["AREA"][first], cells.known["AREA"][first]) == (2e6, 2)
    assert (cells.means["ELE_MIN"][first], cells.known["ELE_MIN"][first]) == (4500, 2)
    assert np.isnan(cells.means["ELE_MIN"][other]) and cells.known["ELE_MIN"][other] == 0
    assert cells.total_area[first] == 4e6 and np.isnan(cells.total_area[other])
    alone = directions(np.array([350.0, 10.0]))
    assert (cells.resultant[first], cells.p[first]) == pytest.approx((alone.resultant, alone.p))
    assert np.cos(np.radians(cells.aspect[first])) == pytest.approx(1)
    assert cells.known["ASPECT"].sum() == 2


def test_what_has_no_place_is_in_no_cell() -> None:
    cells = grid_statistics(table_of([90.0, np.nan], [30.0, np.nan]), 50)
    assert cells.cell_of.tolist() == [0, -1]
    assert cells.number.tolist() == [1]


@pytest.mark.parametrize("size", [0, -5, float("nan"), 3000])
def test_a_size_that_cannot_be_is_refused(size: float) -> None:
    with pytest.raises(UserError, match="A cell must be"):
        grid_statistics(table_of([90.0], [30.0]), size)


def test_no_places_other_shapes_and_the_whole_globe_are_refused() -> None:
    with pytest.raises(UserError, match="there are no cells"):
        grid_statistics(table_of([np.nan], [np.nan]))
    with pytest.raises(UserError, match="square or hexagon"):
        grid_statistics(table_of([90.0], [30.0]), 50, "circle")
    with pytest.raises(UserError, match="all over the globe"):
        grid_statistics(table_of([0.0, 10.0, 175.0], [0.0, 0.0, 0.0]))


def test_of_half_the_globe_a_word_is_said_and_areas_stay() -> None:
    report = SilentReport()
    table = table_of([-120.0, -60.0, 0.0, -60.0], [60.0, -50.0, 40.0, 80.0])
    cells = grid_statistics(table, 50, report=report)
    assert "keep their area but not their shape" in report.warnings[0]
    assert true_areas(cells) == pytest.approx(np.full(len(cells), 2500e6), rel=1e-3)


def test_a_hundred_thousand_are_counted_once_each() -> None:
    longitude, latitude = spread(88, 32, 10, 100_000)
    cells = grid_statistics(table_of(longitude, latitude, ASPECT=RANDOM.uniform(0, 360, 100_000)), 5)
    assert cells.number.sum() == cells.known["ASPECT"].sum() == 100_000
    assert (np.bincount(cells.cell_of) == cells.number).all()
