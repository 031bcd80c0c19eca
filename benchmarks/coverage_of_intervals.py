"""How often intervals of accuracy hold the truth: simulated blocks of ground, by our way and by drawing blocks anew.

Blocks are lognormal in size (sigma 0.5 to 1), some are empty, and how well the model does varies from block to block,
in one of the three kinds of ground with their size.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
from measure import ROOT, row

sys.path.insert(0, str(ROOT / ".venv" / "src"))

from rock_glacier_inventory.models.training.intervals import figure_of, interval, paired_difference

REPETITIONS, RESAMPLES, MANY = 500, 600, 400_000
GROUNDS = {
    "even": (0.5, 0.5, 0.0, 0.0),
    "uneven": (1.0, 0.5, 0.2, 0.0),
    "uneven, larger is easier": (1.0, 1.0, 0.2, 0.5),
}
"""Sigma of the sizes, spread of the recall, share of empty blocks, how much the recall grows with size."""
Counts = np.ndarray
Ends = tuple[float, float]


def ground(random: np.random.Generator, blocks: int, kind: str) -> Counts:
    """Hit, false and missed of each block."""
    sigma, spread, empty, easier = GROUNDS[kind]
    large, luck = random.normal(size=blocks), random.normal(size=blocks)
    size = 1000 * np.exp(sigma * large) * (random.random(blocks) >= empty)
    hit = size / (1 + np.exp(-0.8 - spread * luck - easier * large))
    false = 400 * np.exp(sigma * (0.6 * large + 0.8 * random.normal(size=blocks)))
    false *= np.exp(0.5 * spread * (random.normal(size=blocks) - luck)) * (random.random(blocks) >= 0.2)
    return np.stack([hit, false, size - hit], axis=1)


def better(random: np.random.Generator, counts: Counts) -> Counts:
    """The same ground as a better model sees it, which loses a little elsewhere."""
    hit, false, missed = counts.T
    more = missed * np.clip(0.25 * np.exp(0.4 * random.normal(size=len(hit))), 0, 1)
    lost = np.where(random.random(len(hit)) < 0.3, 0.15 * hit, 0)
    return np.stack(
        [hit + more - lost, false * np.exp(-0.1 + 0.4 * random.normal(size=len(hit))), missed - more + lost], 1
    )


def drawn_anew(random: np.random.Generator, counts: Counts) -> Ends:
    """The percentiles of the F1 of blocks drawn anew."""
    sums = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), RESAMPLES) @ counts
    low, high = np.percentile(2 * sums[:, 0] / np.maximum(2 * sums[:, 0] + sums[:, 1] + sums[:, 2], 1e-9), [2.5, 97.5])
    return float(low), float(high)


def held(truth: float, ends: Callable[[np.random.Generator], Ends]) -> float:
    """Percentage of repetitions in which an interval holds the truth."""
    random = np.random.default_rng(9)
    found = [ends(random) for _ in range(REPETITIONS)]
    return 100 * float(np.mean([low <= truth <= high for low, high in found]))


def covered(kind: str, blocks: int, truth: float, gain: float) -> str:
    """How often each way holds the truth of a kind of ground, in words."""
    own = held(truth, lambda random: interval(ground(random, blocks, kind), "f1") or (0.0, 1.0))
    anew = held(truth, lambda random: drawn_anew(random, ground(random, blocks, kind)))
    pair = held(gain, lambda random: _difference(random, ground(random, blocks, kind)))
    return f"{blocks} blocks: {own:.1f} %, differences {pair:.1f} % (percentiles of blocks anew: {anew:.1f} %)"


def main() -> None:
    """Print a row for each kind of ground."""
    for kind in GROUNDS:
        random = np.random.default_rng(1)
        many = ground(random, MANY, kind)
        truth, gain = figure_of(many, "f1") or 0.0, paired_difference(many, better(random, many), "f1")[0]
        told = "; ".join(covered(kind, blocks, truth, gain) for blocks in (6, 30, 100))
        what = f"intervals of F1 that hold the truth, {REPETITIONS} repetitions, {kind}"
        row(what, "93 to 97 % from 30 on", told)


def _difference(random: np.random.Generator, old: Counts) -> Ends:
    return paired_difference(old, better(random, old), "f1")[1:]


if __name__ == "__main__":
    main()
