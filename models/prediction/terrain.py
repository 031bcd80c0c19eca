"""Bands of a DEM from what is stored of its ground: slope, relative elevation, curvature, hillshade. Needs no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..cards.card import ModelCard
from ..errors import ModelError

Floats = NDArray[np.float32]

COMPONENTS = ("gradient_east", "gradient_north", "relative_elevation", "curvature")
"""What is stored of the ground, in this order: rise per metre to the east and to the north, metres above the
mean of the surroundings, 1/m. All bands come from these, for any sun, and they alone can be turned rightly."""

UNITS: Mapping[str, str] = {"slope": "degrees", "relative_elevation": "m", "curvature": "1/m", "hillshade": "0 to 1"}
"""What the bands are in, by name (`card.TERRAIN_BANDS`); a card's `scaling.terrain` is in the same."""

SURROUNDINGS_M = 500.0
"""Relative elevation is that above the mean within so many metres of ground."""

AZIMUTH, ALTITUDE = 315.0, 45.0
"""The sun of a hillshade, where nothing else is said: degrees from north by east, and above the horizon."""


def slope(components: Floats) -> Floats:
    """Slope in degrees, (..., h, w)."""
    angle: Floats = np.degrees(np.arctan(np.hypot(components[..., 0, :, :], components[..., 1, :, :])))
    return angle


def hillshade(components: Floats, azimuth: float = AZIMUTH, altitude: float = ALTITUDE) -> Floats:
    """Light of the sun on the ground by Lambert's law, 0 (none) to 1 (it falls at right angles), (..., h, w)."""
    east, north = components[..., 0, :, :], components[..., 1, :, :]
    from_north, above = np.radians(azimuth), np.radians(altitude)
    across, up = np.float32(np.cos(above)), np.float32(np.sin(above))
    towards_east, towards_north = np.float32(np.sin(from_north)) * across, np.float32(np.cos(from_north)) * across
    light = (up - east * towards_east - north * towards_north) / np.sqrt(1 + east * east + north * north)
    lit: Floats = light.clip(0, 1)
    return lit


def terrain_bands(
    components: Floats, names: Sequence[str], azimuth: float = AZIMUTH, altitude: float = ALTITUDE
) -> Floats:
    """The bands that a network reads.

    Parameters
    ----------
    components
        (..., 4, h, w), float32: `COMPONENTS`; NaN where the ground is not known.
    names
        Of `card.TERRAIN_BANDS`, in the order that is wanted.
    azimuth, altitude
        Of the sun, in degrees, for the hillshade.

    Returns
    -------
    numpy.ndarray
        (..., len(names), h, w), float32, in `UNITS`; NaN where the ground is not known.

    Raises
    ------
    ModelError
        Where there is no such band, or the components are no such array.
    """
    if components.ndim < 3 or components.shape[-3] != len(COMPONENTS):
        raise ModelError(
            f"Terrain has {len(COMPONENTS)} components ({', '.join(COMPONENTS)}), and an array of shape "
            f"{components.shape} was given; compute it anew."
        )
    make: dict[str, Callable[[], Floats]] = {
        "slope": lambda: slope(components),
        "relative_elevation": lambda: components[..., 2, :, :],
        "curvature": lambda: components[..., 3, :, :],
        "hillshade": lambda: hillshade(components, azimuth, altitude),
    }
    unknown = [name for name in names if name not in make]
    if unknown:
        raise ModelError(f"There is no terrain band '{unknown[0]}'; known are {', '.join(make)}.")
    shape = (*components.shape[:-3], len(names), *components.shape[-2:])
    bands = np.empty(shape, np.float32)
    for place, name in enumerate(names):
        bands[..., place, :, :] = make[name]()
    return bands


def turned(components: Floats, quarters: int, mirrored: bool = False) -> Floats:
    """The ground of an image that is mirrored (left and right change places), then turned to the left.

    The place of the cells turns as by ``np.rot90(values, quarters, axes=(-2, -1))``, and the gradients with it,
    so that the sun of a hillshade stays where it is.

    Parameters
    ----------
    components
        (..., 4, h, w).
    quarters
        Quarter turns to the left.
    mirrored
        Whether it is mirrored first.
    """
    if mirrored:
        components = components[..., ::-1].copy()
        np.negative(components[..., 0, :, :], out=components[..., 0, :, :])
    found = np.rot90(components, quarters, axes=(-2, -1)).copy()
    for _ in range(quarters % 4):
        # What faced east faces north now, and what faced north faces west.
        east = found[..., 0, :, :].copy()
        np.negative(found[..., 1, :, :], out=found[..., 0, :, :])
        found[..., 1, :, :] = east
    return found


def unit_terrain(card: ModelCard, bands: Floats) -> Floats:
    """Scale terrain bands to 0..1 by the card, as `scaling.scale_to_unit` does with those of an image.

    Parameters
    ----------
    card
        Its `scaling.terrain` is used.
    bands
        (..., n, h, w), the card's `terrain_bands` in `UNITS`. What is not known (NaN) gets the card's mean of its
        band, so that the network reads 0 there: neither flat nor steep, as usual as can be.

    Returns
    -------
    numpy.ndarray
        The same shape, float32; the caller's own.

    Raises
    ------
    ModelError
        Where the card reads no terrain, or other bands than these.
    """
    limits, names = card.scaling.terrain, card.terrain_bands
    if limits is None or bands.shape[-3] != len(names):
        raise ModelError(
            f"The model {card.name} reads {len(names)} terrain bands ({', '.join(names) or 'none'}), and was given "
            f"an array of shape {bands.shape}; give it what it reads."
        )
    low, high, usual = (
        np.array(values, np.float32).reshape(-1, 1, 1)
        for values in (limits.low, limits.high, card.scaling.mean[len(card.image_bands) :])
    )
    values: Floats = ((bands - low) / (high - low)).clip(0, 1).astype(np.float32)
    np.copyto(values, usual, where=np.isnan(values))
    return values
