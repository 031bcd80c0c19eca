"""The split of outlines: what is kept apart, and the block, fold and side of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from ....inventory.errors import UserError
from ....inventory.requests.training import BY_BLOCKS, BY_INVENTORY, BY_NAME, BY_SUBREGION, NO_SPLIT
from ...telling.report import Report
from ..ground import near_pairs
from ..outlines import BETWEEN, Outlines, Source
from .blocks import Blocks, apart, blocks_of, gathered, largest_share
from .sides import folds_of, held_out

Ints = npt.NDArray[np.int64]

BLOCKS_A_FOLD = 20
"""Blocks of ground at most, for each fold: enough to draw from for intervals, and few patches of the same ground."""


@dataclass(frozen=True)
class WantedSplit:
    """How outlines are split: `by` is one of `SPLITS`, `share` that of the targets to hold out."""

    by: str
    folds: int
    share: float
    seed: int
    buffer: float

    @property
    def is_apart(self) -> bool:
        """Whether ground is kept apart."""
        return self.by != BY_NAME


def split(outlines: Outlines, sources: Sequence[Source], wanted: WantedSplit, report: Report) -> int:
    """Give each used outline its block, fold and side; leave out what lies between two of them.

    Returns
    -------
    int
        The number of folds that there are.

    Raises
    ------
    UserError
        No split is possible: all outlines are one block, or all of one inventory or subregion.
    """
    used = np.flatnonzero(outlines.used)
    if wanted.by == BY_NAME:
        return _by_name(outlines, used, wanted, report)
    shapes, is_target = outlines.shapes[used], outlines.is_target[used]
    pairs = near_pairs(shapes, wanted.buffer)
    if wanted.by in (BY_INVENTORY, BY_SUBREGION):
        groups, names = _groups(outlines, sources, used, wanted.by)
        blocks = apart(groups, pairs, is_target)
        gathered(blocks, shapes, is_target, BLOCKS_A_FOLD * len(names), groups)
        fold_of_group = np.arange(len(names))
        group_of_block = _of_blocks(blocks, groups)
        fold, count = fold_of_group[group_of_block], len(names)
        targets = np.bincount(groups[blocks.of >= 0][is_target[blocks.of >= 0]], minlength=len(names))
        held = held_out(targets.tolist(), wanted.share, wanted.seed)[group_of_block]
    else:
        count = 1 if wanted.by == NO_SPLIT else wanted.folds
        pieces = 1 if wanted.by == NO_SPLIT else max(count, 2 if wanted.share else 1)
        blocks = blocks_of(shapes, is_target, pairs, pieces, largest_share(pieces))
        gathered(blocks, shapes, is_target, BLOCKS_A_FOLD * max(count, 2) if pieces > 1 else 1)
        sizes = np.bincount(blocks.of[(blocks.of >= 0) & is_target], minlength=int(blocks.of.max()) + 1)
        count = _possible(int((sizes > 0).sum()), count, wanted, len(used), report)
        fold = folds_of(sizes.tolist(), count, wanted.seed)
        held = held_out(sizes.tolist(), 0 if wanted.by == NO_SPLIT else wanted.share, wanted.seed)
    _note(outlines, used, blocks, fold, held)
    _tell(outlines, blocks, wanted, report)
    return count


def _possible(blocks: int, folds: int, wanted: WantedSplit, outlines: int, report: Report) -> int:
    """How many folds there can be."""
    if wanted.by == NO_SPLIT or (folds == 1 and not wanted.share):
        return 1
    if blocks < 2:
        raise UserError(
            f"All {outlines} outlines lie within {wanted.buffer:g} m of each other and make one block of ground, so "
            "no split is possible; give more ground, a smaller --buffer, or --split none.",
            kind="split",
        )
    if blocks < folds:
        report.warning(f"There are {blocks} blocks of ground with targets, so there are {blocks} folds, not {folds}.")
    return min(blocks, folds)


def _groups(outlines: Outlines, sources: Sequence[Source], used: Ints, by: str) -> tuple[Ints, list[str]]:
    """Number of the group of each used outline; negatives of no group of targets are a part of the nearest one."""
    if by == BY_INVENTORY:
        names = [sources[number].name for number in outlines.source[used].tolist()]  # each has one of its own
        what, remedy = "inventory", "give several with --inventory"
    else:
        names = [outlines.subregions[index] or "(no subregion)" for index in used.tolist()]
        what, remedy = "subregion", "give outlines with a field SUBREGION, or --subregions"
    is_target = outlines.is_target[used]
    known = list(dict.fromkeys(name for name, target in zip(names, is_target.tolist(), strict=True) if target))
    if len(known) < 2:
        raise UserError(f"All targets are of one {what} ({known[0]}), so no split is possible; {remedy}.", kind="split")
    number = {name: place for place, name in enumerate(known)}
    groups = np.array([number.get(name, -1) for name in names], np.int64)
    stray, there = np.flatnonzero(groups < 0), np.flatnonzero(is_target)
    if len(stray):
        tree = shapely.STRtree(outlines.shapes[used[there]])
        groups[stray] = groups[there[tree.nearest(outlines.shapes[used[stray]])]]
    return groups, known


def _of_blocks(blocks: Blocks, groups: Ints) -> Ints:
    """The group of each block."""
    there, first = np.unique(blocks.of, return_index=True)
    return groups[first[there >= 0]]


def _by_name(outlines: Outlines, used: Ints, wanted: WantedSplit, report: Report) -> int:
    """The paper's split: in the order of the identifiers, whatever lies beside what."""
    targets = [index for index in used.tolist() if outlines.is_target[index]]
    order = sorted(used.tolist(), key=lambda index: (outlines.names[index], index))
    folds = min(wanted.folds, max(len(targets), 1))
    for place, index in enumerate(order):
        outlines.fold[index] = place * folds // len(order)
        outlines.is_held_out[index] = place >= round((1 - wanted.share) * len(order))
        outlines.block[index] = 2 * outlines.fold[index] + outlines.is_held_out[index]
    report.warning(
        "Split by name: no ground is kept apart, so figures on what is held out leak and are too good; it is for "
        "comparison with published ones only."
    )
    return folds


def _note(outlines: Outlines, used: Ints, blocks: Blocks, fold: Ints, held: npt.NDArray[np.bool_]) -> None:
    for index, block in zip(used.tolist(), blocks.of.tolist(), strict=True):
        if block < 0:
            outlines.leave_out(index, BETWEEN, "It is too near to an outline of another block of ground.")
        else:
            outlines.block[index], outlines.fold[index] = block, fold[block]
            outlines.is_held_out[index] = held[block]


def _tell(outlines: Outlines, blocks: Blocks, wanted: WantedSplit, report: Report) -> None:
    if blocks.lost:
        why = (
            f"{blocks.cuts} cuts through chains of outlines" if wanted.by == BY_BLOCKS else "the borders between folds"
        )
        report.warning(
            f"{len(blocks.lost)} of {len(blocks.of)} outlines are left out between the sides, so that nothing is "
            f"nearer than {wanted.buffer:g} m to another block ({why})."
        )
