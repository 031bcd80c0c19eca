"""What a model was trained on, kept with it for good: the ground by fold and side, and where the data are."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from ...inventory.model_cards.model_files import GROUND, TRAINED_ON
from ..telling.outputs import finished_file
from ..training_data import layout
from .dataset import Dataset
from .stages import choosing_fold


@dataclass(frozen=True)
class TrainedOn:
    """The record of a training.

    `data` is the folder of the training data and `made` when they were made. `folds` is 0 where one network was
    trained on one side, else the number of networks, of which each judged another fold. `choosing` is the fold that
    chose step and threshold, None where none did; `trained_before` those that the start weights were trained on.
    """

    data: str
    made: str
    folds: int
    choosing: int | None
    trained_before: tuple[int, ...]


def write_trained_on(folder: Path, dataset: Dataset, folds: int) -> None:
    """Keep in the folder of a training what it is trained on.

    Parameters
    ----------
    folder
        Of the training.
    dataset
        Its data.
    folds
        As the plan has them.
    """
    split = dataset.facts["split"]
    before = tuple(split.get(layout.TRAINED_BEFORE, ()))
    made = str(dataset.facts.get("created", ""))
    record = TrainedOn(str(dataset.folder.absolute()), made, folds, choosing_fold(dataset, folds), before)
    ground = dataset.folder / layout.GROUND
    if ground.is_file():  # neither chips nor a split by name know it
        with finished_file(folder / GROUND) as part:
            shutil.copyfile(ground, part)
    with finished_file(folder / TRAINED_ON) as part:
        part.write_text(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n", "utf-8")


def read_trained_on(folder: Path) -> TrainedOn | None:
    """The record of a training; None where there is none, or none that can be read."""
    try:
        content = json.loads((folder / TRAINED_ON).read_text("utf-8"))
        chosen = content["choosing"]
        return TrainedOn(
            str(content["data"]),
            str(content["made"]),
            int(content["folds"]),
            None if chosen is None else int(chosen),
            tuple(int(one) for one in content["trained_before"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
