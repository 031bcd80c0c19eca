"""The four operations of the method, and what else a mapper does to rock glaciers. Each is one gesture.

Remain, remove and refine judge a candidate, retrieve adds what the network missed (Sun et al. 2024,
section 3.4). A candidate's outline is never changed; its state is, and it may be judged anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .edit import Edit, Row
from .errors import UserError
from .identifiers import SYSTEM, UNIT, unique_identifier
from .journal import do_again, gesture_of, read_changes, take_back
from .outline import Outline
from .reviews import follow
from .schema import (
    CANDIDATES,
    COMMENT,
    FEATURE_ID,
    GEOMETRY,
    MARKER,
    MERGE,
    PRIMARY_MARKERS,
    REDO,
    REFINE,
    REMAIN,
    REMOVAL_REASONS,
    REMOVE,
    RETRIEVE,
    REVIEW,
    ROCK_GLACIERS,
    SPLIT,
    UNDO,
    Layer,
)
from .secrets import scrub
from .sql import column, literal
from .store import Inventory

_SHARED = tuple(
    name for name in CANDIDATES.field_names if name in ROCK_GLACIERS.field_names
    and name not in ("LAT", "LON", "AREA", "COMMENT")
)  # fmt: skip
"""What a rock glacier takes over from its candidate: terrain, climate, subregion."""


@dataclass(frozen=True)
class By:
    """Who does it, on what imagery (its name, its date), with what comment."""

    person: str
    source: str = ""
    date: str = ""
    comment: str = ""


class _Taken:
    """The identifiers in use, asked of the file one by one."""

    def __init__(self, edit: Edit) -> None:
        self._edit = edit

    def __contains__(self, identifier: object) -> bool:
        tables = (ROCK_GLACIERS, PRIMARY_MARKERS)
        return any(self._edit.find(table, "ID", identifier) for table in tables)


def _cut(table: Layer, name: str, text: str) -> str | None:
    """A text that fits its field and holds no key or password; None where it is empty."""
    length = table.field(name).length
    return scrub(text.strip())[:length] or None


def _add(edit: Edit, outline: Outline, operation: str, by: By, values: Row) -> int:
    """Add a rock glacier with its identifier and its primary marker."""
    placed = unique_identifier(
        outline.latitude, outline.longitude, _Taken(edit),
        lambda latitude, longitude: outline.marker_at(latitude, longitude) is not None,
    )  # fmt: skip
    marker = outline.marker_at(placed[1], placed[2]) if placed else None
    if placed is None or marker is None:
        raise UserError(
            "Every place for a primary marker in this outline is taken by another rock glacier; "
            "the outline was probably added before, so look whether it lies there twice.", "inventory",
        )  # fmt: skip
    identifier, latitude, longitude = placed
    row: Row = {
        **values,
        GEOMETRY: outline.geometry, "ID": identifier, "LAT": latitude, "LON": longitude,
        "AREA": outline.area, "OPERATION": operation,
        "MAPPER": _cut(ROCK_GLACIERS, "MAPPER", by.person),
        "SOUR_DATA": _cut(ROCK_GLACIERS, "SOUR_DATA", by.source),
        "MAP_DATE": _cut(ROCK_GLACIERS, "MAP_DATE", by.date),
        "COMMENT": _cut(ROCK_GLACIERS, "COMMENT", by.comment),
    }  # fmt: skip
    fid = edit.insert(ROCK_GLACIERS, row)
    edit.insert(PRIMARY_MARKERS, {
        GEOMETRY: marker, "ID": identifier, "SUBREGION": row.get("SUBREGION"), "LAT": latitude,
        "LON": longitude,
    })  # fmt: skip
    return fid


def _drop(edit: Edit, rock_glacier: int) -> None:
    """Take a rock glacier and its marker out of the inventory."""
    identifier = edit.read(ROCK_GLACIERS, rock_glacier)["ID"]
    edit.delete(ROCK_GLACIERS, rock_glacier)
    for marker in edit.find(PRIMARY_MARKERS, "ID", identifier) if identifier else []:
        edit.delete(PRIMARY_MARKERS, marker)


def _of_candidate(edit: Edit, candidate: Row) -> list[int]:
    return edit.find(ROCK_GLACIERS, "CANDIDATE", candidate["CANDIDATE_ID"])


def _judge(edit: Edit, fid: int, state: str, by: By, reason: str | None = None) -> None:
    values: dict[str, Any] = {"STATE": state, "REASON": reason}
    if by.comment.strip():
        values["COMMENT"] = _cut(CANDIDATES, "COMMENT", by.comment)
    edit.update(CANDIDATES, fid, values)


def remain(inventory: Inventory, candidate: int, outline: Outline, by: By) -> int:
    """The candidate is a rock glacier as it is outlined; the new rock glacier's feature id.

    Parameters
    ----------
    inventory
        The open inventory.
    candidate
        Its feature id.
    outline
        The candidate's own outline.
    by
        Who says so.

    Raises
    ------
    UserError
        The candidate is gone, is in the inventory already, or the file cannot be written.
    """
    with inventory.gesture(REMAIN, by.person) as edit:
        row = edit.read(CANDIDATES, candidate)
        earlier = _of_candidate(edit, row)
        if earlier and row["STATE"] == REMAIN:
            raise UserError(f"{row['CANDIDATE_ID']} is in the inventory already; go on with the next.")
        for old in earlier:
            _drop(edit, old)
        fid = _add(edit, outline, REMAIN, by, _from_candidate(row, stale=row["ELE_MEAN"] is None))
        _judge(edit, candidate, REMAIN, by)
    return fid


def _from_candidate(row: Row, stale: bool) -> Row:
    return {**{name: row[name] for name in _SHARED}, "CANDIDATE": row["CANDIDATE_ID"], "STALE": stale}


def remove(inventory: Inventory, candidate: int, reason: str, by: By) -> None:
    """The candidate is no rock glacier. It stays in the file, as a negative sample with its reason.

    Raises
    ------
    UserError
        The candidate is gone, the reason is none of `REMOVAL_REASONS`, or the file cannot be written.
    """
    if reason not in REMOVAL_REASONS:
        raise UserError(f"'{reason}' is no reason to remove a candidate; take one of the nine.")
    with inventory.gesture(REMOVE, by.person) as edit:
        for old in _of_candidate(edit, edit.read(CANDIDATES, candidate)):
            _drop(edit, old)
        _judge(edit, candidate, REMOVE, by, reason)


def remove_rock_glacier(inventory: Inventory, rock_glacier: int, reason: str, by: By) -> None:
    """Take a rock glacier out of the inventory again; its candidate, where it has one, becomes removed.

    Raises
    ------
    UserError
        The rock glacier is gone, the reason is none of `REMOVAL_REASONS`, or the file cannot be written.
    """
    if reason not in REMOVAL_REASONS:
        raise UserError(f"'{reason}' is no reason to remove a rock glacier; take one of the nine.")
    with inventory.gesture(REMOVE, by.person) as edit:
        row = edit.read(ROCK_GLACIERS, rock_glacier)
        _drop(edit, rock_glacier)
        known = row["CANDIDATE"]
        for candidate in edit.find(CANDIDATES, "CANDIDATE_ID", known) if known else []:
            _judge(edit, candidate, REMOVE, by, reason)


def refine(inventory: Inventory, candidate: int, outline: Outline, by: By) -> int:
    """The candidate is a rock glacier with another outline; the rock glacier's feature id.

    One that is in the inventory already keeps its identifier.
    """
    with inventory.gesture(REFINE, by.person) as edit:
        row = edit.read(CANDIDATES, candidate)
        earlier = _of_candidate(edit, row)
        if earlier:
            fid = earlier[0]
            _reshape(edit, fid, outline, by)
            edit.update(ROCK_GLACIERS, fid, {"OPERATION": REFINE})
        else:
            fid = _add(edit, outline, REFINE, by, _from_candidate(row, stale=True))
        _judge(edit, candidate, REFINE, by)
    return fid


def refine_rock_glacier(inventory: Inventory, rock_glacier: int, outline: Outline, by: By) -> None:
    """Give a rock glacier of the inventory another outline; its identifier stays."""
    with inventory.gesture(REFINE, by.person) as edit:
        row = edit.read(ROCK_GLACIERS, rock_glacier)
        _reshape(edit, rock_glacier, outline, by)
        if row["OPERATION"] == REMAIN:
            edit.update(ROCK_GLACIERS, rock_glacier, {"OPERATION": REFINE})
            for candidate in edit.find(CANDIDATES, "CANDIDATE_ID", row["CANDIDATE"]):
                edit.update(CANDIDATES, candidate, {"STATE": REFINE})


def _reshape(edit: Edit, fid: int, outline: Outline, by: By) -> None:
    """A new outline; the marker moves only where it would lie outside."""
    row = edit.read(ROCK_GLACIERS, fid)
    values: Row = {GEOMETRY: outline.geometry, "AREA": outline.area, "STALE": 1}
    values["MAPPER"] = _cut(ROCK_GLACIERS, "MAPPER", by.person) or row["MAPPER"]
    if by.comment.strip():
        values["COMMENT"] = _cut(ROCK_GLACIERS, "COMMENT", by.comment)
    latitude, longitude = row["LAT"], row["LON"]
    if latitude is None or longitude is None or outline.marker_at(latitude, longitude) is None:
        latitude, longitude = outline.latitude, outline.longitude
        values.update(LAT=latitude, LON=longitude)
    edit.update(ROCK_GLACIERS, fid, values)
    _place_marker(edit, row["ID"], latitude, longitude, outline.marker_at(latitude, longitude))


def _place_marker(
    edit: Edit, identifier: str | None, latitude: float, longitude: float, point: bytes | None
) -> None:
    for marker in edit.find(PRIMARY_MARKERS, "ID", identifier) if identifier else []:
        edit.update(PRIMARY_MARKERS, marker, {GEOMETRY: point, "LAT": latitude, "LON": longitude})


def retrieve(inventory: Inventory, outline: Outline, by: By) -> int:
    """A rock glacier that the network missed; its feature id."""
    with inventory.gesture(RETRIEVE, by.person) as edit:
        return _add(edit, outline, RETRIEVE, by, {"STALE": 1})


def _system_of(row: Row) -> str | None:
    """The system a split unit belongs to: the one it had, or one named after the unit itself."""
    own = row["ID"] or ""
    return row["RGS_ID"] or (SYSTEM + own[len(UNIT) :] if own.startswith(UNIT) else None)


def split(inventory: Inventory, rock_glacier: int, outlines: Sequence[Outline], by: By) -> list[int]:
    """Cut a rock glacier into units of one system; their feature ids, the largest first.

    The largest keeps feature, identifier and candidate; all share one `RGS_ID`.

    Raises
    ------
    UserError
        Fewer than two outlines, the rock glacier is gone, or the file cannot be written.
    """
    if len(outlines) < 2:
        raise UserError("The line does not cut the rock glacier in two; draw it across the whole outline.")
    largest, *others = sorted(outlines, key=lambda outline: -outline.area)
    with inventory.gesture(SPLIT, by.person) as edit:
        row = edit.read(ROCK_GLACIERS, rock_glacier)
        system = _system_of(row)
        _reshape(edit, rock_glacier, largest, by)
        edit.update(ROCK_GLACIERS, rock_glacier, {"RGS_ID": system})
        kept = ("SUBREGION", "SOUR_DATA", "MAP_DATE", "COMMENT", "CANDIDATE", "ADDI_INF")
        fids = [rock_glacier]
        for outline in others:
            values = {**{name: row[name] for name in kept}, "RGS_ID": system, "STALE": 1}
            fid = _add(edit, outline, row["OPERATION"] or REFINE, by, values)
            # The imagery is that of the outline that was cut, not what lies on the map now.
            edit.update(
                ROCK_GLACIERS, fid, {name: row[name] for name in ("SOUR_DATA", "MAP_DATE", "COMMENT")}
            )
            fids.append(fid)
    return fids


def merge(inventory: Inventory, rock_glaciers: Sequence[int], outline: Outline, by: By) -> int:
    """Make one rock glacier of several; its feature id. The largest keeps its identifier.

    Raises
    ------
    UserError
        Fewer than two, one of them is gone, or the file cannot be written.
    """
    if len(set(rock_glaciers)) < 2:
        raise UserError("Select two or more rock glaciers that are to become one.")
    with inventory.gesture(MERGE, by.person) as edit:
        rows = {fid: edit.read(ROCK_GLACIERS, fid) for fid in rock_glaciers}
        kept = max(rows, key=lambda fid: rows[fid]["AREA"] or 0.0)
        for fid in rows:
            if fid != kept:
                _drop(edit, fid)
        _reshape(edit, kept, outline, by)
        comments = [rows[fid]["COMMENT"] for fid in rows if rows[fid]["COMMENT"]]
        if comments:
            edit.update(ROCK_GLACIERS, kept, {"COMMENT": _cut(ROCK_GLACIERS, "COMMENT", "; ".join(comments))})
    return kept


def move_marker(
    inventory: Inventory, rock_glacier: int, latitude: float, longitude: float, point: bytes, by: By
) -> None:
    """Put the primary marker elsewhere in its outline; the identifier stays.

    `point` is that place as a GeoPackage binary in the inventory's coordinate system.
    """
    with inventory.gesture(MARKER, by.person) as edit:
        row = edit.read(ROCK_GLACIERS, rock_glacier)
        edit.update(ROCK_GLACIERS, rock_glacier, {"LAT": latitude, "LON": longitude})
        _place_marker(edit, row["ID"], latitude, longitude, point)


def comment(inventory: Inventory, table: Layer, fid: int, text: str, by: By) -> None:
    """Set the comment of a candidate (and of its rock glacier) or of a rock glacier."""
    with inventory.gesture(COMMENT, by.person) as edit:
        row = edit.read(table, fid)
        edit.update(table, fid, {"COMMENT": _cut(table, "COMMENT", text)})
        if table is CANDIDATES:
            for rock_glacier in _of_candidate(edit, row):
                told = _cut(ROCK_GLACIERS, "COMMENT", text)
                edit.update(ROCK_GLACIERS, rock_glacier, {"COMMENT": told})


@dataclass(frozen=True)
class Undone:
    """A gesture that was taken back or done again: what it was, and the features it touched."""

    operation: str
    touched: dict[str, list[int]]


def undo(inventory: Inventory, person: str) -> Undone | None:
    """Take back the person's last gesture, over sessions; None where there is none.

    Raises
    ------
    UserError
        Where what it touched was changed since; nothing is overwritten.
    """
    last = inventory.history.last_done(person)
    return None if last is None else _turn(inventory, person, last.fid, UNDO)


def redo(inventory: Inventory, person: str) -> Undone | None:
    """Do the person's last undone gesture again; None where there is none; raises as `undo` does."""
    last = inventory.history.last_undone(person)
    return None if last is None else _turn(inventory, person, last.fid, REDO)


def _turn(inventory: Inventory, person: str, noted: int, operation: str) -> Undone:
    with inventory.gesture(operation, person, undoes=noted) as edit:
        changes = read_changes(inventory.connection, noted)
        gesture = gesture_of(inventory.connection, noted)
        # What reviews tell a rock glacier hangs on all of them, not on this one alone.
        derived = ROCK_GLACIERS.name if gesture == REVIEW else ""
        (take_back if operation == UNDO else do_again)(edit, changes, derived)
        follow(edit, changes)
    touched: dict[str, list[int]] = {}
    for change in changes:
        touched.setdefault(change.layer, []).append(change.fid)
    return Undone(gesture, touched)


def rock_glacier_of(inventory: Inventory, candidate_id: str) -> int | None:
    """Feature id of a candidate's rock glacier; None where it has none."""
    found = inventory.rows(
        f'SELECT {FEATURE_ID} FROM {column(ROCK_GLACIERS.name)} WHERE "CANDIDATE" = {literal(candidate_id)}'
    )
    return int(found[0][0]) if found else None
