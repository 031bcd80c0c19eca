"""A new, empty GeoPackage with layers of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.schema import INVENTORY_INFO, Layer
from ..records import SpatialReference
from .connection import told_as_sentences
from .geometry import register_functions
from .layout import create_tables
from .sql import compose


def create(
    path: Path, layers: Sequence[Layer], reference: SpatialReference, facts: Mapping[str, str] | None = None
) -> None:
    """Write it; `path` must not exist (give a temporary name and rename it).

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

    Raises
    ------
    UserError
        The file exists, or cannot be written.
    """
    if path.exists():
        raise UserError(f"{path} exists; choose another name.", kind="output")
    fact = 'INSERT INTO {table} ("KEY", "VALUE") VALUES ({values})'
    with told_as_sentences(path), closing(sqlite3.connect(str(path), isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        register_functions(connection)
        connection.execute("BEGIN IMMEDIATE")
        create_tables(connection, layers, reference)
        for values in (facts or {}).items():
            connection.execute(compose(fact, table=INVENTORY_INFO, values=values))
        connection.execute("COMMIT")
