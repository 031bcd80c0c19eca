"""Files of a source that are open: few at a time, however many there are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Generic, TypeVar

Opened = TypeVar("Opened")


class OpenFiles(Generic[Opened]):
    """Opens files when they are read, and closes those that were not read for the longest time.

    Parameters
    ----------
    opening
        Of a file's number: what it gives is read while it is open. Files are not closed in the order in which they
        were opened, so rasters are to be `closing`: as contexts of their own they take rasterio's environment along.
    most
        How many are open at a time.
    """

    def __init__(self, opening: Callable[[int], AbstractContextManager[Opened]], most: int) -> None:
        self._opening, self._most = opening, most
        self._open: OrderedDict[int, tuple[ExitStack, Opened]] = OrderedDict()

    def __getitem__(self, number: int) -> Opened:
        if number in self._open:
            self._open.move_to_end(number)
            return self._open[number][1]
        while len(self._open) >= self._most:
            self._open.popitem(last=False)[1][0].close()
        with ExitStack() as stack:
            opened = stack.enter_context(self._opening(number))
            self._open[number] = stack.pop_all(), opened
        return opened

    def close(self) -> None:
        """Close all of them."""
        while self._open:
            self._open.popitem()[1][0].close()
