"""Completeness: how many rock glaciers the inventory lacks, by windows of ground that reviewers have searched.

A window is a cluster: what was missed there is a ratio of sums over windows (Cochran 1977, 6.13 within strata), not a
share of independent rock glaciers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...inventory.estimation import Interval
from .coefficients import Floats
from .designs import Names, wilson_of

FEW = 30
"""As many windows of one content as an interval was tried with."""


@dataclass(frozen=True)
class Omission:
    """Share of the rock glaciers that the inventory lacks.

    `telling` is how many windows with equally many rock glaciers would tell as much (Kish 1965).
    """

    interval: Interval
    standard_error: float
    telling: float

    @property
    def recall(self) -> Interval:
        """Share of the rock glaciers that it has."""
        share = self.interval
        return Interval(1 - share.value, 1 - share.high, 1 - share.low)


def omission(missed: Floats, mapped: Floats, strata: Names, population: Mapping[str, float]) -> Omission | None:
    """From rock glaciers that were missed and mapped in each window, (n,); None where there is none at all.

    The variance is that of leaving out each window in turn within its stratum (jackknife: Wolter 2007, 4.5). Where the
    windows vary no more than independent rock glaciers would, it is that of those: so few windows cannot show that
    they vary less.

    Parameters
    ----------
    missed, mapped
        Numbers; of several reviewers the mean.
    strata
        The stratum of each window.
    population
        Stratum -> number of windows; a stratum that is not there was searched whole.
    """
    names, of = np.unique(strata, return_inverse=True)
    searched = np.bincount(of).astype(np.float64)
    size = np.maximum([population.get(str(name), 0.0) for name in names], searched)
    weight = (size / searched)[of]
    there = missed + mapped
    total = float(weight @ there)
    if total <= 0:
        return None
    value = float(weight @ missed) / total
    telling = total**2 / float(((weight * there) ** 2).sum())
    spread = _jackknife(weight * missed, weight * there, of, searched, 1 - searched / size)
    objects = total**2 / float((weight**2) @ there)
    varied = value * (1 - value)
    if spread <= varied / objects:
        return Omission(wilson_of(value, varied / objects, np.inf, objects), spread**0.5, telling)
    return Omission(wilson_of(value, spread, telling - 1, objects), spread**0.5, telling)


def _jackknife(part: Floats, whole: Floats, of: np.ndarray, searched: Floats, left: Floats) -> float:
    """Variance of a ratio of sums, by the ratio without each window, whose stratum's others stand for it."""
    number = searched[of]
    others = np.where(number > 1, number - 1, np.inf)
    sums = [np.bincount(of, each, len(searched))[of] for each in (part, whole)]
    without = [
        each.sum() - each + (of_stratum - each) / others for each, of_stratum in zip((part, whole), sums, strict=True)
    ]
    ratio = without[0] / np.where(without[1] > 0, without[1], np.inf)
    mean = np.bincount(of, ratio, len(searched)) / searched
    squares = np.bincount(of, (ratio - mean[of]) ** 2, len(searched))
    return float((left * (searched - 1) / searched * squares).sum())
