"""Two models side by side, on blocks of ground that neither was trained on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...models.cards.card import ModelCard
from ...models.networks.network import load_network
from ...models.training.computing import choose_computing
from ...models.training.intervals import figure_of, paired_difference
from ..telling.report import PartOf, Report
from ..training.dataset import Dataset
from ..training.judging import score

FIGURE = "f1"


@dataclass(frozen=True)
class Comparison:
    """F1 by area of an old and a new model, each at its own threshold, and by how much the new one is higher.

    `low` and `high` are the ends of the 95 % interval of the difference, by whole blocks of ground, the same ones for
    both.
    """

    old: float
    new: float
    difference: float
    low: float
    high: float
    blocks: int

    @property
    def is_better(self) -> bool:
        """Whether the new one is the better one, by whatever little."""
        return self.difference > 0

    @property
    def content(self) -> dict[str, Any]:
        """For a report."""
        return {
            "f1_old": round(self.old, 4),
            "f1_new": round(self.new, 4),
            "f1_difference": round(self.difference, 4),
            "f1_difference_interval_95": [round(self.low, 4), round(self.high, 4)],
            "blocks_of_ground": self.blocks,
            "is_better": self.is_better,
            "is_sure": self.low > 0 or self.high < 0,
        }

    @property
    def words(self) -> str:
        """Both figures, in a sentence without its end."""
        where = f"on {self.blocks} block{'s' * (self.blocks != 1)} of ground that neither was trained on"
        interval = f"difference {self.difference:+.3f}, 95 % interval {self.low:+.3f} to {self.high:+.3f}"
        return f"F1 {self.new:.3f} instead of {self.old:.3f} {where} ({interval})"


def compare(
    old: ModelCard, new: ModelCard, dataset: Dataset, numbers: NDArray[np.int64], device: str, report: Report
) -> Comparison:
    """Let both models find the target on the same patches.

    Parameters
    ----------
    old, new
        The models; bands are the same.
    dataset, numbers
        Training data, and the numbers of the patches, none of which either was trained on.
    device
        Where to compute.
    report
        Gets the progress.
    """
    computing = choose_computing(device)
    counts = []
    for place, card in enumerate((old, new)):
        part = PartOf(report, place / 2, (place + 1) / 2)
        scores = score(load_network(card), card, dataset, numbers, computing, part)
        counts.append(scores.counts(math.log(card.threshold / (1 - card.threshold))))
    difference, low, high = paired_difference(counts[0], counts[1], FIGURE)
    before, after = (figure_of(one, FIGURE) or 0.0 for one in counts)
    return Comparison(before, after, difference, low, high, len(counts[0]))
