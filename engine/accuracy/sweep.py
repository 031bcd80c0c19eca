"""Scores at every threshold: what would be found if candidates of lower probability had not been kept.

Ground that several candidates cover belongs to the one of highest probability, so what is found at a threshold is a
sum over candidates, and each threshold costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..telling.diagrams import BLUE, GREY, ORANGE, Line, Panel, picture_of
from .pixels import PixelSweep
from .scores import Evaluation

Floats = npt.NDArray[np.float64]

MOST_POINTS = 200
_TEAL, _PINK = "#009E73", "#CC79A7"
COLOURS = (BLUE, ORANGE, _TEAL, _PINK)
"""Of several references, in turn."""


@dataclass(frozen=True)
class Sweep:
    """Thresholds in ascending order, with what candidates of at least that mean probability are worth, all (t,).

    `precision`, `recall` and `f1` are by area, `found` is the number of candidates, `matched` the share of them that
    match a reference, `detected` the share of references that one of them matches.
    """

    threshold: Floats
    precision: Floats
    recall: Floats
    f1: Floats
    found: Floats
    matched: Floats
    detected: Floats

    @property
    def best(self) -> int:
        """Place of the threshold of the highest F1."""
        return int(np.argmax(self.f1))

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        best = self.best
        return {
            "best_threshold": float(self.threshold[best]),
            "best_f1": float(self.f1[best]),
            "thresholds": np.round(self.threshold, 6).tolist(),
            "precision": np.round(self.precision, 6).tolist(),
            "recall": np.round(self.recall, 6).tolist(),
            "f1": np.round(self.f1, 6).tolist(),
            "candidates": self.found.astype(int).tolist(),
            "matched_candidates": np.round(self.matched, 6).tolist(),
            "matched_references": np.round(self.detected, 6).tolist(),
        }


def sweep_of(result: Evaluation, probability: Floats, minimum_iou: float) -> Sweep | None:
    """Scores by the mean probability of candidates, shape (n,); None where fewer than two values are known.

    Candidates without a probability are in at every threshold, as nothing speaks for leaving them out.
    """
    known = np.isfinite(probability)
    values = np.unique(probability[known])
    references = float(result.compared.truth.areas.sum())
    if len(values) < 2 or references <= 0:
        return None
    if len(values) > MOST_POINTS:
        values = np.unique(np.quantile(probability[known], np.linspace(0, 1, MOST_POINTS), method="nearest"))
    highest = np.where(known, probability, np.inf)
    compared = result.compared
    hits, areas = compared.found_hits, compared.found.areas
    good = compared.pairs.iou >= minimum_iou
    reached = np.full(len(result.reference_iou), -np.inf)
    np.maximum.at(reached, compared.pairs.theirs[good], highest[compared.pairs.ours[good]])
    is_matched = (result.candidate_iou >= minimum_iou).astype(float)
    hit, area, found, matched = (
        _from(values, highest, each) for each in (hits, areas, np.ones(len(areas)), is_matched)
    )
    detected = _from(values, reached, np.ones(len(reached)))
    return Sweep(
        values,
        hit / np.maximum(area, 1e-9),
        hit / references,
        2 * hit / (area + references),
        found,
        matched / np.maximum(found, 1),
        detected / len(reached),
    )


def _from(thresholds: Floats, probability: Floats, weight: Floats) -> Floats:
    """Sum of the weights of what has at least each threshold's probability, (t,)."""
    order = np.argsort(probability)
    sums = np.concatenate((np.cumsum(weight[order][::-1])[::-1], [0.0]))
    return np.asarray(sums[np.searchsorted(probability[order], thresholds, side="left")])


def picture(sweeps: Sequence[tuple[str, Sweep]], pixels: PixelSweep | None = None) -> str:
    """Precision against recall, one line for each reference, and the scores of the first against the threshold.

    `pixels` are those of a probability raster against the first.
    """
    lines = []
    for number, (name, sweep) in enumerate(sweeps):
        colour, points = COLOURS[number % len(COLOURS)], np.column_stack((sweep.recall, sweep.precision))
        lines.append(Line(f"against {name}", points, colour, dashed=number >= len(COLOURS)))
        lines.append(_best(sweep, points, colour))
    if pixels is not None:
        points = np.column_stack((pixels.recall, pixels.precision))
        lines += [Line(f"pixels, against {sweeps[0][0]}", points, GREY, dashed=True), _best(pixels, points, GREY)]
    first = sweeps[0][1]
    low, high = float(first.threshold[0]), float(first.threshold[-1])
    scores = (("precision", first.precision, BLUE), ("recall", first.recall, ORANGE), ("F1", first.f1, GREY))
    by_threshold = [
        Line(name, np.column_stack((first.threshold, values)), colour, dashed=name == "F1")
        for name, values, colour in scores
    ]
    across = "mean probability of a candidate, at least"
    return picture_of(
        [
            Panel("Precision against recall, by area", "recall", (0, 1), (0, 1), lines, low=True),
            Panel(f"Against {sweeps[0][0]}", across, (low, high), (0, 1), by_threshold, low=True),
        ]
    )


def _best(sweep: Sweep | PixelSweep, points: Floats, colour: str) -> Line:
    """The place of the highest F1."""
    best = sweep.best
    words = f"F1 {sweep.f1[best]:.2f} from {sweep.threshold[best]:.2f} on"
    return Line(words, points[best : best + 1], colour, dots=True)
