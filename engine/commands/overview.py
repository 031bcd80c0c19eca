"""A picture of a scene with outlines on it: candidates in yellow, reference in green, as in the paper."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--input", required=True, help="the image")
    parser.add_argument("--candidates", type=Path, help="outlines drawn in yellow")
    parser.add_argument("--reference", type=Path, help="outlines drawn in green")
    parser.add_argument("--glaciers", type=Path, help="outlines drawn in light blue")
    parser.add_argument("--width", type=int, default=1600, help="pixels (default 1600)")
    parser.add_argument("--output", type=Path, required=True, help="PNG file")


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    from ..jobs.overview import draw_overview

    outlines = [
        (options.glaciers, "light blue"), (options.reference, "green"), (options.candidates, "yellow"),
    ]  # fmt: skip
    draw_overview(
        options.input,
        [(path, colour) for path, colour in outlines if path],
        options.output,
        options.width,
        report,
    )
    return {"output": str(options.output)}
