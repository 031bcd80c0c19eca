"""Potential incoming solar radiation of a DEM: the sum of a year, shaded by the horizon, as a raster."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report
from .shared_options import add_radiation_options, radiation_options


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--dem", type=Path, required=True,
        help="elevations, in any projection; metres unless the file names another unit",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, required=True, metavar="FILE.tif", help="GeoTIFF, kWh/m2")
    parser.add_argument(
        "--area", type=Path, metavar="FILE", help="compute only cells that its polygons touch"
    )
    parser.add_argument("--area-layer", metavar="NAME", help="their layer, where the file has several")
    parser.add_argument(
        "--components", action="store_true",
        help="five bands: total, direct, diffuse, reflected, hours of sunshine",
    )  # fmt: skip
    add_radiation_options(parser.add_argument_group("how"))
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="default: auto")


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    """Compute and write."""
    from ..solar.equations import RadiationOptions
    from ..solar.raster import write_radiation

    return write_radiation(
        options.dem,
        options.output,
        RadiationOptions(**radiation_options(options)),
        report,
        area=options.area,
        area_layer=options.area_layer,
        components=options.components,
        device=options.device,
    )
