"""Runs of pixels, and the 4-connected components that they make up, strip by strip.

A run is a maximal row of neighbouring pixels that are all inside. Masks of landforms have some ten
thousand times fewer runs than pixels, so all that is done after they are found costs next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Runs = npt.NDArray[np.int64]
"""Shape (6, n): row, first column, column after the last, sum of the values, highest value, sum of their spreads."""
ROW, START, END, TOTAL, HIGHEST, SPREAD = range(6)
NUMBERS = 6
Labels = npt.NDArray[np.integer[Any]]


def find_runs(
    inside: npt.NDArray[np.bool_],
    values: npt.NDArray[np.integer[Any]],
    first_row: int,
    spread: npt.NDArray[np.integer[Any]] | None = None,
) -> Runs:
    """The runs of a strip, from top to bottom and left to right.

    Parameters
    ----------
    inside
        Mask, shape (h, w).
    values
        Integers of the pixels inside, row by row, whose sum and maximum the runs carry, shape (n,).
    first_row
        Row of the raster where the strip starts.
    spread
        As `values`, of which the runs carry the sum alone; None for zeros.
    """
    height, width = inside.shape
    stride = width + 1
    # One empty column after each row keeps the runs of neighbouring rows apart in the flat array.
    padded = np.zeros(height * stride + 1, np.bool_)
    padded[1:].reshape(height, stride)[:, :width] = inside
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    starts, ends = changes[0::2], changes[1::2]
    rows = starts // stride
    runs = np.zeros((NUMBERS, len(starts)), np.int64)
    runs[ROW] = rows + first_row
    runs[START] = starts - rows * stride
    runs[END] = ends - rows * stride
    if len(starts):
        offsets = np.concatenate([[0], np.cumsum(ends - starts)[:-1]])
        runs[TOTAL] = np.add.reduceat(values, offsets, dtype=np.int64)
        runs[HIGHEST] = np.maximum.reduceat(values, offsets)
        if spread is not None:
            runs[SPREAD] = np.add.reduceat(spread, offsets, dtype=np.int64)
    return runs


def find_contacts(upper: Runs, lower: Runs, width: int) -> tuple[Labels, Labels]:
    """Pairs (index into `upper`, index into `lower`) of runs that share a pixel edge.

    Both are sorted by row and column; a run touches those of the row above that overlap its columns.
    """
    stride = width + 1
    above = (lower[ROW] - 1) * stride
    first = np.searchsorted(upper[ROW] * stride + upper[END], above + lower[START], side="right")
    last = np.searchsorted(upper[ROW] * stride + upper[START], above + lower[END], side="left")
    counts = last - first
    lower_index = np.repeat(np.arange(lower.shape[1]), counts)
    before = np.cumsum(counts) - counts
    upper_index = np.arange(len(lower_index)) + np.repeat(first - before, counts)
    return upper_index, lower_index


def connect(count: int, a: Labels, b: Labels) -> Labels:
    """Number the connected components of a graph.

    Parameters
    ----------
    count
        Number of nodes.
    a, b
        Edges: node a[i] is connected with node b[i].

    Returns
    -------
    ndarray, shape (count,)
        Component of each node, 0 upwards in the order of their lowest node.
    """
    lowest = np.arange(count)  # of each node, the lowest that it is known to be connected with
    # SciPy's graphs do the same, and loading them takes longer than all of a small image.
    while (lowest[a] != lowest[b]).any():
        lower = np.minimum(lowest[a], lowest[b])
        np.minimum.at(lowest, lowest[a], lower)
        np.minimum.at(lowest, lowest[b], lower)
        while (lowest != (further := lowest[lowest])).any():
            lowest = further
    labels: Labels = np.unique(lowest, return_inverse=True)[1]
    return labels


class ComponentBuilder:
    """Collects runs into 4-connected components and hands out those that are complete.

    Memory holds only the runs of components that reach the last row that was added.

    Parameters
    ----------
    width
        Of the raster, in pixels.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._open: list[list[Runs]] = []  # per component that is still open: its runs, in pieces
        self._last = np.empty((NUMBERS, 0), np.int64)  # the runs of the last row, and their open components
        self._last_owner = np.empty(0, np.intp)

    @property
    def open_boxes(self) -> npt.NDArray[np.int64]:
        """First row, first column and column after the last of each open component so far, shape (n, 3)."""
        boxes = [
            [min(int(piece[at].min()) for piece in pieces) for at in (ROW, START)]
            + [max(int(piece[END].max()) for piece in pieces)]
            for pieces in self._open
        ]
        return np.array(boxes, np.int64).reshape(-1, 3)

    def add(self, runs: Runs, last_row: int) -> tuple[Runs, Labels]:
        """Add the runs of the next strip, whose last row is `last_row`.

        Returns
        -------
        runs, owners
            The runs of the components that are now complete, and the component of each (0 upwards).
            Runs are sorted by component, row and column.
        """
        opened = len(self._open)
        old, new = find_contacts(self._last, runs, self._width)
        upper, lower = find_contacts(runs, runs, self._width)
        labels = connect(
            opened + runs.shape[1],
            np.concatenate([self._last_owner[old], upper + opened]),
            np.concatenate([new, lower]) + opened,
        )
        of_open, of_runs = labels[:opened], labels[opened:]
        is_last = runs[ROW] == last_row
        stays_open = np.zeros(labels.max(initial=-1) + 1, np.bool_)
        stays_open[of_runs[is_last]] = True

        done = ~stays_open[of_runs]
        pieces, owners = [runs[:, done]], [of_runs[done]]
        kept: dict[int, list[Runs]] = {int(label): [] for label in np.flatnonzero(stays_open)}
        for label, parts in zip(of_open.tolist(), self._open, strict=True):
            if label in kept:
                kept[label] += parts
            else:
                pieces += parts
                owners += [np.full(part.shape[1], label) for part in parts]
        self._keep(kept, runs[:, ~done], of_runs[~done])
        self._last = runs[:, is_last]
        self._last_owner = np.searchsorted(np.array(list(kept), np.intp), of_runs[is_last])
        return _in_order(np.concatenate(pieces, axis=1), np.concatenate(owners))

    def _keep(self, kept: dict[int, list[Runs]], runs: Runs, labels: Labels) -> None:
        order = np.argsort(labels, kind="stable")
        runs, labels = runs[:, order], labels[order]
        bounds = np.searchsorted(labels, [*kept, np.iinfo(np.intp).max])
        for parts, start, end in zip(kept.values(), bounds[:-1], bounds[1:], strict=True):
            if end > start:
                parts.append(runs[:, start:end].copy())
        self._open = list(kept.values())

    def finish(self) -> tuple[Runs, Labels]:
        """The components that were still open; the builder is then empty."""
        return self.add(np.empty((NUMBERS, 0), np.int64), -1)


