"""Single rows of an inventory in a GeoPackage, written in the caller's transaction and noted nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...inventory.schema import FEATURE_ID, GEOMETRY, INVENTORY_INFO, ROCK_GLACIERS, Layer
from ..records import Box, Row, Wanted
from .geometry import encode
from .layout import UNIQUE
from .reader import Reader
from .selecting import condition
from .sql import Sql, compose, joined, name, names
from .upkeep.completeness import lost_parts

_AT_ONCE = 100
"""Rows in one statement: a few megabytes, where outlines are long."""


class Writer(Reader):
    """What `edit.Tables` describes."""

    def _run(self, statement: str, **parts: Any) -> None:
        """Do what a statement says, put together as by `compose`."""
        self.connection.execute(compose(statement, **parts))

    def insert(self, layer: Layer, values: Row, fid: int | None = None) -> int:
        """Add a row; its feature id."""
        told = {**({} if fid is None else {FEATURE_ID: fid}), **self._stored(layer, values)}
        self._run(
            "INSERT INTO {table} ({names}) VALUES ({values})",
            table=layer,
            names=names(told),
            values=list(told.values()),
        )
        return self.last_inserted() if fid is None else fid

    def insert_all(self, layer: Layer, rows: Sequence[Row], fids: Sequence[int] | None = None) -> list[int]:
        """Add rows; their feature ids, in the same order. What one does not name stays empty."""
        added: list[int] = []
        for first in range(0, len(rows), _AT_ONCE):
            some = [self._stored(layer, row) for row in rows[first : first + _AT_ONCE]]
            if fids is not None:
                some = [{FEATURE_ID: fid, **row} for fid, row in zip(fids[first:], some)]
            fields = list(dict.fromkeys(field for row in some for field in row))
            told = [compose("({values})", values=[row.get(field) for field in fields]) for row in some]
            statement = "INSERT INTO {table} ({names}) VALUES {rows}"
            self._run(statement, table=layer, names=names(fields), rows=joined(told, ","))
            # Of one statement, while nobody else can write, they follow each other.
            last = self.last_inserted()
            added += range(last - len(some) + 1, last + 1) if fids is None else fids[first : first + _AT_ONCE]
        return added

    def last_inserted(self) -> int:
        """Feature id of the row that was added last."""
        return int(self.connection.rows("SELECT last_insert_rowid()", 1)[0][0])

    def update(self, layer: Layer, values: Mapping[str, Any], where: Wanted) -> None:
        """Set some fields of rows."""
        pairs = [
            compose("{field} = {value}", field=name(field), value=value)
            for field, value in self._stored(layer, values).items()
        ]
        self._run(
            "UPDATE {table} SET {pairs} WHERE {condition}",
            table=layer,
            pairs=joined(pairs, ","),
            condition=condition(layer, where, name(layer.name)),
        )

    def delete(self, layer: Layer, fid: int) -> None:
        """Remove a row."""
        self.delete_wanted(layer, Wanted(fids=(fid,)))

    def delete_all(self, layer: Layer, fids: Sequence[int]) -> None:
        """Remove rows."""
        self.delete_wanted(layer, Wanted(fids=fids))

    def delete_wanted(self, layer: Layer, where: Wanted) -> None:
        """Remove rows."""
        statement = "DELETE FROM {table} WHERE {condition}"
        self._run(statement, table=layer, condition=condition(layer, where, name(layer.name)))

    def remember(self, facts: Mapping[str, str | None]) -> None:
        """Keep facts of the inventory; one that is None is forgotten."""
        for key, value in facts.items():
            if value is None:
                statement = 'DELETE FROM {table} WHERE "KEY" = {key}'
                self._run(statement, table=INVENTORY_INFO, key=key)
                continue
            for statement in (
                'UPDATE {table} SET "VALUE" = {value} WHERE "KEY" = {key}',
                'INSERT INTO {table} ("KEY", "VALUE") SELECT {key}, {value} '
                'WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE "KEY" = {key})',
            ):
                self._run(statement, table=INVENTORY_INFO, key=key, value=value)

    def keeps_unique(self, layer: Layer) -> bool:
        """Whether the file has the index of the layer's keys."""
        lost = lost_parts(self.connection.rows)
        return not any(part.layer is layer and part.kind == UNIQUE for part in lost)

    def told(self, wkb: bytes) -> bytes:
        """GeoPackage binary of a geometry of the inventory."""
        return encode(wkb, self.srs_id(ROCK_GLACIERS))

    def srs_id(self, layer: Layer) -> int:
        """Number of a layer's coordinate system."""
        return self.reference(layer).srs_id

    def _stored(self, layer: Layer, values: Mapping[str, Any]) -> Row:
        """Values as the file keeps them."""
        wkb = values.get(GEOMETRY)
        return {**values, GEOMETRY: encode(wkb, self.srs_id(layer))} if wkb else dict(values)

    def touch(self, layer: Layer, boxes: Iterable[Box | None], time: str) -> None:
        """Bring the layer's entry in gpkg_contents up to date: time of change, an extent that holds all."""
        sets = [compose("last_change = {time}", time=time)]
        told = [box for box in boxes if box is not None]
        if told:
            ends = zip(*told)
            for end, pick, values in zip(("min_x", "min_y", "max_x", "max_y"), (min, min, max, max), ends):
                outer = "{end} = {pick}(coalesce({end}, {value}), {value})"
                sets.append(compose(outer, end=Sql(end), pick=Sql(pick.__name__), value=pick(values)))
        statement = "UPDATE gpkg_contents SET {sets} WHERE table_name = {table}"
        self._run(statement, sets=joined(sets, ","), table=layer.name)
