"""Reading an inventory in a GeoPackage: what a store is asked, as SQL over either connection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.schema import APPEND, CANDIDATES, GEOMETRY, INVENTORY_INFO, JOURNAL, Layer
from ..records import ALL, Box, Entry, Row, SpatialReference, Wanted
from ..twins import Twin
from .connection import Connection
from .geometry import decode
from .selecting import BLOBS, columns, count, index_of, select
from .sql import compose, name
from .upkeep.checking import has_table, read_info
from .upkeep.contradictions import find_twins, twin_of

_ENTRY = ("TIME", "PERSON", "OPERATION", "UNDOES")


class Reader:
    """The rows of an open file; see `protocol.Store` for what each verb gives."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._references: dict[str, SpatialReference] = {}
        self._has_facts = False

    @property
    def path(self) -> Path:
        """The file."""
        return self.connection.path

    def _ask(self, statement: str, **parts: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement, put together as by `compose`."""
        return self.connection.rows(compose(statement, **parts))

    def facts(self) -> dict[str, str]:
        """The facts of the inventory; a detection's own file has none."""
        self._has_facts = self._has_facts or has_table(self.connection.rows, INVENTORY_INFO.name)
        return read_info(lambda sql: self.connection.rows(sql, 2)) if self._has_facts else {}

    def reference(self, layer: Layer) -> SpatialReference:
        """Coordinate system of a layer with geometry; read once."""
        if layer.name not in self._references:
            found = self._ask(
                "SELECT s.srs_id, s.srs_name, s.organization, s.organization_coordsys_id, s.definition "
                "FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
                "WHERE g.table_name = {table}",
                table=layer.name,
            )
            if not found:
                raise UserError(
                    f"Layer '{layer.name}' of {self.path} names no coordinate system; set one in QGIS.", "crs"
                )
            self._references[layer.name] = SpatialReference(*found[0])
        return self._references[layer.name]

    def row(self, layer: Layer, fid: int) -> Row | None:
        """A whole row with its geometry; None where there is no such feature."""
        names = [*([GEOMETRY] if layer.geometry_type else []), *layer.field_names]
        found = self.rows(layer, names, Wanted(fids=(fid,)))
        return dict(zip(names, found[0][1:])) if found else None

    def rows(self, layer: Layer, fields: Sequence[str], where: Wanted = ALL) -> list[tuple[Any, ...]]:
        """Feature id and some fields of rows, in the order of their feature ids; geometry as WKB."""
        if where.fids is not None and not len(where.fids):
            return []
        shown = columns(tuple(fields), self.connection.gives_blobs)
        found = self.connection.rows(select(layer, shown, where), 1 + len(fields))
        for place, field in enumerate(fields, 1):
            if field in BLOBS:
                read = self._wkb if field == GEOMETRY else self._blob
                found = [(*row[:place], read(row[place]), *row[place + 1 :]) for row in found]
        return found

    def _blob(self, told: Any) -> bytes | None:
        return (told if self.connection.gives_blobs else bytes.fromhex(told)) if told else None

    def _wkb(self, told: Any) -> bytes | None:
        blob = self._blob(told)
        return decode(blob)[0] if blob else None

    def outlines(self, layer: Layer, where: Wanted = ALL) -> list[tuple[int, bytes]]:
        """Feature id and WKB of rows that have an outline."""
        return [(fid, wkb) for fid, wkb in self.rows(layer, (GEOMETRY,), where) if wkb]

    def boxes(self, layer: Layer, where: Wanted = ALL) -> list[tuple[Any, ...]]:
        """Feature id, west, south, east, north of rows; four times None where there is no outline."""
        return self._ask(
            "SELECT w.{fid}, b.minx, b.miny, b.maxx, b.maxy FROM ({wanted}) w "
            "LEFT JOIN {index} b ON b.id = w.{fid} ORDER BY w.{fid}",
            wanted=select(layer, compose("t.{fid}"), where),
            index=index_of(layer),
        )

    def near(self, layer: Layer, boxes: Sequence[Box]) -> list[tuple[int, int]]:
        """Place of a box and feature id, for each pair of which the two boxes meet."""
        found = self._ask(
            "SELECT n.key, r.id FROM json_each({boxes}) n CROSS JOIN {index} r "
            "ON r.minx <= json_extract(n.value, '$[2]') AND r.maxx >= json_extract(n.value, '$[0]') "
            "AND r.miny <= json_extract(n.value, '$[3]') AND r.maxy >= json_extract(n.value, '$[1]')",
            boxes=json.dumps([list(box) for box in boxes]),
            index=index_of(layer),
        )
        return sorted((int(place), int(fid)) for place, fid in found)

    def count(self, layer: Layer, where: Wanted = ALL) -> int:
        """How many rows."""
        return int(self.connection.rows(count(layer, where), 1)[0][0])

    def last(self, layer: Layer) -> int:
        """The highest feature id; 0 where there is no row."""
        statement = "SELECT coalesce(max({fid}), 0) FROM {table}"
        return int(self.connection.rows(compose(statement, table=layer), 1)[0][0])

    def values(self, layer: Layer, field: str, where: Wanted = ALL) -> list[str]:
        """What a field holds where it holds something, each value once, the one that came last at the end."""
        statement = "SELECT w.{field} FROM ({wanted}) w WHERE w.{field} <> '' GROUP BY w.{field} ORDER BY max(w.{fid})"
        wanted = select(layer, columns((field,), self.connection.gives_blobs), where)
        found = self._ask(statement, field=name(field), wanted=wanted)
        return [str(value) for (value,) in found]

    def queue_numbers(self, after: int = -1) -> list[tuple[Any, ...]]:
        """Of candidates: id, state, mean probability, its spread, area, subregion, x, y of the middle."""
        return self._ask(
            'SELECT c.{fid}, c."STATE", c."PROB_MEAN", c."PROB_SD", c."AREA", c."SUBREGION", '
            "(r.minx + r.maxx) / 2, (r.miny + r.maxy) / 2 FROM {table} c "
            "JOIN {index} r ON r.id = c.{fid} WHERE c.{fid} > {last} ORDER BY c.{fid}",
            table=CANDIDATES,
            index=index_of(CANDIDATES),
            last=int(after),
        )

    def journal(self, since: int = 0) -> list[Entry]:
        """The journal's rows after one of them, in order."""
        rows = self.rows(JOURNAL, _ENTRY, Wanted(after=since))
        return [Entry(fid, time or "", by or "", what or "", undoes) for fid, time, by, what, undoes in rows]

    def last_change(self, layer: Layer, fid: int) -> tuple[str, str]:
        """Who changed a row last, and by which operation; what a detection appended was no change."""
        found = self._ask(
            'SELECT "PERSON", "OPERATION" FROM {journal} j WHERE "OPERATION" <> {append} '
            'AND EXISTS (SELECT 1 FROM json_each(j."TOUCHED", {path}) t WHERE t.value = {wanted}) '
            "ORDER BY {fid} DESC LIMIT 1",
            journal=JOURNAL,
            append=APPEND,
            path=f'$."{layer.name}"',
            wanted=int(fid),
        )
        return (str(found[0][0] or ""), str(found[0][1] or "")) if found else ("", "")

    def contradictions(self) -> list[Twin]:
        """What no gesture makes."""
        return find_twins(self.connection.rows)

    def contradiction_of(self, fid: int, row: Row) -> Twin | None:
        """The contradiction that a rock glacier is in."""
        return twin_of(self.connection.rows, fid, row)
