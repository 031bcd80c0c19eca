"""Statistics of cells of a grid: how many, how large, how low, how steep and facing where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj

from ...inventory.errors import UserError
from ...inventory.requests.statistics import CELL_SHAPES, SQUARE
from ..ground.geodesy import LONGITUDE_LATITUDE, transformer_between
from ..telling.report import Report
from .circular import mean_direction, rayleigh
from .columns import NUMBERS, Floats
from .grids import FAR_DEGREES, Grid, farthest, grid_around, middle_of
from .table import Table

Ints = npt.NDArray[np.int64]

PER = 100e6
"""m² that densities are per: 100 km²."""
AVERAGED = tuple(name for name in NUMBERS if name not in ("ASPECT", "ASP_R"))
"""Fields of which each cell has a mean."""


@dataclass(frozen=True)
class Cells:
    """Cells that hold a marker at least, k of them; all arrays have shape (k,).

    `outlines` are in `crs`, an equal-area projection around the middle; `longitude` and `latitude` are of the cells'
    middles; `area` is of each cell, m². `means` are by field, NaN where none of a cell's features has one, and `known`
    of how many each mean is. `aspect` is the circular mean with its `resultant` length and Rayleigh's `p`.
    `cell_of` is the cell of each feature of the table, -1 where it has no place.
    """

    crs: pyproj.CRS
    shape: str
    area: float
    outlines: npt.NDArray[Any]
    longitude: Floats
    latitude: Floats
    number: Ints
    total_area: Floats
    means: Mapping[str, Floats]
    known: Mapping[str, Ints]
    aspect: Floats
    resultant: Floats
    p: Floats
    cell_of: Ints

    def __len__(self) -> int:
        return len(self.outlines)

    @property
    def density(self) -> Floats:
        """Features per 100 km²."""
        return np.asarray(self.number / self.area * PER, dtype=np.float64)

    @property
    def cover(self) -> Floats:
        """Percent of a cell's ground that they cover, NaN where no area is known."""
        return self.total_area / self.area * 100


def grid_statistics(table: Table, cell_km: float = 50.0, shape: str = SQUARE, report: Report | None = None) -> Cells:
    """Statistics of the cells that hold a marker; each marker is in one.

    Parameters
    ----------
    table
        From `read_table`.
    cell_km
        Side of a square cell; a hexagon has the same area.
    shape
        "square" or "hexagon".
    report
        Gets what should be known.

    Raises
    ------
    UserError
        Nothing has a place, or there is no such grid.
    """
    if shape not in CELL_SHAPES:
        raise UserError(f"Cells are {' or '.join(CELL_SHAPES)}, not '{shape}'.")
    placed = np.flatnonzero(np.isfinite(table.longitude) & np.isfinite(table.latitude))
    if not len(placed):
        raise UserError(f"Layer '{table.layer}' of {table.path} holds no feature with a place; there are no cells.")
    longitude, latitude = table.longitude[placed], table.latitude[placed]
    grid = grid_around(longitude, latitude, cell_km, shape)
    reach = farthest(longitude, latitude, *middle_of(longitude, latitude))
    if reach > FAR_DEGREES and report is not None:
        report.warning(
            f"The markers lie up to {reach:.0f}° from their middle: cells there keep their area but not their shape."
        )
    cells, cell = np.unique(grid.cells_of(longitude, latitude), axis=0, return_inverse=True)
    return _cells_of(table.some(placed), grid, cells, cell.ravel(), _all_of(table.number, placed, cell.ravel()))


def _all_of(number: int, placed: npt.NDArray[np.intp], cell: npt.NDArray[np.intp]) -> Ints:
    """The cell of each feature, also of those without a place."""
    found = np.full(number, -1, np.int64)
    found[placed] = cell
    return found


def _cells_of(table: Table, grid: Grid, cells: Ints, cell: npt.NDArray[np.intp], cell_of: Ints) -> Cells:
    """Statistics of cells, by column and row, from a table whose features are all in one."""
    count = len(cells)
    sums = {name: _mean(cell, table.column(name), count) for name in AVERAGED if name not in table.absent}
    aspect, area = table.column("ASPECT"), table.column("AREA")
    faces, known = np.isfinite(aspect), np.isfinite(area)
    direction, resultant = mean_direction(cell[faces], aspect[faces], count)
    facing = np.bincount(cell[faces], minlength=count).astype(np.int64)
    has_area = np.bincount(cell[known], minlength=count) > 0
    back = transformer_between(grid.crs, LONGITUDE_LATITUDE)
    east, north = back.transform(*grid.middles(cells).T)
    return Cells(
        grid.crs,
        grid.shape,
        grid.side**2,
        grid.outlines(cells),
        np.asarray(east),
        np.asarray(north),
        np.bincount(cell, minlength=count).astype(np.int64),
        np.where(has_area, np.bincount(cell[known], area[known], count), np.nan),
        {name: mean for name, (mean, _) in sums.items()},
        {**{name: number for name, (_, number) in sums.items()}, "ASPECT": facing},
        direction,
        resultant,
        rayleigh(resultant, facing),
        cell_of,
    )


def _mean(cell: npt.NDArray[np.intp], values: Floats, count: int) -> tuple[Floats, Ints]:
    """Mean of each cell's values, NaN where it has none, and how many it is of."""
    known = np.isfinite(values)
    number = np.bincount(cell[known], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(cell[known], values[known], count) / number
    return np.where(number > 0, mean, np.nan), number.astype(np.int64)
