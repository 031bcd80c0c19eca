"""Lines of a hand and their smoothing: bounds that hold, judged by shapely, which has no code of ours."""

from __future__ import annotations

import math
import random

import pytest
from rock_glacier_inventory.plugin.geometry.hand_lines import ring_of, thinned, without_loops
from rock_glacier_inventory.plugin.geometry.smoothing import area_of, smoothed
from shapely.geometry import LineString, Point, Polygon


def staircase(size: int, pixel: float) -> list[tuple[float, float]]:
    """A disc of square pixels, as an outline of a coarse image looks, walked around its rim."""
    inside = [
        (x, y) for x in range(-size, size) for y in range(-size, size) if math.hypot(x + 0.5, y + 0.5) < size - 0.5
    ]
    whole = Polygon()
    for x, y in inside:
        whole = whole.union(Polygon([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]))
    return [(pixel * x, pixel * y) for x, y in whole.exterior.coords[:-1]]


def shaky(corners: int, seed: int) -> list[tuple[float, float]]:
    """A long lobe drawn by a hand that shakes."""
    dice, ring = random.Random(seed), []
    for at in range(corners):
        turn = 2 * math.pi * at / corners
        ring.append((900 * math.cos(turn) + dice.gauss(0, 3), 180 * math.sin(turn) + dice.gauss(0, 3)))
    return ring


def turning(ring: list[tuple[float, float]]) -> float:
    """How much the line turns, all its way, in whole turns: 1 for a convex ring."""
    total = 0.0
    for before, at, after in zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]]):
        one = math.atan2(at[1] - before[1], at[0] - before[0])
        other = math.atan2(after[1] - at[1], after[0] - at[0])
        total += abs((other - one + math.pi) % (2 * math.pi) - math.pi)
    return total / (2 * math.pi)


RINGS = {
    "staircase of 10 m": staircase(12, 10.0),
    "shaky": shaky(300, 1),
    "clockwise": shaky(200, 2)[::-1],
    "triangle": [(0.0, 0.0), (400.0, 0.0), (100.0, 300.0)],
    "far from the origin": [(x + 5e5, y + 4.1e6) for x, y in shaky(120, 3)],
}


@pytest.mark.parametrize("name", RINGS)
@pytest.mark.parametrize("bound", [2.0, 10.0])
def test_the_line_stays_within_its_bound_and_keeps_its_area(name: str, bound: float) -> None:
    ring, now = RINGS[name], RINGS[name]
    for _ in range(3):
        before, now = now, smoothed(now, 15.0, bound)
        old, new = Polygon(before), Polygon(now)
        assert new.is_valid
        away = max(old.exterior.hausdorff_distance(new.exterior), new.exterior.hausdorff_distance(old.exterior))
        assert away <= bound * 1.0001 + (15.0 / 6 if bound < 15.0 / 6 else 0)  # a step of the reading is the least
        assert new.area == pytest.approx(old.area, rel=0.002)
        assert (area_of(now) > 0) == (area_of(ring) > 0), "it runs as it ran"


def test_each_press_smooths_more() -> None:
    ring = RINGS["staircase of 10 m"]
    turns = [turning(ring)]
    for _ in range(3):
        ring = smoothed(ring, 15.0, 10.0)
        turns.append(turning(ring))
    assert turns == sorted(turns, reverse=True)
    assert turns[0] > 5 and turns[1] < turns[0] / 2


def test_few_corners_are_left() -> None:
    assert len(smoothed(RINGS["shaky"], 15.0, 10.0)) < 150


def test_what_is_held_stays() -> None:
    """A border that a neighbour shares, straight or not."""
    ring = RINGS["staircase of 10 m"]
    border = LineString([corner for corner in ring if corner[0] > 60] or ring)

    def is_held(place: tuple[float, float]) -> bool:
        return border.distance(Point(place)) < 0.01

    new = Polygon(smoothed(ring, 15.0, 10.0, is_held))
    held = [corner for corner in ring if is_held(corner)]
    assert len(held) > 10
    assert set(held) <= set(new.exterior.coords), "every corner of a common border is a corner still"
    assert new.exterior.intersection(border.buffer(1e-6)).length == pytest.approx(border.length, rel=0.01)
    assert smoothed(ring, 15.0, 10.0, lambda place: True) == ring


def test_a_line_keeps_within_its_tolerance() -> None:
    line = shaky(400, 4)
    thin = thinned(line, 4.0)
    assert len(thin) < len(line) / 2 and (thin[0], thin[-1]) == (line[0], line[-1])
    assert max(LineString(thin).distance(Point(place)) for place in line) <= 4.0


def test_small_loops_are_taken_out() -> None:
    line = [(0.0, 0.0), (10.0, 0.0), (12.0, 2.0), (9.0, 2.0), (11.0, -1.0), (20.0, 0.0)]
    found = without_loops(line)
    assert LineString(found).is_simple
    assert not LineString(line).is_simple
    assert (found[0], found[-1]) == (line[0], line[-1])


@pytest.mark.parametrize("beyond", [-20, 0, 20, 40])
def test_a_ring_closes_whether_its_end_stops_short_or_goes_past_its_beginning(beyond: int) -> None:
    turns = [math.radians(at) for at in range(0, 360 + beyond, 5)]
    spiral = [((100 + 3 * turn) * math.cos(turn), (100 - 2 * turn) * math.sin(turn)) for turn in turns]
    ring = Polygon(ring_of(spiral))
    assert ring.is_valid
    assert ring.area == pytest.approx(math.pi * 100 * 100, rel=0.15)


def test_a_ring_with_a_shaking_hand_is_valid() -> None:
    dice = random.Random(5)
    line = [
        (200 * math.cos(turn) + dice.gauss(0, 6), 120 * math.sin(turn) + dice.gauss(0, 6))
        for turn in (2 * math.pi * at / 250 for at in range(262))
    ]
    ring = Polygon(ring_of(line))
    assert ring.is_valid
    assert ring.area == pytest.approx(math.pi * 200 * 120, rel=0.1)
