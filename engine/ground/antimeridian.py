"""Polygons over the edge of a map that goes round the Earth, cut there as other programs want them."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from .boxes import turns_of

_EDGES = 10.0
"""Times the circumference: larger than any map."""
_NARROW = 1 / 36
"""Share of the circumference: wider than any landform, narrower than what goes round the Earth and is meant so."""


def cut_where_broken(moved: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
    """Polygons that a transformation has torn at the map's edge, in two parts, one at each side.

    A ring over the antimeridian jumps from one edge of the map to the other. Alone it can be put together
    again; with a hole, or where rings cross so, a repair would make something else of it.

    Parameters
    ----------
    moved
        (Multi)polygons as they come out of a transformation, shape (n,).
    crs
        Their system; where it does not go round the Earth nothing is done.
    """
    around = turns_of(crs)[-1]
    if not around or not len(moved):
        return moved
    bounds = shapely.bounds(moved)
    with np.errstate(invalid="ignore"):
        wide = bounds[:, 2] - bounds[:, 0] > around / 2
    if not wide.any():
        return moved
    whole = moved.copy()
    for index in np.flatnonzero(wide):
        whole[index] = _cut(moved[index], around)
    return whole


def _cut(polygon: Any, around: float) -> Any:
    def unroll(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x = points[:, 0]
        return np.column_stack((np.where(x < 0, x + around, x), points[:, 1]))

    joined = shapely.transform(polygon, unroll)
    # A convex ring that was torn is valid: a band round the whole Earth. It is known by how narrow it was.
    most = _NARROW if shapely.is_valid(polygon) else 1 / 2
    if not shapely.is_valid(joined) or joined.bounds[2] - joined.bounds[0] > around * most:
        return polygon  # round a pole, as wide as it says, or broken in another way
    far, edge = _EDGES * around, around / 2
    east = shapely.intersection(joined, shapely.box(-far, -far, edge, far))
    west = shapely.intersection(joined, shapely.box(edge, -far, far, far))
    parts = [*shapely.get_parts(east), *shapely.get_parts(shapely.transform(west, partial(np.add, [-around, 0])))]
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def rolled(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Shapes in degrees that reach beyond 180 as others want them: cut there, longitudes from -180 to 180."""
    bounds = shapely.bounds(shapes)
    beyond = np.flatnonzero(bounds[:, 2] > 180)
    if not len(beyond):
        return shapes
    cut = shapes.copy()
    for index in beyond.tolist():
        east = shapely.intersection(shapes[index], shapely.box(-540, -90, 180, 90))
        west = shapely.intersection(shapes[index], shapely.box(180, -90, 540, 90))
        moved = shapely.transform(west, partial(np.add, [-360.0, 0.0]))
        parts = shapely.get_parts([east, moved])
        cut[index] = shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area])
    return cut
