"""Mirrored, turned and shifted copies of tiles, whose probabilities are averaged: outlines become steadier.

A network sees the ground through steps of 8, 16 or 32 pixels, so its answer changes a little with where the tile
begins. Mirroring and turning alone leave most of that; copies that are shifted by a part of a step, each by another
one, take it away at no further cost. Needs no torch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..cards.card import ModelCard
from .terrain import turned


class Copy(NamedTuple):
    """How a copy is made: mirrored, turned to the left by quarters, then moved down and to the right by pixels."""

    mirrored: bool
    quarters: int
    down: int
    right: int


COPIES = (
    Copy(False, 0, 0, 0),
    Copy(False, 1, 8, 8),
    Copy(False, 2, 4, 12),
    Copy(False, 3, 12, 4),
    Copy(True, 0, 2, 6),
    Copy(True, 1, 10, 14),
    Copy(True, 2, 6, 2),
    Copy(True, 3, 14, 10),
)
"""All eight ways to lay a square; the shifts lie evenly in a step of 16 pixels."""


def copy_of(card: ModelCard, tiles: NDArray[Any], copy: Copy) -> NDArray[Any]:
    """A copy of tiles (n, bands, h, w), of the same number of pixels; what a shift lays bare repeats the edge."""
    count = len(card.image_bands)
    image = tiles[:, :count] if card.terrain_bands else tiles
    if copy.mirrored:
        image = image[..., ::-1]
    made = np.rot90(image, copy.quarters, axes=(-2, -1))
    if card.terrain_bands:
        made = np.concatenate([made, turned(tiles[:, count:], copy.quarters, copy.mirrored)], axis=1)
    height, width = made.shape[-2:]
    around = ((0, 0), (0, 0), (copy.down, 0), (copy.right, 0))
    return np.ascontiguousarray(np.pad(made, around, mode="edge")[..., :height, :width])


def laid_back(probabilities: NDArray[np.float32], copy: Copy) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Probabilities (..., h, w) of a copy, as the tile itself lies, and where the copy saw it (h, w): 1, else 0."""
    height, width = probabilities.shape[-2:]
    seen = np.zeros((height, width), np.float32)
    seen[: height - copy.down, : width - copy.right] = 1
    laid = np.zeros_like(probabilities)
    laid[..., : height - copy.down, : width - copy.right] = probabilities[..., copy.down :, copy.right :]
    laid, seen = np.rot90(laid, -copy.quarters, axes=(-2, -1)), np.rot90(seen, -copy.quarters)
    return (laid[..., ::-1], seen[..., ::-1]) if copy.mirrored else (laid, seen)


def mean_of_copies(
    card: ModelCard, tiles: NDArray[Any], predict: Callable[[NDArray[Any]], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """The mean of the probabilities of all copies of tiles.

    Parameters
    ----------
    card
        Says what the bands are: what is known of a ground's slopes turns with it.
    tiles
        (n, bands, h, w), more than 16 pixels high and wide.
    predict
        Gives probabilities (n, ..., h, w) for tiles.
    """
    first, *others = COPIES
    total, count = laid_back(predict(copy_of(card, tiles, first)), first)
    total, count = total.copy(), count.copy()
    for copy in others:
        laid, seen = laid_back(predict(copy_of(card, tiles, copy)), copy)
        total += laid
        count += seen
    total /= count
    return total
