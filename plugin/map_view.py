"""What the dock shows on the map: where it goes, the highlighted polygon, the primary marker."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor

from .map_mouse import MapMouse

_LINE, _CASING = QColor(255, 0, 200), QColor(255, 255, 255, 230)
"""A colour that no ground has, on a white casing: seen on ice, rock and shadow alike."""
_LINE_WIDTH, _CASING_WIDTH = 2, 5
_MARKER_SIZE = 13
_NARROWEST = 1e-9


class MapView(QObject):
    """A canvas and what we draw on it; `stop` takes it all away.

    While QGIS's pan tool is active, a click without a drag is `clicked`, and a marker that may be
    moved can be dragged. Places come in the system of what was shown last.
    """

    clicked = pyqtSignal(QgsPointXY)
    marker_moved = pyqtSignal(QgsPointXY)
    marker_refused = pyqtSignal()
    """It was dropped outside its polygon, and is back where it was."""

    def __init__(
        self,
        canvas: QgsMapCanvas,
        crs: QgsCoordinateReferenceSystem | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self._crs = crs
        self._shown: QgsGeometry | None = None
        self._marker_place: QgsPointXY | None = None
        self._marker_bounds: QgsGeometry | None = None
        self._casing = _rubber_band(canvas, _CASING, _CASING_WIDTH)
        self._line = _rubber_band(canvas, _LINE, _LINE_WIDTH)
        self._marker = _make_marker(canvas)
        self._mouse = MapMouse(canvas, self._movable_marker, self._allows, self)
        self._mouse.clicked.connect(self._click)
        self._mouse.dragged.connect(self._marker.setCenter)
        self._mouse.dropped.connect(self._drop)
        canvas.destinationCrsChanged.connect(self._draw_anew)

    def show(
        self,
        geometry: QgsGeometry,
        crs: QgsCoordinateReferenceSystem,
        factor: float = 3.0,
        fixed_scale: float | None = None,
    ) -> None:
        """Bring a geometry into the middle of the map, with its surroundings.

        Parameters
        ----------
        geometry
            The outline, or its box.
        crs
            Its coordinate system; the map may have another.
        factor
            How many times as wide as the geometry the map is.
        fixed_scale
            Denominator of the scale instead of the factor, so that sizes compare from one to the next.
        """
        self._crs = crs
        there = self._on_map(geometry)
        if there is None:
            return
        box = there.boundingBox()
        if fixed_scale is None and max(box.width(), box.height()) > _NARROWEST:
            box.scale(factor)
        else:
            box = self._around(box.center(), fixed_scale or self.canvas.scale())
        self.canvas.setExtent(box)
        self.canvas.refresh()

    def _around(self, centre: QgsPointXY, scale: float) -> QgsRectangle:
        """What the map shows at a scale. One change of the view; a move and a zoom would draw it twice."""
        factor, now = scale / self.canvas.scale() / 2, self.canvas.extent()
        width, height = now.width() * factor, now.height() * factor
        return QgsRectangle(centre.x() - width, centre.y() - height, centre.x() + width, centre.y() + height)

    def highlight(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Draw the rim of a polygon so that it is seen on dark and on bright ground."""
        self._crs, self._shown = crs, QgsGeometry(geometry)
        self._draw_anew()

    def show_marker(
        self,
        point: QgsPointXY | None,
        crs: QgsCoordinateReferenceSystem,
        bounds: QgsGeometry | None = None,
    ) -> None:
        """Draw a primary marker, or none; with `bounds` it can be dragged inside that polygon."""
        self._crs = crs
        self._marker_place, self._marker_bounds = point, bounds
        self._draw_anew()

    def clear(self) -> None:
        """Take the highlight and the marker away."""
        self._shown = self._marker_place = self._marker_bounds = None
        self._draw_anew()

    def set_visible(self, visible: bool) -> None:
        """Take what we draw away for a moment, or bring it back."""
        for item in (self._casing, self._line, self._marker):
            item.setOpacity(1.0 if visible else 0.0)

    def stop(self) -> None:
        """Take all that is ours off the canvas."""
        self._mouse.stop()
        if sip.isdeleted(self.canvas):
            return
        self.canvas.destinationCrsChanged.disconnect(self._draw_anew)
        for item in (self._casing, self._line, self._marker):
            if not sip.isdeleted(item):
                self.canvas.scene().removeItem(item)

    def _transform(self) -> QgsCoordinateTransform:
        """From what is shown to the map."""
        there = self.canvas.mapSettings().destinationCrs()
        return QgsCoordinateTransform(self._crs or there, there, QgsProject.instance().transformContext())

    def _on_map(self, geometry: QgsGeometry | None) -> QgsGeometry | None:
        if geometry is None or geometry.isNull() or geometry.isEmpty():
            return None
        copy = QgsGeometry(geometry)
        try:
            copy.transform(self._transform())
        except QgsCsException:
            return None
        return copy

    def _here(self, place: QgsPointXY) -> QgsPointXY | None:
        """A place of the map in the system of what is shown."""
        transform = self._transform()
        try:
            return transform.transform(place, Qgis.TransformDirection.Reverse)
        except QgsCsException:
            return None

    def _draw_anew(self) -> None:
        there = self._on_map(self._shown)
        for band in (self._casing, self._line):
            band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
            if there is not None:
                band.setToGeometry(there, None)
        place = self._marker_on_map()
        self._marker.setVisible(place is not None)
        if place is not None:
            self._marker.setCenter(place)

    def _marker_on_map(self) -> QgsPointXY | None:
        if self._marker_place is None:
            return None
        there = self._on_map(QgsGeometry.fromPointXY(self._marker_place))
        return None if there is None else there.asPoint()

    def _movable_marker(self) -> QgsPointXY | None:
        return None if self._marker_bounds is None else self._marker_on_map()

    def _allows(self, place: QgsPointXY) -> bool:
        here = self._here(place)
        return here is not None and self._marker_bounds is not None and self._marker_bounds.contains(here)

    def _click(self, place: QgsPointXY) -> None:
        here = self._here(place)
        if here is not None:
            self.clicked.emit(here)

    def _drop(self, place: QgsPointXY, allowed: bool) -> None:
        if allowed:
            self._marker_place = self._here(place)
            self._draw_anew()
            self.marker_moved.emit(self._marker_place)
        else:
            self._draw_anew()
            self.marker_refused.emit()


def _make_marker(canvas: QgsMapCanvas) -> QgsVertexMarker:
    marker = QgsVertexMarker(canvas)
    marker.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
    marker.setIconSize(_MARKER_SIZE)
    marker.setPenWidth(_LINE_WIDTH)
    marker.setColor(_LINE)
    marker.setFillColor(QColor(255, 255, 255, 160))
    marker.setVisible(False)
    return marker


def _rubber_band(canvas: QgsMapCanvas, colour: QColor, width: int) -> QgsRubberBand:
    band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    band.setStrokeColor(colour)
    band.setFillColor(QColor(0, 0, 0, 0))
    band.setWidth(width)
    return band
