"""Neighbours together: places along Hilbert's curve, which stays where it is before it goes elsewhere.

A chain of nearest neighbours would be a little shorter, but takes a search for each of them, and leaves single
ones behind that it comes back for at the end. The curve is computed once for each place.
"""

from __future__ import annotations

from collections.abc import Sequence

_STEPS = 13
"""The curve has cells of 1/2^13 of the ground's longer side: 120 m on 1 000 km."""


def along_a_curve(x: Sequence[float], y: Sequence[float]) -> list[int]:
    """Places in the order in which the curve through all of them comes by; those of one cell stay as they are."""
    if not x:
        return []
    side = 1 << _STEPS
    east = _from_the_widest_gap(x)
    west, south = min(east), min(y)
    width = max(max(east) - west, max(y) - south) or 1.0
    scale = (side - 1) / width
    keys = [_on_the_curve(int((a - west) * scale), int((b - south) * scale)) for a, b in zip(east, y)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _from_the_widest_gap(x: Sequence[float]) -> Sequence[float]:
    """Longitudes that do not jump where an inventory crosses 180 degrees; other coordinates as they are."""
    if min(x) < -180.0 or max(x) > 180.0 or max(x) - min(x) <= 180.0:
        return x
    known = sorted(set(x))
    widest, begin = known[0] + 360.0 - known[-1], known[0]
    for one, other in zip(known, known[1:]):
        if other - one > widest:
            widest, begin = other - one, other
    return [one + 360.0 if one < begin else one for one in x]


def _on_the_curve(x: int, y: int) -> int:
    """How far along Hilbert's curve a cell lies: quadrant by quadrant, each turned so that the ends meet."""
    along = 0
    side = 1 << (_STEPS - 1)
    while side:
        right, upper = bool(x & side), bool(y & side)
        along += side * side * ((3 * right) ^ upper)
        if not upper:
            if right:
                x, y = ~x, ~y
            x, y = y, x
        side >>= 1
    return along
