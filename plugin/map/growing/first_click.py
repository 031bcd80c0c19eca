"""The first click of a drawing: the ground that is meant, before it is a corner of an outline."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapToolCapture
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, QTimer, pyqtSignal


class FirstClick(QObject):
    """Watches the map from `begin` to `end`, beside QGIS's own tool, which gets every click."""

    made = pyqtSignal(QgsPointXY)
    """There is one corner now, and nothing else: its place, in the system of what is drawn."""
    drawn_on = pyqtSignal()
    """There is more than one corner, or none any longer."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._watching = False
        self._corners = 0

    def begin(self) -> None:
        """Something is drawn from its beginning."""
        self._corners = 0
        if not self._watching:
            self._watching = True
            self._canvas.viewport().installEventFilter(self)

    def end(self) -> None:
        """Nothing is drawn any longer."""
        if self._watching and not sip.isdeleted(self._canvas):
            self._canvas.viewport().removeEventFilter(self)
        self._watching = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt; the tool has the click when this is looked at."""
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyRelease):
            QTimer.singleShot(0, self._look)
        return False

    def _look(self) -> None:
        if not self._watching:
            return
        tool = self._canvas.mapTool()
        curve = tool.captureCurve() if isinstance(tool, QgsMapToolCapture) else None
        before, self._corners = self._corners, 0 if curve is None else curve.numPoints()
        if before != 1 and self._corners == 1:
            corner = curve.startPoint()
            self.made.emit(QgsPointXY(corner.x(), corner.y()))
        elif before == 1 and self._corners != 1:
            self.drawn_on.emit()
