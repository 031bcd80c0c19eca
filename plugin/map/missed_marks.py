"""Points that a reviewer sets on the map: drawn by us and on no layer, so that nobody else sees them."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
)
from qgis.gui import QgsMapCanvas, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

_SIZE, _WIDTH, _REACH_PIXELS = 16, 3, 12
_COLOUR = QColor(255, 0, 200)


class MissedMarks:
    """Crosses at some places of the inventory's system; `stop` takes them away."""

    def __init__(self, canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem) -> None:
        self._canvas, self._crs = canvas, crs
        self._places: list[QgsPointXY] = []
        self._marks: list[QgsVertexMarker] = []
        canvas.destinationCrsChanged.connect(self._draw)

    def show(self, points: Sequence[QgsGeometry]) -> None:
        """Show these and no others."""
        self._places = [point.asPoint() for point in points]
        self._draw()

    def at(self, place: QgsPointXY) -> int | None:
        """Which of them a click meets; None where it meets none."""
        reach = self._canvas.mapUnitsPerPixel() * _REACH_PIXELS
        clicked = self._on_map(place)
        for number, own in enumerate(self._places):
            there = self._on_map(own)
            if clicked is not None and there is not None and there.distance(clicked) <= reach:
                return number
        return None

    def stop(self) -> None:
        """Take them off the map."""
        self._places = []
        if not sip.isdeleted(self._canvas):
            self._canvas.destinationCrsChanged.disconnect(self._draw)
            self._draw()

    def _draw(self) -> None:
        for mark in self._marks:
            if not sip.isdeleted(mark):
                self._canvas.scene().removeItem(mark)
        self._marks = []
        for place in self._places:
            there = self._on_map(place)
            if there is not None:
                self._marks.append(self._mark(there))

    def _mark(self, place: QgsPointXY) -> QgsVertexMarker:
        mark = QgsVertexMarker(self._canvas)
        mark.setIconType(QgsVertexMarker.IconType.ICON_CROSS)
        mark.setIconSize(_SIZE)
        mark.setPenWidth(_WIDTH)
        mark.setColor(_COLOUR)
        mark.setCenter(place)
        return mark

    def _on_map(self, place: QgsPointXY) -> QgsPointXY | None:
        there = self._canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(self._crs, there, QgsProject.instance().transformContext())
        try:
            return transform.transform(place)
        except QgsCsException:
            return None
