"""Blocks of ground: outlines that are near each other stay together, and chains that are too long are cut."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from ...matching.chains import chained
from ...matching.halving import halved
from ..ground import Pairs, Shapes, metres_per_degree

Ints = npt.NDArray[np.int64]

_LINES = 15
"""Places along each axis at which a cut is tried."""
_SMALLEST_SIDE = 0.2
"""Share of a chain's targets that a cut leaves on its smaller side, at least."""


_UNEVEN = 2.0
"""Times its fair share that a fold may have: to cut costs outlines, and folds need not be even."""
_TRAINING = 0.7
"""Share of one block with which the sides are still as the method has them."""


def largest_share(folds: int) -> float:
    """Share of all targets that one block may have."""
    return min(_UNEVEN / max(folds, 2), _TRAINING)


@dataclass
class Blocks:
    """Which block each outline is in, shape (n,), and which are left out so that blocks are apart."""

    of: Ints
    lost: list[int] = field(default_factory=list)
    cuts: int = 0


def blocks_of(shapes: Shapes, is_target: npt.NDArray[np.bool_], pairs: Pairs, wanted: int, most: float) -> Blocks:
    """Chain outlines together, and cut chains until there are enough blocks and none is too large.

    A chain is cut along a meridian or a parallel. Of two outlines that are near each other across it one is left
    out, those first that are near to most others; the line is taken that loses least for what it parts.

    Parameters
    ----------
    shapes
        In degrees, shape (n,).
    is_target
        Blocks are as large as they have targets.
    pairs
        Outlines that are nearer to each other than the buffer, shape (m, 2).
    wanted
        Number of blocks with targets; 1 cuts nothing.
    most
        Share of all targets that one block may have.

    Returns
    -------
    Blocks
        As far as chains can be cut; block -1 is that of outlines that are left out.
    """
    middle = _middles(shapes)
    found = Blocks(chained(len(shapes), *pairs.T))
    uncut: set[int] = set()
    while wanted > 1:
        counts = np.bincount(found.of[(found.of >= 0) & is_target], minlength=int(found.of.max()) + 1)
        sizes = [(int(count), block) for block, count in enumerate(counts) if count > 1 and block not in uncut]
        enough = int((counts > 0).sum()) >= wanted
        if not sizes or (enough and max(sizes)[0] <= most * counts.sum()):
            break
        block = max(sizes)[1]
        members = np.flatnonzero(found.of == block)
        lost = _best_cut(members, middle, is_target, pairs)
        if lost is None:
            uncut.add(block)
            continue
        found.lost += lost
        found.cuts += 1
        _chain_again(found, members, lost, pairs)
    found.of = _numbered(found.of)
    return found


