"""Where the cells of a climate raster lie, and where polygons and markers lie among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from affine import Affine

from ..ground.geodesy import transform_what_can_be
from ..ground.vectors import close_at_antimeridian
from ..ground.zonal import to_cells

Floats = npt.NDArray[np.float64]

_WHOLE_CIRCLE = 0.1
"""By how many columns a grid may miss 360 degrees and still close."""


@dataclass(frozen=True)
class CellGrid:
    """A raster's coordinate system, its affine transformation from column, row, and its rows and columns."""

    crs: pyproj.CRS
    transform: Affine
    shape: tuple[int, int]

    @property
    def period(self) -> float | None:
        """Columns after which the Earth begins again; None where columns do not run along a parallel."""
        transform = self.transform
        if not self.crs.is_geographic or transform.b or transform.d:
            return None
        around = 2 * np.pi / self.crs.axis_info[0].unit_conversion_factor  # 360 where the unit is degrees
        columns = around / abs(transform.a)
        return float(self.shape[1]) if abs(columns - self.shape[1]) < _WHOLE_CIRCLE else float(columns)

    @property
    def closes(self) -> bool:
        """Whether the last column is the first one's neighbour: the grid goes once round the Earth."""
        return self.period == self.shape[1]

    @property
    def planned_shape(self) -> tuple[int, int]:
        """Rows and columns that `round_the_earth` may reach: what lies on the seam goes on to the right."""
        return self.shape[0], self.shape[1] * (2 if self.closes else 1)

    def round_the_earth(self, cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Move geometries by whole circles to where the grid has them, be it from -180 to 180 or 0 to 360.

        Parameters
        ----------
        cells
            Geometries in cells of this grid (x is the column, y minus the row), shape (n,).
        """
        period = self.period
        if period is None:
            return cells
        left, _, right, _ = shapely.bounds(cells).T
        circles = -np.floor(left / period) if self.closes else np.round((self.shape[1] - left - right) / 2 / period)
        circles[np.isnan(circles)] = 0
        moved = cells.copy()
        for circle in np.unique(circles[circles != 0]).tolist():
            moved[circles == circle] = _moved_right(cells[circles == circle], circle * period)
        return moved

    def cells_of(self, geometries: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
        """Geometries in cells, as `zonal.to_cells`, also of a grid that counts longitudes from 0 to 360.

        Parameters
        ----------
        geometries
            Valid polygons, or points, shape (n,); those that have no place in the grid's system come out empty.
        crs
            Their coordinate system; they are transformed to the grid's, never the grid to theirs.
        """
        moved = transform_what_can_be(geometries, crs, self.crs)
        if self.crs.is_geographic:
            moved = close_at_antimeridian(moved)
        return self.round_the_earth(to_cells(moved, self.transform))


def _moved_right(cells: npt.NDArray[Any], columns: float) -> npt.NDArray[Any]:
    moved: npt.NDArray[Any] = shapely.transform(cells, lambda points: points + np.array((columns, 0.0)))
    return moved


@dataclass(frozen=True)
class Neighbours:
    """The four cells around each of n points: `row`, `column` of the upper left one, and the way to the next.

    `down`, `right` are 0 to 1 from the middle of that cell to the next one's; NaN for points outside.
    """

    row: npt.NDArray[np.intp]
    column: npt.NDArray[np.intp]
    down: Floats
    right: Floats

    def of(self, which: npt.NDArray[np.intp]) -> Neighbours:
        """Those of some of the points (indices)."""
        return Neighbours(self.row[which], self.column[which], self.down[which], self.right[which])

    def boxes(self) -> npt.NDArray[Any]:
        """The four cells as polygons in cells; empty for points outside."""
        boxes: npt.NDArray[Any] = shapely.box(self.column, -(self.row + 2), self.column + 2, -self.row)
        boxes[np.isnan(self.down)] = shapely.Polygon()
        return boxes


def neighbours(points: npt.NDArray[Any], grid: CellGrid) -> Neighbours:
    """The four cells around points, in cells as `CellGrid.round_the_earth` gives them, shape (n,)."""
    x, y = shapely.get_x(points), -shapely.get_y(points)
    with np.errstate(invalid="ignore"):
        inside = (y >= 0) & (y <= grid.shape[0]) & (x >= 0) & (x <= grid.shape[1])
    x, y = np.where(inside, x - 0.5, np.nan), np.where(inside, y - 0.5, np.nan)
    if grid.closes:
        x = x % grid.shape[1]
    row, column = np.floor(y), np.floor(x)
    return Neighbours(np.nan_to_num(row).astype(np.intp), np.nan_to_num(column).astype(np.intp), y - row, x - column)


def bilinear(field: Floats, row: int, column: int, around: Neighbours) -> tuple[Floats, Floats]:
    """Values at points between the middles of cells, and the share of their weight that is known.

    Where some of the four cells are void or beyond the edge, the others' weights are enlarged to one.

    Parameters
    ----------
    field
        A window of the grid, NaN where void, shape (h, w).
    row, column
        Its first row and column.
    around
        Of the m points.

    Returns
    -------
    tuple of ndarray, shape (m,)
        The values, NaN where nothing is known; the known share, 0 to 1.
    """
    height, width = field.shape
    total, known = np.zeros(len(around.row)), np.zeros(len(around.row))
    for step_down in (0, 1):
        for step_right in (0, 1):
            rows, columns = around.row - row + step_down, around.column - column + step_right
            there = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
            value = np.full(len(rows), np.nan)
            value[there] = field[rows[there], columns[there]]
            weight = (around.down if step_down else 1 - around.down) * (
                around.right if step_right else 1 - around.right
            )
            counts = ~np.isnan(value) & (weight > 0)
            total[counts] += value[counts] * weight[counts]
            known[counts] += weight[counts]
    with np.errstate(invalid="ignore"):
        return np.where(known > 0, total / known, np.nan), np.minimum(known, 1.0)
