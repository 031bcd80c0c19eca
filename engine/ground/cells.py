"""Windows put together from cells that always lie at the same place.

GDAL reckons what it warps or rasterises from the corner of the window it is asked for, so the last bits of
a pixel vary with that window. A pixel of a cell is the same for everyone, whatever it is read with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell: its first row and column, and what of it goes where in the window."""

    row: int
    column: int
    part: tuple[slice, slice]
    place: tuple[slice, slice]


def cells(row: int, column: int, height: int, width: int, cell_height: int, cell_width: int) -> Iterator[Cell]:
    """The cells that share a pixel with a window, from the top left.

    Parameters
    ----------
    row, column, height, width
        The window.
    cell_height, cell_width
        Size of a cell; the first begins at row 0, column 0.
    """
    for top, rows, rows_place in _along(row, height, cell_height):
        for left, columns, columns_place in _along(column, width, cell_width):
            yield Cell(top, left, (rows, columns), (rows_place, columns_place))


def _along(first: int, count: int, side: int) -> Iterator[tuple[int, slice, slice]]:
    """Along one axis: first pixel of each cell, what of the cell is wanted, and where it goes."""
    for start in range(first // side * side, first + count, side):
        begin, end = max(start, first), min(start + side, first + count)
        yield start, slice(begin - start, end - start), slice(begin - first, end - first)


def halves(height: int, width: int) -> Iterator[tuple[slice, slice]]:
    """Two halves of an array, cut across its longer side."""
    everything = slice(None)
    if height >= width:
        yield slice(0, height // 2), everything
        yield slice(height // 2, None), everything
    else:
        yield everything, slice(0, width // 2)
        yield everything, slice(width // 2, None)
