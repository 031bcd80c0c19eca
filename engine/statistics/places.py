"""Where features of a layer are, and how large: from their fields where these are ours, else from their shapes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.errors import UserError
from ..ground.antimeridian import cut_where_broken
from ..ground.files.vector_files import VectorLayer, read_layer
from ..ground.geodesy import LONGITUDE_LATITUDE, check_latitudes, transform_what_can_be
from ..ground.vectors import close_at_antimeridian, layer_crs, mend_polygons
from ..matching.areas import ground_areas
from ..telling.report import Report
from .columns import Floats

_PART = 20_000
"""Features whose shapes are in memory at a time."""
_BESIDE = 0.01
"""Degrees that a marker of another inventory may lie beside its outline's box."""


@dataclass(frozen=True)
class Places:
    """Degrees of markers, NaN where there is none, and areas, m², NaN where there is no polygon; shape (n,)."""

    longitude: Floats
    latitude: Floats
    area: Floats


def read_places(of: VectorLayer, known: Places, ours: bool, report: Report) -> Places:
    """Places and areas of all features of a layer.

    Parameters
    ----------
    of
        The layer.
    known
        What its fields LON, LAT and AREA say.
    ours
        Whether these are an inventory's own: then shapes are read only where one is missing.
    report
        Gets a warning where areas were measured.

    Raises
    ------
    UserError
        Its features are neither polygons nor points.
    """
    points = "point" in of.geometry_type.lower()
    whole = _in_range(known)
    if ours and whole.all() and (points or np.isfinite(known.area).all()):
        return known
    count = len(known.longitude)
    parts = [_of_shapes(of, slice(start, start + _PART), known, ours, report) for start in range(0, count, _PART)]
    if not parts:
        return known
    longitude, latitude, area = (np.concatenate(values) for values in zip(*parts, strict=True))
    if not np.isfinite(longitude).any():
        raise UserError(f"Layer {of.place} holds neither polygons nor points; give outlines or markers.")
    return Places(longitude, latitude, area)


def _in_range(known: Places) -> npt.NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(known.longitude) <= 360) & (np.abs(known.latitude) <= 90))


def _of_shapes(
    of: VectorLayer, part: slice, known: Places, ours: bool, report: Report
) -> tuple[Floats, Floats, Floats]:
    """Longitudes, latitudes and areas of a part of the features."""
    crs = layer_crs(of)
    _, wkb, _ = read_layer(of, (), report, part=(part.start, _PART))
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object)
    told = Places(known.longitude[part], known.latitude[part], known.area[part])
    is_point = np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT))
    others = shapes.copy()
    others[is_point] = None
    polygons, polygonal, _ = mend_polygons(cut_where_broken(others, crs))
    marked, areas = np.full(len(shapes), None, dtype=object), np.full(len(shapes), np.nan)
    marked[is_point] = [_first(shape) for shape in shapes[is_point]]
    if len(polygons):
        _check(polygons, crs, of)
        closed = close_at_antimeridian(polygons) if crs.is_geographic else polygons
        marked[polygonal] = shapely.point_on_surface(closed)
        areas[polygonal] = ground_areas(polygons, crs)
    longitude, latitude = _degrees(marked, crs)
    if ours:
        areas = np.where(np.isfinite(told.area), told.area, areas)
    use = _in_range(told) & (ours | (_near(told, longitude, latitude, shapes, crs)))
    return np.where(use, told.longitude, longitude), np.where(use, told.latitude, latitude), areas


def _check(polygons: npt.NDArray[np.object_], crs: pyproj.CRS, of: VectorLayer) -> None:
    check_latitudes(shapely.total_bounds(polygons), crs, f"Layer {of.place}")


def _first(shape: shapely.Geometry) -> shapely.Geometry | None:
    """The first point of a point or of several; None where there is none."""
    points = shapely.get_parts(shape)
    return None if not len(points) or shapely.is_empty(points[0]) else points[0]


def _degrees(points: npt.NDArray[np.object_], crs: pyproj.CRS) -> tuple[Floats, Floats]:
    longitude, latitude = np.full(len(points), np.nan), np.full(len(points), np.nan)
    there = np.flatnonzero(~shapely.is_missing(points))
    moved = transform_what_can_be(points[there], crs, LONGITUDE_LATITUDE)
    placed = ~shapely.is_empty(moved)
    longitude[there[placed]], latitude[there[placed]] = shapely.get_coordinates(moved[placed]).T
    wrong = ~(np.abs(latitude) <= 90)
    longitude[wrong] = latitude[wrong] = np.nan
    return (longitude + 180) % 360 - 180, latitude


def _near(
    told: Places, longitude: Floats, latitude: Floats, shapes: npt.NDArray[np.object_], crs: pyproj.CRS
) -> npt.NDArray[np.bool_]:
    """Which places that another inventory tells are those of its outlines: at most an outline's size away."""
    bounds = shapely.bounds(shapes)
    size = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    degrees = size if crs.is_geographic else size / 50_000  # metres, at whatever latitude a map is used
    east = (told.longitude - longitude + 180) % 360 - 180
    with np.errstate(invalid="ignore"):
        reach = np.minimum(degrees, 1.0) + _BESIDE
        return np.asarray((np.abs(east) <= reach) & (np.abs(told.latitude - latitude) <= reach))
