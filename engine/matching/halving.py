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
        Metres that a half must be wide, up to the cut, at least; a piece that is too small for that stays whole.
    """
    done: list[Ints] = []
    left = list(pieces)
    while left and len(left) + len(done) < most:
        left.sort(key=lambda piece: (len(piece) > 1, float(weight[piece].sum())))
        members = left.pop()
        axis = int(np.argmax(np.ptp(middle[members], axis=0)))
        order = members[np.argsort(middle[members, axis], kind="stable")]
        at = _cut(middle[order, axis], weight[order], narrowest) if len(order) > 1 else None
        if at is None:
            done.append(members)
            continue
        left += [order[:at], order[at:]]
    return done + left


def _cut(along: npt.NDArray[np.float64], weight: npt.NDArray[Any], narrowest: float) -> int | None:
    """How many of things in order, at metres along an axis, are in the first half; None where no cut leaves enough."""
    line = (along[1:] + along[:-1]) / 2
    possible = 1 + np.flatnonzero((line - along[0] >= narrowest) & (along[-1] - line >= narrowest))
    full = np.cumsum(weight + 1e-3)
    wanted = int(np.clip(np.searchsorted(full, full[-1] / 2) + 1, 1, len(along) - 1))
    return int(possible[np.argmin(np.abs(possible - wanted))]) if len(possible) else None
