"""What a network is worth on ground that it was not trained on: counts by block of ground, calibration, intervals.

A histogram of logits for each block is all that is kept of a prediction, so memory does not grow with the ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .intervals import FIGURES, figure_of, interval, interval_around
from .samples import IGNORED

LIMIT, STEP = 15.0, 0.05
BINS = round(2 * LIMIT / STEP)
LOGITS: NDArray[np.float64] = (np.arange(BINS, dtype=np.float64) + 0.5) * STEP - LIMIT
"""Middle of each bin; what lies beyond is counted in the last ones."""

RELIABILITY_BINS = 15
TEMPERATURES = (0.05, 20.0)

Counts = NDArray[np.int64]
Tables = NDArray[np.float64]
"""Sums of blocks in bins of probability, (blocks, `RELIABILITY_BINS`, 3)."""


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


def reliability(scores: Scores, calibration: Calibration = AS_IT_IS) -> Tables:
    """Sum of probabilities, target pixels and all pixels of each block in `RELIABILITY_BINS` bins of probability."""
    probability = calibration.probability(LOGITS)
    place = np.minimum((probability * RELIABILITY_BINS).astype(int), RELIABILITY_BINS - 1)
    rows = [
        np.bincount(place, values, RELIABILITY_BINS)
        for background, target in scores.blocks.values()
        for values in ((background + target) * probability, target, background + target)
    ]
    return np.array(rows, np.float64).reshape(-1, 3, RELIABILITY_BINS).transpose(0, 2, 1)


def bins_of(tables: Tables) -> NDArray[np.float64]:
    """Mean probability, share that is target and number of pixels of each bin that has pixels, (bins, 3)."""
    sums = tables.sum(axis=0)
    there = sums[sums[:, 2] > 0]
    return np.stack([there[:, 0] / there[:, 2], there[:, 1] / there[:, 2], there[:, 2]], axis=1)


def calibration_error(tables: Tables) -> float:
    """Expected calibration error of all blocks together (Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602).

    As torchmetrics and netcal have it for one class: bins of equal width of the target's probability, weighed by
    their pixels. What is too much in one block and too little in another cancels out.
    """
    sums = tables.sum(axis=0)
    return float(np.abs(sums[:, 0] - sums[:, 1]).sum() / max(1.0, sums[:, 2].sum()))


def error_interval(tables: Tables) -> tuple[float, float] | None:
    """Its 95 % interval, by leaving out each block of ground; None where fewer than two blocks have pixels.

    Drawing blocks anew holds the truth less often, because their errors add to that of the mean
    (benchmarks/coverage_of_calibration.py).
    """
    tables = tables[tables[:, :, 2].sum(axis=1) > 0]
    pixels, error = tables[:, :, 2].sum(axis=1), calibration_error(tables)
    if len(tables) < 2 or not 0 < error < 1:
        return None
    without_each = np.array([calibration_error(np.delete(tables, block, axis=0)) for block in range(len(tables))])
    return interval_around(error, without_each, float(pixels.sum() ** 2 / (pixels**2).sum()))


def figures_of(counts: NDArray[np.int64]) -> dict[str, float]:
    """IoU, precision, recall and F1 of counts (blocks, 3) summed over blocks; 0 where nothing can be said."""
    return {figure: figure_of(counts, figure) or 0.0 for figure in FIGURES}


def intervals_of(counts: NDArray[np.int64]) -> dict[str, tuple[float, float]]:
    """95 % intervals of the figures, by blocks of ground; those that so few blocks have none of are left out."""
    found = {figure: interval(counts, figure) for figure in FIGURES}
    return {figure: ends for figure, ends in found.items() if ends is not None}


@dataclass(frozen=True)
class Part:
    """How one network does on ground that neither trained nor chose it.

    `counts` are hits, false and missed pixels of each block, (blocks, 3); `tables` are its `reliability`.
    """

    counts: NDArray[np.int64]
    tables: Tables


@dataclass(frozen=True)
class Verdict:
    """What was chosen on some ground, and how it does on other ground: a part for each fold."""

    parts: tuple[Part, ...]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Of all blocks, (blocks, 3)."""
        return np.concatenate([part.counts for part in self.parts])

    @property
    def tables(self) -> Tables:
        """Of all blocks, each with the calibration of its fold."""
        return np.concatenate([part.tables for part in self.parts])

    @property
    def ious(self) -> tuple[float, ...]:
        """IoU of each fold."""
        return tuple(figures_of(part.counts)["iou"] for part in self.parts)

    @property
    def error(self) -> float:
        """Expected calibration error of all folds together."""
        return calibration_error(self.tables)

    @property
    def errors(self) -> tuple[float, ...]:
        """The same of each fold alone: what a person sees who looks at one place."""
        return tuple(calibration_error(part.tables) for part in self.parts)


def judged(scored: Sequence[Scores], chosen_on: Sequence[Scores]) -> Verdict:
    """Score each fold at the threshold and with the calibration that were chosen on other ground.

    Parameters
    ----------
    scored
        Each fold as its network, which was not trained on it, sees it.
    chosen_on
        For each of them the ground that both are chosen on.
    """
    return Verdict(
        tuple(
            Part(fold.counts(best_logit(others)), reliability(fold, best_calibration(others)))
            for fold, others in zip(scored, chosen_on, strict=True)
        )
    )


def cross_judged(folds: Sequence[Scores]) -> Verdict:
    """The same where each fold is judged by what all the others say."""
    others = [pooled(other for other in folds if other is not fold) for fold in folds]
    return judged(folds, others)
