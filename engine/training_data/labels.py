"""The labels of patches: target, background where somebody looked, unknown elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine
from rasterio.features import rasterize

from ..scene.grid import Grid
from .ground import Shapes
from .images import on_image
from .outlines import DOUBLED, NO_BLOCK, Outlines
from .splits.kept import NOTHING, Kept

BACKGROUND, TARGET, UNKNOWN = 0, 1, 255
"""Values of a label."""

Mask = npt.NDArray[np.bool_]
_Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Ground:
    """Where labels come from, all in degrees.

    Attributes
    ----------
    buffers
        Ground around each outline, empty where it is not used, shape (n,).
    looked_at
        Outlines whose buffer counts as looked at, shape (n,).
    reviewed, undecided
        Ground that somebody looked at; outlines that nobody has decided on.
    is_apart
        Whether ground of one block is unknown in the patches of others.
    kept
        Ground whose fold and side are settled; it is unknown in patches of another fold or side.
    """

    buffers: Shapes
    looked_at: Mask
    reviewed: Shapes
    undecided: Shapes
    is_apart: bool = True
    kept: Kept = NOTHING


@dataclass(frozen=True)
class Labelled:
    """The label (side, side) of a window for one block, and the outlines of that block whose ground it shows."""

    block: int
    label: npt.NDArray[np.uint8]
    members: npt.NDArray[np.intp]


class Labels:
    """Labels on the grid of one image.

    Parameters
    ----------
    outlines, ground
        What is known.
    grid
        Of the image.
    """

    def __init__(self, outlines: Outlines, ground: Ground, grid: Grid) -> None:
        self._grid, self._ground, self._block = grid, ground, outlines.block
        self.buffers = on_image(ground.buffers, grid)
        self._shapes = on_image(outlines.shapes, grid)
        self._undecided = on_image(ground.undecided, grid)
        self._reviewed = on_image(ground.reviewed, grid)
        used = outlines.used
        same_again = np.array([fault == DOUBLED for fault in outlines.fault], dtype=bool) & ~outlines.is_target
        self._is_target, self._is_negative = used & outlines.is_target, (used & ~outlines.is_target) | same_again
        self._is_unclear = ~used & ~same_again
        self._kept = on_image(ground.kept.shapes, grid)
        self._role = 2 * outlines.fold + outlines.is_held_out
        each = (self.buffers, self._shapes, self._undecided, self._reviewed, self._kept)
        self._trees = [shapely.STRtree(shapes) for shapes in each]

    def of_window(self, row: int, column: int, side: int) -> Iterator[Labelled]:
        """The labels of a window, one for each block that has ground in it of which anything is known."""
        part = self._grid.part(row, column, side, side)
        box = shapely.box(*part.bounds)
        near, shapes, undecided, reviewed, kept = (tree.query(box, predicate="intersects") for tree in self._trees)
        if not len(near):
            return
        window = _Window(part.transform, side)
        told = self._told(window, shapes, undecided, reviewed, near)
        blocks = np.unique(self._block[near])
        grounds = {int(block): window.mask(self.buffers[near[self._block[near] == block]]) for block in blocks}
        shared = np.sum(list(grounds.values()), axis=0, dtype=np.uint8)
        for block, own in grounds.items():
            members = near[self._block[near] == block]
            ground = own & (shared == 1) if self._ground.is_apart else shared > 0
            elsewhere = kept[self._ground.kept.role[kept] != self._role[members[0]]]
            label = np.where(ground & ~window.mask(self._kept[elsewhere]), told, np.uint8(UNKNOWN))
            if (label != UNKNOWN).any():
                yield Labelled(block, label, members)

    def _told(
        self, window: _Window, shapes: _Numbers, undecided: _Numbers, reviewed: _Numbers, near: _Numbers
    ) -> npt.NDArray[np.uint8]:
        """What is known of each pixel, whatever its block is."""
        label = np.full((window.side, window.side), UNKNOWN, np.uint8)
        looked_at = near[self._ground.looked_at[near]]
        label[window.mask(self.buffers[looked_at]) | window.mask(self._reviewed[reviewed])] = BACKGROUND
        label[window.mask(self._undecided[undecided])] = UNKNOWN
        for which, value in ((self._is_negative, BACKGROUND), (self._is_unclear, UNKNOWN), (self._is_target, TARGET)):
            label[window.mask(self._shapes[shapes[which[shapes]]])] = value
        return label


@dataclass(frozen=True)
class _Window:
    transform: Affine
    side: int

    def mask(self, shapes: Shapes) -> Mask:
        """Pixels whose middle lies in one of some polygons."""
        if not len(shapes):
            return np.zeros((self.side, self.side), bool)
        burned = rasterize(
            [(shape, 1) for shape in shapes], (self.side, self.side), transform=self.transform, dtype="uint8"
        )
        return np.asarray(burned, dtype=bool)


def buffers_of_used(outlines: Outlines, buffers: Shapes) -> Shapes:
    """The buffers of outlines that are in a block; empty for the others."""
    chosen = buffers.copy()
    chosen[outlines.block == NO_BLOCK] = shapely.Polygon()
    return chosen
