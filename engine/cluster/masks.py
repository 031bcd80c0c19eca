"""The study area as a worker gets it: the mask of one block, packed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..scene.tiling import Area, Part


@dataclass(frozen=True)
class BlockMask(Area):
    """Which pixels of a part of the scene's grid lie inside the area; asked as a `StudyArea` is."""

    part: Part
    inside: npt.NDArray[np.bool_]

    def mask(self, row: int, count: int, column: int = 0, width: int | None = None) -> npt.NDArray[np.bool_]:
        """Of a window inside the part; shape (count, width)."""
        top, left = row - self.part.row, column - self.part.column
        width = self.part.width - left if width is None else width
        return self.inside[top : top + count, left : left + width]


def pack(area: Area | None, part: Part) -> tuple[Any, ...] | None:
    """The mask of a part, small and of plain values; None where everything counts.

    Workers do not get the polygons: they may be many, and would go with every task.
    """
    if area is None:
        return None
    inside = area.mask(part.row, part.height, part.column, part.width)
    return part.row, part.column, part.height, part.width, zlib.compress(np.packbits(inside).tobytes(), 1)


def unpack(packed: tuple[Any, ...] | None) -> BlockMask | None:
    """What `pack` gave."""
    if packed is None:
        return None
    part = Part(*packed[:4])
    bits = np.frombuffer(zlib.decompress(packed[4]), np.uint8)
    inside = np.unpackbits(bits, count=part.height * part.width).astype(bool)
    return BlockMask(part, inside.reshape(part.height, part.width))
