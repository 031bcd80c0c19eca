"""Where the pixels of a grid lie on a DEM, in any coordinate systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj

Floats = npt.NDArray[np.float64]

NODES = 64
"""Pixels between two whose place in the DEM is transformed; between them it is interpolated."""


@dataclass(frozen=True)
class Places:
    """From the pixels of a grid to the cells of a DEM.

    Parameters
    ----------
    own, dem
        Affine transformations of the grid and of the DEM.
    to_dem
        From the grid's coordinate system to that of the DEM.
    around
        Columns of the DEM after which the Earth begins again; None where they do not run along a parallel.
    """

    own: Any
    dem: Any
    to_dem: pyproj.Transformer
    around: float | None

    def window(self, row: int, column: int, height: int, width: int) -> tuple[Floats, Floats]:
        """Row and column of the DEM at the middle of pixels, with fractions, each (height, width).

        NaN where the DEM's coordinate system has no such place. On both sides of the antimeridian columns go on:
        they may be more or fewer than the DEM has by whole circles.
        """
        down, right = _nodes(height), _nodes(width)
        grid_columns, grid_rows = np.meshgrid(column + right + 0.5, row + down + 0.5)
        x, y = self.own @ (grid_columns, grid_rows)
        with np.errstate(invalid="ignore"):  # infinite where the DEM's coordinate system has no such place
            columns, rows = ~self.dem @ self.to_dem.transform(x, y)
            if self.around:  # nodes on both sides of the antimeridian are neighbours
                columns = columns[0, 0] + _to_nearest(columns - columns[0, 0], self.around)
        return _between(rows, down, right, height, width), _between(columns, down, right, height, width)

    def meet(self, own_shape: tuple[int, int], dem_shape: tuple[int, int]) -> bool:
        """Whether grid and DEM, of these rows and columns, share any ground."""
        there = _shares(self.own, own_shape, self.dem, dem_shape, self.to_dem, "FORWARD", self.around)
        # One may be smaller than the other's meshes.
        return there or _shares(self.dem, dem_shape, self.own, own_shape, self.to_dem, "INVERSE")


def _shares(
    own: Any,
    shape: tuple[int, int],
    other: Any,
    its: tuple[int, int],
    transformer: Any,
    direction: Any,
    around: float | None = None,
) -> bool:
    """Whether any place of a net over one raster lies on another, whose columns go round the Earth or not."""
    rows, columns = np.meshgrid(np.linspace(0, shape[0], NODES + 1), np.linspace(0, shape[1], NODES + 1), indexing="ij")
    with np.errstate(invalid="ignore"):
        x, y = transformer.transform(*(own @ (columns, rows)), direction=direction)
        columns, rows = ~other @ (x, y)
        if around:
            columns = columns % around
        there = (rows >= 0) & (rows <= its[0]) & (columns >= 0) & (columns <= its[1])
    return bool(there.any())


def _to_nearest(differences: Floats, around: float) -> Floats:
    """Differences less whole circles."""
    return np.asarray((differences + around / 2) % around - around / 2)


def _nodes(length: int) -> Floats:
    """Pixels along an axis whose place is transformed: every 64th, and one at or beyond the last."""
    return np.arange(0, length - 1 + NODES, NODES, dtype=float) if length > 1 else np.zeros(1)


def _between(values: Floats, down: Floats, right: Floats, height: int, width: int) -> Floats:
    """Values at nodes (rows, columns), interpolated for each pixel; infinite ones become NaN."""
    with np.errstate(invalid="ignore"):
        wide = _along(values, right, width)
        return np.ascontiguousarray(_along(np.ascontiguousarray(wide.T), down, height).T)


def _along(values: Floats, nodes: Floats, length: int) -> Floats:
    if len(nodes) == 1:
        return np.repeat(values, length, axis=1)
    at = np.minimum(np.arange(length) // NODES, len(nodes) - 2)
    part = (np.arange(length) - nodes[at]) / NODES
    low, high = values[:, at], values[:, at + 1]
    return np.asarray(low + (high - low) * part)
