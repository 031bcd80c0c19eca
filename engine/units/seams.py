"""Pieces of an outline, the seams between them, and how much each seam is one between two units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage

from .bodies import Bodies
from .marks import MARKS, Marked, marked, marks_of
from .parting import Labels

Floats = npt.NDArray[np.float64]

MEASURES = (
    "furrow 80 m",
    "furrow 120 m",
    "furrow 200 m",
    "neck",
    "across",
    "size",
    "across and neck",
    "crest 80 m",
    "crest 120 m",
    "hull",
    "bay 40 m",
    "bay 80 m",
    "second bay 40 m",
    "second bay 80 m",
    *MARKS,
    "narrow neck",
    "odds in a narrow neck",
)
"""What is measured at a seam, in this order; `Pieces.measures` and `marks.py` say how."""
_CREST = 85
"""Percentile of the heights of a piece, or of a seam, that stands for its crest."""
_NARROW = -0.7
"""The neck from which bodies hardly touch, so that it matters less what the ground shows there."""
_ENDS_APART = 60.0
"""Metres between the two ends of a seam at the outline."""


@dataclass
class _Piece:
    """What is known of one piece: area, half-width, heights of its crests, cells of its rim, its share of its hull."""

    area: float
    radius: float
    crests: list[float]
    rim: Floats
    solid: float
    marked: Marked


@dataclass
class Pieces:
    """The pieces, as they are joined one by one.

    `labels` are changed in place; `borders` holds for each pair (a < b) the neighbouring cells on both sides and the
    step from a to b: rows (cell in a, cell in b, rows down, columns right). `odds` are of each cell, that a seam runs
    through it (their logarithm).
    """

    labels: Labels
    bodies: Bodies
    odds: Floats
    cell: float
    borders: dict[tuple[int, int], npt.NDArray[np.intp]] = field(default_factory=dict)
    _known: dict[int, _Piece] = field(default_factory=dict)
    _measured: dict[tuple[int, int], Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.borders = _borders(self.labels)

    def area(self, piece: int) -> float:
        """Square metres."""
        return self._piece(piece).area

    def join(self, kept: int, gone: int) -> None:
        """Make one piece of two."""
        self.labels[self.labels == gone] = kept
        for pair in [pair for pair in self.borders if gone in pair or kept in pair]:
            self._measured.pop(pair, None)
            if gone not in pair:
                continue
            rows = self.borders.pop(pair)
            other = pair[0] if pair[1] == gone else pair[1]
            if other == kept:
                continue
            ordered = rows if (pair[0] == gone) == (kept < other) else _turned(rows)
            new = (min(kept, other), max(kept, other))
            before = self.borders.get(new)
            self.borders[new] = ordered if before is None else np.concatenate([before, ordered])
        for piece in (kept, gone):
            self._known.pop(piece, None)

    def measures(self, pair: tuple[int, int]) -> Floats:
        """What is measured at a seam, shape (len(MEASURES),).

        Furrows are mean depths (metres) below bodies of each width; the neck is the logarithm of the seam's length
        over the width of the narrower piece; across is 0 where the seam runs down the slope and 1 across it; size is
        the logarithm of the smaller piece over 2 hectares; crests are by how much the seam's highest places stay below
        the lower crest; the hull is by how much the two together fill their convex hull less than each its own;
        bays are how deep the outline bends in where the seam ends.
        """
        if pair not in self._measured:
            self._measured[pair] = self._measure(pair)
        return self._measured[pair]

    def _measure(self, pair: tuple[int, int]) -> Floats:
        one, other = self._piece(pair[0]), self._piece(pair[1])
        rows = self.borders[pair]
        heights = [(part.ravel()[rows[:, 0]] + part.ravel()[rows[:, 1]]) / 2 for part in self.bodies.heights]
        length = len(rows) * self.cell * 0.8  # steps of cells make a slanting line longer than it is
        neck = float(np.clip(np.log(length / (2 * max(min(one.radius, other.radius), 1))), -2, 1))
        way = rows[:, 2:].sum(0)
        fall = np.array([part.ravel()[rows[:, 0]].sum() for part in self.bodies.down])
        across = abs(float(way @ fall)) / max(float(np.hypot(*way) * np.hypot(*fall)), 1e-9)
        size = float(np.clip(np.log(min(one.area, other.area) / 2e4), -2, 2))
        lower = [min(pair) for pair in zip(one.crests, other.crests, strict=True)]
        crests = [
            float(np.clip(low - np.percentile(height, _CREST), -3, 8))
            for low, height in zip(lower, heights, strict=True)
        ]
        marks = marks_of(self.odds.ravel(), rows, one.marked, other.marked, self.cell)
        narrow = max(_NARROW - neck, 0.0)
        return np.array(
            [
                *(-float(height.mean()) for height in heights),
                neck,
                across,
                size,
                across * neck,
                *crests[:2],
                _hull_lost(one, other, self.cell),
                *self._bays(rows),
                *marks,
                narrow,
                narrow * marks[MARKS.index("odds")],
            ]
        )

    def _bays(self, rows: npt.NDArray[np.intp]) -> list[float]:
        """How deep the outline bends in at the deepest end of a seam (at 40 and 80 m), and at another end of it."""
        cells = rows[:, :2].ravel()
        cells = cells[self.bodies.away.ravel()[cells] < 1.6 * self.cell]
        if not len(cells):
            return [-0.5] * 4
        near, far = (part.ravel()[cells] for part in self.bodies.bays[:2])
        places = np.stack(np.unravel_index(cells, self.labels.shape), 1)
        apart = np.hypot(*(places - places[int(far.argmax())]).T) * self.cell > _ENDS_APART
        second = [float(near[apart].max()), float(far[apart].max())] if apart.any() else [0.0, 0.0]
        return [float(near[~apart].max()), float(far.max()), *second]

    def _piece(self, number: int) -> _Piece:
        if number not in self._known:
            self._known[number] = self._look_at(number)
        return self._known[number]

    def _look_at(self, number: int) -> _Piece:
        mask = self.labels == number
        rows, columns = np.nonzero(mask)
        cut = np.pad(mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1], 1)
        radius = (float(ndimage.distance_transform_edt(cut).max()) - 0.5) * self.cell
        crests = [float(np.percentile(part[mask], _CREST)) for part in self.bodies.heights]
        rim = np.argwhere(cut & ~ndimage.binary_erosion(cut)) + np.array([rows.min(), columns.min()])
        known = marked(self.bodies, self.odds, np.stack([rows, columns]), len(rim), self.cell)
        return _Piece(len(rows) * self.cell**2, radius, crests, rim.astype(float), len(rows) / _hull_area(rim), known)


def _borders(labels: Labels) -> dict[tuple[int, int], npt.NDArray[np.intp]]:
    index = np.arange(labels.size).reshape(labels.shape)
    found = []
    for first, second, step in ((np.s_[:-1, :], np.s_[1:, :], (1, 0)), (np.s_[:, :-1], np.s_[:, 1:], (0, 1))):
        one, other = labels[first], labels[second]
        meet = (one != other) & (one > 0) & (other > 0)
        count = int(meet.sum())
        steps = np.tile(step, (count, 1))
        found.append(np.column_stack([index[first][meet], index[second][meet], steps]))
    rows = np.concatenate(found)
    names = labels.ravel()[rows[:, :2]]
    turned = names[:, 0] > names[:, 1]
    rows[turned] = _turned(rows[turned])
    names.sort(axis=1)
    borders = {}
    for pair in np.unique(names, axis=0):
        borders[int(pair[0]), int(pair[1])] = rows[(names == pair).all(axis=1)]
    return borders


def _turned(rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The same border seen from the other side."""
    return np.column_stack([rows[:, 1], rows[:, 0], -rows[:, 2:]])


def _hull_area(rim: npt.NDArray[Any]) -> float:
    """Cells in the convex hull."""
    return max(float(shapely.MultiPoint(rim).convex_hull.buffer(0.5).area), 1.0)


def _hull_lost(one: _Piece, other: _Piece, cell: float) -> float:
    cells = [piece.area / cell**2 for piece in (one, other)]
    together = sum(cells) / _hull_area(np.concatenate([one.rim, other.rim]))
    alone = (one.solid * cells[0] + other.solid * cells[1]) / sum(cells)
    return float(alone - together)
