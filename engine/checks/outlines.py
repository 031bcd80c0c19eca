"""Outlines read part by part: as the file has them, as valid polygons, in degrees, and how large they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.dialects.known import MARKERS, OUTLINES, Dialect
from ...inventory.schema import ROCK_GLACIERS
from ..gathering.parts import read_parts
from ..ground.antimeridian import cut_where_broken
from ..ground.files.vector_files import VectorLayer, read_boxes
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_what_can_be
from ..ground.vectors import close_at_antimeridian, layer_crs, mend_polygons, text_of
from ..matching.areas import ground_areas
from ..telling.report import Report
from .found import Found, Row, Rows
from .sources import find_field

IDENTIFIER_NAMES = ("PrimaryID", "pm_pid", "ID")
"""As dialects call the identifier; the one that says more comes first."""
_KIND_NAMES, _RESTRICTED = ("Out.Type", "ou_type"), "restricted"
"""RGIK draws a restricted outline within the extended one; it is no rock glacier of its own."""
_DEGREES = (361.0, 91.0)


@dataclass(frozen=True)
class Part:
    """Some outlines, each array of shape (n,).

    `raw` are shapely geometries as the file has them, `shapes` valid polygons in the file's system and `degrees` the
    same in longitude and latitude, None where there are none; `areas` are m² on the ground, NaN where there are none;
    `columns` are the file's, by its names.
    """

    rows: Rows
    raw: npt.NDArray[Any]
    shapes: npt.NDArray[Any]
    degrees: npt.NDArray[Any]
    areas: npt.NDArray[np.float64]
    columns: Mapping[str, npt.NDArray[Any]]


def crs_of(of: VectorLayer, found: Found) -> pyproj.CRS:
    """The coordinate system of a layer; one without is taken for degrees where its numbers may be some.

    Raises
    ------
    UserError
        It has none and its numbers are no degrees, or has one that is on no Earth.
    """
    if of.crs is None:
        _, boxes = read_boxes(of)
        far = np.nanmax(np.abs(boxes[:, [0, 1, 2, 3]]).reshape(-1, 2, 2), axis=(0, 1)) if len(boxes) else (0.0, 0.0)
        if far[0] <= _DEGREES[0] and far[1] <= _DEGREES[1]:
            text = f"Layer {of.place} has no coordinate system; it was checked as degrees (WGS84): set it in QGIS."
            found.add("no_crs", Row(of.name), text)
            return to_pyproj(LONGITUDE_LATITUDE)
    return layer_crs(of)


def meanings(of: VectorLayer, dialect: Dialect | None, role: str = OUTLINES) -> dict[str, str]:
    """Fields of rock glaciers -> fields of the file, by such a table of its dialect, else by their names."""
    told = {} if dialect is None else dialect.marker_fields if role == MARKERS else dialect.fields
    found = {
        name: field
        for name in ROCK_GLACIERS.field_names
        if (field := find_field(of, *([told[name]] if name in told else []), name)) is not None
    }
    identifier = find_field(of, *([told["ID"]] if "ID" in told else []), *IDENTIFIER_NAMES)
    return {**found, "ID": identifier} if identifier is not None else found


def read_outlines(of: VectorLayer, crs: pyproj.CRS, fields: Mapping[str, str], report: Report) -> Iterator[Part]:
    """All outlines of a layer, some thousand at a time; restricted ones are left out."""
    kind = find_field(of, *_KIND_NAMES)
    for fids, wkb, columns in read_parts(of, list(of.fields), report):
        if kind is not None:
            kept = np.array([text_of(value).lower() != _RESTRICTED for value in columns[kind]], dtype=bool)
            fids, wkb, columns = fids[kept], wkb[kept], {name: values[kept] for name, values in columns.items()}
        yield _part(of, crs, fields, fids, wkb, columns)


def _part(
    of: VectorLayer, crs: pyproj.CRS, fields: Mapping[str, str], fids: Any, wkb: Any, columns: Mapping[str, Any]
) -> Part:
    raw = np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object))
    polygons, keep, _ = mend_polygons(cut_where_broken(raw, crs))
    where = np.flatnonzero(keep)
    shapes = np.full(len(raw), None, dtype=object)
    degrees, areas = shapes.copy(), np.full(len(raw), np.nan)
    shapes[where] = close_at_antimeridian(polygons) if crs.is_geographic else polygons
    moved = transform_what_can_be(shapes[where], crs, LONGITUDE_LATITUDE)
    if crs.is_geographic:  # also from one of other degrees
        moved = np.array([None if _is_beyond(shape) else shape for shape in moved], dtype=object)
    there = np.array([shape is not None and not shape.is_empty for shape in moved], dtype=bool)
    degrees[where[there]] = moved[there]
    areas[where[there]] = ground_areas(moved[there], LONGITUDE_LATITUDE)
    names = identifiers_in(columns, fields, len(raw))
    return Part(Rows(of.name, fids.tolist(), names, places_in(degrees)), raw, shapes, degrees, areas, columns)


def _is_beyond(shape: Any) -> bool:
    """Whether a shape in degrees reaches beyond the poles, or round the Earth more than once."""
    west, south, east, north = shape.bounds
    return bool(max(abs(south), abs(north)) > 90.0 or max(abs(west), abs(east)) > 540.0)


def identifiers_in(columns: Mapping[str, Any], fields: Mapping[str, str], count: int) -> list[str]:
    """The identifiers of rows, empty where there are none."""
    if "ID" not in fields:
        return [""] * count
    return [text_of(value) for value in columns[fields["ID"]].tolist()]


def places_in(degrees: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """A point in each shape, longitude and latitude, (n, 2); NaN where there is none."""
    points = shapely.point_on_surface(degrees)
    places = np.column_stack((shapely.get_x(points), shapely.get_y(points)))
    beyond = np.abs(places[:, 0]) > 180
    places[beyond, 0] = (places[beyond, 0] + 180) % 360 - 180
    return places
