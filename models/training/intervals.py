"""Intervals of pooled figures, and of their paired differences, by what each block of ground contributes.

Pixels of one block are no independent trials (Roberts et al. 2017, doi:10.1111/ecog.02881), so whole blocks are left
out, each once (the jackknife: Miller 1974, doi:10.1093/biomet/61.1.1), and Student's t has the degrees of freedom of
as many blocks of one size as would tell as much (Kish 1965: square of the sum over sum of squares). Blocks of ground
are of very unequal size. Drawing them anew (percentiles, BCa) held the truth in 84 to 93 of 100 cases with 30 blocks,
this in 93 to 97, and it widens as it should where blocks are few (benchmarks/coverage_of_intervals.py).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FIGURES = {
    "iou": ((1.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    "precision": ((1.0, 0.0, 0.0), (1.0, 1.0, 0.0)),
    "recall": ((1.0, 0.0, 0.0), (1.0, 0.0, 1.0)),
    "f1": ((2.0, 0.0, 0.0), (2.0, 1.0, 1.0)),
}
"""Weights of hit, false and missed in what is divided, and in what it is divided by."""

_ROUNDING = 1e-9
"""A figure so near to 0 or 1 is that, but for the last digits of sums."""

Floats = NDArray[np.float64]


def figure_of(counts: NDArray[Any], figure: str) -> float | None:
    """A figure of counts (blocks, 3) summed over blocks; None where there is nothing to divide by."""
    part, whole = _parts(counts, figure)
    return float(part.sum() / whole.sum()) if whole.sum() > 0 else None


def blocks_that_tell(counts: NDArray[Any], figure: str) -> float:
    """As many blocks of one size would tell as much of a figure as these do (Kish 1965); 0 where none tells any."""
    whole = _parts(counts, figure)[1]
    return float(whole.sum() ** 2 / (whole**2).sum()) if whole.sum() > 0 else 0.0


def interval(counts: NDArray[Any], figure: str, level: float = 0.95) -> tuple[float, float] | None:
    """The interval of a pooled figure.

    It is computed on the scale of the logit, so that it lies between 0 and 1. Where a figure is 0 or 1 in all blocks,
    its other end is what still happens in so many blocks with the probability that the level leaves (Clopper and
    Pearson 1934), each taken as one trial.

    Parameters
    ----------
    counts
        Hit, false and missed of each block of ground, shape (blocks, 3): pixels, m² or numbers.
    figure
        One of `FIGURES`.
    level
        Share of such intervals that hold the truth.

    Returns
    -------
    tuple or None
        Low and high; None where fewer than two blocks tell anything of the figure.
    """
    part, whole = _parts(counts, figure)
    part, whole = part[whole > 0], whole[whole > 0]
    if len(whole) < 2:
        return None
    value, tell = float(part.sum() / whole.sum()), blocks_that_tell(counts, figure)
    if not _ROUNDING < value < 1 - _ROUNDING:
        least = (1 - level) ** (1 / tell)
        return (least, 1.0) if value > 0.5 else (0.0, 1 - least)
    return interval_around(value, _without_each(part, whole), tell, level)


def interval_around(value: float, without_each: Floats, tell: float, level: float = 0.95) -> tuple[float, float]:
    """The interval of any share of all blocks, by what it is without each of them.

    Parameters
    ----------
    value
        The share, above 0 and below 1.
    without_each
        The same without each block, shape (blocks,).
    tell
        As many blocks of one size would tell as much.
    level
        Share of such intervals that hold the truth.
    """
    half = _students(tell, level) * _deviation(without_each) / (value * (1 - value))
    middle = np.log(value / (1 - value))
    return min(_expit(middle - half), value), max(_expit(middle + half), value)


def paired_difference(
    old: NDArray[Any], new: NDArray[Any], figure: str, level: float = 0.95
) -> tuple[float, float, float]:
    """How much higher a pooled figure is in the new counts than in the old, with its interval.

    Both are of the same blocks in the same order, and each block is left out of both: what is hard in a block is
    hard for both, and does not count as a difference.

    Parameters
    ----------
    old, new
        Hit, false and missed of each block, shapes (blocks, 3).
    figure, level
        As in `interval`.

    Returns
    -------
    tuple
        Difference, low, high; with fewer than two blocks that tell anything the interval is all from -1 to 1.

    Raises
    ------
    ValueError
        The two are not of the same blocks.
    """
    if np.shape(old) != np.shape(new):
        raise ValueError(f"counts of other blocks: {np.shape(old)} and {np.shape(new)}")
    sides = [_parts(counts, figure) for counts in (old, new)]
    difference = (figure_of(new, figure) or 0.0) - (figure_of(old, figure) or 0.0)
    size = sides[0][1] + sides[1][1]
    there = size > 0
    if there.sum() < 2:
        return difference, -1.0, 1.0
    before, after = (_without_each(part[there], whole[there]) for part, whole in sides)
    tell = float(size.sum() ** 2 / (size**2).sum())
    half = _students(tell, level) * _deviation(after - before)
    return difference, max(difference - half, -1.0), min(difference + half, 1.0)


def _parts(counts: NDArray[Any], figure: str) -> tuple[Floats, Floats]:
    """What is divided, and by what, of each block, shapes (blocks,)."""
    each = np.asarray(counts, np.float64).reshape(-1, 3)
    part, whole = FIGURES[figure]
    return each @ np.array(part), each @ np.array(whole)


def _without_each(part: Floats, whole: Floats) -> Floats:
    """The pooled figure without each of the blocks, shape (blocks,)."""
    rest = whole.sum() - whole
    return np.asarray((part.sum() - part) / np.where(rest > 0, rest, 1.0))


def _deviation(without_each: Floats) -> float:
    """Standard error of a figure by its values without each block."""
    blocks = len(without_each)
    return float(np.sqrt((blocks - 1) / blocks * ((without_each - without_each.mean()) ** 2).sum()))


def _students(blocks: float, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(max(blocks - 1, 1.0), 0.5 + level / 2))


def _expit(logit: float) -> float:
    with np.errstate(over="ignore"):  # far out it is 0
        return float(1 / (1 + np.exp(-logit)))
