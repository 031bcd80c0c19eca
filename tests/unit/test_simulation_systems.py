"""Simulated systems of units: the truth fills the outline, the DEM covers it, and seams are furrows."""

from __future__ import annotations

import numpy as np
import shapely
from rock_glacier_inventory.engine.simulation.systems import System, simulate_systems
from rock_glacier_inventory.engine.simulation.systems.seeds import DEVELOPMENT, UNSEEN
from scipy import ndimage
from shapely.ops import nearest_points
from simulated_systems import SEED, system, systems


def _heights(one: System, points: shapely.MultiPoint) -> np.ndarray:
    columns, rows = ~one.transform @ np.array([(point.x, point.y) for point in points.geoms]).T
    return ndimage.map_coordinates(one.dem, [rows - 0.5, columns - 0.5], order=1)


def test_a_relief_has_systems_of_two_to_five_units_a_single_one_and_one_that_overrides() -> None:
    kinds = sorted((one.kind, len(one.units)) for one in systems())
    assert kinds == [
        ("overriding", 2),
        ("side by side", 2),
        ("side by side", 3),
        ("side by side", 4),
        ("side by side", 5),
        ("single", 1),
    ]


def test_the_true_units_fill_the_outline_and_do_not_overlap() -> None:
    for one in systems():
        union = shapely.union_all(one.units)
        assert union.area > 0.98 * one.outline.area
        assert sum(unit.area for unit in one.units) < 1.001 * union.area
        assert min(unit.area for unit in one.units) > 9_000


def test_the_dem_covers_more_than_the_outline() -> None:
    for one in systems():
        height, width = one.dem.shape
        left, top = one.transform @ (0, 0)
        right, bottom = one.transform @ (width, height)
        assert shapely.box(left, bottom, right, top).contains(one.outline.buffer(150))
        assert np.isfinite(one.dem).all()


def test_where_two_units_meet_lies_a_furrow() -> None:
    lower = []
    for count in (2, 3, 4, 5):
        one = system(count)
        for first, second in zip(one.units, one.units[1:], strict=False):
            seam = first.boundary.intersection(second.boundary)
            if seam.length < 60:
                continue
            places = [seam.interpolate(share, normalized=True) for share in np.linspace(0.2, 0.8, 9)]
            # The ground 30 m to both sides, in the units' own ground.
            inner = [unit for unit in shapely.buffer([first, second], -30) if not unit.is_empty]
            beside = [nearest_points(unit, place)[0] for place in places for unit in inner]
            lower.append(
                _heights(one, shapely.MultiPoint(beside)).mean() - _heights(one, shapely.MultiPoint(places)).mean()
            )
    assert len(lower) >= 5
    assert np.median(lower) > 1.0  # metres


def test_the_same_seed_gives_the_same_systems() -> None:
    again = simulate_systems(SEED)
    for one, other in zip(systems(), again, strict=True):
        assert np.array_equal(one.dem, other.dem)
        assert one.outline.equals_exact(other.outline)
        assert all(unit.equals_exact(twin) for unit, twin in zip(one.units, other.units, strict=True))


def test_seeds_to_score_by_are_none_to_choose_by() -> None:
    assert not set(DEVELOPMENT) & set(UNSEEN)
