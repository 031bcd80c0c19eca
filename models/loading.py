"""Loading of large libraries."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """What is imported in this block is no garbage: Python does not look through it, neither meanwhile nor later.

    PyTorch and what comes with it are 400 000 objects: to look through them again and again takes a tenth of
    their loading, and as much once more at the end of the process.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
