"""Ground parted into pieces by where it leads down to: the basins of a field."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int32]


class _Forest:
    """Basins that have met, as trees; each tree knows its deepest basin."""

    def __init__(self) -> None:
        self.up: list[int] = []

    def add(self) -> int:
        self.up.append(len(self.up))
        return self.up[-1]

    def root(self, one: int) -> int:
        while self.up[one] != one:
            self.up[one] = self.up[self.up[one]]
            one = self.up[one]
        return one


def part(field: Floats, inside: npt.NDArray[np.bool_], least_depth: float) -> Labels:
    """Part the ground inside into the basins of a field.

    Water rises: cell by cell from the lowest, each joins the basin that it touches, and where two basins meet for the
    first time is their pass. One that lies less than `least_depth` below it is a part of the other.

    Parameters
    ----------
    field
        Heights of any kind, shape (rows, columns).
    inside
        Which cells count; they are one piece.
    least_depth
        In the field's unit.

    Returns
    -------
    ndarray of int32, shape (rows, columns)
        0 outside, and 1, 2, ... in the basins.
    """
    width = field.shape[1] + 2
    padded = np.pad(inside, 1)
    flat = np.pad(field, 1)[padded]
    cells = np.flatnonzero(padded)
    order = np.argsort(flat, kind="stable")
    basin_of = np.full(padded.size, -1, np.int32)
    forest = _Forest()
    joined: list[tuple[float, int, int]] = []
    bottom: list[float] = []
    around = (-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1)
    owner = basin_of.tolist()
    for place in order.tolist():
        cell, height = int(cells[place]), float(flat[place])
        near = {owner[cell + step] for step in around} - {-1}
        if not near:
            owner[cell] = forest.add()
            bottom.append(height)
            continue
        owner[cell] = _touched(owner, cell, around, near)
        for other in near - {owner[cell]}:
            _meet(forest, bottom, joined, owner[cell], other, height)
    return _deep_ones(np.array(owner, np.int32), padded, len(bottom), joined, least_depth)


def _touched(owner: list[int], cell: int, around: tuple[int, ...], near: set[int]) -> int:
    """The basin that most neighbours of a cell belong to; sides count twice."""
    if len(near) == 1:
        return next(iter(near))
    votes = dict.fromkeys(sorted(near), 0)
    for weight, step in zip((1, 2, 1, 2, 2, 1, 2, 1), around, strict=True):
        if owner[cell + step] >= 0:
            votes[owner[cell + step]] += weight
    return max(votes, key=lambda basin: votes[basin])


def _meet(
    forest: _Forest, bottom: list[float], joined: list[tuple[float, int, int]], one: int, other: int, height: float
) -> None:
    """Two basins touch: if their trees are two, the one whose bottom is higher becomes part of the other."""
    first, second = forest.root(one), forest.root(other)
    if first == second:
        return
    if bottom[first] > bottom[second]:
        one, other, first, second = other, one, second, first
    forest.up[second] = first
    joined.append((height - bottom[second], second, one))


def _deep_ones(
    owner: Labels, padded: npt.NDArray[np.bool_], count: int, joined: list[tuple[float, int, int]], least_depth: float
) -> Labels:
    """The basins that are deep enough; the cells of all others are of those that they run over into."""
    shallow = {child: parent for deep, child, parent in joined if deep < least_depth}
    kept = [basin for basin in range(count) if basin not in shallow]
    number = {basin: index + 1 for index, basin in enumerate(kept)}

    def at(basin: int) -> int:
        while basin not in number:
            basin = shallow[basin]
        return number[basin]

    names = np.array([*(at(basin) for basin in range(count)), 0], np.int32)  # the last for -1: outside
    return np.asarray(names[owner].reshape(padded.shape)[1:-1, 1:-1])
