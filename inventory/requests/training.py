"""What is asked of the commands that make a model of your own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .detection import DEVICES
from .option import MANY, Request, option, required

BACKGROUNDS = AUTO, REVIEWED, BUFFER = ("auto", "reviewed", "buffer")
"""What counts as ground that somebody looked at."""
SPLITS = BY_BLOCKS, BY_INVENTORY, BY_SUBREGION, BY_NAME, NO_SPLIT = ("blocks", "inventory", "subregion", "name", "none")
"""What the two sides and the folds are made of."""

_what = partial(option, group="what", several=True)
_patches = partial(option, group="patches")
_quality = partial(option, group="quality")
_split = partial(option, group="split")


@dataclass(frozen=True)
class TrainingDataRequest(Request):
    """Outlines and imagery that become patches with labels, in two sides and in folds."""

    COMMAND = "training-data"
    GROUPS = {
        "what": "what is learnt (an inventory and an image, or chips)",
        "patches": "patches",
        "quality": "what is left out",
        "split": "sides and folds",
    }

    inventory: str | None = _what(
        "an inventory, or a polygon layer of any format and coordinate system, as FILE or FILE|LAYER; the option may "
        "be repeated",
        metavar="FILE",
    )
    negatives: str | None = _what(
        "polygons that are none of the target (moraines, debris-covered glaciers ...), as FILE or FILE|LAYER; the "
        "option may be repeated",
        metavar="FILE",
    )
    searched: str | None = _what(
        "areas that were searched for the target from end to end, as FILE or FILE|LAYER: what is none in there is "
        "background; the option may be repeated",
        metavar="FILE",
    )
    image: str | None = _what(
        "imagery: a file, a folder, a quoted pattern, an archive; the option may be repeated, and the first that "
        "holds a place counts",
        metavar="IMAGE",
    )
    dem: Path | None = _what(f"DEM for bands of the terrain; {MANY}", metavar="FILE")
    terms: str | None = option(
        "licence or terms of use of the imagery, for the card of the model", group="what", metavar="TEXT"
    )
    chips: str | None = _what(
        "a folder of images and masks (PNG, GeoTIFF, npy), with or without coordinates; the option may be repeated",
        metavar="FOLDER",
    )
    target: str = option("what the outlines are (default: %(default)s)", "rock glacier", group="what", metavar="NAME")
    output: Path = required("folder for the training data; it is made", metavar="FOLDER")
    replace: bool = option("replace training data that is there", False)
    buffer: float = _patches(
        "ground around the outlines that patches are taken of (default: %(default)g)", 1500.0, metavar="M", least=1.0
    )
    background: str = _patches(
        "ground that somebody looked at, where no target is background: as each inventory has kept it or --searched "
        "says, else all in the buffer (auto), only what was kept or searched (reviewed), or all in the buffer "
        "(default: %(default)s)",
        AUTO,
        choices=BACKGROUNDS,
    )
    bands: str = _patches("bands of the imagery, in order (default: %(default)s)", "red,green,blue", metavar="NAMES")
    resolution: float | None = _patches(
        "ground resolution (default: that of --model, else that of the first image)", metavar="M", least=0.01
    )
    model: str | None = _patches("model card whose bands and resolution are taken", metavar="NAME")
    models_folder: Path | None = _patches("folder of your own model cards", metavar="FOLDER")
    patch: int = _patches("side of a patch in pixels (default: %(default)s)", 480, metavar="N", least=32)
    overlap: int = _patches("pixels that neighbours share (default: %(default)s)", 160, metavar="N", least=0)
    minimum_area: float = _quality(
        "smaller targets are left out (default: %(default)g)", 10_000.0, metavar="M2", least=0.0
    )
    leave_out_doubtful: bool = _quality("leave out outlines under what looks like cloud or shadow, too", False)
    split: str = _split(
        "what is kept apart: blocks of ground, whole inventories, whole subregions; by name, as in the paper, where "
        "nothing is kept apart; or no split (default: %(default)s)",
        BY_BLOCKS,
        choices=SPLITS,
    )
    folds: int = _split("number of folds (default: %(default)s)", 5, metavar="N", least=1)
    held_out: float = _split(
        "share of the targets that is held out for validation (default: %(default)g)",
        0.3,
        metavar="SHARE",
        least=0.0,
        most=0.9,
    )
    subregions: str | None = _split(
        f"outlines with names, for --split subregion (default: the field SUBREGION); {MANY}",
        metavar="FILE",
        several=True,
    )
    seed: int = _split("seed of what chance decides (default: %(default)s)", 0, metavar="N", least=0)


ARCHITECTURES = (
    "DeepLabV3Plus",
    "DeepLabV3",
    "FPN",
    "Linknet",
    "MAnet",
    "PAN",
    "PSPNet",
    "Segformer",
    "UPerNet",
    "Unet",
    "UnetPlusPlus",
)
"""Of segmentation-models-pytorch; the first is that of the method."""

_network = partial(option, group="network")
_steps = partial(option, group="steps")
_said = partial(option, group="said")


@dataclass(frozen=True)
class TrainingChoices(Request):
    """What a person may choose of a training, where a plan proposes all the rest."""

    GROUPS = {"network": "the network", "steps": "how it is trained"}

    data: Path = required("folder that training-data made", metavar="FOLDER")
    start: str | None = _network(
        "start weights: the name of a model card or the path of its JSON file, or a weights file (safetensors, or a "
        "state_dict of PyTorch) (default: none, random numbers)",
        metavar="CARD",
    )
    models_folder: Path | None = _network("folder of your own model cards, for --start", metavar="FOLDER")
    architecture: str | None = _network(
        f"of segmentation-models-pytorch (default: that of --start, else {ARCHITECTURES[0]})", choices=ARCHITECTURES
    )
    encoder: str | None = _network(
        "encoder of segmentation-models-pytorch, tu- before those of timm (default: that of --start, else "
        "tu-xception71, as in the method)",
        metavar="NAME",
    )
    cross_validate: bool = _steps(
        "train one network for each fold of the data, judged by it, and keep all of them as one model; else one "
        "network is trained on one side and judged by the other",
        False,
    )
    steps: int | None = _steps("steps of each network (default: by the data)", metavar="N", least=1)
    batch_size: int | None = _steps("windows a step (default: 8)", metavar="N", least=2)
    device: str = _steps("where to compute (default: %(default)s, the fastest)", "auto", choices=DEVICES)
    seed: int = _steps("seed of all that chance decides (default: %(default)s)", 0, metavar="N", least=0)


@dataclass(frozen=True)
class PlanRequest(TrainingChoices):
    """What training data show, and what is therefore proposed."""

    COMMAND = "plan"

    output: Path = required("the plan, a JSON file that can be read and changed", metavar="FILE.json")


@dataclass(frozen=True)
class TrainRequest(TrainingChoices):
    """A model from training data."""

    COMMAND = "train"
    GROUPS = {**TrainingChoices.GROUPS, "said": "what its card says"}

    name: str = required("name of the model: a-z, 0-9, - _ and .", metavar="NAME")
    output: Path = required("folder of your models, which gets NAME.json and its weights", metavar="FOLDER")
    plan: Path | None = option(
        "a plan (default: one is made); the options given here count before it", metavar="FILE.json"
    )
    replace: bool = option("replace a model of this name that was trained from something else", False)
    title: str | None = _said("title in menus (default: made of target and name)", metavar="TEXT")
    licence: str | None = _said("licence of the weights (default: not decided)", metavar="TEXT")
    imagery_terms: str | None = _said("terms of the imagery (default: as the data say)", metavar="TEXT")
    citation: str | None = _said("what to cite", metavar="TEXT")
    not_for: str | None = _said("what it should not be used for (default: other ground and imagery)", metavar="TEXT")


_learn = partial(option, group="what", several=True)
_model = partial(option, group="model")


@dataclass(frozen=True)
class ImproveRequest(Request):
    """A model that learns from what people corrected, and is kept where it is better than before."""

    COMMAND = "improve"
    GROUPS = {"what": "what is learnt", "model": "the model", "steps": "how it is trained"}

    inventory: str = required(
        "an inventory with reviewed ground; the option may be repeated", metavar="FILE", group="what", several=True
    )
    image: str | None = _learn(
        "imagery of its ground: a file, a folder, a quoted pattern, an archive; the option may be repeated (default: "
        "the images of the inventory's detections, where they are still there)",
        metavar="IMAGE",
    )
    dem: Path | None = _learn(f"DEM for a model that reads bands of the terrain; {MANY}", metavar="FILE")
    terms: str | None = option(
        "licence or terms of use of the imagery, for the card of the model", group="what", metavar="TEXT"
    )
    buffer: float | None = option(
        "ground around the outlines that is learnt (default: as in the earlier data, else 1500)",
        group="what",
        metavar="M",
        least=1.0,
    )
    minimum_area: float | None = option(
        "smaller targets are left out (default: as in the earlier data, else 10000)",
        group="what",
        metavar="M2",
        least=0.0,
    )
    model: str = required("the model as it is now: name of a card, or path of its JSON file", group="model")
    models_folder: Path = required("folder of your models, which gets the new one", metavar="FOLDER", group="model")
    name: str | None = _model(
        "name of the new model (default: that of the old one with the next number)", metavar="NAME"
    )
    earlier_data: Path | None = _model(
        "training data of the old model, where they are no longer in their place", metavar="FOLDER"
    )
    data: Path | None = _model(
        "folder for the training data, which grows where it is given each time (default: beside the new model)",
        metavar="FOLDER",
    )
    output: Path | None = _model("what came out, as a JSON file", metavar="FILE.json")
    steps: int | None = _steps("steps (default: by the data)", metavar="N", least=1)
    batch_size: int | None = _steps("windows a step (default: 8)", metavar="N", least=2)
    device: str = _steps("where to compute (default: %(default)s, the fastest)", "auto", choices=DEVICES)
    seed: int = _steps("seed of all that chance decides (default: %(default)s)", 0, metavar="N", least=0)
