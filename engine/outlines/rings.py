"""Outlines of components on pixel edges: rings of integer corner points, traced from runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .runs import END, ROW, START, Labels, Runs


@dataclass(frozen=True, slots=True)
class Rings:
    """Closed rings, one after the other; the closing point is not repeated.

    Attributes
    ----------
    points
        (column, row) in pixel coordinates, shape (n, 2).
    offsets
        Ring i has the points ``offsets[i]:offsets[i + 1]``, shape (rings + 1,).
    owners
        The component of each ring, ascending; a component's first ring is its exterior, shape (rings,).
    """

    points: npt.NDArray[Any]
    offsets: npt.NDArray[np.int64]
    owners: Labels

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """Number of points of each ring."""
        return np.diff(self.offsets)

    @property
    def is_exterior(self) -> npt.NDArray[np.bool_]:
        """Whether a ring is the exterior of its component."""
        return np.asarray(np.diff(self.owners, prepend=-1) != 0)

    @property
    def components(self) -> Labels:
        """Position of each ring's component among those that are here, 0 upwards."""
        return np.cumsum(self.is_exterior) - 1

    @property
    def next_point(self) -> npt.NDArray[np.int64]:
        """Index of the point after each point in its ring."""
        following = np.arange(1, len(self.points) + 1)
        following[self.offsets[1:] - 1] = self.offsets[:-1]
        return following

    def signed_areas(self) -> npt.NDArray[Any]:
        """Area of each ring in pixels: exteriors positive, holes negative (exact for corner points)."""
        x, y = self.points.T
        following = self.next_point
        cross = x * y[following] - x[following] * y
        return np.add.reduceat(cross, self.offsets[:-1]) / 2 if len(cross) else np.empty(0)

    def split(self) -> list[Rings]:
        """The rings of each component by themselves."""
        firsts = np.append(np.flatnonzero(self.is_exterior), len(self.owners))
        parts = []
        for first, last in zip(firsts[:-1].tolist(), firsts[1:].tolist(), strict=True):
            offsets = self.offsets[first : last + 1]
            points = self.points[offsets[0] : offsets[-1]].astype(np.int32)
            parts.append(Rings(points, offsets - offsets[0], self.owners[first:last] * 0))
        return parts

    def select(self, keep: npt.NDArray[np.bool_]) -> Rings:
        """The rings where `keep` is true."""
        sizes = self.sizes
        offsets = np.concatenate([[0], np.cumsum(sizes[keep])])
        return Rings(self.points[np.repeat(keep, sizes)], offsets, self.owners[keep])


def trace(runs: Runs, owners: Labels) -> Rings:
    """Trace the outlines of components along their pixel edges.

    Parameters
    ----------
    runs, owners
        Runs sorted by component, row and column, and the component of each (ascending).

    Returns
    -------
    Rings
        Corner points only, no two neighbouring edges on one line. Each ring starts with the leftmost of its
        topmost edges, and goes clockwise on the screen around exteriors, the other way around holes. The
        rings of a component are sorted by those edges.

    Notes
    -----
    A line between two rows carries a corner wherever a run starts or ends on one of its sides only. On
    each such line the corners, from left to right, are joined in pairs by horizontal edges, and on each
    column line, from top to bottom, by vertical ones. Where two pixels of one component touch at a corner
    only, the two corners there are told apart so that the component stays connected through the point:
    then every ring is simple, and polygons are valid in the sense of OGC 06-103r4 (rings may touch at
    points, the interior is connected).
    """
    owner, y, x, turns_right = _corners(runs, owners)
    count = len(owner)
    if not count:
        return Rings(np.empty((0, 2), np.int64), np.zeros(1, np.int64), np.empty(0, np.intp))
    is_second = np.zeros(count, np.bool_)
    is_second[1:] = (owner[1:] == owner[:-1]) & (y[1:] == y[:-1]) & (x[1:] == x[:-1])
    down = np.lexsort((is_second ^ turns_right, y, x, owner))
    across = np.empty(count, np.intp)  # the other end of each corner's vertical edge
    across[down[0::2]], across[down[1::2]] = down[1::2], down[0::2]
    # Horizontal edge k joins corners 2k and 2k + 1; the component lies on its right.
    left = np.arange(0, count, 2)
    eastward = turns_right[left]
    begin, end = np.where(eastward, left, left + 1), np.where(eastward, left + 1, left)
    order, sizes = _walk((across[end] // 2).tolist())
    corners = np.column_stack([begin[order], end[order]]).ravel()
    offsets = np.concatenate([[0], 2 * np.cumsum(sizes)])
    return Rings(np.column_stack([x[corners], y[corners]]), offsets, owner[corners[offsets[:-1]]])


def _corners(runs: Runs, owners: Labels) -> tuple[Labels, Any, Any, npt.NDArray[np.bool_]]:
    """Component, line, column of every corner, sorted; and whether the component lies below right of it.

    More exactly: whether the horizontal edge that goes right from there (if one does) has it below.
    """
    stride = int(runs[END].max(initial=0)) + 1
    lines = int(runs[ROW].max(initial=0)) + 2
    columns = runs[[START, END]].T.ravel()  # starts and ends in turn, so the keys below are sorted
    is_start = np.arange(len(columns)) % 2 == 0
    upper_line = np.repeat(owners * lines + runs[ROW], 2)
    above_key = (upper_line * stride + columns) * 2 + is_start  # corners at the upper side of a run
    below_key = above_key + 2 * stride  # and at its lower side
    upper = ~_is_in(above_key, below_key)
    lower = ~_is_in(below_key, above_key)
    keys = np.concatenate([above_key[upper], below_key[lower]])
    turns_right = np.concatenate([is_start[upper], ~is_start[lower]])
    order = np.argsort(keys, kind="stable")
    place = keys[order] // 2
    line = place // stride
    return line // lines, line % lines, place % stride, turns_right[order]


def _is_in(values: npt.NDArray[np.int64], among: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whether each value is among the others (both ascending)."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(among, values), len(among) - 1)
    found: npt.NDArray[np.bool_] = among[at] == values
    return found


def _walk(successor: list[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The cycles of a permutation, each from its lowest element: all elements in order, and cycle lengths."""
    order: list[int] = []
    sizes: list[int] = []
    for first in range(len(successor)):
        at = successor[first]
        if at < 0:
            continue
        before = len(order)
        order.append(first)
        successor[first] = -1
        while at != first:
            order.append(at)
            successor[at], at = -1, successor[at]
        sizes.append(len(order) - before)
    return np.array(order, np.int64), np.array(sizes, np.int64)
