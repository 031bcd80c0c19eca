"""Write the embedded sample: a simulated alpine scene, its elevation, climate and true outlines.

The same size and seed always give the same files. The files go into the output folder: scene.tif,
dem.tif, maat.tif, magt.tif, precipitation.tif, rock_glaciers.gpkg, glaciers.gpkg, subregions.gpkg.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, required=True, metavar="FOLDER", help="made if it is not there"
    )
    parser.add_argument(
        "--size",
        type=int,
        default=1024,
        metavar="PIXELS",
        help="side of the scene, 4.77 m a pixel (default 1024)",
    )
    parser.add_argument("--seed", type=int, default=7, help="another seed, another scene (default 7)")


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    from ..simulation import write_scene

    return write_scene(options.output, options.size, options.seed, report)
