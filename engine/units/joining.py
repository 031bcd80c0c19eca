"""Pieces are joined at the weakest seam first, until all that are left are seams between units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from .bodies import Bodies, bodies_of, lines_along
from .forms import forms_of
from .marks import chances
from .parting import Labels, part
from .seams import Pieces
from .weights import Weights

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SUREST = 0.99
"""What a strength is at most: simulated ground is clearer than any real one."""
_BROAD = 10.0
"""Metres (a Gaussian's standard deviation) over which the chance of a seam is averaged before pieces are looked for."""
_LEAST_DEPTH = 0.03
"""Chance: pieces with a lower rim between them are one."""
_INWARDS = 0.0005
"""Chance a metre from the edge: how much the middle of a body is calmer."""
_NO_SEAM = -6.0
LEAST_AREA = 8_500.0
"""Square metres of a unit; smaller pieces join a neighbour whatever the seam is."""


@dataclass(frozen=True)
class Parted:
    """Units in the order of how strong the seam is that parts each from the ones before.

    `labels` has 1, 2, ... in them; `parent` tells for each which of those before it becomes a part of where its cut is
    dropped (0 for the first), `strength` how sure its seam is one, from 0.5 to 1 (1 for the first), never more than of
    the one before.
    """

    labels: Labels
    parent: list[int]
    strength: list[float]

    def __len__(self) -> int:
        return len(self.parent)


def part_into_units(z: Floats, inside: Bools, cell: float, weights: Weights, surest: float) -> Parted:
    """The units of an outline.

    Parameters
    ----------
    z
        Elevations in metres without voids, on square cells, also around the outline.
    inside
        The cells of the outline.
    cell
        Metres along the side of a cell.
    weights
        What was learnt for such a DEM.
    surest
        From 0 to 1: seams that are less sure are left out.
    """
    along = lines_along(z, inside, cell)
    bodies = bodies_of(z, inside, cell, along)
    pieces = pieces_of_ground(bodies, weights.cell_odds(forms_of(bodies, along, inside, cell)), inside, cell)
    return decided(pieces, weights, surest)


def decided(pieces: Pieces, weights: Weights, surest: float) -> Parted:
    """Which pieces are units; the pieces are used up."""
    least = float(np.log(surest / (1 - surest)))
    joined: list[tuple[int, int, float]] = []
    kept: Labels | None = None
    while pieces.borders:
        pair, strength, forced = weakest(pieces, weights)
        if kept is None and not forced and strength >= least:
            kept = pieces.labels.copy()
        one, other = sorted(pair, key=pieces.area, reverse=True)
        pieces.join(one, other)
        if kept is not None:
            joined.append((one, other, strength))
    return _in_order(pieces.labels if kept is None else kept, joined)


def pieces_of_ground(bodies: Bodies, odds: Floats, inside: Bools, cell: float) -> Pieces:
    """More pieces than units: basins of the chance that a seam runs through a cell; `odds` of the cells inside."""
    whole = np.full(inside.shape, _NO_SEAM)
    whole[inside] = odds
    chance = ndimage.gaussian_filter(np.where(inside, chances(whole), 0.0), _BROAD / cell)
    chance /= np.maximum(ndimage.gaussian_filter(inside.astype(float), _BROAD / cell), 1e-9)
    return Pieces(part(chance - _INWARDS * bodies.away, inside, _LEAST_DEPTH), bodies, whole, cell)


def weakest(pieces: Pieces, weights: Weights) -> tuple[tuple[int, int], float, bool]:
    """The seam to open next, its strength, and whether it must be because a piece is no unit by itself."""
    numbers = {piece for pair in pieces.borders for piece in pair}
    smallest = min(sorted(numbers), key=pieces.area)
    forced = pieces.area(smallest) < LEAST_AREA
    pairs = [pair for pair in sorted(pieces.borders) if not forced or smallest in pair]
    strengths = {pair: weights.seam_odds(pieces.measures(pair)) for pair in pairs}
    pair = min(strengths, key=lambda one: strengths[one])
    return pair, strengths[pair], forced


def _in_order(labels: Labels, joined: list[tuple[int, int, float]]) -> Parted:
    """Number the units: what was joined last is parted first."""
    if not joined:
        return Parted((labels > 0).astype(np.int32), [0], [1.0])
    number = {joined[-1][0]: 1}
    parent, strength = [0], [1.0]
    # A seam that was joined later is no weaker one: it stays when those before it are gone.
    surest = np.maximum.accumulate([sure for _, _, sure in joined]).tolist()
    for (kept, gone, _), sure in zip(reversed(joined), reversed(surest), strict=True):
        number[gone] = len(number) + 1
        parent.append(number[kept])
        strength.append(min(float(1 / (1 + np.exp(-sure))), SUREST))
    names = np.zeros(int(labels.max()) + 1, np.int32)
    for piece, unit in number.items():
        names[piece] = unit
    return Parted(names[labels], parent, strength)
