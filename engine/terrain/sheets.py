"""Where tiles lie: those of one cell size on a sheet, cell on cell, and several sheets on the finest one's grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from affine import Affine

Floats = npt.NDArray[np.float64]
Part = tuple[int, int, int, int]
"""Column, row, width and height, as rasterio's windows have them."""

_SAME_SIZE = 1e-6
"""Share by which cell sizes of one sheet may differ."""
_IN_PLACE = 0.02
"""Of a cell, by which tiles of one sheet may miss its grid: coordinates are rounded."""


class Box(NamedTuple):
    """A raster that is north-up: its left and upper edge, the size of its cells, its rows and columns."""

    left: float
    top: float
    wide: float
    high: float
    height: int
    width: int

    def rounded(self) -> Box:
        """The same, equal for two rasters of one place whose coordinates differ by rounding."""
        left, top = (round(value * 1e7) / 1e7 for value in (self.left, self.top))
        return self._replace(left=left, top=top, wide=round(self.wide, 10), high=round(self.high, 10))


@dataclass
class Sheet:
    """Tiles (numbers in a list) of one cell size; `boxes` are first row and column, and those behind the last.

    Rows and columns count from the corner of the `origin`, and may be negative.
    """

    origin: Box
    tiles: list[int]
    boxes: npt.NDArray[np.int64]

    def touched(self, row: int, column: int, height: int, width: int) -> list[int]:
        """Which of its tiles a window lies on, in the order in which they were given."""
        top, left, bottom, right = self.boxes.T
        found = (top < row + height) & (bottom > row) & (left < column + width) & (right > column)
        return [int(index) for index in np.flatnonzero(found)]

    def part(self, index: int, row: int, column: int, height: int, width: int) -> tuple[Part, tuple[slice, slice]]:
        """What a window needs of a tile, and where that lies in the window."""
        top, left, bottom, right = self.boxes[index].tolist()
        rows, columns = (max(row, top), min(row + height, bottom)), (max(column, left), min(column + width, right))
        part = columns[0] - left, rows[0] - top, columns[1] - columns[0], rows[1] - rows[0]
        return part, (slice(rows[0] - row, rows[1] - row), slice(columns[0] - column, columns[1] - column))


ReadSheet = Callable[[Sheet, int, int, int, int], Floats]


@dataclass(frozen=True)
class Sheets:
    """Sheets, the finest first, whose grid is that of all; `first` is its row and column of the upper left corner."""

    sheets: list[Sheet]
    first: tuple[int, int]
    shape: tuple[int, int]

    @property
    def transform(self) -> Any:
        """Affine transformation from column, row to the coordinate system."""
        origin, (row, column) = self.sheets[0].origin, self.first
        left, top = origin.left + column * origin.wide, origin.top - row * origin.high
        return Affine(origin.wide, 0, left, 0, -origin.high, top)

    def read(self, row: int, column: int, height: int, width: int, read_sheet: ReadSheet) -> Floats:
        """A window of all, (height, width): of the finest sheet that has a value, NaN where none has."""
        top, left = row + self.first[0], column + self.first[1]
        values = read_sheet(self.sheets[0], top, left, height, width)
        finest = self.sheets[0].origin
        for sheet in self.sheets[1:]:
            if not np.isnan(values).any():
                break
            other = sheet.origin
            down, right = np.arange(top, top + height) + 0.5, np.arange(left, left + width) + 0.5
            rows = np.asarray(((other.top - finest.top) + down * finest.high) / other.high - 0.5)
            columns = np.asarray(((finest.left - other.left) + right * finest.wide) / other.wide - 0.5)
            values = np.where(np.isnan(values), _interpolated(sheet, rows, columns, read_sheet), values)
        return values


