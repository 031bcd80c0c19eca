"""The ground before any landform is put on it: valleys, ridges and slopes made by rivers and ice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..telling.report import Report
from .noise import Floats, Noise, Window, spline

PIXEL = 4.77
"""Ground resolution of the scene in metres."""
CELL = 4
"""Pixels along the side of a relief cell."""
COARSEST = 32
"""Pixels along the side of a cell of the first, coarsest round; the domain is a multiple of it."""

VALLEY_SPACING = 4300.0
"""Metres between two main valleys."""
STEEPNESS = 92.0
"""Channel steepness: slope = STEEPNESS * (drained area in m2)^-CONCAVITY."""
CONCAVITY = 0.45
ROUNDS = {32: 45, 16: 14, 8: 7, 4: 4}
"""Rounds of erosion at each cell size (pixels)."""

_NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True)
class Strike:
    """Direction and level of the main valleys: nearly parallel, as in folded mountains."""

    cosine: float
    sine: float
    phase: float
    floor: float
    fall: float

    def coordinates(
        self, noise: Noise, shape: tuple[int, int], size: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Across (in valley spacings; whole numbers are valley floors) and along the strike (metres)."""
        rows = (np.arange(shape[0]) + 0.5)[:, None] * size * PIXEL
        columns = (np.arange(shape[1]) + 0.5)[None, :] * size * PIXEL
        window = Window(0, 0, *shape)
        bend = 0.30 * noise.smooth(11, window, 2600 / PIXEL / size)
        bend += 0.09 * noise.smooth(12, window, 800 / PIXEL / size)
        across = (columns * self.cosine + rows * self.sine) / VALLEY_SPACING + self.phase + bend
        return across, rows * self.cosine - columns * self.sine


@dataclass(frozen=True)
class Relief:
    """The eroded ground on a grid of `CELL` pixels, and what is known of its water.

    `elevation` in metres, `area` drained in m2, `receiver` the flat index each cell drains to,
    `floor_height` the height in metres above the nearest main valley's floor.
    """

    elevation: Floats
    area: Floats
    receiver: NDArray[np.int64]
    floor_height: Floats
    strike: Strike

    @property
    def window(self) -> Window:
        """The whole domain in pixels."""
        return Window(0, 0, self.elevation.shape[0] * CELL, self.elevation.shape[1] * CELL)

    def sample(self, field: Floats, window: Window) -> Floats:
        """A field of the relief grid, smoothly, on the pixels of a window."""
        rows = (window.row + np.arange(window.height) + 0.5) / CELL - 0.5
        columns = (window.column + np.arange(window.width) + 0.5) / CELL - 0.5
        return spline(field, rows, columns)


def flow_receivers(z: Floats, spacing: float) -> tuple[NDArray[np.int64], Floats]:
    """The steepest lower neighbour of each cell (itself where there is none), and the distance to it."""
    height, width = z.shape
    padded = np.pad(z, 1, constant_values=np.inf)
    steepest = np.zeros_like(z)
    offset = np.zeros(z.shape, np.int64)
    distance = np.full(z.shape, spacing, np.float32)
    for down, right in _NEIGHBOURS:
        far = np.float32(spacing * np.hypot(down, right))
        slope = (z - padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]) / far
        better = slope > steepest
        steepest[better] = slope[better]
        offset[better] = down * width + right
        distance[better] = far
    return (np.arange(z.size).reshape(z.shape) + offset).ravel(), distance.ravel()


