"""Intervals of shares and coefficients of agreement that hold the truth as often as they say.

The usual interval of a coefficient, value and 1.96 standard errors, held it in 37 to 92 of 100 cases where nearly all
views are yes; those here in 93 to 97 from 100 markers with 5 disagreements on
(benchmarks/coverage_of_agreement.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...inventory.estimation import Interval, wilson
from ...inventory.schema import DECISIONS
from .coefficients import Coefficient, Floats, Ints, deviation, tallies

NORMAL = 1.959963984540054
_GRID, _STEPS = 200, 40
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

    As Wilson's interval of a share, it holds the values that the observed one does not contradict: the standard error
    is that at each value, not at the observed one. The markers of each value are those that agree and those that do
    not, with the observed views among each, in the shares that give the value. A marker is added to both, spread over
    what they could say, so that no interval has no width.

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
    tilted = _Tilted.of(patterns, number.astype(np.float64))
    at = (1 - np.cos(np.linspace(0, math.pi, _GRID + 1))) / 2
    inside = np.array([tilted.holds(coefficient, share, value) for share in at])
    if not inside.any():
        return Interval(value, value, value)
    first, last = int(np.argmax(inside)), _GRID - int(np.argmax(inside[::-1]))
    low = at[0] if first == 0 else tilted.edge(coefficient, value, at[first], at[first - 1])
    high = at[_GRID] if last == _GRID else tilted.edge(coefficient, value, at[last], at[last + 1])
    ends = sorted(tilted.value(coefficient, share) for share in (low, high))
    return Interval(value, min(ends[0], value), max(ends[1], value))


@dataclass(frozen=True)
class _Tilted:
    """Patterns of views, and how likely each is among markers of which all say the same, and among the others."""

    patterns: Ints
    agreeing: Floats
    differing: Floats
    number: float

    @staticmethod
    def of(patterns: Ints, number: Floats) -> _Tilted:
        """From the observed ones: (k, reviewers), and how many markers have each, (k,)."""
        reviewers = patterns.shape[1]
        said = number @ tallies(patterns)
        likely = (said / said.sum() * number.sum() + 0.5) / (number.sum() + len(DECISIONS) / 2)
        every = np.arange(len(DECISIONS))
        usual, other = (each.ravel() for each in np.meshgrid(every, every, indexing="ij"))
        added = np.repeat(usual[:, None], reviewers, axis=1)
        added[:, -1] = other
        weight = likely[usual] ** (reviewers - 1) * likely[other]
        both = np.concatenate([patterns, added])
        same = (tallies(both) > 0).sum(axis=1) == 1
        kinds = []
        for kind in (same, ~same):
            seen = np.where(kind[: len(number)], number, 0.0)
            more = np.where(kind[len(number) :], weight, 0.0)
            together = np.concatenate([seen, more / more.sum()])
            kinds.append(together / together.sum())
        return _Tilted(both, kinds[0], kinds[1], float(number.sum()))

    def _shares(self, agreeing: float) -> Floats:
        share = min(max(agreeing, _LIMIT), 1 - _LIMIT)
        return np.asarray(share * self.agreeing + (1 - share) * self.differing)

    def value(self, coefficient: Coefficient, agreeing: float) -> float:
        """The coefficient where so many agree."""
        return coefficient(self.patterns, self._shares(agreeing))[0]

    def holds(self, coefficient: Coefficient, agreeing: float, value: float) -> bool:
        """Whether an observed value is no surprise where so many agree."""
        shares = self._shares(agreeing)
        there, gradient = coefficient(self.patterns, shares)
        return abs(value - there) <= NORMAL * deviation(gradient, shares) / math.sqrt(self.number)

    def edge(self, coefficient: Coefficient, value: float, inside: float, outside: float) -> float:
        """Where between two shares it begins to be one."""
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            if self.holds(coefficient, middle, value):
                inside = middle
            else:
                outside = middle
        return inside
