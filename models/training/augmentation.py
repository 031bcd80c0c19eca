"""Random changes of a training patch that leave its truth true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

IGNORED = 255
"""Label of a pixel that counts neither as target nor as background."""

BROAD = 32
"""Pixels over which brightness counts as broad."""


@dataclass(frozen=True)
class Augmentation:
    """How much is changed; 0 switches a change off.

    Parameters
    ----------
    zoom
        Largest change of scale, as a share (0.2: 1/1.2 to 1.2 times).
    brightness, contrast
        Largest shift (in the 0..1 range of the scaled values) and largest relative change of spread.
    gamma
        Largest change of the exponent, as a share.
    colour
        Largest relative change of one band against the others.
    saturation
        Largest relative change of the bands' distance from their mean: rocks of another colour.
    flatten
        Largest share of the broad differences of brightness that is taken away, so that texture counts.
    noise
        Standard deviation of pixel noise.
    """

    zoom: float = 0.2
    brightness: float = 0.08
    contrast: float = 0.25
    gamma: float = 0.25
    colour: float = 0.06
    saturation: float = 0.3
    flatten: float = 0.0
    noise: float = 0.01


def _factor(random: np.random.Generator, share: float) -> float:
    """A factor between 1 / (1 + share) and 1 + share; its logarithm is uniform."""
    return float(np.exp(random.uniform(-1, 1) * np.log1p(share)))


def _window(random: np.random.Generator, length: int, wanted: int) -> tuple[slice, int]:
    """A random stretch of at most `wanted` pixels, and its length."""
    taken = min(length, wanted)
    start = int(random.integers(0, length - taken + 1))
    return slice(start, start + taken), taken


def _crop(
    random: np.random.Generator, image: NDArray[Any], label: NDArray[np.uint8], size: int, zoom: float
) -> tuple[Tensor, Tensor]:
    """A random window brought to `size` pixels; where the image is smaller, the rest is ignored."""
    wanted = max(8, round(size * _factor(random, zoom))) if zoom else size
    rows, height = _window(random, label.shape[0], wanted)
    columns, width = _window(random, label.shape[1], wanted)
    window = torch.from_numpy(np.ascontiguousarray(image[:, rows, columns], dtype=np.float32))[None]
    truth = torch.from_numpy(np.ascontiguousarray(label[rows, columns], dtype=np.float32))[None, None]
    if (height, width) != (wanted, wanted):
        padding = (0, wanted - width, 0, wanted - height)
        window = nn.functional.pad(window, padding, mode="replicate")
        truth = nn.functional.pad(truth, padding, value=IGNORED)
    if wanted != size:
        window = nn.functional.interpolate(
            window, (size, size), mode="bilinear", align_corners=False, antialias=wanted > size
        )
        truth = nn.functional.interpolate(truth, (size, size), mode="nearest")
    return window[0], truth[0, 0]


def _flatten(values: NDArray[np.float32], share: float) -> None:
    """Take away a share of what differs over more than `BROAD` pixels, in place."""
    size = values.shape[-1]
    coarse = nn.functional.adaptive_avg_pool2d(torch.from_numpy(values)[None], max(1, size // BROAD))
    broad = nn.functional.interpolate(coarse, values.shape[1:], mode="bicubic", align_corners=False)[0].numpy()
    values -= np.float32(share) * (broad - broad.mean(axis=(1, 2), keepdims=True))


def _change_colours(random: np.random.Generator, values: NDArray[np.float32], how: Augmentation) -> None:
    """Change scaled values (bands, h, w), 0..1, in place."""
    bands = len(values)
    if how.flatten:
        _flatten(values, random.uniform(0, how.flatten))
        np.clip(values, 0, 1, out=values)
    values **= np.float32(_factor(random, how.gamma))
    middle = values.mean(dtype=np.float32)
    values -= middle
    values *= np.float32(_factor(random, how.contrast))
    values += middle + np.float32(random.uniform(-how.brightness, how.brightness))
    grey = values.mean(axis=0, keepdims=True)
    values += (values - grey) * np.float32(random.uniform(-how.saturation, how.saturation))
    values *= (1 + random.uniform(-how.colour, how.colour, (bands, 1, 1))).astype(np.float32)
    if how.noise:
        values += random.standard_normal(values.shape, dtype=np.float32) * np.float32(how.noise)
    np.clip(values, 0, 1, out=values)


def random_patch(
    random: np.random.Generator, image: NDArray[np.float32], label: NDArray[np.uint8], size: int, how: Augmentation
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """A random window of an image and its label, turned, mirrored and changed in colour.

    Parameters
    ----------
    random
        Source of all chance.
    image
        (bands, h, w), scaled to 0..1.
    label
        (h, w): 0, 1 or `IGNORED`.
    size
        Height and width of the result in pixels.
    how
        How much is changed.

    Returns
    -------
    tuple
        (bands, size, size) float32 in 0..1, and (size, size) uint8.
    """
    window, truth = _crop(random, image, label, size, how.zoom)
    turns = int(random.integers(4))
    window, truth = torch.rot90(window, turns, (1, 2)), torch.rot90(truth, turns)
    if random.integers(2):
        window, truth = window.flip(2), truth.flip(1)
    values = window.contiguous().numpy().clip(0, 1)
    _change_colours(random, values, how)
    return values, truth.contiguous().numpy().astype(np.uint8)
