"""Smoothing of an outline's rings, bounded: how far a line may move, and that its area stays. No Qt, no QGIS.

The ring is read at even steps, and waves shorter than a few steps are taken out by a Gaussian that is applied to what
it has taken out as well (the twicing of Tukey), for a Gaussian alone makes every ring smaller. What is left of the
change of area goes back along the rim.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from .hand_lines import Point, length_of, thinned

_STEPS = 3
"""Even steps to the width of the Gaussian."""
_FEWEST = 24
_MOST = 4000
_REACH = 3
"""Widths after which a Gaussian is nothing."""
_FREE, _HELD, _CORNER = 0, 1, 2
_THINNED = 0.1
"""Share of the bound that the thinning of the new line may take."""


def smoothed(
    ring: Sequence[Point], width: float, bound: float, is_held: Callable[[Point], bool] | None = None
) -> list[Point]:
    """A smoother ring.

    Parameters
    ----------
    ring
        Corners in metres of ground, open: the last is not the first again.
    width
        Waves shorter than about four times this are taken out, in metres.
    bound
        No place of the new line is farther than this from the old one, and none of the old from the new, in metres.
    is_held
        Places that stay, such as a border that a neighbour shares.

    Returns
    -------
    list
        Corners of the new ring, open. Its area is that of the old one to a thousandth, unless the bound forbids it.
    """
    around = length_of([*ring, ring[0]])
    step = around / min(_MOST, max(_FEWEST, math.ceil(around * _STEPS / width)))
    read = _read(ring, step, is_held or (lambda place: False))
    if all(kind for _, kind in read):
        return list(ring)
    old, kinds = [place for place, _ in read], [kind for _, kind in read]
    most = max(0.0, (1 - _THINNED) * bound - step / 2)  # which reading at steps may take
    new = _bounded(_twiced(old, width / step), old, kinds, most)
    for _ in range(4):
        missing = (abs(area_of(ring)) - abs(area_of(_thinned_ring(new, kinds, _THINNED * bound)))) / around
        new = _bounded(_moved_out(new, missing), old, kinds, most)
    return _thinned_ring(new, kinds, _THINNED * bound)


def area_of(ring: Sequence[Point]) -> float:
    """Signed area of an open ring."""
    west, south = ring[0]
    moved = [(x - west, y - south) for x, y in ring]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(moved, [*moved[1:], moved[0]])) / 2


def _read(ring: Sequence[Point], step: float, is_held: Callable[[Point], bool]) -> list[tuple[Point, int]]:
    """Places at even steps, and every corner that is held; each with _FREE, _HELD or _CORNER."""
    found: list[tuple[Point, int]] = []
    gone, number = 0.0, 0  # along the ring, to the corner where the present piece begins; steps that were read
    for start, end in zip(ring, [*ring[1:], ring[0]]):
        piece = math.dist(start, end)
        if is_held(start):
            found.append((start, _CORNER))
        while number * step < gone + piece - 1e-9 * step:
            share = (number * step - gone) / piece
            place = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            if not found or place != found[-1][0]:
                found.append((place, _HELD if is_held(place) else _FREE))
            number += 1
        gone += piece
    return found


def _twiced(places: Sequence[Point], sigma: float) -> list[Point]:
    blurred = _blurred(places, sigma)
    rest = _blurred([(a[0] - b[0], a[1] - b[1]) for a, b in zip(places, blurred)], sigma)
    return [(a[0] + b[0], a[1] + b[1]) for a, b in zip(blurred, rest)]


def _blurred(places: Sequence[Point], sigma: float) -> list[Point]:
    reach = min(math.ceil(_REACH * sigma), (len(places) - 1) // 2)
    weights = [math.exp(-(away**2) / (2 * sigma**2)) for away in range(-reach, reach + 1)]
    total = sum(weights)
    wrapped = [*places[len(places) - reach :], *places, *places[:reach]]
    found = []
    for at in range(len(places)):
        window = list(zip(weights, wrapped[at : at + len(weights)]))
        found.append((sum(w * x for w, (x, _) in window) / total, sum(w * y for w, (_, y) in window) / total))
    return found


def _bounded(new: Sequence[Point], old: Sequence[Point], kinds: Sequence[int], most: float) -> list[Point]:
    """No place is farther than `most` from where it was; what is held has not moved."""
    found = []
    for to, start, kind in zip(new, old, kinds):
        away = math.dist(to, start)
        share = 0.0 if kind else 1.0 if away <= most else most / away
        found.append((start[0] + share * (to[0] - start[0]), start[1] + share * (to[1] - start[1])))
    return found


def _moved_out(ring: Sequence[Point], by: float) -> list[Point]:
    """Every place moved outwards across the rim (inwards where `by` is negative)."""
    turn = 1.0 if area_of(ring) > 0 else -1.0
    found = []
    for before, place, after in zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]]):
        along = (after[0] - before[0], after[1] - before[1])
        length = math.hypot(*along) or 1.0
        found.append((place[0] + turn * by * along[1] / length, place[1] - turn * by * along[0] / length))
    return found


def _thinned_ring(ring: Sequence[Point], kinds: Sequence[int], tolerance: float) -> list[Point]:
    """Between what is held, each run by itself; of what is held, corners and ends of runs stay as they are."""
    halves = (0, len(ring) // 2)  # a ring has no ends of its own
    ends = [at for at, kind in enumerate(kinds) if kind or at in halves]
    found: list[Point] = []
    for at, following in zip(ends, [*ends[1:], ends[0] + len(ring)]):
        inner = kinds[at] == _HELD and kinds[at - 1] != _FREE and following == at + 1
        if not inner:
            run = [ring[place % len(ring)] for place in range(at, following + 1)]
            found += thinned(run, tolerance)[:-1]
    return found
