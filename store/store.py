"""The one class that writes an inventory for the dock: a gesture is one transaction, with its journal row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

from ..inventory.errors import UserError
from ..inventory.schema import FEATURE_ID, INVENTORY_INFO, JOURNAL, ROCK_GLACIERS, Layer
from .edit import Edit, Row, read_row, touch_contents, touched_fids
from .geopackage.checking import check_inventory, read_info, srs_id_of
from .geopackage.connection import Connection
from .geopackage.geopackage import utc_now
from .geopackage.sql import column, literals
from .geopackage.watching import BEGIN_OWN, END_OWN
from .journal import History, journal_statement


def check_person(person: str) -> None:
    """Raise `UserError` where nobody says who decides: what is decided is kept with a name, always."""
    if not person.strip():
        raise UserError(
            "Say who you are first: write your name at the top of the dock; nothing was changed.", "person"
        )


class Inventory:
    """An open inventory.

    Parameters
    ----------
    connection
        To the file; closed by `close`.

    Raises
    ------
    UserError
        Where it is no inventory of this schema version.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        check_inventory(connection.rows, connection.path, getattr(connection, "writable", True))
        self.srs_id = srs_id_of(connection.rows, connection.path, ROCK_GLACIERS)
        self.history = History(connection)
        self.listeners: list[Callable[[dict[str, list[int]]], None]] = []
        """Each is told after a gesture, an undo or a redo which features it touched, by layer."""
        self._version = self._data_version()
        self._journal_end = self._last_of_journal()

    @property
    def path(self) -> Any:
        """The file."""
        return self.connection.path

    def close(self) -> None:
        self.connection.close()

    def info(self) -> dict[str, str]:
        """The facts of the inventory, by key."""
        return read_info(self.connection.rows)

    def set_info(self, key: str, value: str) -> None:
        """Keep a fact, such as a setting of the dock, in the file."""
        with self.own_transaction():
            self.note_info(key, value)

    def note_info(self, key: str, value: str) -> None:
        """The same inside the caller's transaction."""
        self.connection.execute(
            f'INSERT OR REPLACE INTO {column(INVENTORY_INFO.name)} ("KEY", "VALUE") '
            f"VALUES ({literals(key, value)})"
        )

    def read(self, table: Layer, fid: int) -> Row | None:
        """A row with its geometry; None where there is none."""
        return read_row(self.connection, table, fid)

    def rows(self, sql: str) -> list[Any]:
        """Rows of a SELECT."""
        return self.connection.rows(sql)

    def changed_elsewhere(self) -> bool:
        """Whether another connection has changed the file since this was last asked."""
        now = self._data_version()
        changed, self._version = now != self._version, now
        if changed:
            end = self._last_of_journal()
            if end != self._journal_end:  # somebody's gestures; a calculation leaves no row there
                self.history.forget()
            self._journal_end = end
        return changed

    def _last_of_journal(self) -> int:
        sql = f"SELECT coalesce(max({FEATURE_ID}), 0) FROM {column(JOURNAL.name)}"
        return int(self.connection.rows(sql)[0][0])

    def _data_version(self) -> int:
        return int(self.connection.rows("PRAGMA data_version")[0][0])

    @contextmanager
    def own_transaction(self) -> Iterator[None]:
        """All or nothing, and not noted as a change by another tool."""
        self.connection.begin()
        try:
            self.connection.execute(BEGIN_OWN)
            yield
            self.connection.execute(END_OWN)
            self.connection.commit()
        except BaseException:
            self.connection.rollback()
            raise

    @contextmanager
    def gesture(self, operation: str, person: str, undoes: int | None = None) -> Iterator[Edit]:
        """Write a gesture: all rows and the journal's row, or nothing. On disk when the block ends.

        Raises
        ------
        UserError
            Nobody says who does it, or the file cannot be written.
        """
        check_person(person)
        edit = Edit(self.connection, operation, person, undoes)
        noted = None
        with self.own_transaction():
            yield edit
            # An undo that finds all as it should be is noted too, or it would stand in the way of the next.
            if edit.changes or undoes is not None:
                time = utc_now()
                for table, changes in edit.touched():
                    touch_contents(self.connection, table, changes, time)
                self.connection.execute(journal_statement(edit, time))
                noted = int(self.connection.rows("SELECT last_insert_rowid()")[0][0])
        if noted is not None:
            self.history.add(noted, operation, person, undoes)
            if noted == self._journal_end + 1:  # else there are rows of others between
                self._journal_end = noted
            for listener in self.listeners:
                listener(touched_fids(edit.changes))
