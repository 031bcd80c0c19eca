"""Probabilities for tiles by PyTorch: on any device, and to the end whatever the GPU does."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..cards.card import STRIDE, ModelCard
from ..errors import ModelError
from ..networks.folding import fold_batch_norm
from ..networks.hardware import LARGEST_BATCH, choose_device, choose_precision, out_of_memory
from ..networks.network import load_network
from .scaling import scale
from .tile_predictor import TilePredictor

CPU_BATCH = 1
"""Tiles that a processor takes at a time: more leave its caches and are slower (480 x 480, Xception71)."""


class Predictor(TilePredictor):
    """A network that is ready to predict with PyTorch.

    Parameters
    ----------
    card
        The model.
    device
        ``auto``, ``cpu``, ``cuda`` or ``mps``.
    precision
        ``auto``, ``float32``, ``bfloat16`` or ``float16``; the last two on cards only.
    batch_size
        Tiles at a time; None for the best that fits into memory.
    network
        A network to use in place of the card's weights (one that is being trained, or a benchmark's).

    Raises
    ------
    ModelError
        Where the device or precision is not there, or the weights cannot be used.
    """

    def __init__(
        self,
        card: ModelCard,
        device: str = "auto",
        precision: str = "auto",
        batch_size: int | None = None,
        network: nn.Module | None = None,
    ) -> None:
        super().__init__(card, f"torch {torch.__version__}", batch_size)
        device = choose_device(device)
        self.precision = choose_precision(precision, device)
        # This copy stays on the processor, so that it is there when a GPU fails with all that it holds.
        original = load_network(card) if network is None else copy.deepcopy(network).cpu()
        self._network = fold_batch_norm(original.float().eval(), len(card.bands))
        self._start(device)
        self.batch_size = batch_size or self._best_batch_size()

    def _start(self, device: str) -> None:
        self.device = device
        active = copy.deepcopy(self._network).to(device, self._dtype())
        self._active = active.to(memory_format=torch.channels_last)

    def _tile(self) -> Tensor:
        """An empty tile, as the network reads it."""
        size = self.card.tile + -self.card.tile % STRIDE
        return torch.zeros(1, len(self.card.bands), size, size)

    def _dtype(self) -> torch.dtype:
        dtype: torch.dtype = getattr(torch, self.precision)
        return dtype

    def _best_batch_size(self) -> int:
        """Batch that fits into two thirds of the GPU's free memory, by the need of one tile."""
        if self.device != "cuda":
            return CPU_BATCH
        try:
            before = torch.cuda.memory_allocated()
            torch.cuda.reset_peak_memory_stats()
            with torch.inference_mode():
                self._forward(self._tile())
            need = max(1, torch.cuda.max_memory_allocated() - before)
            return max(1, min(LARGEST_BATCH, torch.cuda.mem_get_info()[0] * 2 // 3 // need))
        except RuntimeError:
            return 1  # the first real batch meets the same trouble and deals with it

    def _forward(self, tiles: Tensor) -> Tensor:
        tiles = tiles.to(self.device, self._dtype(), memory_format=torch.channels_last)
        found: Tensor = self._active(tiles).float()
        if found.shape[1] == 1:
            return found[:, 0].sigmoid().cpu()
        return torch.stack([found[:, 0].sigmoid(), found[:, 1]], dim=1).cpu()

    def _use_cpu(self, reason: str) -> None:
        self.messages.append(f"{reason}: going on with the CPU, which is slower.")
        self.precision = choose_precision("auto", "cpu")
        del self._active
        self._start("cpu")
        self.batch_size = min(self.batch_size, CPU_BATCH)

    def _after_failure(self, error: RuntimeError, tiles: int) -> None:
        """Change what must change so that the same tiles can be tried again, or raise."""
        name = self.device.upper()
        if out_of_memory(error):
            if self.device == "cuda":
                torch.cuda.empty_cache()
            if tiles > 1:
                self.batch_size = max(1, tiles // 2)
                self.messages.append(f"{name} ran out of memory: going on with batches of {self.batch_size}.")
            elif self.device != "cpu":
                self._use_cpu(f"{name} has too little memory for one tile")
            else:
                raise ModelError(
                    f"There is too little memory for one tile of {self.card.tile} pixels; "
                    "close other programs or use a smaller model."
                ) from error
        elif self.device != "cpu":
            reason = (str(error).splitlines() or [""])[0]
            self._use_cpu(f"{name} failed ({type(error).__name__}: {reason})")
        else:
            raise error

    def _predict_batch(self, tiles: NDArray[Any]) -> NDArray[np.float32]:
        """Predict at most a batch of tiles; a smaller one is filled up.

        Libraries choose their kernels by the batch, and each rounds its own way: a tile's last bits must
        not depend on how many others happened to go with it.
        """
        height, width = tiles.shape[2:]
        count = len(tiles)
        if count < self.batch_size:
            tiles = np.concatenate([tiles, np.repeat(tiles[:1], self.batch_size - count, axis=0)])
        scaled = torch.from_numpy(scale(self.card, tiles))
        down, right = -height % STRIDE, -width % STRIDE
        if down or right:
            scaled = nn.functional.pad(scaled, (0, right, 0, down), mode="replicate")
        with torch.inference_mode():
            probabilities = self._forward(scaled)[:count, ..., :height, :width].numpy()
        return np.asarray(probabilities, dtype=np.float32)

    def _predict_into(self, tiles: NDArray[Any], probabilities: NDArray[np.float32]) -> None:
        start = 0
        while start < len(tiles):
            batch = tiles[start : start + self.batch_size]
            try:
                probabilities[start : start + len(batch)] = self._predict_batch(batch)
            except RuntimeError as error:
                self._after_failure(error, self.batch_size)
            else:
                start += len(batch)
