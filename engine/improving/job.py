"""The command `improve`: learn from corrections, compare with the model before, keep the better one."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...inventory.errors import Cancelled, UserError
from ...inventory.model_cards.model_files import CURVES
from ...inventory.model_cards.targets import ROCK_GLACIER, finds_rock_glaciers
from ...inventory.naming.source_names import joined, names_in
from ...inventory.requests.training import REVIEWED, ImproveRequest, TrainingDataRequest, TrainRequest
from ...models.cards.card import ModelCard
from ...models.networks.registry import load_card, save_card
from ..telling.outputs import check_can_write, finished_file, sweep_folders
from ..telling.report import PartOf, Report
from ..training.dataset import open_dataset
from ..training_data.given.sources import file_and_layer
from ..training_data.growing import Growth, facts_of, is_made_of
from ..training_data.layout import VALIDATION
from ..training_data.making import make_training_data
from .corrections import corrections_of, images_of
from .earlier import Places, growth_of
from .trial import Trial, trial_of
from .trial import facts_of as asked_of

if TYPE_CHECKING:
    from .comparing import Comparison

DATA, TRAINED = 0.15, 0.9
"""Shares of the whole at which the data are made and the network is trained; the rest is the comparison."""


def improve(request: ImproveRequest, report: Report) -> dict[str, Any]:
    """Make a model better by what people corrected, and keep the better one of before and after.

    Raises
    ------
    UserError, ModelError
        Where there is nothing to learn, nothing to compare on, or something cannot be used.
    Cancelled
        Where a stop was asked for; the same command goes on.
    """
    card = load_card(request.model, request.models_folder if request.models_folder.is_dir() else None)
    _check(request, card)
    # A layer of an inventory, as QGIS names it, stands for the whole of it.
    files = dict.fromkeys(file_and_layer(name)[0] for name in names_in(request.inventory))
    request = dataclasses.replace(request, inventory=joined(list(files)))
    image = request.image or images_of(request.inventory)
    trial = trial_of(request, card, asked_of(request, card, image))
    try:
        return _improve(request, card, image, trial, report)
    except Cancelled as error:
        raise Cancelled(
            f"Stopped before {trial.name} was compared with {card.name}, which stays in use. The same command goes on "
            "from where it was."
        ) from error


def _check(request: ImproveRequest, card: ModelCard) -> None:
    if not finds_rock_glaciers(card.target):
        raise UserError(
            f"The model {card.name} finds {card.target}, and inventories say what is a {ROCK_GLACIER}; choose a model "
            "that finds these."
        )
    if card.terrain_bands and request.dem is None:
        raise UserError(f"The model {card.name} reads {', '.join(card.terrain_bands)}; give elevations with --dem.")
    if request.output is not None:
        check_can_write(request.output)


def _improve(request: ImproveRequest, card: ModelCard, image: str, trial: Trial, report: Report) -> dict[str, Any]:
    report.progress(0.0, "Looking at what was corrected")
    data = trial.data(request.data)
    if _is_begun(trial, data):
        report.progress(None, f"Going on with {trial.name}, on the training data as they were made.")
    else:
        _make_data(request, card, image, trial, PartOf(report, 0.0, DATA))
    from ..training.job import train  # only now torch, which takes seconds: most that is wrong has been told
    from .comparing import compare

    trained = train(_training(request, card, trial, data), PartOf(report, DATA, TRAINED), trial.model_folder)
    new, dataset = load_card(str(trial.card)), open_dataset(data)
    held_out = np.flatnonzero(dataset.sides == VALIDATION)
    comparison = compare(card, new, dataset, held_out, request.device, PartOf(report, TRAINED, 1.0))
    new = save_card(dataclasses.replace(new, metrics={**new.metrics, **_metrics(card, comparison)}))
    return _settle(request, card, new, trial, comparison, trained, data)


def _is_begun(trial: Trial, data: Path) -> bool:
    """Whether the training data of a trial were made before it was stopped."""
    return bool(trial.made()) and trial.made() == facts_of(data).get("created")


def _make_data(request: ImproveRequest, card: ModelCard, image: str, trial: Trial, report: Report) -> None:
    data = trial.data(request.data)
    if data.parent.is_dir():
        sweep_folders(data)
    growth = growth_of(card, Places(request.earlier_data, request.data), report)
    _check_is_ours(data, card, growth)
    shown = growth.facts().get("counts", {}).get("pixels", {}).get("target", 0)
    corrections = corrections_of(request.inventory, bool(shown), report)
    report.progress(None, f"There is to learn from: {corrections.words}.")
    trial.begin(asked_of(request, card, image))
    asked = TrainingDataRequest(
        inventory=request.inventory,
        image=image,
        dem=request.dem,
        terms=request.terms,
        target=card.target,
        output=data,
        replace=True,
        background=REVIEWED,
        model=str(card.path),
        models_folder=request.models_folder,
        **_as_before(request, card, growth),
    )
    try:
        make_training_data(asked, report, growth)
    except UserError as error:
        if error.kind != "split":
            raise
        raise UserError(
            f"All ground of the inventories makes one block, or {card.name} was trained on it, so nothing would be "
            "left on which it could be compared; map ground elsewhere, too.",
            kind="split",
        ) from error
    trial.note_data(facts_of(data)["created"])


def _check_is_ours(data: Path, card: ModelCard, growth: Growth) -> None:
    """Raise `UserError` where a folder holds other training data than those that are to grow."""
    here, before = facts_of(data), growth.facts().get("created", "")
    if here and data != growth.earlier and not is_made_of(here, before):
        raise UserError(
            f"{data} holds training data that are not those of {card.name}, and is not overwritten; give another "
            "--data, or leave it out.",
            kind="output",
        )


def _as_before(request: ImproveRequest, card: ModelCard, growth: Growth) -> dict[str, Any]:
    """Sizes as in the earlier data, where these are there, and a person has not said otherwise."""
    before = growth.facts()
    patch = int(before.get("patch", card.tile_size))
    told = {
        "patch": patch,
        "overlap": int(before.get("overlap", min(card.overlap, patch // 2))),
        "buffer": request.buffer or before.get("buffer_m"),
        "minimum_area": request.minimum_area if request.minimum_area is not None else before.get("minimum_area_m2"),
        "folds": before.get("split", {}).get("folds"),
        "resolution": before.get("resolution_m", card.ground_resolution_m),
        "seed": request.seed,
    }
    return {name: value for name, value in told.items() if value is not None}


def _training(request: ImproveRequest, card: ModelCard, trial: Trial, data: Path) -> TrainRequest:
    usual = f"{card.target[:1].upper()}{card.target[1:]}, {card.name}"
    return TrainRequest(
        data=data,
        start=str(card.path),
        models_folder=request.models_folder,
        steps=request.steps,
        batch_size=request.batch_size,
        device=request.device,
        seed=request.seed,
        name=trial.name,
        output=request.models_folder,
        replace=True,
        title=None if card.title == usual else f"{card.title} ({trial.name})",
        licence=card.licence,
        citation=card.citation,
        not_for=card.not_for,
        imagery_terms=_terms(card, request.terms),
    )


def _terms(card: ModelCard, terms: str | None) -> str | None:
    told = [one for one in (card.imagery_terms, terms or "") if one]
    return "; ".join(dict.fromkeys(told)) or None


def _metrics(old: ModelCard, comparison: Comparison) -> dict[str, Any]:
    """What the card of the new model tells of the comparison."""
    content = comparison.content
    return {
        "compared_with": old.name,
        "f1_of_that": content["f1_old"],
        "f1_difference": content["f1_difference"],
        "f1_difference_interval_95": content["f1_difference_interval_95"],
    }


def _settle(
    request: ImproveRequest,
    old: ModelCard,
    new: ModelCard,
    trial: Trial,
    comparison: Comparison,
    trained: dict[str, Any],
    data: Path,
) -> dict[str, Any]:
    """Put the new model among the others where it is better, and tell both."""
    better = comparison.is_better
    place = trial.put_among_the_models() if better else trial.card
    in_use = trial.name if better else old.name
    content = {
        "old": old.name,
        "new": trial.name,
        "in_use": in_use,
        **comparison.content,
        "threshold": new.threshold,
        "model": str(place),
        "data": str(data),
        "folder": str(trial.folder),
        "curves": str(trial.folder / CURVES),
        "reliability": trained["reliability"],
        "metrics": dict(new.metrics),
        "table": _words(old, trial, comparison),
    }
    if request.output is not None:
        with finished_file(request.output) as part:
            part.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    trial.end(content, keeps_model=not better)
    return content


def _words(old: ModelCard, trial: Trial, comparison: Comparison) -> str:
    """The sentence for a person."""
    if not comparison.is_better:
        return (
            f"{trial.name} is not better than {old.name}: {comparison.words}. {old.name} stays in use; the new one is "
            f"kept apart from your models, in {trial.folder.name}/{trial.model_folder.name} beside them."
        )
    told = f"{trial.name} is better than {old.name}: {comparison.words}. It is among your models now."
    if comparison.low <= 0:
        told += " The interval includes 0, so chance alone may have made the difference; more reviewed ground tells."
    return told
