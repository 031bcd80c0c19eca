"""Reads elevations without those that are no ground (`no_ground`), whatever window is asked for.

A verdict is of a block at a fixed place, from its cells and `_MARGIN` around them: it depends neither on
the window nor on the order. Windows are only looked through for what may be wrong, which is quick, and
blocks are judged where it is so. Memory holds some hundred verdicts, as bits.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .no_ground import (
    DIRECTIONS,
    LEAST_SPIKE,
    PATCH,
    RIM,
    TAIL,
    Bools,
    Floats,
    Rim,
    Thresholds,
    cells_of_fills,
    in_patches,
    is_suspicious,
    may_be_ground,
    rims,
    rims_of_values,
    spikes,
)

BLOCK = 256
"""Cells along the side of the blocks that are judged."""

_MARGIN = 20
_AROUND = RIM + TAIL + PATCH - 1  # cells that show whether something in a window is to be judged
_FARTHEST = 64  # blocks; how far the rim of a fill is looked for
_VERDICTS, _RIMS = 1024, 4096  # kept


@dataclass
class Taken:
    """How many cells were taken out, and of how many: each block counts once."""

    fills: dict[float, int] = field(default_factory=dict)
    rims: int = 0
    spikes: int = 0
    looked_at: int = 0

    def sentences(self, name: str) -> list[str]:
        """What a person is told of a file."""
        found = [
            f"{name} holds {value:g} m over {self._share(count)}, beside ground that lies hundreds of "
            "metres off: a fill that the file does not tell (gdalwarp leaves zeros without -dstnodata); "
            "taken as void."
            for value, count in sorted(self.fills.items(), key=lambda item: -item[1])[:3]
        ]
        if self.rims:
            found.append(
                f"{name} has {self._share(self.rims)} at the rims of its voids that are hundreds of metres "
                "off the ground beside, as if mixed with a void's value; taken as void."
            )
        if self.spikes:
            found.append(
                f"{name} has {self._share(self.spikes)} {LEAST_SPIKE:g} m or more above or below the ground "
                "all around; taken as void."
            )
        return found

    def _share(self, count: int) -> str:
        cells = f"{count} cell{'s' if count > 1 else ''}"
        share = max(count / max(self.looked_at, 1), 0.001)
        return f"{cells} ({share:.1%} of the blocks of {BLOCK} x {BLOCK} that hold such)"


class Plausible:
    """Elevations of one raster, voids and what is no ground as NaN.

    Parameters
    ----------
    read
        Gives a window (row, column, height, width) in metres, voids as NaN.
    shape
        Rows and columns of the raster.
    cell_size
        Metres on the ground of the cell at a row and column.
    """

    def __init__(
        self,
        read: Callable[[int, int, int, int], Floats],
        shape: tuple[int, int],
        cell_size: Callable[[int, int], float],
    ) -> None:
        self._read, self._shape, self._cell_size = read, shape, cell_size
        self._verdicts: OrderedDict[tuple[int, int], npt.NDArray[np.uint8] | None] = OrderedDict()
        self._rims = lru_cache(_RIMS)(self._look)
        self._limits = lru_cache(_RIMS)(self._thresholds)
        self._counted = np.zeros([-(-size // BLOCK) for size in shape], bool)
        self.taken = Taken()

    def window(self, row: int, column: int, height: int, width: int) -> Floats:
        """Elevations of a window inside the raster, metres, shape (height, width)."""
        top, left, around = self._read_around(row, column, height, width, _AROUND)
        values = around[row - top : row - top + height, column - left : column - left + width]
        verdicts = []
        for i in range(row // BLOCK, (row + height - 1) // BLOCK + 1):
            above = max(i * BLOCK - _AROUND, top)
            for j in range(column // BLOCK, (column + width - 1) // BLOCK + 1):
                beside = max(j * BLOCK - _AROUND, left)
                part = around[above - top : (i + 1) * BLOCK + _AROUND - top, beside - left :]
                part = part[:, : (j + 1) * BLOCK + _AROUND - beside]
                if is_suspicious(self._with_edges(above, beside, part)[0]):
                    verdicts.append((i, j, self._verdict(i, j, top, left, around)))
        for i, j, packed in verdicts:  # only now: the values around are those of the verdicts
            self._take_out(values, row, column, i, j, packed)
        return values

    def _verdict(self, i: int, j: int, top: int, left: int, around: Floats) -> npt.NDArray[np.uint8] | None:
        """What is no ground in a block, from what was read if that holds its margin too."""
        if (i, j) not in self._verdicts:
            box = self._box(i * BLOCK, j * BLOCK, BLOCK, BLOCK, _MARGIN)
            rows, columns = slice(box[0] - top, box[2] - top), slice(box[1] - left, box[3] - left)
            is_inside = rows.start >= 0 and columns.start >= 0
            is_inside &= rows.stop <= around.shape[0] and columns.stop <= around.shape[1]
            context = around[rows, columns].copy() if is_inside else self._context(i, j)[2]
            self._verdicts[i, j] = self._judge(i, j, box[0], box[1], context)
            if len(self._verdicts) > _VERDICTS:
                self._verdicts.popitem(last=False)
        return self._verdicts[i, j]

    def _take_out(
        self, values: Floats, row: int, column: int, i: int, j: int, packed: npt.NDArray[np.uint8] | None
    ) -> None:
        """Make NaN of what is no ground in one block."""
        if packed is None:
            return
        void = np.unpackbits(packed).astype(bool).reshape(BLOCK, BLOCK)
        (own_rows, rows), (own_columns, columns) = (
            (slice(low - first, high - first), slice(low - at * BLOCK, high - at * BLOCK))
            for first, size, at in ((row, values.shape[0], i), (column, values.shape[1], j))
            for low, high in ((max(first, at * BLOCK), min(first + size, (at + 1) * BLOCK)),)
        )
        values[own_rows, own_columns][void[rows, columns]] = np.nan

    def _read_around(self, row: int, column: int, height: int, width: int, by: int) -> tuple[int, int, Floats]:
        """A window and some cells around it: its first row and column, and the elevations."""
        top, left, bottom, right = self._box(row, column, height, width, by)
        return top, left, self._read(top, left, bottom - top, right - left)

    def _box(self, row: int, column: int, height: int, width: int, by: int) -> tuple[int, int, int, int]:
        """First row and column of a window with some cells around it, and the ends."""
        rows, columns = self._shape
        return (max(row - by, 0), max(column - by, 0), min(row + height + by, rows), min(column + width + by, columns))

    def _context(self, i: int, j: int) -> tuple[int, int, Floats]:
        return self._read_around(i * BLOCK, j * BLOCK, BLOCK, BLOCK, _MARGIN)

    def _with_edges(self, top: int, left: int, values: Floats) -> tuple[Floats, tuple[int, int]]:
        """A window whose outermost cells go on where the file ends, so that thin collars there fill squares.

        Also the row and column at which the window lies in it.
        """
        extra = PATCH - 1
        bottom, right = top + values.shape[0], left + values.shape[1]
        sides = (
            (extra * (top == 0), extra * (bottom == self._shape[0])),
            (extra * (left == 0), extra * (right == self._shape[1])),
        )
        padded = np.pad(values, sides, mode="edge") if any(map(any, sides)) else values
        return padded, (sides[0][0], sides[1][0])

    def _thresholds(self, i: int, j: int) -> Thresholds:
        row, column = ((at * BLOCK + BLOCK // 2, size) for at, size in zip((i, j), self._shape, strict=True))
        return Thresholds.of(self._cell_size(min(row[0], row[1] - 1), min(column[0], column[1] - 1)))

    def _judge(self, i: int, j: int, top: int, left: int, values: Floats) -> npt.NDArray[np.uint8] | None:
        """What is no ground in a block, as bits of shape (`BLOCK`, `BLOCK`); None where all is.

        `values` are those of the block and its margin, which begin at `top`, `left`.
        """
        if may_be_ground(values):
            return None
        first = i * BLOCK - top, j * BLOCK - left
        inner = slice(first[0], first[0] + BLOCK), slice(first[1], first[1] + BLOCK)
        limits = self._limits(i, j)
        stored = values
        found = [self._of_fills(i, j, top, left, values)]
        values = _without(values, found[0])
        found.append(rims(values, limits.rim, inner))
        values = _without(values, found[1])
        found.append(spikes(values, limits.spike))
        if not any(part.any() for part in found):
            return None
        parts = [part[inner] for part in found]
        self._count(i, j, stored[inner], parts)
        void = parts[0] | parts[1] | parts[2]
        if not void.any():
            return None
        whole = np.zeros((BLOCK, BLOCK), bool)
        whole[: void.shape[0], : void.shape[1]] = void
        return np.packbits(whole)

    def _count(self, i: int, j: int, stored: Floats, parts: list[Bools]) -> None:
        if self._counted[i, j]:
            return
        self._counted[i, j] = True
        taken = self.taken
        for value, count in zip(*np.unique(stored[parts[0]], return_counts=True), strict=True):
            taken.fills[float(value)] = taken.fills.get(float(value), 0) + int(count)
        taken.rims += int(parts[1].sum())
        taken.spikes += int(parts[2].sum())
        taken.looked_at += stored.size

    def _of_fills(self, i: int, j: int, top: int, left: int, values: Floats) -> Bools:
        """The cells of a block and its margin that one value fills without being ground."""
        flat = in_patches(values, *self._with_edges(top, left, values))
        if not flat.any():
            return flat
        found = rims_of_values(values, flat, self._limits(i, j).fill)
        fills = [value for value, rim in found.items() if self._is_fill(i, j, value, rim)]
        return cells_of_fills(values, flat, fills) if fills else np.zeros(values.shape, bool)

    def _look(self, i: int, j: int) -> dict[float, Rim] | None:
        """The values that fill squares in a block and its margin, and their rims; None if all is ground."""
        top, left, values = self._context(i, j)
        if may_be_ground(values):
            return None
        flat = in_patches(values, *self._with_edges(top, left, values))
        return rims_of_values(values, flat, self._limits(i, j).fill) if flat.any() else {}

    def _is_fill(self, i: int, j: int, value: float, rim: Rim) -> bool:
        """Whether a value is no ground, by its rim in the block, or by the next rims in eight directions.

        Ground in one direction outweighs: the sea may reach to where a file ends.
        """
        if rim.is_fill is not None or not rim.covers:
            return bool(rim.is_fill)
        found = False
        for direction in DIRECTIONS:
            verdict = self._next_rim(i, j, value, *direction)
            if verdict is False:
                return False
            found |= verdict is True
        return found

    def _next_rim(self, i: int, j: int, value: float, down: int, right: int) -> bool | None:
        for step in range(1, _FARTHEST + 1):
            row, column = i + step * down, j + step * right
            if not (0 <= row < self._counted.shape[0] and 0 <= column < self._counted.shape[1]):
                return None
            rims_there = self._rims(row, column)
            if rims_there is None:
                return False
            rim = rims_there.get(value)
            if rim is None or rim.is_fill is not None or not rim.covers:
                return rim.is_fill if rim else None
        return None


def _without(values: Floats, void: Bools) -> Floats:
    """An array with some cells as NaN; itself where there are none."""
    return np.where(void, np.nan, values) if void.any() else values
