"""Lines as a hand draws them, made fit to be an outline: no loops, few points, ends joined. No Qt, no QGIS."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]


def thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Only the points that the line needs to stay within `tolerance` of itself (Douglas and Peucker)."""
    kept, parts = {0, len(points) - 1}, [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        away, farthest = max(
            (distance_to(points[at], points[first], points[last]), at) for at in range(first + 1, last)
        )
        if away > tolerance:
            kept.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return [points[at] for at in sorted(kept)]


def distance_to(point: Point, start: Point, end: Point) -> float:
    """From a point to the piece of a line between two others."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    if not length:
        return math.dist(point, start)
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    share = min(1.0, max(0.0, share))
    return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))


def length_of(points: Sequence[Point]) -> float:
    """Of the line through the points."""
    return sum(math.dist(one, other) for one, other in zip(points, points[1:]))


def without_loops(points: Sequence[Point]) -> list[Point]:
    """The line without the small loops that a shaking hand makes: where it crosses itself, it takes the short way."""
    line = list(points)
    at = 0
    while at < len(line) - 3:
        for other in range(len(line) - 2, at + 1, -1):
            cross = _crossing(line[at], line[at + 1], line[other], line[other + 1])
            if cross is not None:
                line[at + 1 : other + 1] = [cross]
                break
        at += 1
    return line


def ring_of(points: Sequence[Point]) -> list[Point]:
    """An open ring (its last point is not its first again) of a line that was drawn around something.

    Wherever it crosses itself, the longer of its two loops stays: so what sticks out where its end has passed its
    beginning goes, and so do the small loops of a shaking hand.
    """
    ring = [*points, points[0]] if points[0] != points[-1] else list(points)
    at = 0
    while at < len(ring) - 3:
        for other in range(len(ring) - 2, at + 1, -1):
            cross = _crossing(ring[at], ring[at + 1], ring[other], ring[other + 1])
            if cross is None:
                continue
            loop, rest = [cross, *ring[at + 1 : other + 1], cross], [*ring[: at + 1], cross, *ring[other + 1 :]]
            if length_of(loop) > length_of(rest):
                ring, at = loop, -1  # it begins elsewhere now: all of it is looked at again
            else:
                ring = rest
            break
        at += 1
    return ring[:-1]


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the pieces a to b and c to d cross; None where they do not, or only touch at a common end."""
    if a == d:  # a ring closes there
        return None
    across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if not across:
        return None
    along = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across
    beside = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across
    if 0 <= along <= 1 and 0 <= beside <= 1:
        return (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1]))
    return None
