"""What networks read of a DEM, reckoned on the DEM's own cells: gradient, relative elevation, curvature.

Everything is reckoned in pieces that always lie at the same place, so a cell's numbers are the same to the last
bit whatever is asked for with it. Derivatives are those of the DEM's cells, over three of them, and are
interpolated afterwards: the facets of an interpolated DEM would be seen by a network. Where the DEM is finer than
the image, its cells are averaged to about the image's pixels first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from affine import Affine

from ...models.prediction.terrain import COMPONENTS, SURROUNDINGS_M
from ..climate.cell_grid import CellGrid
from ..ground.cells import cells
from ..ground.ground_steps import ground_steps
from ..scene.grid import ground_resolution
from ..terrain.dem import Dem, horn
from .surroundings import disc_of, mean_within

Floats = npt.NDArray[np.float64]

_SIDE, _SIDE_OF_FINE, _FINE_M = 128, 384, 12.0
"""Cells along the side of a piece, and of one of fine cells, around which more must be read; in metres what is fine."""
_KEPT_BYTES = 128 * 2**20
"""Of pieces that are kept: neighbouring rows of tiles ask again."""
COARSE_M = SURROUNDINGS_M / 4
"""Cells of a DEM above this show nothing of what networks look for."""


class Components:
    """`models.prediction.terrain.COMPONENTS` of the cells of a DEM.

    Parameters
    ----------
    dem
        Open, in any coordinate system and resolution.
    resolution
        Metres on the ground, of the image's pixels.

    Attributes
    ----------
    averaged
        How many cells of the DEM, along rows and columns, are averaged to one here.
    shape, transform
        Rows and columns of the averaged cells, and from column, row to the coordinate system.
    cell_size
        Metres on the ground, of the DEM's own cells.
    around, closes
        Columns of the DEM itself after which the Earth begins again (None: never), and whether it has them all.
    """

    def __init__(self, dem: Dem, resolution: float) -> None:
        self._dem = dem
        height, width = dem.shape
        own = ground_resolution(dem.crs, dem.transform, width, height)
        self.cell_size = float(np.sqrt(own[0] * own[1]))
        self.averaged = max(1, round(resolution / self.cell_size))
        by = self.averaged
        self.shape = -(-height // by), -(-width // by)
        self.transform: Any = dem.transform @ Affine.scale(by)
        grid = CellGrid(dem.crs, dem.transform, dem.shape)
        self.around = grid.period
        self.closes = grid.closes
        self._period = self.shape[1] if grid.closes else None
        self._side = _SIDE_OF_FINE if self.cell_size * by < _FINE_M else _SIDE
        self._piece = lru_cache(_KEPT_BYTES // (self._side**2 * 4 * len(COMPONENTS)))(self._reckon)

    def window(self, row: int, column: int, height: int, width: int) -> npt.NDArray[np.float32]:
        """The components (4, height, width) of cells; NaN where nothing is known, and beyond the DEM.

        Columns may go on beyond the DEM's last one where it goes all around the Earth.
        """
        found = np.full((len(COMPONENTS), height, width), np.nan, np.float32)
        for at, first, count in self._columns(column, width):
            top, bottom = max(row, 0), min(row + height, self.shape[0])
            if bottom <= top:
                break
            part = found[:, top - row : bottom - row, at : at + count]
            for cell in cells(top, first, bottom - top, count, self._side, self._side):
                part[(slice(None), *cell.place)] = self._piece(cell.row, cell.column)[(slice(None), *cell.part)]
        return found

    def _columns(self, column: int, width: int) -> Iterator[tuple[int, int, int]]:
        """Where in a window the DEM's columns lie: place in the window, first column of the DEM, how many."""
        circles = (
            (0,) if self._period is None else range((column // self._period), (column + width) // self._period + 1)
        )
        for circle in circles:
            moved = column - circle * (self._period or 0)
            first, last = max(moved, 0), min(moved + width, self.shape[1])
            if last > first:
                yield first - moved, first, last - first

    def _elevations(self, row: int, column: int, height: int, width: int) -> Floats:
        """Elevations of (averaged) cells, metres; NaN where nothing is known, and beyond the DEM."""
        found = np.full((height, width), np.nan)
        top, bottom = max(row, 0), min(row + height, self.shape[0])
        for at, first, count in self._columns(column, width):
            found[top - row : bottom - row, at : at + count] = self._averaged(top, first, bottom - top, count)
        return found

    def _averaged(self, row: int, column: int, height: int, width: int) -> Floats:
        by = self.averaged
        if by == 1:
            return self._dem.elevations(row, column, height, width)
        fine = np.full((height * by, width * by), np.nan)
        down = min(fine.shape[0], self._dem.shape[0] - row * by)
        right = min(fine.shape[1], self._dem.shape[1] - column * by)
        fine[:down, :right] = self._dem.elevations(row * by, column * by, down, right)
        blocks = fine.reshape(height, by, width, by)
        known = ~np.isnan(blocks)
        count = known.sum(axis=(1, 3))
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(known, blocks, 0.0).sum(axis=(1, 3)) / count
        mean[count * 2 < by * by] = np.nan
        return np.asarray(mean)

    def _reckon(self, row: int, column: int) -> npt.NDArray[np.float32]:
        """The components of a piece."""
        height, width = min(self._side, self.shape[0] - row), min(self._side, self.shape[1] - column)
        steps = ground_steps(self.transform, self._dem.to_degrees, row, column, height, width)
        rows, columns = (place.ravel() for place in np.indices((height, width)))
        jacobian = steps.at(rows + row, columns + column)
        middle = steps.at(np.array([row + height // 2]), np.array([column + width // 2]))
        disc = disc_of(_metric(middle)[:, 0], SURROUNDINGS_M)
        margin = max(disc.margin[0], 1), max(disc.margin[1], 1)
        elevations = self._elevations(
            row - margin[0], column - margin[1], height + 2 * margin[0], width + 2 * margin[1]
        )
        around = np.array([[_shifted(elevations, margin, i, j) for j in (-1, 0, 1)] for i in (-1, 0, 1)])
        relative = around[1, 1] - mean_within(elevations, disc, margin)
        around = around.reshape(3, 3, -1)
        found = [*_gradient(around, jacobian), relative.ravel(), _curvature(around, _metric(jacobian))]
        return np.array(found, np.float32).reshape(len(COMPONENTS), height, width)


def _shifted(elevations: Floats, margin: tuple[int, int], down: int, right: int) -> Floats:
    """The cells inside a margin, or their neighbours."""
    rows, columns = elevations.shape
    return elevations[margin[0] + down : rows - margin[0] + down, margin[1] + right : columns - margin[1] + right]


def _metric(jacobian: Floats) -> Floats:
    """Squared metres of a step by a column, product of both, and of a step by a row, (3, n), of steps (4, n)."""
    east_c, north_c, east_r, north_r = jacobian
    return np.array([east_c**2 + north_c**2, east_c * east_r + north_c * north_r, east_r**2 + north_r**2])


def _gradient(around: Floats, jacobian: Floats) -> tuple[Floats, Floats]:
    """Rise per metre to the east and to the north, each (n,), by Horn (1981)."""
    per_column, per_row = horn(around)
    east_c, north_c, east_r, north_r = jacobian
    area = east_c * north_r - east_r * north_c
    with np.errstate(divide="ignore", invalid="ignore"):  # at a pole, east is no direction
        east = (per_column * north_r - per_row * north_c) / area
        north = (per_row * east_c - per_column * east_r) / area
    return east, north


def _curvature(around: Floats, metric: Floats) -> Floats:
    """Mean of the curvatures along two directions at right angles, 1/m, (n,): positive on ridges.

    Half the Laplacian of the elevations, with its sign turned; NaN beside a void.
    """
    weights = np.array([0.25, 0.5, 0.25])
    second = np.array([1.0, -2.0, 1.0])
    by_columns = np.einsum("i,j,ijn->n", weights, second, around)
    by_rows = np.einsum("i,j,ijn->n", second, weights, around)
    by_both = (around[0, 0] - around[0, 2] - around[2, 0] + around[2, 2]) / 4
    across, both, down = metric
    with np.errstate(divide="ignore", invalid="ignore"):
        laplacian = (down * by_columns - 2 * both * by_both + across * by_rows) / (across * down - both * both)
    return np.asarray(-laplacian / 2)
