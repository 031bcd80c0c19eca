"""One gesture while it is being written: every row it touches, as it was before and as it is after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ..inventory.errors import UserError
from ..inventory.schema import GEOMETRY, JOURNAL, Layer
from .journal import FILLED_LATER, changes_from, lost_row
from .records import ALL, Change, Row, Wanted


def check_person(person: str) -> None:
    """Raise `UserError` where nobody says who decides: what is decided is kept with a name, always."""
    if not person.strip():
        raise UserError("Say who you are first: write your name at the top of the dock; nothing was changed.", "person")


class Rows(Protocol):
    """The rows of an inventory, and the facts of it: what can be asked inside a transaction, and outside one."""

    @property
    def path(self) -> Path:
        """The file, or what stands for one in messages."""

    def row(self, layer: Layer, fid: int) -> Row | None:
        """A whole row with its geometry; None where there is no such feature."""

    def rows(self, layer: Layer, fields: Sequence[str], where: Wanted = ALL) -> list[tuple[Any, ...]]:
        """Feature id and some fields of rows, in the order of their feature ids.

        `GEOMETRY` among the fields gives WKB, or None.
        """

    def last_change(self, layer: Layer, fid: int) -> tuple[str, str]:
        """Who changed a row last, and by which operation; two empty texts where the journal does not tell.

        What a detection appended was not changed by that.
        """

    def remember(self, facts: Mapping[str, str | None]) -> None:
        """Keep facts, such as the settings of the dock; one that is None is forgotten."""


class Tables(Rows, Protocol):
    """The rows of a store, inside a transaction; what is written here is noted nowhere."""

    def insert(self, layer: Layer, values: Row, fid: int | None = None) -> int:
        """Add a row; its feature id."""

    def insert_all(self, layer: Layer, rows: Sequence[Row], fids: Sequence[int] | None = None) -> list[int]:
        """Add rows; their feature ids, in the same order. What one does not name stays empty."""

    def update(self, layer: Layer, values: Mapping[str, Any], where: Wanted) -> None:
        """Set some fields of rows."""

    def delete(self, layer: Layer, fid: int) -> None:
        """Remove a row."""

    def delete_all(self, layer: Layer, fids: Sequence[int]) -> None:
        """Remove rows."""

    def keeps_unique(self, layer: Layer) -> bool:
        """Whether the file itself sees to it that a key is there once."""


@dataclass
class Edit:
    """The rows of a gesture, changed inside the transaction of `Store.gesture`.

    `parameters` go into the journal's row: how an outline was made, where a person should know it later.
    """

    tables: Tables
    operation: str
    person: str
    undoes: int | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    _changes: dict[tuple[str, int], Change] = field(default_factory=dict)

    @property
    def changes(self) -> list[Change]:
        """All changes so far, one for each row, in the order in which rows were first touched."""
        return [change for change in self._changes.values() if change.before != change.after]

    @property
    def path(self) -> Path:
        """The file, for messages."""
        return self.tables.path

    def row(self, table: Layer, fid: int) -> Row | None:
        """A whole row with its geometry; None where there is no such feature."""
        return self.tables.row(table, fid)

    def read(self, table: Layer, fid: int) -> Row:
        """A row that must be there.

        Raises
        ------
        UserError
            Where another tool or person has removed it.
        """
        row = self.row(table, fid)
        if row is None:
            raise UserError(
                f"Feature {fid} of '{table.name}' is no longer in {self.path}; "
                "it was removed elsewhere, go on with the next.",
                "inventory",
            )
        return row

    def read_all(self, table: Layer, fids: Sequence[int], fields: Sequence[str]) -> dict[int, Row]:
        """Some fields of many rows, by feature id; what is gone is not among them."""
        rows = self.tables.rows(table, fields, Wanted(fids=list(fids)))
        return {row[0]: dict(zip(fields, row[1:])) for row in rows}

    def insert(self, table: Layer, values: Mapping[str, Any], fid: int | None = None) -> int:
        """Add a row and return its feature id; fields without a value stay empty."""
        row = {**dict.fromkeys(table.field_names), **values}
        fid = self.tables.insert(table, row, fid)
        self._note(table, fid, None, row)
        return fid

    def insert_all(
        self, table: Layer, values: Sequence[Mapping[str, Any]], fids: Sequence[int] | None = None
    ) -> list[int]:
        """Add many rows, as `insert` does one."""
        rows = [{**dict.fromkeys(table.field_names), **one} for one in values]
        added = self.tables.insert_all(table, rows, fids)
        for fid, row in zip(added, rows):
            self._note(table, fid, None, row)
        return added

    def update(self, table: Layer, fid: int, values: Mapping[str, Any]) -> None:
        """Set some fields of a row; those that have the value already are left alone."""
        fields = list(values)
        if GEOMETRY in values:
            fields += [name for name in table.field_names if name in FILLED_LATER and name not in values]
        now = self.read_all(table, (fid,), fields).get(fid)
        self.update_all(table, {fid: values}, {fid: self.read(table, fid) if now is None else now})

    def update_all(
        self, table: Layer, values: Mapping[int, Mapping[str, Any]], now: Mapping[int, Mapping[str, Any]]
    ) -> None:
        """Set some fields of many rows, by feature id; `now` is what they hold, just read.

        With a geometry, `now` has the computed fields, too. Rows that get the same values are written at once.
        """
        alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
        for fid, wanted in values.items():
            changed = {name: value for name, value in wanted.items() if now[fid][name] != value}
            if not changed:
                continue
            alike.setdefault(tuple(changed.items()), []).append(fid)
            computed = [name for name in table.field_names if name in FILLED_LATER] if GEOMETRY in changed else []
            kept = {name: now[fid][name] for name in computed}
            self._note(table, fid, {**kept, **{name: now[fid][name] for name in changed}}, {**kept, **changed})
        for told, fids in alike.items():
            self.tables.update(table, dict(told), Wanted(fids=fids))

    def delete(self, table: Layer, fid: int, row: Row | None = None) -> None:
        """Remove a row; the journal keeps it whole. `row` is the row where it has just been read."""
        now = self.read(table, fid) if row is None else row
        self.tables.delete(table, fid)
        self._note(table, fid, now, None)

    def delete_all(self, table: Layer, rows: Mapping[int, Row]) -> None:
        """Remove many rows that have just been read, whole, by feature id."""
        self.tables.delete_all(table, list(rows))
        for fid, row in rows.items():
            self._note(table, fid, row, None)

    def find(self, table: Layer, name: str, value: Any) -> list[int]:
        """Feature ids of the rows whose field has a value; none where that is None."""
        if value is None:
            return []
        return [fid for (fid,) in self.tables.rows(table, (), Wanted(having={name: value}))]

    def told(self, noted: int) -> tuple[str, list[Change]]:
        """Operation and changes that a row of the journal tells of.

        Raises
        ------
        UserError
            The row is lost or damaged.
        """
        row = self.row(JOURNAL, noted)
        if row is None:
            raise lost_row(self.path, noted)
        return str(row["OPERATION"]), changes_from(row, self.path, noted)

    def _note(self, table: Layer, fid: int, before: Row | None, after: Row | None) -> None:
        key = table.name, fid
        earlier = self._changes.get(key)
        if earlier is None:
            self._changes[key] = Change(table.name, fid, before, after)
            return
        before = {**before, **earlier.before} if earlier.before is not None and before is not None else earlier.before
        if earlier.after is not None and after is not None:
            after = {**earlier.after, **after}
        self._changes[key] = Change(table.name, fid, before, after)
