"""Follows the rows of a detection and keeps, block by block, where something was seen.

A block is kept where the probability reaches `steps.LOWEST` somewhere in it. So what lies beyond the blocks is known,
too: it is less. Blocks lie at fixed places of the run's grid, whatever the strips were in which the rows came, and
memory holds one row of blocks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from affine import Affine

from ..outlines.probability import NODATA, lowest_byte_above
from .blocks import Block
from .steps import steps_for

HEIGHT, WIDTH = 128, 256
"""Pixels of a block: its row in the inventory is small beside its content, and one row of blocks is little memory."""


class Keeper:
    """Takes rows of probability from top to bottom.

    Parameters
    ----------
    transform
        Of the grid that is searched.
    width
        Its pixels in a row.
    threshold
        The run's.
    """

    def __init__(self, transform: Affine, width: int, threshold: float) -> None:
        self._transform, self._width = transform, width
        self.steps = steps_for(threshold)
        self._rows: npt.NDArray[Any] | None = None
        self._first = self._filled = 0
        self._starts = np.arange(0, width, WIDTH)

    def add_rows(self, probability: npt.NDArray[Any]) -> list[Block]:
        """Add the next rows, as `OutlineTracer.add_rows` gets them; the blocks that are complete with them."""
        found: list[Block] = []
        if self._rows is None:
            self._rows = np.empty((HEIGHT, self._width), probability.dtype)
        at = 0
        while at < len(probability):
            count = min(HEIGHT - self._filled, len(probability) - at)
            self._rows[self._filled : self._filled + count] = probability[at : at + count]
            self._filled, at = self._filled + count, at + count
            if self._filled == HEIGHT:
                found += self.flush()
        return found

    def flush(self) -> list[Block]:
        """The blocks of the rows that came last, though they may be few: no others, or they are wanted now."""
        if self._rows is None or not self._filled:
            return []
        rows = self._rows[: self._filled]
        found = [self._block(rows, column) for column in self._starts[self._are_kept(rows)].tolist()]
        self._first, self._filled = self._first + self._filled, 0
        return found

    def _are_kept(self, rows: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which of the blocks reach the lowest level that is drawn."""
        lowest = self.steps.limits[self.steps.lowest]
        if rows.dtype == np.uint8:
            # One more, modulo 256: what has no data is 0 then, and the lowest byte is exceeded where it is reached.
            highest = (rows + np.uint8(255 - NODATA + 1)).max(axis=0)
            return np.asarray(np.maximum.reduceat(highest, self._starts) > lowest_byte_above(lowest))
        return np.asarray(np.fmax.reduceat(np.fmax.reduce(rows, axis=0), self._starts) >= lowest)

    def _block(self, rows: npt.NDArray[Any], column: int) -> Block:
        pixels = self.steps.of(rows[:, column : column + WIDTH])
        return Block(self._transform @ Affine.translation(column, self._first), pixels, self.steps)
