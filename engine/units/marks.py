"""What a seam shows of the cells that it runs through, and of the two pieces beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bodies import Bodies

Floats = npt.NDArray[np.float64]

MARKS = (
    "chance",
    "odds",
    "odds, weak part",
    "odds, middle",
    "odds, strong part",
    "length",
    "chance inside the smaller",
    "chance inside the larger",
    "outer rim of the smaller",
    "outer rim of the larger",
    "smaller is long",
    "larger is long",
    "toe of the smaller is higher",
    "head of the smaller is higher",
    "share",
    "size of the larger",
    "length of its rim",
    "above the calm ground",
    "weakest 60 m",
)
"""What is measured, in this order; `marks_of` says how."""
_WEAKEST = 60.0
"""Metres of a seam."""
_MOST_ODDS = 6.0


@dataclass(frozen=True)
class Marked:
    """Of a piece: its cells and those of its rim (counts), the mean and a low chance of a seam in it, the share of its
    rim on the outline, how long it is for its width (logarithm), and the elevations of its toe and head.
    """

    cells: int
    rim: int
    chance: float
    calm: float
    outer: float
    long: float
    toe: float
    head: float


def chances(odds: Floats) -> Floats:
    """From 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def marked(bodies: Bodies, odds: Floats, cells: npt.NDArray[np.intp], rim: int, cell: float) -> Marked:
    """What is known of a piece of so many cells (rows and columns)."""
    place = tuple(cells)
    chance, z = chances(odds[place]), bodies.z[place]
    spread = np.cov(cells) + 0.1 * np.eye(2) if cells.shape[1] > 2 else np.eye(2)
    short, wide = np.linalg.eigvalsh(spread)
    low = float(np.percentile(chance, 10))
    toe, head = (float(one) for one in np.percentile(z, (3, 97)))
    outer = float((bodies.away[place] < 1.6 * cell).sum()) / max(rim, 1)
    long = 0.5 * float(np.log(wide / short))
    return Marked(cells.shape[1], max(rim, 1), float(chance.mean()), low, outer, long, toe, head)


def marks_of(odds: Floats, rows: npt.NDArray[np.intp], one: Marked, other: Marked, cell: float) -> list[float]:
    """What is measured at a seam; see `MARKS`.

    Chance and odds are that a cell is one of a seam: means, and the odds that a fifth, a half and four fifths of the
    seam's cells stay below. Length is the logarithm of the seam's over 100 m; toes and heads are in 50 m; share is the
    logarithm of the smaller's part of the larger, size that of the larger over 2 hectares; above the calm ground is
    how much the weak part of the seam stands out of the calmest tenth of the pieces.
    """
    small, large = sorted((one, other), key=lambda piece: piece.cells)
    sides = np.clip(odds[rows[:, :2]], -_MOST_ODDS, _MOST_ODDS)
    along, chance = sides.mean(axis=1), chances(odds[rows[:, :2]]).max(axis=1)
    length = len(rows) * cell * 0.8  # steps of cells make a slanting line longer than it is
    weakest = np.sort(chance)[: max(1, int(_WEAKEST / cell / 0.8))]
    return [
        float(chance.mean()),
        float(along.mean()),
        *np.percentile(along, (20, 50, 80)).tolist(),
        float(np.log(length / 100)),
        small.chance,
        large.chance,
        small.outer,
        large.outer,
        small.long,
        large.long,
        (small.toe - large.toe) / 50,
        (small.head - large.head) / 50,
        float(np.log(small.cells / large.cells)),
        float(np.log(large.cells * cell**2 / 2e4)),
        length / (small.rim * cell),
        float(np.percentile(chance, 20)) - max(small.calm, large.calm),
        float(weakest.mean()),
    ]
