"""Pieces are joined at the weakest seam first, until all that are left are seams between units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bodies import bodies_of
from .parting import Labels, part
from .seams import Pieces
from .weights import CONSTANT, WEIGHTS

LEAST_DEPTH = 1.0
"""Of a basin, so that it is a piece."""
LEAST_AREA = 8_500.0
"""Square metres of a unit; smaller pieces join a neighbour whatever the seam is."""


@dataclass(frozen=True)
class Parted:
    """Units in the order of how strong the seam is that parts each from the ones before.

    `labels` has 1, 2, ... in them; `parent` tells for each which of those before it becomes a part of where its cut is
    dropped (0 for the first), `strength` how sure its seam is one, from 0.5 to 1 (1 for the first).
    """

    labels: Labels
    parent: list[int]
    strength: list[float]

    def __len__(self) -> int:
        return len(self.parent)


def part_into_units(z: npt.NDArray[np.float64], inside: npt.NDArray[np.bool_], cell: float, surest: float) -> Parted:
    """The units of an outline.

    Parameters
    ----------
    z
        Elevations in metres without voids, on square cells, also around the outline.
    inside
        The cells of the outline.
    cell
        Metres along the side of a cell.
    surest
        From 0 to 1: seams that are less sure are left out.
    """
    bodies = bodies_of(z, inside, cell)
    pieces = Pieces(part(bodies.field, inside, LEAST_DEPTH), bodies, cell)
    least = float(np.log(surest / (1 - surest)))
    joined: list[tuple[int, int, float]] = []
    kept: Labels | None = None
    while pieces.borders:
        pair, strength, forced = weakest(pieces)
        if kept is None and not forced and strength >= least:
            kept = pieces.labels.copy()
        one, other = sorted(pair, key=pieces.area, reverse=True)
        pieces.join(one, other)
        if kept is not None:
            joined.append((one, other, strength))
    return _in_order(pieces.labels if kept is None else kept, joined)


def weakest(pieces: Pieces) -> tuple[tuple[int, int], float, bool]:
    """The seam to open next, its strength, and whether it must be because a piece is no unit by itself."""
    numbers = {piece for pair in pieces.borders for piece in pair}
    smallest = min(sorted(numbers), key=pieces.area)
    forced = pieces.area(smallest) < LEAST_AREA
    pairs = [pair for pair in sorted(pieces.borders) if not forced or smallest in pair]
    strengths = {pair: CONSTANT + float(pieces.measures(pair) @ WEIGHTS) for pair in pairs}
    pair = min(strengths, key=lambda one: strengths[one])
    return pair, strengths[pair], forced


def _in_order(labels: Labels, joined: list[tuple[int, int, float]]) -> Parted:
    """Number the units: what was joined last is parted first."""
    if not joined:
        return Parted((labels > 0).astype(np.int32), [0], [1.0])
    number = {joined[-1][0]: 1}
    parent, strength = [0], [1.0]
    for kept, gone, sure in reversed(joined):
        number[gone] = len(number) + 1
        parent.append(number[kept])
        strength.append(float(1 / (1 + np.exp(-sure))))
    names = np.zeros(int(labels.max()) + 1, np.int32)
    for piece, unit in number.items():
        names[piece] = unit
    return Parted(names[labels], parent, strength)
