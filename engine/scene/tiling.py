"""Where the tiles lie, and how their overlapping predictions become one seamless surface."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

_PIXELS_AT_ONCE = 2**20
"""Of finished rows: large against the cost of a step, small against what tiles take."""
_ROWS_LOOKED_AT = 256


def tile_starts(length: int, tile: int, overlap: int) -> list[int]:
    """First pixels of the tiles along one axis.

    Neighbours share `overlap` pixels; the last tile is moved back so that it ends with the scene. A
    scene shorter than a tile gets one tile, which then reaches over the end.

    Parameters
    ----------
    length
        Pixels of the scene along the axis.
    tile, overlap
        Pixels.

    Examples
    --------
    >>> tile_starts(1000, 480, 160)
    [0, 320, 520]
    """
    if length <= tile:
        return [0]
    starts = list(range(0, length - tile, tile - overlap))
    return [*starts, length - tile]


def starts_that_touch(starts: list[int], tile: int, first: int, length: int) -> list[int]:
    """Those of the tiles along one axis that share a pixel with `length` pixels from `first`.

    Examples
    --------
    >>> starts_that_touch([0, 320, 520], 480, 480, 100)
    [320, 520]
    """
    return [start for start in starts if start < first + length and start + tile > first]


def edge_weights(tile: int, overlap: int) -> npt.NDArray[np.float32]:
    """Weights of a tile's pixels: 1 inside, falling linearly to the edge over the overlap.

    In a regular overlap two neighbours' weights add up to 1, so one fades into the other without a
    step. They are never zero: a pixel on the scene's edge has one tile only.

    Returns
    -------
    ndarray of float32, shape (tile, tile)
    """
    distance = np.minimum(np.arange(tile), np.arange(tile)[::-1]) + 0.5
    ramp = np.minimum(1.0, distance / max(overlap, 1)).astype(np.float32)
    return np.outer(ramp, ramp).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the scene's grid."""

    row: int
    column: int
    height: int
    width: int

    def within(self, row: int, column: int) -> tuple[slice, slice]:
        """What an array that begins at this row and column holds of the rectangle."""
        return (
            slice(max(self.row - row, 0), max(self.row + self.height - row, 0)),
            slice(max(self.column - column, 0), max(self.column + self.width - column, 0)),
        )


class Area(Protocol):
    """What a detection is limited to, as a mask on the scene's grid."""

    @abstractmethod
    def mask(self, row: int, count: int, column: int = 0, width: int | None = None) -> npt.NDArray[np.bool_]:
        """Whether each pixel lies inside; shape (count, width), of full rows if not told."""

    def touches(self, part: Part) -> bool:
        """Whether any pixel of a part of the grid lies inside."""
        rows = range(part.row, part.row + part.height, _ROWS_LOOKED_AT)
        end = part.row + part.height
        return any(self.mask(row, min(_ROWS_LOOKED_AT, end - row), part.column, part.width).any() for row in rows)


@dataclass(frozen=True, slots=True)
class Touching:
    """The tiles that share a pixel with a part: their first rows and columns, and all that they read."""

    rows: list[int]
    columns: list[int]
    read: Part


def tiles_that_touch(height: int, width: int, tile: int, overlap: int, part: Part) -> Touching:
    """Those of a scene's tiles that share a pixel with a part of it."""
    rows = starts_that_touch(tile_starts(height, tile, overlap), tile, part.row, part.height)
    columns = starts_that_touch(tile_starts(width, tile, overlap), tile, part.column, part.width)
    bottom, right = min(rows[-1] + tile, height), min(columns[-1] + tile, width)
    return Touching(rows, columns, Part(rows[0], columns[0], bottom - rows[0], right - columns[0]))


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Where one tile lies: first row and column in the scene's grid."""

    row: int
    column: int


def rows_at_once(width: int) -> int:
    """How many rows of a width are worked on at a time."""
    return max(1, _PIXELS_AT_ONCE // width)


class Blender:
    """Blends tiles into finished rows; holds one tile's height of rows, however long the scene.

    Tiles come in order of their rows. A row is finished when no later tile can touch it.

    Parameters
    ----------
    part
        What of the scene's grid is blended: every tile begins inside it.
    tile, overlap
        Of the tiles, in pixels.
    """

    def __init__(self, part: Part, tile: int, overlap: int) -> None:
        self._end, self._left, self._right = part.row + part.height, part.column, part.column + part.width
        self._tile = tile
        self._weights = edge_weights(tile, overlap)
        self._sum: npt.NDArray[np.float32] = np.zeros((tile, part.width), np.float32)
        self._weight = np.zeros((tile, part.width), np.float32)
        self._first_row = part.row

    def advance_to(self, row: int) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
        """Give the rows before `row`, which are finished, as (first row, values (h, width) or (2, h, width)).

        Few at a time, so that what is made of them takes little memory however wide the scene is.
        """
        row = min(row, self._end)
        step = rows_at_once(self._right - self._left)
        while self._first_row < row:
            count = min(row - self._first_row, self._tile)
            for start in range(0, count, step):
                part = np.s_[..., start : min(start + step, count), :]
                total, weight = self._sum[part], self._weight[part]
                finished = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
                yield self._first_row + start, finished
            for buffer in (self._sum, self._weight):
                buffer[..., :-count, :] = buffer[..., count:, :].copy()
                buffer[..., self._tile - count :, :] = 0
            self._first_row += count

    def add(self, place: TilePlace, probability: npt.NDArray[np.float32]) -> None:
        """Add one tile, (tile, tile), or (2, tile, tile) in all calls. What reaches over the part's end is left out."""
        top, left = place.row - self._first_row, place.column - self._left
        rows = min(self._tile, self._end - place.row)
        columns = min(self._tile, self._right - place.column)
        if probability.ndim > self._sum.ndim:  # nothing was added before
            self._sum = np.zeros((len(probability), *self._sum.shape), np.float32)
        target = np.s_[..., top : top + rows, left : left + columns]
        weights = self._weights[:rows, :columns]
        self._sum[target] += probability[..., :rows, :columns] * weights
        self._weight[target] += weights
