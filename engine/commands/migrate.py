"""Bring an inventory of an older version up to date; a copy of what it was stays beside it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--inventory", type=Path, required=True, metavar="FILE.gpkg",
        help="the inventory; close it in other programs first",
    )  # fmt: skip


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Change the file, unless it is of the present version."""
    from ...inventory.checking import check_inventory
    from ...inventory.connection import SqliteConnection
    from ...inventory.migration import migrate, needs_migration
    from ...inventory.schema import SCHEMA_VERSION

    connection, copy = SqliteConnection(options.inventory), None
    try:
        if needs_migration(connection):
            copy = migrate(connection)
            report.progress(1.0, f"{options.inventory} is up to date now; what it was is in {copy}.")
        else:
            report.progress(1.0, f"{options.inventory} is up to date already; nothing was changed.")
        check_inventory(connection.rows, options.inventory)
    finally:
        connection.close()
    return {
        "inventory": str(options.inventory),
        "schema_version": SCHEMA_VERSION,
        "copy": None if copy is None else str(copy),
    }
