"""A block of kept probability, and the bytes in which an inventory holds it.

The bytes: a version, how many limits there are, the places of the threshold and of the lowest that can be drawn, each
limit in ten-thousandths, and behind that the differences of each row from the one above, deflated. Nothing in it is
ever executed; what is damaged, or would unpack to more than it says, is refused.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from .steps import Steps

_HEAD = struct.Struct("<4B")
_VERSION = 1
_SCALE = 10_000
MOST_PIXELS = 2**22
"""Of a block; ours have a hundredth of that."""


class Damaged(ValueError):
    """A block that cannot be read."""


@dataclass(frozen=True)
class Block:
    """Steps of probability on a grid.

    Attributes
    ----------
    transform
        (column, row) -> (x, y) in the coordinate system of the run.
    pixels
        The step of each pixel, shape (h, w).
    steps
        What the steps are.
    """

    transform: Affine
    pixels: npt.NDArray[np.uint8]
    steps: Steps

    @property
    def outline(self) -> shapely.Polygon:
        """Its ground, in the coordinate system of the run."""
        height, width = self.pixels.shape
        return shapely.Polygon(
            [self.transform @ corner for corner in ((0, 0), (0, height), (width, height), (width, 0))]
        )

    def row(self, run_id: str) -> tuple[Any, ...]:
        """The fields of a row of `KEPT_PROBABILITY`, in order, without the geometry."""
        grid = " ".join(repr(float(number)) for number in self.transform[:6])
        height, width = self.pixels.shape
        return run_id, grid, width, height, pack(self.pixels, self.steps)


def pack(pixels: npt.NDArray[np.uint8], steps: Steps) -> bytes:
    """A block's steps as bytes."""
    limits = [round(limit * _SCALE) for limit in steps.limits]
    head = _HEAD.pack(_VERSION, len(limits), steps.threshold, steps.lowest) + struct.pack(f"<{len(limits)}H", *limits)
    differences = pixels.copy()
    differences[1:] -= pixels[:-1]  # modulo 256
    # Runs alone: smaller here by a tenth than what deflating finds of its own, in a third of the time.
    deflating = zlib.compressobj(strategy=zlib.Z_RLE)
    return head + deflating.compress(differences.tobytes()) + deflating.flush()


def unpack(grid: Any, width: Any, height: Any, content: Any) -> Block:
    """The block that a row of `KEPT_PROBABILITY` holds.

    Raises
    ------
    Damaged
        A value is missing or makes no sense.
    """
    try:
        numbers = [float(word) for word in str(grid).split()]
        shape = int(height), int(width)
        version, count, threshold, lowest = _HEAD.unpack_from(content)
        limits = struct.unpack_from(f"<{count}H", content, _HEAD.size)
    except (struct.error, TypeError, ValueError) as error:
        raise Damaged("its grid or its head cannot be read") from error
    transform = Affine(*numbers) if len(numbers) == 6 and all(map(math.isfinite, numbers)) else None
    if version != _VERSION or transform is None or transform.determinant == 0:
        raise Damaged("its grid or its version is unknown")
    if not (lowest <= threshold < count and list(limits) == sorted(set(limits)) and limits[-1] <= _SCALE):
        raise Damaged("its limits make no sense")
    pixels = _inflated(bytes(content)[_HEAD.size + 2 * count :], shape)
    if pixels.max(initial=0) > count:
        raise Damaged("it holds steps that it does not name")
    return Block(transform, pixels, Steps(tuple(limit / _SCALE for limit in limits), threshold, lowest))


def _inflated(content: bytes, shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Pixels of deflated differences; never more than are told."""
    size = shape[0] * shape[1]
    if min(shape) < 1 or size > MOST_PIXELS:
        raise Damaged("its size makes no sense")
    inflating = zlib.decompressobj()
    try:
        differences = inflating.decompress(content, size + 1)
    except zlib.error as error:
        raise Damaged("its content is broken") from error
    if len(differences) != size or not inflating.eof:
        raise Damaged("its content is cut off or too long")
    stored = np.frombuffer(differences, np.uint8).reshape(shape)
    return np.cumsum(stored, axis=0, dtype=np.uint8)
