"""Outlines of kept probability at each of its levels, as `detect` makes them: holes, tolerance, smallest area."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from ..outlines.candidates import Candidate
from ..outlines.polygons import OutlineTracer
from ..outlines.probability import HIGHEST
from .kept_ground import KeptGround
from .sharpness import Slope

_RIM = 2.5
"""Pixels: an outline that comes so near to the rim of the window goes on beyond it."""
_AROUND = 8
"""Pixels around the lowest outline: neighbours that could overlap it are known there."""


@dataclass(frozen=True)
class Drawn:
    """One outline at one level.

    Attributes
    ----------
    level
        The probability along it.
    outline
        A polygon in the run's coordinate system.
    area_m2
        On the ellipsoid.
    sharpness
        Mean slope of the probability along it, per metre on the ground.
    parts
        In how many the ground has parted, of which it is one.
    """

    level: float
    outline: shapely.Polygon
    area_m2: float
    sharpness: float
    parts: int


class Choice(Protocol):
    """Says which outlines of a level are meant."""

    def among(self, shapes: npt.NDArray[Any], level: float) -> tuple[int | None, int]:
        """Place of the one that is shown, None where none is; and of how many parts it is one."""


def outlines_at(ground: KeptGround, place: int) -> list[Candidate]:
    """All outlines at the level of a place among the steps."""
    run = ground.run
    tracer = OutlineTracer(
        ground.transform,
        run.crs,
        ground.pixels.shape[1],
        threshold=(place + 1) / HIGHEST,  # steps are given as bytes; the first is 1
        minimum_area=run.minimum_area,
        fill_holes=run.fill_holes,
        tolerance=run.tolerance,
    )
    return tracer.add_rows(ground.pixels) + tracer.finish()


def drawn_levels(ground: KeptGround, choice: Choice) -> Iterator[Drawn]:
    """What is shown at each level, ascending, but where nothing is left or where it reaches beyond the window."""
    slope = None
    for place in range(ground.steps.lowest, len(ground.steps.limits)):
        if not (ground.pixels > place).any():
            return
        found = outlines_at(ground, place)
        shapes = np.array([candidate.geometry for candidate in found], object)
        level = ground.steps.limits[place]
        shown, parts = choice.among(shapes, level)
        if shown is None or _reaches_beyond(ground, shapes[shown]):
            continue
        if slope is None:  # what is drawn at higher levels lies within the first
            ground = _part_around(ground, shapes[shown])
            slope = Slope(ground)
        yield Drawn(level, shapes[shown], found[shown].area_m2, slope.along(shapes[shown]), parts)


def _bounds_in_pixels(ground: KeptGround, outline: shapely.Polygon) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    columns, rows = ~ground.transform @ shapely.get_coordinates(outline.exterior).T
    return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())


def _reaches_beyond(ground: KeptGround, outline: shapely.Polygon) -> bool:
    left, top, right, bottom = _bounds_in_pixels(ground, outline)
    height, width = ground.pixels.shape
    return min(left, top) < _RIM or right > width - _RIM or bottom > height - _RIM


def _part_around(ground: KeptGround, outline: shapely.Polygon) -> KeptGround:
    """The pixels of an outline, and few more."""
    left, top, right, bottom = _bounds_in_pixels(ground, outline)
    height, width = ground.pixels.shape
    rows = slice(max(math.floor(top) - _AROUND, 0), min(math.ceil(bottom) + _AROUND, height))
    columns = slice(max(math.floor(left) - _AROUND, 0), min(math.ceil(right) + _AROUND, width))
    transform = ground.transform @ Affine.translation(columns.start, rows.start)
    return replace(ground, transform=transform, pixels=ground.pixels[rows, columns])


class OfCandidate:
    """The ground of a candidate: the outline that holds it, or the largest of those in which it has parted.

    Parameters
    ----------
    outline
        The candidate's, in the run's system.
    threshold
        The level at which it was found.
    """

    def __init__(self, outline: Any, threshold: float) -> None:
        self._outline, self._threshold = outline, threshold
        shapely.prepare(outline)

    def among(self, shapes: npt.NDArray[Any], level: float) -> tuple[int | None, int]:
        """See `Choice`."""
        near = np.flatnonzero(shapely.intersects(self._outline, shapes))
        shared = shapely.area(shapely.intersection(self._outline, shapes[near]))
        if level > self._threshold:  # what only touches it is a neighbour
            own = shared >= 0.5 * shapely.area(shapes[near])
            near, shared = near[own], shared[own]
        if not len(near) or not shared.max() > 0:
            return None, 0
        return int(near[shared.argmax()]), len(near) if level > self._threshold else 1


class UnderPoint:
    """The ground under a place: at each level the outline that holds the place.

    Parameters
    ----------
    point
        In the run's system.
    """

    def __init__(self, point: shapely.Point) -> None:
        self._point, self._whole = point, None

    def among(self, shapes: npt.NDArray[Any], level: float) -> tuple[int | None, int]:
        """See `Choice`; the first outline that is shown is the whole."""
        holding = np.flatnonzero(shapely.intersects(shapes, self._point))
        if not len(holding):
            return None, 0
        shown = int(holding[0])
        if self._whole is None:
            self._whole = shapes[shown]
            shapely.prepare(self._whole)
        within = shapely.intersects(self._whole, shapely.point_on_surface(shapes))
        return shown, max(int(within.sum()), 1)
