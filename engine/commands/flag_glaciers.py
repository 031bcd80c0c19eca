"""Fill GLAC_FRAC of candidates: the share of each that lies inside glacier outlines."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--inventory", type=Path, required=True, metavar="FILE.gpkg",
        help="the inventory (or a file of candidates); its candidates are updated",
    )  # fmt: skip
    parser.add_argument(
        "--glaciers", metavar="FILE",
        help="glacier outlines, such as RGI, in any coordinate system (default: as the inventory remembers)",
    )  # fmt: skip
    parser.add_argument("--glaciers-layer", metavar="NAME", help="their layer, where the file has several")
    parser.add_argument("--all", action="store_true", help="all candidates, not only those without a share")
    parser.add_argument(
        "--remember", action="store_true", help="have the inventory remember the glacier outlines"
    )


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Compute and write."""
    from ...inventory.schema import CANDIDATES, GLACIERS
    from ...store.sources import Sources
    from ..filling.chunks import fill_attributes
    from ..filling.remembering import remember, with_remembered

    given = Sources(glaciers=options.glaciers, glaciers_layer=options.glaciers_layer)
    result = fill_attributes(
        options.inventory,
        with_remembered(options.inventory, given, [GLACIERS], CANDIDATES.name),
        report,
        layer=CANDIDATES.name,
        groups=[GLACIERS],
        everything=options.all,
        command="flag-glaciers",
    )
    if options.remember:
        remember(options.inventory, given)
    return result
