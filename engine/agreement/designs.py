"""What a sample tells of all markers: shares under the design by which it was drawn.

Cochran (1977, 5.3 and 5A.14) and Stehman (2014, doi:10.1080/01431161.2014.930207): a share of the whole, or of a part
of it that is no stratum of its own, is a ratio of weighted sums, whose variance is that within the strata. What was
judged of few counts for more (finite population correction). A systematic sample is taken as a random one, which tells
a little less than it knows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...inventory.estimation import Interval, wilson
from .coefficients import Floats
from .intervals import NORMAL

Bools = npt.NDArray[np.bool_]
Names = npt.NDArray[np.str_]

FEW = 100
"""As many judged markers as an interval was tried with; with fewer it may hold the truth less often."""
FEW_IN_STRATUM = 10
_BORROWED = 2.0
"""How many markers of the whole each stratum is given, for its variance alone: few that agree are no certainty."""


@dataclass(frozen=True)
class Share:
    """A share of the inventory, and with how much it is known.

    `standard_error` is that of Cochran; the interval is Wilson's of as many independent markers as would tell as much
    (Korn and Graubard 1998). `effective` is their number before anything is known of the shares (Kish 1965).
    """

    interval: Interval
    standard_error: float
    effective: float


def random_share(right: Bools, population: float | None) -> Share | None:
    """The share of markers drawn at random from so many; None where none was judged."""
    found = wilson(float(right.sum()), len(right), population)
    if found is None:
        return None
    left = 1.0 if population is None else max(0.0, 1 - len(right) / population)
    spread = found.value * (1 - found.value) * left / max(len(right) - 1, 1)
    return Share(found, math.sqrt(spread), float(len(right)))


def stratified_share(
    right: Bools, strata: Names, population: Mapping[str, float], part: Bools | None = None
) -> Share | None:
    """The share of markers drawn from strata; None where none of the part was judged.

    Parameters
    ----------
    right
        What was judged, (n,).
    strata
        The stratum of each, (n,).
    population
        Stratum -> number of markers; strata of which none was judged are left out of the whole.
    part
        Which of them are in the part that is asked for, (n,); None for all.
    """
    inside = np.ones(len(right), np.bool_) if part is None else part
    if not inside.any():
        return None
    names, of = np.unique(strata, return_inverse=True)
    number = np.bincount(of).astype(np.float64)
    size = np.maximum([population.get(str(name), 0.0) for name in names], number)
    weight = size / number
    members = np.bincount(of, inside).astype(np.float64)
    good = np.bincount(of, inside & right).astype(np.float64)
    total = float(weight @ members)
    value = float(weight @ good / total)
    pieces = _Pieces(number, members, good, weight / total, 1 - number / size)
    told = 1 / max(float(((weight / total) ** 2 * members * pieces.left).sum()), 1e-12)
    pooled = (float(right[inside].sum()) + 0.5) / (float(inside.sum()) + 1)
    spread, freedom = pieces.spread(value, _BORROWED, pooled)
    interval = wilson_of(value, spread, freedom, told) if pieces.left.any() else Interval(value, value, value)
    return Share(interval, math.sqrt(pieces.spread(value)[0]), total**2 / float((weight**2) @ members))


@dataclass(frozen=True)
class _Pieces:
    """Strata: judged, judged in the part, right in the part, weight of one, what is left; all (strata,)."""

    number: Floats
    members: Floats
    right: Floats
    weight: Floats
    left: Floats

    def spread(self, value: float, borrowed: float = 0.0, pooled: float = 0.0) -> tuple[float, float]:
        """Variance of the share, and its degrees of freedom (Satterthwaite 1946).

        What is summed is 1 - value for what is right, -value for what is not, 0 for what is not of the part.
        """
        more = self.members / self.number * borrowed
        count, right = self.number + borrowed, self.right + more * pooled
        of_part = (self.members + more) / count
        good = right / count
        mean = good - value * of_part
        square = good * (1 - value) ** 2 + (of_part - good) * value**2
        judged = np.maximum(self.number if borrowed else self.number - 1, 1.0)
        each = self.weight**2 * self.number**2 * self.left * np.maximum(square - mean**2, 0.0) / judged
        freedom = np.maximum(self.number - 1, 1.0)
        total = float(each.sum())
        return total, total**2 / float((each**2 / freedom).sum()) if total > 0 else float(freedom.sum())


def wilson_of(value: float, spread: float, freedom: float, told: float) -> Interval:
    """Wilson's interval of as many independent ones as have this variance at this share.

    Parameters
    ----------
    value, spread, freedom
        The share, its variance, and the degrees of freedom of that.
    told
        How many tell as much where the share is 0 or 1 and its variance nothing.
    """
    varied = value * (1 - value)
    effective = varied / spread if varied > 0 and spread > 0 else told
    shrunk = effective * (NORMAL / students(freedom)) ** 2
    return wilson(value * shrunk, shrunk) or Interval(value, 0.0, 1.0)


def students(freedom: float) -> float:
    """Student's t that 95 % lie within."""
    from scipy.special import stdtrit

    return float(stdtrit(max(freedom, 1.0), 0.975))
