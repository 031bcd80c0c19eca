"""Finished outlines wait here until nothing can come near them any more, so that none overlap.

Two rules, which depend on the two components alone and not on their order:

- A component inside a filled hole of another is part of that one.
- Where the smooth outline of one would overlap the smooth or the chamfered outline of another, both get
  their chamfered outlines, which never overlap (see `outlines`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from .outlines import build_polygons, chamfer
from .rings import Rings

_INTERIORS_MEET = "T********"


@dataclass
class TracedOutline:
    """One component with its outline, in pixel coordinates.

    Attributes
    ----------
    smooth
        The smooth outline.
    rings
        The outline on pixel edges.
    tolerance
        Of the smoothing, in pixels.
    first_row, last_row, left, right
        The pixels it covers: rows, first column, column after the last.
    inside
        A point in the component: the middle of its first pixel (column, row).
    probability_mean, probability_max, probability_sd
        Over its pixels, as of `Candidate`.
    """

    smooth: shapely.Polygon
    rings: Rings
    tolerance: float
    first_row: int
    last_row: int
    left: int
    right: int
    inside: tuple[float, float]
    probability_mean: float
    probability_max: float
    probability_sd: float | None
    clashes: bool = field(default=False, init=False)
    is_swallowed: bool = field(default=False, init=False)

    @cached_property
    def chamfered(self) -> shapely.Polygon:
        """The outline that cannot overlap another's."""
        tolerance = np.full(len(self.rings.sizes), self.tolerance)
        outline: shapely.Polygon = build_polygons(chamfer(self.rings, tolerance))[0]
        return outline

    @property
    def result(self) -> shapely.Polygon:
        """The outline to be written."""
        return self.chamfered if self.clashes else self.smooth

    @property
    def reach(self) -> int:
        """Beyond so many pixels no other outline can meet this one (scales differ little over that way)."""
        return math.ceil(2.2 * self.tolerance) + 2

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounds of everything within half its reach."""
        half = self.reach / 2
        return self.left - half, self.first_row - half, self.right + half, self.last_row + 1 + half


def _judge(a: TracedOutline, b: TracedOutline) -> None:
    """Apply both rules to two outlines that are close to each other."""
    for one, other in ((a, b), (b, a)):
        if shapely.intersects_xy(one.chamfered, *other.inside):
            other.is_swallowed = True
            return
    pairs = (a.smooth, b.smooth), (a.smooth, b.chamfered), (a.chamfered, b.smooth)
    if any(shapely.relate_pattern(one, other, _INTERIORS_MEET) for one, other in pairs):
        a.clashes = b.clashes = True


class Neighbourhood:
    """Outlines that are finished but may still get a neighbour, in the order in which they were finished."""

    def __init__(self) -> None:
        self._waiting: list[TracedOutline] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, outlines: Sequence[TracedOutline]) -> None:
        """Add outlines and judge them against each other and against those that wait."""
        known = len(self._waiting)
        self._waiting += outlines
        boxes = shapely.box(*np.array([outline.box for outline in self._waiting]).reshape(-1, 4).T)
        new, other = shapely.STRtree(boxes).query(boxes[known:])
        new += known
        pairs = np.column_stack([new, other])[(other < known) | (other < new)]
        if not len(pairs):
            return
        shapes = np.array([outline.smooth for outline in self._waiting], object)
        sizes = shapely.get_num_coordinates(shapes)
        swap = sizes[pairs[:, 0]] < sizes[pairs[:, 1]]  # the larger first: that one is indexed
        pairs[swap] = pairs[swap, ::-1]
        shapely.prepare(shapes[np.unique(pairs[:, 0])])
        distance = np.array([outline.reach for outline in self._waiting])[pairs].max(axis=1)
        near = shapely.dwithin(shapes[pairs[:, 0]], shapes[pairs[:, 1]], distance)
        for a, b in pairs[near].tolist():
            _judge(self._waiting[a], self._waiting[b])

    def release(self, next_row: int, open_boxes: npt.NDArray[np.int64]) -> list[TracedOutline]:
        """Outlines whose neighbours are all known.

        Parameters
        ----------
        next_row
            The first row that has not been seen.
        open_boxes
            First row, first column and column after the last of each component that is not finished,
            shape (n, 3).
        """
        top, left, right = open_boxes.T
        ready = 0
        for outline in self._waiting:
            reach = outline.reach
            if outline.last_row + reach >= next_row:
                break
            near = (top <= outline.last_row + reach) & (left <= outline.right + reach)
            if (near & (right >= outline.left - reach)).any():
                break
            ready += 1
        return self._take(ready)

    def release_all(self) -> list[TracedOutline]:
        """All that still wait: no component is left that could come near."""
        return self._take(len(self._waiting))

    def _take(self, count: int) -> list[TracedOutline]:
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return [outline for outline in taken if not outline.is_swallowed]
