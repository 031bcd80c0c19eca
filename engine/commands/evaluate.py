"""Precision, recall, F1 and IoU of candidates against reference outlines, by area and by polygon."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--input", type=Path, required=True, help="candidates (removed ones are left out)")
    parser.add_argument(
        "--layer", help="their layer (default: candidates, else rock_glaciers, else the only one)"
    )
    parser.add_argument(
        "--reference", type=Path, required=True,
        help="reference outlines, or a raster mask in which all but 0 is the target",
    )  # fmt: skip
    parser.add_argument("--reference-layer", metavar="NAME", help="their layer (default: rock_glaciers ...)")
    parser.add_argument("--subregions", type=Path, help="outlines with names; scores are told for each too")
    parser.add_argument("--area", type=Path, help="polygons; only what lies inside is judged")
    parser.add_argument(
        "--minimum-iou", type=float, default=0.5, metavar="IOU",
        help="from which IoU a candidate matches a reference (default 0.5)",
    )  # fmt: skip
    parser.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="FILE.json",
        help="the scores; a table is written beside it",
    )


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Compare and write."""
    from ..accuracy.evaluation import evaluate_files

    return evaluate_files(
        options.input,
        options.reference,
        options.output,
        report,
        layer=options.layer,
        reference_layer=options.reference_layer,
        subregions=options.subregions,
        area=options.area,
        minimum_iou=options.minimum_iou,
    )
