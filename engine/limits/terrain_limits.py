"""Limits by elevation and slope: which pixels of a scene a DEM leaves to be searched."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..climate.cell_grid import CellGrid
from ..ground.cells import cells, halves
from ..ground.geodesy import transformer_between
from ..scene.grid import Grid
from ..scene.ranges import Range
from ..scene.tiling import Area
from ..terrain.dem import Dem, slope_degrees
from ..terrain.places import Places

_ROWS, _COLUMNS = 256, 2048
"""Cells of the mask; each is reckoned as a whole, whatever is asked for."""
_MOST_DEM_CELLS = 2**20
"""Cells of the DEM that are read at a time."""
_KEPT = 256
"""Cells of the mask that are kept, as bits (64 KiB each): neighbouring tile rows ask again."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class TerrainLimits(Area):
    """What lies within a range of elevations and of slopes, asked as a `StudyArea` is.

    A pixel has the elevation and the slope (Horn 1981, on true metres) of the DEM's cell in which its
    middle lies. Where the DEM has none, the pixel counts as inside.

    Parameters
    ----------
    dem
        Open, in any coordinate system and resolution.
    elevation, slope
        Metres; degrees.
    grid
        The scene's.

    Raises
    ------
    UserError
        Where DEM and scene share no ground.
    """

    def __init__(self, dem: Dem, elevation: Range, slope: Range, grid: Grid) -> None:
        self._dem, self._elevation, self._slope, self._grid = dem, elevation, slope, grid
        around = CellGrid(dem.crs, dem.transform, dem.shape).period
        self._places = Places(grid.transform, dem.transform, transformer_between(grid.crs, dem.crs), around)
        self._reading = threading.Lock()
        self._packed = lru_cache(_KEPT)(self._pack_cell)
        self._unknown: dict[tuple[int, int], int] = {}
        self._check_overlap()

    @property
    def facts(self) -> dict[str, Any]:
        """What decides the mask, by name."""
        ranges = (self._elevation, self._slope)
        return {"elevation and slope": [[str(end) for end in (r.low, r.high)] for r in ranges], "DEM": self._dem.stamp}

    def mask(self, row: int, count: int, column: int = 0, width: int | None = None) -> Bools:
        """Whether each pixel lies inside the limits; shape (count, width), of full rows if not told."""
        width = self._grid.width - column if width is None else width
        inside = np.empty((count, width), bool)
        for cell in cells(row, column, count, width, _ROWS, _COLUMNS):
            inside[cell.place] = self._cell(cell.row, cell.column)[cell.part]
        return inside

    def messages(self) -> list[str]:
        """How much of what was looked at the DEM does not know."""
        unknown = sum(self._unknown.values())
        if not unknown:
            return []
        looked_at = sum(rows * columns for rows, columns in map(self._size, self._unknown))
        return [
            f"{self._dem.path.name} has no data for {max(unknown / looked_at, 0.001):.1%} of the pixels; "
            "these were searched whatever their elevation and slope."
        ]

    def _size(self, at: tuple[int, int]) -> tuple[int, int]:
        """Rows and columns of a cell of the mask; those at the end of the grid are smaller."""
        return min(_ROWS, self._grid.height - at[0]), min(_COLUMNS, self._grid.width - at[1])

    def _cell(self, row: int, column: int) -> Bools:
        height, width = self._size((row, column))
        with self._reading:  # GDAL reads a file for one thread at a time
            packed = self._packed(row, column)
        return np.unpackbits(packed, count=height * width).astype(bool).reshape(height, width)

    def _pack_cell(self, row: int, column: int) -> npt.NDArray[np.uint8]:
        height, width = self._size((row, column))
        rows, columns = self._places.window(row, column, height, width)
        if self._places.around:
            columns = columns % self._places.around
        inside = np.ones((height, width), bool)
        self._unknown[row, column] = self._judge(rows, columns, inside)
        return np.packbits(inside)

    def _judge(self, rows: Floats, columns: Floats, inside: Bools) -> int:
        """Set False in `inside`, a view, where pixels at these places lie outside; number of unknown ones."""
        height, width = self._dem.shape
        with np.errstate(invalid="ignore"):
            there = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        if not there.any():
            return int(there.size)
        at_rows, at_columns = (place[there].astype(np.intp) for place in (rows, columns))
        top, left = int(at_rows.min()), int(at_columns.min())
        down, right = int(at_rows.max()) - top + 1, int(at_columns.max()) - left + 1
        if down * right > _MOST_DEM_CELLS and there.size > 1:
            return sum(self._judge(rows[p], columns[p], inside[p]) for p in halves(*there.shape))
        block = self._dem.block(top, left, down, right)
        if down * right < len(at_rows):  # the DEM is coarser than the scene: each of its cells once
            all_rows, all_columns = np.indices((down, right)).reshape(2, -1)
            terrain = block.terrain(all_rows + top, all_columns + left)
            terrain = terrain[:, (at_rows - top) * right + at_columns - left]
        else:
            terrain = block.terrain(at_rows, at_columns)
        elevation, slope = terrain[0], slope_degrees(terrain[1], terrain[2])
        inside[there] = self._elevation.holds(elevation) & self._slope.holds(slope)
        unknown = np.isnan(elevation)
        if not self._slope.is_everything:
            unknown |= np.isnan(slope)
        return int(there.size - there.sum() + unknown.sum())

    def _check_overlap(self) -> None:
        """Raise `UserError` where DEM and scene share no ground."""
        if not self._places.meet((self._grid.height, self._grid.width), self._dem.shape):
            raise UserError(
                f"The DEM {self._dem.path} lies elsewhere than what is searched; give one that covers it.",
                kind="extent",
            )
