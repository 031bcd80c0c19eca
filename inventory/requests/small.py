"""What is asked of the commands with few options: inventories, accuracy, the sample, models, the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..products.product import PURPOSES
from ..setup.flavours import FLAVOURS, PLATFORMS
from .option import MANY, Request, option, required

WARM_COMMANDS = ("attributes",)


@dataclass(frozen=True)
class CreateRequest(Request):
    """A new inventory."""

    COMMAND = "create"

    output: Path = required("the new inventory", metavar="FILE.gpkg")
    crs: str = option(
        "coordinate system of its layers (default %(default)s; areas are always ellipsoidal, so any will do)",
        "EPSG:4326",
    )
    title: str = option("what it is called (default: the file's name)", "")
    replace: bool = option("replace an inventory that is there", False)


@dataclass(frozen=True)
class MigrateRequest(Request):
    """An inventory that is to be of the present version and complete."""

    COMMAND = "migrate"

    inventory: Path = required("the inventory; close it in other programs first", metavar="FILE.gpkg")


@dataclass(frozen=True)
class EvaluateRequest(Request):
    """Outlines, and those that are taken as true."""

    COMMAND = "evaluate"

    input: Path = required("candidates or other outlines; of decided candidates both are told: as found, as mapped")
    layer: str | None = option("their layer (default: candidates, else rock_glaciers, else the only one)")
    reference: str = required(
        "reference outlines, an inventory, or a raster mask in which all but 0 is the target, as FILE or FILE|LAYER; "
        "the option may be repeated: each judges by itself, and where they contradict each other is told",
        metavar="FILE",
        several=True,
    )
    reference_layer: str | None = option("layer of a reference that names none (default: rock_glaciers ...)")
    subregions: str | None = option(
        f"outlines with names; scores are told for each too; {MANY}", metavar="FILE", several=True
    )
    area: Path | None = option("polygons; only what lies inside is judged")
    everywhere: bool = option(
        "judge also ground that the runs did not search, or that nobody looked at in a reference's inventory", False
    )
    minimum_iou: float = option(
        "from which IoU a candidate matches a reference (default %(default)g)", 0.5, metavar="IOU", least=0.01, most=1.0
    )
    probability: Path | None = option(
        "the run's probability raster: scores at every threshold are told of its pixels too, by the first reference",
        metavar="FILE.tif",
    )
    trust: Path | None = option(
        "where can be trusted what was found: accuracy and corrections by block of ground and by subregion, as layers",
        metavar="FILE.gpkg",
    )
    models_folder: Path | None = option(
        "folder of your own models: the same is kept beside each model that found something, for the page of models",
        metavar="FOLDER",
    )
    output: Path = required("the scores; a table and a picture are written beside it", metavar="FILE.json")


@dataclass(frozen=True)
class OverviewRequest(Request):
    """A picture of a scene."""

    COMMAND = "overview"

    input: str = required("the image")
    candidates: Path | None = option("outlines drawn in yellow")
    reference: Path | None = option("outlines drawn in green")
    glaciers: Path | None = option("outlines drawn in light blue")
    width: int = option("pixels (default %(default)s)", 1600)
    output: Path = required("PNG file")


@dataclass(frozen=True)
class SimulateRequest(Request):
    """A scene that is to be made."""

    COMMAND = "simulate"

    output: Path = required("made if it is not there", metavar="FOLDER")
    size: int = option("side of the scene, 4.77 m a pixel (default %(default)s)", 1024, metavar="PIXELS")
    seed: int = option("another seed, another scene (default %(default)s)", 7)


@dataclass(frozen=True)
class SourcesRequest(Request):
    """What is to be looked at."""

    COMMAND = "sources"

    input: str = required(f"what to look at: a file; {MANY}", metavar="FILE", several=True)
    inventory: Path | None = option("tell how many of its outlines lie on it", metavar="FILE.gpkg")
    purpose: str | None = option(
        "what it is meant for; it is opened as that (default: what a known product serves)", choices=PURPOSES
    )
    variable: str | None = option("its variable or band, where it has several", metavar="NAME")
    unit: str | None = option("its unit, where it names none or a wrong one", metavar="UNIT")
    classes: str | None = option("what the codes of permafrost zones mean", metavar="CODE=ZONE,...")
    place: str | None = option(
        "where a value is told (default: at the first outline, or in the middle)", metavar="LON,LAT"
    )


@dataclass(frozen=True)
class ModelsRequest(Request):
    """Which model cards are listed."""

    COMMAND = "models"

    folder: Path | None = option(
        "folder with models of your own (default: the one ROCK_GLACIER_MODELS names)", metavar="FOLDER"
    )
    model: str | None = option("only this one; a name or the path of a card (.json)", metavar="NAME")
    check: bool = option("also verify and load every weights file", False)


@dataclass(frozen=True)
class EnvironmentRequest(Request):
    """The engine's own Python."""

    COMMAND = "environment"

    flavour: str | None = option(
        "the engine without PyTorch and training (light), or with them (full); default: that of developers, with all",
        choices=FLAVOURS,
    )
    from_bundle: Path | None = option("build it without a network, from this folder", metavar="FOLDER")
    bundle: Path | None = option(
        "fill this folder with all that a computer without a network needs for the flavour (default: light)",
        metavar="FOLDER",
    )
    platform: str | None = option("that of the other computer (default: as this one)", choices=PLATFORMS)
    python: str = option("the other computer's own Python, for where none can be brought", "3.12", metavar="VERSION")
    torch_build: str | None = option(
        "the build of PyTorch for full, as requirements/torch.json names them (default: that of the ordinary index)",
        metavar="NAME",
    )
    test: bool = option("try this Python: the graphics card, one tile of a network, attributes of one polygon", False)
    create: bool = option("build it if it is not there", False)
    also: Path | None = option("install these requirements too", metavar="FILE")


@dataclass(frozen=True)
class ServeRequest(Request):
    """An engine that stays warm."""

    COMMAND = "serve"

    warm: tuple[str, ...] = option(
        "load what this command needs right after the start; may be given several times", (), choices=WARM_COMMANDS
    )
