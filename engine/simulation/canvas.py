"""The scene's ground at full resolution: elevation, what covers it, whose it is, and the streams on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy import ndimage

from ..telling.report import Report
from .noise import Floats, Noise, Window
from .relief import CELL, PIXEL, Relief

BLOCK = 768
"""Side of the blocks (pixels) in which large arrays are made, to bound memory."""

_LEAST_AREA = 8e5
"""Square metres that must drain through a cell before water is seen in it."""


@dataclass
class Canvas:
    """Arrays over `window` (the scene and a margin that may cast shadows into it).

    `z` elevation (m), `tint` brightness of the ground (1 = as its rock), `cover` codes of
    `LookAlike`, `rock_glacier` the truth, `owner` the number of the landform a pixel belongs to,
    `share` (0..255) how much of that landform's own colour it has, `stream` 1 gravel, 2 water.
    """

    window: Window
    z: Floats
    tint: Floats
    cover: NDArray[np.uint8]
    rock_glacier: NDArray[np.bool_]
    owner: NDArray[np.uint16]
    share: NDArray[np.uint8]
    stream: NDArray[np.uint8]

    def part(self, window: Window) -> tuple[slice, slice]:
        """Slices of a window (inside the canvas) in the canvas's arrays."""
        return window.within(self.window)


def blocks(window: Window, size: int = BLOCK) -> Iterator[Window]:
    """The window cut into blocks of at most `size` pixels a side."""
    for row in range(window.row, window.row + window.height, size):
        for column in range(window.column, window.column + window.width, size):
            yield Window(row, column, size, size).clipped(window)


def ramp(values: Floats, start: float, end: float) -> Floats:
    """0 up to `start`, 1 from `end`, smooth between (`start` may be the larger)."""
    t = np.clip((values - np.float32(start)) / np.float32(end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def streaks(noise: Noise, channel: int, window: Window, z: Floats, cell: float, reach: int) -> Floats:
    """Noise drawn out down the slope of `z`, as gullies and talus chutes are; deviation about 1.

    The mean of a noise field along the line of steepest descent, `reach` pixels up and down (a line
    integral convolution with straight lines).
    """
    field = noise.smooth(channel, window.grown(reach + 1), cell)
    down, right = np.gradient(z)
    length = np.maximum(np.hypot(down, right), 1e-6)
    down, right = down / length, right / length
    rows = np.arange(z.shape[0], dtype=np.float32)[:, None]
    columns = np.arange(z.shape[1], dtype=np.float32)[None]
    total = np.zeros_like(z)
    step = max(2, round(0.6 * cell))
    taps = np.arange(-reach, reach + 1, step)
    width, flat = field.shape[1], field.ravel()
    for tap in taps:
        row = np.rint(rows + (reach + 1) + tap * down).astype(np.int32)
        column = np.rint(columns + (reach + 1) + tap * right).astype(np.int32)
        total += flat.take(row * width + column, mode="clip")
    return np.asarray(total / np.float32(len(taps) ** 0.5 * min(1.4, (cell / step) ** 0.5)), np.float32)


def slope_of(z: Floats) -> Floats:
    """Slope in degrees of an elevation field on the scene's pixels."""
    down, right = np.gradient(z, PIXEL)
    return np.asarray(np.degrees(np.arctan(np.hypot(down, right))), np.float32)


def ground_elevation(noise: Noise, relief: Relief, window: Window) -> Floats:
    """Elevation of the bare ground with gullies, outcrops and small unevenness."""
    z = relief.sample(relief.elevation, window)
    slope = slope_of(ndimage.gaussian_filter(z, 3))
    rock = ramp(slope + 4 * noise.smooth(31, window, 30), 30, 40)
    some = ramp(slope, 12, 30)
    # The absolute value makes narrow gullies between blunt ribs, as rock walls have them.
    ribs = np.abs(streaks(noise, 34, window, z, 12, 42)) - np.float32(0.8)
    gullies = np.abs(streaks(noise, 32, window, z, 5, 26)) - np.float32(0.8)
    gullies *= ramp(noise.smooth(35, window, 50), -1.5, 1.0)
    z = z + ribs * (7.5 * rock + 2.0 * some) + gullies * (2.6 * rock + 0.5 * some)
    z += noise.fractal(33, window, 26, 4, 0.55) * (2.6 * rock + 0.9 * some + 0.4)
    return z.astype(np.float32)


def make_canvas(noise: Noise, relief: Relief, window: Window, report: Report) -> Canvas:
    """A canvas with the bare ground only."""
    shape = (window.height, window.width)
    z = np.empty(shape, np.float32)
    parts = list(blocks(window))
    for index, block in enumerate(parts):
        report.progress(index / len(parts), "Shaping the ground")
        rim = block.grown(12)
        inner = block.within(rim)
        z[block.within(window)] = ground_elevation(noise, relief, rim)[inner]
    stream = burn_streams(noise, relief, window)
    return Canvas(
        window,
        z,
        np.ones(shape, np.float32),
        np.zeros(shape, np.uint8),
        np.zeros(shape, bool),
        np.zeros(shape, np.uint16),
        np.zeros(shape, np.uint8),
        stream,
    )


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
    transform = Affine.translation(window.column, window.row)
    shape = (window.height, window.width)
    shapes = [(one, 1) for one in gravel] + [(one, 2) for one in water]
    if not shapes:
        return np.zeros(shape, np.uint8)
    codes: NDArray[np.uint8] = rasterize(shapes, shape, transform=transform, dtype="uint8")
    return codes
