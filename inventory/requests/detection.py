"""What is asked of `detect` and `polygonize`, the commands that make candidates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .option import Request, option, required

DEVICES = ("auto", "cuda", "mps", "cpu")
BACKENDS = ("auto", "torch", "openvino")
PRECISIONS = ("auto", "float32", "bfloat16", "float16")
AS_THE_CARD_SAYS = "auto"

BLOCK_STRIDES = 24
"""Side of a block in strides of its tiles: 11 520 pixels for tiles of 640 that share 160.

A block predicts one row and one column of tiles more than its share, so smaller ones cost more (24: 8.5 %),
and larger ones lose more when a run is stopped.
"""

_outputs = partial(option, group="outputs", metavar="FILE", block=False)
_outline = partial(option, group="how", block=False)
_where = partial(option, group="where")
_how = partial(option, group="how")
_view = partial(option, group="view", block=False)
_large = partial(option, group="large", block=False)
_threshold = partial(_outline, metavar="P", least=0.01, most=1.0)


@dataclass(frozen=True)
class CandidatesRequest(Request):
    """Where candidates go, and what decides on their outlines."""

    output: Path | None = _outputs("GeoPackage for the candidates")
    inventory: Path | None = _outputs("inventory that gets the candidates")
    replace_undecided: bool = option(
        "let these candidates take the place of those that any model has found on the same ground and that nobody has "
        "decided on (default: of those of the same model)",
        False,
        group="outputs",
        block=False,
    )
    threshold: float | None = _threshold("lowest probability of a candidate (default: the model card's)")
    minimum_area: float = _outline("smallest candidate (default: %(default)g)", 10_000.0, metavar="M2", least=0.0)
    fill_holes: float | None = _outline("fill smaller holes (default: minimum area)", metavar="M2", least=0.0)
    tolerance: float | None = _outline(
        "smoothing may move outlines so far; 0 keeps the pixel edges (default: one pixel)", metavar="M", least=0.0
    )


@dataclass(frozen=True)
class DetectionRequest(CandidatesRequest):
    """What is asked of one detection."""

    COMMAND = "detect"
    GROUPS = {
        "outputs": "outputs (at least one)",
        "where": "where",
        "how": "how",
        "view": "at the map",
        "large": "large scenes",
    }

    input: str = required(
        "the image to search, or a folder, a quoted pattern, an archive, names with ; between, a text file with a list "
        "of images, or a file of STAC items (items.json, or items.json#ASSET)",
        metavar="IMAGE",
        several=True,
        block="image",
    )
    image_name: str | None = option(
        "what the inventory calls the image (default: as its file)", metavar="NAME", block=False
    )
    image_note: str | None = option("how the image was made, for the run's record", metavar="TEXT", block=False)
    model: str = required("name of a model card, or path of its JSON file", block="model")
    models_folder: Path | None = option("folder of your own model cards", metavar="FOLDER", block="model")
    fill: str | None = option(
        "another image, or what --input takes: fills what is void, clouded or shaded in the first",
        metavar="IMAGE",
        several=True,
        block="second image",
    )
    probability: Path | None = _outputs("GeoTIFF for the probabilities")
    disagreement: Path | None = _outputs(
        "GeoTIFF that says how far the networks of the model disagree (standard deviation of their probabilities)"
    )
    extent: str | None = _where("only this rectangle", metavar="XMIN,XMAX,YMIN,YMAX", block="grid")
    extent_crs: str | None = _where("its coordinate system (default: the image's)", metavar="CRS", block="grid")
    area: Path | None = _where("only inside these polygons", metavar="FILE", block="limits")
    area_layer: str | None = _where("layer of that file", metavar="NAME", block="limits")
    dem: Path | None = _where(
        "DEM for the next two, and for models that read one, of any resolution; also tiles: a folder, a pattern, an "
        "archive or names with ; between",
        metavar="FILE",
        block="limits",
        several=True,
    )
    elevation: str | None = _where(
        "only these elevations in metres; one end may be left out: 4000,", metavar="MIN,MAX", block="limits"
    )
    slope: str | None = _where("only these slopes in degrees: ,35", metavar="MIN,MAX", block="limits")
    resolution: float | None = _how(
        "ground resolution to work at (default: the card's)", metavar="M", least=0.01, block="grid"
    )
    device: str = _how("", "auto", choices=DEVICES, block="hardware")
    backend: str = _how(
        "library that runs the network (default: the faster one that is installed)",
        "auto",
        choices=BACKENDS,
        block="hardware",
    )
    precision: str = _how("", "auto", choices=PRECISIONS, block="hardware")
    mirrored: str = _how(
        "average over mirrored and turned copies of each tile: steadier outlines, 8 times as long (default: as the "
        "model card says; alone: yes)",
        AS_THE_CARD_SAYS,
        choices=(AS_THE_CARD_SAYS, "yes", "no"),
        alone="yes",
        block="model",
    )
    batch_size: int | None = _how("tiles at a time (default: what fits and is fast)", metavar="N", least=1, block=False)
    arrival: Path | None = _view(
        "the image is still being written, from the top down; FILE tells how many rows are complete", metavar="FILE"
    )
    as_found: bool = _view("write candidates into the inventory while the search goes on", False)
    ledger: Path | None = _large(
        "keep finished blocks here: after a stop the same command goes on from them", metavar="FOLDER"
    )
    discard_ledger: bool = _large("remove them when everything is finished", False)
    workers: int | None = _large("compute in N processes on this computer", metavar="N", least=1)
    scheduler: str | None = _large("compute on the Dask cluster there (tcp://host:port)", metavar="ADDRESS")
    block_strides: int = option(
        "side of a block in strides of tiles", BLOCK_STRIDES, group="large", hidden=True, block="block size"
    )


@dataclass(frozen=True)
class PolygonizeRequest(CandidatesRequest):
    """What is asked of the outlines of a probability raster."""

    COMMAND = "polygonize"
    GROUPS = {"outputs": "outputs (at least one)", "how": "how"}

    threshold: float = _threshold("lowest probability of a candidate (default: %(default)g)", 0.5)
    input: Path = required(
        "probabilities, one band: as `detect` writes them, or anything from 0 to 1", metavar="RASTER"
    )
    model: str = _how("what made the probabilities (default: as the raster says)", "", metavar="NAME")
