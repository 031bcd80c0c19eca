"""What the networks of a plan are worth, each on ground that neither trained nor chose it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from ...models.cards.card import ModelCard
from ...models.training.computing import Computing
from ...models.training.scores import (
    AS_IT_IS,
    Calibration,
    Part,
    Scores,
    Verdict,
    best_calibration,
    best_logit,
    cross_judged,
    error_interval,
    figures_of,
    intervals_of,
    judged,
    pooled,
    reliability,
)
from ...models.training.validation import logits_of
from ..telling.report import Report
from .dataset import Dataset
from .running import Trained
from .shares import own_parts
from .stages import Numbers, Stage

THRESHOLDS = 0.01, 0.99
"""Between which a threshold is kept: detections store probabilities in bytes."""


@dataclass(frozen=True)
class Judgement:
    """`threshold` (a probability) and `calibration` for the model, and how it does on ground that chose neither.

    `verdict` is None where no ground was there to choose on and other ground to judge; `chosen_on` says in words
    where both were chosen.
    """

    threshold: float
    calibration: Calibration
    verdict: Verdict | None
    chosen_on: str

    def metrics(self) -> dict[str, Any]:
        """As a card tells them."""
        if self.verdict is None:
            return {"words": "not judged"}
        figures = figures_of(self.verdict.counts)
        intervals = intervals_of(self.verdict.counts)
        content: dict[str, Any] = {name: round(value, 3) for name, value in figures.items()}
        content |= {f"{name}_interval_95": [round(low, 3), round(high, 3)] for name, (low, high) in intervals.items()}
        content["calibration_error"] = round(self.verdict.error, 4)
        if (ends := error_interval(self.verdict.tables)) is not None:
            content["calibration_error_interval_95"] = [round(end, 4) for end in ends]
        if len(self.verdict.parts) > 1:
            content["iou_folds"] = [round(value, 3) for value in self.verdict.ious]
            content["calibration_error_folds"] = [round(value, 4) for value in self.verdict.errors]
        return {
            **content,
            "blocks_of_ground": len(self.verdict.counts),
            "words": f"pixels of ground that was not trained on, each counted once; {self.chosen_on}; intervals by "
            "whole blocks of ground",
        }


def score(
    network: nn.Module, card: ModelCard, dataset: Dataset, numbers: Numbers, computing: Computing, report: Report
) -> Scores:
    """Histograms of a network's logits on patches; of pixels that patches share, one has them."""
    network = network.to(computing.device).eval()
    samples = dataset.samples(numbers, bool(card.terrain_bands))
    scores, parts = Scores(), own_parts([str(dataset.names[number]) for number in numbers], int(dataset.facts["patch"]))
    try:
        for place, block in enumerate(samples.blocks):
            report.progress(place / len(samples), f"Judging patch {place + 1} of {len(samples)} ...")
            sample = samples[place]
            own = parts[place]
            scores.add(block, logits_of(network, card, sample, computing)[own], sample.label[own])
    finally:
        network.to("cpu")
    return scores


def judge(stages: Sequence[Stage], scored: Sequence[Scores], chosen: Sequence[Scores]) -> Judgement:
    """Threshold and calibration, and the verdict.

    Parameters
    ----------
    stages
        The networks.
    scored, chosen
        For each the scores on the ground that judges it, and on that which chose its step (may be empty).
    """
    if len(stages) > 1:
        return judge_folds(scored)
    if chosen[0].blocks:
        words = "threshold and calibration were chosen on other ground of the training side"
        return judge_by_other_ground(scored[0], chosen[0], words)
    return Judgement(0.5, AS_IT_IS, _as_it_is(scored[0]), "nothing was chosen: threshold 0.5, no calibration")


def judge_folds(scored: Sequence[Scores]) -> Judgement:
    """The same for folds of at least two networks: each is judged by what the others choose, the model by all."""
    words = "threshold and calibration of each fold were chosen on the other folds"
    return _judgement(pooled(scored), cross_judged(scored), words)


def judge_by_other_ground(scored: Scores, chosen_on: Scores, words: str) -> Judgement:
    """The same for one network: some ground chooses, other ground judges; `words` say which."""
    return _judgement(chosen_on, judged([scored], [chosen_on]), words)


def _judgement(chosen_on: Scores, verdict: Verdict, words: str) -> Judgement:
    calibration = best_calibration(chosen_on)
    threshold = float(calibration.probability(np.array(best_logit(chosen_on))))
    return Judgement(float(np.clip(threshold, *THRESHOLDS)), calibration, verdict, words)


def _as_it_is(scores: Scores) -> Verdict:
    return Verdict((Part(scores.counts(0.0), reliability(scores)),))


def calibrated(network: nn.Module, calibration: Calibration) -> nn.Module:
    """Calibrate a network's logits in the weights of its last layer, so that nothing is computed for it later."""
    layers = [module for module in network.segmentation_head.modules() if isinstance(module, nn.Conv2d)]  # type: ignore[union-attr]
    last = layers[-1]
    with torch.no_grad():
        if last.bias is None:
            last.bias = nn.Parameter(last.weight.new_zeros(last.out_channels))
        last.weight /= calibration.temperature
        last.bias.copy_((last.bias - calibration.shift) / calibration.temperature)
    return network


def member_words(trained: Sequence[Trained]) -> str:
    """At which steps the networks stood."""
    steps = ", ".join(str(one.step) for one in trained)
    return f"step {steps}" if len(trained) == 1 else f"steps {steps}"


def with_judgement(card: ModelCard, judgement: Judgement) -> ModelCard:
    """The card with threshold, calibration and metrics."""
    return dataclasses.replace(
        card,
        threshold=round(judgement.threshold, 3),
        temperature=round(judgement.calibration.temperature, 4),
        shift=round(judgement.calibration.shift, 4),
        metrics=judgement.metrics(),
    )
