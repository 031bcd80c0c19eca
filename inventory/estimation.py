"""A share with its interval, and how many more decisions it takes to know it well enough.

Here and not in the engine because the dock tells it while a reviewer judges. The interval is that of Wilson
(1927), which holds near 0 and 1 and for few decisions, too (Brown et al. 2001, Statistical Science 16:101).
Where a good part of all there is has been judged, the judged count for more: their variance shrinks by
(N - n) / (N - 1) (Cochran 1977, 2.6).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A value and the ends of its interval."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of what lies between the ends."""
        return (self.high - self.low) / 2


def wilson(
    yes: float, judged: float, population: float | None = None, confidence: float = CONFIDENCE
) -> Interval | None:
    """Share of yes among what was judged, with Wilson's interval; None where nothing was.

    Parameters
    ----------
    yes, judged
        Counts, or effective counts of a sample with weights.
    population
        How many there are in all, where they were drawn without being put back; None for very many.
    confidence
        How often such intervals hold the true share.
    """
    if judged <= 0:
        return None
    share = min(1.0, max(0.0, yes / judged))
    if population is not None and judged >= population:
        return Interval(share, share, share)
    effective = judged if population is None else judged * (population - 1) / (population - judged)
    z2 = _z(confidence) ** 2
    centre = (share + z2 / (2 * effective)) / (1 + z2 / effective)
    half = math.sqrt(z2 * (share * (1 - share) / effective + z2 / (4 * effective**2))) / (1 + z2 / effective)
    return Interval(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def number_for(
    half_width: float, expected: float = 0.5, population: int | None = None, confidence: float = CONFIDENCE
) -> int:
    """How many to judge so that the interval reaches no further than `half_width` to both sides.

    Parameters
    ----------
    half_width
        More than 0, less than 0.5.
    expected
        The share that will be found. 0.5 asks for the most, whatever is found.
    population
        How many there are in all; never more are asked for.
    confidence
        How often such intervals hold the true share.

    Raises
    ------
    ValueError
        The half-width or the share is none.
    """
    if not 0 < half_width < 0.5 or not 0 <= expected <= 1:
        raise ValueError("a half-width lies between 0 and 0.5, a share from 0 to 1")
    low, high = 0, population if population is not None else 1
    while population is None and _half_width(high, expected, None, confidence) > half_width:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if _half_width(middle, expected, population, confidence) > half_width:
            low = middle
        else:
            high = middle
    return high


def more_for(half_width: float, yes: int, judged: int, population: int | None = None) -> int:
    """How many more decisions give that half-width, going by what was found so far; 0 where it is reached.

    As long as nothing was judged, the most that it can take. The share is taken as the middle of the interval,
    for after a few decisions that are all yes nobody knows that all will be.
    """
    so_far = wilson(yes, judged, population)
    expected = 0.5 if so_far is None else (so_far.low + so_far.high) / 2
    return max(0, number_for(half_width, expected, population) - judged)


def _half_width(number: int, share: float, population: int | None, confidence: float) -> float:
    found = wilson(share * number, number, population, confidence)
    return math.inf if found is None else found.half_width


def _z(confidence: float) -> float:
    from statistics import NormalDist  # loads much, and QGIS starts with this module

    return NormalDist().inv_cdf(0.5 + confidence / 2)
