"""Where the loops run: on all cores of the processor, or on an NVIDIA card. The loops are the same."""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Protocol

from ...inventory.errors import UserError
from . import loops

log = logging.getLogger(__name__)

AUTOMATIC, CPU, CUDA = "auto", "cpu", "cuda"
DEVICES = (AUTOMATIC, CPU, CUDA)
GROUPS_AT_A_TIME = 2048


class Processor(Protocol):
    """Runs the loops over groups and cells.

    `lanes` is how many neighbours make a group; `rays` and `beam` take the arguments of
    `loops.trace_ray` and `loops.sum_beam` after the indices and fill their last one. `map` calls a
    function for pieces of work, at the same time where that helps.
    """

    lanes: int
    name: str

    def rays(self, groups: int, number: int, *arguments: Any) -> None: ...
    def beam(self, cells: int, *arguments: Any) -> None: ...
    def map(self, function: Callable[[Any], None], pieces: list[Any]) -> None: ...


class Cores:
    """The processor: loops compiled for it by numba when first used (some seconds), one thread per core.

    Threads and not numba's own parallel loops: those bring an OpenMP of their own, and two teams of
    OpenMP in one process (torch has one) slow each other down.
    """

    lanes = 16
    name = "cpu"

    def __init__(self) -> None:
        self._rays, self._beam = _compiled()
        self._threads = os.cpu_count() or 1

    def rays(self, groups: int, number: int, *arguments: Any) -> None:
        self._rays(groups, number, *arguments)

    def beam(self, cells: int, *arguments: Any) -> None:
        self._beam(cells, *arguments)

    def map(self, function: Callable[[Any], None], pieces: list[Any]) -> None:
        if len(pieces) < 2:
            for piece in pieces:
                function(piece)
            return
        pool = ThreadPoolExecutor(self._threads)
        try:
            for _ in pool.map(function, pieces):
                pass
        finally:  # after a stop, what has not begun is not begun
            pool.shutdown(cancel_futures=True)


@lru_cache(maxsize=1)
def _compiled() -> tuple[Any, Any]:
    """The loops for this processor. Nothing is kept on disk: numba's cache is a pickle."""
    import numba

    # No NaN and no infinity reach the loops: voids are far below everything.
    # Only what Python calls needs a way in from there: the others' would take a fifth of the time to compile.
    options: dict[str, Any] = {"nogil": True, "fastmath": True, "no_cfunc_wrapper": True}
    only_inside: dict[str, Any] = {"no_cpython_wrapper": True}
    compiled, inner = numba.njit(**options), numba.njit(**options, **only_inside)
    trace_ray, sum_beam = inner(loops.trace_ray), inner(loops.sum_beam)

    def all_rays(groups, number, *arguments):  # type: ignore[no-untyped-def]
        for group in range(groups):
            for ray in range(number):
                trace_ray(group, ray, *arguments)

    def all_cells(cells, *arguments):  # type: ignore[no-untyped-def]
        for cell in range(cells):
            sum_beam(cell, *arguments)

    return compiled(all_rays), compiled(all_cells)


@lru_cache(maxsize=2)
def _made(name: str) -> Processor:
    if name == CUDA:
        from .graphics_card import Card

        return Card()
    return Cores()


def processor(device: str = AUTOMATIC) -> Processor:
    """Where to compute: ``auto`` takes an NVIDIA card where there is one.

    Raises
    ------
    UserError
        ``cuda`` was asked for and there is no such card.
    """
    if device not in DEVICES:
        raise UserError(f"The device '{device}' is none of {', '.join(DEVICES)}.")
    if device == CPU:
        return _made(CPU)
    if _has_card():
        return _made(CUDA)
    if device == CUDA:
        raise UserError("There is no NVIDIA card that the engine can use here; choose 'auto' or 'cpu'.")
    return _made(CPU)


def _has_card() -> bool:
    """Whether numba finds a card; a driver that is too old or half installed counts as none."""
    try:
        # Without the maker's driver numba need not be asked, whose part for cards takes a second to load.
        if not os.environ.get("NUMBA_ENABLE_CUDASIM"):
            ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
        from .graphics_card import is_there

        return is_there()
    except Exception:
        log.info("no NVIDIA card can be used", exc_info=True)
        return False
