"""Inventories of earlier schema versions, as the fixtures `schema_N.sql` hold them, and brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.upkeep.checking import check_inventory
from rock_glacier_inventory.store.geopackage.upkeep.migration import migrate, needs_migration


def of_version(number: int, folder: Path) -> Path:
    """A file of that schema version."""
    path = folder / "Inventar é 冰.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        geometry.register_functions(connection)
        connection.executescript(Path(__file__).with_name(f"schema_{number}.sql").read_text("utf-8"))
    return path


def brought_up(path: Path) -> Path:
    """Bring a file up to date, which it then is; the copy of what it was."""
    with closing(SqliteConnection(path)) as connection:
        assert needs_migration(connection)
        copy = migrate(connection)
        assert not needs_migration(connection)
        check_inventory(connection.rows, path)
    return copy
