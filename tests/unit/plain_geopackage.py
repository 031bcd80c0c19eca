"""Tests write and read a GeoPackage by Python's own SQLite, row by row, without asking the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from rock_glacier_inventory.inventory.schema import GEOMETRY, INVENTORY_INFO, Layer
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.creating import create
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from rock_glacier_inventory.store.geopackage.reader import Reader
from rock_glacier_inventory.store.geopackage.upkeep import checking
from rock_glacier_inventory.store.geopackage.watching import BEGIN_OWN, END_OWN
from rock_glacier_inventory.store.records import SpatialReference

__all__ = [
    "check_inventory",
    "connect",
    "create",
    "insert_rows",
    "own_transaction",
    "read_info",
    "reference_of",
    "transaction",
    "update_rows",
]


@contextmanager
def connect(path: Path, write: bool = False, timeout: float = 10.0) -> Iterator[sqlite3.Connection]:
    """A plain connection; closed when the block ends."""
    uri = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
        register_functions(connection)
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
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
    """A transaction that is not journalled as another tool's."""
    query = "SELECT 1 FROM sqlite_master WHERE name = ?"
    is_inventory = connection.execute(query, (INVENTORY_INFO.name,)).fetchone() is not None
    with transaction(connection):
        if is_inventory:
            connection.execute(BEGIN_OWN)
        yield
        if is_inventory:
            connection.execute(END_OWN)


def insert_rows(connection: sqlite3.Connection, layer: Layer, rows: Iterable[Sequence[Any]]) -> int:
    """Append rows: the geometry as a GeoPackage binary where the layer has one, then every field in order."""
    columns = [*([GEOMETRY] if layer.geometry_type else []), *layer.field_names]
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    cursor = connection.executemany(f'INSERT INTO "{layer.name}" ({names}) VALUES ({places})', rows)
    return max(cursor.rowcount, 0)


def update_rows(
    connection: sqlite3.Connection, layer: Layer, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set some fields of rows; each row ends with its feature id."""
    sets = ", ".join(f'"{name}" = ?' for name in names)
    connection.executemany(f'UPDATE "{layer.name}" SET {sets} WHERE fid = ?', rows)


def _rows_of(connection: sqlite3.Connection) -> Any:
    return lambda sql: connection.execute(sql).fetchall()


def read_info(connection: sqlite3.Connection) -> dict[str, str]:
    """The facts of the inventory."""
    return checking.read_info(_rows_of(connection))


def check_inventory(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `UserError` where the file is no inventory of this schema version."""
    checking.check_inventory(_rows_of(connection), path)


def reference_of(connection: sqlite3.Connection, layer: Layer) -> SpatialReference:
    """Coordinate system of a layer with geometry."""
    (path,) = [row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"]
    with closing(SqliteConnection(Path(path))) as own:
        return Reader(own).reference(layer)
