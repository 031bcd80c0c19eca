"""The loops on an NVIDIA card.

Untried on a real card: the loops compile for one, and were checked in numba's simulator of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import cuda

from . import loops

_THREADS_PER_BLOCK = 128
_LARGE = 2**20  # bytes
_MOST_KEPT = 16

_trace_ray = cuda.jit(device=True, fastmath=True)(loops.trace_ray)  # type: ignore[no-untyped-call]
_sum_beam = cuda.jit(device=True, fastmath=True)(loops.sum_beam)  # type: ignore[no-untyped-call]


@cuda.jit
def _all_rays(groups, number, *arguments):  # type: ignore[no-untyped-def]
    index = cuda.grid(1)  # type: ignore[attr-defined]
    if index < groups * number:
        _trace_ray(index // number, index % number, *arguments)


@cuda.jit
def _all_cells(cells, *arguments):  # type: ignore[no-untyped-def]
    index = cuda.grid(1)  # type: ignore[attr-defined]
    if index < cells:
        _sum_beam(index, *arguments)


def is_there() -> bool:
    """Whether numba finds a card that it can use."""
    return bool(cuda.is_available())  # type: ignore[no-untyped-call]


class Card:
    """An NVIDIA card: one thread per ray, then one per cell."""

    lanes = 1
    name = "cuda"

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], tuple[Any, Any]] = {}

    def rays(self, groups: int, number: int, *arguments: Any) -> None:
        self._launch(_all_rays, groups * number, groups, number, *arguments)

    def beam(self, cells: int, *arguments: Any) -> None:
        self._launch(_all_cells, cells, cells, *arguments)

    def map(self, function: Callable[[Any], None], pieces: list[Any]) -> None:
        for piece in pieces:
            function(piece)

    def _launch(self, kernel: Any, size: int, *arguments: Any) -> None:
        """Move the arrays to the card, run, and bring the last one back."""
        moved = [self._on_card(value) if isinstance(value, np.ndarray) else value for value in arguments]
        moved[-1] = cuda.to_device(arguments[-1])
        blocks = (size + _THREADS_PER_BLOCK - 1) // _THREADS_PER_BLOCK
        kernel[blocks, _THREADS_PER_BLOCK](*moved)
        moved[-1].copy_to_host(arguments[-1])

    def _on_card(self, array: Any) -> Any:
        """The array on the card; large ones (grids, tables) stay there for the next call."""
        if array.nbytes < _LARGE:
            return cuda.to_device(array)
        place = array.ctypes.data, array.nbytes  # nothing else can lie there while it is kept here
        if place not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[place] = array, cuda.to_device(array)
        return self._kept[place][1]
