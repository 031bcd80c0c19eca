"""A network that is made and used in one and the same thread, whoever asks it.

PyTorch computes on the CPU with OpenMP, which keeps a team of threads for each thread that ever computed.
As soon as two teams together have more threads than there are cores, GNU's OpenMP lets a thread wait for
the others in a short loop only and then puts it to sleep (`gomp_throttled_spin_count_var`). A network of
hundreds of small layers then goes to sleep hundreds of times a tile: measured as a tenth of the pace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt


class Network(Protocol):
    """What is needed of a predictor (`models.prediction.prediction.Predictor` is one)."""

    @property
    def batch_size(self) -> int: ...

    def predict(self, tiles: npt.NDArray[Any], /) -> npt.NDArray[np.float32]: ...


Made = TypeVar("Made", bound=Network)
Done = TypeVar("Done")


class InOneThread(Generic[Made]):
    """A network and the thread that it lives in; `network` itself is only to be read from elsewhere."""

    def __init__(self, network: Made, thread: ThreadPoolExecutor) -> None:
        self.network = network
        self._thread = thread

    @property
    def batch_size(self) -> int:
        return self.network.batch_size

    def predict(self, tiles: npt.NDArray[Any], /) -> npt.NDArray[np.float32]:
        """As the network's own; waits for its thread."""
        return self._thread.submit(self.network.predict, tiles).result()

    def do(self, work: Callable[[Made], Done]) -> Done:
        """Do something else with the network, in its thread."""
        return self._thread.submit(work, self.network).result()


@contextmanager
def in_one_thread(make: Callable[[], Made]) -> Iterator[InOneThread[Made]]:
    """Make a network in a thread of its own, which has ended when the block is left."""
    with ThreadPoolExecutor(1, "network") as thread:
        yield InOneThread(thread.submit(make).result(), thread)
