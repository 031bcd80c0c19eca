"""What a network is worth on ground that it was not trained on: counts by block of ground, calibration, intervals.

A histogram of logits for each block is all that is kept of a prediction, so memory does not grow with the ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .intervals import FIGURES, figure_of, interval
from .samples import IGNORED

LIMIT, STEP = 15.0, 0.05
BINS = round(2 * LIMIT / STEP)
LOGITS: NDArray[np.float64] = (np.arange(BINS, dtype=np.float64) + 0.5) * STEP - LIMIT
"""Middle of each bin; what lies beyond is counted in the last ones."""

RELIABILITY_BINS = 15
TEMPERATURES = (0.05, 20.0)

Counts = NDArray[np.int64]


@dataclass
class Scores:
    """Known pixels of each block of ground by label (0, 1) and logit: `blocks[block]` is (2, `BINS`)."""

    blocks: dict[int, Counts] = field(default_factory=dict)

    def add(self, block: int, logits: NDArray[np.float32], label: NDArray[np.uint8]) -> None:
        """Count the pixels of one patch; those that nobody looked at count nowhere."""
        bins = np.clip(((logits + LIMIT) / STEP).astype(np.int64), 0, BINS - 1)
        known = label != IGNORED
        found = np.bincount(bins[known] + BINS * (label[known] == 1), minlength=2 * BINS).reshape(2, BINS)
        self.blocks[block] = self.blocks.get(block, np.zeros((2, BINS), np.int64)) + found

    @property
    def total(self) -> Counts:
        """Of all blocks together, (2, `BINS`)."""
        return sum(self.blocks.values(), np.zeros((2, BINS), np.int64))

    def counts(self, logit: float) -> NDArray[np.int64]:
        """Hits, false and missed pixels of each block, (blocks, 3), where target is what lies at or above a logit."""
        first = int(np.clip(round((logit + LIMIT) / STEP), 0, BINS))
        each = np.array(list(self.blocks.values()), np.int64).reshape(-1, 2, BINS)
        return np.stack([each[:, 1, first:].sum(1), each[:, 0, first:].sum(1), each[:, 1, :first].sum(1)], axis=1)


def pooled(scores: Iterable[Scores]) -> Scores:
    """All blocks of several folds; a block stands in one fold only."""
    together = Scores()
    for each in scores:
        together.blocks |= each.blocks
    return together


def best_logit(scores: Scores) -> float:
    """The logit from which up pixels are target so that the IoU of all blocks together is highest.

    Between thresholds of the same IoU the middle one is taken.
    """
    background, target = scores.total[:, ::-1].cumsum(axis=1)[:, ::-1]
    iou = target / np.maximum(1, target[0] + background)
    best = np.flatnonzero(iou == iou.max())
    return float(best[len(best) // 2] * STEP - LIMIT)


@dataclass(frozen=True)
class Calibration:
    """What makes probabilities right: a logit becomes ``(logit - shift) / temperature`` (Platt 1999).

    The temperature (Guo et al. 2017, doi:10.48550/arXiv.1706.04599) takes back what a network is too sure of, the
    shift that it was shown the target more often than the ground has it (Saerens et al. 2002,
    doi:10.1162/089976602753284446).
    """

    temperature: float = 1.0
    shift: float = 0.0

    def apply(self, logits: NDArray[Any]) -> NDArray[Any]:
        """The logits whose probabilities are right."""
        calibrated: NDArray[Any] = (logits - self.shift) / self.temperature
        return calibrated

    def probability(self, logits: NDArray[Any]) -> NDArray[Any]:
        """The right probabilities."""
        probability: NDArray[Any] = 1 / (1 + np.exp(-self.apply(logits)))
        return probability


AS_IT_IS = Calibration()


def best_calibration(scores: Scores) -> Calibration:
    """The one by which the labels of all known pixels are likeliest; without one of the two labels, none."""
    from scipy.optimize import minimize

    background, target = scores.total
    pixels = background.sum() + target.sum()
    if not background.sum() or not target.sum():
        return AS_IT_IS

    def surprise(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scaled = values[0] * LOGITS + values[1]
        probability = 1 / (1 + np.exp(-scaled))
        slope = (background * probability - target * (1 - probability)) / pixels
        loss = target * np.logaddexp(0, -scaled) + background * np.logaddexp(0, scaled)
        return float(loss.sum() / pixels), np.array([(slope * LOGITS).sum(), slope.sum()])

    sharpness = (1 / TEMPERATURES[1], 1 / TEMPERATURES[0])
    found = minimize(surprise, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[sharpness, (-50.0, 50.0)])
    return Calibration(float(1 / found.x[0]), float(-found.x[1] / found.x[0]))


def reliability(scores: Scores, calibration: Calibration = AS_IT_IS) -> NDArray[np.float64]:
    """Mean probability, share that is target, and number of pixels for each of `RELIABILITY_BINS` bins, (bins, 3).

    Bins without a pixel are left out.
    """
    background, target = scores.total
    probability = calibration.probability(LOGITS)
    place = np.minimum((probability * RELIABILITY_BINS).astype(int), RELIABILITY_BINS - 1)
    pixels = np.bincount(place, background + target, RELIABILITY_BINS)
    hits = np.bincount(place, target, RELIABILITY_BINS)
    sums = np.bincount(place, (background + target) * probability, RELIABILITY_BINS)
    there = pixels > 0
    return np.stack([sums[there] / pixels[there], hits[there] / pixels[there], pixels[there]], axis=1)


def calibration_error(bins: NDArray[np.float64]) -> float:
    """Expected calibration error of the bins of `reliability` (Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602)."""
    return float((np.abs(bins[:, 0] - bins[:, 1]) * bins[:, 2]).sum() / bins[:, 2].sum())


def figures_of(counts: NDArray[np.int64]) -> dict[str, float]:
    """IoU, precision, recall and F1 of counts (blocks, 3) summed over blocks; 0 where nothing can be said."""
    return {figure: figure_of(counts, figure) or 0.0 for figure in FIGURES}


def intervals_of(counts: NDArray[np.int64]) -> dict[str, tuple[float, float]]:
    """95 % intervals of the figures, by blocks of ground; those that so few blocks have none of are left out."""
    found = {figure: interval(counts, figure) for figure in FIGURES}
    return {figure: ends for figure, ends in found.items() if ends is not None}


@dataclass(frozen=True)
class Verdict:
    """What was chosen on some ground, and how it does on other ground.

    `counts` are hits, false and missed pixels of each scored block, (blocks, 3); `bins` their reliability.
    """

    counts: NDArray[np.int64]
    bins: NDArray[np.float64]
    folds: tuple[float, ...]
    """IoU of each fold."""

    @property
    def error(self) -> float:
        """Expected calibration error."""
        return calibration_error(self.bins)


def merged_bins(bins: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Reliability of several folds together, each with its own calibration."""
    rows = np.concatenate(bins)
    place = np.minimum((rows[:, 0] * RELIABILITY_BINS).astype(int), RELIABILITY_BINS - 1)
    pixels = np.bincount(place, rows[:, 2], RELIABILITY_BINS)
    there = pixels > 0
    columns = [np.bincount(place, rows[:, k] * rows[:, 2], RELIABILITY_BINS)[there] / pixels[there] for k in (0, 1)]
    return np.stack([*columns, pixels[there]], axis=1)


def judged(scored: Sequence[Scores], chosen_on: Sequence[Scores]) -> Verdict:
    """Score each fold at the threshold and with the calibration that were chosen on other ground.

    Parameters
    ----------
    scored
        Each fold as its network, which was not trained on it, sees it.
    chosen_on
        For each of them the ground that both are chosen on.
    """
    counts, bins = [], []
    for fold, others in zip(scored, chosen_on, strict=True):
        counts.append(fold.counts(best_logit(others)))
        bins.append(reliability(fold, best_calibration(others)))
    folds = tuple(figures_of(one)["iou"] for one in counts)
    return Verdict(np.concatenate(counts), merged_bins(bins), folds)


def cross_judged(folds: Sequence[Scores]) -> Verdict:
    """The same where each fold is judged by what all the others say."""
    others = [pooled(other for other in folds if other is not fold) for fold in folds]
    return judged(folds, others)
