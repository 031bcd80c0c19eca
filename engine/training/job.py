"""The command `train`: networks of a plan, what they are worth, and the model that is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from ...inventory.errors import Cancelled, UserError
from ...inventory.model_cards.model_files import CURVES, PLAN, RELIABILITY, run_folder
from ...inventory.naming.reserved_names import check_model_name
from ...inventory.requests.training import TrainRequest
from ...models.cards.card import NAME, ModelCard
from ...models.errors import ModelError
from ...models.networks.network import Ensemble, load_network
from ...models.networks.registry import save_card, save_model
from ...models.prediction.openvino_conversion import write_openvino
from ...models.training.computing import choose_computing
from ...models.training.scores import Scores
from ..telling.report import PartOf, Report
from .building import first_card
from .card_texts import texts_of
from .dataset import Dataset, open_dataset
from .judging import Judgement, calibrated, judge, member_words, score, with_judgement
from .measuring import measure
from .pictures import draw_curves, draw_reliability
from .plan import Plan, check_plan, read_plan, write_plan
from .planning import found_in, propose, with_estimate
from .running import StageRun, Trained
from .stages import Stage, stages_of
from .tiles import Compared, compare, with_tile
from .trained_on import write_trained_on

SHARE_OF_TRAINING = 0.9
"""Of the whole; the rest is judging."""


def train(request: TrainRequest, report: Report, keep_in: Path | None = None) -> dict[str, Any]:
    """Train a model, or go on with one, and keep it as a card.

    Parameters
    ----------
    request
        What is asked.
    report
        Gets the progress.
    keep_in
        Folder for card and weights, which must exist (default: that of the request).

    Raises
    ------
    UserError, ModelError
        Where data, plan or start weights cannot be used, or the folder cannot be written.
    Cancelled
        Where a stop was asked for; the best network so far is kept as the model.
    """
    folder = _folder(request)
    dataset = open_dataset(request.data)
    plan = _plan(request, dataset, folder, report)
    write_trained_on(folder, dataset, plan.folds)
    return _Training(request, dataset, plan, folder, report, keep_in or request.output).whole()


def _folder(request: TrainRequest) -> Path:
    if not NAME.fullmatch(request.name):
        raise UserError(f"A model cannot be called '{request.name}'; use a-z, 0-9, '-', '_' and '.'.")
    check_model_name(request.name)
    folder, card = run_folder(request.output, request.name), request.output / f"{request.name}.json"
    if card.exists() and not _was_trained(folder) and not request.replace:
        raise UserError(
            f"There is a model {card} that was not trained here; choose another --name, or --replace.", kind="output"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be made ({error.strerror}); choose another --output.", kind="output"
        ) from error
    return folder


def _plan(request: TrainRequest, dataset: Dataset, folder: Path, report: Report) -> Plan:
    """The plan that is given, that the run began with, or a new one; options count before it."""
    began = folder / PLAN
    if request.plan is not None:  # all is chosen: no patch is read for a proposal
        plan = _with_choices(read_plan(request.plan), request, len(np.unique(dataset.folds)))
        first_card(dataset, plan)
        stages_of(dataset, plan.folds)
        return _kept(replace(plan, found=found_in(dataset)), began)
    proposed = propose(dataset, request)
    if began.exists():
        before = read_plan(began)
        # Parts of a batch are measured: what was begun with stays.
        if _facts(before) == _facts(replace(proposed, steps=replace(proposed.steps, parts=before.steps.parts))):
            return before
    report.progress(0.0, "Measuring a step ...")
    return _kept(with_estimate(dataset, proposed, measure(dataset, proposed, request.models_folder, report)), began)


def _facts(plan: Plan) -> dict[str, Any]:
    """What must be the same where a training goes on: all that is chosen, and the data."""
    content = dataclasses.asdict(plan)
    chosen = {name: value for name, value in content.items() if name not in ("estimate", "why", "found")}
    return {**chosen, "made": plan.found.get("made")}


def _kept(plan: Plan, path: Path) -> Plan:
    if path.exists() and _was_trained(path.parent):
        before, now = _facts(read_plan(path)), _facts(plan)
        if before != now:
            other = "on other data" if before["made"] != now["made"] else "by another plan"
            raise UserError(
                f"{path.parent} holds a training {other}; choose another --name, or delete that folder to start anew."
            )
    write_plan(path, plan)
    return plan


def _was_trained(folder: Path) -> bool:
    return any(folder.glob("*/checkpoint.safetensors"))


def _with_choices(plan: Plan, request: TrainRequest, all_folds: int) -> Plan:
    network, steps = plan.network, plan.steps
    for name in ("architecture", "encoder", "start"):
        if getattr(request, name):
            network = replace(network, **{name: getattr(request, name)})
    for name in ("steps", "batch_size"):
        if getattr(request, name):
            steps = replace(steps, **{name: getattr(request, name)})
    if request.batch_size:
        steps = replace(steps, parts=1)
    folds = all_folds if request.cross_validate else plan.folds
    device = request.device if request.device != "auto" else plan.device
    changed = replace(plan, network=network, steps=steps, folds=folds, device=device)
    check_plan(changed, f"The plan {request.plan} with the options given")
    return changed


class _Training:
    """One command: all stages, one after the other, then judgement and card."""

    def __init__(
        self, request: TrainRequest, dataset: Dataset, plan: Plan, folder: Path, report: Report, keep_in: Path
    ) -> None:
        self._request, self._dataset, self._plan, self._folder = request, dataset, plan, folder
        self._report, self._keep_in = report, keep_in
        self._computing = replace(choose_computing(plan.device), parts=plan.steps.parts)
        self._stages = stages_of(dataset, plan.folds)
        self._card = first_card(dataset, plan, **texts_of(request, dataset, plan, self._computing))
        self._tiles = ""

    def whole(self) -> dict[str, Any]:
        runs = [self._run_of(stage) for stage in self._stages]
        trained: list[Trained] = []
        try:
            for number, run in enumerate(runs):
                share = SHARE_OF_TRAINING / len(runs)
                words = f"Network {number + 1} of {len(runs)}: " if len(runs) > 1 else ""
                part = PartOf(self._report, number * share, (number + 1) * share)
                trained.append(run.train(words, part, self._said(words)))
            judgement = self._judged(trained)
            self._choose_tile(trained)
        except Cancelled as error:
            raise self._stopped(runs, trained) from error
        return self._result(self._save(trained, judgement), judgement)

    def _run_of(self, stage: Stage) -> StageRun:
        return StageRun(
            self._dataset,
            self._plan,
            stage,
            self._card,
            self._folder / stage.name,
            self._computing,
            self._request.models_folder,
        )

    def _said(self, words: str) -> Callable[[str], None]:
        def said(line: str) -> None:
            draw_curves(self._folder, self._folder / CURVES)
            self._report.progress(None, f"{words}{line}")

        return said

    def _judged(self, trained: Sequence[Trained]) -> Judgement:
        scored = [self._scores(one, stage.scored) for one, stage in zip(trained, self._stages, strict=True)]
        alone = len(self._stages) == 1
        chosen = [
            self._scores(one, stage.choosing) if alone and len(stage.choosing) else Scores()
            for one, stage in zip(trained, self._stages, strict=True)
        ]
        judgement = judge(self._stages, scored, chosen)
        if judgement.verdict is not None:
            draw_reliability(judgement.verdict, self._folder / RELIABILITY)
        return judgement

    def _choose_tile(self, trained: Sequence[Trained]) -> None:
        """Keep the plan's larger tiles where they were seen to do as well on ground that does not judge."""
        wanted = self._plan.detection.tile
        if wanted <= self._card.tile_size:
            return
        compared, alone = Compared(), len(self._stages) == 1
        for one, stage in zip(trained, self._stages, strict=True):
            numbers = stage.choosing if alone else stage.scored
            compare(compared, one.network, self._card, self._dataset, numbers, wanted, self._computing)
        self._card, self._tiles = with_tile(self._card, compared)
        self._report.progress(None, f"{self._tiles[0].upper()}{self._tiles[1:]}.")

    def _scores(self, trained: Trained, numbers: Any) -> Scores:
        part = PartOf(self._report, SHARE_OF_TRAINING, 1.0)
        return score(trained.network, self._card, self._dataset, numbers, self._computing, part)

    def _save(self, trained: Sequence[Trained], judgement: Judgement | None) -> ModelCard:
        members: list[nn.Module] = [one.network for one in trained]
        card = replace(self._card, members=len(members))
        if judgement is not None:
            members = [calibrated(member, judgement.calibration) for member in members]
            card = with_judgement(card, judgement)
            card = replace(card, metrics={**card.metrics, **({"tiles": self._tiles} if self._tiles else {})})
        else:
            card = replace(card, metrics=_unjudged(trained), detection_tile=0)
        network = Ensemble(members) if len(members) > 1 else members[0]
        card = replace(card, description=f"{card.description} It stands at {member_words(trained)}.".strip())
        saved = save_model(self._keep_in, card, network.eval())
        # Who stops a training does not wait for another form of a model that goes on: the first detection makes it.
        return saved if judgement is None else self._with_openvino(saved)

    def _with_openvino(self, card: ModelCard) -> ModelCard:
        """The card with OpenVINO's form beside it, so that a machine without PyTorch can run it."""
        try:
            form = write_openvino(card, load_network(card), self._keep_in)
        except ModelError as error:
            self._report.warning(str(error))
            return card
        return save_card(replace(card, openvino=form))

    def _stopped(self, runs: Sequence[StageRun], trained: Sequence[Trained]) -> Cancelled:
        """Keep the best so far as the model, and say so."""
        kept = list(trained) or [run.best() for run in runs if run.has_best][:1]
        again = "The same command goes on from where it was."
        if not kept:
            return Cancelled(f"Stopped before any network was judged. {again}")
        card = self._save(kept, None)
        iou = kept[0].chosen_iou
        reached = "" if iou is None else f" (IoU {iou:.3f} on the patches that chose it)"
        return Cancelled(f"Stopped. The best so far{reached} is the model {card.name}, not judged yet. {again}")

    def _result(self, card: ModelCard, judgement: Judgement) -> dict[str, Any]:
        figures = ", ".join(
            f"{name} {card.metrics[name]}" for name in ("iou", "precision", "recall", "f1") if name in card.metrics
        )
        table = f"{card.name}: {figures}; threshold {card.threshold:g}, calibration error "
        table += f"{card.metrics.get('calibration_error', float('nan')):g} ({judgement.chosen_on})"
        return {
            "model": str(card.path),
            "weights": str(card.weights_path),
            "metrics": dict(card.metrics),
            "threshold": card.threshold,
            "temperature": card.temperature,
            "shift": card.shift,
            "folder": str(self._folder),
            "curves": str(self._folder / CURVES),
            "reliability": str(self._folder / RELIABILITY),
            "table": table,
        }


def _unjudged(trained: Sequence[Trained]) -> dict[str, Any]:
    ious = [round(one.chosen_iou, 3) for one in trained if one.chosen_iou is not None]
    words = "the training was stopped: IoU is that on the patches which chose the step, so it flatters"
    return {"iou_chosen": ious[0] if len(ious) == 1 else ious, "words": words} if ious else {"words": "not judged"}
