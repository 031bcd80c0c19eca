"""Rock glaciers and markers of an inventory as the tables of a dialect, and what these cannot hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.dialects.kept import GEOMETRY_KEY, NOTHING, Kept, Values, read_kept
from ...inventory.dialects.known import AREAS, LANDFORM, MARKERS, MOVING_AREAS, OUTLINES, Dialect, Table
from ...inventory.dialects.rows import OUTLINE_TYPE, fields_held, not_held, outgoing
from ...inventory.schema import ROCK_GLACIERS
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries

_OF_ONE_INVENTORY = ("CANDIDATE", "STALE", "RGIK")
_IN_THE_GEOMETRY = ("LAT", "LON", "AREA")
Row = Mapping[str, Any]


@dataclass
class Content:
    """Rows of one table of a dialect: WKB in degrees, and a list of values for each field."""

    table: Table
    wkb: list[bytes | None] = field(default_factory=list)
    columns: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = [[] for _ in self.table.fields]

    def add(self, wkb: bytes | None, values: Sequence[Any]) -> None:
        """One more row."""
        self.wkb.append(wkb)
        for column, value in zip(self.columns, values, strict=True):
            column.append(value)


class Told:
    """What a dialect cannot hold: values by field, and words that it lacks, with the first value of each."""

    def __init__(self, of: Dialect) -> None:
        self._held = fields_held(of)
        self.not_held: Counter[str] = Counter()
        self.wordless: dict[tuple[str, str], tuple[int, str]] = {}

    def word(self, name: str, what: str, value: Any) -> None:
        """A value for which a field has no word."""
        count, first = self.wordless.get((name, what), (0, str(value)))
        self.wordless[name, what] = (count + 1, first)

    def ours(self, row: Row) -> None:
        """A row of ours goes out; what has no field there is counted."""
        for name, value in row.items():
            if value not in (None, "") and name not in self._held and name not in _IN_THE_GEOMETRY:
                self.not_held[name] += 1

    def kept(self, names: Sequence[str]) -> None:
        """Attributes that were kept as they came in, and have no field there."""
        self.not_held.update(names)


class Filling:
    """Fills the tables of a dialect.

    Parameters
    ----------
    of
        The dialect.
    crs
        The inventory's coordinate system.
    """

    def __init__(self, of: Dialect, crs: Any) -> None:
        self._of, self._crs = of, crs
        self.contents = {role: Content(table) for role, table in of.tables.items()}
        self.told = Told(of)
        markers = of.tables.get(MARKERS)
        self._asks_landform = markers is not None and markers.of(LANDFORM) is not None
        self._has_further = of.tables[OUTLINES].of(OUTLINE_TYPE) is not None

    def rock_glaciers(self, rows: Sequence[tuple[bytes, Row]], markers: Mapping[str, tuple[bytes, Row]]) -> None:
        """Outlines with their markers.

        Parameters
        ----------
        rows
            WKB and fields of `rock_glaciers`.
        markers
            Identifier -> WKB and fields of `primary_markers`.
        """
        outlines = self._in_degrees([wkb for wkb, _ in rows])
        points = self._points([markers.get(row["ID"] or "") for _, row in rows], [row for _, row in rows], outlines)
        for (_, row), outline, point in zip(rows, outlines, points, strict=True):
            marker = markers.get(row["ID"] or "")
            kept = read_kept(row["RGIK"])
            ours = {**row, LANDFORM: None if marker is None else marker[1][LANDFORM]}
            self.told.ours({k: v for k, v in ours.items() if k not in (*_OF_ONE_INVENTORY, LANDFORM)})
            self._landform(ours)
            self._add(OUTLINES, outline, ours, kept, kept.outline)
            self._add(MARKERS, point, ours, kept, kept.marker)
            self._others(ours, kept)

    def lone_markers(self, markers: Sequence[tuple[bytes, Row]]) -> None:
        """Markers without an outline."""
        if MARKERS not in self.contents:
            self.told.kept(["markers without an outline"] * len(markers))
            return
        blank = dict.fromkeys(ROCK_GLACIERS.field_names)
        for (_, row), point in zip(markers, self._in_degrees([wkb for wkb, _ in markers]), strict=True):
            kept = read_kept(row["RGIK"])
            ours = {**blank, **{name: value for name, value in row.items() if name != "RGIK"}}
            self.told.ours({k: v for k, v in ours.items() if k != LANDFORM})
            self._landform(ours)
            self._add(MARKERS, point, ours, kept, kept.marker)
            self._others(ours, kept)

    def areas(self, rows: Sequence[tuple[bytes, Row]]) -> None:
        """Subregions, as areas of interest."""
        for (_, row), outline in zip(rows, self._in_degrees([wkb for wkb, _ in rows]), strict=True):
            self._add(AREAS, outline, row, NOTHING, {})

    def _landform(self, ours: Row) -> None:
        if ours[LANDFORM] not in (None, "", "rock glacier") and not self._asks_landform:
            self.told.kept([f"{LANDFORM} {ours[LANDFORM]}"])

    def _others(self, ours: Row, kept: Kept) -> None:
        """Further outlines and moving areas of a unit."""
        for role, rows in ((OUTLINES, kept.further), (MOVING_AREAS, kept.areas)):
            holds = role in self.contents and (role != OUTLINES or self._has_further)
            for row in rows:
                if holds:
                    self._add(role, _geometry(row), {"ID": ours["ID"]}, kept, row)
                else:
                    self.told.kept(["further outlines" if role == OUTLINES else "moving areas"])

    def _add(self, role: str, wkb: bytes | None, ours: Row, kept: Kept, row: Values) -> None:
        content = self.contents.get(role)
        if content is not None:
            content.add(wkb, outgoing(self._of, content.table, ours, kept, row, self.told.word))
        self.told.kept(not_held(self._of, role, kept, row))

    def _points(
        self, markers: Sequence[tuple[bytes, Row] | None], rows: Sequence[Row], outlines: Sequence[bytes | None]
    ) -> list[bytes | None]:
        """Points of the markers; where a rock glacier has none, at its latitude and longitude, else inside it."""
        there = [place for place, marker in enumerate(markers) if marker is not None]
        found: list[bytes | None] = [None] * len(rows)
        for place, (row, outline) in enumerate(zip(rows, outlines, strict=True)):
            if row["LAT"] is not None and row["LON"] is not None:
                found[place] = shapely.to_wkb(shapely.Point(row["LON"], row["LAT"]))
            elif outline is not None and markers[place] is None:
                found[place] = shapely.to_wkb(shapely.point_on_surface(shapely.from_wkb(outline)))
        moved = self._in_degrees([marker[0] for marker in markers if marker is not None])
        for place, wkb in zip(there, moved, strict=True):
            found[place] = wkb or found[place]
        return found

    def _in_degrees(self, wkb: Sequence[bytes | None]) -> list[bytes | None]:
        if not wkb:
            return []
        shapes = np.array([None if one is None else shapely.from_wkb(one) for one in wkb], dtype=object)
        moved = within_180(transform_geometries(shapes, self._crs, LONGITUDE_LATITUDE))
        told: list[bytes | None] = shapely.to_wkb(moved).tolist()
        return told


def _geometry(row: Values) -> bytes | None:
    try:
        return bytes.fromhex(str(row.get(GEOMETRY_KEY) or "")) or None
    except ValueError:
        return None


def within_180(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Geometries in degrees with what lies beyond 180 or -180 at its place on the other side, polygons cut there.

    Parameters
    ----------
    shapes
        Polygons or points, also None, shape (n,).
    """
    bounds = shapely.bounds(shapes)
    beyond = np.flatnonzero((bounds[:, 2] > 180) | (bounds[:, 0] < -180))
    if not len(beyond):
        return shapes
    found = shapes.copy()
    for place in beyond:
        parts = []
        for turn in (-360.0, 0.0, 360.0):
            west, north = -180.0 - turn, 90.0
            inside = shapely.intersection(shapes[place], shapely.box(west, -north, west + 360.0, north))
            moved = shapely.transform(inside, partial(np.add, [turn, 0.0]))
            parts += [part for part in shapely.get_parts(moved) if part.geom_type in ("Polygon", "Point")]
        is_point = parts and parts[0].geom_type == "Point"
        found[place] = parts[0] if is_point else shapely.MultiPolygon([part for part in parts if not part.is_empty])
    return found
