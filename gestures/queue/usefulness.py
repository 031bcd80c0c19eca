"""Which candidates teach most: doubtful ones, disputed ones, and those unlike what was decided.

Four parts of equal weight, each 0 to 1, from the numbers in the queue alone:

- doubt: how near its probability is to 0.5;
- dispute of networks: its spread, as a share of the largest one;
- novelty: 1 / (1 + n), with n decided candidates of its kind (size, probability, place);
- dispute of mappers: of its kind as many were taken in as were removed.

What reviewers say is no part of it: an order would tell one of them what the others saw.
"""

from __future__ import annotations

import math
from array import array

from ...inventory.schema import REMOVE, STATES
from .numbers import Numbers

_SIZES_A_DECADE = 2
_PROBABILITIES = 10
_CELLS = 12
"""Cells of the map along its longer side that count as places."""
_REMOVED = STATES.index(REMOVE)


def usefulness(numbers: Numbers) -> array[float]:
    """The worth of each candidate, 0 to 4; of what is decided it says nothing."""
    kinds = _kinds(numbers)
    decided, removed = _counts(numbers, kinds)
    widest = max((spread for spread in numbers.spread if not math.isnan(spread)), default=0.0) or 1.0
    worth = array("d", bytes(8 * len(numbers)))
    for place, (kind, probability, spread) in enumerate(zip(kinds, numbers.probability, numbers.spread)):
        doubt = 0.0 if math.isnan(probability) else 1.0 - 2.0 * abs(probability - 0.5)
        dispute = 0.0 if math.isnan(spread) else spread / widest
        known = decided.get(kind, 0)
        share = removed.get(kind, 0) / known if known else 0.0
        worth[place] = doubt + dispute + 1.0 / (1.0 + known) + 4.0 * share * (1.0 - share)
    return worth


def _kinds(numbers: Numbers) -> array[int]:
    """A number for size, probability and place of each candidate together."""
    west, south = min(numbers.x, default=0.0), min(numbers.y, default=0.0)
    width = max(max(numbers.x, default=0.0) - west, max(numbers.y, default=0.0) - south) or 1.0
    kinds = array("q", bytes(8 * len(numbers)))
    for place, (x, y, area, probability) in enumerate(zip(numbers.x, numbers.y, numbers.area, numbers.probability)):
        size = int(_SIZES_A_DECADE * math.log10(max(area, 1.0)))
        likely = _PROBABILITIES if math.isnan(probability) else min(int(_PROBABILITIES * probability), _PROBABILITIES)
        column, row = int(_CELLS * (x - west) / width), int(_CELLS * (y - south) / width)
        kinds[place] = ((size * (_PROBABILITIES + 1) + likely) * (_CELLS + 1) + column) * (_CELLS + 1) + row
    return kinds


def _counts(numbers: Numbers, kinds: array[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Of each kind how many are decided, and how many of them removed."""
    decided: dict[int, int] = {}
    removed: dict[int, int] = {}
    for kind, state in zip(kinds, numbers.state):
        if state:
            decided[kind] = decided.get(kind, 0) + 1
            if state == _REMOVED:
                removed[kind] = removed.get(kind, 0) + 1
    return decided, removed
