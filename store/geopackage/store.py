"""An inventory in a GeoPackage, over either connection; see `protocol.Store` for what each verb does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Callable

from ...inventory.moments import utc_now
from ...inventory.schema import GEOMETRY, INVENTORY_INFO, JOURNAL, RUNS, Layer, layer
from ..edit import Edit, Tables, check_person
from ..journal import History, journal_row, touched_fids
from ..records import Entry, Mended
from ..wkb import envelope_of_wkb
from .bulk import Appending, Bulk
from .connection import Connection
from .reader import Reader
from .upkeep.checking import check_inventory, check_layers, has_table
from .upkeep.mending import mend
from .upkeep.migration import add_later_fields
from .watching import BEGIN_OWN, END_OWN
from .writer import Writer


class GeoPackageStore(Reader):
    """An open inventory.

    Parameters
    ----------
    connection
        To the file; closed by `close`.
    detections
        A detection's own file will do, too.

    Raises
    ------
    UserError
        Where it is no inventory of this schema version.
    """

    def __init__(self, connection: Connection, detections: bool = False) -> None:
        super().__init__(connection)
        self._writer = Writer(connection)
        self._is_inventory = not detections or has_table(connection.rows, INVENTORY_INFO.name)
        if self._is_inventory:
            check_inventory(connection.rows, connection.path, connection.writable)
        self.read_only = not connection.writable
        self.history = History(self.journal)
        self.listeners: list[Callable[[dict[str, list[int]]], None]] = []
        self._version = self._data_version()
        self._journal_end = self.last(JOURNAL) if self._is_inventory else 0

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def undoable(self, person: str) -> tuple[Entry | None, Entry | None]:
        """The gestures of a person that an undo takes back and that a redo does again."""
        return self.history.last(person)

    def changed_elsewhere(self) -> bool:
        """Whether another connection has changed the file since this was last asked."""
        now = self._data_version()
        changed, self._version = now != self._version, now
        if changed:
            end = self.last(JOURNAL)
            if end != self._journal_end:  # somebody's gestures; a calculation leaves no row there
                self.history.forget()
            self._journal_end = end
        return changed

    def _data_version(self) -> int:
        return int(self.connection.rows("PRAGMA data_version")[0][0])

    @contextmanager
    def change(self) -> Iterator[Tables]:
        """All or nothing, and not noted as a change by another tool."""
        with self._transaction():
            yield self._writer

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.begin()
        try:
            if self._is_inventory:
                self.connection.execute(BEGIN_OWN)
            yield
            if self._is_inventory:
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
        edit = Edit(self._writer, operation, person, undoes)
        noted = None
        with self.change():
            yield edit
            # An undo that finds all as it should be is noted too, or it would stand in the way of the next.
            if edit.changes or undoes is not None:
                noted = self._note(edit)
        if noted is not None:
            self.history.add(noted)
            if noted.fid == self._journal_end + 1:  # else there are rows of others between
                self._journal_end = noted.fid
            for listener in self.listeners:
                listener(touched_fids(edit.changes))

    def _note(self, edit: Edit) -> Entry:
        """The journal's row of a gesture, and what the file says of the layers."""
        time = utc_now()
        for name in touched_fids(edit.changes):
            rows = (change.after or {} for change in edit.changes if change.layer == name)
            boxes = [envelope_of_wkb(row[GEOMETRY]) for row in rows if row.get(GEOMETRY)]
            self._writer.touch(layer(name), boxes, time)
        told, how = self._writer.told, edit.parameters
        row = journal_row(
            edit.operation, edit.person, edit.changes, told, undoes=edit.undoes, time=time, parameters=how
        )
        return Entry(self._writer.insert(JOURNAL, row), time, edit.person, edit.operation, edit.undoes)

    def remember(self, facts: Mapping[str, str | None]) -> None:
        """Keep facts, such as the settings of the dock; one that is None is forgotten."""
        with self.change() as tables:
            tables.remember(facts)

    @contextmanager
    def append(self, run_id: str) -> Iterator[Appending]:
        """Take the outlines of a run in."""
        with self._transaction():
            appending = Appending(self.connection, run_id)
            yield appending
            appending.note_added()

    def check_can_fill(self, layer: Layer) -> None:
        """Raise `UserError` where the layer, or the file itself, cannot be written now."""
        if not self._is_inventory:
            with self._transaction():
                for one in (layer, RUNS):
                    add_later_fields(self.connection, one)
        check_layers(self.connection.rows, self.path, (layer, RUNS))
        self.connection.begin()
        self.connection.rollback()

    @contextmanager
    def fill(self, layer: Layer) -> Iterator[Bulk]:
        """Write computed fields of a layer."""
        with self._transaction():
            yield Bulk(self.connection)

    def mend(self) -> Mended:
        """Make again what a copy by another tool, or its writing over a layer, has left out."""
        return Mended() if self.read_only else mend(self.connection)
