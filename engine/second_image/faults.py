"""Clouds and their shadows by the statistics of an image: bright, white, smooth and large; dark and large.

Nothing is known of an image but its pixels, so snow may be taken for cloud. Whoever uses this must look
whether another image shows the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CLOUD, SHADOW = 2, 3
"""Codes of `find_faults`."""
MESH_METRES = 40.0
"""Size of the meshes in which faults are found: of mean brightness, whiteness and smoothness."""
REACH = 3
"""Meshes: what is not 2 x 3 + 1 meshes wide and high (280 m) is no cloud and no shadow."""
CLOUD_RIM, SHADOW_RIM = 2, 1
"""Meshes around what was found that belong to it: thin edges, half shade."""
MARGIN = 2 * REACH + CLOUD_RIM
"""Meshes around a window that decide on it."""
_BRIGHTER, _DARKER = 1.6, 0.45
"""Times the median brightness that a cloud at least, and a shadow at most, has ..."""
_SPREADS_UP, _SPREADS_DOWN = 3.0, 2.0
"""... and how many spreads (standard deviations of an even distribution) above and below it."""
_CEILING = 235.0
"""Bytes above this are bright whatever the rest is like: images that are drawn for the eye saturate there."""
_WHITE, _SMOOTH = 0.2, 0.1
"""Difference of bands, and standard deviation inside a mesh, as shares of the brightness."""
_FAR_BRIGHTER, _FAR_DARKER = 1.25, 0.7
"""How many times brighter than the same ground in the other image a cloud is, and how dark a shadow."""
_ROUNDS, _FEWEST = 5, 500


@dataclass(frozen=True)
class Looks:
    """What counts as bright and as dark in one image, in its own numbers."""

    bright: float = np.inf
    dark: float = -np.inf


def looks_of(values: npt.NDArray[Any]) -> Looks:
    """Thresholds from a sample of an image.

    The median and the spread are taken again without what was found, so that clouds and shadows over some
    third of the sample do not hide themselves.

    Parameters
    ----------
    values
        Pixels with data, shape (bands, n).
    """
    if values.shape[1] < _FEWEST:
        return Looks()
    brightness = values.mean(axis=0, dtype=np.float64)
    white = _is_white(values.max(axis=0).astype(np.float64), values.min(axis=0).astype(np.float64))
    usual, looks = np.ones(len(brightness), bool), Looks()
    for _ in range(_ROUNDS):
        if usual.sum() < _FEWEST:
            break
        low, quarter, median = np.percentile(brightness[usual], (2.275, 25, 50))
        # Half of the spread below the median, which clouds do not widen, and that of all, which shadows do.
        spread = max((median - quarter) / 0.6745, (median - low) / 2)
        bright = max(_BRIGHTER * median, median + _SPREADS_UP * spread)
        if values.dtype == np.uint8:
            bright = min(bright, _CEILING)
        dark = min(_DARKER * median, median - _SPREADS_DOWN * (median - quarter) / 0.6745)
        looks = Looks(float(bright), float(dark))
        usual = ~((brightness > bright) & white) & (brightness >= dark)
    return looks


def _is_white(highest: Floats, lowest: Floats) -> Bools:
    return highest - lowest <= _WHITE * np.maximum(highest, 0)


@dataclass(frozen=True)
class Meshes:
    """An image in meshes, each array (h, w): mean brightness (NaN without data), whiteness, smoothness."""

    brightness: Floats
    white: Bools
    smooth: Bools


def meshes_of(values: npt.NDArray[Any], valid: Bools, side: int) -> Meshes:
    """Put an image into meshes.

    Parameters
    ----------
    values, valid
        Shapes (bands, height, width) and (height, width).
    side
        Of a mesh in pixels; those at the right and lower edge may hold fewer.
    """
    bands, height, width = values.shape
    down, right = -(-height // side), -(-width // side)
    room = ((0, down * side - height), (0, right * side - width))
    inside = np.pad(valid, room).reshape(down, side, right, side)
    count = inside.sum(axis=(1, 3))
    means, brightness = [], np.zeros(inside.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        for band in values:
            padded = np.where(inside, np.pad(band, room).reshape(inside.shape), 0).astype(np.float64)
            means.append(padded.sum(axis=(1, 3)) / count)
            brightness += padded / bands
        mean = np.mean(means, axis=0)
        away = np.where(inside, brightness - mean[:, None, :, None], 0)
        rough = np.sqrt((away**2).sum(axis=(1, 3)) / count)
        white = _is_white(np.max(means, axis=0), np.min(means, axis=0))
        return Meshes(mean, white, rough <= _SMOOTH * mean)


def find_faults(meshes: Meshes, looks: Looks, other: Floats | None = None) -> npt.NDArray[np.uint8]:
    """Clouds and shadows, with their rims; what lies within `MARGIN` meshes of the edge is not certain.

    Parameters
    ----------
    meshes, looks
        Of the image.
    other
        Brightness of meshes of another image of the same ground in this one's colours, NaN where it is of
        no use: only what is far brighter, or darker, than there is a fault.

    Returns
    -------
    ndarray of uint8
        `CLOUD`, `SHADOW` or 0.
    """
    with np.errstate(invalid="ignore"):
        bright = (meshes.brightness > looks.bright) & meshes.white & meshes.smooth
        dark = meshes.brightness < looks.dark
        void = np.isnan(meshes.brightness)
        if other is not None:
            bright &= meshes.brightness > _FAR_BRIGHTER * other
            dark &= meshes.brightness < _FAR_DARKER * other
            void |= np.isnan(other)
    found = np.zeros(void.shape, np.uint8)
    found[_large(dark, void, SHADOW_RIM)] = SHADOW
    found[_large(bright, void, CLOUD_RIM)] = CLOUD
    found[void] = 0
    return found


def _large(found: Bools, void: Bools, rim: int) -> Bools:
    """What is large enough (void meshes and the edge make nothing small), with its rim."""
    if not found.any():
        return found
    square = np.ones((2 * REACH + 1,) * 2, bool)
    from scipy import ndimage  # half of the start of a command that needs none

    cores = ndimage.binary_erosion(found | void, square, border_value=1)
    large = ndimage.binary_dilation(cores, square) & found
    return np.asarray(ndimage.binary_dilation(large, np.ones((2 * rim + 1,) * 2, bool)))


def is_usual(brightness: Floats, looks: Looks) -> Bools:
    """Whether meshes are neither bright nor dark, whatever their size; False without data."""
    with np.errstate(invalid="ignore"):
        return (brightness <= looks.bright) & (brightness >= looks.dark)
