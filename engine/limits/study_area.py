"""Polygons that a detection is limited to, as a mask on the scene's grid."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio.features
import shapely

from ..ground.boxes import Box, polygons_near
from ..ground.cells import cells
from ..ground.geodesy import transform_geometries
from ..scene.grid import Grid
from ..scene.tiling import Area

_ROWS, _COLUMNS = 256, 2048
"""Size of the cells that a mask is made of."""


class StudyArea(Area):
    """Polygons on a raster grid.

    Parameters
    ----------
    polygons
        Shapely polygons or multipolygons, shape (n,), valid.
    crs
        Their coordinate system.
    scene_crs
        Coordinate system of the scene they will limit.
    within
        Bounds of the scene in it: of polygons that are larger than the scene's projection holds, what lies
        around them is taken.
    """

    def __init__(self, polygons: npt.NDArray[Any], crs: Any, scene_crs: Any, within: Box | None = None) -> None:
        if within is None:
            self._polygons = transform_geometries(polygons, crs, scene_crs)
        else:
            self._polygons = polygons_near(polygons, crs, within, scene_crs)
        self._tree = shapely.STRtree(self._polygons)
        self._grid: Grid | None = None

    @property
    def bounds(self) -> Box | None:
        """Left, bottom, right, top in the scene's coordinate system; None where no polygon is near."""
        if not len(self._polygons):
            return None
        left, bottom, right, top = shapely.total_bounds(self._polygons)
        return float(left), float(bottom), float(right), float(top)

    @property
    def facts(self) -> dict[str, Any]:
        """A word that stands for the polygons, in the scene's coordinate system."""
        return {"area": hashlib.sha256(b"".join(shapely.to_wkb(self._polygons))).hexdigest()[:16]}

    def messages(self) -> list[str]:
        """Polygons leave nothing unsaid."""
        return []

    def lay_on(self, grid: Grid) -> None:
        """Set the grid that `mask` speaks of."""
        self._grid = grid

    @property
    def _laid(self) -> Grid:
        if self._grid is None:
            raise RuntimeError("lay_on comes first")
        return self._grid

    def mask(self, row: int, count: int, column: int = 0, width: int | None = None) -> npt.NDArray[np.bool_]:
        """Whether the middle of each pixel lies inside; shape (count, width), of full rows if not told."""
        width = self._laid.width - column if width is None else width
        inside = np.zeros((count, width), bool)
        for cell in cells(row, column, count, width, _ROWS, _COLUMNS):
            mask = self._cell(cell.row, cell.column)
            if mask is not None:
                inside[cell.place] = mask[cell.part]
        return inside

    def _cell(self, row: int, column: int) -> npt.NDArray[np.bool_] | None:
        """The mask of one cell, or None where no polygon is near."""
        part = self._laid.part(row, column, _ROWS, _COLUMNS)
        near = self._tree.query(shapely.box(*part.bounds))
        if not near.size:
            return None
        inside = np.zeros((_ROWS, _COLUMNS), np.uint8)
        rasterio.features.rasterize(list(self._polygons[near]), out=inside, transform=part.transform, default_value=1)
        return inside.astype(bool)
