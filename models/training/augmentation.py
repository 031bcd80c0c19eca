"""Random changes of a training patch that leave its truth true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..prediction.terrain import ALTITUDE, AZIMUTH, turned
from .samples import IGNORED, Sample

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
    sun
        Largest turn in degrees of the sun of a shaded relief, away from the north-west; its height changes too.
    """

    zoom: float = 0.2
    brightness: float = 0.08
    contrast: float = 0.25
    gamma: float = 0.25
    colour: float = 0.06
    saturation: float = 0.3
    flatten: float = 0.0
    noise: float = 0.01
    sun: float = 180.0


def _factor(random: np.random.Generator, share: float) -> float:
    """A factor between 1 / (1 + share) and 1 + share; its logarithm is uniform."""
    return float(np.exp(random.uniform(-1, 1) * np.log1p(share)))


def _window(random: np.random.Generator, length: int, wanted: int) -> tuple[slice, int]:
    """A random stretch of at most `wanted` pixels, and its length."""
    taken = min(length, wanted)
    start = int(random.integers(0, length - taken + 1))
    return slice(start, start + taken), taken


Cut = tuple[slice, slice, int, tuple[int, int, int, int]]
"""Rows and columns of a window, its wanted size, and what is missing of that on the right and below."""


def _cut(random: np.random.Generator, shape: tuple[int, ...], size: int, zoom: float) -> Cut:
    wanted = max(8, round(size * _factor(random, zoom))) if zoom else size
    rows, height = _window(random, shape[0], wanted)
    columns, width = _window(random, shape[1], wanted)
    return rows, columns, wanted, (0, wanted - width, 0, wanted - height)


def _bring(values: NDArray[np.float32], cut: Cut, size: int) -> Tensor:
    """A window of values (bands, h, w), already cut out, brought to `size` pixels."""
    window, wanted, padding = torch.from_numpy(values)[None], cut[2], cut[3]
    if any(padding):
        window = nn.functional.pad(window, padding, mode="replicate")
    if wanted != size:
        window = nn.functional.interpolate(
            window, (size, size), mode="bilinear", align_corners=False, antialias=wanted > size
        )
    return window[0]


def _bring_label(label: NDArray[np.uint8], cut: Cut, size: int) -> Tensor:
    """The same of a label; where the image is smaller, the rest is ignored."""
    truth = torch.from_numpy(np.ascontiguousarray(label[cut[0], cut[1]], dtype=np.float32))[None, None]
    if any(cut[3]):
        truth = nn.functional.pad(truth, cut[3], value=IGNORED)
    if cut[2] != size:
        truth = nn.functional.interpolate(truth, (size, size), mode="nearest")
    return truth[0, 0]


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


@dataclass(frozen=True)
class Patch:
    """A changed window: `image` (bands, size, size) in 0..1, `label` (size, size), `terrain` (4, size, size) or None.

    `sun` is azimuth and height in degrees of the light on its relief.
    """

    image: NDArray[np.float32]
    label: NDArray[np.uint8]
    terrain: NDArray[np.float32] | None
    sun: tuple[float, float]


ToUnit = Callable[[NDArray[Any]], NDArray[np.float32]]
"""Brings pixel values (bands, h, w) to 0..1, in an array of the caller's own."""


@dataclass(frozen=True)
class Window:
    """A random window of a sample before its image is looked at: where, how it is turned, its `label` (size, size)."""

    cut: Cut
    turns: int
    mirrored: bool
    label: NDArray[np.uint8]


def random_window(random: np.random.Generator, sample: Sample, size: int, how: Augmentation) -> Window:
    """Choose a window and how it is turned; parameters as of `random_patch`."""
    cut = _cut(random, sample.label.shape, size, how.zoom)
    turns, mirrored = int(random.integers(4)), bool(random.integers(2))
    label = _bring_label(sample.label, cut, size)
    label = torch.rot90(label.flip(1) if mirrored else label, turns)
    return Window(cut, turns, mirrored, label.contiguous().numpy().astype(np.uint8))


def patch_of(
    random: np.random.Generator, sample: Sample, window: Window, to_unit: ToUnit, size: int, how: Augmentation
) -> Patch:
    """The window with its image, changed in colour; parameters as of `random_patch`."""
    cut, turns = window.cut, window.turns
    image = _bring(to_unit(np.ascontiguousarray(sample.image[:, cut[0], cut[1]])), cut, size)
    image = torch.rot90(image.flip(2) if window.mirrored else image, turns, (1, 2))
    values = image.contiguous().numpy().clip(0, 1)
    _change_colours(random, values, how)
    terrain = None
    if sample.terrain is not None:
        known = np.nan_to_num(sample.terrain[:, cut[0], cut[1]], nan=0.0)
        terrain = turned(_bring(known, cut, size).numpy(), turns, window.mirrored)
    sun = AZIMUTH + random.uniform(-how.sun, how.sun), ALTITUDE + random.uniform(-15, 15) * bool(how.sun)
    return Patch(values, window.label, terrain, sun)


def random_patch(random: np.random.Generator, sample: Sample, to_unit: ToUnit, size: int, how: Augmentation) -> Patch:
    """A random window of a sample, turned, mirrored and changed in colour.

    Parameters
    ----------
    random
        Source of all chance.
    sample
        The patch that is taken from.
    to_unit
        Scales its values.
    size
        Height and width of the result in pixels.
    how
        How much is changed.
    """
    return patch_of(random, sample, random_window(random, sample, size, how), to_unit, size, how)
