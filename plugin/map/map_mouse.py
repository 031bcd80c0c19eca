"""What the mouse does for the dock while QGIS's pan tool is active: a click picks, a marker is dragged."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QMouseEvent

_CLICK_PIXELS = 3
_REACH_PIXELS = 12
"""How near to the marker it is taken."""


class MapMouse(QObject):
    """An event filter on the canvas; all other map tools keep the mouse to themselves.

    The pan tool must not see a plain click, which it answers by moving the map there. So a press is
    held back until the mouse moves, and then given to it.

    Parameters
    ----------
    canvas
        The map.
    marker
        Where the marker that may be dragged is, in map coordinates; None where there is none.
    allows
        Whether it may be dropped at a place.
    """

    clicked = pyqtSignal(QgsPointXY)
    dragged = pyqtSignal(QgsPointXY)
    """While a marker is dragged: a place where it may be."""
    dropped = pyqtSignal(QgsPointXY, bool)
    """Where it was dropped, and whether it may be there."""

    def __init__(
        self,
        canvas: QgsMapCanvas,
        marker: Callable[[], QgsPointXY | None],
        allows: Callable[[QgsPointXY], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._marker, self._allows = canvas, marker, allows
        self._pressed: QPoint | None = None
        self._dragging = self._passing_on = False
        canvas.viewport().installEventFilter(self)

    def stop(self) -> None:
        """Leave the mouse to QGIS."""
        if not sip.isdeleted(self._canvas):
            self._canvas.viewport().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt; True swallows the event."""
        if self._passing_on or not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if kind == QEvent.Type.MouseMove and self._pressed is not None:
            return self._move(event)
        if kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            return self._release(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        left = event.button() == Qt.MouseButton.LeftButton
        if not (plain and left and isinstance(self._canvas.mapTool(), QgsMapToolPan)):
            self._pressed, self._dragging = None, False
            return False
        self._pressed = event.pos()
        self._dragging = self._is_at_the_marker(event.pos())
        return True

    def _move(self, event: QMouseEvent) -> bool:
        if self._dragging:
            place = self._place(event.pos())
            if self._allows(place):
                self.dragged.emit(place)
            return True
        if _distance(event.pos(), self._pressed) <= _CLICK_PIXELS:
            return True
        self._give_the_press_to_the_tool(event)
        return False

    def _release(self, event: QMouseEvent) -> bool:
        pressed, self._pressed = self._pressed, None
        dragging, self._dragging = self._dragging, False
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if dragging and _distance(event.pos(), pressed) > _CLICK_PIXELS:
            place = self._place(event.pos())
            self.dropped.emit(place, self._allows(place))
        else:
            self.clicked.emit(self._place(event.pos()))
        return True

    def _give_the_press_to_the_tool(self, event: QMouseEvent) -> None:
        """It is a drag of the map after all."""
        pressed, self._pressed = self._pressed, None
        button = Qt.MouseButton.LeftButton
        place, on_screen = QPointF(pressed), QPointF(self._canvas.viewport().mapToGlobal(pressed))
        kind = QEvent.Type.MouseButtonPress
        press = QMouseEvent(kind, place, on_screen, button, button, event.modifiers())
        self._passing_on = True
        try:
            QCoreApplication.sendEvent(self._canvas.viewport(), press)
        finally:
            self._passing_on = False

    def _is_at_the_marker(self, place: QPoint) -> bool:
        marker = self._marker()
        if marker is None:
            return False
        at = self._canvas.getCoordinateTransform().transform(marker)
        return _distance(place, QPoint(round(at.x()), round(at.y()))) <= _REACH_PIXELS

    def _place(self, place: QPoint) -> QgsPointXY:
        return self._canvas.getCoordinateTransform().toMapCoordinates(place)


def _distance(first: QPoint, second: QPoint) -> int:
    return (first - second).manhattanLength()
