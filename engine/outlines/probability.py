"""How probabilities are stored in a raster: one byte each, with the scale written in the file."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

HIGHEST = 254
"""Byte value of probability 1; GDAL's band scale is 1/254, so QGIS shows 0 to 1."""
NODATA = 255
SCALE = 1.0 / HIGHEST


def to_bytes(probability: npt.NDArray[np.float32], valid: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Probabilities 0..1 as bytes 0..254; 255 where not `valid`. Shapes (h, w)."""
    scaled = np.rint(probability * np.float32(HIGHEST))
    return np.where(valid, np.clip(scaled, 0, HIGHEST), NODATA).astype(np.uint8)


def lowest_byte_above(threshold: float) -> int:
    """The smallest byte whose probability is at least `threshold` (0..1)."""
    return max(0, math.ceil(threshold * HIGHEST - 1e-9))
