"""Make a new, empty inventory: one GeoPackage with all its layers, styled."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--output", type=Path, required=True, metavar="FILE.gpkg", help="the new inventory")
    parser.add_argument(
        "--crs", default="EPSG:4326", help="coordinate system of its layers (default EPSG:4326; areas are "
        "always ellipsoidal, so any will do)",
    )  # fmt: skip
    parser.add_argument("--title", default="", help="what it is called (default: the file's name)")
    parser.add_argument("--replace", action="store_true", help="replace an inventory that is there")


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Write the file."""
    from ...inventory.schema import LAYERS, SCHEMA_VERSION
    from ..intake.inventory_file import create_inventory

    create_inventory(options.output, options.crs, options.title, options.replace)
    return {
        "inventory": str(options.output),
        "schema_version": SCHEMA_VERSION,
        "layers": [layer.name for layer in LAYERS],
    }
