"""Open an inventory for a calculation, which can wait longer for another program than a person would."""

from __future__ import annotations

from pathlib import Path

from ...store.opening import open_store
from ...store.protocol import Store

SECONDS_TO_WAIT = 10.0
"""How long a write waits for another program that is writing."""


def open_inventory(path: Path, write: bool = True, wait: float | None = None) -> Store:
    """An inventory of the present version; `wait` in seconds, None for the usual. See `open_store`."""
    return open_store(path, write, SECONDS_TO_WAIT if wait is None else wait)


def open_layers(path: Path, write: bool = True) -> Store:
    """The same, or a detection's own file, which has only some of the layers."""
    return open_store(path, write, SECONDS_TO_WAIT, detections=True)