def _in_order(runs: Runs, owners: Labels) -> tuple[Runs, Labels]:
    """Sort runs by component, row and column, and number the components by last row, then first column there.

    That order depends on the components alone, so it is the same whatever the strips were.
    """
    order = np.lexsort((runs[START], runs[ROW], owners))
    runs, owners = runs[:, order], owners[order]
    is_first = np.diff(owners, prepend=-1) != 0
    owners = np.cumsum(is_first) - 1
    starts = np.flatnonzero(is_first)
    if not len(starts):
        return runs, owners
    last_rows = runs[ROW, np.append(starts[1:], len(owners)) - 1]
    in_last_row = runs[ROW] == last_rows[owners]
    first_columns = np.full(len(starts), np.iinfo(np.int64).max)
    np.minimum.at(first_columns, owners[in_last_row], runs[START, in_last_row])
    rank = np.empty(len(starts), np.intp)
    rank[np.lexsort((first_columns, last_rows))] = np.arange(len(starts))
    owners = rank[owners]
    order = np.argsort(owners, kind="stable")
    return runs[:, order], owners[order]


@dataclass(frozen=True, slots=True)
class Components:
    """Numbers of each of n components, arrays of shape (n,).

    Attributes
    ----------
    pixels, total, highest, spread
        Number of pixels, sum and maximum of their values, sum of their spreads.
    first_row, last_row, left, right
        Rows, first column, and column after the last that it covers.
    first_column
        First column in its first row.
    """

    pixels: npt.NDArray[np.int64]
    total: npt.NDArray[np.int64]
    highest: npt.NDArray[np.int64]
    spread: npt.NDArray[np.int64]
    first_row: npt.NDArray[np.int64]
    last_row: npt.NDArray[np.int64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    first_column: npt.NDArray[np.int64]


def summarise(runs: Runs, owners: Labels) -> Components:
    """Numbers of components, from their runs sorted by component, row and column (at least one run)."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    ends = np.append(starts[1:], len(owners)) - 1
    return Components(
        pixels=np.add.reduceat(runs[END] - runs[START], starts),
        total=np.add.reduceat(runs[TOTAL], starts),
        highest=np.maximum.reduceat(runs[HIGHEST], starts),
        spread=np.add.reduceat(runs[SPREAD], starts),
        first_row=runs[ROW, starts],
        last_row=runs[ROW, ends],
        left=np.minimum.reduceat(runs[START], starts),
        right=np.maximum.reduceat(runs[END], starts),
        first_column=runs[START, starts],
    )


def keep_components(runs: Runs, owners: Labels, keep: npt.NDArray[np.bool_]) -> tuple[Runs, Labels]:
    """The runs of some components, which are numbered anew in the same order."""
    kept = keep[owners]
    return runs[:, kept], (np.cumsum(keep) - 1)[owners[kept]]
