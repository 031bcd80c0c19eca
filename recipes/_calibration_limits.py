"""What limits the calibration error of folds: how far it would fall if more were known of the ground than may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rock_glacier_inventory.models.training.scores import Calibration, Scores, Tables


def limits(folds: Sequence[Scores]) -> dict[str, float]:
    """Expected calibration errors of all folds together, by what is known of each.

    Parameters
    ----------
    folds
        Each as the network sees it that was not trained on it.
    """
    from rock_glacier_inventory.models.training.scores import best_calibration, calibration_error, pooled, reliability

    together = best_calibration(pooled(folds))
    others = [pooled(other for other in folds if other is not fold) for fold in folds]
    as_judged = [best_calibration(other) for other in others]
    told = [with_share(calibration, fold) for calibration, fold in zip(as_judged, folds, strict=True)]
    return {
        "no network, the share of target of the other folds": calibration_error(
            np.concatenate([_share_alone(fold, other) for fold, other in zip(folds, others, strict=True)])
        ),
        "as judged": calibration_error(_tables(folds, as_judged)),
        "as judged, but the share of target of each fold known": calibration_error(_tables(folds, told)),
        "calibrated on what is scored": calibration_error(reliability(pooled(folds), together)),
    }


def _tables(folds: Sequence[Scores], calibrations: Sequence[Calibration]) -> Tables:
    from rock_glacier_inventory.models.training.scores import reliability

    return np.concatenate([reliability(fold, one) for fold, one in zip(folds, calibrations, strict=True)])


def with_share(calibration: Calibration, scores: Scores) -> Calibration:
    """The same with the shift by which probabilities are right on the mean of some ground."""
    import dataclasses

    from rock_glacier_inventory.models.training.scores import LOGITS
    from scipy.optimize import brentq

    background, target = scores.total
    pixels = background + target

    def too_much(shift: float) -> float:
        probability = dataclasses.replace(calibration, shift=shift).probability(LOGITS)
        return float((pixels * probability).sum() - target.sum())

    return dataclasses.replace(calibration, shift=float(brentq(too_much, -100, 100)))


def _share_alone(fold: Scores, others: Scores) -> Tables:
    """The table of a fold where each pixel has the share of target of the others."""
    from rock_glacier_inventory.models.training.scores import RELIABILITY_BINS

    share = others.total[1].sum() / others.total.sum()
    pixels, target = fold.total.sum(), fold.total[1].sum()
    table = np.zeros((1, RELIABILITY_BINS, 3))
    table[0, int(share * RELIABILITY_BINS)] = share * pixels, target, pixels
    return table
