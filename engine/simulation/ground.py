"""The ground as the placing of landforms sees it: smoothed, with paths down it, and what is taken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .landforms import Landform, Path, mask_of
from .noise import Floats, Window
from .relief import CELL, PIXEL, Relief

STEP = 3.0
"""Pixels between two points of a path."""


class Ground:
    """The relief as placement sees it: smoothed, with its gradient, and what is already taken."""

    def __init__(self, relief: Relief) -> None:
        self.relief = relief
        self.z: Floats = ndimage.gaussian_filter(relief.elevation, 2.5)
        down, right = (np.gradient(self.z, CELL * PIXEL, axis=axis) for axis in (0, 1))
        self.gradient: tuple[Floats, Floats] = (np.asarray(down, np.float32), np.asarray(right, np.float32))
        self.slope: Floats = np.degrees(np.arctan(np.hypot(down, right))).astype(np.float32)
        self.taken = np.zeros(self.z.shape, bool)
        self.cells = Window(0, 0, *relief.elevation.shape)

    @property
    def square_kilometres(self) -> float:
        """Area of the domain."""
        return self.z.size * (CELL * PIXEL / 1000) ** 2

    def at(self, field: Floats, points: Path) -> Floats:
        """A field at points (..., 2) in pixels, bilinear."""
        places = np.moveaxis(points, -1, 0) / CELL - 0.5
        values: Floats = ndimage.map_coordinates(field, places, order=1, mode="nearest")
        return values

    def trace(self, heads: Path, steps: int, inertia: float) -> NDArray[np.float64]:
        """Paths down the slope from all heads at once, shape (heads, steps, 2)."""
        place = heads.astype(np.float64)
        way: Path = np.zeros_like(place)
        paths = np.empty((len(heads), steps, 2))
        for step in range(steps):
            paths[:, step] = place
            fall = -np.stack([self.at(self.gradient[0], place), self.at(self.gradient[1], place)], 1)
            fall /= np.maximum(np.hypot(*fall.T), 1e-6)[:, None]
            way = inertia * way + (1 - inertia) * fall
            way /= np.maximum(np.hypot(*way.T), 1e-6)[:, None]
            place = place + STEP * way
        return paths

    def is_crossed(self, path: Path, reach: float) -> bool:
        """Whether a path, or what lies `reach` pixels beside it, meets a landform or leaves the domain.

        A quick look, before an outline is drawn.
        """
        way = np.gradient(path, axis=0)
        way /= np.maximum(np.hypot(*way.T), 1e-6)[:, None]
        across = np.stack([-way[:, 1], way[:, 0]], 1) * reach
        cells = np.floor(np.concatenate([path, path + across, path - across]) / CELL).astype(int)
        if (cells < 0).any() or (cells >= self.taken.shape).any():
            return True
        return bool(self.taken[cells[:, 0], cells[:, 1]].any())

    def is_free(self, landform: Landform, rim: float) -> bool:
        """Whether nothing else stands within `rim` pixels, and all of it lies in the domain."""
        window, mask = self._cells(landform, rim)
        inside = window.clipped(self.cells) == window
        return inside and not bool(self.taken[window.within(self.cells)][mask].any())

    def take(self, landform: Landform) -> None:
        """Mark the ground of a landform as taken."""
        window, mask = self._cells(landform, CELL)
        self.taken[window.within(self.cells)] |= mask

    def _cells(self, landform: Landform, rim: float) -> tuple[Window, NDArray[np.bool_]]:
        left, top, right, bottom = (edge / CELL for edge in landform.outline.bounds)
        cells = int(np.ceil(rim / CELL)) + 1
        row, column = int(top) - cells, int(left) - cells
        window = Window(row, column, int(bottom) + cells + 1 - row, int(right) + cells + 1 - column)
        return window, mask_of(landform.outline.buffer(rim), window, CELL)
