"""How often intervals of a calibration error hold the truth: simulated blocks, each with a share of target of its own.

Probabilities are right but for a shift of all blocks and a chance shift of each, as new valleys have it. By our way,
and by drawing blocks anew.
"""

from __future__ import annotations

import sys

import numpy as np
from measure import ROOT, row

sys.path.insert(0, str(ROOT / ".venv" / "src"))

from rock_glacier_inventory.models.training.scores import LOGITS, RELIABILITY_BINS, calibration_error, error_interval

REPETITIONS, RESAMPLES, MANY = 300, 200, 4_000
SIZES = (1, 1, 1, 2, 4)
GROUNDS = {
    "alike": (0.3, 0.5),
    "unlike": (1.0, 0.5),
    "very unlike": (1.5, 0.5),
    "very unlike, right on the whole": (1.5, 0.0),
}
"""Spread of the blocks' shifts, and shift of all."""
Tables = np.ndarray
Ends = tuple[float, float]


def ground(random: np.random.Generator, blocks: int, kind: str) -> Tables:
    """The reliability tables of blocks whose logits lie around -3."""
    spread, shift = GROUNDS[kind]
    probability = 1 / (1 + np.exp(-LOGITS))
    place = np.minimum((probability * RELIABILITY_BINS).astype(int), RELIABILITY_BINS - 1)
    found = []
    for _ in range(blocks):
        pixels = np.exp(-0.5 * ((LOGITS - random.normal(-3, 0.7)) / 2) ** 2)
        pixels *= random.choice(SIZES) / pixels.sum()
        target = pixels / (1 + np.exp(-LOGITS - shift - random.normal(0, spread)))
        sums = [np.bincount(place, each, RELIABILITY_BINS) for each in (pixels * probability, target, pixels)]
        found.append(np.stack(sums, axis=1))
    return np.stack(found)


def drawn_anew(random: np.random.Generator, tables: Tables) -> Ends:
    """The percentiles of the error of blocks drawn anew."""
    errors = [calibration_error(tables[random.integers(0, len(tables), len(tables))]) for _ in range(RESAMPLES)]
    low, high = np.percentile(errors, [2.5, 97.5])
    return float(low), float(high)


def covered(kind: str, blocks: int, truth: float) -> str:
    """How often each way holds the truth of a kind of ground, and what is seen on average, in words."""
    random = np.random.default_rng(9)
    each = [ground(random, blocks, kind) for _ in range(REPETITIONS)]
    seen = float(np.mean([calibration_error(tables) for tables in each]))
    own, anew = (
        100 * float(np.mean([low <= truth <= high for low, high in ends]))
        for ends in ([error_interval(t) or (0.0, 1.0) for t in each], [drawn_anew(random, t) for t in each])
    )
    return f"{blocks} blocks: {own:.1f} % (percentiles of blocks anew: {anew:.1f} %), seen {seen:.3f} on average"


def main() -> None:
    """Print a row for each kind of ground."""
    for kind in GROUNDS:
        truth = calibration_error(ground(np.random.default_rng(1), MANY, kind))
        told = "; ".join(covered(kind, blocks, truth) for blocks in (6, 30))
        what = f"intervals of a calibration error that hold the truth ({truth:.3f}), blocks {kind}"
        row(what, "90 to 97 %", told)


if __name__ == "__main__":
    main()
