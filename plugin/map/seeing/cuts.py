"""Lines that are proposed to be cut along, each with its number."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from .rims import on_map, rim, to_map

_LOOKS = ((QColor(0, 0, 0, 200), 5), (QColor(255, 0, 200), 2))
"""Casing and line, in the colour of what is drawn by hand."""
_PIXELS = 17
_LINE = QgsWkbTypes.GeometryType.LineGeometry


class ProposedCuts:
    """Draws the cuts on a canvas; `stop` takes them away."""

    def __init__(self, canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem) -> None:
        self._canvas, self._crs = canvas, crs
        self._bands = [rim(canvas, *look, _LINE) for look in _LOOKS]
        self._numbers = _Numbers(canvas)
        self._shown: list[QgsGeometry] = []
        canvas.destinationCrsChanged.connect(self._draw)

    def show(self, lines: Sequence[QgsGeometry]) -> None:
        """Show these and no others (inventory's coordinates); the first is number 1."""
        self._shown = list(lines)
        self._draw()

    def _draw(self) -> None:
        to_there = to_map(self._canvas, self._crs)
        drawn = [there for one in self._shown if (there := on_map(one, to_there)) is not None]
        for band in self._bands:
            band.reset(_LINE)
            if drawn:
                band.setToGeometry(QgsGeometry.collectGeometry(drawn), None)
        self._numbers.set([line.interpolate(line.length() / 2).asPoint() for line in drawn])

    def stop(self) -> None:
        """Take them off the canvas."""
        if sip.isdeleted(self._canvas):
            return
        self._canvas.destinationCrsChanged.disconnect(self._draw)
        for item in (*self._bands, self._numbers):
            if not sip.isdeleted(item):
                self._canvas.scene().removeItem(item)


class _Numbers(QgsMapCanvasItem):
    """1, 2, ... at places of the map, dark on a light rim, so that they are read on any ground."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._places: list[QgsPointXY] = []
        self.setZValue(100)

    def set(self, places: Sequence[QgsPointXY]) -> None:
        """Show numbers at these places, in map coordinates."""
        self._places = list(places)
        self.updatePosition()
        self.update()

    def updatePosition(self) -> None:
        """QGIS's hook: the map has moved."""
        self.prepareGeometryChange()
        self.setPos(0, 0)

    def boundingRect(self) -> QRectF:
        """Qt's hook: anywhere on the canvas."""
        return QRectF(self._whole())

    def _whole(self) -> QRectF:
        canvas = self.scene().views()[0] if self.scene() and self.scene().views() else None
        return QRectF() if canvas is None else QRectF(canvas.rect())

    def paint(self, painter: QPainter, option: object = None, widget: object = None) -> None:
        """Qt's hook."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(painter.font())
        font.setPixelSize(_PIXELS)
        font.setBold(True)
        for number, place in enumerate(self._places, 1):
            path = QPainterPath()
            path.addText(self.toCanvasCoordinates(place), font, str(number))
            path.translate(-path.boundingRect().width() / 2, path.boundingRect().height() / 2)
            painter.setPen(QPen(QColor(255, 255, 255), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            painter.fillPath(path, QColor(120, 0, 90))
