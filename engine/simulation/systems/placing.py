"""Where the units of a system lie: side by side below one slope, or one on the back of another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from scipy import ndimage

from ..ground import STEP, Ground
from ..landforms import Kind, Landform, Path, swept_outline
from ..relief import CELL, PIXEL

_LEAST_RADIUS, _MOST_RADIUS = 50.0, 150.0
"""Metres: half-width of a unit."""
_TRIES = 12
"""Neighbours that are tried before a place is given up."""


class Placer:
    """Places units on the ground of one relief; a unit's `number` makes its form its own."""

    def __init__(self, ground: Ground, random: np.random.Generator, seed: int) -> None:
        self.ground, self.random, self.seed = ground, random, seed
        self._number = 0

    def heads(self) -> Iterator[Path]:
        """Places where a first unit may begin: steep enough for talus, well above the valley, in random order."""
        ground = self.ground
        suits = (ground.slope > 20) & (ground.slope < 37) & (ground.relief.floor_height > 90)
        cells = self.random.permutation(np.flatnonzero(suits))[:400]
        rows, columns = np.unravel_index(cells, suits.shape)
        yield from (np.stack([rows, columns], 1) + 0.5) * CELL

    def side_by_side(self, head: Path, count: int) -> list[Landform] | None:
        """Units whose heads lie next to each other across the slope, each grown into its neighbour."""
        first = self._unit(head, self._radius())
        if first is None:
            return None
        row = [first]
        for _ in range(_TRIES):
            if len(row) == count:
                return row
            left = self.random.uniform() < 0.5
            beside = self._beside(row[0] if left else row[-1], -1.0 if left else 1.0)
            if beside is not None and all(_toes_apart(beside, other) for other in row):
                row = [beside, *row] if left else [*row, beside]
        return None

    def overriding(self, head: Path) -> list[Landform] | None:
        """An older unit and a younger, shorter one on its back, whose front lies inside the older one's edge."""
        older = self._unit(head, self._radius())
        if older is None or len(older.spine) < 30:
            return None
        end = int(len(older.spine) * self.random.uniform(0.45, 0.65))
        radius = older.radius[:end] * self.random.uniform(0.75, 0.95)
        return [older, self._landform(older.spine[:end], radius)]

    def _radius(self) -> float:
        return float(self.random.uniform(_LEAST_RADIUS, _MOST_RADIUS)) / PIXEL

    def _beside(self, unit: Landform, side: float) -> Landform | None:
        """A unit whose head lies across the slope from another's, so far that the two bodies meet."""
        at = min(6, len(unit.spine) - 1)
        way = unit.spine[at] - unit.spine[0]
        across = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-6)
        radius = float(np.mean(unit.radius)) * self.random.uniform(0.65, 1.5)
        radius = float(np.clip(radius, _LEAST_RADIUS / PIXEL, _MOST_RADIUS / PIXEL))
        apart = self.random.uniform(0.65, 0.95) * (radius + float(np.mean(unit.radius)))
        along = self.random.uniform(-0.8, 0.8) * radius
        head = unit.spine[0] + side * across * apart + along * way / max(float(np.hypot(*way)), 1e-6)
        return self._unit(head, radius)

    def _unit(self, head: Path, radius: float) -> Landform | None:
        """A unit on the path down from a head, where the slope suits one and it stays in the domain."""
        ground = self.ground
        count = int(self.random.uniform(2.2, 6.0) * 2 * radius / STEP)
        count = int(np.clip(count, 170 / PIXEL / STEP, 900 / PIXEL / STEP))
        path = ground.trace(head[None], count, 0.75)[0]
        heights = ground.at(ground.z, path)
        body = np.degrees(np.arctan((heights[2] - heights[count - 1]) / ((count - 3) * STEP * PIXEL)))
        if not 6 < body < 26 or ground.is_crossed(path, 2 * radius):
            return None
        if (ground.at(ground.relief.area, path) > 6e6).any():  # a river would carry it off
            return None
        share = np.linspace(0, 1, count)
        taper = np.interp(share, (0, 0.25, 0.7, 1), (0.6, 0.8, 1.0, self.random.uniform(0.8, 1.2)))
        spine = ndimage.gaussian_filter1d(path, 3, axis=0, mode="nearest")
        return self._landform(spine, radius * taper)

    def _landform(self, spine: Path, radius: Path) -> Landform:
        self._number += 1
        outline = swept_outline(spine, radius, 0.15, self.seed * 7919 + self._number)
        return Landform(Kind.ROCK_GLACIER, self._number, spine, radius, outline)


def _toes_apart(one: Landform, other: Landform) -> bool:
    """Whether two fronts are fronts of two, and neither ends on the other's back."""
    apart = float(np.hypot(*(one.spine[-1] - other.spine[-1])))
    if apart < 0.8 * float(one.radius[-1] + other.radius[-1]):
        return False
    return not any(
        shapely.contains_xy(other.outline, *one.spine[-1][::-1]) for one, other in ((one, other), (other, one))
    )
