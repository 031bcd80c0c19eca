"""Small rasters that tests write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

UTM = "EPSG:32645"
NORTH_UP = Affine(4.77, 0, 500_000, 0, -4.77, 3_400_000)


def write_raster(path: Path, values: np.ndarray, **profile: Any) -> Path:
    """Write an array (bands, h, w) as a GeoTIFF; UTM 45N at 4.77 m unless told otherwise."""
    bands, height, width = values.shape
    profile = {"crs": UTM, "transform": NORTH_UP, **profile}
    descriptions, colours = profile.pop("descriptions", None), profile.pop("colours", None)
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=bands, dtype=values.dtype, **profile
    ) as dataset:
        dataset.write(values)
        if descriptions:
            dataset.descriptions = descriptions
        if colours:
            dataset.colorinterp = colours
    return path


def random_image(height: int, width: int, bands: int = 3, dtype: str = "uint8", seed: int = 1) -> np.ndarray:
    """Random pixels from 1 to 200."""
    return np.random.default_rng(seed).integers(1, 200, (bands, height, width)).astype(dtype)
