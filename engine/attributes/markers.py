"""Primary markers, identifiers and subregions of rock glaciers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.identifiers import unique_identifier
from ..gathering.regions import Regions
from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas, transform_geometries

DECIMALS = 7
"""Of a marker's degrees: one centimetre."""

Floats = npt.NDArray[np.float64]


@dataclass
class Markers:
    """Markers of n outlines: `points` in the outlines' system, `latitude` and `longitude` in degrees.

    `moved` tells which are not where the inventory had them.
    """

    points: npt.NDArray[Any]
    latitude: Floats
    longitude: Floats
    moved: npt.NDArray[np.bool_]


def place_markers(outlines: npt.NDArray[Any], crs: Any, present: npt.NDArray[Any]) -> Markers:
    """The marker of each outline: the one it has where that lies inside, else a point inside.

    Parameters
    ----------
    outlines
        Valid polygons, shape (n,).
    crs
        Their coordinate system.
    present
        Markers the inventory holds, in the same system; None where it has none, shape (n,).
    """
    points = present.copy()
    # A marker stored with its outline may sit on the border by rounding; that is inside enough.
    moved = ~shapely.covers(outlines, points)
    points[moved] = shapely.point_on_surface(outlines[moved])
    latitude, longitude = _degrees(points, crs)
    return Markers(points, latitude, longitude, moved)


def _degrees(points: npt.NDArray[Any], crs: Any) -> tuple[Floats, Floats]:
    coordinates = shapely.get_coordinates(transform_geometries(points, crs, LONGITUDE_LATITUDE))
    longitude = np.round((coordinates[:, 0] + 180) % 360 - 180, DECIMALS)
    return np.round(coordinates[:, 1], DECIMALS), longitude


def points_at(latitude: Iterable[float], longitude: Iterable[float], crs: Any) -> npt.NDArray[Any]:
    """Points in a coordinate system, from degrees."""
    degrees = np.asarray(shapely.points(np.column_stack((list(longitude), list(latitude)))), dtype=object)
    return transform_geometries(degrees, LONGITUDE_LATITUDE, crs)


def assign_identifiers(
    identifiers: list[str | None], outlines: npt.NDArray[Any], markers: Markers, crs: Any, taken: set[str]
) -> list[int]:
    """Give an identifier to each outline that has none; those that are there are never changed.

    Where two markers fall in one cell of an identifier, the later one moves inside its outline.

    Parameters
    ----------
    identifiers
        Changed in place.
    outlines, markers, crs
        As from `place_markers`; a marker that must move is changed in place.
    taken
        Identifiers in use anywhere in the inventory; grows.

    Returns
    -------
    list of int
        Outlines too small to hold a free cell: they stay without.
    """
    left_out = []
    for index, identifier in enumerate(identifiers):
        if identifier:
            continue
        outline = outlines[index]

        def inside(latitude: float, longitude: float, outline: Any = outline) -> bool:
            return bool(shapely.covers(outline, points_at([latitude], [longitude], crs)[0]))

        latitude, longitude = float(markers.latitude[index]), float(markers.longitude[index])
        found = unique_identifier(latitude, longitude, taken, inside)
        if found is None:
            left_out.append(index)
            continue
        identifiers[index], north, east = found
        taken.add(found[0])
        if (north, east) != (latitude, longitude):
            markers.latitude[index], markers.longitude[index] = round(north, DECIMALS), round(east, DECIMALS)
            markers.points[index] = points_at([north], [east], crs)[0]
            markers.moved[index] = True
    return left_out


def assign_subregions(
    outlines: npt.NDArray[Any], points: npt.NDArray[Any], crs: Any, regions: Regions
) -> list[str | None]:
    """Name of the subregion that holds each marker, else of the one that its outline overlaps most.

    Parameters
    ----------
    outlines, points
        Outlines and their markers, shape (n,).
    crs
        Their coordinate system.
    regions
        The subregions, in any system.
    """
    found: list[str | None] = [None] * len(outlines)
    west, south, east, north = shapely.total_bounds(outlines).tolist()
    areas = regions.near((west, south, east, north), crs)
    tree = shapely.STRtree(areas)
    for point, region in zip(*tree.query(points, predicate="intersects").tolist(), strict=True):
        if found[point] is None:
            found[point] = regions.names[region]
    missing = np.array([index for index, name in enumerate(found) if name is None], dtype=np.intp)
    if missing.size == 0:
        return found
    which, region = tree.query(outlines[missing], predicate="intersects")
    overlap = ellipsoidal_areas(shapely.intersection(outlines[missing[which]], areas[region]), crs)
    largest: dict[int, float] = {}
    for index, place, area in zip(missing[which].tolist(), region.tolist(), overlap.tolist(), strict=True):
        if area > largest.get(index, 0.0):
            largest[index] = area
            found[index] = regions.names[place]
    return found
