"""True ground measures: areas and lengths on the WGS84 ellipsoid, whatever the coordinate system."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from rasterio.errors import RasterioError

from ...inventory.errors import UserError

WGS84 = pyproj.Geod(ellps="WGS84")
LONGITUDE_LATITUDE = "EPSG:4326"
_STEP_METRES = 20.0
_FARTHEST = 1e10
"""Of a coordinate in any unit: the Earth's circumference is 4e7 m; beyond it a file is damaged."""
_FARTHEST_LATITUDE = 91.0
"""Degrees: grids may reach half a cell beyond a pole."""
_GRIDS = re.compile(r"[\w-]+\.(?:gsb|tif|gtx|los|las)\b", re.IGNORECASE)


def to_pyproj(crs: Any, of: str = "") -> pyproj.CRS:
    """The coordinate system as pyproj's, from whatever rasterio, pyogrio or a person gives.

    Parameters
    ----------
    crs
        The system.
    of
        Whose it is, for the sentence: a file, a layer.

    Raises
    ------
    UserError
        Where it cannot be understood, or is on no Earth: local, geocentric, of heights, of another planet,
        or only with a transformation grid that is not there.
    """
    whose = f" of {of}" if of else ""
    remedy = "assign the true one to it in QGIS" if of else "give one such as EPSG:4326"
    try:
        text = str(crs.to_wkt() if hasattr(crs, "to_wkt") else crs)
        system = _parse_crs(text)
    except (pyproj.exceptions.CRSError, RasterioError) as error:
        name = "" if hasattr(crs, "to_wkt") else f" '{str(crs)[:80]}'"
        raise UserError(f"The coordinate system{name}{whose} is not understood; {remedy}.", kind="crs") from error
    wrong = _what_is_wrong(text)
    if wrong:
        raise UserError(f"The coordinate system '{system.name}'{whose} {wrong}; {remedy}.", kind="crs")
    return system


def check_georeference(dataset: Any, name: str) -> None:
    """Raise `UserError` where an open raster has no place on Earth: no coordinate system, no geotransform."""
    if dataset.crs is None:
        raise UserError(
            f"{name} has no coordinate system; assign one (Raster > Projections > Assign Projection).", kind="crs"
        )
    crs = to_pyproj(dataset.crs, name)
    transform = dataset.transform
    if transform.is_identity or not np.isfinite(transform[:6]).all() or transform.determinant == 0:
        raise UserError(f"{name} has no georeference; georeference it first.", kind="crs")
    bounds = raster_bounds(dataset)
    check_reach(bounds, name)
    check_latitudes(bounds, crs, name)


def check_reach(bounds: Any, name: str) -> None:
    """Raise `UserError` where something lies farther away than any ground in any system: a damaged file says so."""
    if max(map(abs, bounds)) > _FARTHEST:
        raise UserError(
            f"{name} says that it reaches {max(bounds, key=abs):g}, where no coordinate system has ground; its "
            "georeference is damaged, so get it again.",
            kind="crs",
        )


