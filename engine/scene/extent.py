"""The extent that a detection is limited to, as QGIS writes it."""

from __future__ import annotations

import math

from ...inventory.errors import UserError
from ..ground.boxes import Box, part_in_box
from ..ground.geodesy import to_pyproj
from .grid import Grid

_HALF_A_CIRCLE, _CIRCLE = 180.0, 360.0


def parse_extent(text: str, extent_crs: str | None, grid: Grid) -> Box | None:
    """Bounds (left, bottom, right, top) of the part of a grid that lies in QGIS's ``xmin,xmax,ymin,ymax``.

    Parameters
    ----------
    text
        Four numbers. Where degrees begin east of where they end (``170,-170``), the extent lies over the
        antimeridian.
    extent_crs
        Their coordinate system; None for that of the grid.
    grid
        Of the scene.

    Returns
    -------
    tuple or None
        In the grid's system; None where nothing of the grid lies in the extent.

    Raises
    ------
    UserError
        Where the text is not four numbers, or the extent is empty.
    """
    try:
        left, right, bottom, top = (float(part) for part in text.split(","))
    except ValueError:
        raise UserError(f"The extent '{text}' is not four numbers xmin,xmax,ymin,ymax.", kind="extent") from None
    crs = grid.crs if extent_crs is None else to_pyproj(extent_crs, "the extent")
    if left > right and to_pyproj(crs).is_geographic and right + _CIRCLE - left < _HALF_A_CIRCLE:
        right += _CIRCLE
    if not (right > left and top > bottom and all(map(math.isfinite, (left, right, bottom, top)))):
        raise UserError(f"The extent '{text}' is empty; give xmin,xmax,ymin,ymax.", kind="extent")
    return part_in_box((left, bottom, right, top), crs, grid.bounds, grid.crs)
