"""Numbers of an image as bytes that people can look at."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def stretch(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """An image for the eye: bytes as they are, other types between their 2nd and 98th percentile.

    Parameters
    ----------
    values
        Shape (3, h, w).
    """
    if values.dtype == np.uint8:
        return np.asarray(values, dtype=np.uint8)
    data = values.astype(np.float32)
    known = np.isfinite(data) & (data != 0)
    if not known.any():
        return np.zeros(values.shape, np.uint8)
    low, high = np.percentile(data[known], [2, 98])
    scaled = (np.nan_to_num(data) - low) / max(float(high - low), 1e-6)
    return np.asarray(np.clip(scaled, 0, 1) * 255, dtype=np.uint8)
