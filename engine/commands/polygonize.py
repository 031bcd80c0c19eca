"""Turn a probability raster into candidate polygons."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report
from .shared_options import add_candidate_outputs, add_outline_options


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--input", type=Path, required=True, dest="source", metavar="RASTER",
        help="probabilities, one band: as `detect` writes them, or anything from 0 to 1",
    )  # fmt: skip
    add_candidate_outputs(parser)
    how = add_outline_options(parser, threshold=0.5)
    how.add_argument(
        "--model",
        default="",
        metavar="NAME",
        help="what made the probabilities (default: as the raster says)",
    )


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Run it."""
    from ..jobs.polygonizing import PolygonizeRequest, polygonize_to_files

    request = {name: value for name, value in vars(options).items() if name not in ("progress", "command")}
    return polygonize_to_files(PolygonizeRequest(**request), report)
