"""Components of a DEM on the grid of an image, windowed: each pixel's are the same whatever is read with it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ...models.prediction.terrain import COMPONENTS
from ..ground.cells import cells, halves
from ..ground.geodesy import transformer_between
from ..scene.grid import Grid, ground_resolution
from ..terrain.dem import Dem
from ..terrain.places import Places
from .components import Components

Floats = npt.NDArray[np.float64]
Found = npt.NDArray[np.float32]

_ROWS, _COLUMNS = 128, 512
"""Pixels that are reckoned together; each such piece as a whole, whatever is asked for."""
_MOST_DEM_CELLS = 2**20
"""Cells of the DEM whose components are held at a time."""


class OnGrid:
    """The components of a DEM on a grid; for many windows of one grid.

    Parameters
    ----------
    dem
        Open, in any coordinate system and resolution.
    grid
        Of the image.

    Raises
    ------
    UserError
        Where DEM and grid share no ground.
    """

    def __init__(self, dem: Dem, grid: Grid) -> None:
        self._grid = grid
        across, along = ground_resolution(grid.crs, grid.transform, grid.width, grid.height)
        self.components = Components(dem, float(np.sqrt(across * along)))
        to_dem = transformer_between(grid.crs, dem.crs)
        self._places = Places(grid.transform, self.components.transform, to_dem, self._around)
        if not self._places.meet((grid.height, grid.width), self.components.shape):
            raise UserError(
                f"The DEM {dem.path} lies elsewhere than what is searched; give one that covers it.", kind="extent"
            )

    @property
    def _around(self) -> float | None:
        around = self.components.around
        return around and around / self.components.averaged

    def read(self, row: int, column: int, height: int, width: int) -> Found:
        """Components (4, height, width) of a window of the grid, float32; NaN where the DEM knows nothing."""
        found = np.empty((len(COMPONENTS), height, width), np.float32)
        for cell in cells(row, column, height, width, _ROWS, _COLUMNS):
            down, right = min(_ROWS, self._grid.height - cell.row), min(_COLUMNS, self._grid.width - cell.column)
            rows, columns = self._places.window(cell.row, cell.column, down, right)
            piece = np.full((len(COMPONENTS), down, right), np.nan, np.float32)
            self._fill(piece, rows, self._on_the_dem(columns))
            found[(slice(None), *cell.place)] = piece[(slice(None), *cell.part)]
        return found

    def _on_the_dem(self, columns: Floats) -> Floats:
        """Columns, moved by whole circles to where the DEM has them, be it from -180 to 180 or 0 to 360."""
        around = self._around
        if not around or np.isnan(columns).all():
            return columns
        middle = (np.nanmin(columns) + np.nanmax(columns)) / 2
        return np.asarray(columns - np.round((middle - self.components.shape[1] / 2) / around) * around)

    def _fill(self, piece: Found, rows: Floats, columns: Floats) -> None:
        """Lay into a piece, a view, the components at places of the DEM."""
        height, width = self.components.shape
        with np.errstate(invalid="ignore"):
            inside = (rows >= 0) & (rows < height)
            if not self.components.closes:
                inside &= (columns >= 0) & (columns < width)
        if not inside.any():
            return
        (top, bottom), (left, right) = (_span(places[inside]) for places in (rows, columns))
        if (bottom - top) * (right - left) > _MOST_DEM_CELLS and inside.size > 1:  # beside a pole
            for part in halves(*inside.shape):
                self._fill(piece[(slice(None), *part)], rows[part], columns[part])
            return
        known = self.components.window(top, left, bottom - top, right - left)
        piece[:, inside] = _between(known, rows[inside] - top - 0.5, columns[inside] - left - 0.5)


def _span(places: Floats) -> tuple[int, int]:
    """First cell, and the one behind the last, between whose middles places lie."""
    return int(np.floor(places.min() - 0.5)), int(np.floor(places.max() - 0.5)) + 2


def _between(values: Found, rows: Floats, columns: Floats) -> Found:
    """Values (4, h, w) at places (n,) from the middle of the first cell, by bilinear interpolation of what is known.

    A pixel is known where the cell is that it lies in; of that cell's neighbours those count that are known.
    """
    top, left = np.floor(rows).astype(np.intp), np.floor(columns).astype(np.intp)
    down, right = (rows - top).astype(np.float32), (columns - left).astype(np.float32)
    width, flat = values.shape[2], values.reshape(len(values), -1)
    first = top * width + left
    if not np.isnan(values).any():
        upper, lower = (
            flat.take(first + by, axis=1) * (1 - right) + flat.take(first + by + 1, axis=1) * right for by in (0, width)
        )
        return np.asarray(upper * (1 - down) + lower * down)
    total = np.zeros((len(values), len(top)), np.float32)
    weight = np.zeros_like(total)
    own = np.zeros(total.shape, bool)
    for i, row_weight in ((0, 1 - down), (1, down)):
        for j, column_weight in ((0, 1 - right), (1, right)):
            part = flat.take(first + i * width + j, axis=1)
            known = ~np.isnan(part)
            share = np.where(known, row_weight * column_weight, np.float32(0))
            total += np.where(known, part, np.float32(0)) * share
            weight += share
            own |= known & ((down >= 0.5) == bool(i)) & ((right >= 0.5) == bool(j))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(own, total / weight, np.float32(np.nan)))


def components_on(dem: Dem, grid: Grid, window: tuple[int, int, int, int] | None = None) -> Found:
    """What networks read of a DEM, on the grid of an image or patch.

    Parameters
    ----------
    dem
        Open (`terrain.dem.open_dem`), in any coordinate system and resolution.
    grid
        In any coordinate system. A pixel's numbers do not depend on the window.
    window
        Row, column, height and width in pixels of the grid; None for all of it.

    Returns
    -------
    numpy.ndarray
        (4, height, width), float32: `models.prediction.terrain.COMPONENTS`; NaN where the DEM ends or is void.

    Raises
    ------
    UserError
        Where DEM and grid share no ground, or the DEM cannot be read to its end.
    """
    return OnGrid(dem, grid).read(*(window or (0, 0, grid.height, grid.width)))
