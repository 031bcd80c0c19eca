"""Smooth noise that is a function of place: any window of it can be made alone, and always the same."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
"""Real numbers; large arrays are float32."""

# Standard deviation of a cubic B-spline through independent uniform values in -1..1.
_SPLINE_DEVIATION = 0.2766


class Window(NamedTuple):
    """A rectangle of pixels: first row and column (they may be negative), height and width."""

    row: int
    column: int
    height: int
    width: int

    def grown(self, pixels: int) -> Window:
        """The window with a rim of `pixels` on all sides."""
        return Window(self.row - pixels, self.column - pixels, self.height + 2 * pixels, self.width + 2 * pixels)

    def within(self, other: Window) -> tuple[slice, slice]:
        """Slices of this window in an array that covers `other`."""
        top, left = self.row - other.row, self.column - other.column
        return slice(top, top + self.height), slice(left, left + self.width)

    def clipped(self, other: Window) -> Window:
        """The part of this window inside `other` (height or width 0 where there is none)."""
        top, left = max(self.row, other.row), max(self.column, other.column)
        bottom = min(self.row + self.height, other.row + other.height)
        right = min(self.column + self.width, other.column + other.width)
        return Window(top, left, max(bottom - top, 0), max(right - left, 0))


def _taps(positions: Floats) -> tuple[NDArray[np.int64], Floats]:
    """First node and the four weights of a uniform cubic B-spline at each position."""
    first = np.floor(positions)
    t = (positions - first).astype(np.float32)
    weights = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3]) / np.float32(6)
    return first.astype(np.int64) - 1, weights.astype(np.float32)


def spline(lattice: Floats, rows: Floats, columns: Floats) -> Floats:
    """Sample a lattice at the crossings of `rows` and `columns` with a cubic B-spline.

    The spline approximates (it does not pass through the nodes), so it never overshoots. Beyond the
    edge the outermost node is repeated. Sums are taken tap by tap, not as a matrix product, so that
    the result does not depend on how many threads a linear algebra library has.

    Parameters
    ----------
    lattice
        Shape (m, n).
    rows, columns
        Positions in lattice units; node ``i`` lies at ``i``.

    Returns
    -------
    Floats
        Shape (len(rows), len(columns)).
    """
    result = lattice
    for axis, positions in ((0, rows), (1, columns)):
        first, weights = _taps(positions)
        last = result.shape[axis] - 1
        shape = (-1, 1) if axis == 0 else (1, -1)
        parts = (
            result.take(np.clip(first + tap, 0, last), axis=axis) * weights[tap].reshape(shape) for tap in range(4)
        )
        total: Floats = next(parts)
        for part in parts:
            np.add(total, part, out=total)
        result = total
    return result


class Noise:
    """Noise fields of one scene; each channel is independent of the others."""

    def __init__(self, seed: int) -> None:
        # Only the low 32 bits of a product enter the hash, so mix both halves of a long seed.
        self._key = np.random.SeedSequence(seed).generate_state(1, np.uint32)[0]

    def white(self, channel: int, window: Window) -> Floats:
        """Independent values, uniform in -1..1, shape (height, width)."""
        rows = np.arange(window.row, window.row + window.height).astype(np.uint32)
        columns = np.arange(window.column, window.column + window.width).astype(np.uint32)
        key = np.array([channel], np.uint32) * np.uint32(0x9E3779B1) ^ self._key
        h = (rows * np.uint32(0x8DA6B343))[:, None] ^ (columns * np.uint32(0xD8163841))[None, :]
        h ^= key
        for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
            h ^= h >> np.uint32(shift)
            h *= np.uint32(factor)
        h ^= h >> np.uint32(16)
        return h.astype(np.float32) * np.float32(2**-31) - np.float32(1)

    def smooth(self, channel: int, window: Window, cell: float) -> Floats:
        """Noise of mean 0 and deviation 1 with bumps about two `cell` (pixels) wide."""
        rows = (window.row + np.arange(window.height) + 0.5) / cell
        columns = (window.column + np.arange(window.width) + 0.5) / cell
        top, left = int(np.floor(rows[0])) - 1, int(np.floor(columns[0])) - 1
        bottom, right = int(np.floor(rows[-1])) + 3, int(np.floor(columns[-1])) + 3
        lattice = self.white(channel, Window(top, left, bottom - top, right - left))
        lattice /= np.float32(_SPLINE_DEVIATION)
        return spline(lattice, rows - top, columns - left)

    def fractal(self, channel: int, window: Window, cell: float, octaves: int, gain: float = 0.5) -> Floats:
        """Sum of `octaves` smooth fields, each half as wide and `gain` times as high; deviation 1."""
        total = np.zeros((window.height, window.width), np.float32)
        power = 0.0
        for octave in range(octaves):
            weight = gain**octave
            total += np.float32(weight) * self.smooth(channel + 1000 * octave, window, cell / 2**octave)
            power += weight**2
        total /= np.float32(power**0.5)
        return total
