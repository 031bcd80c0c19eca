"""Outlines that were read go into an inventory: nothing twice, and identifiers kept where they can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.identifiers import place_of
from ...inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, UNDECIDED, Layer
from ...store.protocol import Appending, Store
from ..attributes.markers import assign_identifiers, place_markers, points_at
from .known import KnownOutlines
from .mapping import IDENTIFIER
from .outlines import Outline
from .values import Doubts

_AWAY = 0.1
"""Degrees by which an identifier's place may differ from the marker: outlines are a few kilometres long."""
_NOT_KEPT = {ROCK_GLACIERS.name: "ADDI_INF", CANDIDATES.name: "COMMENT"}
"""Layer -> the field in which an identifier of the file stands that is none of ours."""


@dataclass
class Taken:
    """How many were added, how many were there already, and how many identifiers were kept and made."""

    added: int = 0
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
        if layer is ROCK_GLACIERS:
            of = (ROCK_GLACIERS, PRIMARY_MARKERS)
            self._used = {name for each in of for _, name in store.rows(each, [IDENTIFIER]) if name}
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
