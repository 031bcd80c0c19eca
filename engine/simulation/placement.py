"""Where landforms stand: paths down the slope, tested against the ground they would stand on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..telling.report import Report
from .ground import STEP, Ground
from .landforms import Kind, Landform, Path, swept_outline
from .noise import Floats
from .relief import CELL, PIXEL, Relief

SMALLEST = 10_000.0
"""Square metres of the smallest rock glacier of an inventory."""

DENSITY = {Kind.GLACIER: 0.16, Kind.ROCK_AVALANCHE: 0.16, Kind.ROCK_GLACIER: 0.54, Kind.TALUS_FAN: 0.8, Kind.LAKE: 0.18}
"""Landforms asked for per square kilometre; fewer stand where the ground does not suit them."""


class Placer:
    """Places all landforms of a domain."""

    def __init__(self, relief: Relief, random: np.random.Generator, seed: int) -> None:
        self.ground = Ground(relief)
        self.random = random
        self.seed = seed
        self.landforms: list[Landform] = []

    def place_all(self, report: Report) -> list[Landform]:
        """Landforms in the order in which they are put on the ground."""
        sources = (
            (Kind.GLACIER, self._glaciers, 40.0),
            (Kind.ROCK_AVALANCHE, self._rock_avalanches, 12.0),
            (Kind.ROCK_GLACIER, self._rock_glaciers, 14.0),
            (Kind.LAKE, self._lakes, 10.0),
            (Kind.TALUS_FAN, self._talus_fans, 4.0),
        )
        for index, (kind, source, rim) in enumerate(sources):
            report.progress(index / len(sources), "Placing landforms")
            wanted = max(1, round(DENSITY[kind] * self.ground.square_kilometres))
            for landform in source():
                if wanted == 0:
                    break
                if self.ground.is_free(landform, rim):
                    self.ground.take(landform)
                    self.landforms.append(landform)
                    wanted -= 1
        return sorted(self.landforms, key=lambda one: (one.kind != Kind.TALUS_FAN, one.number))

    def _next(self) -> int:
        return len(self.landforms) + 1

    def _scatter(self, suits: NDArray[np.bool_], per_square_kilometre: float) -> Path:
        """Random places (pixels) where the ground suits, in random order."""
        cells = np.flatnonzero(suits)
        count = min(len(cells), round(per_square_kilometre * self.ground.square_kilometres) + 20)
        chosen = self.random.choice(cells, count, replace=False) if count else cells
        rows, columns = np.unravel_index(chosen, suits.shape)
        return (np.stack([rows, columns], 1) + self.random.uniform(0, 1, (count, 2))) * CELL

    def _fitting_radius(self, middle: Path, way: Path, radius: float, rise: float) -> float:
        """The radius, made smaller until the ground at both sides rises less than `rise` (tangent)."""
        across = np.array([-way[1], way[0]])
        here = self.ground.at(self.ground.z, middle[None])[0]
        for share in (1.0, 0.8, 0.65, 0.5, 0.4):
            sides = middle + np.array([[1.0], [-1.0]]) * across * radius * share
            heights = self.ground.at(self.ground.z, sides) - here
            if np.all(np.abs(heights) < rise * radius * share * PIXEL):
                return radius * share
        return 0.0

    def _rock_glaciers(self) -> Iterator[Landform]:
        ground = self.ground
        high = ground.relief.floor_height > 90
        heads = self._scatter((ground.slope > 20) & (ground.slope < 37) & high, 160)
        steps = int(1150 / PIXEL / STEP)
        paths = ground.trace(heads, steps, 0.75)
        heights, areas = ground.at(ground.z, paths), ground.at(ground.relief.area, paths)
        wet = np.where(areas > 6e6, np.arange(steps), steps).min(axis=1)
        for path, height, end in zip(paths, heights, wet):
            wanted = float(np.clip(self.random.lognormal(np.log(420), 0.5), 170, 1100))
            count = min(int(wanted / PIXEL / STEP), end - 6)
            fits = count > 8 and not self.ground.is_crossed(path[:count], 60 / PIXEL)
            landform = self._rock_glacier(path, height, count) if fits else None
            if landform is not None:
                yield landform

    def _rock_glacier(self, path: Path, height: Floats, count: int) -> Landform | None:
        """A rock glacier on the first `count` points of a path, if the ground suits one."""
        run = STEP * PIXEL
        drop = np.degrees(np.arctan((height[:-6] - height[6:]) / (6 * run)))
        body = np.degrees(np.arctan((height[3] - height[count - 1]) / ((count - 4) * run)))
        if drop[0] < 17 or not 6 < body < 24 or drop[min(count, len(drop) - 1)] > 24:
            return None
        wide = self.random.uniform(0.14, 0.36) * count * STEP
        if self.random.uniform() < 0.25:  # a lobe: wider than long
            wide *= 1.7
        wide = float(np.clip(wide, 44 / PIXEL, 210 / PIXEL))
        middle = count // 2
        way = (path[middle + 3] - path[middle - 3]) / (6 * STEP)
        wide = self._fitting_radius(path[middle], way, wide, 0.30)
        if wide < 40 / PIXEL:
            return None
        share = np.linspace(0, 1, count)
        taper = np.interp(share, (0, 0.25, 0.7, 1), (0.6, 0.8, 1.0, self.random.uniform(0.75, 1.2)))
        spine = ndimage.gaussian_filter1d(path[:count], 3, axis=0, mode="nearest")
        number = self._next()
        outline = swept_outline(spine, wide * taper, 0.21, self.seed * 7919 + number)
        if not 1.3 * SMALLEST < outline.area * PIXEL**2 < 800_000:
            return None
        return Landform(Kind.ROCK_GLACIER, number, spine, wide * taper, outline)

    def _glaciers(self) -> Iterator[Landform]:
        ground, relief = self.ground, self.ground.relief
        top = np.quantile(relief.floor_height, 0.80)
        basin = (relief.area > 4e4) & (relief.area < 2.5e5) & (relief.floor_height > top)
        basin &= ground.slope < 42
        for head in self._scatter(basin, 30):
            row, column = (head / CELL).astype(int)
            cell = int(row) * relief.elevation.shape[1] + int(column)
            cells = [cell]
            for _ in range(260):
                cell = int(relief.receiver[cell])
                if cell == cells[-1]:
                    break
                cells.append(cell)
            points = np.stack(np.unravel_index(cells, relief.elevation.shape), 1) * CELL + CELL / 2
            landform = self._glacier(points.astype(np.float64))
            if landform is not None:
                yield landform

    def _glacier(self, points: Path) -> Landform | None:
        points = ndimage.gaussian_filter1d(points, 7, axis=0, mode="nearest")
        reach = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        length = min(reach[-1], self.random.uniform(1300, 3200) / PIXEL)
        if length < 1100 / PIXEL:
            return None
        along = np.arange(0, length, 2 * STEP)
        spine = np.stack([np.interp(along, reach, points[:, axis]) for axis in (0, 1)], 1)
        if self.ground.is_crossed(spine, 130 / PIXEL):
            return None
        share = along / length
        radius = self.random.uniform(95, 185) / PIXEL
        taper = np.interp(share, (0, 0.12, 0.35, 0.8, 1), (1.1, 1.5, 0.95, 1.0, 0.75))
        number = self._next()
        outline = swept_outline(spine, radius * taper, 0.10, self.seed * 7919 + number)
        heights = self.ground.at(self.ground.z, spine)
        cover = heights[0] - self.random.uniform(0.42, 0.68) * (heights[0] - heights[-1])
        ice = float(share[int(np.argmax(heights < cover))])
        return Landform(Kind.GLACIER, number, spine, radius * taper, outline, ice_share=min(ice, 0.55))

    def _rock_avalanches(self) -> Iterator[Landform]:
        ground = self.ground
        heads = self._scatter((ground.slope > 26) & (ground.relief.floor_height > 120), 60)
        steps = int(1000 / PIXEL / STEP)
        paths = ground.trace(heads, steps, 0.965)
        heights = ground.at(ground.z, paths)
        run = STEP * PIXEL
        for path, height in zip(paths, heights):
            count = int(self.random.uniform(450, 1000) / PIXEL / STEP)
            fall = np.degrees(np.arctan((height[:-12] - height[12:]) / (12 * run)))
            if (
                fall[0] < 22
                or fall[count - 13] > 10
                or fall[:count].min() < -4
                or self.ground.is_crossed(path[:count], 80 / PIXEL)
            ):
                continue
            share = np.linspace(0, 1, count)
            radius = self.random.uniform(80, 165) / PIXEL
            taper = np.interp(share, (0, 0.35, 0.8, 1), (0.35, 0.6, 1.2, 1.1))
            number = self._next()
            outline = swept_outline(path[:count], radius * taper, 0.24, self.seed * 7919 + number)
            yield Landform(Kind.ROCK_AVALANCHE, number, path[:count], radius * taper, outline)

    def _talus_fans(self) -> Iterator[Landform]:
        """Cones at the feet of gullies: steep above, gentle below, so that a cone has room on them."""
        ground, relief = self.ground, self.ground.relief
        gully = (relief.area > 3e3) & (relief.area < 1.5e5) & (ground.slope > 27)
        heads = self._scatter(gully, 90)
        paths = ground.trace(heads, 34, 0.9)
        heights = ground.at(relief.elevation, paths)
        run = STEP * PIXEL
        for path, height in zip(paths, heights):
            count = int(self.random.uniform(14, 33))
            fall = np.degrees(np.arctan((height[0] - height[count - 1]) / ((count - 1) * run)))
            middle = height[count // 2] - (height[0] + height[count - 1]) / 2
            if not 17 < fall < 31 or middle > -0.02 * count * run or self.ground.is_crossed(path[3:count], 6):
                continue
            share = np.linspace(0, 1, count)
            radius = count * STEP * self.random.uniform(0.35, 0.55) * np.interp(share, (0, 1), (0.12, 1))
            number = self._next()
            outline = swept_outline(path[:count], radius, 0.10, self.seed * 7919 + number)
            yield Landform(Kind.TALUS_FAN, number, path[:count], radius, outline)

    def _lakes(self) -> Iterator[Landform]:
        ground = self.ground
        cirque = ground.relief.floor_height > 130
        flat = ndimage.maximum_filter(ground.slope, 5) < np.where(cirque, 12, 8)
        flat &= cirque | (self.random.uniform(size=flat.shape) < 0.08)
        for place in self._scatter(flat, 40):
            length = self.random.uniform(6, 36)
            way = self.ground.trace(place[None], 3, 0.5)[0]
            way = (way[-1] - way[0]) / np.maximum(np.hypot(*(way[-1] - way[0])), 1e-6)
            spine = place + np.linspace(0, length, 12)[:, None] * way
            radius = self.random.uniform(7, 16) * np.interp(np.linspace(0, 1, 12), (0, 0.6, 1), (0.6, 1, 0.7))
            number = self._next()
            outline = swept_outline(spine, radius, 0.15, self.seed * 7919 + number)
            yield Landform(Kind.LAKE, number, spine, radius, outline)
