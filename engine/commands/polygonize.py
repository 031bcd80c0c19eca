"""Turn a probability raster into candidate polygons."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--input", type=Path, required=True, dest="source", metavar="RASTER",
        help="probabilities, one band: as `detect` writes them, or anything from 0 to 1",
    )  # fmt: skip
    outputs = parser.add_argument_group("outputs (at least one)")
    outputs.add_argument("--output", type=Path, metavar="FILE", help="GeoPackage for the candidates")
    outputs.add_argument("--inventory", type=Path, metavar="FILE", help="inventory that gets the candidates")
    how = parser.add_argument_group("how")
    how.add_argument(
        "--threshold", type=float, default=0.5, help="lowest probability of a candidate (default 0.5)"
    )
    how.add_argument(
        "--minimum-area",
        type=float,
        default=10_000.0,
        metavar="M2",
        help="smallest candidate (default 10000)",
    )
    how.add_argument(
        "--fill-holes", type=float, metavar="M2", help="fill smaller holes (default: minimum area)"
    )
    how.add_argument(
        "--tolerance", type=float, metavar="M",
        help="smoothing may move outlines so far; 0 keeps the pixel edges (default: one pixel)",
    )  # fmt: skip
    how.add_argument(
        "--model",
        default="",
        metavar="NAME",
        help="what made the probabilities (default: as the raster says)",
    )


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Run it."""
    from ..polygonizing import PolygonizeRequest, polygonize_to_files

    request = {name: value for name, value in vars(options).items() if name not in ("progress", "command")}
    return polygonize_to_files(PolygonizeRequest(**request), report)
