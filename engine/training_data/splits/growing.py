"""The split of outlines that are added to ground whose split is settled: what touches it takes its side."""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt
import shapely

from ....inventory.errors import UserError
from ...telling.report import Report
from ..ground import Pairs, Shapes, buffers, near_pairs
from ..outlines import BETWEEN, Outlines
from .blocks import blocks_of, cover, gathered, largest_share
from .kept import Kept
from .sides import folds_of, held_out
from .splitting import BLOCKS_A_FOLD, WantedSplit

Ints = npt.NDArray[np.int64]

_FREE, _LOST = -1, -2
"""Instead of a place in `Kept`: touches nothing that is kept; near to two that must stay apart."""


def split_after(outlines: Outlines, kept: Kept, wanted: WantedSplit, first_fold: int, report: Report) -> int:
    """Give each used outline its block, fold and side, where those of earlier ground stay as they are.

    An outline whose surroundings touch earlier ground is a part of its block, and so are those that are chained to
    it; what is near to two folds or sides is left out. All other outlines are split as usual, into new blocks in
    the folds from `first_fold` on.

    Returns
    -------
    int
        The number of folds that there are.

    Raises
    ------
    UserError
        There would be no ground to hold out.
    """
    used = np.flatnonzero(outlines.used)
    shapes, is_target = outlines.shapes[used], outlines.is_target[used]
    pairs = near_pairs(shapes, wanted.buffer)
    place = _touched(shapes, kept, wanted.buffer)
    _spread(place, pairs)
    role = np.where(place >= 0, kept.role[np.maximum(place, 0)], place)
    across = (role[pairs[:, 0]] >= 0) & (role[pairs[:, 1]] >= 0) & (role[pairs[:, 0]] != role[pairs[:, 1]])
    place[cover(pairs[across], is_target)] = _LOST
    joined = np.flatnonzero(place >= 0)
    outlines.block[used[joined]] = kept.block[place[joined]]
    outlines.fold[used[joined]] = kept.fold[place[joined]]
    outlines.is_held_out[used[joined]] = kept.is_held_out[place[joined]]
    lost = [*used[place == _LOST].tolist(), *_split_free(outlines, used[place == _FREE], kept, wanted, first_fold)]
    for index in lost:
        outlines.leave_out(index, BETWEEN, "It is too near to ground of another side or fold.")
    if lost:
        report.warning(f"{len(lost)} of {len(used)} outlines are left out between the sides, whose ground is kept.")
    if not (kept.is_held_out.any() or outlines.is_held_out[outlines.used].any()):
        raise UserError(
            "All ground that is given makes one block or was trained on before, so that nothing is left to compare on; "
            "map ground elsewhere, too.",
            kind="split",
        )
    return max(kept.folds, int(outlines.fold.max()) + 1)


def _touched(shapes: Shapes, kept: Kept, buffer: float) -> Ints:
    """Place in `kept` of the ground that each outline is in or touches, shape (n,)."""
    place = np.full(len(shapes), _FREE, np.int64)
    around = buffers(shapes, buffer)
    one, other = shapely.STRtree(kept.shapes).query(around, predicate="intersects")
    inside = shapely.intersects(shapes[one], kept.shapes[other])
    numbers, first = np.unique(one, return_index=True)  # a tree answers in the order of what it is asked
    for number, touched, is_in in zip(
        numbers.tolist(), np.split(other, first[1:]), np.split(inside, first[1:]), strict=len(numbers) > 0
    ):
        within = touched[is_in]
        if len(np.unique(kept.role[within])) > 1:
            place[number] = _LOST
        elif len(within):
            place[number] = within[0]
        else:
            place[number] = touched[np.argmin(shapely.distance(shapes[number], kept.shapes[touched]))]
    return place


def _spread(place: Ints, pairs: Pairs) -> None:
    """Give outlines that are chained to settled ones the place of the nearest of these, in place."""
    near: dict[int, list[int]] = {}
    for one, other in pairs.tolist():
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    waiting = deque(np.flatnonzero(place >= 0).tolist())
    while waiting:
        number = waiting.popleft()
        for other in near.get(number, ()):
            if place[other] == _FREE:
                place[other] = place[number]
                waiting.append(other)


def _split_free(outlines: Outlines, free: Ints, kept: Kept, wanted: WantedSplit, first_fold: int) -> list[int]:
    """Split what touches nothing that is kept, into blocks behind those; the outlines that are left out."""
    if not len(free):
        return []
    shapes, is_target = outlines.shapes[free], outlines.is_target[free]
    pieces = 2 if kept.is_held_out.any() else max(wanted.folds, 2)
    blocks = blocks_of(shapes, is_target, near_pairs(shapes, wanted.buffer), pieces, largest_share(pieces))
    gathered(blocks, shapes, is_target, BLOCKS_A_FOLD * max(wanted.folds, 2))
    sizes = np.bincount(blocks.of[(blocks.of >= 0) & is_target], minlength=int(blocks.of.max()) + 1)
    fold, held = (
        folds_of(sizes.tolist(), wanted.folds, wanted.seed),
        held_out(sizes.tolist(), wanted.share, wanted.seed),
    )
    first = int(kept.block.max()) + 1 if len(kept) else 0
    there = blocks.of >= 0
    outlines.block[free[there]] = blocks.of[there] + first
    outlines.fold[free[there]] = fold[blocks.of[there]] + first_fold
    outlines.is_held_out[free[there]] = held[blocks.of[there]]
    left_out: list[int] = free[~there].tolist()
    return left_out
