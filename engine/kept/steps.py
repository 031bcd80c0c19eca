"""The levels of probability that are kept: steps of 0.05, of which one is the run's own threshold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..outlines.probability import NODATA, lowest_byte_above

LOWEST = 0.1
"""Ground where the probability reaches this is kept, and drawn from this level on."""
_BELOW = 0.05
"""Told apart from what is less, because the slope along the lowest outline needs to know what is beyond it."""
_ORDINARY = tuple(step / 20 for step in range(2, 20))
_HIGHEST = 0.98
_SAME = 0.025
"""A step nearer to the threshold than half of 0.05 gives way to it."""


@dataclass(frozen=True)
class Steps:
    """Limits of probability, ascending; a pixel's step is how many of them it reaches.

    Attributes
    ----------
    limits
        Probabilities, 0 to 1.
    threshold
        Place among them of the run's own threshold.
    lowest
        Place of the first at which outlines can be drawn; what is below is not wholly kept.
    """

    limits: tuple[float, ...]
    threshold: int
    lowest: int

    @cached_property
    def _of_bytes(self) -> npt.NDArray[np.uint8]:
        """The step of each byte of a probability raster."""
        firsts = [lowest_byte_above(limit) for limit in self.limits]
        table = np.searchsorted(firsts, np.arange(256), side="right").astype(np.uint8)
        table[NODATA] = 0
        return table

    def of(self, probability: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
        """The step of each pixel, of bytes as of `engine.outlines.probability` or of floating point; 0 without data."""
        if probability.dtype == np.uint8:
            return np.asarray(self._of_bytes[probability])
        limits = np.array(self.limits, probability.dtype)  # as a threshold is compared
        steps = np.searchsorted(limits, probability, side="right").astype(np.uint8)
        steps[np.isnan(probability)] = 0
        return steps

    def middles(self) -> npt.NDArray[np.float32]:
        """The probability that stands for each step, from 0 on."""
        ends = np.array([0.0, *self.limits, 1.0])
        return np.asarray((ends[1:] + ends[:-1]) / 2, np.float32)


def steps_for(threshold: float) -> Steps:
    """The steps of a run with this threshold."""
    others = [limit for limit in (*_ORDINARY, _HIGHEST) if abs(limit - threshold) > _SAME]
    drawn = sorted({*others, threshold})
    below = [_BELOW] if drawn[0] > _BELOW else []
    limits = (*below, *drawn)
    return Steps(limits, limits.index(threshold), len(below))
