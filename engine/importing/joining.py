"""Markers, further outlines and moving areas find their outline: by identifier, a near one, else where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import shapely

from ...inventory.dialects.kept import FURTHER, GEOMETRY_KEY, Kept, read_kept
from ...inventory.dialects.known import MOVING_AREAS
from ...inventory.identifiers import place_of
from ...inventory.schema import PRIMARY_MARKERS
from ..ground.boxes import turns_of
from .markers import Marker, in_degrees
from .outlines import Outline
from .values import IDENTIFIER, Doubts

TOLERANCE = 0.001
"""Degrees by which two identifiers of one rock glacier may differ: some round, some truncate, some moved the marker."""
_EPSILON = 1e-9


@dataclass
class Beside:
    """An outline or area besides the extended outline: `shape` in the inventory's system, `row` as it came in."""

    role: str
    identifier: str | None
    shape: Any
    row: dict[str, Any]
    at: str


class Joining:
    """Joins what belongs to outlines, batch by batch.

    Parameters
    ----------
    markers, beside
        All of the source.
    named
        Identifiers of all its outlines.
    dialect
        Name of the dialect that rows are of; empty for none.
    keeps
        Whether rock glaciers keep what it says and an inventory does not ask for.
    crs
        The inventory's coordinate system.
    doubts
        Gets what could not be joined.
    """

    def __init__(
        self,
        markers: Sequence[Marker],
        beside: Sequence[Beside],
        named: Iterable[str],
        dialect: str,
        keeps: bool,
        crs: Any,
        doubts: Doubts,
    ) -> None:
        self._markers, self._dialect, self._keeps = markers, dialect, keeps
        self._doubts, self._turns = doubts, turns_of(crs)
        self._free = set(range(len(markers)))
        self._named = set(named)
        self._by_name: dict[str, int] = {}
        for place, marker in enumerate(markers):
            if marker.identifier:
                self._by_name.setdefault(marker.identifier, place)
        self._degrees = in_degrees([marker.point for marker in markers], crs).tolist() if markers else []
        self._points = shapely.STRtree([marker.point for marker in markers])
        places = [place_of(marker.identifier or "") for marker in markers]
        named = np.array([None if at is None else shapely.Point(at[::-1]) for at in places], dtype=object)
        self._places = shapely.STRtree(named)
        self._beside = list(beside)
        self._waiting = set(range(len(beside)))
        self._inside = shapely.STRtree([shapely.point_on_surface(one.shape) for one in beside])
        self._of_name: dict[str, list[int]] = {}
        for place, one in enumerate(beside):
            if one.identifier:
                self._of_name.setdefault(one.identifier, []).append(place)

    def joined(self, outlines: Sequence[Outline]) -> list[Outline]:
        """Outlines with what their markers and rows say."""
        if not self._markers and not self._beside:
            return list(outlines)
        shapes = np.asarray(shapely.from_wkb([outline.wkb for outline in outlines]), dtype=object)
        return [self._joined(outline, shape) for outline, shape in zip(outlines, shapes, strict=True)]

    def _joined(self, outline: Outline, shape: Any) -> Outline:
        place = self._marker_of(outline.values.get(IDENTIFIER), shape)
        point = None if place is None else self._at(self._markers[place].point, shape)
        kept = read_kept(outline.values.get("RGIK"))
        kept = replace(kept, dialect=kept.dialect or self._dialect, further=[*kept.further], areas=[*kept.areas])
        values = dict(outline.values)
        if place is not None:
            marker = self._markers[place]
            self._free.discard(place)
            for name, value in marker.values.items():
                if values.get(name) in (None, ""):
                    values[name] = value
            values["LON"], values["LAT"] = self._degrees[place]
            self._tell_place(marker, values)
            if self._keeps:
                kept.marker = marker.further(marker.values)
            if not shapely.covers(shape, point):
                what = "markers that lie outside their outline were moved into it"
                self._doubts.add("Markers", what, "", marker.at)
        self._add_beside(kept, values.get(IDENTIFIER), shape)
        told = kept.told()
        return replace(outline, values={**values, "RGIK": told} if told else values, marker=point)

    def _marker_of(self, name: str | None, shape: Any) -> int | None:
        """The marker of an outline: of its identifier, of one that differs by a rounding, the only one inside."""
        if name and (place := self._by_name.get(name)) in self._free:
            return place
        at = place_of(name or "")
        if at is not None:
            box = shapely.box(at[1] - TOLERANCE, at[0] - TOLERANCE, at[1] + TOLERANCE, at[0] + TOLERANCE)
            near = self._not_of_others(self._places.query(box.buffer(_EPSILON), predicate="intersects").tolist())
            if near:
                return min(near, key=lambda place: (_apart(at, self._markers[place]), place))
        found: set[int] = set()
        for turn in self._turns_of(shape):
            found.update(self._points.query(moved(shape, -turn), "intersects").tolist())
        inside = self._not_of_others(found)
        if len(inside) > 1:
            what = "outlines with several markers took the first; the others stay markers"
            self._doubts.add("Markers", what, "", self._markers[inside[1]].at)
        return inside[0] if inside else None

    def _turns_of(self, shape: Any) -> list[float]:
        """What may be added to x of a point to be beside a shape: more than nothing at the edge of the map alone."""
        edge = max(self._turns) / 2
        west, _, east, _ = shape.bounds
        return self._turns if edge and (west < -edge or east > edge) else [0.0]

    def _at(self, point: Any, shape: Any) -> Any:
        """A point on the side of the map's edge where a shape covers it."""
        turned = (moved(point, turn) for turn in self._turns_of(shape))
        return next((one for one in turned if shapely.covers(shape, one)), point)

    def _not_of_others(self, places: Iterable[int]) -> list[int]:
        """Those of some markers that are free, and that no outline has by name."""
        return sorted(p for p in places if p in self._free and self._markers[p].identifier not in self._named)

    def _tell_place(self, marker: Marker, values: dict[str, Any]) -> None:
        at = place_of(marker.identifier or "")
        if at is None:
            return
        east = (values["LON"] - at[1] + 180) % 360 - 180
        if max(abs(values["LAT"] - at[0]), abs(east)) > TOLERANCE + _EPSILON:
            what = f"identifiers that name a place more than {TOLERANCE:g} degrees from their marker were kept"
            self._doubts.add(IDENTIFIER, what, marker.identifier, marker.at)

    def _add_beside(self, kept: Kept, name: str | None, shape: Any) -> None:
        places = self._of_name.get(name or "", [])
        if not places:
            inside = self._inside.query(shape, predicate="intersects").tolist()
            places = [place for place in sorted(inside) if not self._beside[place].identifier]
        for place in places:
            if place in self._waiting:
                self._waiting.discard(place)
                one = self._beside[place]
                (kept.areas if one.role == MOVING_AREAS else kept.further).append(one.row)

    def rest(self) -> list[tuple[Marker, str | None]]:
        """Markers without an outline, each with what is kept of it; called once, at the end."""
        found = []
        for place in sorted(self._free):
            marker = self._markers[place]
            kept = Kept(self._dialect, marker.further(PRIMARY_MARKERS.field_names))
            for other in self._of_name.get(marker.identifier or "", []):
                if other in self._waiting:
                    self._waiting.discard(other)
                    one = self._beside[other]
                    (kept.areas if one.role == MOVING_AREAS else kept.further).append(one.row)
            found.append((marker, marker.values.get("RGIK") or kept.told()))
        for place in sorted(self._waiting):
            one = self._beside[place]
            what = "moving areas" if one.role == MOVING_AREAS else FURTHER
            self._doubts.add("Outlines", f"{what} of no rock glacier of the file were left out", "", one.at)
        return found


def moved(shape: Any, east: float) -> Any:
    """A shape, so far to the east."""
    return shape if east == 0 else shapely.transform(shape, partial(np.add, [east, 0.0]))


def _apart(at: tuple[float, float], marker: Marker) -> float:
    there = place_of(marker.identifier or "") or at
    return max(abs(there[0] - at[0]), abs(there[1] - at[1]))


def geometry_as_kept(wkb: bytes) -> dict[str, str]:
    """A geometry in degrees as a row keeps it."""
    return {GEOMETRY_KEY: wkb.hex()}
