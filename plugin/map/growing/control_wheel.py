"""The wheel of the mouse over the map while Ctrl is held, where something of ours is turned by it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QWheelEvent

_NOTCH = 120
"""Eighths of a degree of one notch; a touchpad sends less at a time."""


class ControlWheel(QObject):
    """Says each notch, up as 1 and down as -1. Where nobody wants it, QGIS zooms finely by it as ever.

    Parameters
    ----------
    canvas
        The map.
    is_wanted
        Whether it is ours now.
    """

    turned = pyqtSignal(int)

    def __init__(self, canvas: QgsMapCanvas, is_wanted: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._is_wanted = canvas, is_wanted
        self._turned = 0
        canvas.viewport().installEventFilter(self)

    def stop(self) -> None:
        """Leave the wheel to QGIS."""
        if not sip.isdeleted(self._canvas):
            self._canvas.viewport().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt; True swallows the event."""
        if not isinstance(event, QWheelEvent) or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if not self._is_wanted():
            self._turned = 0
            return False
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        for _ in range(abs(notches)):
            self.turned.emit(1 if notches > 0 else -1)
        return True
