"""Ground whose side and fold are settled for good, because a model was trained on it or is judged by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ....inventory.errors import UserError
from ...ground.files.vector_names import pyogrio
from .. import layout, writing
from ..ground import Shapes, unrolled
from ..outlines import Outlines

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Kept:
    """Pieces of ground in degrees, shape (n,), with the block, the fold and the side of each."""

    shapes: Shapes
    block: Ints
    fold: Ints
    is_held_out: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def role(self) -> Ints:
        """One number for fold and side together, shape (n,)."""
        return 2 * self.fold + self.is_held_out

    @property
    def folds(self) -> int:
        """One more than the highest fold; 0 where there is none."""
        return int(self.fold.max()) + 1 if len(self) else 0

    def as_trained(self) -> Kept:
        """The same, where all of it was trained on."""
        return replace(self, is_held_out=np.zeros(len(self), bool))

    def with_trained(self, boxes: Iterable[tuple[float, ...]], fold: int) -> Kept:
        """Add boxes (west, south, east, north, in degrees) that were trained on, in a fold and blocks of their own."""
        found = [shapely.box(w, s, e if e >= w else e + 360, n) for w, s, e, n in boxes]
        if not found:
            return self
        shapes = np.array([None, *self.shapes, *found], dtype=object)[1:]
        first = int(self.block.max()) + 1 if len(self) else 0
        return Kept(
            unrolled(shapes),
            np.concatenate((self.block, np.arange(first, first + len(found)))),
            np.concatenate((self.fold, np.full(len(found), fold))),
            np.concatenate((self.is_held_out, np.zeros(len(found), bool))),
        )


NOTHING = Kept(np.zeros(0, object), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, bool))


def kept_of(outlines: Outlines, buffers: Shapes) -> Kept:
    """The ground of each block of outlines: all their buffers together."""
    blocks, first = np.unique(outlines.block, return_index=True)
    blocks, first = blocks[blocks >= 0], first[blocks >= 0]
    grounds = [shapely.union_all(buffers[outlines.block == block]) for block in blocks]
    shapes = np.array([None, *grounds], dtype=object)[1:]
    return Kept(shapes, blocks, outlines.fold[first], outlines.is_held_out[first])


def together(old: Kept, new: Kept) -> Kept:
    """Both, where what is new in a block of the old is a part of it."""
    blocks = np.unique(np.concatenate((old.block, new.block)))
    both = Kept(
        np.concatenate((old.shapes, new.shapes)),
        np.concatenate((old.block, new.block)),
        np.concatenate((old.fold, new.fold)),
        np.concatenate((old.is_held_out, new.is_held_out)),
    )
    first = np.array([np.flatnonzero(both.block == block)[0] for block in blocks], np.int64)
    grounds = [shapely.union_all(both.shapes[both.block == block]) for block in blocks]
    shapes = np.array([None, *grounds], dtype=object)[1:]
    return Kept(shapes, blocks, both.fold[first], both.is_held_out[first])


def write_kept(path: Path, kept: Kept) -> None:
    """Write it as a layer. Raises `UserError` where the disk is full."""
    sides = [layout.VALIDATION if held else layout.TRAINING for held in kept.is_held_out.tolist()]
    fields: dict[str, Any] = {"BLOCK": kept.block.tolist(), "FOLD": kept.fold.tolist(), "SIDE": sides}
    writing.write_layer(path, kept.shapes, fields)


def read_kept(path: Path) -> Kept:
    """Read what `write_kept` wrote. Raises `UserError` where it is not that."""
    try:
        about, _, wkb, columns = pyogrio.raw.read(path, columns=["BLOCK", "FOLD", "SIDE"])
        found = dict(zip(about["fields"], columns, strict=True))
        block, fold = (np.asarray(found[name], np.int64) for name in ("BLOCK", "FOLD"))
        held = np.array([side == layout.VALIDATION for side in found["SIDE"]], bool)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, KeyError, ValueError, TypeError) as error:
        raise UserError(
            f"{path}, which says what ground the model was trained on, cannot be read; get it from a copy, or delete "
            "it, and none of the model's ground is used to compare."
        ) from error
    return Kept(unrolled(np.asarray(shapely.from_wkb(wkb), dtype=object)), block, fold, held)