def _middles(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Metres east and north of the middle of all, shape (n, 2); only their order counts."""
    points = shapely.get_coordinates(shapely.centroid(shapes)).reshape(-1, 2)
    east, north = metres_per_degree(points[:, 1].mean(keepdims=True)) if len(points) else (1.0, 1.0)
    return np.asarray(points * np.column_stack((east, north)))


def _best_cut(
    members: Ints, middle: npt.NDArray[np.float64], is_target: npt.NDArray[np.bool_], pairs: Pairs
) -> list[int] | None:
    """The outlines that the best cut through a chain leaves out; None where no cut leaves two sides."""
    inside = np.zeros(len(middle), bool)
    inside[members] = True
    own = pairs[inside[pairs].all(axis=1)]
    best: tuple[float, list[int]] | None = None
    for axis in (0, 1):
        targets = middle[members[is_target[members]], axis]
        for line in np.unique(np.quantile(targets, np.linspace(_SMALLEST_SIDE, 1 - _SMALLEST_SIDE, _LINES))):
            side = middle[:, axis] > line
            lost = cover(own[side[own[:, 0]] != side[own[:, 1]]], is_target)
            stays = members[~np.isin(members, lost)]
            first, second = (int(is_target[stays[side[stays] == which]].sum()) for which in (False, True))
            if not first or not second:
                continue
            loss = int(is_target[lost].sum()) if lost else 0
            cost = (loss + 0.1 * len(lost) + 0.1) / min(first, second)
            if best is None or cost < best[0]:
                best = cost, lost
    return None if best is None else best[1]


def cover(pairs: Pairs, is_target: npt.NDArray[np.bool_]) -> list[int]:
    """Few outlines without which no pair is left: negatives first, then those that are in most pairs."""
    left = pairs
    lost: list[int] = []
    while len(left):
        members, counts = np.unique(left, return_counts=True)
        worth = np.where(is_target[members], counts, counts * 4)
        lost.append(int(members[np.argmax(worth)]))
        left = left[(left != lost[-1]).all(axis=1)]
    return lost


def _chain_again(found: Blocks, members: Ints, lost: list[int], pairs: Pairs) -> None:
    """Number the chains that a cut leaves of one, in place."""
    found.of[lost] = -1
    stays = members[found.of[members] >= 0]
    place = np.full(len(found.of), -1, np.int64)
    place[stays] = np.arange(len(stays))
    own = place[pairs]
    own = own[(own >= 0).all(axis=1)]
    found.of[stays] = chained(len(stays), *own.T) + int(found.of.max()) + 1


def gathered(
    found: Blocks, shapes: Shapes, is_target: npt.NDArray[np.bool_], most: int, groups: Ints | None = None
) -> None:
    """Put blocks that lie beside each other together until there are no more than `most`, in place.

    Where outlines are kept in `groups`, shape (n,), blocks of different ones stay apart. Of thousands of single
    outlines each would have patches of its own of the same ground, and all ground between two of them would be
    nobody's. The ground is halved again and again, always where most targets are.
    """
    count = int(found.of.max()) + 1
    if count <= most:
        return
    there = found.of >= 0
    members_of = np.bincount(found.of[there], minlength=count)
    sums = [np.bincount(found.of[there], axis[there], count) for axis in _middles(shapes).T]
    middle = np.column_stack(sums) / members_of[:, None]
    targets = np.bincount(found.of[there & is_target], minlength=count)
    pieces = halved(_kept_apart(found.of, groups, count), middle, targets, most)
    piece_of = np.zeros(count, np.int64)
    for number, members in enumerate(pieces):
        piece_of[members] = number
    found.of[there] = piece_of[found.of[there]]
    found.of = _numbered(found.of)


def _kept_apart(of: Ints, groups: Ints | None, count: int) -> list[Ints]:
    """The blocks of each group."""
    if groups is None:
        return [np.arange(count)]
    group = np.zeros(count, np.int64)
    group[of[of >= 0]] = groups[of >= 0]
    return [np.flatnonzero(group == number) for number in np.unique(group)]


def _numbered(blocks: Ints) -> Ints:
    """Blocks numbered from 0 in the order of their first outlines; -1 stays."""
    there, first, inverse = np.unique(blocks, return_index=True, return_inverse=True)
    known = there >= 0
    order = np.full(len(there), -1, np.int64)
    order[known] = np.argsort(np.argsort(first[known]))
    return np.asarray(order[inverse], dtype=np.int64)


def apart(groups: Ints, pairs: Pairs, is_target: npt.NDArray[np.bool_]) -> Blocks:
    """Blocks of outlines that are kept in groups (of a fold each): what is near another group is left out.

    Parameters
    ----------
    groups
        Number of the group of each outline, shape (n,).
    pairs, is_target
        As in `blocks_of`.
    """
    across = groups[pairs[:, 0]] != groups[pairs[:, 1]]
    lost = cover(pairs[across], is_target)
    found = Blocks(chained(len(groups), *pairs[~across & ~np.isin(pairs, lost).any(axis=1)].T), lost)
    found.of[lost] = -1
    found.of = _numbered(found.of)
    return found
