"""Fill the computed attributes of an inventory: identifier, position, area, elevation, slope, aspect."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--inventory", type=Path, required=True, metavar="FILE.gpkg",
        help="the inventory (or a file of candidates); its rows are updated",
    )  # fmt: skip
    parser.add_argument(
        "--dem", type=Path, required=True,
        help="elevations, in any projection; metres unless the file names another unit",
    )  # fmt: skip
    parser.add_argument("--subregions", type=Path, help="outlines with names (default: the inventory's own)")
    parser.add_argument("--subregions-layer", metavar="NAME", help="their layer, where the file has several")
    parser.add_argument(
        "--layer", choices=("rock_glaciers", "candidates"),
        help="what to fill (default: rock_glaciers, or candidates where the file has only these)",
    )  # fmt: skip


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Compute and write."""
    from ..attributes.filling import fill_attributes

    return fill_attributes(
        options.inventory,
        options.dem,
        report,
        layer=options.layer,
        subregions=options.subregions,
        subregions_layer=options.subregions_layer,
    )
