"""Streams and the gravel along them, from the water led over the relief."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy import ndimage

from .noise import Noise, Window
from .relief import CELL, Relief

_LEAST_AREA = 8e5
"""Square metres that must drain through a cell before water is seen in it."""


def _chains(relief: Relief) -> list[NDArray[np.int64]]:
    """Flat indices of cells along each stream, from its head to its mouth in a larger one."""
    area = relief.area.ravel()
    wet = area >= _LEAST_AREA
    feeders = np.bincount(relief.receiver[wet], minlength=len(area))
    heads = np.flatnonzero(wet & (feeders == 0))
    visited = np.zeros(len(area), bool)
    chains = []
    for head in heads:
        chain, cell = [int(head)], int(head)
        while not visited[cell]:
            visited[cell] = True
            cell = int(relief.receiver[cell])
            chain.append(cell)
        chains.append(np.array(chain))
    return chains


def burn_streams(noise: Noise, relief: Relief, window: Window) -> NDArray[np.uint8]:
    """Codes on the pixels of a window: 0 nothing, 1 gravel, 2 water."""
    area = relief.area.ravel()
    gravel, water = [], []
    width = relief.elevation.shape[1]
    frame = shapely.box(window.column, window.row, window.column + window.width, window.row + window.height)
    random = np.random.default_rng(int(noise.white(90, Window(0, 0, 1, 1))[0, 0] * 2**20) + 2**20)
    for chain in _chains(relief):
        points = np.stack([chain % width, chain // width], 1) * float(CELL) + CELL / 2
        if len(points) < 6:
            continue
        bends = ndimage.gaussian_filter1d(random.normal(0, 16, points.shape), 2.5, axis=0, mode="nearest")
        points = ndimage.gaussian_filter1d(points, 2.5, axis=0, mode="nearest") + bends
        line = shapely.LineString(points)
        if not frame.intersects(line):
            continue
        breadth = float(np.clip(0.5 * (np.median(area[chain]) / 1e6) ** 0.35, 0.45, 2.2))
        water.append(line.buffer(breadth / 2 + 0.2))
        gravel.append(line.buffer(1.8 * breadth + 0.6))
    transform = _transform(window)
    shape = (window.height, window.width)
    shapes = [(one, 1) for one in gravel] + [(one, 2) for one in water]
    if not shapes:
        return np.zeros(shape, np.uint8)
    codes: NDArray[np.uint8] = rasterize(shapes, shape, transform=transform, dtype="uint8")
    return codes


def _transform(window: Window) -> object:
    from affine import Affine

    return Affine(1, 0, window.column, 0, 1, window.row)