def _levels(receiver: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Cells grouped by their number of steps to the outlet, outlets first (pointer doubling)."""
    depth = (receiver != np.arange(receiver.size)).astype(np.int32)
    jump = receiver
    while True:
        further = depth + depth[jump]
        if np.array_equal(further, depth):
            break
        depth, jump = further, jump[jump]
    order = np.argsort(depth, kind="stable")
    ends = np.cumsum(np.bincount(depth))
    return np.split(order, ends[:-1])


def _drained_area(receiver: NDArray[np.int64], levels: list[NDArray[np.int64]], cell_area: float) -> Floats:
    area = np.full(receiver.size, cell_area, np.float64)
    for nodes in reversed(levels[1:]):
        np.add.at(area, receiver[nodes], area[nodes])
    return area.astype(np.float32)


def _fill_small_pits(z: Floats, fixed: NDArray[np.bool_], rounds: int) -> Floats:
    """Raise each pit a little above its lowest neighbour, a few times."""
    ring = np.ones((3, 3), bool)
    ring[1, 1] = False
    for _ in range(rounds):
        lowest = ndimage.minimum_filter(z, footprint=ring, mode="nearest") + np.float32(0.02)
        pits = (z < lowest) & ~fixed
        if not pits.any():
            break
        z = np.where(pits, lowest, z)
    return z


def _erode(
    z: Floats,
    fixed: NDArray[np.bool_],
    steepest: Floats,
    spacing: float,
    rounds: int,
    step: float,
    only_lower: bool = False,
) -> Floats:
    """Rounds of implicit stream-power erosion (Braun and Willett 2013) with a limit on hillslopes.

    Each cell is set between its old height and the steady height above its receiver; a cell never
    stands steeper above its receiver than `steepest` (tangent), which makes straight rock and talus
    slopes where little water gathers.
    """
    limit = steepest.ravel()
    for _ in range(rounds):
        z = _fill_small_pits(z, fixed, 4)
        receiver, distance = flow_receivers(z, spacing)
        receiver[fixed.ravel()] = np.flatnonzero(fixed)
        levels = _levels(receiver)
        area = _drained_area(receiver, levels, spacing**2)
        slope = np.minimum(np.float32(STEEPNESS) * area ** np.float32(-CONCAVITY), limit)
        flat = z.ravel().copy()
        for nodes in levels[1:]:
            below = flat[receiver[nodes]]
            goal = below + slope[nodes] * distance[nodes]
            top = below + limit[nodes] * distance[nodes]
            change = goal - flat[nodes]
            if only_lower:
                change = np.minimum(change, 0)
            flat[nodes] = np.minimum(flat[nodes] + np.float32(step) * change, top)
        z = flat.reshape(z.shape)
    return z


def _base(noise: Noise, strike: Strike, shape: tuple[int, int], size: int) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Height of the nearest valley floor, which cells lie on a floor, and metres from its middle."""
    across, along = strike.coordinates(noise, shape, size)
    line = np.round(across)
    window = Window(0, 0, *shape)
    floor = strike.floor + strike.fall * along + 90 * np.sin(line * 12.9898 + strike.phase * 78.233)
    floor += 130 * strike.fall * noise.smooth(13, window, 700 / PIXEL / size)
    down, right = np.gradient(across)
    away = np.abs(across - line) / np.maximum(np.hypot(down, right), 1e-6) * (size * PIXEL)
    half_width = np.clip(120 + 50 * noise.smooth(16, window, 500 / PIXEL / size), 40, 230)
    fixed = away < np.maximum(half_width, 0.8 * size * PIXEL)
    floor = floor + 0.05 * np.minimum(away, half_width)
    return floor.astype(np.float32), fixed, away.astype(np.float32)


def _hillslope_limit(noise: Noise, z: Floats, floor: Floats, size: int) -> Floats:
    """Tangent of the steepest hillslope: concave foot, talus, rock walls high up, patchy with the rock."""
    window = Window(0, 0, *z.shape)
    height = z - floor
    degrees = np.interp(height, (0, 60, 160, 350, 800), (12, 20, 28, 33, 44)).astype(np.float32)
    degrees += 3.5 * noise.smooth(14, window, 420 / PIXEL / size)
    return np.tan(np.radians(np.clip(degrees, 8, 52))).astype(np.float32)


def _widen_by_ice(z: Floats, area: Floats, spacing: float) -> Floats:
    """Turn V-shaped tributaries into troughs with cirques at their heads.

    Round each channel that drains more than 0.25 km2 the ground is cut down to a gently rising floor
    and a wall that steepens outward; at the channel's upper end that makes a bowl.
    """
    channel = area >= 2.5e5
    if not channel.any():
        return z
    away, nearest = ndimage.distance_transform_edt(~channel, return_indices=True)
    nearest_z = z[nearest[0], nearest[1]]
    half_width = np.clip(50 * (area[nearest[0], nearest[1]] / 2.5e5) ** 0.35, 50, 130)
    half_width = ndimage.gaussian_filter(half_width, 3).astype(np.float32)
    metres = (away * spacing).astype(np.float32)
    wall = np.maximum(metres - half_width, 0)
    trough = nearest_z + 0.08 * metres + wall**2 / (2.6 * half_width + wall)
    trough = ndimage.gaussian_filter(trough, 2.0)
    return np.minimum(z, trough).astype(np.float32)


def make_relief(noise: Noise, random: np.random.Generator, height: int, width: int, report: Report) -> Relief:
    """Erode a domain of `height` x `width` pixels (multiples of `COARSEST`), coarse to fine.

    Parameters
    ----------
    noise
        Noise of the scene.
    random
        Random numbers of the scene (direction and level of the valleys).
    height, width
        Size of the domain in pixels.
    report
        Told how far it is.

    Returns
    -------
    Relief
        On a grid of ``height / CELL`` x ``width / CELL`` cells.
    """
    angle = random.uniform(0, np.pi)
    extent = max(height, width) * PIXEL
    strike = Strike(
        float(np.cos(angle)),
        float(np.sin(angle)),
        random.uniform(0, 1),
        random.uniform(4520, 4680),
        float(random.choice([-1, 1])) * min(0.035, 450 / extent),
    )
    z: Floats | None = None
    for size, rounds in ROUNDS.items():
        shape = (height // size, width // size)
        floor, fixed, away = _base(noise, strike, shape, size)
        rough = noise.fractal(15, Window(0, 0, *shape), 500 / PIXEL / size, 3)
        if z is None:
            z = floor + 0.25 * away + 60 * rough
        else:
            rows = (np.arange(shape[0]) + 0.5) / 2 - 0.5
            columns = (np.arange(shape[1]) + 0.5) / 2 - 0.5
            z = spline(z, rows, columns) + np.float32(0.12 * size) * rough
        z = np.where(fixed, floor, np.maximum(z, floor + 1)).astype(np.float32)
        limit = _hillslope_limit(noise, z, floor, size)
        z = _erode(z, fixed, limit, size * PIXEL, rounds, 0.35 if size == COARSEST else 0.25)
        report.progress(1 / size, "Raising mountains")  # the finer the grid, the longer it takes
    if z is None:
        raise ValueError("there is no round")
    return _finish(noise, z, floor, fixed, limit, strike)


def _bend(noise: Noise, field: Floats) -> Floats:
    """Shift a field sideways by some tens of metres, so that no valley keeps the grid's directions."""
    window = Window(0, 0, *field.shape)
    shifts = [
        3.2 * noise.smooth(17 + axis, window, 300 / PIXEL / CELL)
        + 1.1 * noise.smooth(27 + axis, window, 95 / PIXEL / CELL)
        for axis in (0, 1)
    ]
    rows, columns = np.ogrid[: field.shape[0], : field.shape[1]]
    bent: Floats = ndimage.map_coordinates(
        field, np.stack([rows + shifts[0], columns + shifts[1]]), order=3, mode="nearest", prefilter=False
    )
    return bent


def _finish(noise: Noise, z: Floats, floor: Floats, fixed: NDArray[np.bool_], limit: Floats, strike: Strike) -> Relief:
    """Ice on top of rivers, then the water led anew over what the ice has left."""
    spacing = CELL * PIXEL
    nothing = np.zeros(z.shape, bool)
    receiver, _ = flow_receivers(_fill_small_pits(z, nothing, 30), spacing)
    area = _drained_area(receiver, _levels(receiver), spacing**2).reshape(z.shape)
    z = _widen_by_ice(z, area, spacing)
    z = _erode(z, fixed, limit, spacing, 3, 0.12, only_lower=True)
    z = _bend(noise, z)
    floor = _bend(noise, floor)
    receiver, _ = flow_receivers(_fill_small_pits(z, nothing, 60), spacing)
    area = _drained_area(receiver, _levels(receiver), spacing**2).reshape(z.shape)
    return Relief(z, area, receiver, (z - floor).astype(np.float32), strike)
