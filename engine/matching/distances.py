"""How far two outlines of one landform lie from each other, in metres on the ground."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.geodesy import LONGITUDE_LATITUDE, WGS84, transform_geometries

Floats = npt.NDArray[np.float64]

PLACES = 32
"""Evenly along each outline, from which the way to the other one is measured."""
_PART = 500
"""Pairs at a time: each thread holds some 20 kB of points for each."""


def outline_distances(ours: npt.NDArray[Any], theirs: npt.NDArray[Any], crs: Any) -> tuple[Floats, Floats]:
    """Mean and greatest distance of outlines of ours from those of theirs, pair by pair, m.

    The mean is of both ways: from places along ours to the nearest of theirs, and back. The greatest is the Hausdorff
    distance of the vertices and those places.

    Parameters
    ----------
    ours, theirs
        Valid polygons, both of shape (n,); of each pair both on the same side of 180 degrees.
    crs
        Their coordinate system.

    Returns
    -------
    tuple
        Two arrays of shape (n,).
    """
    if not len(ours):
        return np.zeros(0), np.zeros(0)
    parts = [slice(start, start + _PART) for start in range(0, len(ours), _PART)]
    with ThreadPoolExecutor() as threads:  # GEOS works beside Python
        found = threads.map(lambda part: _distances(ours[part], theirs[part], crs), parts)
        mean, most = (np.concatenate(values) for values in zip(*found, strict=True))
    return mean, most


def _distances(ours: npt.NDArray[Any], theirs: npt.NDArray[Any], crs: Any) -> tuple[Floats, Floats]:
    one, other = _in_metres(ours, theirs, crs)
    there, back = _ways(one, other), _ways(other, one)
    most = np.maximum(there.max(axis=1), back.max(axis=1))
    return (there.mean(axis=1) + back.mean(axis=1)) / 2, np.maximum(shapely.hausdorff_distance(one, other), most)


def _in_metres(ours: npt.NDArray[Any], theirs: npt.NDArray[Any], crs: Any) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The lines of outlines, each pair on a plane that touches the ellipsoid in its middle."""
    both = transform_geometries(shapely.boundary(np.concatenate((ours, theirs))), crs, LONGITUDE_LATITUDE)
    points, owner = shapely.get_coordinates(both, return_index=True)
    first = shapely.get_coordinates(shapely.centroid(both[: len(ours)]))[owner % len(ours)]
    sine = np.sin(np.radians(first[:, 1]))
    across = WGS84.a / np.sqrt(1 - WGS84.es * sine**2)
    along = across * (1 - WGS84.es) / (1 - WGS84.es * sine**2)
    east = np.radians(points[:, 0] - first[:, 0]) * across * np.cos(np.radians(first[:, 1]))
    north = np.radians(points[:, 1] - first[:, 1]) * along
    plane = shapely.set_coordinates(both.copy(), np.column_stack((east, north)))
    return plane[: len(ours)], plane[len(ours) :]


def _ways(of: npt.NDArray[Any], to: npt.NDArray[Any]) -> Floats:
    """From `PLACES` along each line to the nearest of the other, m, shape (n, PLACES)."""
    points, line = shapely.get_coordinates(shapely.get_parts(of), return_index=True)
    _, owner = shapely.get_parts(of, return_index=True)
    steps = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
    steps[np.r_[True, line[1:] != line[:-1]]] = 0  # no way leads from one ring to the next
    along = np.cumsum(steps)
    last = np.searchsorted(owner[line], np.arange(len(of)), side="right") - 1
    end = along[last]
    begin = np.r_[0.0, end[:-1]]
    share = (np.arange(PLACES) + 0.5) / PLACES
    wanted = begin[:, None] + share * (end - begin)[:, None]
    x, y = (np.interp(wanted.ravel(), along, points[:, axis]) for axis in (0, 1))
    return shapely.distance(shapely.points(x, y).reshape(len(of), PLACES), to[:, None])
