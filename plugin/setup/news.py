"""What the dock hears of a set-up, without loading all that does one: that is read when its page is opened first."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal


class SetupNews(QObject):
    """`changed` while one runs, `ended`, and `clearing` before something is removed; `stopping` ends it."""

    changed = pyqtSignal()
    ended = pyqtSignal()
    clearing = pyqtSignal()
    stopping = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.is_running = False
        self.said = ""
        """How the last one ended: a sentence where it did not end well."""


NEWS = SetupNews()
"""Of this QGIS."""
