"""The journal: what gestures did, and taking them back, over sessions and after a crash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..inventory.errors import UserError
from ..inventory.schema import (
    CANDIDATES,
    FEATURE_ID,
    GEOMETRY,
    GESTURES,
    JOURNAL,
    PRIMARY_MARKERS,
    REDO,
    ROCK_GLACIERS,
    UNDO,
    Layer,
    layer,
)
from .edit import FILLED_LATER, Change, Edit, Row, read_row, touched_fids
from .geopackage.completeness import UNIQUE, lost_parts
from .geopackage.connection import Connection
from .geopackage.sql import column, columns, literal, literals

_FIELDS = ("TIME", "PERSON", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER",
           "UNDOES")  # fmt: skip
_GESTURES = frozenset(GESTURES)


def journal_statement(edit: Edit, time: str) -> str:
    """SQL that appends the row of a gesture."""
    touched = touched_fids(edit.changes)
    parts = [
        _told(edit.changes, side, geometry) for geometry in (False, True) for side in ("before", "after")
    ]
    values = (time, edit.person, edit.operation, json.dumps(touched), *parts, edit.undoes)
    return f"INSERT INTO {column(JOURNAL.name)} ({columns(_FIELDS)}) VALUES ({literals(*values)})"


def _told(changes: list[Change], side: str, geometry: bool) -> str | None:
    """One side of all changes as JSON: layer -> feature id -> values (or geometry as hex)."""
    found: dict[str, dict[str, Any]] = {}
    for change in changes:
        row: Row | None = getattr(change, side)
        if row is None:
            continue
        if not geometry:
            value: Any = {name: told for name, told in row.items() if name != GEOMETRY}
        elif GEOMETRY in row:
            value = (row[GEOMETRY] or b"").hex()
        else:
            continue
        found.setdefault(change.layer, {})[str(change.fid)] = value
    return json.dumps(found, ensure_ascii=False) if found else None


def read_changes(connection: Connection, fid: int) -> list[Change]:
    """The changes that a journal row tells of, in order."""
    found = connection.rows(
        f"SELECT {columns(_FIELDS[3:8])} FROM {column(JOURNAL.name)} WHERE {FEATURE_ID} = {int(fid)}"
    )
    if not found:
        raise UserError(f"The journal of {connection.path} has lost its row {fid}.", "inventory")
    try:
        touched, *sides = (json.loads(text) if text else {} for text in found[0])
        before = _merged(sides[0], sides[2])
        after = _merged(sides[1], sides[3])
        return [
            Change(layer(name).name, int(fid), before.get((name, fid)), after.get((name, fid)))
            for name, fids in touched.items()
            for fid in fids
        ]
    except (ValueError, TypeError, AttributeError, KeyError) as error:  # no JSON, or another one than ours
        raise damaged_row(connection, fid) from error


def damaged_row(connection: Connection, fid: int) -> UserError:
    """The sentence for a row of the journal that cannot be understood."""
    return UserError(
        f"Row {fid} of the journal of {connection.path} is damaged, so what it tells cannot be taken back or "
        "done again; nothing was changed, restore the file from a copy if you need it.", "inventory",
    )  # fmt: skip


def _merged(attributes: dict[str, Any], geometries: dict[str, Any]) -> dict[tuple[str, int], Row]:
    rows: dict[tuple[str, int], Row] = {}
    for name, features in attributes.items():
        for fid, values in features.items():
            rows[name, int(fid)] = dict(values)
    for name, features in geometries.items():
        for fid, text in features.items():
            rows.setdefault((name, int(fid)), {})[GEOMETRY] = bytes.fromhex(text) or None
    return rows


@dataclass(frozen=True)
class Noted:
    """A gesture in the journal: its row and what it was."""

    fid: int
    operation: str


class History:
    """Which gestures of a person can be undone and redone: read once, then kept up to date."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stacks: dict[str, tuple[list[Noted], list[Noted]]] | None = None

    def forget(self) -> None:
        """Read the journal again when next asked: another program has written to it."""
        self._stacks = None

    def add(self, fid: int, operation: str, person: str, undoes: int | None) -> None:
        """A row was appended."""
        if self._stacks is not None:
            self._place(fid, operation, person, undoes)

    def last_done(self, person: str) -> Noted | None:
        """The gesture that an undo takes back."""
        done, _ = self._of(person)
        return done[-1] if done else None

    def last_undone(self, person: str) -> Noted | None:
        """The gesture that a redo does again."""
        _, undone = self._of(person)
        return undone[-1] if undone else None

    def _of(self, person: str) -> tuple[list[Noted], list[Noted]]:
        if self._stacks is None:
            self._stacks = {}
            sql = (
                f'SELECT {FEATURE_ID}, "OPERATION", "PERSON", "UNDOES" FROM {column(JOURNAL.name)} '
                f"ORDER BY {FEATURE_ID}"
            )
            for fid, operation, author, undoes in self._connection.rows(sql):
                self._place(int(fid), operation, author or "", undoes)
        return self._stacks.setdefault(person, ([], []))

    def _place(self, fid: int, operation: str, person: str, undoes: int | None) -> None:
        assert self._stacks is not None
        done, undone = self._stacks.setdefault(person, ([], []))
        if operation in _GESTURES:
            done.append(Noted(fid, operation))
            undone.clear()
        elif operation == UNDO and done and done[-1].fid == undoes:
            undone.append(done.pop())
        elif operation == REDO and undone and undone[-1].fid == undoes:
            done.append(undone.pop())


