"""Random batches of changed patches, made ahead of the network in threads of their own."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Barrier
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..cards.card import ModelCard
from ..prediction.scaling import scale_to_unit
from ..prediction.terrain import terrain_bands, unit_terrain
from .augmentation import Patch, patch_of, random_window
from .samples import IGNORED, Sample, Samples

if TYPE_CHECKING:
    from .training import Settings

TRIES = 8
"""Windows that are drawn until one is of use; then the last is taken: some images have none."""

LEAST_KNOWN = 0.05
"""Share of its pixels from which a window is of use: of ground that nobody looked at nothing is learnt."""

LEAST_TARGET = 0.01
"""Share of its pixels from which a window shows the target."""

AHEAD = 3
"""Batches that are made before they are wanted, which bounds the memory."""

THREADS = max(1, min(8, (os.cpu_count() or 2) - 1))
"""That make them. All chance of a step is its own, so their order decides nothing."""


class Batches:
    """Batches of one training, each made of the seed and the number of its step alone.

    Parameters
    ----------
    card
        Says how values are scaled, and which bands of the terrain are read.
    samples
        What is drawn from.
    settings
        How.
    showing
        Numbers of the samples that show the target, where that is known without looking: a patch that must
        show it is drawn from these.
    """

    def __init__(self, card: ModelCard, samples: Samples, settings: Settings, showing: list[int] | None = None) -> None:
        self._card, self._samples, self._settings, self._showing = card, samples, settings, showing
        self._image_card = image_part(card)
        self._mean = torch.tensor(card.scaling.mean).view(1, -1, 1, 1)
        self._std = torch.tensor(card.scaling.std).view(1, -1, 1, 1)

    def _to_unit(self, values: NDArray[Any]) -> NDArray[np.float32]:
        scaled: NDArray[np.float32] = scale_to_unit(self._image_card, values[None])[0]
        return scaled

    def _draw(self, random: np.random.Generator) -> Patch:
        settings = self._settings
        needs_target = random.random() < settings.positive_share
        known = self._showing if needs_target and self._showing else range(len(self._samples))
        size, how = settings.crop, settings.augmentation
        for _ in range(TRIES):
            sample = self._samples[known[int(random.integers(len(known)))]]
            window = random_window(random, sample, size, how)
            known_share = (window.label != IGNORED).mean()
            if known_share > LEAST_KNOWN and (not needs_target or (window.label == 1).mean() > LEAST_TARGET):
                break
        return patch_of(random, sample, window, self._to_unit, size, how)

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """Network input (n, bands, size, size) and labels (n, size, size) of a step."""
        random = np.random.default_rng((self._settings.seed, step))
        patches = [self._draw(random) for _ in range(self._settings.batch_size)]
        images = torch.from_numpy(np.stack([bands_of(self._card, patch) for patch in patches]))
        labels = torch.from_numpy(np.stack([patch.label for patch in patches]))
        return (images - self._mean) / self._std, labels

    def ahead(self, first: int, last: int) -> Generator[tuple[Tensor, Tensor], None, None]:
        """The batches of steps from `first` to before `last`, in their order, made ahead in threads."""
        steps, waiting = iter(range(first, last)), deque[Future[tuple[Tensor, Tensor]]]()
        with ThreadPoolExecutor(THREADS, thread_name_prefix="patches") as pool:
            _on_one_core_each(pool)
            try:
                while True:
                    while len(waiting) < AHEAD and (step := next(steps, None)) is not None:
                        waiting.append(pool.submit(self.batch, step))
                    if not waiting:
                        return
                    yield waiting.popleft().result()
            finally:
                for future in waiting:  # nobody will want them any more
                    future.cancel()


def _on_one_core_each(pool: ThreadPoolExecutor) -> None:
    """Let PyTorch compute with one core in the pool's threads, and with all of them elsewhere.

    Else each thread brings threads of its own, which take the cores from the network and wait there for more work.
    """
    all_cores, together = torch.get_num_threads(), Barrier(THREADS)

    def begin() -> None:
        torch.set_num_threads(1)
        torch.get_num_threads()  # a thread takes the number over when it first asks: not after the line below
        together.wait()

    wait([pool.submit(begin) for _ in range(THREADS)])
    torch.set_num_threads(all_cores)  # what a thread was told counts for threads that begin later, too


def image_part(card: ModelCard) -> ModelCard:
    """The card as it would be without bands from a DEM, to scale the image's bands by."""
    if not card.terrain_bands:
        return card
    from dataclasses import replace

    count = len(card.image_bands)
    scaling = replace(card.scaling, terrain=None, mean=card.scaling.mean[:count], std=card.scaling.std[:count])
    return replace(card, bands=card.image_bands, scaling=scaling)


def bands_of(card: ModelCard, patch: Patch) -> NDArray[np.float32]:
    """All bands of a patch, (bands, size, size), in 0..1."""
    if not card.terrain_bands or patch.terrain is None:
        return patch.image
    ground = terrain_bands(patch.terrain, card.terrain_bands, *patch.sun)
    return np.concatenate([patch.image, unit_terrain(card, ground)])


def network_input(card: ModelCard, sample: Sample) -> Tensor:
    """A whole sample as the network reads it, (1, bands, h, w)."""
    values = scale_to_unit(image_part(card), sample.image[None])[0]
    if card.terrain_bands and sample.terrain is not None:
        ground = terrain_bands(sample.terrain, card.terrain_bands)
        values = np.concatenate([values, unit_terrain(card, ground)])
    mean = torch.tensor(card.scaling.mean).view(-1, 1, 1)
    std = torch.tensor(card.scaling.std).view(-1, 1, 1)
    return ((torch.from_numpy(values) - mean) / std)[None]
