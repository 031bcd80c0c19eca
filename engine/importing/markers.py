"""Primary markers of files: points, or rows of a table that tell their place, with what they say of a rock glacier."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.dialects.known import Dialect, Table
from ...inventory.identifiers import place_of
from ...inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS, Layer
from ..gathering.parts import read_parts
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from ..ground.vectors import layer_crs
from ..telling.report import Report
from .kept_rows import kept_rows, named_as_the_table
from .mapping import FieldMap
from .values import IDENTIFIER, Doubts, converted


@dataclass
class Marker:
    """One marker: `point` in the inventory's system, `at` its words, `values` by field, `row` as it came in.

    `own` has names in `row` -> the fields of `values` that were taken from there.
    """

    point: Any
    at: str
    values: dict[str, Any]
    row: dict[str, Any] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)

    @property
    def identifier(self) -> str | None:
        """The identifier that the file has; None where it has none."""
        name: str | None = self.values.get(IDENTIFIER)
        return name

    def further(self, held: Collection[str]) -> dict[str, Any]:
        """Its row without what the inventory holds in some fields; what was cut or left empty stays as it came in."""
        found = {}
        for name, value in self.row.items():
            ours = self.own.get(name)
            told = None if ours is None or ours not in held else self.values.get(ours)
            is_cut = isinstance(value, str) and isinstance(told, str) and value.startswith(told) and value != told
            if told is None or is_cut:
                found[name] = value
        return found


def layer_of_field(name: str) -> Layer:
    """The layer of an inventory that a marker's field belongs to."""
    return PRIMARY_MARKERS if name in PRIMARY_MARKERS.field_names else ROCK_GLACIERS


def read_markers(
    layers: Sequence[VectorLayer],
    dialect: Dialect | None,
    table: Table | None,
    fields: FieldMap,
    target: Any,
    doubts: Doubts,
    report: Report,
) -> Iterator[Marker]:
    """Markers of some layers.

    Parameters
    ----------
    layers
        Layers of points, or tables.
    dialect, table
        What they are of; None where nobody knows.
    fields
        The mapping.
    target
        The inventory's coordinate system.
    doubts
        Gets what was done to values, and markers without a place.
    report
        Gets the warnings of reading.
    """
    for of in layers:
        names = named_as_the_table(table, of.fields)
        own = {names[theirs][0]: ours for ours, theirs in fields.pairs.items() if theirs in names}
        for fids, wkb, columns in read_parts(of, list(of.fields), report):
            words = [f"feature {fid} of {of.place}" for fid in fids.tolist()]
            values = {
                ours: converted(
                    layer_of_field(ours), ours, columns[theirs], fields.readers.get(ours), words.__getitem__, doubts
                )
                for ours, theirs in fields.pairs.items()
                if theirs in columns
            }
            rows = list(kept_rows(columns, {name: told for name, (told, _) in names.items()}))
            points = _points(of, wkb, values, target, len(fids))
            for place, at in enumerate(words):
                told = {name: column[place] for name, column in values.items()}
                if points[place] is None:
                    doubts.add("Markers", "those without a place were left out", "", at)
                    continue
                yield Marker(points[place], at, told, rows[place] if rows else {}, own)


def _points(
    of: VectorLayer, wkb: npt.NDArray[Any], values: Mapping[str, list[Any]], target: Any, count: int
) -> npt.NDArray[Any]:
    """Points in the inventory's system: the file's own, else at latitude and longitude, else where identifiers say."""
    found = np.full(count, None, dtype=object)
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    there = np.array([shape is not None and not shape.is_empty and shape.is_valid for shape in shapes], dtype=bool)
    if there.any():
        first = np.asarray([shapely.get_parts(shape)[0] for shape in shapes[there]], dtype=object)
        found[there] = transform_geometries(first, layer_crs(of), target)
    degrees = {row: at for row in np.flatnonzero(~there).tolist() if (at := _place(values, row)) is not None}
    if degrees:
        points = np.asarray(shapely.points(list(degrees.values())), dtype=object)
        found[list(degrees)] = transform_geometries(points, LONGITUDE_LATITUDE, target)
    return found


def _place(values: Mapping[str, list[Any]], row: int) -> tuple[float, float] | None:
    """Longitude and latitude that a row tells."""
    latitude, longitude = (values[name][row] if name in values else None for name in ("LAT", "LON"))
    if latitude is not None and longitude is not None:
        return float(longitude), float(latitude)
    named = place_of(values[IDENTIFIER][row] or "") if IDENTIFIER in values else None
    return None if named is None else (named[1], named[0])


def in_degrees(points: Sequence[Any], crs: Any) -> npt.NDArray[np.float64]:
    """Longitudes and latitudes of points, shape (n, 2)."""
    moved = transform_geometries(np.asarray(points, dtype=object), crs, LONGITUDE_LATITUDE)
    coordinates = shapely.get_coordinates(moved)
    beyond = np.abs(coordinates[:, 0]) > 180
    coordinates[beyond, 0] = (coordinates[beyond, 0] + 180) % 360 - 180
    return coordinates
