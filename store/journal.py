"""The journal: one place that makes its rows, what they tell, and which gestures can be undone.

Geometries stand in it as hexadecimal GeoPackage binaries, whatever keeps the inventory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..inventory.errors import UserError
from ..inventory.moments import utc_now
from ..inventory.schema import COMPUTED_FIELDS, GEOMETRY, GESTURES, REDO, UNDO, layer
from .geopackage.geometry import decode
from .records import Change, Entry, Row

FILLED_LATER = frozenset({*COMPUTED_FIELDS, "STALE"}) - {"LAT", "LON"}
"""Fields that a calculation fills at any time; that they differ does not stand in the way of an undo."""

_GESTURES = frozenset(GESTURES)


def journal_row(
    operation: str,
    person: str | None,
    changes: Sequence[Change],
    told: Callable[[bytes], bytes],
    *,
    touched: Mapping[str, Any] | None = None,
    undoes: int | None = None,
    time: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> Row:
    """The row that tells of a gesture, of an undo, or of what a detection appended and replaced.

    Every row of the journal is made here, but for those of the triggers in the file.

    Parameters
    ----------
    operation
        One of `JOURNAL_OPERATIONS`.
    person
        Who; empty for a detection, None where it was nobody.
    changes
        Of which rows, with what they were and are.
    told
        GeoPackage binary of a geometry among them. Where they hold such binaries already: `bytes`.
    touched
        By layer; None for the feature ids of the changes.
    undoes
        Row that this one takes back or does again.
    time
        When; empty for now.
    parameters
        How an outline was made.
    """
    return {
        "TIME": time or utc_now(),
        "PERSON": person,
        "OPERATION": operation,
        "UNDOES": undoes,
        "TOUCHED": json.dumps(touched_fids(changes) if touched is None else touched),
        "ATT_BEFORE": _attributes((change.layer, change.fid, change.before) for change in changes),
        "ATT_AFTER": _attributes((change.layer, change.fid, change.after) for change in changes),
        "GEO_BEFORE": _geometries(((change.layer, change.fid, change.before) for change in changes), told),
        "GEO_AFTER": _geometries(((change.layer, change.fid, change.after) for change in changes), told),
        "PARAMETERS": json.dumps(parameters, ensure_ascii=False) if parameters else None,
    }


def touched_fids(changes: Iterable[Change]) -> dict[str, list[int]]:
    """The feature ids that changes touch, by layer, in order."""
    found: dict[str, list[int]] = {}
    for change in changes:
        found.setdefault(change.layer, []).append(change.fid)
    return found


_Side = tuple[str, int, "Row | None"]


def _attributes(rows: Iterable[_Side]) -> str | None:
    """One side of all changes as JSON: layer -> feature id -> values."""
    return _as_json(
        (table, fid, {name: value for name, value in row.items() if name != GEOMETRY})
        for table, fid, row in rows
        if row is not None
    )


def _geometries(rows: Iterable[_Side], told: Callable[[bytes], bytes]) -> str | None:
    """The same for geometries."""
    return _as_json(
        (table, fid, told(row[GEOMETRY]).hex() if row[GEOMETRY] else "")
        for table, fid, row in rows
        if row is not None and GEOMETRY in row
    )


def _as_json(values: Iterable[tuple[str, int, Any]]) -> str | None:
    found: dict[str, dict[str, Any]] = {}
    for table, fid, value in values:
        found.setdefault(table, {})[str(fid)] = value
    return json.dumps(found, ensure_ascii=False) if found else None


def changes_from(row: Row, path: Path, fid: int) -> list[Change]:
    """The changes that a row of the journal tells of, in order; `path` and `fid` are for the message.

    Raises
    ------
    UserError
        It is no JSON, or another one than ours.
    """
    try:
        touched = json.loads(row["TOUCHED"]) if row["TOUCHED"] else {}
        before = _side(row["ATT_BEFORE"], row["GEO_BEFORE"])
        after = _side(row["ATT_AFTER"], row["GEO_AFTER"])
        return [
            Change(layer(name).name, number, before.get((name, number)), after.get((name, number)))
            for name, fids in touched.items()
            for number in map(int, fids)
        ]
    except (ValueError, TypeError, AttributeError, KeyError, UserError) as error:
        raise damaged_row(path, fid) from error


def _side(attributes: str | None, geometries: str | None) -> dict[tuple[str, int], Row]:
    rows: dict[tuple[str, int], Row] = {}
    for name, features in (json.loads(attributes) if attributes else {}).items():
        for fid, values in features.items():
            rows[name, int(fid)] = dict(values)
    for name, features in (json.loads(geometries) if geometries else {}).items():
        for fid, text in features.items():
            wkb = decode(bytes.fromhex(text))[0] if text else None
            rows.setdefault((name, int(fid)), {})[GEOMETRY] = wkb
    return rows


def damaged_row(path: Path, fid: int) -> UserError:
    """The sentence for a row of the journal that cannot be understood."""
    return UserError(
        f"Row {fid} of the journal of {path} is damaged, so what it tells cannot be taken back or "
        "done again; nothing was changed, restore the file from a copy if you need it.",
        "inventory",
    )


def lost_row(path: Path, fid: int) -> UserError:
    """The sentence for a row of the journal that is not there."""
    return UserError(f"The journal of {path} has lost its row {fid}.", "inventory")


class History:
    """Which gestures of a person can be undone and redone: read once, then kept up to date.

    Parameters
    ----------
    read
        Gives the journal's rows in order.
    """

    def __init__(self, read: Callable[[], Iterable[Entry]]) -> None:
        self._read = read
        self._stacks: dict[str, tuple[list[Entry], list[Entry]]] | None = None

    def forget(self) -> None:
        """Read the journal again when next asked: another program has written to it."""
        self._stacks = None

    def add(self, entry: Entry) -> None:
        """A row was appended."""
        if self._stacks is not None:
            self._place(self._stacks, entry)

    def last(self, person: str) -> tuple[Entry | None, Entry | None]:
        """The gesture of a person that an undo takes back, and the one that a redo does again."""
        if self._stacks is None:
            stacks: dict[str, tuple[list[Entry], list[Entry]]] = {}
            for entry in self._read():
                self._place(stacks, entry)
            self._stacks = stacks
        done, undone = self._stacks.get(person, ([], []))
        return (done[-1] if done else None), (undone[-1] if undone else None)

    def _place(self, stacks: dict[str, tuple[list[Entry], list[Entry]]], entry: Entry) -> None:
        done, undone = stacks.setdefault(entry.person, ([], []))
        if entry.operation in _GESTURES:
            done.append(entry)
            undone.clear()
        elif entry.operation == UNDO and done and done[-1].fid == entry.undoes:
            undone.append(done.pop())
        elif entry.operation == REDO and undone and undone[-1].fid == entry.undoes:
            done.append(undone.pop())