def take_back(edit: Edit, changes: list[Change], derived: str = "", twins: bool = False) -> None:
    """Put every row back to what it was before.

    Rows of the layer `derived` only where they are as the gesture left them. `twins`: two rock glaciers had
    one identifier before, and will have it again.

    Raises
    ------
    UserError
        Where a row is no longer as the gesture left it: someone changed it since, and nothing is overwritten.
    """
    for change in reversed(changes):
        _put(edit, change, change.after, change.before, change.layer == derived, twins)


def do_again(edit: Edit, changes: list[Change], derived: str = "") -> None:
    """Do an undone gesture again; raises as `take_back` does."""
    for change in changes:
        _put(edit, change, change.before, change.after, change.layer == derived)


def _put(
    edit: Edit, change: Change, expected: Row | None, wanted: Row | None, derived: bool, twins: bool = False
) -> None:
    """Bring one row from what it should be now to what is wanted."""
    table = layer(change.layer)
    now = read_row(edit.connection, table, change.fid)
    as_left = (now is None) == (expected is None) and all(
        _same(name, now[name], value) for name, value in (expected or {}).items() if now
    )
    if not as_left and derived:
        return
    if not as_left and _is_renumbered(edit, table, change.fid, expected):
        raise UserError(
            f"The journal was renumbered by another tool, as when two copies of {edit.connection.path} are "
            f"merged: feature {change.fid} of '{change.layer}' is another one now. This gesture cannot be "
            "taken back or done again; nothing was changed, decide or draw anew what should be otherwise.",
            "inventory",
        )
    if not as_left:
        raise UserError(
            f"Feature {change.fid} of '{change.layer}' was changed since by someone else or another tool; "
            "nothing was taken back, so that this change is not lost.", "inventory",
        )  # fmt: skip
    if wanted is not None:
        _check_stays_unique(edit, table, change.fid, wanted)
    if wanted is None:
        edit.delete(table, change.fid)
    elif expected is None:
        if not twins and table is ROCK_GLACIERS and wanted["ID"] and edit.find(table, "ID", wanted["ID"]):
            raise UserError(
                f"Another rock glacier was given the identifier {wanted['ID']} since; nothing was changed, "
                "remove that one first.", "inventory",
            )  # fmt: skip
        edit.insert(table, wanted, change.fid)
    else:
        edit.update(table, change.fid, wanted)


_KEYS = {ROCK_GLACIERS.name: "ID", CANDIDATES.name: "CANDIDATE_ID", PRIMARY_MARKERS.name: "ID"}
"""By layer: the field that tells which feature it is, whatever its number."""


def _is_renumbered(edit: Edit, table: Layer, fid: int, expected: Row | None) -> bool:
    """Whether the very row that a gesture left is there under another number."""
    name = _KEYS.get(table.name, "")
    key = (expected or {}).get(name)
    others = [other for other in edit.find(table, name, key) if other != fid] if key else []
    return any(
        all(_same(field, row[field], value) for field, value in (expected or {}).items())
        for row in (edit.read(table, other) for other in others)
    )


def _check_stays_unique(edit: Edit, table: Layer, fid: int, wanted: Row) -> None:
    """Raise `UserError` where a key would be there twice, which the file no longer allows."""
    for part in lost_parts(edit.connection.rows) if table.unique else ():
        if part.layer is table and part.kind == UNIQUE:
            return  # as long as it has no index of its keys, it may
    for name in table.unique:
        if wanted.get(name) is not None and any(it != fid for it in edit.find(table, name, wanted[name])):
            raise UserError(
                f"Another row of '{table.name}' has the {name} {wanted[name]}; nothing was changed, because "
                "it can be there only once.", "inventory",
            )  # fmt: skip


def _same(name: str, now: Any, left: Any) -> bool:
    """Whether a value is as a gesture left it, but for what a calculation does to it later."""
    if name in ("LAT", "LON") and now is not None and left is not None:
        return bool(abs(now - left) <= _ROUNDING)
    if name == "MAP_DATE" and not left:  # the date of the image was asked for later
        return True
    return bool(now == left) or name in FILLED_LATER


_ROUNDING = 1e-6
"""Degrees, about 0.1 m: `attributes` writes the marker's position anew, with seven decimals."""


def gesture_of(connection: Connection, fid: int) -> str:
    """The operation that a journal row tells of."""
    found = connection.rows(
        f'SELECT "OPERATION" FROM {column(JOURNAL.name)} WHERE {FEATURE_ID} = {literal(fid)}'
    )
    return str(found[0][0]) if found else ""
