"""Make the colours of one image those of another: a straight line per band, which varies over the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FEWEST = 400
"""Common pixels that a place of its own needs; elsewhere the line of the whole scene serves."""
_MOST = 2.0
"""How many times steeper, or flatter, a place's line may be than that of the whole scene."""


@dataclass(frozen=True)
class Places:
    """Places spread evenly over a scene of height x width pixels, in rows and columns."""

    height: int
    width: int
    rows: int
    columns: int

    def along(self, axis: int, first: int, count: int) -> tuple[Any, Any, Floats]:
        """For pixels along an axis: the place before, the place after, and how far it is to that (0 to 1)."""
        length, number = (self.height, self.rows) if axis == 0 else (self.width, self.columns)
        at = (np.arange(first, first + count) + 0.5) * (number / length) - 0.5
        at = np.clip(at, 0, number - 1)
        before = np.minimum(at.astype(np.intp), max(number - 2, 0))
        return before, np.minimum(before + 1, number - 1), at - before


@dataclass(frozen=True)
class Colours:
    """Lines (gain, offset) at places, each array (bands, rows, columns)."""

    places: Places
    gains: Floats
    offsets: Floats

    def adapt(self, values: Floats, row: int, column: int) -> Floats:
        """Values (bands, height, width) of a window that begins at a row and column of the scene.

        Every pixel is reckoned by itself: it does not matter what is adapted with it.
        """
        rows = self.places.along(0, row, values.shape[1])
        columns = self.places.along(1, column, values.shape[2])
        return np.stack(
            [
                band * _between(gains, rows, columns) + _between(offsets, rows, columns)
                for band, gains, offsets in zip(values, self.gains, self.offsets, strict=True)
            ]
        )


def _between(nodes: Floats, rows: tuple[Any, Any, Floats], columns: tuple[Any, Any, Floats]) -> Floats:
    above, below, down = rows
    left, right, across = columns
    upper = nodes[above][:, left] * (1 - across) + nodes[above][:, right] * across
    lower = nodes[below][:, left] * (1 - across) + nodes[below][:, right] * across
    return np.asarray(upper * (1 - down[:, None]) + lower * down[:, None])


def match(places: Places, one: list[list[Any]], other: list[list[Any]]) -> Colours | None:
    """The lines that give the second image the median and spread of the first.

    Parameters
    ----------
    places
        Where the samples lie.
    one, other
        Samples of the two images, by rows and columns of places: arrays (bands, n) of the same pixels, of
        those only that are good in both. A place uses its neighbours' samples too.

    Returns
    -------
    Colours, or None where the images share too little.
    """
    everything = np.concatenate([part for line in one for part in line], axis=1)
    if everything.shape[1] < _FEWEST:
        return None
    others = np.concatenate([part for line in other for part in line], axis=1)
    whole = [_line(a, b) for a, b in zip(everything, others, strict=True)]
    gains, offsets = (np.empty((len(whole), places.rows, places.columns)) for _ in range(2))
    for row in range(places.rows):
        for column in range(places.columns):
            near = np.s_[max(row - 1, 0) : row + 2], np.s_[max(column - 1, 0) : column + 2]
            first, second = (
                np.concatenate([part for line in image[near[0]] for part in line[near[1]]], axis=1)
                for image in (one, other)
            )
            for band, (gain, offset) in enumerate(whole):
                if first.shape[1] >= _FEWEST:
                    gain, offset = _line(first[band], second[band], gain)
                gains[band, row, column], offsets[band, row, column] = gain, offset
    return Colours(places, gains, offsets)


def _line(one: Any, other: Any, usual: float | None = None) -> tuple[float, float]:
    """Gain and offset from medians and from the spread between the 16th and the 84th percentile."""
    low, median, high = np.percentile(one, (16, 50, 84))
    its_low, its_median, its_high = np.percentile(other, (16, 50, 84))
    gain = (high - low) / (its_high - its_low) if its_high > its_low and high > low else usual or 1.0
    if usual is not None:
        gain = min(max(gain, usual / _MOST), usual * _MOST)
    return float(gain), float(median - gain * its_median)
