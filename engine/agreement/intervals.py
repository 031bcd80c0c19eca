"""Intervals of shares and coefficients of agreement that hold the truth as often as they say.

The usual interval of a coefficient, value and 1.96 standard errors, held it in as few as 37 of 100 cases where nearly
all views are yes; those here in 93 to 97 from 100 markers with 5 disagreements on (`coverage_of_agreement.py` in
benchmarks). As Wilson's interval of a share, they hold the values that the observed one does not contradict: the
standard error is that at each value, not at the observed one. What reviewers would say at another value is said by
a family of cases:

- for kappa of two, markers of which a share is plain to both and the others are judged by chance (the common
  correlation model: Donner and Eliasziw 1992, doi:10.1002/sim.4780111109), with decisions as often as they were seen;
- for AC1, and kappa of more, markers that agree and markers that do not, each with the views that were seen among them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from ...inventory.estimation import Interval, wilson
from ...inventory.schema import DECISIONS
from .coefficients import Coefficient, Floats, Ints, deviation, gwet, tallies

NORMAL = 1.959963984540054
_STRIDES, _STEPS = 100, 40
_LIMIT = 1e-9


def specific_agreement(both: int, one_only: int) -> Interval | None:
    """Of the views that are of one kind, the share that the other reviewer shares; None where there are none.

    Parameters
    ----------
    both
        Markers of which both say so: twice as many views.
    one_only
        Markers of which only one does.

    Notes
    -----
    2 both / (2 both + one_only) (Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M) grows with the share
    of `both` among the markers of which any says so, and nothing else; so its ends are those of Wilson's interval of
    that share.
    """
    of_any = wilson(both, both + one_only)
    if of_any is None:
        return None
    return Interval(*(2 * share / (1 + share) for share in (of_any.value, of_any.low, of_any.high)))


def interval_of(coefficient: Coefficient, views: Ints) -> Interval | None:
    """A coefficient with its interval; None where all views are the same and chance alone explains it.

    Parameters
    ----------
    coefficient
        One of `coefficients`.
    views
        As there; each marker has two or more.
    """
    patterns, number = np.unique(views, axis=0, return_counts=True)
    value = coefficient(patterns, number / number.sum())[0]
    if math.isnan(value):
        return None
    tilted = coefficient is gwet or patterns.shape[1] > 2
    family = (_tilted if tilted else _mixed)(coefficient, patterns, number.astype(np.float64))
    ends = [family.value(family.reach(value, end)) for end in family.ends]
    return Interval(value, min(*ends, value), max(*ends, value))


@dataclass(frozen=True)
class _Family:
    """Cases from one end to the other: how many markers have which pattern of views at each place between.

    `start` is the place of what was seen, `number` how many markers there are.
    """

    coefficient: Coefficient
    patterns: Ints
    shares: Callable[[float], Floats]
    start: float
    ends: tuple[float, float]
    number: float

    def value(self, place: float) -> float:
        """The coefficient at a place."""
        return self.coefficient(self.patterns, self.shares(place))[0]

    def _holds(self, place: float, value: float) -> bool:
        """Whether an observed value is no surprise at a place."""
        shares = self.shares(place)
        there, gradient = self.coefficient(self.patterns, shares)
        return abs(value - there) <= NORMAL * deviation(gradient, shares) / math.sqrt(self.number)

    def reach(self, value: float, end: float) -> float:
        """How far one can go from the start towards an end before the observed value is a surprise.

        In strides that grow shorter near the end, where most happens.
        """
        inside = self.start
        for stride in range(1, _STRIDES + 1):
            outside = end + (self.start - end) * (1 - stride / _STRIDES) ** 2
            if not self._holds(outside, value):
                return self._edge(value, inside, outside)
            inside = outside
        return end

    def _edge(self, value: float, inside: float, outside: float) -> float:
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            if self._holds(middle, value):
                inside = middle
            else:
                outside = middle
        return inside


def _likely(patterns: Ints, number: Floats) -> Floats:
    """How often each decision is made, half a marker added to each: what was not seen may still be."""
    said = number @ tallies(patterns)
    return np.asarray((said / said.sum() * number.sum() + 0.5) / (number.sum() + len(DECISIONS) / 2))


def _mixed(coefficient: Coefficient, patterns: Ints, number: Floats) -> _Family:
    """Markers that are plain to both reviewers, a share of them, and others that are judged by chance."""
    likely, count = _likely(patterns, number), number.sum()
    every = np.array(list(product(range(len(DECISIONS)), repeat=2)))
    one, other = every.T
    ends = np.array([likely[one] * likely[other], likely[one] * (one == other)])

    def shares(place: float) -> Floats:
        mixed = np.maximum((1 - place) * ends[0] + place * ends[1], 0.0)
        return np.asarray(mixed / mixed.sum())

    start = coefficient(patterns, number / count)[0]
    return _Family(coefficient, every, shares, start, (-1.0, 1.0), float(count))


def _tilted(coefficient: Coefficient, patterns: Ints, number: Floats) -> _Family:
    """Markers that agree, a share of them, and others that do not, each with the views that were seen among them.

    One marker is added to both, spread over what they could say, so that no interval has no width.
    """
    likely, count = _likely(patterns, number), float(number.sum())
    added = np.array(list(product(range(len(DECISIONS)), repeat=2)))
    usual, other = added.T
    both = np.concatenate([patterns, np.column_stack([np.repeat(usual[:, None], patterns.shape[1] - 1, 1), other])])
    weight = likely[usual] ** (patterns.shape[1] - 1) * likely[other]
    same = (tallies(both) > 0).sum(axis=1) == 1
    kinds = []
    for kind in (same, ~same):
        more = np.where(kind[len(number) :], weight, 0.0)
        together = np.concatenate([np.where(kind[: len(number)], number, 0.0), more / more.sum()])
        kinds.append(together / together.sum())

    def shares(place: float) -> Floats:
        agreeing = min(max(place, _LIMIT), 1 - _LIMIT)
        return np.asarray(agreeing * kinds[0] + (1 - agreeing) * kinds[1])

    start = float(number @ same[: len(number)] + 0.5) / (count + 1)
    return _Family(coefficient, both, shares, start, (0.0, 1.0), count)
