"""What one cell of a raster is on the ground: true metres to the east and to the north, anywhere.

A grid's columns rarely run due east by its nominal cell size: degrees shrink with latitude, Web
Mercator stretches, a UTM zone turns away from its meridian, a polar grid points anywhere, units may
be feet and rows may run south to north. All of that is one 2 x 2 matrix per place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj

from ...inventory.errors import UserError
from .geodesy import LONGITUDE_LATITUDE, WGS84, transformer_between

_METRES_BETWEEN_NODES = 25_000.0
_MOST_CELLS_BETWEEN_NODES = 64
_EVEN = 1e-6
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GroundSteps:
    """Steps of one column and of one row, in metres, at nodes over a window of a raster.

    `values` has shape (4, rows of nodes, columns of nodes): east per column, north per column, east
    per row, north per row. `rows` and `columns` are the nodes' places in cells of the raster.
    """

    rows: Floats
    columns: Floats
    values: Floats

    def at(self, rows: npt.NDArray[Any], columns: npt.NDArray[Any]) -> Floats:
        """The four steps at cells (n,), interpolated between the nodes: shape (4, n)."""
        row_index, row_part = _place(self.rows, rows)
        if self.values.shape[2] == 1:
            low, high = self.values[:, row_index, 0], self.values[:, row_index + 1, 0]
            return np.asarray(low + (high - low) * row_part)
        column_index, column_part = _place(self.columns, columns)
        total = np.zeros((4, len(rows)))
        for i, row_weight in ((0, 1 - row_part), (1, row_part)):
            for j, column_weight in ((0, 1 - column_part), (1, column_part)):
                total += self.values[:, row_index + i, column_index + j] * (row_weight * column_weight)
        return total


def _place(nodes: Floats, cells: npt.NDArray[Any]) -> tuple[npt.NDArray[np.intp], Floats]:
    """Index of the node before each cell, and how far it is to the next (0 to 1)."""
    position = (cells - nodes[0]) / (nodes[1] - nodes[0])
    index = np.clip(position.astype(np.intp), 0, len(nodes) - 2)
    return index, position - index


def degrees_of(crs: Any) -> pyproj.Transformer:
    """From a raster's coordinate system to longitude and latitude."""
    return transformer_between(crs, LONGITUDE_LATITUDE)


def ground_steps(
    transform: Any, transformer: pyproj.Transformer, row: int, column: int, height: int, width: int
) -> GroundSteps:
    """Steps over a window, from the ellipsoid's radii of curvature (WGS84).

    Parameters
    ----------
    transform
        The raster's affine transformation, of any orientation.
    transformer
        From `degrees_of` its coordinate system.
    row, column, height, width
        The window, in cells.

    Raises
    ------
    UserError
        Where the window lies outside the coordinate system's area.
    """
    middle = np.array([row + height / 2]), np.array([column + width / 2])
    east_c, north_c, east_r, north_r = _steps(transform, transformer, *middle)[:, 0]
    spacing = [
        float(np.clip(_METRES_BETWEEN_NODES / max(size, 1e-9), 1, _MOST_CELLS_BETWEEN_NODES))
        for size in (np.hypot(east_r, north_r), np.hypot(east_c, north_c))
    ]
    rows = np.linspace(row, row + max(height, 2) - 1, max(2, int(height / spacing[0]) + 2))
    columns = np.linspace(column, column + max(width, 2) - 1, max(2, int(width / spacing[1]) + 2))
    grid_rows, grid_columns = np.meshgrid(rows, columns, indexing="ij")
    values = _steps(transform, transformer, grid_rows.ravel(), grid_columns.ravel())
    values = values.reshape(4, len(rows), len(columns))
    size = np.abs(values).max()
    if np.abs(values - values[:, :, :1]).max() <= _EVEN * size:  # degrees, Mercator: the row tells all
        values, columns = values[:, :, :1], columns[:1]
    return GroundSteps(rows, columns, values)


def _steps(transform: Any, transformer: pyproj.Transformer, rows: Floats, columns: Floats) -> Floats:
    """East and north metres per column and per row at the middle of cells (n,): shape (4, n)."""
    x, y = _apply(transform, rows + 0.5, columns + 0.5)
    _, latitude = transformer.transform(x, y)
    sine = np.sin(np.radians(latitude))
    eccentricity = WGS84.es
    normal = WGS84.a / np.sqrt(1 - eccentricity * sine**2)
    meridional = normal * (1 - eccentricity) / (1 - eccentricity * sine**2)
    parallel = normal * np.sqrt(np.maximum(1 - sine**2, 0))
    steps = []
    for down, right in ((0.0, 0.5), (0.5, 0.0)):
        west, south = transformer.transform(*_apply(transform, rows + 0.5 - down, columns + 0.5 - right))
        east, north = transformer.transform(*_apply(transform, rows + 0.5 + down, columns + 0.5 + right))
        turn = (east - west + 180) % 360 - 180
        steps += [parallel * np.radians(turn), meridional * np.radians(north - south)]
    found = np.array(steps)
    if not np.isfinite(found).all():
        raise UserError(
            "A part of the DEM lies outside the area of its coordinate system; check that system.", kind="crs"
        )
    return found


def _apply(transform: Any, rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
    x = transform.a * columns + transform.b * rows + transform.c
    y = transform.d * columns + transform.e * rows + transform.f
    return x, y
