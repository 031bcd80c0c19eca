"""Which patches are trained on, which choose, and which judge: never the same ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...inventory.errors import UserError
from ..training_data.layout import CHOOSING, TRAINED_BEFORE, TRAINING, VALIDATION
from .dataset import Dataset

Numbers = NDArray[np.int64]

FEW = 3
"""Up to so many folds none is spared to choose a step: the last one counts."""


@dataclass(frozen=True)
class Stage:
    """One network: numbers of the patches that train it, that choose its best step, and that judge it.

    `choosing` is empty where there is no ground to spare; then the last step counts.
    """

    name: str
    training: Numbers
    choosing: Numbers
    scored: Numbers


def stages_of(dataset: Dataset, folds: int) -> list[Stage]:
    """The networks that are trained.

    Parameters
    ----------
    dataset
        The training data.
    folds
        0 for the two sides: one network, judged by the side `VALIDATION`, its best step, threshold and
        temperature chosen on one fold of the other side. Else all folds (their number is that of the data): one
        network each, judged by that fold, its best step chosen on the next one where there are more than `FEW`.

    Raises
    ------
    UserError
        Where a side or fold lacks target or background, or there are not so many folds.
    """
    if folds == 0:
        return [_sides(dataset)]
    there = np.unique(dataset.folds)
    if folds != len(there):
        raise UserError(
            f"The training data in {dataset.folder} have {len(there)} folds, not {folds}; give --folds {len(there)}, "
            "or make the data anew with another number."
        )
    if folds < 2:
        raise UserError(f"The training data in {dataset.folder} have one fold, so none can judge; train on the sides.")
    stages = []
    for place, fold in enumerate(there):
        scored = dataset.folds == fold
        # Of few folds, one that chooses would be missed by the training more than a step well chosen is worth.
        chosen = dataset.folds == there[(place + 1) % folds] if folds > FEW else np.zeros(len(dataset), bool)
        stages.append(
            Stage(
                f"fold-{place + 1}", np.flatnonzero(~chosen & ~scored), np.flatnonzero(chosen), np.flatnonzero(scored)
            )
        )
    for stage in stages:
        _check(dataset, stage.training, f"The training patches of {stage.name}")
        _check(dataset, stage.scored, f"The patches of {stage.name}")
    return stages


def _sides(dataset: Dataset) -> Stage:
    training, scored = np.flatnonzero(dataset.sides == TRAINING), np.flatnonzero(dataset.sides == VALIDATION)
    _check(dataset, training, f"The side '{TRAINING}'")
    if not len(scored):
        raise UserError(
            f"The training data in {dataset.folder} have no side '{VALIDATION}' to judge by; make them anew with a "
            "split."
        )
    _check(dataset, scored, f"The side '{VALIDATION}'")
    folds = dataset.folds[training]
    usable = [
        fold
        for fold in np.unique(folds)
        if _has_both(dataset, training[folds == fold]) and _has_both(dataset, training[folds != fold])
    ]
    if CHOOSING in dataset.facts["split"]:  # on any other fold the start weights were trained
        usable = [fold for fold in usable if fold == dataset.facts["split"][CHOOSING]]
    usable = [fold for fold in usable if fold not in dataset.facts["split"].get(TRAINED_BEFORE, ())]
    if not usable:
        return Stage("sides", training, np.zeros(0, np.int64), scored)
    smallest = min(usable, key=lambda fold: (int(dataset.target[training[folds == fold]].sum()), int(fold)))
    return Stage("sides", training[folds != smallest], training[folds == smallest], scored)


def _has_both(dataset: Dataset, numbers: Numbers) -> bool:
    return bool(dataset.target[numbers].sum() and dataset.background[numbers].sum())


def _check(dataset: Dataset, numbers: Numbers, words: str) -> None:
    for pixels, what, advice in (
        (dataset.target, dataset.facts["target"], "add outlines"),
        (dataset.background, "ground that is none", "add ground that somebody looked at (training-data --background)"),
    ):
        if not pixels[numbers].sum():
            raise UserError(
                f"{words} of {dataset.folder} show no {what}, so nothing can be learnt or judged; {advice}."
            )


def choosing_fold(dataset: Dataset, folds: int) -> int | None:
    """The fold that alone chooses step and threshold of a model by the two sides; None where there is none."""
    chosen = stages_of(dataset, 0)[0].choosing if folds == 0 else np.zeros(0, np.int64)
    return int(dataset.folds[chosen[0]]) if len(chosen) else None
