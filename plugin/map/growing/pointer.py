"""Where the mouse rests over the map."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, QPoint
from qgis.PyQt.QtGui import QMouseEvent


class Pointer(QObject):
    """Watches the mouse over the canvas; a person points at ground without a click."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._at: QPoint | None = None
        canvas.viewport().installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        if not sip.isdeleted(self._canvas):
            self._canvas.viewport().removeEventFilter(self)

    @property
    def place(self) -> QgsPointXY | None:
        """In the map's coordinates; None where the mouse is not over the map."""
        return None if self._at is None else self._canvas.getCoordinateTransform().toMapCoordinates(self._at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt; nothing is swallowed."""
        if isinstance(event, QMouseEvent):
            self._at = event.pos()
        elif event.type() == QEvent.Type.Leave:
            self._at = None
        return False
