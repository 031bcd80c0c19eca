"""Coefficients of agreement: what reviewers agree on beyond chance, each with its standard error.

Views are numbers of `inventory.schema.DECISIONS`, one row for each marker and one column for each reviewer, -1 where
one of several did not judge. A coefficient is (observed - expected) / (1 - expected); what is expected by chance is
what sets them apart:

- Cohen (1960, doi:10.1177/001316446002000104): each reviewer says yes as often as this reviewer does; of two.
- Fleiss (1971, doi:10.1037/h0031619): all say yes as often as all do together.
- Gwet's AC1 (2008, doi:10.1348/000711006X126600): only what is hard to judge is judged by chance. Where nearly all are
  yes, kappa is low though reviewers hardly ever differ (Feinstein and Cicchetti 1990); AC1 is not.

All four decisions count as categories, used or not: a reviewer could have chosen each.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ...inventory.schema import DECISIONS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Coefficient = Callable[[Ints, Floats], "tuple[float, Floats]"]
"""From patterns of views (k, reviewers) and the share of markers with each, (k,), to the value and its gradient, (k,).

The value is not a number where all that was said is the same, so that chance alone explains it.
"""

_NO_CHOICE = 1e-12


def tallies(views: Ints) -> Floats:
    """How many reviewers said what, shape (k, decisions)."""
    said = np.arange(len(DECISIONS))
    return np.asarray((views[:, :, None] == said).sum(axis=1), np.float64)


def observed_of(views: Ints) -> Floats:
    """Share of the pairs of views on a marker that are the same, shape (k,)."""
    each = tallies(views)
    number = each.sum(axis=1)
    return np.asarray((each * (each - 1)).sum(axis=1) / (number * (number - 1)))


def cohen(views: Ints, shares: Floats) -> tuple[float, Floats]:
    """Cohen's kappa of two reviewers."""
    first, second = views.T
    one = np.bincount(first, shares, len(DECISIONS))
    other = np.bincount(second, shares, len(DECISIONS))
    same = (first == second).astype(np.float64)
    return _beyond_chance(shares, same, float(one @ other), other[first] + one[second])


def fleiss(views: Ints, shares: Floats) -> tuple[float, Floats]:
    """Fleiss' kappa of any number of reviewers, who need not be the same for each marker."""
    each = _of_each(views)
    all_together = shares @ each
    return _beyond_chance(shares, observed_of(views), float(all_together @ all_together), 2 * each @ all_together)


def gwet(views: Ints, shares: Floats) -> tuple[float, Floats]:
    """Gwet's AC1 of any number of reviewers."""
    each = _of_each(views)
    all_together = shares @ each
    others = len(DECISIONS) - 1
    by_chance = float(all_together @ (1 - all_together)) / others
    return _beyond_chance(shares, observed_of(views), by_chance, each @ (1 - 2 * all_together) / others)


def _of_each(views: Ints) -> Floats:
    each = tallies(views)
    return np.asarray(each / each.sum(axis=1, keepdims=True))


def _beyond_chance(shares: Floats, same: Floats, by_chance: float, chance_gradient: Floats) -> tuple[float, Floats]:
    observed, rest = float(shares @ same), 1 - by_chance
    if rest < _NO_CHOICE:
        return float("nan"), np.zeros(len(shares))
    gradient = same / rest - chance_gradient * (1 - observed) / rest**2
    return (observed - by_chance) / rest, gradient


def deviation(gradient: Floats, shares: Floats) -> float:
    """Standard deviation of what each marker adds; over the root of their number it is a standard error (delta)."""
    variance = float(shares @ gradient**2) - float(shares @ gradient) ** 2
    return math.sqrt(max(variance, 0.0))


def standard_error(coefficient: Coefficient, views: Ints) -> float:
    """The large-sample standard error.

    Of Cohen's kappa that of Fleiss, Cohen and Everitt (1969, doi:10.1037/h0028106), with n; of the others that of Gwet
    (2014, Handbook of Inter-Rater Reliability, 5.3), with n - 1.
    """
    shares = np.full(len(views), 1 / len(views))
    number = len(views) if coefficient is cohen else len(views) - 1
    return deviation(coefficient(views, shares)[1], shares) / math.sqrt(number) if number else float("nan")
