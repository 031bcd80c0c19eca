"""Where outlines lie among the cells of a DEM."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from ..climate.cell_grid import CellGrid
from ..ground.geodesy import transform_what_can_be
from ..ground.vectors import close_at_antimeridian
from ..ground.zonal import to_cells
from ..terrain.dem import Dem


def cells_of(outlines: npt.NDArray[Any], crs: Any, dem: Dem) -> npt.NDArray[Any]:
    """Outlines in cells of a DEM, as `zonal.to_cells`, also of one that counts longitudes from 0 to 360.

    Parameters
    ----------
    outlines
        Valid polygons, shape (n,); those that have no place in the DEM's system come out empty.
    crs
        Their coordinate system; they are transformed to the DEM's, never the DEM to theirs.
    dem
        The DEM.
    """
    moved = transform_what_can_be(outlines, crs, dem.crs)
    if dem.crs.is_geographic:
        moved = close_at_antimeridian(moved)
    grid = CellGrid(dem.crs, dem.transform, dem.shape)
    return grid.round_the_earth(to_cells(moved, dem.transform))
