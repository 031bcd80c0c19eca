"""What several networks that are averaged are worth on folds, each calibrated on the other folds as it will be.

Each network's logits are calibrated, and the mean of their probabilities is judged: what a card with members gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rock_glacier_inventory.engine.training.judging import Judgement
    from rock_glacier_inventory.models.training.scores import Calibration, Scores

SURE = 1e-6


@dataclass(frozen=True)
class Seen:
    """A scene of a fold as networks see it that never saw it: its block of ground, label, logits (members, h, w)."""

    block: int
    label: NDArray[np.uint8]
    logits: NDArray[np.float32]


Fold = list[Seen]


def logits_by_block(folds: Iterable[Fold]) -> Scores:
    """Logits of single networks, all of them."""
    from rock_glacier_inventory.models.training.scores import Scores

    scores = Scores()
    for seen in (one for fold in folds for one in fold):
        for logits in seen.logits:
            scores.add(seen.block, logits, seen.label)
    return scores


def _together(folds: Iterable[Fold], calibration: Calibration) -> Scores:
    """Logits of the mean of the calibrated probabilities."""
    from rock_glacier_inventory.models.training.scores import Scores

    scores = Scores()
    for seen in (one for fold in folds for one in fold):
        mean = calibration.probability(seen.logits.astype(np.float64)).mean(axis=0).clip(SURE, 1 - SURE)
        scores.add(seen.block, np.log(mean / (1 - mean)).astype(np.float32), seen.label)
    return scores


def judge_members(folds: list[Fold], own: Calibration | None = None) -> Judgement:
    """Calibration and threshold by all folds, and what both are worth where each fold is judged by the others'.

    `own` is the model's calibration where other folds chose that; the threshold is a probability by it.
    """
    from rock_glacier_inventory.engine.training.judging import THRESHOLDS, Judgement
    from rock_glacier_inventory.models.training.scores import Part, Verdict, best_calibration, best_logit, reliability

    parts = []
    for fold in folds:
        others = [other for other in folds if other is not fold]
        calibration = best_calibration(logits_by_block(others))
        here = _together([fold], calibration)
        parts.append(Part(here.counts(best_logit(_together(others, calibration))), reliability(here)))
    calibration = own or best_calibration(logits_by_block(folds))
    threshold = 1 / (1 + np.exp(-best_logit(_together(folds, calibration))))
    words = "threshold and calibration of each fold were chosen on the other folds"
    return Judgement(float(np.clip(threshold, *THRESHOLDS)), calibration, Verdict(tuple(parts)), words)
