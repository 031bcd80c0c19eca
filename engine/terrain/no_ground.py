"""Cells of an elevation model that no ground has beside its neighbours, found in an array.

What warping without a nodata value leaves at a file's edge (a collar of zeros beside 2 000 m), holes that a
mosaic fills with one constant value, cells that interpolation mixed with the value of a void, single spikes.
None of them is impossible alone: zero is the sea, and -500 m lies under it. What tells is the step to the
ground beside: the thresholds are such that hardly any cliff reaches them over the distance, and a fill needs
nine of ten cells of its rim. A coast, a lake below a wall and a reservoir have low shores as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

PATCH = 7
"""Side of the smallest square of one value that may be a fill."""
RIM = 3
"""Cells from a void that interpolation may have mixed with it."""
TAIL = 2
"""Cells by which the thin end of a fill may stick out of its squares."""
LEAST_SPIKE = 500.0
"""Metres; what stands out less is ground."""
USUAL_FILLS = (0.0, 1.0, -1.0, -99.0, -999.0, 255.0)
"""What programs write where there is nothing, and a height may be as well."""
LEAST_PAIRS = 8
"""Cells at a rim from which they decide."""

_ACROSS, _INLAND = 3, 4  # cells over which a step is measured: from a fill or spike; at the rim of a void
_LEAST_STEP = 200.0  # metres
_FLAT_BESIDE_FLAT = 600.0  # metres
_NEARLY_ALL, _MIXED, _MOST = (0.9, 0.2, 0.6)  # shares of a fill's rim, a void's, a spike's directions
_STRAIGHT = ((0, 1), (1, 0), (0, -1), (-1, 0))
DIRECTIONS = (*_STRAIGHT, (1, 1), (1, -1), (-1, -1), (-1, 1))


@dataclass(frozen=True)
class Thresholds:
    """Steps in metres from which an elevation is none: a slope of some 60 to 65 degrees, or the least.

    Where cells are large no slope is that steep; there it is a step that mountains do not have.
    """

    fill: float
    rim: float
    spike: float

    @classmethod
    def of(cls, cell: float) -> Thresholds:
        """For cells of a size in metres."""
        return cls(
            fill=float(np.clip(5.1 * cell, _LEAST_STEP, 1000)),
            rim=float(np.clip(8.4 * cell, _LEAST_STEP, 2500)),
            spike=float(np.clip(6.0 * cell, LEAST_SPIKE, 3000)),
        )


@dataclass(frozen=True)
class Rim:
    """Of one value that fills squares: how many cells at its rim were judged, and how many are far off.

    `covers` tells whether it fills nearly all that is known there.
    """

    cells: int
    far: int
    covers: bool

    @property
    def is_fill(self) -> bool | None:
        """Whether it is no ground; None where there is too little of a rim to tell."""
        return None if self.cells < LEAST_PAIRS else self.far >= _NEARLY_ALL * self.cells


def patches(values: Floats) -> Bools:
    """Upper left cells of squares of one value, `PATCH` cells wide; shape (h - 6, w - 6)."""
    height, width = (max(size - PATCH + 1, 0) for size in values.shape)
    if not height or not width:
        return np.zeros((height, width), bool)
    row = _six(values[:, 1:] == values[:, :-1], 1)  # six pairs are seven cells
    if not row.any():
        return np.zeros((height, width), bool)
    first, last = _shifted(_six(row, 0), 1, 0)
    found: Bools = first & last
    if found.any():
        column = values[1:] == values[:-1]
        found &= _six(column, 0)[:, :width]
    return found


def _six(same: Bools, axis: int) -> Bools:
    """Whether six in a row are true, beginning at each along an axis."""
    for by in (1, 2, 2):
        first, last = _shifted(same, by, axis)
        same = first & last
    return same


def is_suspicious(values: Floats) -> bool:
    """Whether a window may hold what `rims`, `spikes` or a fill would take out: quick, and never too low."""
    low, high = float(values.min(initial=np.inf)), float(values.max(initial=-np.inf))
    if low != low:  # a void: all of its rim is looked at
        return not bool(np.isnan(values).all())
    if high - low >= LEAST_SPIKE and has_step(values, LEAST_SPIKE):
        return True
    some = values[::PATCH]  # each square has one of these rows
    return bool(_six(some[:, 1:] == some[:, :-1], 1).any()) and bool(patches(values).any())


def may_be_ground(values: Floats) -> bool:
    """Whether there is nothing to be found: no void, no step that is high enough, and no single value."""
    if has_step(values, _LEAST_STEP) or np.isnan(values).any():
        return False
    middle = float(np.median(values[::PATCH, ::PATCH]))
    return bool((values == middle).sum() <= _NEARLY_ALL * values.size)


def has_step(values: Floats, step: float) -> bool:
    """Whether any cell is so many metres off the one `_ACROSS` cells to the right or below."""
    for first, second in ((values[:, _ACROSS:], values[:, :-_ACROSS]), (values[_ACROSS:], values[:-_ACROSS])):
        if first.size:
            steps = first - second
            highest, lowest = steps.max(), steps.min()
            if highest != highest:
                highest, lowest = np.fmax.reduce(steps, axis=None), np.fmin.reduce(steps, axis=None)
            if highest >= step or lowest <= -step:
                return True
    return False


def in_patches(values: Floats, with_edges: Floats, at: tuple[int, int]) -> Bools:
    """Cells of squares of one value, shape of `values`, which lie at `at` in `with_edges`."""
    corners = patches(with_edges)
    filled = np.zeros(with_edges.shape, bool)
    if corners.any():
        height, width = corners.shape
        wide = np.zeros((height, with_edges.shape[1]), bool)
        for right in range(PATCH):
            wide[:, right : right + width] |= corners
        for down in range(PATCH):
            filled[down : down + height] |= wide
    return filled[at[0] : at[0] + values.shape[0], at[1] : at[1] + values.shape[1]]


def rims_of_values(values: Floats, flat: Bools, step: float) -> dict[float, Rim]:
    """The rim of each value that fills squares.

    Parameters
    ----------
    values
        Elevations, metres, NaN where void, shape (h, w).
    flat
        Cells of squares of one value, shape (h, w).
    step
        Metres that ground lies off a fill, `_ACROSS` cells beyond its rim: nearer, both may be mixed.
    """
    rows, columns = np.nonzero(flat & _beside_another(values))
    seeds = values[::PATCH, ::PATCH][flat[::PATCH, ::PATCH]]  # all but the thinnest hold one of these cells
    kinds, count = np.unique(np.concatenate([values[rows, columns], seeds]), return_counts=True)
    known = float((~np.isnan(values)).sum())
    covers = [
        n * PATCH**2 > 0.5 * known and (values == kind).sum() > _NEARLY_ALL * known
        for kind, n in zip(kinds.tolist(), count.tolist(), strict=True)
    ]
    if not has_step(values, step):
        cells, off = np.where(covers, 0, LEAST_PAIRS), np.zeros(len(kinds), int)
    else:
        cells, off = _pairs(values, flat, (rows, columns), step, kinds)
    return {float(v): Rim(int(n), int(m), c) for v, n, m, c in zip(kinds, cells, off, covers, strict=True)}


def _pairs(
    values: Floats, flat: Bools, edges: tuple[Indices, Indices], step: float, kinds: Floats
) -> tuple[Indices, Indices]:
    """How many cells at the rim of each of some values (k,) are judged, and how many are a step off."""
    rows, columns = edges
    height, width = values.shape
    own, far = [], []
    for down, right in _STRAIGHT:
        r, c = rows + _ACROSS * down, columns + _ACROSS * right
        inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
        r, c, here = r[inside], c[inside], values[rows[inside], columns[inside]]
        beside = values[rows[inside] + down, columns[inside] + right]
        steps = np.abs(values[r, c] - here)
        # Where both are flat, as in a plain below a wall, only a value that is no ground by custom is judged.
        judged = ~flat[r, c] | (np.isin(here, USUAL_FILLS) & (steps >= _FLAT_BESIDE_FLAT))
        at_rim = (np.abs(beside - here) > 0) & (steps > 0) & judged
        own.append(here[at_rim])
        far.append(steps[at_rim] >= step)
    which, off = np.searchsorted(kinds, np.concatenate(own)), np.concatenate(far)
    return np.bincount(which, minlength=len(kinds)), np.bincount(which[off], minlength=len(kinds))


def _beside_another(values: Floats) -> Bools:
    """Cells that have another value beside them."""
    found = np.zeros(values.shape, bool)
    for other, here, there in (
        (values[1:] != values[:-1], found[1:], found[:-1]),
        (values[:, 1:] != values[:, :-1], found[:, 1:], found[:, :-1]),
    ):
        here |= other
        there |= other
    return found


def cells_of_fills(values: Floats, flat: Bools, fills: list[float]) -> Bools:
    """The cells of fills: those of squares, and of the same value up to `TAIL` cells beside."""
    from scipy import ndimage  # takes a while to load, and is hardly ever needed

    of_fill = np.isin(values, fills)
    near: Bools = ndimage.binary_dilation(flat & of_fill, np.ones((3, 3), bool), iterations=TAIL)
    return near & of_fill


def rims(values: Floats, step: float, inner: tuple[slice, slice]) -> Bools:
    """Cells up to `RIM` from a void that lie far off the ground farther inland, shape (h, w).

    Where a fifth of a void's rim lies a step off, the values were mixed with the void's, and all of the rim
    is none. Else only cells that lie two steps off are none: stereo models have voids in steep faces. The
    share is that of the rim in `inner`: near the array's edge, the tip of a fill looks like ground.
    """
    known = ~np.isnan(values)
    found = np.zeros(values.shape, bool)
    if known.all() or not known.any():
        return found
    from scipy import ndimage

    distance = ndimage.distance_transform_cdt(known, "chessboard")
    inland = np.where(distance > RIM, values, np.nan)
    with np.errstate(invalid="ignore"):
        steps = np.stack([np.abs(_moved(inland, _INLAND * d, _INLAND * r) - values) for d, r in DIRECTIONS])
        judged = (~np.isnan(steps)).sum(axis=0)
        off, far_off = ((judged >= 2) & (2 * (steps >= s).sum(axis=0) >= judged) for s in (step, 2 * step))
    at = {ring: distance == ring for ring in range(1, RIM + 1)}
    told = {ring: int((cells & (judged >= 2))[inner].sum()) for ring, cells in at.items()}
    mixed = {r: told[r] >= LEAST_PAIRS and (off & at[r])[inner].sum() >= _MIXED * told[r] for r in at}
    for ring, cells in at.items():
        whole = all(mixed[r] for r in range(1, ring + 1))
        found |= cells if whole else cells & (off if mixed[1] or told[1] < LEAST_PAIRS else far_off)
    return found


def spikes(values: Floats, step: float) -> Bools:
    """Cells that stand far above, or far below, most of those `_ACROSS` cells around, shape (h, w)."""
    if np.nanmax(values, initial=-np.inf) - np.nanmin(values, initial=np.inf) < step or not has_step(values, step):
        return np.zeros(values.shape, bool)
    judged = np.zeros(values.shape, int)
    above, below = judged.copy(), judged.copy()
    with np.errstate(invalid="ignore"):
        for down, right in DIRECTIONS:
            steps = values - _moved(values, _ACROSS * down, _ACROSS * right)
            judged += ~np.isnan(steps)
            above += steps >= step
            below += steps <= -step
    most = np.maximum(above, below)
    # More than the share: at a file's edge, a straight cliff lies in three of five directions.
    found: Bools = (most >= 3) & (most > _MOST * judged)
    return found


def _moved(values: Floats, down: int, right: int) -> Floats:
    """The value so many cells down and to the right of each; NaN beyond the edge."""
    height, width = values.shape
    moved = np.full(values.shape, np.nan)
    rows, columns = _overlap(down, height), _overlap(right, width)
    moved[rows[0], columns[0]] = values[rows[1], columns[1]]
    return moved


def _shifted(values: Bools, by: int, axis: int) -> tuple[Bools, Bools]:
    """An array without its last, and without its first, so many rows or columns."""
    return (values[:-by], values[by:]) if axis == 0 else (values[:, :-by], values[:, by:])


def _overlap(by: int, length: int) -> tuple[slice, slice]:
    by = int(np.clip(by, -length, length))
    return slice(max(-by, 0), length - max(by, 0)), slice(max(by, 0), length + min(by, 0))
