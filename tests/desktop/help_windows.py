"""Which page of help a person reads in the desktop."""

from __future__ import annotations

from typing import Any

from in_desktop import wait
from person import make_active, press_key
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication

F1 = Qt.Key.Key_F1


def windows() -> list[Any]:
    return [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "HelpWindow" and one.isVisible()]


def told() -> str:
    """Which page a person reads now; the window is closed by its own key."""
    wait(300)
    [window] = windows()
    make_active(window)
    title = window.windowTitle()
    press_key(Qt.Key.Key_Escape)
    assert not window.isVisible()
    return title.partition(" - ")[0]
