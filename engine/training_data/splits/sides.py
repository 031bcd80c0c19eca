"""Which blocks are for training and which are held out, and which fold each is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_EXACT = 200
"""So many blocks at most are tried in all ways; of more, the order of chance is as good."""


def folds_of(targets: Sequence[int], count: int, seed: int) -> Ints:
    """Number of the fold of each block: the largest first, each into the fold that has fewest targets.

    Parameters
    ----------
    targets
        Of each block.
    count
        Of folds.
    seed
        Decides between blocks of the same size.
    """
    sizes = np.asarray(targets, dtype=np.int64)
    chance = np.random.default_rng(seed).permutation(len(sizes))
    fold, full = np.zeros(len(sizes), np.int64), np.zeros(count, np.int64)
    blocks = np.zeros(count, np.int64)
    for block in np.lexsort((chance, -sizes)).tolist():
        fold[block] = min(range(count), key=lambda number: (full[number], blocks[number], number))
        full[fold[block]] += sizes[block]
        blocks[fold[block]] += 1
    return fold


def held_out(targets: Sequence[int], share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Which blocks are held out: as near to a share of all targets as whole blocks allow, and never all of them.

    At least one block with targets is held out, and one is not, where there are two.
    """
    sizes = np.asarray(targets, dtype=np.int64)
    chosen = np.zeros(len(sizes), bool)
    with_targets = np.flatnonzero(sizes)
    if share <= 0 or len(with_targets) < 2:
        return chosen
    order = np.random.default_rng((seed, 1)).permutation(with_targets).tolist()
    wanted = share * sizes.sum()
    picked = _exactly(order, sizes, wanted) if len(order) <= _EXACT else _in_order(order, sizes, wanted)
    chosen[picked] = True
    empty = np.flatnonzero(sizes == 0)
    chosen[np.random.default_rng((seed, 2)).permutation(empty)[: round(share * len(empty))]] = True
    return chosen


def _exactly(order: Sequence[int], sizes: Ints, wanted: float) -> list[int]:
    """The blocks whose sum is nearest to what is wanted, in an order of chance."""
    whole = int(sizes.sum())
    way: dict[int, tuple[int, int]] = {0: (-1, -1)}
    for block in order:
        for reached in list(way):
            way.setdefault(reached + int(sizes[block]), (block, reached))
    best = min(
        (reached for reached in way if 0 < reached < whole), key=lambda reached: (abs(reached - wanted), reached)
    )
    picked = []
    while best:
        block, best = way[best]
        picked.append(block)
    return picked


def _in_order(order: Sequence[int], sizes: Ints, wanted: float) -> list[int]:
    picked, full = [], 0
    for block in order:
        if abs(full + sizes[block] - wanted) < abs(full - wanted):
            picked.append(block)
            full += int(sizes[block])
    return picked
