"""What takes longer than a moment shows that it is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication


@contextmanager
def at_work() -> Iterator[None]:
    """The mouse shows that one waits. No event is handled meanwhile: nothing may come into the middle of a gesture."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
