"""Sides and folds of chips: by their ground where they have one, else by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ....inventory.errors import UserError
from ....inventory.requests.training import BY_BLOCKS, BY_INVENTORY, BY_NAME, NO_SPLIT, TrainingDataRequest
from ...telling.report import Report
from ..ground import Shape, near_pairs
from ..splits.blocks import blocks_of, largest_share
from ..splits.sides import folds_of, held_out

Ints = npt.NDArray[np.int64]

_BLOCKS_A_FOLD = 4
"""Blocks of names for each fold: chips that follow each other by name are mostly of one scene."""


@dataclass(frozen=True)
class Place:
    """Where a chip is: its block, fold and side."""

    block: int
    fold: int
    is_held_out: bool


def places_of(
    chips: Sequence[tuple[str, str, bool, Shape | None]], request: TrainingDataRequest, report: Report
) -> tuple[list[Place | None], int]:
    """The place of each chip (None: it is left out between two blocks), and the number of folds.

    Parameters
    ----------
    chips
        Name, folder, whether it shows a target, and its ground in degrees or None; in the order of their names.
    request
        Says what is kept apart.
    report
        Is told what cannot be.

    Raises
    ------
    UserError
        No split is possible.
    """
    has_target = np.array([chip[2] for chip in chips], bool)
    if not has_target.any():
        raise UserError("No mask shows a target, so there is one class only; give chips of both.")
    if request.split == NO_SPLIT or (request.folds == 1 and not request.held_out):
        return [Place(0, 0, False)] * len(chips), 1
    if request.split == BY_INVENTORY:
        blocks = _by_folder([chip[1] for chip in chips])
    elif request.split == BY_BLOCKS and any(chip[3] is not None for chip in chips):
        blocks = _by_ground(chips, has_target, request, report)
    else:
        blocks = _by_name(len(chips), request.folds)
    if request.split == BY_NAME or any(chip[3] is None for chip in chips):
        report.warning(
            "Chips without coordinates cannot be kept apart in space: blocks are of names that follow each other, and "
            "figures on what is held out may be too good."
            if request.split != BY_NAME
            else "Split by name: no ground is kept apart, so figures on what is held out leak and are too good."
        )
    return _placed(blocks, has_target, request, report)


def _placed(
    blocks: Ints, has_target: npt.NDArray[np.bool_], request: TrainingDataRequest, report: Report
) -> tuple[list[Place | None], int]:
    sizes = np.bincount(blocks[(blocks >= 0) & has_target], minlength=int(blocks.max()) + 1)
    there = int((sizes > 0).sum())
    if there < 2:
        raise UserError(
            f"All {len(blocks)} chips with targets are one block, so no split is possible; give more chips, a smaller "
            "--buffer, or --split none.",
            kind="split",
        )
    wanted = there if request.split == BY_INVENTORY else request.folds
    count = min(wanted, there)
    if count < wanted:
        report.warning(f"There are {there} blocks of chips with targets, so there are {there} folds, not {wanted}.")
    fold = np.arange(len(sizes)) if request.split == BY_INVENTORY else folds_of(sizes.tolist(), count, request.seed)
    held = held_out(sizes.tolist(), request.held_out, request.seed)
    if lost := int((blocks < 0).sum()):
        report.warning(
            f"{lost} of {len(blocks)} chips are left out between the sides, so that nothing is nearer than "
            f"{request.buffer:g} m to another block."
        )
    places = [Place(block, int(fold[block]), bool(held[block])) if block >= 0 else None for block in blocks.tolist()]
    return places, len(sizes) if request.split == BY_INVENTORY else count


def _by_folder(folders: Sequence[str]) -> Ints:
    numbers = {folder: number for number, folder in enumerate(dict.fromkeys(folders))}
    return np.array([numbers[folder] for folder in folders], np.int64)


def _by_name(count: int, folds: int) -> Ints:
    """Runs of chips that follow each other."""
    pieces = min(count, max(folds, 2) * _BLOCKS_A_FOLD)
    return np.arange(count, dtype=np.int64) * pieces // max(count, 1)


def _by_ground(
    chips: Sequence[tuple[str, str, bool, Shape | None]],
    has_target: npt.NDArray[np.bool_],
    request: TrainingDataRequest,
    report: Report,
) -> Ints:
    """Blocks of ground; chips without any are in blocks of names of their own."""
    placed = np.array([chip[3] is not None for chip in chips], bool)
    shapes = np.array([None, *(chip[3] for chip in chips if chip[3] is not None)], dtype=object)[1:]
    folds = max(request.folds, 2)
    found = blocks_of(shapes, has_target[placed], near_pairs(shapes, request.buffer), folds, largest_share(folds))
    blocks = np.full(len(chips), -1, np.int64)
    blocks[placed] = found.of
    blocks[~placed] = _by_name(int((~placed).sum()), request.folds) + found.of.max() + 1
    return blocks
