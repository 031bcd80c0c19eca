"""Run a network over an image: candidate polygons, and a probability raster if wanted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..telling.report import Report
from .shared_options import add_candidate_outputs, add_outline_options


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--input", required=True, dest="source", metavar="IMAGE",
        help="the image to search, or a folder, a quoted pattern, a text file with a list of images, or a "
        "file of STAC items (items.json, or items.json#ASSET)",
    )  # fmt: skip
    parser.add_argument(
        "--image-name", metavar="NAME", help="what the inventory calls the image (default: as its file)"
    )
    parser.add_argument("--image-note", metavar="TEXT", help="how the image was made, for the run's record")
    parser.add_argument("--model", required=True, help="name of a model card, or path of its JSON file")
    parser.add_argument("--models-folder", type=Path, metavar="FOLDER", help="folder of your own model cards")
    outputs = add_candidate_outputs(parser)
    outputs.add_argument("--probability", type=Path, metavar="FILE", help="GeoTIFF for the probabilities")
    where = parser.add_argument_group("where")
    where.add_argument("--extent", metavar="XMIN,XMAX,YMIN,YMAX", help="only this rectangle")
    where.add_argument("--extent-crs", metavar="CRS", help="its coordinate system (default: the image's)")
    where.add_argument("--area", type=Path, metavar="FILE", help="only inside these polygons")
    where.add_argument("--area-layer", metavar="NAME", help="layer of that file")
    parser.add_argument(
        "--fill", metavar="IMAGE",
        help="another image, or what --input takes: fills what is void, clouded or shaded in the first",
    )  # fmt: skip
    where.add_argument("--dem", type=Path, metavar="FILE", help="DEM for the next two, of any resolution")
    where.add_argument(
        "--elevation",
        metavar="MIN,MAX",
        help="only these elevations in metres; one end may be left out: 4000,",
    )
    where.add_argument("--slope", metavar="MIN,MAX", help="only these slopes in degrees: ,35")
    how = add_outline_options(parser, threshold=None)
    how.add_argument(
        "--resolution", type=float, metavar="M", help="ground resolution to work at (default: the card's)"
    )
    how.add_argument("--device", choices=("auto", "cuda", "mps", "cpu"), default="auto")
    how.add_argument(
        "--backend", choices=("auto", "torch", "openvino"), default="auto",
        help="library that runs the network (default: the faster one that is installed)",
    )  # fmt: skip
    how.add_argument("--precision", choices=("auto", "float32", "bfloat16", "float16"), default="auto")
    how.add_argument(
        "--batch-size", type=int, metavar="N", help="tiles at a time (default: what fits and is fast)"
    )

    _add_view_options(parser)
    _add_large_options(parser)


def _add_view_options(parser: argparse.ArgumentParser) -> None:
    view = parser.add_argument_group("at the map")
    view.add_argument(
        "--arrival", type=Path, metavar="FILE",
        help="the image is still being written, from the top down; FILE tells how many rows are complete",
    )  # fmt: skip
    view.add_argument(
        "--as-found", action="store_true",
        help="write candidates into the inventory while the search goes on",
    )  # fmt: skip


def _add_large_options(parser: argparse.ArgumentParser) -> None:
    large = parser.add_argument_group("large scenes")
    large.add_argument(
        "--ledger", type=Path, metavar="FOLDER",
        help="keep finished blocks here: after a stop the same command goes on from them",
    )  # fmt: skip
    large.add_argument(
        "--discard-ledger", action="store_true", help="remove them when everything is finished"
    )
    large.add_argument("--workers", type=int, metavar="N", help="compute in N processes on this computer")
    large.add_argument(
        "--scheduler", metavar="ADDRESS", help="compute on the Dask cluster there (tcp://host:port)"
    )
    large.add_argument("--block-strides", type=int, default=24, help=argparse.SUPPRESS)  # for tests


def run(options: argparse.Namespace, report: Report) -> dict[str, Any]:
    from .. import starting_up
    from ..blocks.request import DetectionRequest
    from ..jobs.detection_run import detect

    starting_up.check_temporary_folder()
    request = {name: value for name, value in vars(options).items() if name != "progress"}
    return detect(DetectionRequest(**request), report)
