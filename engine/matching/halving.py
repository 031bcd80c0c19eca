"""Ground in pieces of about the same weight: halved again and again, always where most is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def halved(
    pieces: Sequence[Ints], middle: npt.NDArray[np.float64], weight: npt.NDArray[Any], most: int, narrowest: float = 0.0
) -> list[Ints]:
    """Pieces of things that have a place, the heaviest halved across its longer side until there are enough.

    Parameters
    ----------
    pieces
        Numbers of the things in each.
    middle
        Metres east and north, shape (n, 2).
    weight
        Of each thing, shape (n,).
    most
        Number of pieces at most.
    narrowest
        Metres that the longer side of a half must have at least; a piece that is too small for that stays whole.
    """
    done: list[Ints] = []
    left = list(pieces)
    while left and len(left) + len(done) < most:
        left.sort(key=lambda piece: (len(piece) > 1, float(weight[piece].sum())))
        members = left.pop()
        size = np.ptp(middle[members], axis=0)
        if len(members) < 2 or size.max() < 2 * narrowest:
            done.append(members)
            continue
        axis = int(np.argmax(size))
        order = members[np.argsort(middle[members, axis], kind="stable")]
        full = np.cumsum(weight[order] + 1e-3)
        at = int(np.clip(np.searchsorted(full, full[-1] / 2) + 1, 1, len(order) - 1))
        left += [order[:at], order[at:]]
    return done + left
