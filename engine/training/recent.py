"""Patches that were read a moment ago: training draws windows of the same ones again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from numpy.typing import NDArray

MOST_BYTES = 256 * 2**20
"""A few hundred patches of 480 pixels; however large the training data are."""


class Recent:
    """Arrays of files, the latest in memory; for several threads. Nobody may write into one."""

    def __init__(self, read: Callable[[Path], NDArray[Any]], most_bytes: int = MOST_BYTES) -> None:
        self._read, self._most = read, most_bytes
        self._kept: OrderedDict[Path, NDArray[Any]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, path: Path) -> NDArray[Any]:
        """The values of a file."""
        with self._lock:
            values = self._kept.get(path)
            if values is not None:
                self._kept.move_to_end(path)
                return values
        values = self._read(path)  # two threads may read the same file at once, which harms nobody
        values.flags.writeable = False
        with self._lock:
            if path not in self._kept:
                self._kept[path] = values
                self._bytes += values.nbytes
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return values
