"""Two images of one ground: one with a void, a cloud and a shadow, the other drawn in other colours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasters import write_raster
from scipy.ndimage import gaussian_filter


def ground(height: int, width: int, seed: int = 4) -> np.ndarray:
    """Brown and grey patches, rough, with some bright stones and dark cracks; float, (3, h, w)."""
    random = np.random.default_rng(seed)
    patches = gaussian_filter(random.normal(size=(height, width)), 12)
    rough = random.normal(size=(height, width))
    base = 100 + 22 * patches / patches.std() + 8 * rough
    base[random.random(base.shape) < 0.002] = 240
    base[random.random(base.shape) < 0.002] = 12
    return np.stack([1.1 * base, base, 0.8 * base])


@dataclass
class Pair:
    """Images as arrays (3, h, w) of bytes, and masks (h, w) of what is wrong in the first."""

    first: np.ndarray
    second: np.ndarray
    clean: np.ndarray
    void: np.ndarray
    cloud: np.ndarray
    shadow: np.ndarray

    def save(self, folder: Path, **second: object) -> tuple[Path, Path]:
        return (
            write_raster(folder / "erste 冰.tif", self.first, nodata=0),
            write_raster(folder / "zweite.tif", second.pop("values", self.second), **{"nodata": 0, **second}),
        )


def boxes(height: int, width: int, *places: tuple[int, int, int, int]) -> np.ndarray:
    mask = np.zeros((height, width), bool)
    for top, bottom, left, right in places:
        mask[top:bottom, left:right] = True
    return mask


def cloudy_pair(height: int = 500, width: int = 620) -> Pair:
    """The cloud lies at rows 96-240, columns 160-320; its shadow at 280-400, 360-480; a void at 420-450."""
    image = ground(height, width)
    cloud = boxes(height, width, (96, 240, 160, 320))
    shadow = boxes(height, width, (280, 400, 360, 480))
    void = boxes(height, width, (420, 450, 40, 200))
    first = image.copy()
    noise = np.random.default_rng(9).normal(0, 2, (3, height, width))
    first[:, cloud] = 235 + noise[:, cloud]
    first[:, shadow] = 0.18 * image[:, shadow] + 3
    first = np.clip(np.rint(first), 1, 255)
    first[:, void] = 0
    # the same ground on another day: darker and flatter, each band in its own way
    day = np.stack([0.5 * image[0] + 40, 0.6 * image[1] + 10, 0.7 * image[2] + 20])
    clean = np.clip(np.rint(image), 1, 255)
    return Pair(
        first.astype(np.uint8),
        np.clip(np.rint(day), 1, 255).astype(np.uint8),
        clean.astype(np.uint8),
        void,
        cloud,
        shadow,
    )
