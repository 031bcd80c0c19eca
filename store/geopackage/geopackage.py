"""Open, check and change a GeoPackage with the standard library alone.

A gesture or a detection is one transaction over several tables, synchronised to disk before it
returns. Every failure that a person can mend comes out as one sentence with the file's name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.moments import utc_now
from ...inventory.naming.long_names import check_length
from ...inventory.schema import FEATURE_ID, GEOMETRY, INVENTORY_INFO, Layer
from ..records import SpatialReference
from .connection import told_as_sentences
from .geometry import Envelope, envelope_of, register_functions
from .layout import create_tables
from .sql import PLACE, compose, joined, name, names
from .upkeep import checking
from .upkeep.completeness import Rows, rtree_of
from .watching import BEGIN_OWN, END_OWN

SECONDS_TO_WAIT = 10.0
"""How long a write waits for another program that is writing."""


def _check_is_file(path: Path) -> None:
    check_length(path)
    if not path.exists():
        raise UserError(f"There is no file {path}; check the name.")
    if not path.is_file():
        raise UserError(f"{path} is a folder, not a GeoPackage; give a .gpkg file.")


def _check_is_database(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite looks at the file's first bytes itself.

    To open the file beside it would drop every lock of this process on it when it is closed again, also
    that of a transaction of another connection.
    """
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise UserError(f"{path} is not a GeoPackage; give a .gpkg file.") from error