def _interpolated(sheet: Sheet, rows: Floats, columns: Floats, read_sheet: ReadSheet) -> Floats:
    """Bilinear between the middles of a sheet's cells at places told in cells; where the nearest is void, NaN.

    Void neighbours count nothing, so that the last half cell before an edge keeps the edge's own value.
    """
    (row, down), (column, right) = _between(rows), _between(columns)
    top, left = int(row.min()), int(column.min())
    height, width = int(row.max()) + 2 - top, int(column.max()) + 2 - left
    if not sheet.touched(top, left, height, width):
        return np.full((len(rows), len(columns)), np.nan)
    cells = read_sheet(sheet, top, left, height, width)
    known = ~np.isnan(cells)
    filled = np.where(known, cells, 0.0)
    total, weight = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)))
    for below, vertical in ((0, 1 - down), (1, down)):
        for beside, horizontal in ((0, 1 - right), (1, right)):
            at = np.ix_(row - top + below, column - left + beside)
            share = vertical[:, None] * horizontal[None, :] * known[at]
            total += share * filled[at]
            weight += share
    nearest = known[np.ix_(np.round(rows).astype(np.int64) - top, np.round(columns).astype(np.int64) - left)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(nearest & (weight > 0), total / weight, np.nan)


def _between(places: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """The cell before each place, and the way to the next one, 0 to 1; exactly 0 on its middle."""
    whole = np.round(places)
    places = np.where(np.abs(places - whole) < _IN_PLACE, whole, places)
    before = np.floor(places)
    return before.astype(np.int64), places - before


def sheets_of(boxes: Sequence[Box]) -> Sheets:
    """Put tiles on sheets: those of one size whose cells lie on each other's.

    Parameters
    ----------
    boxes
        Of each tile, in the order in which they were given.
    """
    found: list[tuple[Box, list[tuple[int, int, int]]]] = []
    for number, box in enumerate(boxes):
        places = ((members, _offset(origin, box)) for origin, members in found)
        members, offset = next((place for place in places if place[1] is not None), ([], (0, 0)))
        if not members:
            found.append((box, members))
        members.append((number, *(offset or (0, 0))))
    sheets = []
    for origin, members in found:
        sizes = np.array([(boxes[number].height, boxes[number].width) for number, *_ in members], dtype=np.int64)
        starts = np.array([start for _, *start in members], dtype=np.int64)
        sheets.append(Sheet(origin, [number for number, *_ in members], np.hstack([starts, starts + sizes])))
    sheets.sort(key=lambda sheet: sheet.origin.wide * sheet.origin.high)
    first, last = _corners(sheets)
    return Sheets(sheets, first, (last[0] - first[0], last[1] - first[1]))


def _offset(origin: Box, box: Box) -> tuple[int, int] | None:
    """Rows and columns from one raster's corner to another's; None where their cells do not lie on each other."""
    for one, other in ((origin.wide, box.wide), (origin.high, box.high)):
        if abs(other / one - 1) > _SAME_SIZE:
            return None
    rows, columns = (origin.top - box.top) / origin.high, (box.left - origin.left) / origin.wide
    if max(abs(rows - round(rows)), abs(columns - round(columns))) > _IN_PLACE:
        return None
    return round(rows), round(columns)


def _corners(sheets: Sequence[Sheet]) -> tuple[tuple[int, int], tuple[int, int]]:
    """First row and column of all sheets in cells of the first, and those behind the last."""
    finest, ends = sheets[0].origin, []
    for sheet in sheets:
        own, (top, left), (bottom, right) = sheet.origin, sheet.boxes[:, :2].min(axis=0), sheet.boxes[:, 2:].max(axis=0)
        vertical = [(finest.top - own.top + row * own.high) / finest.high for row in (top, bottom)]
        across = [(own.left - finest.left + column * own.wide) / finest.wide for column in (left, right)]
        ends.append((vertical[0], across[0], vertical[1], across[1]))
    low, high = np.min(ends, axis=0), np.max(ends, axis=0)
    begin = tuple(int(np.floor(value + _IN_PLACE)) for value in low[:2])
    end = tuple(int(np.ceil(value - _IN_PLACE)) for value in high[2:])
    return (begin[0], begin[1]), (end[0], end[1])
