"""Rows of rock glaciers, markers and candidates as gestures write them, inside a gesture's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..inventory.errors import UserError
from ..inventory.identifiers import format_identifier, unique_identifier
from ..inventory.outline import Outline
from ..inventory.schema import CANDIDATES, GEOMETRY, PRIMARY_MARKERS, REFINE, REMAIN, ROCK_GLACIERS, Layer
from ..inventory.secrets import scrub
from ..store.edit import Edit
from ..store.protocol import Store
from ..store.records import Row, Wanted
from ..store.wkb import envelope_of_wkb


@dataclass(frozen=True)
class By:
    """Who does it, on what imagery (its name, its date), with what comment."""

    person: str
    source: str = ""
    date: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Found:
    """A candidate among several that are decided at once.

    `by` says on what imagery it was found, `seen` is its row as it was shown.
    """

    fid: int
    by: By
    seen: Row | None = None


_SHARED = tuple(
    name
    for name in CANDIDATES.field_names
    if name in ROCK_GLACIERS.field_names and name not in ("LAT", "LON", "AREA", "COMMENT")
)
"""What a rock glacier takes over from its candidate: terrain, climate, subregion."""


@dataclass(frozen=True)
class New:
    """A rock glacier that is to be added: its outline, who says so, and what else is known of it."""

    outline: Outline
    by: By
    values: Row


class _Taken:
    """The identifiers in use: those that are expected are asked of the file at once, others one by one."""

    def __init__(self, edit: Edit, expected: Sequence[str]) -> None:
        self._edit, self._given = edit, set[str]()
        self._free = set(expected)
        for table in _WITH_IDENTIFIER:
            self._free -= {told for _, told in edit.tables.rows(table, ("ID",), Wanted(having={"ID": list(expected)}))}

    def give(self, identifier: str) -> None:
        """It is in use from now on."""
        self._given.add(identifier)

    def __contains__(self, identifier: object) -> bool:
        if identifier in self._given or identifier in self._free:
            return identifier in self._given
        return any(self._edit.find(table, "ID", identifier) for table in _WITH_IDENTIFIER)


_WITH_IDENTIFIER = ROCK_GLACIERS, PRIMARY_MARKERS


def cut_text(table: Layer, name: str, text: str) -> str | None:
    """A text that fits its field and holds no key or password; None where it is empty."""
    length = table.field(name).length
    return scrub(text.strip())[:length] or None


def new_place(edit: Edit, outline: Outline) -> tuple[str, float, float, bytes]:
    """An identifier that no other has, and its marker: latitude, longitude, point.

    Raises
    ------
    UserError
        Where every place for a marker is taken.
    """
    return _new_places(edit, [outline])[0]


def _new_places(edit: Edit, outlines: Sequence[Outline]) -> list[tuple[str, float, float, bytes]]:
    """The same for each of several outlines."""
    taken = _Taken(edit, [format_identifier(outline.latitude, outline.longitude) for outline in outlines])
    found = []
    for outline in outlines:
        found.append(_new_place(taken, outline))
        taken.give(found[-1][0])
    return found


def _new_place(taken: _Taken, outline: Outline) -> tuple[str, float, float, bytes]:
    placed = unique_identifier(
        outline.latitude,
        outline.longitude,
        taken,
        lambda latitude, longitude: outline.marker_at(latitude, longitude) is not None,
    )
    marker = outline.marker_at(placed[1], placed[2]) if placed else None
    if placed is None or marker is None:
        raise UserError(
            "Every place for a primary marker in this outline is taken by another rock glacier; "
            "the outline was probably added before, so look whether it lies there twice.",
            "inventory",
        )
    return (*placed, marker)


def waiting_marker(inventory: Store, edit: Edit, outline: Outline) -> int | None:
    """Feature id of the marker inside an outline that has no rock glacier yet, as one that was imported alone.

    Raises
    ------
    UserError
        There are several, and nothing tells whose the outline is.
    """
    box = envelope_of_wkb(outline.geometry)
    fids = [fid for _, fid in inventory.near(PRIMARY_MARKERS, [box])] if box else []
    places = inventory.rows(PRIMARY_MARKERS, ("ID", "LAT", "LON"), Wanted(fids=fids)) if fids else []
    inside = {
        identifier: fid
        for fid, identifier, latitude, longitude in places
        if identifier
        and None not in (latitude, longitude)
        and outline.marker_at(latitude, longitude) is not None  # first: a box over 180 degrees holds all markers
        and not edit.find(ROCK_GLACIERS, "ID", identifier)
    }
    if len(inside) > 1:
        names = ", ".join(sorted(inside)[:5])
        raise UserError(
            f"In this outline lie {len(inside)} markers that have none yet ({names}); draw one around each, or "
            "delete those that are wrong.",
            "inventory",
        )
    return next(iter(inside.values()), None)


def add_rock_glacier(
    edit: Edit, outline: Outline, operation: str, by: By, values: Row, marker_fid: int | None = None
) -> int:
    """Add a rock glacier with its identifier and its primary marker: a new one, or that which waits for it."""
    if marker_fid is None:
        return add_rock_glaciers(edit, operation, [New(outline, by, values)])[0]
    waits = edit.read(PRIMARY_MARKERS, marker_fid)
    known = New(outline, by, {"SUBREGION": waits["SUBREGION"], **values})
    return edit.insert(ROCK_GLACIERS, _row(known, operation, waits["ID"], waits["LAT"], waits["LON"]))


def add_rock_glaciers(edit: Edit, operation: str, added: Sequence[New]) -> list[int]:
    """Add rock glaciers with their identifiers and primary markers; their feature ids, in the same order."""
    rows, markers = [], []
    for new, (identifier, latitude, longitude, marker) in zip(added, _new_places(edit, [new.outline for new in added])):
        row = _row(new, operation, identifier, latitude, longitude)
        rows.append(row)
        place: Row = {"ID": identifier, "SUBREGION": row.get("SUBREGION"), "LAT": latitude, "LON": longitude}
        markers.append({GEOMETRY: marker, **place})
    fids = edit.insert_all(ROCK_GLACIERS, rows)
    edit.insert_all(PRIMARY_MARKERS, markers)
    return fids


def _row(new: New, operation: str, identifier: str, latitude: float, longitude: float) -> Row:
    """A new rock glacier."""
    outline, by = new.outline, new.by
    return {
        **new.values,
        GEOMETRY: outline.geometry,
        "ID": identifier,
        "LAT": latitude,
        "LON": longitude,
        "AREA": outline.area,
        "OPERATION": operation,
        "MAPPER": cut_text(ROCK_GLACIERS, "MAPPER", by.person),
        "SOUR_DATA": cut_text(ROCK_GLACIERS, "SOUR_DATA", by.source),
        "MAP_DATE": cut_text(ROCK_GLACIERS, "MAP_DATE", by.date),
        "COMMENT": cut_text(ROCK_GLACIERS, "COMMENT", by.comment),
    }


def from_candidate(row: Row, stale: bool) -> Row:
    """What a new rock glacier has of its candidate."""
    return {**{name: row[name] for name in _SHARED}, "CANDIDATE": row["CANDIDATE_ID"], "STALE": stale}


def drop_rock_glacier(edit: Edit, rock_glacier: int) -> None:
    """Take a rock glacier and its marker out of the inventory."""
    identifier = edit.read(ROCK_GLACIERS, rock_glacier)["ID"]
    edit.delete(ROCK_GLACIERS, rock_glacier)
    for marker in edit.find(PRIMARY_MARKERS, "ID", identifier) if identifier else []:
        edit.delete(PRIMARY_MARKERS, marker)


def of_candidate(edit: Edit, candidate: Row) -> list[int]:
    return edit.find(ROCK_GLACIERS, "CANDIDATE", candidate["CANDIDATE_ID"])


def judge(edit: Edit, fid: int, state: str, by: By, reason: str | None = None) -> None:
    edit.update(CANDIDATES, fid, judged(state, by, reason))


def judged(state: str, by: By, reason: str | None = None) -> Row:
    """What a candidate holds when somebody has decided on it."""
    values: Row = {"STATE": state, "REASON": reason}
    if by.comment.strip():
        values["COMMENT"] = cut_text(CANDIDATES, "COMMENT", by.comment)
    return values


def reshape(edit: Edit, fid: int, outline: Outline, by: By) -> None:
    """A new outline; the marker moves only where it would lie outside.

    Imagery and date are those of the new outline where `by` names them, else they stay.
    """
    row = edit.read(ROCK_GLACIERS, fid)
    values: Row = {GEOMETRY: outline.geometry, "AREA": outline.area, "STALE": 1}
    values["MAPPER"] = cut_text(ROCK_GLACIERS, "MAPPER", by.person) or row["MAPPER"]
    if by.comment.strip():
        values["COMMENT"] = cut_text(ROCK_GLACIERS, "COMMENT", by.comment)
    if by.source:
        values["SOUR_DATA"] = cut_text(ROCK_GLACIERS, "SOUR_DATA", by.source)
        values["MAP_DATE"] = cut_text(ROCK_GLACIERS, "MAP_DATE", by.date)
    latitude, longitude = row["LAT"], row["LON"]
    if latitude is None or longitude is None or outline.marker_at(latitude, longitude) is None:
        latitude, longitude = outline.latitude, outline.longitude
        values.update(LAT=latitude, LON=longitude)
    edit.update(ROCK_GLACIERS, fid, values)
    place_marker(edit, row["ID"], latitude, longitude, outline.marker_at(latitude, longitude))


def place_marker(edit: Edit, identifier: str | None, latitude: float, longitude: float, point: bytes | None) -> None:
    for marker in edit.find(PRIMARY_MARKERS, "ID", identifier) if identifier else []:
        edit.update(PRIMARY_MARKERS, marker, {GEOMETRY: point, "LAT": latitude, "LON": longitude})


def mark_as_refined(edit: Edit, fid: int) -> None:
    """An outline is no longer as it was found: the rock glacier and its candidate say so."""
    row = edit.read(ROCK_GLACIERS, fid)
    if row["OPERATION"] == REMAIN:
        edit.update(ROCK_GLACIERS, fid, {"OPERATION": REFINE})
    known = row["CANDIDATE"]
    for candidate in edit.find(CANDIDATES, "CANDIDATE_ID", known) if known else []:
        if edit.read(CANDIDATES, candidate)["STATE"] == REMAIN:
            edit.update(CANDIDATES, candidate, {"STATE": REFINE})
