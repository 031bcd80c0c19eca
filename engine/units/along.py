"""Means along the slope: arcs of ridges across the flow go, what lies along it stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import ndimage, sparse

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def downhill(z: Floats) -> tuple[Floats, Floats]:
    """The unit vector downslope (rows, columns) of each cell."""
    down, right = np.gradient(z)
    length = np.maximum(np.hypot(down, right), 1e-9)
    return -down / length, -right / length


class Along:
    """The lines down and up the slope through each cell inside, up to `reach` metres, in steps of a cell.

    Parameters
    ----------
    z
        The ground that tells where down is, smooth.
    inside
        The cells that means are wanted for.
    cell, reach
        Metres.
    """

    def __init__(self, z: Floats, inside: Bools, cell: float, reach: float) -> None:
        self._inside, self._cell = inside, cell
        self._steps = list(_places(downhill(z), inside, round(reach / cell)))
        self._known: dict[float, sparse.csr_array] = {}

    def means(self, values: list[Floats], metres: float) -> list[Floats]:
        """Of each map, its means `metres` up and down; 0 outside."""
        if metres not in self._known:
            near = [place for step, place in self._steps if step * self._cell <= metres + self._cell / 2]
            self._known[metres] = _weights(near, self._inside.shape)
        found = self._known[metres] @ np.stack([one.ravel() for one in values], 1)
        maps = np.zeros((len(values), *self._inside.shape))
        maps[:, self._inside] = found.T
        return list(maps)


def _places(down: tuple[Floats, Floats], inside: Bools, count: int) -> Iterator[tuple[int, Floats]]:
    """Steps from the cells inside, and where each of them leads to (2, cells)."""
    here = np.argwhere(inside).T.astype(float)
    yield 0, here
    for sign in (1, -1):
        place = here
        for step in range(1, count + 1):
            way = np.array([ndimage.map_coordinates(part, place, order=1, mode="nearest") for part in down])
            place = place + sign * way
            yield step, place


def _weights(places: list[Floats], shape: tuple[int, ...]) -> sparse.csr_array:
    """How much each cell of the grid counts in the mean of each place's values, drawn between the cells' middles."""
    rows, columns = (
        np.clip(np.stack([place[axis] for place in places]), 0, size - 1.001) for axis, size in enumerate(shape)
    )
    top, left = rows.astype(int), columns.astype(int)
    down, right = rows - top, columns - left
    of = np.broadcast_to(np.arange(rows.shape[1]), rows.shape)
    shares, cells = [], []
    for step, share in (
        (0, (1 - down) * (1 - right)),
        (1, (1 - down) * right),
        (shape[1], down * (1 - right)),
        (shape[1] + 1, down * right),
    ):
        shares.append(share / len(places))
        cells.append(top * shape[1] + left + step)
    index = (np.tile(of, (4, 1)).ravel(), np.concatenate(cells).ravel())
    return sparse.csr_array((np.concatenate(shares).ravel(), index), (rows.shape[1], shape[0] * shape[1]))
