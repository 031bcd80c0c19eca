"""The ground around the cells that are asked about: what their rays run over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..terrain.dem import Dem
from .loops import COARSE, FINE

Singles = npt.NDArray[np.float32]

MARGIN = 16
"""Columns of padding on both sides of a grid: a group of neighbouring cells leaves it one by one."""

MOST_STEPS = 2048
"""Cells that a ray walks at full resolution; what lies farther is looked at on a coarser grid."""

_VOID = np.float32(-1e6)  # so far down that neither it nor a mean with it is ever seen
_CELLS_AT_A_TIME = 4_000_000


@dataclass(frozen=True)
class Heights:
    """Elevations around some cells, padded for `loops.trace_ray`.

    `top`, `left` are the DEM's row and column of the first cell (in cells of `factor` by `factor`);
    `values` has one row of padding below and `MARGIN` columns on both sides; `fine` and `coarse` hold
    the highest elevation that a group's ray can meet in 8 or 64 steps from a block; distances run from
    `first` to `last` metres.
    """

    top: int
    left: int
    factor: int
    values: Singles
    fine: Singles
    coarse: Singles
    highest: float
    first: float
    last: float


def surroundings(
    dem: Dem, window: tuple[int, int, int, int], steps: tuple[float, float], reach: float
) -> list[Heights]:
    """Grids that hold all terrain up to `reach` metres from the cells of a window.

    One at full resolution; where `reach` is more than `MOST_STEPS` cells away, a second one of the
    means of several cells begins there. Memory is bounded by the window and `MOST_STEPS`, not by the DEM.

    Parameters
    ----------
    dem
        An open DEM.
    window
        Row, column, height, width, in cells.
    steps
        Smallest length on the ground of one step down and of one to the right, metres.
    reach
        Metres.
    """
    side = min(steps)
    near = min(reach, MOST_STEPS * side)
    grids = [_grid(dem, window, steps, 1, 0.0, near)]
    if reach > near:
        factor = int(np.ceil(reach / near))
        grids.append(_grid(dem, window, steps, factor, near, reach))
    return grids


def _grid(
    dem: Dem, window: tuple[int, int, int, int], steps: tuple[float, float], factor: int, first: float, last: float
) -> Heights:
    row, column, height, width = window
    around = [int(np.ceil(last / step)) + 2 * factor for step in steps]
    top = max(row - around[0], 0) // factor * factor
    left = max(column - around[1], 0) // factor * factor
    bottom = min(row + height + around[0], dem.shape[0])
    right = min(column + width + around[1], dem.shape[1])
    # Groups begin at multiples of their size: the grid does too, and then they fit in it whole.
    left -= left % (MARGIN * factor)
    shape = -(-(bottom - top) // factor), -(-(right - left) // factor)
    columns = -(-shape[1] // MARGIN) * MARGIN
    values = np.full((shape[0] + 1, columns + 2 * MARGIN + 1), _VOID, dtype=np.float32)
    inner = values[: shape[0], MARGIN : MARGIN + shape[1]]
    for start, part in _read(dem, (top, left, bottom, right), factor):
        inner[start : start + len(part)] = part
    fine, coarse = _highest_around(values, FINE), _highest_around(values, COARSE)
    return Heights(top // factor, left // factor, factor, values, fine, coarse, float(values.max()), first, last)


def _read(dem: Dem, box: tuple[int, int, int, int], factor: int) -> Iterator[tuple[int, Singles]]:
    """Strips of a window (first row in the grid, elevations); means of `factor` by `factor` cells."""
    top, left, bottom, right = box
    rows = max(1, _CELLS_AT_A_TIME // max(right - left, 1) // factor) * factor
    for start in range(top, bottom, rows):
        number = min(rows, bottom - start)
        values = dem.elevations(start, left, number, right - left).astype(np.float32)
        if factor > 1:
            values = _means(values, factor)
        values[np.isnan(values)] = _VOID
        yield (start - top) // factor, values


def _means(values: Singles, factor: int) -> Singles:
    """Means of blocks of cells; NaN only where all of a block is."""
    rows, columns = (-(-size // factor) for size in values.shape)
    padded = np.full((rows * factor, columns * factor), np.nan, dtype=np.float32)
    padded[: values.shape[0], : values.shape[1]] = values
    blocks = padded.reshape(rows, factor, columns, factor)
    known = ~np.isnan(blocks)
    number = known.sum(axis=(1, 3))
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Singles = np.where(known, blocks, 0).sum(axis=(1, 3), dtype=np.float32) / number
    return means


def _highest_around(values: Singles, size: int) -> Singles:
    """The highest elevation that `size` steps from anywhere in a block can meet, for a whole group.

    That is within the blocks next to it, and to the right as many more as a group is wide.
    """
    rows, columns = (-(-length // size) for length in values.shape)
    padded = np.full((rows * size, columns * size), _VOID, dtype=np.float32)
    padded[: values.shape[0], : values.shape[1]] = values
    highest = padded.reshape(rows, size, columns, size).max(axis=(1, 3))
    right = 1 + -(-MARGIN // size)
    framed = np.pad(highest, ((1, 1), (1, right)), constant_values=_VOID)
    found: Singles = highest.copy()
    for down in range(3):
        for across in range(2 + right):
            np.maximum(found, framed[down : down + rows, across : across + columns], out=found)
    return found


def steps_of(dem: Dem, window: tuple[int, int, int, int]) -> tuple[float, float]:
    """Smallest length on the ground of one step down and of one to the right in a window, metres.

    Raises
    ------
    UserError
        There is none: the cells are smaller than can be told, as in a file that is damaged.
    """
    values: Any = dem.ground_steps(*window).values
    per_column = np.hypot(values[0], values[1]).min()
    per_row = np.hypot(values[2], values[3]).min()
    if not min(per_row, per_column) > 0:
        raise UserError(
            f"The cells of {dem.path.name} have no length on the ground; look at its cell size, or give another DEM."
        )
    return float(per_row), float(per_column)


def margin(dem: Dem, row: int, column: int, reach: float) -> tuple[int, int]:
    """Rows and columns that lie within `reach` metres of a cell; for the planning of windows only."""
    steps = steps_of(dem, (row, column, 1, 1))
    rows, columns = (min(int(reach / step) + 1, size) for step, size in zip(steps, dem.shape, strict=True))
    return rows, columns
