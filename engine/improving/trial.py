"""A new model on trial: where it is meanwhile, what was asked, how it ended, and its way among the models."""

from __future__ import annotations

import filecmp
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.model_cards.model_files import IMPROVED, number_after, run_folder, take_in
from ...inventory.naming.reserved_names import check_model_name
from ...inventory.requests.training import ImproveRequest
from ...models.cards.card import NAME, ModelCard
from ..telling.outputs import finished_file

_ASKED, _MADE, _MODEL, _DATA = "improving.json", "data-made.txt", "model", "data"
"""In the folder of the training: what was asked, when the data were made, the model until it is better, the data."""


@dataclass(frozen=True)
class Trial:
    """One improvement: the folder of the models, and the name of the new one."""

    models: Path
    name: str

    @property
    def folder(self) -> Path:
        """Of its training."""
        return run_folder(self.models, self.name)

    @property
    def model_folder(self) -> Path:
        """Where the new model is until it is better."""
        return self.folder / _MODEL

    @property
    def card(self) -> Path:
        """Card of the new model while it is on trial."""
        return self.model_folder / f"{self.name}.json"

    def data(self, asked: Path | None) -> Path:
        """Folder of its training data."""
        return asked or self.folder / _DATA

    def begin(self, facts: Mapping[str, Any]) -> None:
        """Make its folders, and keep what was asked."""
        try:
            self.model_folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The folder {self.folder} cannot be made ({error.strerror}); choose another --models-folder.", "output"
            ) from error
        with finished_file(self.folder / _ASKED) as part:
            part.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def note_data(self, made: str) -> None:
        """Keep when its training data were made."""
        with finished_file(self.folder / _MADE) as part:
            part.write_text(made, "utf-8")

    def made(self) -> str:
        """When its training data were made; empty where they were not."""
        try:
            return (self.folder / _MADE).read_text("utf-8")
        except OSError:
            return ""

    def asked(self) -> dict[str, Any]:
        """What was asked of it; nothing where it did not begin."""
        try:
            found = json.loads((self.folder / _ASKED).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def put_among_the_models(self) -> Path:
        """Move the new model to the others, its card last; the path of that."""
        place = self.models / f"{self.name}.json"
        if not place.exists():
            for path in self.model_folder.iterdir():  # what a kill left of this very move
                other = self.models / path.name
                if other.is_file() and filecmp.cmp(path, other, shallow=False):
                    other.unlink()
            take_in(self.card, self.models)
        return place

    def end(self, content: Mapping[str, Any], keeps_model: bool) -> None:
        """Keep how it ended; `keeps_model`: the new one is not among the models, so it stays where it is."""
        with finished_file(self.folder / IMPROVED) as part:
            part.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
        if not keeps_model:
            shutil.rmtree(self.model_folder, ignore_errors=True)


def facts_of(request: ImproveRequest, card: ModelCard, image: str) -> dict[str, Any]:
    """What decides on the new model: where it is the same, an improvement goes on."""
    names = ("inventory", "dem", "buffer", "minimum_area", "data", "steps", "batch_size", "seed")
    told = {name: getattr(request, name) for name in names}
    return {
        **{name: str(value) if isinstance(value, Path) else value for name, value in told.items()},
        "image": image,
        "model": card.name,
        "model_sha256": card.sha256,
    }


def trial_of(request: ImproveRequest, card: ModelCard, facts: Mapping[str, Any]) -> Trial:
    """The improvement that goes on, or a new one.

    Raises
    ------
    UserError
        The name cannot be used, or is taken.
    """
    if request.name is None:
        return _next(request.models_folder, card.name, facts)
    trial = Trial(request.models_folder, request.name)
    if not NAME.fullmatch(request.name) or request.name == card.name:
        raise UserError(
            f"The new model cannot be called '{request.name}'; use a-z, 0-9, '-', '_' and '.', and not the old name."
        )
    check_model_name(request.name)
    if (trial.models / f"{trial.name}.json").exists() or (trial.folder / IMPROVED).exists():
        if not _is_unfinished(trial, facts):
            raise UserError(
                f"There is a model {trial.name} in {trial.models} already, or it was tried; choose another --name.",
                kind="output",
            )
    elif trial.folder.exists() and trial.asked() != facts:
        raise UserError(
            f"{trial.folder} holds another training that has not ended; choose another --name, or delete that folder.",
            kind="output",
        )
    return trial


def _is_unfinished(trial: Trial, facts: Mapping[str, Any]) -> bool:
    """Whether it was ended between the new model's last move and what tells of it."""
    return not (trial.folder / IMPROVED).exists() and trial.asked() == facts


def _next(models: Path, name: str, facts: Mapping[str, Any]) -> Trial:
    """One of the next numbers that was begun with the same asked for, else the first that is free.

    What was begun with something else asked for is left as it is.
    """
    while True:
        trial = Trial(models, name := number_after(name))
        if (trial.folder / IMPROVED).exists():
            continue
        if trial.asked() == facts or not (trial.folder.exists() or (models / f"{name}.json").exists()):
            return trial
