"""Whether a detection may have larger tiles than the training: measured on ground that neither trained nor judges.

A network sees more around a landform in a larger tile than it ever saw in training. That costs accuracy from some
size on, and saves time, since less is computed twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from torch import nn

from ...models.cards.card import ModelCard
from ...models.training.computing import Computing
from ...models.training.samples import Sample, spread
from ...models.training.scores import Scores, best_logit, figures_of
from ...models.training.validation import logits_of
from ..training_data.layout import place_in_image
from .dataset import Dataset
from .shares import Part, own_parts
from .stages import Numbers

LOST = 0.003
"""IoU that larger tiles may cost: what chance alone does between runs."""

MOST, TRIED = 24, 96
"""Windows that are compared at most for each network, and patches around which one is looked for."""


@dataclass
class Compared:
    """Scores of the same pixels, seen in a patch and in a window as large as a tile."""

    patches: Scores = field(default_factory=Scores)
    tiles: Scores = field(default_factory=Scores)

    @property
    def ious(self) -> tuple[float, float] | None:
        """IoU in patches and in tiles, at the threshold that is best for patches; None where nothing was compared."""
        if not self.patches.blocks:
            return None
        threshold = best_logit(self.patches)
        first, second = (figures_of(scores.counts(threshold))["iou"] for scores in (self.patches, self.tiles))
        return first, second

    @property
    def are_as_good(self) -> bool:
        """Whether the tiles lose nothing that counts."""
        ious = self.ious
        return ious is not None and ious[1] >= ious[0] - LOST


def with_tile(card: ModelCard, compared: Compared) -> tuple[ModelCard, str]:
    """The card with its larger tiles where they do as well, else with those of the training; and why, in words."""
    patch, tile, ious = card.tile_size, card.tile, compared.ious
    if ious is None:
        words = f"tiles of {tile} pixels were not tried, since no patches lie so close together; {patch} it is"
    else:
        words = f"tiles of {tile} pixels instead of {patch}: IoU {ious[1]:.3f} instead of {ious[0]:.3f}"
        words += " on the ground that chose the threshold"
    return (card if compared.are_as_good else replace(card, detection_tile=0)), words


def compare(
    compared: Compared,
    network: nn.Module,
    card: ModelCard,
    dataset: Dataset,
    numbers: Numbers,
    tile: int,
    computing: Computing,
) -> None:
    """Add what a network sees on patches, and in windows of `tile` pixels that are put together of neighbours."""
    samples, side = dataset.samples(numbers, bool(card.terrain_bands)), int(dataset.facts["patch"])
    parts = own_parts([str(dataset.names[number]) for number in numbers], side)
    network = network.to(computing.device).eval()
    try:
        for window in islice(_windows(dataset, numbers, side, tile), MOST):
            sample, block, part = samples[window.place], samples.blocks[window.place], parts[window.place]
            larger = _put_together(dataset, window.members, tile, bool(card.terrain_bands))
            compared.patches.add(block, logits_of(network, card, sample, computing)[part], sample.label[part])
            inside = _moved(part, window.top, window.left)
            compared.tiles.add(block, logits_of(network, card, larger, computing)[inside], sample.label[part])
    finally:
        network.to("cpu")


@dataclass(frozen=True)
class _Window:
    """A tile of ground: which patch lies in it and where, and the patches that fill it (number, row, column in it)."""

    place: int
    top: int
    left: int
    members: list[tuple[int, int, int]]


def _windows(dataset: Dataset, numbers: Numbers, side: int, tile: int) -> Iterator[_Window]:
    """For patches here and there a window around each that is wholly shown by patches, where there is one."""
    images: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    places = [place_in_image(str(name)) for name in dataset.names]
    for number, place in enumerate(places):
        if place is not None:
            images[place.image].append((number, place.row, place.column))
    of_image = {image: np.array(rows) for image, rows in images.items()}
    middle = (tile - side) // 2
    steps = sorted({0, middle, tile - side}, key=lambda step: abs(step - middle))
    for at in spread(numbers, TRIED):
        place = places[numbers[at]]
        if place is None:
            continue
        for top, left in ((a, b) for a in steps for b in steps):
            members = _members(of_image[place.image], place.row - top, place.column - left, side, tile)
            if members:
                yield _Window(at, top, left, members)
                break


def _members(patches: NDArray[np.int64], row: int, column: int, side: int, tile: int) -> list[tuple[int, int, int]]:
    """The patches that show a window together; none where they leave a gap."""
    there = patches - (0, row, column)
    near = there[(there[:, 1:] > -side).all(axis=1) & (there[:, 1:] < tile).all(axis=1)]
    shown = np.zeros((tile, tile), bool)
    found = [(int(number), int(down), int(right)) for number, down, right in near]
    for _, down, right in found:
        shown[max(0, down) : down + side, max(0, right) : right + side] = True
    return found if shown.all() else []


def _put_together(dataset: Dataset, members: list[tuple[int, int, int]], tile: int, terrain: bool) -> Sample:
    """One sample as large as a tile, of patches that show it; its label is not filled."""
    samples = dataset.samples(np.array([number for number, _, _ in members]), terrain)
    read = [samples[place] for place in range(len(samples))]
    image = np.zeros((len(read[0].image), tile, tile), read[0].image.dtype)
    ground = None if read[0].terrain is None else np.zeros((len(read[0].terrain), tile, tile), np.float32)
    for sample, (_, down, right) in zip(read, members, strict=True):
        height, width = sample.label.shape
        there = slice(None), slice(max(0, down), down + height), slice(max(0, right), right + width)
        here = slice(None), slice(max(0, -down), tile - down), slice(max(0, -right), tile - right)
        image[there] = sample.image[here]
        if ground is not None and sample.terrain is not None:
            ground[there] = sample.terrain[here]
    return Sample(image, np.zeros((tile, tile), np.uint8), "", ground)


def _moved(part: Part, top: int, left: int) -> Part:
    rows, columns = part
    return slice(rows.start + top, rows.stop + top), slice(columns.start + left, columns.stop + left)