@contextmanager
def connect(path: Path, write: bool = False, timeout: float | None = None) -> Iterator[sqlite3.Connection]:
    """Open a GeoPackage; closed when the block ends.

    Parameters
    ----------
    path
        The file; it must exist.
    write
        False allows no change.
    timeout
        Seconds to wait for another program that is writing; None means `SECONDS_TO_WAIT`.

    Raises
    ------
    UserError
        No such file, not a GeoPackage, locked, read-only or damaged; also for errors in the block.
    """
    _check_is_file(path)
    wait = SECONDS_TO_WAIT if timeout is None else timeout
    # Also to read: what a killed program left half-written must be rolled back, which `mode=ro` cannot.
    uri = f"{path.resolve().as_uri()}?mode=rw"
    with told_as_sentences(path):
        connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
        try:
            _check_is_database(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA query_only = OFF" if write else "PRAGMA query_only = ON")
            register_functions(connection)
            if not checking.has_table(_rows_of(connection), "gpkg_contents"):
                raise UserError(f"{path} is a SQLite file but not a GeoPackage; give a .gpkg file.")
            yield connection
        finally:
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: committed and on disk when the block ends, taken back on any error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def own_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that changes rows of an inventory, and is not journalled as another tool's."""
    is_inventory = checking.has_table(_rows_of(connection), INVENTORY_INFO.name)
    with transaction(connection):
        if is_inventory:
            connection.execute(BEGIN_OWN)
        yield
        if is_inventory:
            connection.execute(END_OWN)


def create(
    path: Path, layers: Sequence[Layer], reference: SpatialReference, facts: Mapping[str, str] | None = None
) -> None:
    """Write a new, empty GeoPackage; `path` must not exist (give a temporary name and rename it).

    Parameters
    ----------
    path
        The file.
    layers
        What it holds.
    reference
        Coordinate system of all layers.
    facts
        Of an inventory, by key.
    """
    if path.exists():
        raise UserError(f"{path} exists; choose another name.", kind="output")
    with told_as_sentences(path):
        connection = sqlite3.connect(str(path), isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            register_functions(connection)
            with transaction(connection):
                create_tables(connection, layers, reference)
                if facts:
                    insert_rows(connection, INVENTORY_INFO, facts.items())
        finally:
            connection.close()


def layer_names(connection: sqlite3.Connection) -> list[str]:
    """Names of the tables that the file lists as its contents."""
    return [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")]


def _rows_of(connection: sqlite3.Connection) -> Rows:
    return lambda sql: connection.execute(sql).fetchall()


def check_layers(connection: sqlite3.Connection, path: Path, layers: Iterable[Layer]) -> None:
    """Raise `UserError` where a layer or one of its fields is missing."""
    checking.check_layers(_rows_of(connection), path, layers)


def read_info(connection: sqlite3.Connection) -> dict[str, str]:
    """The facts of the inventory: schema version, title, coordinate system ..."""
    return checking.read_info(_rows_of(connection))


def check_inventory(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `UserError` where the file is no inventory of this schema version."""
    checking.check_inventory(_rows_of(connection), path)


def reference_of(connection: sqlite3.Connection, layer: Layer) -> SpatialReference:
    """Coordinate system of a layer with geometry."""
    row = connection.execute(
        "SELECT s.srs_id, s.srs_name, s.organization, s.organization_coordsys_id, s.definition "
        "FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s USING (srs_id) WHERE g.table_name = ?",
        (layer.name,),
    ).fetchone()
    if row is None:
        raise UserError(f"Layer '{layer.name}' names no coordinate system; set one in QGIS.", "crs")
    return SpatialReference(*row)


def insert_rows(connection: sqlite3.Connection, layer: Layer, rows: Iterable[Sequence[Any]]) -> int:
    """Append rows, in the caller's transaction; the number of rows.

    A row holds the geometry (GeoPackage binary; only where the layer has one), then every field of
    the layer in order.
    """
    columns = [*([GEOMETRY] if layer.geometry_type else []), *layer.field_names]
    statement = compose(
        "INSERT INTO {table} ({columns}) VALUES ({places})",
        table=name(layer.name),
        columns=names(columns),
        places=[PLACE] * len(columns),
    )
    boxes: list[Envelope] = []
    if layer.geometry_type:
        rows = _noting_envelopes(rows, boxes)
        if box := _stored_envelope(connection, layer):
            boxes.append(box)
    before = connection.total_changes
    cursor = connection.executemany(statement, rows)
    if connection.total_changes > before:
        touch(connection, layer, boxes[-1] if boxes else None)
    return max(cursor.rowcount, 0)


def _noting_envelopes(rows: Iterable[Sequence[Any]], boxes: list[Envelope]) -> Iterator[Sequence[Any]]:
    """Pass the rows through; the last of `boxes` grows to hold their geometries."""
    for row in rows:
        box = None if row[0] is None else envelope_of(row[0])
        if box is not None and boxes:
            (west, south, east, north), (x0, y0, x1, y1) = boxes[-1], box
            box = (min(west, x0), min(south, y0), max(east, x1), max(north, y1))
        if box is not None:
            boxes[:] = [box]
        yield row


def _stored_envelope(connection: sqlite3.Connection, layer: Layer) -> Envelope | None:
    query = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?"
    box = connection.execute(query, (layer.name,)).fetchone()
    if box is not None and None not in box:
        return (box[0], box[1], box[2], box[3])
    # Rows, but no extent noted: the index knows it, rounded outwards.
    query = "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {index}"
    box = connection.execute(compose(query, index=name(rtree_of(layer)))).fetchone()
    return None if None in box else (box[0], box[1], box[2], box[3])


def update_rows(
    connection: sqlite3.Connection, layer: Layer, fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set some fields of rows, in the caller's transaction; each row ends with its feature id."""
    statement = compose(
        "UPDATE {table} SET {sets} WHERE {fid} = ?",
        table=name(layer.name),
        sets=joined([compose("{field} = ?", field=name(field)) for field in fields], ","),
        fid=name(FEATURE_ID),
    )
    connection.executemany(statement, rows)
    touch(connection, layer)


def touch(connection: sqlite3.Connection, layer: Layer, box: Envelope | None = None) -> None:
    """Bring the layer's entry in gpkg_contents up to date: time of change and, if given, extent."""
    connection.execute(
        "UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?", (utc_now(), layer.name)
    )
    if box is not None:
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*box, layer.name),
        )
