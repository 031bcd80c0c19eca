"""Distances and buffers in metres of ground, of polygons by longitude and latitude.

Nothing here needs a map: what is near is looked at in a plane of its own, whose east and north have the true
scale there, and distances are those of the ellipsoid between the two nearest points.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.geodesy import WGS84

Shape = Any
"""A (multi)polygon of shapely."""
Shapes = npt.NDArray[Any]
"""Some of them, shape (n,)."""
Floats = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.int64]

_ARC = 16
"""Pieces of a quarter of a circle: a buffer is at most 0.12 % too narrow between its corners."""
_BENT = 1.05
"""By how much the plane of two polygons may be wrong, at most, before the ellipsoid is asked."""
_SMALLEST_COSINE = 1e-3
_AT_ONCE = 20_000
"""Pairs that are looked at at a time, which bounds the memory."""


def metres_per_degree(latitude: Floats) -> tuple[Floats, Floats]:
    """True metres per degree of longitude and of latitude, at latitudes in degrees."""
    angle = np.radians(latitude)
    narrowed = 1 - WGS84.es * np.sin(angle) ** 2
    east = WGS84.a * np.maximum(np.cos(angle), _SMALLEST_COSINE) / np.sqrt(narrowed)
    north = WGS84.a * (1 - WGS84.es) / narrowed**1.5
    return np.radians(east), np.radians(north)


def unrolled(shapes: Shapes) -> Shapes:
    """Polygons in degrees, none of which is parted from its neighbours by the antimeridian.

    The Earth is cut where the widest gap between them is; what lies west of it then counts on beyond 180 degrees.
    """
    bounds = shapely.bounds(shapes)
    west = np.unique(bounds[np.isfinite(bounds[:, 0]), 0])
    if len(west) < 2:
        return shapes
    gaps = np.diff(np.append(west, west[0] + 360))
    first = west[(int(np.argmax(gaps)) + 1) % len(west)]
    behind = bounds[:, 0] < first
    if not behind.any():
        return shapes
    moved = shapes.copy()
    moved[behind] = shapely.transform(shapes[behind], partial(np.add, [360.0, 0.0]))
    return moved


def _scaled(shapes: Shapes, east: Floats, north: Floats) -> Shapes:
    """Shapes with their coordinates times a factor of their own each."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    points *= np.column_stack((east, north))[owner]
    return np.asarray(shapely.set_coordinates(shapes.copy(), points), dtype=object)


def _middle_latitudes(shapes: Shapes) -> Floats:
    bounds = shapely.bounds(shapes)
    return np.where(np.isfinite(bounds[:, 1]), (bounds[:, 1] + bounds[:, 3]) / 2, 0.0)


def buffers(shapes: Shapes, metres: float) -> Shapes:
    """The ground within a distance of each polygon, in degrees; true to a part in a thousand up to 70 degrees."""
    east, north = metres_per_degree(_middle_latitudes(shapes))
    wide = shapely.buffer(shapely.simplify(_scaled(shapes, east, north), metres / 500), metres, quad_segs=_ARC)
    return _scaled(np.asarray(wide, dtype=object), 1 / east, 1 / north)


def near_pairs(shapes: Shapes, metres: float) -> Pairs:
    """Pairs of polygons that are nearer to each other than a distance, each once.

    Parameters
    ----------
    shapes
        In degrees, from `unrolled`, shape (n,).
    metres
        Of ground.

    Returns
    -------
    ndarray of int64, shape (m, 2)
        The smaller number first; in ascending order.
    """
    if not len(shapes):
        return np.zeros((0, 2), np.int64)
    bounds = shapely.bounds(shapes)
    east, north = metres_per_degree(np.maximum(np.abs(bounds[:, 1]), np.abs(bounds[:, 3])))
    reach = np.column_stack((metres / east, metres / north)) * _BENT
    wide = shapely.box(*(bounds[:, :2] - reach).T, *(bounds[:, 2:] + reach).T)
    one, other = shapely.STRtree(shapes).query(wide)
    candidates = np.unique(np.sort(np.column_stack((one, other))[one != other], axis=1), axis=0)
    found = [
        part[_distances(shapes[part[:, 0]], shapes[part[:, 1]], metres) < metres]
        for part in (candidates[start : start + _AT_ONCE] for start in range(0, len(candidates), _AT_ONCE))
    ]
    return np.concatenate(found) if found else np.zeros((0, 2), np.int64)


def _distances(ours: Shapes, theirs: Shapes, metres: float) -> Floats:
    """Between shapes side by side, in metres; infinite where they are clearly farther away than asked."""
    east, north = metres_per_degree((_middle_latitudes(ours) + _middle_latitudes(theirs)) / 2)
    ours, theirs = _scaled(ours, east, north), _scaled(theirs, east, north)
    distances = np.asarray(shapely.distance(ours, theirs), dtype=np.float64)
    asked = np.flatnonzero((distances > metres / _BENT) & (distances < metres * _BENT))
    distances[distances >= metres * _BENT] = np.inf
    if len(asked):
        ends = shapely.get_coordinates(shapely.shortest_line(ours[asked], theirs[asked])).reshape(-1, 2, 2)
        ends /= np.column_stack((east, north))[asked][:, None]
        _, _, distances[asked] = WGS84.inv(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    return distances
