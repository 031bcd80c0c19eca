"""The DEM of a system as most of the world has it: on cells of some 30 m, with noise."""

from __future__ import annotations

import numpy as np
from affine import Affine

from ..noise import Floats
from .simulating import System

NOISE_M = 0.5
"""Standard deviation."""
_TIMES = 3


def coarse_dem(one: System) -> tuple[Floats, Affine]:
    """Elevations in metres on cells of 28.6 m, and where they lie."""
    height, width = (size // _TIMES for size in one.dem.shape)
    blocks = one.dem[: _TIMES * height, : _TIMES * width].reshape(height, _TIMES, width, _TIMES)
    noise = np.random.default_rng(one.seed).normal(0, NOISE_M, (height, width))
    return (blocks.mean(axis=(1, 3)) + noise).astype(np.float32), one.transform @ Affine.scale(_TIMES)
