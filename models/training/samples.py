"""A training patch: an image with its truth, and where there is a DEM, its terrain."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

IGNORED = 255
"""Label of a pixel that counts neither as target nor as background: nobody looked there."""


@dataclass(frozen=True)
class Sample:
    """One training patch.

    `image` is (bands, h, w) in its own type, `label` (h, w) of 0, 1 or `IGNORED`, `terrain` the components
    (4, h, w) of `prediction.terrain`, None where the card has no band from a DEM.
    """

    image: NDArray[Any]
    label: NDArray[np.uint8]
    name: str = ""
    terrain: NDArray[np.float32] | None = None


Samples = Sequence[Sample]
"""Patches in memory, or read from a folder each time one is asked for."""


def spread(samples: Sized, most: int) -> list[int]:
    """Numbers of at most so many samples, evenly over all of them."""
    count = len(samples)
    if count <= most:
        return list(range(count))
    return [(2 * i + 1) * count // (2 * most) for i in range(most)]
