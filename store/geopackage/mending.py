"""Make again what a copy by another tool has left out of an inventory; see `completeness`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from ...inventory.errors import UserError
from ...inventory.schema import EXTERNAL, FEATURE_ID, GEOMETRY, JOURNAL, LAYERS, ROCK_GLACIERS, Field, Layer
from ..journal import damaged_row
from .completeness import (
    SPATIAL,
    WATCH,
    Double,
    Part,
    can_be_made,
    doubles,
    lost_parts,
    rtree_of,
    undescribed,
)
from .connection import Connection
from .geometry import decode
from .layer_styles import new_style_statements
from .layout import (
    constraint_of,
    core_statements,
    description_of,
    field_statements,
    spatial_index,
)
from .sql import column, literal, literals
from .watching import BEGIN_OWN, END_OWN

_PAGE = 500
"""Rows that are read at a time: some hold outlines as text."""


@dataclass(frozen=True)
class Mended:
    """What was made again.

    Attributes
    ----------
    unwatched
        Names of the layers whose changes by other tools were not noted until now.
    parts
        Number of indexes and triggers that were made.
    stale
        Rock glaciers whose outline the journal does not know; their attributes are said to be older.
    doubles
        What is in the file several times and should be there once, so that its index could not be made.
    """

    unwatched: tuple[str, ...] = ()
    parts: int = 0
    stale: int = 0
    doubles: tuple[Double, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts or self.doubles)


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


def _make(connection: Connection) -> Mended:
    rows, run = connection.rows, connection.execute
    make_own_tables(connection)
    lost = lost_parts(rows)  # again: now nobody else writes
    unwatched = {part.layer.name: None for part in lost if part.kind == WATCH}
    stale = _forgotten_outlines(connection) if ROCK_GLACIERS.name in unwatched else []
    if stale:
        _set_stale(connection, stale)
    made, twice = 0, list[Double]()
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
    where = f"table_name = {literal(layer.name)} AND column_name = {literal(field.name)}"
    text, constraint = literals(description_of(field)), literals(constraint_of(layer, field))
    whole, *domain = field_statements(layer, field)
    if not connection.rows(f"SELECT 1 FROM gpkg_data_columns WHERE {where}"):
        connection.execute(whole)
    connection.execute(
        f"UPDATE gpkg_data_columns SET description = coalesce(nullif(description, ''), {text}), "
        f"constraint_name = coalesce({constraint}, constraint_name) WHERE {where}"
    )
    for statement in domain:
        connection.execute(statement)


def make_own_tables(connection: Connection) -> None:
    """Those of the GeoPackage's own tables that the file lacks, inside the caller's transaction."""
    tables = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    present = {str(name) for (name,) in tables}
    if present.issuperset(_OWN_TABLES):
        return
    for statement in core_statements():
        words = statement.split()
        if words[0] == "CREATE" and words[2] not in present:
            connection.execute(statement)
    for name in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        if name not in present:
            _list_extension(connection, name, None, "gpkg_schema", "#extension_schema", "read-write")
    if "layer_styles" not in present:
        connection.execute(
            "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
        )
        for statement in new_style_statements([layer for layer in LAYERS if layer.name in present]):
            connection.execute(statement)


_OWN_TABLES = frozenset(words[2] for words in map(str.split, core_statements()) if words[0] == "CREATE")


def _list_extension(
    connection: Connection, table: str, name: str | None, extension: str, place: str, scope: str
) -> None:
    """Say in the GeoPackage that a table uses an extension, unless it is said."""
    told = literals(table, name, extension, f"http://www.geopackage.org/spec121/{place}", scope)
    known = f"table_name = {literal(table)} AND extension_name = {literal(extension)}"
    connection.execute(
        f"INSERT INTO gpkg_extensions SELECT {told} WHERE NOT EXISTS "
        f"(SELECT 1 FROM gpkg_extensions WHERE {known})"
    )


def _make_spatial_index(connection: Connection, part: Part) -> None:
    """The index anew, with what is in the layer; what is left of an earlier one goes."""
    index, table, geometry = column(rtree_of(part.layer)), column(part.layer.name), column(GEOMETRY)
    rows, run = connection.rows, connection.execute
    left = f"tbl_name = {literal(part.layer.name)} AND name LIKE {literal(part.name + '%')}"
    for (name,) in rows(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND {left}"):
        run(f"/* by SQLite */ DROP TRIGGER {column(name)}")
    run(f"/* by SQLite */ DROP TABLE IF EXISTS {index}")
    known = f"table_name = {literal(part.layer.name)} AND extension_name = 'gpkg_rtree_index'"
    run(f"DELETE FROM gpkg_extensions WHERE {known}")
    for statement in spatial_index(part.layer):
        run(statement)
    box = ", ".join(f"ST_{end}({geometry})" for end in ("MinX", "MaxX", "MinY", "MaxY"))
    run(
        f"INSERT INTO {index} SELECT {FEATURE_ID}, {box} FROM {table} "
        f"WHERE {geometry} NOTNULL AND NOT ST_IsEmpty({geometry})"
    )


def _forgotten_outlines(connection: Connection) -> list[int]:
    """Rock glaciers that say of their attributes that they are as old as the outline, without its being so.

    That is those whose outline is another one than the journal's last word of it.
    """
    last: dict[int, bytes] = {}
    told = f"\"GEO_AFTER\" LIKE '%{ROCK_GLACIERS.name}%'"
    for row, text in _paged(connection, JOURNAL, '"GEO_AFTER"', told):
        try:
            for fid, outline in json.loads(text).get(ROCK_GLACIERS.name, {}).items():
                last[int(fid)] = _digest(outline)
        except (ValueError, TypeError, AttributeError) as error:
            raise damaged_row(connection, row) from error
    found = _paged(connection, ROCK_GLACIERS, f"hex({column(GEOMETRY)})", 'coalesce("STALE", 0) = 0')
    return [fid for fid, outline in found if last.get(fid) != _digest(outline)]


def _paged(connection: Connection, layer: Layer, what: str, where: str) -> Iterator[tuple[int, str]]:
    last = -1
    while True:
        page = connection.rows(
            f"SELECT {FEATURE_ID}, {what} FROM {column(layer.name)} WHERE {FEATURE_ID} > {last} AND {where} "
            f"ORDER BY {FEATURE_ID} LIMIT {_PAGE}"
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
    for start in range(0, len(fids), _PAGE):
        some = fids[start : start + _PAGE]
        among = f"{FEATURE_ID} IN ({literals(*some)})"
        connection.execute(f'UPDATE {column(ROCK_GLACIERS.name)} SET "STALE" = 1 WHERE {among}')
        sides = [
            json.dumps({ROCK_GLACIERS.name: {str(fid): {"STALE": value} for fid in some}}) for value in (0, 1)
        ]
        touched = json.dumps({ROCK_GLACIERS.name: some})
        connection.execute(
            f'INSERT INTO {column(JOURNAL.name)} ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER") '
            f"VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), {literals(EXTERNAL, touched, *sides)})"
        )
