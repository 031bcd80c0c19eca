"""Outlines that were read go into an inventory: nothing twice, and identifiers kept where they can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.identifiers import place_of, unique_identifier
from ...inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, SUBREGIONS, UNDECIDED, Layer
from ...store.protocol import Appending, Store
from ..attributes.markers import DECIMALS, assign_identifiers, place_markers, points_at
from .joining import TOLERANCE
from .known import KnownOutlines
from .markers import Marker, in_degrees
from .outlines import Outline
from .values import IDENTIFIER, Doubts

_AWAY = 0.1
"""Degrees by which an identifier's place may differ from the marker: outlines are a few kilometres long."""
_NOT_KEPT = {ROCK_GLACIERS.name: "ADDI_INF", CANDIDATES.name: "COMMENT"}
"""Layer -> the field in which an identifier of the file stands that is none of ours."""


@dataclass
class Taken:
    """How many were added, how many were there already, and how many identifiers were kept and made.

    `markers` are those that were added without an outline.
    """

    added: int = 0
    markers: int = 0
    known: int = 0
    kept: int = 0
    made: int = 0


class Taking:
    """Adds outlines to one layer.

    Parameters
    ----------
    store, inventory
        The inventory, and what adds to it, in one transaction.
    layer
        `rock_glaciers`, which get a primary marker each, or `candidates`, which are undecided.
    run_id
        Of the import.
    named
        Identifiers that the source has; none of them is given to another outline.
    doubts
        Gets what was done to values.
    """

    def __init__(
        self, store: Store, inventory: Appending, layer: Layer, run_id: str, named: Iterable[str], doubts: Doubts
    ) -> None:
        self._inventory, self._layer, self._run_id, self._doubts = inventory, layer, run_id, doubts
        self._crs = store.reference(layer).wkt
        compared = (CANDIDATES, ROCK_GLACIERS) if layer is CANDIDATES else (ROCK_GLACIERS,)
        self._known = KnownOutlines(store, compared, self._crs)
        self._used: set[str] = set()
        self._markers: dict[str, tuple[float, float]] = {}
        self._places: set[tuple[float, float]] = set()
        if layer is ROCK_GLACIERS:
            of = (ROCK_GLACIERS, PRIMARY_MARKERS)
            self._used = {name for each in of for _, name in store.rows(each, [IDENTIFIER]) if name}
            for _, name, latitude, longitude in store.rows(PRIMARY_MARKERS, [IDENTIFIER, "LAT", "LON"]):
                if latitude is not None and longitude is not None:
                    self._markers[name or ""] = (latitude, longitude)
                    self._places.add((latitude, longitude))
        self._regions = {name for _, name in store.rows(SUBREGIONS, ["NAME"])} if layer is ROCK_GLACIERS else set()
        self._taken = self._used | set(named)
        self.done = Taken()

    def add(self, outlines: Sequence[Outline]) -> None:
        """Add those of some outlines that are not there."""
        shapes = np.asarray(shapely.from_wkb([outline.wkb for outline in outlines]), dtype=object)
        there = self._known.are_there(shapes)
        self.done.known += int(there.sum())
        for place in np.flatnonzero(there).tolist():
            what = "those that are in the inventory already were left out"
            self._doubts.add("Outlines", what, "", outlines[place].at)
        new = [outline for outline, is_there in zip(outlines, there.tolist(), strict=True) if not is_there]
        if not new:
            return
        if self._layer is CANDIDATES:
            self._add_candidates(new)
        else:
            self._add_rock_glaciers(new, shapes[~there])
        self.done.added += len(new)

    def add_markers(self, markers: Sequence[tuple[Marker, str | None]]) -> None:
        """Add markers without an outline, each with what is kept of it."""
        if not markers:
            return
        degrees = in_degrees([marker.point for marker, _ in markers], self._crs)
        rows = []
        for (marker, kept), (longitude, latitude) in zip(markers, degrees.tolist(), strict=True):
            place = round(float(latitude), DECIMALS), round(float(longitude), DECIMALS)
            if self._is_there(marker.identifier, place):
                self.done.known += 1
                what = "those that are in the inventory already were left out"
                self._doubts.add("Markers", what, "", marker.at)
                continue
            told = {**marker.values, IDENTIFIER: self._name_of(marker, *place), "RGIK": kept}
            told.update(LAT=place[0], LON=place[1])
            self._markers[told[IDENTIFIER]] = place
            self._places.add(place)
            rows.append((shapely.to_wkb(marker.point), *map(told.get, PRIMARY_MARKERS.field_names)))
        self._inventory.add(rows, PRIMARY_MARKERS)
        self.done.markers += len(rows)

    def _is_there(self, name: str | None, place: tuple[float, float]) -> bool:
        """Whether the inventory has a marker of that name near by, or one without a name of the file just there."""
        known = self._markers.get(name or "")
        if known is not None and max(abs(known[0] - place[0]), abs(known[1] - place[1])) <= TOLERANCE:
            return True
        return not name and place in self._places

    def _name_of(self, marker: Marker, latitude: float, longitude: float) -> str | None:
        """The identifier of the file where it is valid and free, else a new one, of a cell near by."""
        name = marker.identifier
        if name is not None and place_of(name) is not None and name not in self._used:
            self._used.add(name)
            self.done.kept += 1
            return name
        if name is not None:
            what = "identifiers of markers that are not RGIK's, or of another one, gave way to new ones"
            self._doubts.add(IDENTIFIER, what, name, marker.at)
        found = unique_identifier(latitude, longitude, self._taken, lambda north, east: True)
        if found is None:
            return None
        self._taken.add(found[0])
        self._used.add(found[0])
        self.done.made += 1
        return found[0]

    def add_areas(self, areas: Iterable[tuple[bytes, str]]) -> None:
        """Add subregions whose names are free."""
        rows = []
        for wkb, name in areas:
            if name not in self._regions:
                self._regions.add(name)
                rows.append((wkb, name))
        if rows:
            self._inventory.add(rows, SUBREGIONS)

    def _add_candidates(self, outlines: Sequence[Outline]) -> None:
        rows = []
        for serial, outline in enumerate(outlines, self.done.added + 1):
            values = {
                **self._with_note(outline, outline.values.get(IDENTIFIER)),
                "CANDIDATE_ID": f"{self._run_id}-{serial:06d}",
                "RUN_ID": self._run_id,
                "STATE": UNDECIDED,
            }
            rows.append((outline.wkb, *map(values.get, self._layer.field_names)))
        self._inventory.add(rows, self._layer)

    def _add_rock_glaciers(self, outlines: Sequence[Outline], shapes: npt.NDArray[Any]) -> None:
        identifiers = self._keep(outlines)
        kept = [name is not None for name in identifiers]
        markers = place_markers(shapes, self._crs, self._present(outlines))
        without = assign_identifiers(identifiers, shapes, markers, self._crs, self._taken)
        for place in without:
            what = "outlines without a free identifier inside got none; draw them larger"
            self._doubts.add(IDENTIFIER, what, "", outlines[place].at)
        self._used.update(name for name in identifiers if name)
        self.done.kept += sum(kept)
        self.done.made += len(outlines) - sum(kept) - len(without)
        rows, points = [], []
        for place, outline in enumerate(outlines):
            latitude, longitude = float(markers.latitude[place]), float(markers.longitude[place])
            told, name = outline.values.get(IDENTIFIER), identifiers[place]
            values = {
                **self._with_note(outline, None if kept[place] else told),
                IDENTIFIER: name,
                "LAT": latitude,
                "LON": longitude,
                "STALE": int(outline.mended or outline.values.get("ELE_MEAN") is None),
            }
            rows.append((outline.wkb, *map(values.get, self._layer.field_names)))
            if name:
                self._markers[name] = (latitude, longitude)
                of_marker = {**values, "RGIK": None}
                points.append((markers.points[place], *map(of_marker.get, PRIMARY_MARKERS.field_names)))
            if kept[place] and _is_away(name, latitude, longitude):
                what = f"identifiers that name a place more than {_AWAY:g} degrees from their outline were kept"
                self._doubts.add(IDENTIFIER, what, name, outline.at)
        self._inventory.add(rows, self._layer)
        wkb = shapely.to_wkb(np.array([point for point, *_ in points], dtype=object))
        markers_of = [(point, *told) for point, (_, *told) in zip(wkb.tolist(), points, strict=True)]
        self._inventory.add(markers_of, PRIMARY_MARKERS)

    def _keep(self, outlines: Sequence[Outline]) -> list[str | None]:
        """The identifiers of the file that are valid, and that no rock glacier has."""
        found: list[str | None] = []
        for outline in outlines:
            name = outline.values.get(IDENTIFIER)
            if name is not None and place_of(name) is not None and name not in self._used:
                self._used.add(name)
                found.append(name)
                continue
            if name is not None:
                why = (
                    "are of another rock glacier"
                    if place_of(name)
                    else "are none of RGIK's (such as RGU281527N0972426E)"
                )
                what = f"identifiers that {why} stand in {_NOT_KEPT[self._layer.name]}, and new ones were given"
                self._doubts.add(IDENTIFIER, what, name, outline.at)
            found.append(None)
        return found

    def _present(self, outlines: Sequence[Outline]) -> npt.NDArray[Any]:
        """Markers that the file has, in the inventory's system; None where it has none."""
        points = np.full(len(outlines), None, dtype=object)
        degrees = {
            place: (outline.values["LAT"], outline.values["LON"])
            for place, outline in enumerate(outlines)
            if outline.values.get("LAT") is not None and outline.values.get("LON") is not None
        }
        if degrees:
            latitudes, longitudes = zip(*degrees.values(), strict=True)
            points[list(degrees)] = points_at(latitudes, longitudes, self._crs)
        for place, outline in enumerate(outlines):
            points[place] = outline.marker or points[place]
        return points

    def _with_note(self, outline: Outline, identifier: str | None) -> dict[str, Any]:
        """The values, with an identifier that is not kept in a text, before what stands there."""
        if identifier is None:
            return outline.values
        field = _NOT_KEPT[self._layer.name]
        text = "; ".join(part for part in (f"ID {identifier}", outline.values.get(field)) if part)
        length = self._layer.field(field).length
        if length is not None and len(text) > length:
            self._doubts.add(field, f"values longer than {length} characters were cut", text, outline.at)
        return {**outline.values, field: text[:length]}


def _is_away(identifier: str | None, latitude: float, longitude: float) -> bool:
    place = place_of(identifier or "")
    if place is None:
        return False
    east = (longitude - place[1] + 180) % 360 - 180
    return abs(latitude - place[0]) > _AWAY or abs(east) > _AWAY
