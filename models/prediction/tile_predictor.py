"""What every way to predict has in common: tiles in, probabilities out. Needs no torch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..cards.card import ModelCard
from ..errors import ModelError
from .copies import mean_of_copies
from .scaling import check_tiles, doubt


class Hardware(NamedTuple):
    """What decides the last bits of a network's numbers: device, number format, library with its version."""

    device: str
    precision: str
    backend: str


class TilePredictor(ABC):
    """A network that is ready to predict.

    Attributes
    ----------
    card
        The model; where it says `mirrored`, probabilities are the mean of those of copies (`copies.COPIES`).
    backend, device, precision, batch_size
        What is used now: library with its version, device, number format, tiles at a time. They change
        where a device or library fails or runs out of memory.
    messages
        What a person should know: such changes, and values that can hardly be meant; one sentence each.
    """

    device = "cpu"
    precision = "float32"

    def __init__(self, card: ModelCard, backend: str, batch_size: int | None) -> None:
        if batch_size is not None and batch_size < 1:
            raise ModelError(f"The batch size is {batch_size} and must be at least 1.")
        self.card = card
        self.backend = backend
        self.batch_size = batch_size or 1
        self.messages: list[str] = []
        self._in_doubt = False

    @property
    def hardware(self) -> Hardware:
        """What is used now."""
        return Hardware(self.device, self.precision, self.backend)

    @abstractmethod
    def _predict_into(self, tiles: NDArray[Any], probabilities: NDArray[np.float32]) -> None:
        """Predict tiles (n, bands, h, w) into probabilities (n, h, w), or (n, 2, h, w) as `predict` says."""

    def _predict_once(self, tiles: NDArray[Any]) -> NDArray[np.float32]:
        of_several = (2,) if self.card.members > 1 else ()
        probabilities = np.empty((tiles.shape[0], *of_several, *tiles.shape[-2:]), dtype=np.float32)
        self._predict_into(tiles, probabilities)
        return probabilities

    def predict(self, tiles: NDArray[Any]) -> NDArray[np.float32]:
        """Probability of the card's target in every pixel.

        Parameters
        ----------
        tiles
            (n, bands, h, w) in the type of the source; any n, h and w. Of a card with bands from a DEM they are
            scaled already (`scaling.tile_bands`), and the units of the image were doubted by whoever did it.

        Returns
        -------
        numpy.ndarray
            (n, h, w), float32, 0..1. Of a card of several networks (n, 2, h, w): the mean of their probabilities, and
            their standard deviation, which says how far they disagree.

        Raises
        ------
        ModelError
            Where bands or type are not the card's, or memory does not suffice for a single tile.
        """
        check_tiles(self.card, tiles)
        if not (self._in_doubt or self.card.terrain_bands) and (sentence := doubt(self.card, tiles)):
            self._in_doubt = True
            self.messages.append(sentence)
        probabilities = (
            mean_of_copies(self.card, tiles, self._predict_once) if self.card.mirrored else self._predict_once(tiles)
        )
        if not np.isfinite(probabilities).all():
            raise ModelError(
                f"The model {self.card.name} gave values that are not numbers; try the precision float32, "
                "and get the model again if that does not help."
            )
        return probabilities
