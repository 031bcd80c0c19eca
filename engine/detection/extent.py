"""The extent that a detection is limited to, as QGIS writes it."""

from __future__ import annotations

import math
from typing import Any

from rasterio.warp import transform_bounds

from ...inventory.errors import UserError
from ..ground.geodesy import to_pyproj


def parse_extent(text: str, extent_crs: str | None, scene_crs: Any) -> tuple[float, float, float, float]:
    """Bounds (left, bottom, right, top) in the scene's system from QGIS's ``xmin,xmax,ymin,ymax``.

    Raises
    ------
    UserError
        Where the text is not four numbers, or the extent is empty.
    """
    try:
        left, right, bottom, top = (float(part) for part in text.split(","))
    except ValueError:
        raise UserError(
            f"The extent '{text}' is not four numbers xmin,xmax,ymin,ymax.", kind="extent"
        ) from None
    if not (right > left and top > bottom and all(map(math.isfinite, (left, right, bottom, top)))):
        raise UserError(f"The extent '{text}' is empty; give xmin,xmax,ymin,ymax.", kind="extent")
    if extent_crs is None or to_pyproj(extent_crs) == to_pyproj(scene_crs):
        return left, bottom, right, top
    bounds: tuple[float, float, float, float] = transform_bounds(
        to_pyproj(extent_crs).to_wkt(), scene_crs, left, bottom, right, top, densify_pts=21
    )
    return bounds