def raster_bounds(dataset: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of an open raster, or a grid, also of a rotated one."""
    corners = [dataset.transform @ (x, y) for x in (0, dataset.width) for y in (0, dataset.height)]
    x, y = zip(*corners, strict=True)
    return min(x), min(y), max(x), max(y)


def check_latitudes(bounds: Any, crs: pyproj.CRS, name: str) -> None:
    """Raise `UserError` where something in degrees lies beyond the poles: its coordinates are metres, say.

    Parameters
    ----------
    bounds
        Left, bottom, right, top.
    crs
        The coordinate system that its file names.
    name
        What it is, for the sentence.
    """
    if not crs.is_geographic:
        return
    degrees = np.degrees(crs.axis_info[0].unit_conversion_factor or np.radians(1))
    farthest = max(abs(bounds[1]), abs(bounds[3]))
    if farthest * degrees > _FARTHEST_LATITUDE:
        raise UserError(
            f"{name} is said to be in degrees ({crs.name}), but reaches {farthest:g}, beyond the poles; "
            "assign the true coordinate system to it in QGIS.",
            kind="crs",
        )


@lru_cache(maxsize=64)
def _parse_crs(text: str) -> pyproj.CRS:
    return pyproj.CRS.from_user_input(text)


@lru_cache(maxsize=64)
def _what_is_wrong(text: str) -> str:
    """Why places in a coordinate system have no longitude and latitude; empty where they have."""
    system = _parse_crs(text)
    parts = [system, *system.sub_crs_list]
    if any(part.is_engineering for part in parts):
        return "is a local one, tied to no place on Earth"
    if any(part.is_geocentric for part in parts):
        return "counts from the middle of the Earth, so it has no map"
    if not (system.is_geographic or system.is_projected or system.is_derived):
        return "tells no places on a map"
    try:
        pyproj.Transformer.from_crs(system, LONGITUDE_LATITUDE, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        cause = str(error).partition("(")[2].rstrip(")").removeprefix("Internal Proj Error: ")
        grids = dict.fromkeys(_GRIDS.findall(text))
        needs = f" (it needs the grid {', '.join(grids)})" if grids else f" ({cause})" if cause else ""
        return f"cannot be converted to longitudes and latitudes{needs}"
    return ""


def transformer_between(source: Any, target: Any) -> pyproj.Transformer:
    """From one coordinate system to another; x is always east or longitude. It may be used by several threads.

    Raises
    ------
    UserError
        One is on no Earth, or no way leads from one to the other.
    """
    return _transformer_between(to_pyproj(source), to_pyproj(target))


@lru_cache(maxsize=64)  # to make one takes a millisecond and more
def _transformer_between(start: pyproj.CRS, end: pyproj.CRS) -> pyproj.Transformer:
    try:
        return pyproj.Transformer.from_crs(start, end, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise UserError(
            f"There is no way to convert {start.name} to {end.name} ({error}); put both into one system.", kind="crs"
        ) from error


def transform_geometries(geometries: Sequence[Any] | npt.NDArray[Any], source: Any, target: Any) -> npt.NDArray[Any]:
    """Geometries in another coordinate system (x is always east or longitude).

    Parameters
    ----------
    geometries
        Shapely geometries, shape (n,).
    source, target
        Coordinate systems, in any form `to_pyproj` takes.

    Returns
    -------
    ndarray of object, shape (n,)

    Raises
    ------
    UserError
        Where a coordinate cannot be transformed (it would come out infinite).
    """
    moved = _transformed(geometries, source, target)
    if moved is not geometries and not np.isfinite(shapely.get_coordinates(moved)).all():
        raise UserError(
            f"Some coordinates lie outside the area where {to_pyproj(source).name} can be converted to "
            f"{to_pyproj(target).name}; check the layer's coordinate system.",
            kind="crs",
        )
    return moved


def transform_what_can_be(geometries: Sequence[Any] | npt.NDArray[Any], source: Any, target: Any) -> npt.NDArray[Any]:
    """As `transform_geometries`; what is too far away to have a place in the other system comes out empty."""
    moved = _transformed(geometries, source, target)
    if moved is geometries:
        return moved
    points, owner = shapely.get_coordinates(moved, return_index=True)
    lost = np.unique(owner[~np.isfinite(points).all(axis=1)])
    if lost.size:
        moved = moved.copy()
        moved[lost] = [type(geometry)() for geometry in moved[lost]]
    return moved


def _transformed(geometries: Sequence[Any] | npt.NDArray[Any], source: Any, target: Any) -> npt.NDArray[Any]:
    """Geometries in another coordinate system, infinite where they have no place in it."""
    array = np.asarray(geometries, dtype=object)
    source_crs, target_crs = to_pyproj(source), to_pyproj(target)
    if source_crs == target_crs or array.size == 0:
        return array
    transformer = _transformer_between(source_crs, target_crs)

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    moved: npt.NDArray[Any] = shapely.transform(array, move)
    return moved


def ellipsoidal_areas(geometries: Sequence[Any] | npt.NDArray[Any], crs: Any) -> npt.NDArray[np.float64]:
    """Areas on the WGS84 ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z, through PROJ).

    Parameters
    ----------
    geometries
        Polygons or multipolygons, shape (n,); holes are taken off.
    crs
        Their coordinate system.

    Returns
    -------
    ndarray of float64, shape (n,)
        Square metres, never negative. Edges are taken as geodesics between the vertices.
    """
    geographic = transform_geometries(geometries, crs, LONGITUDE_LATITUDE)
    parts, owner = shapely.get_parts(geographic, return_index=True)
    rings, polygon = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    ends = np.searchsorted(ring, np.arange(len(rings) + 1))
    areas = np.zeros(len(rings))
    for index, (start, end) in enumerate(pairwise(ends.tolist())):
        areas[index] = abs(WGS84.polygon_area_perimeter(points[start:end, 0], points[start:end, 1])[0])
    is_hole = np.r_[False, polygon[1:] == polygon[:-1]][: len(rings)]  # the shell comes first
    areas[is_hole] *= -1
    return np.asarray(np.bincount(owner[polygon], areas, minlength=len(geographic)), dtype=np.float64)


def ground_metres_per_unit(crs: Any, x: float, y: float) -> tuple[float, float]:
    """True metres on the ground per unit of the coordinate system, along its x and its y axis.

    Web Mercator at 60 degrees north gives (0.5, 0.5), not (1, 1); degrees at 35 degrees north give
    about (91 288, 110 941).

    Parameters
    ----------
    crs
        Coordinate system.
    x, y
        The place, in its units.

    Returns
    -------
    tuple of float
        Metres per unit along x, along y.

    Raises
    ------
    UserError
        Where the place is outside the coordinate system's area.
    """
    system = to_pyproj(crs)
    unit = system.axis_info[0].unit_conversion_factor or 1.0 if system.axis_info else 1.0
    # For degrees the conversion factor is to radians: a step of some 20 m either way.
    step = _STEP_METRES / (6_371_000.0 * unit) if system.is_geographic else _STEP_METRES / unit
    transformer = transformer_between(system, LONGITUDE_LATITUDE)
    east = np.array([x - step / 2, x + step / 2, x, x])
    north = np.array([y, y, y - step / 2, y + step / 2])
    longitude, latitude = transformer.transform(east, north)
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all() and np.abs(latitude).max() <= 90):
        raise UserError(
            f"The place x={x:g}, y={y:g} lies outside {system.name}; check the coordinate system.", kind="crs"
        )
    _, _, lengths = WGS84.inv(longitude[[0, 2]], latitude[[0, 2]], longitude[[1, 3]], latitude[[1, 3]])
    return float(lengths[0] / step), float(lengths[1] / step)
