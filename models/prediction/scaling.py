"""Pixel values to network input, as the card says for each kind of value."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..cards.card import BandRange, ModelCard
from ..errors import ModelError
from .terrain import COMPONENTS, terrain_bands, unit_terrain

LEAST_PIXELS, NEARLY_ALL, NEAR_THE_END = 500, 0.98, 0.03
"""When values are doubted: how many are looked at, what share lies at an end, and what an end is."""


def kind_of(dtype: np.dtype[Any]) -> str:
    """Which of a card's ranges pixels of a type are scaled by."""
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return "float"
    if dtype == np.uint8:
        return "uint8"
    return "uint16" if dtype.kind in "iu" else dtype.name


def range_for(card: ModelCard, dtype: np.dtype[Any]) -> BandRange:
    """The card's range for a source's kind of pixel value.

    Raises
    ------
    ModelError
        Where the card gives none.
    """
    dtype = np.dtype(dtype)
    found = card.scaling.ranges.get(kind_of(dtype))
    if found is None:
        raise ModelError(
            f"The model {card.name} has no scaling for pixel values of type {dtype.name}; "
            f"convert the image to {' or '.join(card.scaling.ranges)}."
        )
    return found


def tile_bands(card: ModelCard) -> tuple[str, ...]:
    """What the bands of a tile are: the card's, but for a card with bands from a DEM.

    Of such a card a tile has the image's bands, scaled to 0..1 by `unit_image`, and what stands behind them are
    `terrain.COMPONENTS`, in float32: of these the card's bands are made, also of a tile that was turned.
    """
    return card.bands if not card.terrain_bands else card.image_bands + COMPONENTS


def check_tiles(card: ModelCard, tiles: NDArray[Any]) -> None:
    """Raise `ModelError` where tiles do not have the card's bands (`tile_bands`) or a type that it can scale."""
    wanted = tile_bands(card)
    if tiles.ndim != 4 or tiles.shape[1] != len(wanted):
        raise ModelError(
            f"The model {card.name} reads {len(wanted)} bands ({', '.join(wanted)}), "
            f"and was given an array of shape {tiles.shape}; choose the right bands."
        )
    if not card.terrain_bands:
        range_for(card, tiles.dtype)
    elif tiles.dtype.kind != "f":
        raise ModelError(f"Tiles of the model {card.name} must be scaled before its terrain is put beside them.")


def doubt(card: ModelCard, tiles: NDArray[Any]) -> str:
    """One sentence where nearly all values of the image lie at one end of the card's range; empty where not.

    Reflectance as decimals given as 0 to 10 000, or 8-bit values stored in 16 bits, look white or black
    to the network, which then finds nothing and says nothing. Every eighth pixel is looked at, those
    that are 0 in all bands (mostly without data) are not counted.
    """
    limits = range_for(card, tiles.dtype)
    few = tiles[:, :, ::8, ::8].astype(np.float32)
    few = np.moveaxis(few, 1, -1)[(few != 0).any(axis=1)]
    if len(few) < LEAST_PIXELS:
        return ""
    low, high = np.array(limits.low), np.array(limits.high)
    place = (few - low) / (high - low)
    shares = {"below": (place < NEAR_THE_END).mean(), "above": (place > 1).mean()}
    ends = [end for end, share in shares.items() if share > NEARLY_ALL]
    if not ends:
        return ""
    return (
        f"Nearly all values lie {ends[0]} what the model {card.name} reads ({min(limits.low):g} to "
        f"{max(limits.high):g} for {tiles.dtype.name}): check the units of the image."
    )


def _column(values: tuple[float, ...]) -> NDArray[np.float32]:
    """One value per band, to go with (n, bands, h, w)."""
    return np.array(values, np.float32).reshape(-1, 1, 1)


def scale(card: ModelCard, tiles: NDArray[Any]) -> NDArray[np.float32]:
    """Scale pixel values to network input: `scale_to_unit`, then less the card's mean and by its std.

    Parameters, errors and shape are those of `scale_to_unit`.
    """
    values = scale_to_unit(card, tiles)
    values -= _column(card.scaling.mean)
    values /= _column(card.scaling.std)
    return values


def scale_to_unit(card: ModelCard, tiles: NDArray[Any]) -> NDArray[np.float32]:
    """Scale tiles to 0..1, band by band of the card.

    Parameters
    ----------
    card
        Its range for the tiles' type is used; of one with bands from a DEM see `tile_bands`.
    tiles
        (n, bands, h, w) in the source's type. Values that are not numbers count as `low`; ground that is not
        known as in `terrain.unit_terrain`.

    Returns
    -------
    numpy.ndarray
        (n, bands, h, w), float32; the caller's own.

    Raises
    ------
    ModelError
        Where the number of bands is not the card's, or the card has no scaling for the type.
    """
    check_tiles(card, tiles)
    if not card.terrain_bands:
        return unit_image(card, tiles)
    count = len(card.image_bands)
    ground = unit_terrain(card, terrain_bands(tiles[:, count:], card.terrain_bands))
    return np.concatenate([tiles[:, :count], ground], axis=1, dtype=np.float32)


def unit_image(card: ModelCard, tiles: NDArray[Any]) -> NDArray[np.float32]:
    """Scale pixel values of an image to 0..1: ``clip((x - low) / (high - low), 0, 1)``.

    Parameters
    ----------
    card
        Its range for the tiles' type is used.
    tiles
        (n, bands, h, w): the card's `image_bands` in the source's type. Values that are not numbers count as `low`.

    Returns
    -------
    numpy.ndarray
        (n, bands, h, w), float32; the caller's own.

    Raises
    ------
    ModelError
        Where the card has no scaling for the type.
    """
    limits = range_for(card, tiles.dtype)
    low, high = _column(limits.low), _column(limits.high)
    values = tiles.astype(np.float32, order="C")
    if tiles.dtype.kind == "f":
        np.copyto(values, low, where=np.isnan(values))
    values -= low
    values /= high - low
    return values.clip(0, 1, out=values)
