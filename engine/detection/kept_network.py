"""The network of the last detection stays loaded in the warm engine, for the next one.

To read the weights, check and fold them and move them to a device takes seconds. A command of its own ends
with its network; only inside `keeping` is it kept, with the thread that it lives in (`network_thread`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol, TypeVar

from ...inventory.errors import Cancelled
from .network_thread import InOneThread, Network, in_one_thread


class Telling(Network, Protocol):
    """A network that says what a person should know."""

    @property
    def messages(self) -> list[str]: ...


Made = TypeVar("Made", bound=Telling)


class _Kept:
    """At most one network, and what it was made of."""

    def __init__(self) -> None:
        self.on = False
        self._of: Any = None
        self._network: InOneThread[Any] | None = None
        self._stack = ExitStack()

    def take(self, of: Any) -> InOneThread[Any] | None:
        """The network, where it was made of the same; else it makes room for another."""
        if self._network is not None and self._of == of:
            return self._network
        self.forget()
        return None

    def keep(self, of: Any, network: InOneThread[Any], stack: ExitStack) -> None:
        self._of, self._network, self._stack = of, network, stack

    def forget(self) -> None:
        """Give up the network; its thread has ended then."""
        stack, self._of, self._network, self._stack = self._stack, None, None, ExitStack()
        stack.close()


_KEPT = _Kept()


@contextmanager
def keeping() -> Iterator[None]:
    """Inside the block, in this process, the last network stays loaded."""
    _KEPT.on = True
    try:
        yield
    finally:
        _KEPT.on = False
        _KEPT.forget()


@contextmanager
def kept_or_new(of: Any, make: Callable[[], Made]) -> Iterator[InOneThread[Made]]:
    """A network in a thread of its own: the one that was kept, or a new one.

    One that failed, or had something to say, is not kept: made anew it says it again, and a device that
    failed or was short of memory gets another chance.

    Parameters
    ----------
    of
        All that the network hangs on (card, device, precision ...), to be compared with the last.
    make
        Makes it; called in its thread.
    """
    if not _KEPT.on:
        with in_one_thread(make) as network:
            yield network
        return
    kept = _KEPT.take(of)
    if kept is None:
        with ExitStack() as stack:
            kept = stack.enter_context(in_one_thread(make))
            _KEPT.keep(of, kept, stack.pop_all())
    sound = False
    try:
        yield kept
        sound = True
    except Cancelled:  # nothing was wrong with the network
        sound = True
        raise
    finally:
        if not sound or kept.network.messages:
            _KEPT.forget()
