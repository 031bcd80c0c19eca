"""Many rows at a time, in one transaction: the candidates of a run, and computed fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...inventory.moments import utc_now
from ...inventory.schema import APPEND, CANDIDATES, GEOMETRY, JOURNAL, KEPT_PROBABILITY, RUNS, Layer
from ..journal import journal_row
from ..records import Box, Change, Wanted
from ..wkb import envelope_of_wkb
from .connection import Connection
from .geometry import encode
from .layout import rtree_of
from .selecting import index_of
from .sql import PLACE, Sql, compose, joined, name, names
from .upkeep.checking import has_table
from .writer import Writer


class Bulk(Writer):
    """Rows that come in any number, written as they come; see `protocol.Filling`."""

    def insert_many(self, layer: Layer, rows: Iterable[Sequence[Any]]) -> int:
        """Add rows: the geometry where the layer has one, then every field in order. Their number."""
        columns = [*([GEOMETRY] if layer.geometry_type else []), *layer.field_names]
        statement = compose(
            "INSERT INTO {table} ({names}) VALUES ({values})",
            table=layer,
            names=names(columns),
            values=[PLACE] * len(columns),
        )
        passed = self._pass(layer, statement, rows, 0 if layer.geometry_type else None)
        return passed.count

    def update_many(self, layer: Layer, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set some fields of rows; each row ends with its feature id."""
        place = list(fields).index(GEOMETRY) if GEOMETRY in fields else None
        statement = compose(
            "UPDATE {table} SET {pairs} WHERE {fid} = {value}",
            table=layer,
            pairs=joined([compose("{field} = {value}", field=name(one), value=PLACE) for one in fields], ","),
            value=PLACE,
        )
        self._pass(layer, statement, rows, place)

    def _pass(self, layer: Layer, statement: Sql, rows: Iterable[Sequence[Any]], place: int | None) -> _Passed:
        """Execute a statement for each row; at `place` there is a geometry."""
        passed = _Passed(None, 0) if place is None else _Passed(self.srs_id(layer), place)
        known = [] if place is None else self._boxes_not_noted(layer)
        self.connection.execute_many(statement, passed.through(rows))
        if passed.count:
            self.touch(layer, [*known, passed.box], utc_now())
        return passed

    def _boxes_not_noted(self, layer: Layer) -> list[tuple[Any, ...]]:
        """The box of a layer that has rows, but no extent noted: the index knows it, rounded outwards."""
        statement = (
            "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {index} WHERE EXISTS "
            "(SELECT 1 FROM gpkg_contents WHERE table_name = {table} AND min_x IS NULL)"
        )
        if not has_table(self.connection.rows, rtree_of(layer)):
            return []
        found = self.connection.rows(compose(statement, index=index_of(layer), table=layer.name))
        return [box for box in found if None not in box]

    def run(self, row: Sequence[Any]) -> None:
        """The run's row, every field in order: added, or brought up to date where it is there."""
        fields = RUNS.field_names
        same = Wanted(having={"RUN_ID": row[fields.index("RUN_ID")]})
        there = self.rows(RUNS, (), same)
        if there:
            self.update_many(RUNS, fields, [(*row, *there[0])])
        else:
            self.insert_many(RUNS, [row])


class _Passed:
    """Rows on their way, whose geometries become GeoPackage binaries; how many, and the box of all."""

    def __init__(self, srs_id: int | None, place: int) -> None:
        self._srs_id, self._place = srs_id, place
        self.box: Box | None = None
        self.count = 0

    def through(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for row in rows:
            self.count += 1
            yield row if self._srs_id is None else self._stored(row, self._srs_id)

    def _stored(self, row: Sequence[Any], srs_id: int) -> Sequence[Any]:
        wkb = row[self._place]
        if wkb is None:
            return row
        box = envelope_of_wkb(wkb)
        if self.box is None or box is None:
            self.box = self.box or box
        else:
            (west, south, east, north), (x0, y0, x1, y1) = self.box, box
            self.box = min(west, x0), min(south, y0), max(east, x1), max(north, y1)
        return (*row[: self._place], encode(wkb, srs_id, box), *row[self._place + 1 :])


class Appending(Bulk):
    """The outlines of one run on their way into a file; see `protocol.Appending`.

    Parameters
    ----------
    connection
        In a transaction.
    run_id
        The run.
    """

    def __init__(self, connection: Connection, run_id: str) -> None:
        super().__init__(connection)
        self._run_id, self._added = run_id, dict[str, int]()
        self._has_journal = has_table(connection.rows, JOURNAL.name)
        self._keeps_probability = has_table(connection.rows, KEPT_PROBABILITY.name)

    def add(self, rows: Iterable[Sequence[Any]], layer: Layer = CANDIDATES) -> int:
        """Candidates, or rows of another layer: geometry, then every field in order. Their number."""
        count = self.insert_many(layer, rows)
        self._added[layer.name] = self._added.get(layer.name, 0) + count
        return count

    def remove(self, fids: Sequence[int]) -> int:
        """Take out undecided candidates that others replace; the journal keeps them whole. Their number."""
        if not fids:
            return 0
        fields, wanted = (GEOMETRY, *CANDIDATES.field_names), Wanted(fids=fids)
        gone = [
            Change(CANDIDATES.name, row[0], dict(zip(fields, row[1:])), None)
            for row in self.rows(CANDIDATES, fields, wanted)
        ]
        self.delete_wanted(CANDIDATES, wanted)
        self.touch(CANDIDATES, [], utc_now())
        self._note({CANDIDATES.name: {"replaced": [change.fid for change in gone]}}, gone)
        return len(gone)

    def keep(self, rows: Iterable[Sequence[Any]]) -> None:
        """What the run saw: rows of `KEPT_PROBABILITY`; a detection's own file has no place for them."""
        if self._keeps_probability:
            self.insert_many(KEPT_PROBABILITY, rows)

    def forget(self, fids: Sequence[int]) -> None:
        """Remove rows of `KEPT_PROBABILITY`."""
        if fids and self._keeps_probability:
            self.delete_wanted(KEPT_PROBABILITY, Wanted(fids=fids))

    def note_added(self) -> None:
        """The journal's row of what was added, at the end."""
        told = {layer: {"count": count} for layer, count in self._added.items() if count}
        if told:
            self._note(told)

    def _note(self, told: dict[str, dict[str, Any]], changes: Sequence[Change] = ()) -> None:
        if self._has_journal:
            touched = {layer: {"run": self._run_id, **more} for layer, more in told.items()}
            self.insert(JOURNAL, journal_row(APPEND, "", changes, self.told, touched=touched))
