"""The grid that a scene is read on, and whether an image's own will do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from affine import Affine

from ...inventory.errors import UserError
from ..ground.boxes import Box, part_in_box
from ..ground.geodesy import ground_metres_per_unit, raster_bounds, to_pyproj

RESOLUTION_TOLERANCE = 0.05
"""A scene whose pixels differ by less than this from the model's ground resolution is read as it is."""


@dataclass(frozen=True)
class Grid:
    """A north-up raster grid."""

    transform: Affine
    width: int
    height: int
    crs: Any

    def part(self, row: int, column: int, height: int, width: int) -> Grid:
        """The grid of a window of this one."""
        return Grid(self.transform @ Affine.translation(column, row), width, height, self.crs)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top, also of a rotated grid."""
        return raster_bounds(self)


def ground_resolution(crs: Any, transform: Affine, width: int, height: int) -> tuple[float, float]:
    """True ground size of the pixel in the middle of a raster, in metres, along its rows and columns."""
    x, y = transform @ (width / 2, height / 2)
    per_x, per_y = ground_metres_per_unit(crs, x, y)
    return (math.hypot(transform.a * per_x, transform.d * per_y), math.hypot(transform.b * per_x, transform.e * per_y))


def target_grid(dataset: Grid, resolution: float) -> Grid:
    """A north-up grid over an image's own whose pixels have the true ground size `resolution`."""
    corners = [dataset.transform @ (x, y) for x in (0, dataset.width) for y in (0, dataset.height)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    per_x, per_y = ground_metres_per_unit(dataset.crs, (left + right) / 2, (bottom + top) / 2)
    size_x, size_y = resolution / per_x, resolution / per_y
    width, height = math.ceil((right - left) / size_x - 1e-6), math.ceil((top - bottom) / size_y - 1e-6)
    return Grid(Affine(size_x, 0, left, 0, -size_y, top), max(width, 1), max(height, 1), dataset.crs)


def fits(dataset: Grid, resolution: float | None) -> bool:
    """Whether an image's own grid can be read as it is: north-up, and near enough to the resolution."""
    transform = dataset.transform
    if transform.b != 0 or transform.d != 0 or not transform.a > 0 > transform.e:
        return False
    if resolution is None:
        return True
    own = ground_resolution(dataset.crs, transform, dataset.width, dataset.height)
    return all(abs(size / resolution - 1) <= RESOLUTION_TOLERANCE for size in own)


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
