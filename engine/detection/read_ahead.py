"""Let one stage of a pipeline work ahead of the next, in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")
_END = object()
_ITEMS_TO_WAIT = 2
"""Which bounds the memory."""
SECONDS_TO_IDLE = 0.1
"""So long an item is waited for before `idle` stands in for it."""


def _take(waiting: queue.Queue[Any], idle: Any) -> Any:
    """The next item, or `idle` where there is such a thing and no item yet."""
    if idle is None:
        return waiting.get()
    try:
        return waiting.get(timeout=SECONDS_TO_IDLE)
    except queue.Empty:
        return idle


@contextmanager
def read_ahead(items: Iterable[Item], idle: Item | None = None) -> Iterator[Iterator[Item]]:
    """Iterate `items` in a thread, at most two items ahead of whoever consumes them.

    An error in the thread is raised at the consumer. When the block ends, for whatever reason, the
    thread stops after the item it is at, and has ended when the block is left.

    Parameters
    ----------
    items
        What is iterated in the thread; closed there where it is a generator.
    idle
        Stands in for an item, again and again, while none is there; None: the next one is waited for.
    """
    waiting: queue.Queue[Any] = queue.Queue(maxsize=_ITEMS_TO_WAIT)
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
