"""Polygons that a detection is limited to, as a mask on the scene's grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio.features
import shapely

from ..ground.geodesy import transform_geometries
from .imagery import Grid


class StudyArea:
    """Polygons on a raster grid.

    Parameters
    ----------
    polygons
        Shapely polygons or multipolygons, shape (n,), valid.
    crs
        Their coordinate system.
    scene_crs
        Coordinate system of the scene they will limit.
    """

    def __init__(self, polygons: npt.NDArray[Any], crs: Any, scene_crs: Any) -> None:
        self._polygons = transform_geometries(polygons, crs, scene_crs)
        self._tree = shapely.STRtree(self._polygons)
        self._grid: Grid | None = None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in the scene's coordinate system."""
        left, bottom, right, top = shapely.total_bounds(self._polygons)
        return float(left), float(bottom), float(right), float(top)

    def lay_on(self, grid: Grid) -> None:
        """Set the grid that `mask` speaks of."""
        self._grid = grid

    def mask(self, row: int, count: int) -> npt.NDArray[np.bool_]:
        """Whether the middle of each pixel lies inside, for full rows; shape (count, width)."""
        assert self._grid is not None, "lay_on comes first"
        part = self._grid.part(row, 0, count, self._grid.width)
        near = self._tree.query(shapely.box(*part.bounds))
        inside = np.zeros((count, self._grid.width), np.uint8)
        if near.size:
            rasterio.features.rasterize(
                list(self._polygons[near]), out=inside, transform=part.transform, default_value=1
            )
        return inside.astype(bool)
