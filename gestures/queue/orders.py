"""In which order candidates are shown: places in the arrays, ranked by what is known of each."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable

from .names import BY_ROW, CLEAR, LARGEST, MOST_DISPUTED, MOST_UNCERTAIN, MOST_USEFUL, NEIGHBOURS
from .neighbours import along_a_curve
from .numbers import Numbers
from .usefulness import usefulness

_ROWS_OF_THE_MAP = 40
"""Bands that 'by row' reads the map in, like lines of a page."""


def ranked(order: str, numbers: Numbers) -> array[int]:
    """Places of all candidates in an order; 'nearest' has none, for it follows where one is."""
    places = range(len(numbers))
    if order == NEIGHBOURS:
        return array("q", along_a_curve(numbers.x, numbers.y))
    keys: dict[str, Callable[[], Callable[[int], tuple[float, ...]]]] = {
        MOST_UNCERTAIN: lambda: lambda place: _doubt(numbers, place),
        MOST_DISPUTED: lambda: lambda place: _dispute(numbers, place),
        LARGEST: lambda: lambda place: (-numbers.area[place], place),
        BY_ROW: lambda: _lines(numbers),
        CLEAR: lambda: lambda place: _clearness(numbers, place),
        MOST_USEFUL: lambda: _use(numbers),
    }
    return array("q", sorted(places, key=keys[order]()))


def _doubt(numbers: Numbers, place: int) -> tuple[float, int]:
    probability = numbers.probability[place]
    return (1.0 if math.isnan(probability) else abs(probability - 0.5), place)


def _dispute(numbers: Numbers, place: int) -> tuple[float, float, int]:
    """How far networks disagree; candidates of one network come last, the most uncertain of them first."""
    spread = numbers.spread[place]
    return (1.0 if math.isnan(spread) else -spread, *_doubt(numbers, place))


def _clearness(numbers: Numbers, place: int) -> tuple[float, float, int]:
    """Most probable first, and of equal ones those of which the networks say the same; without either last."""
    probability, spread = numbers.probability[place], numbers.spread[place]
    return (1.0 if math.isnan(probability) else -probability, 1.0 if math.isnan(spread) else spread, place)


def _use(numbers: Numbers) -> Callable[[int], tuple[float, int]]:
    worth = usefulness(numbers)
    return lambda place: (-worth[place], place)


def _lines(numbers: Numbers) -> Callable[[int], tuple[int, float]]:
    """Like reading a page: from north to south in bands, each from west to east."""
    top, bottom = max(numbers.y, default=0.0), min(numbers.y, default=0.0)
    height = (top - bottom) / _ROWS_OF_THE_MAP or 1.0
    return lambda place: (int((top - numbers.y[place]) / height), numbers.x[place])
