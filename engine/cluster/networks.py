"""The networks of a worker's process: each lent to the tasks of one run, closed only when nobody uses it.

A worker may have several threads, and several runs may use it at once, each with a network of its own: what
a network says of itself (a device that failed, values that can hardly be meant) is for that run alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from ..detection.network_thread import InOneThread, in_one_thread

KEPT = 2
"""Networks that stay loaded although no task uses them, so that two runs can take turns."""


@dataclass(eq=False)
class _Loaded:
    of: Any
    run: str
    network: InOneThread[Any]
    stack: ExitStack
    users: int = 0


class Networks:
    """Loaded networks; of those that nobody uses the last used stay."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: list[_Loaded] = []  # the last used at the end

    @contextmanager
    def lent(self, of: Any, run: str, make: Callable[[], Any]) -> Iterator[InOneThread[Any]]:
        """A network in a thread of its own, that nobody closes inside the block.

        Parameters
        ----------
        of
            All that it hangs on, to be compared.
        run
            Who asks. Tasks of one run share a network; another run gets it only when it is not used and had
            nothing to say.
        make
            Makes it; called in its thread. One is made at a time.
        """
        with self._lock:
            loaded = self._found(of, run) or self._made(of, run, make)
            loaded.run = run
            loaded.users += 1
            self._loaded.remove(loaded)
            self._loaded.append(loaded)
        try:
            yield loaded.network
        finally:
            with self._lock:
                loaded.users -= 1
                self._close_but(KEPT)

    def _found(self, of: Any, run: str) -> _Loaded | None:
        same = [loaded for loaded in self._loaded if loaded.of == of]
        idle = (one for one in same if not one.users and not one.network.network.messages)
        return next((one for one in same if one.run == run), None) or next(idle, None)

    def _made(self, of: Any, run: str, make: Callable[[], Any]) -> _Loaded:
        self._close_but(KEPT - 1)  # makes room first
        try:
            with ExitStack() as stack:
                network = stack.enter_context(in_one_thread(make))
                loaded = _Loaded(of, run, network, stack.pop_all())
        except BaseException:
            self._close_but(0)  # it may have been for want of memory
            raise
        self._loaded.append(loaded)
        return loaded

    def _close_but(self, count: int) -> None:
        """Close networks that nobody uses, but for so many that were used last."""
        idle = [loaded for loaded in self._loaded if not loaded.users]
        for loaded in idle[: max(len(idle) - count, 0)]:
            self._loaded.remove(loaded)
            loaded.stack.close()


class Share:
    """A network as one task may use it: with batches of its own size, whatever others take.

    Parameters
    ----------
    network
        Lent to the task's run.
    at_most
        Tiles at a time where memory was short; None for what the network takes.
    """

    def __init__(self, network: InOneThread[Any], at_most: int | None = None) -> None:
        self._network, self._at_most = network, at_most

    @property
    def batch_size(self) -> int:
        size = self._network.batch_size
        return size if self._at_most is None else min(size, self._at_most)

    def predict(self, tiles: npt.NDArray[Any], /) -> npt.NDArray[np.float32]:
        """As the network's own; waits for its thread."""
        found: npt.NDArray[np.float32] = self._network.do(partial(_predict, self._at_most, tiles))
        return found


def _predict(at_most: int | None, tiles: npt.NDArray[Any], network: Any) -> npt.NDArray[np.float32]:
    """Predict with a smaller batch, in the network's thread, where nobody else meets it meanwhile."""
    usual = network.batch_size
    smaller = usual if at_most is None else min(usual, at_most)
    network.batch_size = smaller
    try:
        found: npt.NDArray[np.float32] = network.predict(tiles)
        return found
    finally:
        if network.batch_size == smaller:  # else it ran out of memory, and knows what suffices
            network.batch_size = usual
