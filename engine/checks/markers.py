"""Primary markers: read, and joined with their outlines by identifier or by where they lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.dialects.known import MARKERS, Dialect
from ..gathering.parts import read_parts
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import LONGITUDE_LATITUDE, WGS84, transform_what_can_be
from ..ground.vectors import text_of
from ..telling.report import Report
from .dialects import writing_of
from .found import Found, Row, Rows
from .outlines import Part, identifiers_in, meanings
from .texts import check_texts
from .values import check_words, numbers_of

_NAMED = 3


class Markers:
    """All markers of a file, in degrees, with what was joined.

    `rows` are the markers; `numbers` are LAT and LON as they are told, NaN where nothing is; `systems` are what they
    tell of the system of their rock glacier, as in RGIK's dialects, and `joined_systems` that of each outline so far.
    """

    def __init__(
        self, rows: Rows, numbers: Mapping[str, npt.NDArray[np.float64]], systems: Sequence[str] | None = None
    ) -> None:
        self.rows, self.numbers, self.systems = rows, numbers, systems
        self.joined_systems: list[str] = []
        self.points = shapely.points(rows.places)
        self._tree = shapely.STRtree(np.where(np.isnan(rows.places[:, 0]), None, self.points))
        self._of_name: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(rows.identifiers):
            if name:
                self._of_name[name].append(number)
        self._joined = np.zeros(len(rows.fids), bool)

    def join(self, part: Part, found: Found) -> npt.NDArray[np.float64]:
        """Check the markers of some outlines; longitude and latitude of each outline's marker, (n, 2)."""
        inside = self._inside(part.degrees)
        places = np.full((len(part.degrees), 2), np.nan)
        for number, row in enumerate(part.rows):
            shape, within = part.degrees[number], inside.get(number, [])
            own = self._of_name.get(row.identifier, []) if row.identifier else []
            taken = own or within
            self._joined[taken] = True
            self.joined_systems.append(self.systems[taken[0]] if self.systems and taken else "")
            if shape is None:
                continue
            if not taken:
                text = f"{row.words} has no primary marker; every rock glacier is identified by one."
                found.add("without_marker", row, text)
                continue
            places[number] = self.rows.places[taken[0]]
            self._check(row, shape, own, within, found)
        return places

    def _inside(self, degrees: npt.NDArray[Any]) -> dict[int, list[int]]:
        shapes = np.array([None if shape is None else shape for shape in degrees], dtype=object)
        pairs = self._tree.query(shapes, predicate="intersects").T.tolist()
        found: dict[int, list[int]] = defaultdict(list)
        for outline, marker in pairs:
            found[outline].append(marker)
        return found

    def _check(self, row: Row, shape: Any, own: Sequence[int], within: Sequence[int], found: Found) -> None:
        own_inside = [number for number in own if number in within]
        if own and not own_inside:
            apart = self._metres(own[0], shape)
            text = f"The marker of {row.words} lies {apart:.0f} m outside its outline."
            found.add("marker_outside", row, text, amount=apart)
        if len(own) > 1 or (not own and len(within) > 1):
            count = len(own or within)
            found.add("several_markers", row, f"{row.words} has {count} primary markers; one identifies it.", count)
        other = self.rows.identifiers[within[0]] if not own and within else ""
        if other and row.identifier:
            text = f"The marker in the outline of {row.identifier} is called {other}; both should have one identifier."
            found.add("marker_id", row, text, other=int(self.rows.fids[within[0]]))

    def _metres(self, marker: int, shape: Any) -> float:
        line = shapely.shortest_line(self.points[marker], shape)
        return float(WGS84.geometry_length(line)) if line is not None else float("nan")

    def check_rest(self, found: Found) -> None:
        """Markers that no outline was joined with."""
        for number in np.flatnonzero(~self._joined):
            row = self.rows[int(number)]
            if row.place is None:
                found.add("no_outline", row, f"The marker {row.words} has no place; set it, or take it out.")
            else:
                found.add("without_outline", row, f"The marker {row.words} has no outline.")


def read_markers(of: VectorLayer, crs: pyproj.CRS, dialect: Dialect | None, found: Found, report: Report) -> Markers:
    """All markers of a layer; their texts are checked on the way."""
    fields, writing = meanings(of, dialect, MARKERS), writing_of(of, dialect, MARKERS)
    fids: list[int] = []
    names: list[str] = []
    places: list[npt.NDArray[np.float64]] = []
    told: dict[str, list[npt.NDArray[np.float64]]] = {"LAT": [], "LON": []}
    systems: list[str] = []
    for some, wkb, columns in read_parts(of, list(of.fields), report):
        raw = np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object))
        points = np.array([_first(shape) for shape in raw], dtype=object)
        moved = transform_what_can_be(points, crs, LONGITUDE_LATITUDE)
        xy = np.column_stack((shapely.get_x(moved), shapely.get_y(moved)))
        xy[np.abs(xy[:, 1]) > 90] = np.nan
        rows = Rows(of.name, some.tolist(), identifiers_in(columns, fields, len(raw)), xy)
        check_texts(of, columns, rows, found)
        for name, values in told.items():
            empty = np.full(len(raw), np.nan)
            values.append(numbers_of(name, columns[fields[name]], rows, found) if name in fields else empty)
        check_words(columns, {name: fields[name] for name in fields if name == "SUBREGION"}, rows, found)
        writing.look_at_words(columns, rows)
        fids, names = [*fids, *rows.fids], [*names, *rows.identifiers]
        if "RGS_ID" in fields:
            systems += [text_of(value) for value in columns[fields["RGS_ID"]].tolist()]
        places.append(xy)
    writing.tell_words(found)
    all_places = np.concatenate(places) if places else np.zeros((0, 2))
    joined = {name: np.concatenate(values) if values else np.zeros(0) for name, values in told.items()}
    return Markers(Rows(of.name, fids, names, all_places), joined, systems)


def _first(shape: Any) -> Any:
    """The only point of a geometry, also of a multipoint; an empty one where there is none."""
    if shape is None or shape.is_empty:
        return shapely.Point()
    part = shapely.get_parts(shape)[0]
    return shapely.force_2d(part) if part.geom_type == "Point" else shapely.Point()
