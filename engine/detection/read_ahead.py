"""Let one stage of a pipeline work ahead of the next, in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")
_END = object()
SECONDS_BETWEEN_CALLS = 0.1
"""How often `idle` is called."""


def _take(waiting: queue.Queue[Any], idle: Callable[[], None] | None) -> Any:
    """The next item, when it is there."""
    while idle is not None:
        try:
            return waiting.get(timeout=SECONDS_BETWEEN_CALLS)
        except queue.Empty:
            idle()
    return waiting.get()


@contextmanager
def read_ahead(
    items: Iterable[Item], depth: int = 2, idle: Callable[[], None] | None = None
) -> Iterator[Iterator[Item]]:
    """Iterate `items` in a thread, at most `depth` items ahead of whoever consumes them.

    An error in the thread is raised at the consumer. When the block ends, for whatever reason, the
    thread stops after the item it is at, and has ended when the block is left.

    Parameters
    ----------
    items
        What is iterated in the thread; closed there where it is a generator.
    depth
        Items that may wait, which bounds the memory.
    idle
        Called again and again by whoever consumes the items while none is there; what it raises ends that.
    """
    waiting: queue.Queue[Any] = queue.Queue(maxsize=depth)
    stopped = threading.Event()
    failure: list[BaseException] = []

    def put(item: Any) -> bool:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        iterator = iter(items)
        try:
            for item in iterator:
                if not put(item):
                    break
        except BaseException as error:
            failure.append(error)
        finally:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()
            put(_END)

    def consume() -> Iterator[Item]:
        while (item := _take(waiting, idle)) is not _END:
            yield item
        if failure:
            raise failure[0]

    thread = threading.Thread(target=work, name="read-ahead", daemon=True)
    thread.start()
    try:
        yield consume()
    finally:
        stopped.set()
        thread.join()
