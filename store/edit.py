"""One gesture while it is being written: every row it touches, as it was before and as it is after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..inventory.errors import UserError
from ..inventory.schema import COMPUTED_FIELDS, FEATURE_ID, GEOMETRY, Layer, layer
from .geopackage.connection import Connection
from .geopackage.geometry import envelope_of
from .geopackage.sql import assignments, column, columns, literal, literals

Row = dict[str, Any]
"""Values by field name; the geometry, as bytes of a GeoPackage binary, under `GEOMETRY`."""

FILLED_LATER = frozenset({*COMPUTED_FIELDS, "STALE"}) - {"LAT", "LON"}
"""Fields that a calculation fills at any time; that they differ does not stand in the way of an undo."""


@dataclass
class Change:
    """What happened to one row: `before` is None where it is new, `after` where it is gone.

    An update holds only the fields that changed; that of an outline also the attributes that were
    computed for it, so that an undo brings back both.
    """

    layer: str
    fid: int
    before: Row | None
    after: Row | None


def read_row(connection: Connection, table: Layer, fid: int) -> Row | None:
    """A whole row with its geometry; None where there is no such feature."""
    shown = columns(table.field_names)
    geometry = f", hex({column(GEOMETRY)})" if table.geometry_type else ""
    found = connection.rows(
        f"SELECT {shown}{geometry} FROM {column(table.name)} WHERE {FEATURE_ID} = {int(fid)}"
    )
    if not found:
        return None
    row = dict(zip(table.field_names, found[0]))
    if table.geometry_type:
        row[GEOMETRY] = bytes.fromhex(found[0][-1] or "") or None
    return row


@dataclass
class Edit:
    """The rows of a gesture, changed inside the transaction of `Inventory.gesture`."""

    connection: Connection
    operation: str
    person: str
    undoes: int | None = None
    _changes: dict[tuple[str, int], Change] = field(default_factory=dict)

    @property
    def changes(self) -> list[Change]:
        """All changes so far, one for each row, in the order in which rows were first touched."""
        return [change for change in self._changes.values() if change.before != change.after]

    def read(self, table: Layer, fid: int) -> Row:
        """A row that must be there.

        Raises
        ------
        UserError
            Where another tool or person has removed it.
        """
        row = read_row(self.connection, table, fid)
        if row is None:
            raise UserError(
                f"Feature {fid} of '{table.name}' is no longer in {self.connection.path}; "
                "it was removed elsewhere, go on with the next.", "inventory",
            )  # fmt: skip
        return row

    def insert(self, table: Layer, values: Mapping[str, Any], fid: int | None = None) -> int:
        """Add a row and return its feature id; fields without a value stay empty."""
        row = dict.fromkeys(table.field_names)
        row.update(values)
        names, told = list(row), list(row.values())
        if fid is not None:
            names, told = [FEATURE_ID, *names], [fid, *told]
        self.connection.execute(
            f"INSERT INTO {column(table.name)} ({columns(names)}) VALUES ({literals(*told)})"
        )
        if fid is None:
            fid = int(self.connection.rows("SELECT last_insert_rowid()")[0][0])
        self._note(table, fid, None, row)
        return fid

    def update(self, table: Layer, fid: int, values: Mapping[str, Any]) -> None:
        """Set some fields of a row; those that have the value already are left alone."""
        now = self.read(table, fid)
        changed = {name: value for name, value in values.items() if now[name] != value}
        if not changed:
            return
        self.connection.execute(
            f"UPDATE {column(table.name)} SET {assignments(changed)} WHERE {FEATURE_ID} = {int(fid)}"
        )
        told = {name: now[name] for name in changed}
        if GEOMETRY in changed:
            computed = {name: now[name] for name in table.field_names if name in FILLED_LATER}
            told, changed = {**computed, **told}, {**computed, **changed}
        self._note(table, fid, told, changed)

    def delete(self, table: Layer, fid: int) -> None:
        """Remove a row; the journal keeps it whole."""
        now = self.read(table, fid)
        self.connection.execute(f"DELETE FROM {column(table.name)} WHERE {FEATURE_ID} = {int(fid)}")
        self._note(table, fid, now, None)

    def find(self, table: Layer, name: str, value: Any) -> list[int]:
        """Feature ids of the rows whose field has a value."""
        sql = f"SELECT {FEATURE_ID} FROM {column(table.name)} WHERE {column(name)} = {literal(value)}"
        return [int(row[0]) for row in self.connection.rows(sql)]

    def _note(self, table: Layer, fid: int, before: Row | None, after: Row | None) -> None:
        key = table.name, fid
        earlier = self._changes.get(key)
        if earlier is None:
            self._changes[key] = Change(table.name, fid, before, after)
            return
        if earlier.before is not None and before is not None:
            before = {**before, **earlier.before}
        else:
            before = earlier.before
        if earlier.after is not None and after is not None:
            after = {**earlier.after, **after}
        self._changes[key] = Change(table.name, fid, before, after)

    def touched(self) -> Iterator[tuple[Layer, list[Change]]]:
        """The changes, layer by layer."""
        for name in touched_fids(self.changes):
            yield layer(name), [change for change in self.changes if change.layer == name]


def touched_fids(changes: Iterable[Change]) -> dict[str, list[int]]:
    """The feature ids that changes touch, by layer, in order."""
    found: dict[str, list[int]] = {}
    for change in changes:
        found.setdefault(change.layer, []).append(change.fid)
    return found


def touch_contents(connection: Connection, table: Layer, changes: list[Change], time: str) -> None:
    """Bring the layer's entry in gpkg_contents up to date: time of change, and an extent that holds all."""
    sets = [f"last_change = {literal(time)}"]
    blobs = [(change.after or {}).get(GEOMETRY) for change in changes]
    boxes = [box for box in (envelope_of(blob) for blob in blobs if blob) if box is not None]
    if boxes:
        ends = zip(*boxes)
        for name, pick, values in zip(("min_x", "min_y", "max_x", "max_y"), (min, min, max, max), ends):
            told = literal(pick(values))
            sets.append(f"{name} = {pick.__name__}(coalesce({name}, {told}), {told})")
    connection.execute(f"UPDATE gpkg_contents SET {', '.join(sets)} WHERE table_name = {literal(table.name)}")
