"""A drag with the left button becomes a stroke; clicks stay with the tool of QGIS that is in hand."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QMouseEvent

_CLICK_PIXELS = 8
"""A mouse that shakes less is clicking."""
_COLOUR, _WIDTH = "#ff00c8", 2


class StrokeMouse(QObject):
    """An event filter on the canvas.

    A press is held back until it is known what it is: a drag is ours, and of a click the tool gets press and
    release. QGIS's tools for digitising and reshaping know clicks only, so nothing is taken from them.

    Parameters
    ----------
    canvas
        The map.
    is_ours
        Whether a drag that begins now would be a stroke.
    """

    drawn = pyqtSignal(list)
    """Places of a stroke on the canvas, in pixels."""

    def __init__(self, canvas: QgsMapCanvas, is_ours: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._is_ours = canvas, is_ours
        self._places: list[QPoint] = []
        self._band: QgsRubberBand | None = None
        self._passing_on = self._cancelled = False

    def start(self) -> None:
        """Listen."""
        self._canvas.viewport().installEventFilter(self)

    def stop(self) -> None:
        """Listen no more."""
        self.cancel()
        if not sip.isdeleted(self._canvas):
            self._canvas.viewport().removeEventFilter(self)

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._band is not None

    def cancel(self) -> bool:
        """Forget the stroke that is being drawn; whether there was one."""
        drawing, self._cancelled = self._band is not None, bool(self._places)
        self._places = []
        self._remove_band()
        return drawing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt; True swallows the event."""
        if self._passing_on or not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if kind == QEvent.Type.MouseMove and self._places:
            return self._move(event)
        if kind == QEvent.Type.MouseButtonRelease and self._places:
            return self._release(event)
        if kind == QEvent.Type.MouseButtonRelease and self._cancelled:
            self._cancelled = False
            return True  # to the tool, which has not seen its press, it would be a click
        return False

    def _press(self, event: QMouseEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not (plain and event.button() == Qt.MouseButton.LeftButton and self._is_ours()):
            self.cancel()
            return False
        self._cancelled = False
        self._places = [event.pos()]
        return True

    def _move(self, event: QMouseEvent) -> bool:
        place = event.pos()
        if self._band is None and (place - self._places[0]).manhattanLength() > _CLICK_PIXELS:
            self._band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.LineGeometry)
            self._band.setColor(QColor(_COLOUR))
            self._band.setWidth(_WIDTH)
            self._show(self._places[0])
        if self._band is not None and place != self._places[-1]:
            self._places.append(place)
            self._show(place)
        return True

    def _show(self, place: QPoint) -> None:
        self._band.addPoint(self.on_map(place))

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return self._band is not None  # another button in the middle of a stroke means nothing
        places, is_stroke = self._places, self._band is not None
        self.cancel()
        self._cancelled = False
        if is_stroke:
            self.drawn.emit(places if places[-1] == event.pos() else [*places, event.pos()])
        else:
            for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                self._pass_on(kind, places[0])
        return True

    def _pass_on(self, kind: QEvent.Type, place: QPoint) -> None:
        """It was a click, which is the tool's."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        held = left if kind == QEvent.Type.MouseButtonPress else none
        on_screen = QPointF(self._canvas.viewport().mapToGlobal(place))
        event = QMouseEvent(kind, QPointF(place), on_screen, left, held, Qt.KeyboardModifier.NoModifier)
        self._passing_on = True
        try:
            QCoreApplication.sendEvent(self._canvas.viewport(), event)
        finally:
            self._passing_on = False

    def on_map(self, place: QPoint) -> QgsPointXY:
        """A place of the canvas in the map's coordinates."""
        return self._canvas.getCoordinateTransform().toMapCoordinates(place)

    def _remove_band(self) -> None:
        if self._band is not None and not sip.isdeleted(self._canvas):
            self._canvas.scene().removeItem(self._band)
        self._band = None
