"""Make again what a copy by another tool has left out of an inventory; see `completeness`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress

from ....inventory.errors import UserError
from ....inventory.schema import EXTERNAL, JOURNAL, KEPT_PROBABILITY, LAYERS, ROCK_GLACIERS, Field, Layer
from ...journal import damaged_row, journal_row
from ...records import Change, Mended, Wanted
from ...twins import Twin
from ..connection import Connection
from ..geometry import decode
from ..layer_styles import new_style_statements
from ..layout import (
    SPATIAL,
    WATCH,
    Part,
    constraint_of,
    core_statements,
    description_of,
    field_statements,
    layer_statements,
    rtree_of,
    spatial_index,
)
from ..sql import Sql, compose, name
from ..watching import BEGIN_OWN, END_OWN
from ..writer import Writer
from .checking import has_table
from .completeness import can_be_made, doubles, lost_parts, undescribed

_PAGE = 500
"""Rows that are read at a time: some hold outlines as text."""


def mend(connection: Connection) -> Mended:
    """Make an inventory of the present version complete, in one transaction; nothing where it is.

    Attributes of rock glaciers whose outline is not the one that the journal knows last become stale: no
    trigger was there to say so when it was changed.

    Raises
    ------
    UserError
        Where something has to be made and the file cannot be written; nothing is changed then.
    """
    lost = lost_parts(connection.rows)
    if not lost and not undescribed(connection.rows):
        return Mended()
    try:
        connection.begin()
    except UserError:
        if lost:
            raise
        return Mended()  # descriptions can wait until nobody else is writing
    try:
        connection.execute(BEGIN_OWN)
        mended = _make(connection)
        connection.execute(END_OWN)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return mended


def make_kept_layer(connection: Connection) -> None:
    """The layer of kept probability anew and empty, where somebody has dropped it to have a smaller file.

    Raises
    ------
    UserError
        The file cannot be written; nothing is changed then.
    """
    is_there = has_table(connection.rows, KEPT_PROBABILITY.name)
    if is_there or not connection.writable or not has_table(connection.rows, ROCK_GLACIERS.name):
        return
    run, told = connection.execute, Writer(connection).srs_id(ROCK_GLACIERS)
    connection.begin()
    try:
        run(BEGIN_OWN)
        make_own_tables(connection)
        for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "layer_styles"):
            column = "f_table_name" if table == "layer_styles" else "table_name"
            statement = "DELETE FROM {table} WHERE {column} = {layer}"
            run(compose(statement, table=name(table), column=name(column), layer=KEPT_PROBABILITY.name))
        run(compose("/* by SQLite */ DROP TABLE IF EXISTS {index}", index=name(rtree_of(KEPT_PROBABILITY))))
        for statement in (*layer_statements(KEPT_PROBABILITY, told), *new_style_statements([KEPT_PROBABILITY])):
            run(statement)
        run(END_OWN)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _make(connection: Connection) -> Mended:
    rows, run = connection.rows, connection.execute
    make_own_tables(connection)
    lost = lost_parts(rows)  # again: now nobody else writes
    unwatched = {part.layer.name: None for part in lost if part.kind == WATCH}
    stale = _forgotten_outlines(connection) if ROCK_GLACIERS.name in unwatched else []
    if stale:
        _set_stale(connection, stale)
    made, twice = 0, list[Twin]()
    for part in lost:
        if part.kind == SPATIAL:
            _make_spatial_index(connection, part)
        elif can_be_made(rows, part):
            run(part.statement)
        else:
            twice += doubles(rows, part.layer, part.field)
            continue
        made += 1
    for layer, field in undescribed(rows):
        _describe(connection, layer, field)
    return Mended(tuple(unwatched), made, len(stale), tuple(twice))


def _describe(connection: Connection, layer: Layer, field: Field) -> None:
    """Say what a field means; what another tool has written of it stays."""
    where = compose("table_name = {table} AND column_name = {field}", table=layer.name, field=field.name)
    whole, *domain = field_statements(layer, field)
    if not connection.rows(compose("SELECT 1 FROM gpkg_data_columns WHERE {where}", where=where)):
        connection.execute(whole)
    connection.execute(
        compose(
            "UPDATE gpkg_data_columns SET description = coalesce(nullif(description, ''), {text}), "
            "constraint_name = coalesce({constraint}, constraint_name) WHERE {where}",
            text=description_of(field),
            constraint=constraint_of(layer, field),
            where=where,
        )
    )
    for statement in domain:
        connection.execute(statement)


def make_own_tables(connection: Connection) -> None:
    """Those of the GeoPackage's own tables that the file lacks, inside the caller's transaction."""
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    present = {str(table) for (table,) in tables}
    if present.issuperset(_OWN_TABLES):
        return
    for statement in core_statements():
        words = statement.split()
        if words[0] == "CREATE" and words[2] not in present:
            connection.execute(statement)
    for own in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        if own not in present:
            _list_extension(connection, own, None, "gpkg_schema", "#extension_schema", "read-write")
    if "layer_styles" not in present:
        connection.execute(
            "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
        )
        for statement in new_style_statements([layer for layer in LAYERS if layer.name in present]):
            connection.execute(statement)


_OWN_TABLES = frozenset(words[2] for words in map(str.split, core_statements()) if words[0] == "CREATE")


def _list_extension(
    connection: Connection, table: str, field: str | None, extension: str, place: str, scope: str
) -> None:
    """Say in the GeoPackage that a table uses an extension, unless it is said."""
    connection.execute(
        compose(
            "INSERT INTO gpkg_extensions SELECT {told} WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions "
            "WHERE table_name = {table} AND extension_name = {extension})",
            told=[table, field, extension, f"http://www.geopackage.org/spec121/{place}", scope],
            table=table,
            extension=extension,
        )
    )


def _make_spatial_index(connection: Connection, part: Part) -> None:
    """The index anew, with what is in the layer; what is left of an earlier one goes."""
    index, table, run = name(rtree_of(part.layer)), part.layer.name, connection.execute
    left = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = {table} AND name LIKE {like}"
    for (trigger,) in connection.rows(compose(left, table=table, like=part.name + "%")):
        run(compose("/* by SQLite */ DROP TRIGGER {trigger}", trigger=name(trigger)))
    run(compose("/* by SQLite */ DROP TABLE IF EXISTS {index}", index=index))
    known = "DELETE FROM gpkg_extensions WHERE table_name = {table} AND extension_name = 'gpkg_rtree_index'"
    run(compose(known, table=table))
    for statement in spatial_index(part.layer):
        run(statement)
    run(
        compose(
            "INSERT INTO {index} SELECT {fid}, ST_MinX({geom}), ST_MaxX({geom}), ST_MinY({geom}), "
            "ST_MaxY({geom}) FROM {table} WHERE {geom} NOTNULL AND NOT ST_IsEmpty({geom})",
            index=index,
            table=name(table),
        )
    )


def _forgotten_outlines(connection: Connection) -> list[int]:
    """Rock glaciers that say of their attributes that they are as old as the outline, without its being so.

    That is those whose outline is another one than the journal's last word of it.
    """
    last: dict[int, bytes] = {}
    told = compose('"GEO_AFTER" LIKE {like}', like=f"%{ROCK_GLACIERS.name}%")
    for row, text in _paged(connection, JOURNAL, name("GEO_AFTER"), told):
        try:
            for fid, outline in json.loads(text).get(ROCK_GLACIERS.name, {}).items():
                last[int(fid)] = _digest(outline)
        except (ValueError, TypeError, AttributeError) as error:
            raise damaged_row(connection.path, row) from error
    geometry = compose("hex({geom})")
    found = _paged(connection, ROCK_GLACIERS, geometry, compose('coalesce("STALE", 0) = 0'))
    return [fid for fid, outline in found if last.get(fid) != _digest(outline)]


def _paged(connection: Connection, layer: Layer, what: Sql, where: Sql) -> Iterator[tuple[int, str]]:
    last = -1
    while True:
        page = connection.rows(
            compose(
                "SELECT {fid}, {what} FROM {table} WHERE {fid} > {last} AND {where} ORDER BY {fid} LIMIT {page}",
                what=what,
                table=layer,
                last=last,
                where=where,
                page=_PAGE,
            )
        )
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1][0]


def _digest(outline: str | None) -> bytes:
    """Of the coordinates alone: another tool may write another header."""
    blob = bytes.fromhex(outline or "")
    with suppress(UserError):
        blob = decode(blob)[0]
    return hashlib.sha256(blob).digest()


def _set_stale(connection: Connection, fids: list[int]) -> None:
    """Say that attributes are older than their outline; the journal tells that it was not a person."""
    writer = Writer(connection)
    for start in range(0, len(fids), _PAGE):
        some = fids[start : start + _PAGE]
        writer.update(ROCK_GLACIERS, {"STALE": 1}, Wanted(fids=some))
        changes = [Change(ROCK_GLACIERS.name, fid, {"STALE": 0}, {"STALE": 1}) for fid in some]
        writer.insert(JOURNAL, journal_row(EXTERNAL, None, changes, writer.told))
