"""What the dock shows on the map: where it goes, the highlighted polygon, the primary marker."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsMapToolIdentify, QgsMapToolPan, QgsMapToolZoom, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from .basemap import image_at
from .growing.following import view_with
from .growing.growing_outline import GrowingOutline
from .growing.pointer import Pointer
from .hand_zoom import HandZoom
from .map_context import Screen, box_of, is_well_seen, margin_of, metres_per_unit, on_image, view_around
from .map_mouse import MapMouse
from .seeing.rims import POLYGON, on_map, rim, to_map

_LINE, _LINE_WIDTH = QColor(255, 0, 200), 2
"""A colour that no ground has."""
_LOOKS = ((QColor(255, 255, 255, 230), 5), (_LINE, _LINE_WIDTH))
"""Casing and line of the highlight: seen on ice, rock and shadow alike."""
_OLD_LOOKS = ((QColor(0, 0, 0, 150), 3), (QColor(255, 255, 255), 1))
"""The same while a new outline is drawn: thin and dashed, with nothing of the new one's colour."""
_MARKER_SIZE = 13
LEAST_PIXELS = 6
"""An outline that is smaller on the screen is a dot, and nobody can judge it."""
_LOOKING = (QgsMapToolPan, QgsMapToolZoom, QgsMapToolIdentify)
"""Tools with which a person only looks. With another one (measuring, selecting) a key is meant for that."""


class MapView(QObject):
    """A canvas and what we draw on it; `stop` takes it all away.

    While QGIS's pan tool is active, a click without a drag is `clicked`, and a marker that may be
    moved can be dragged. Places come in the system of what was shown last.
    """

    clicked = pyqtSignal(QgsPointXY)
    marker_moved = pyqtSignal(QgsPointXY)
    marker_refused = pyqtSignal()
    """It was dropped outside its polygon, and is back where it was."""

    def __init__(self, canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem) -> None:
        super().__init__()
        self.canvas = canvas
        self._crs = crs
        self._shown: QgsGeometry | None = None
        self._marker_place: QgsPointXY | None = None
        self._marker_bounds: QgsGeometry | None = None
        self._casing, self._line = (rim(canvas, *look) for look in _LOOKS)
        self._marker = _make_marker(canvas)
        self.growing = GrowingOutline(canvas, self._on_map)
        self._pointer = Pointer(canvas, self)
        self._rule: tuple[float, float | None] | None = None
        self._hand = HandZoom(canvas, self)
        self._mouse = MapMouse(canvas, self._movable_marker, self._allows, self)
        self._mouse.clicked.connect(self._click)
        self._mouse.dragged.connect(self._marker.setCenter)
        self._mouse.dropped.connect(self._drop)
        canvas.destinationCrsChanged.connect(self._draw_anew)

    def show(
        self,
        geometry: QgsGeometry,
        crs: QgsCoordinateReferenceSystem,
        metres: float = 750.0,
        fixed_scale: float | None = None,
    ) -> None:
        """Bring a geometry into the middle of the map, with its surroundings, at the person's own scale.

        That scale is the one a person has zoomed to since one was shown here. It is kept while the
        geometry is whole on the map and no dot, until these numbers change.

        Parameters
        ----------
        geometry
            The outline, or its box.
        crs
            Its coordinate system; the map may have another.
        metres
            Ground that is shown on each side of it (see `map_context`).
        fixed_scale
            Denominator of the scale instead, so that sizes compare from one to the next.
        """
        if (metres, fixed_scale) != self._rule:
            self._rule = metres, fixed_scale
            self._hand.forget()
        self._crs = crs
        there = self._on_map(geometry)
        if there is None:
            return
        with self._hand.ours():
            self.canvas.setExtent(self._view(there, metres, fixed_scale))
        self.canvas.refresh()

    def _view(self, there: QgsGeometry, metres: float, fixed_scale: float | None) -> QgsRectangle:
        project, settings, own = QgsProject.instance(), self.canvas.mapSettings(), self._hand.scale
        crs = settings.destinationCrs()
        per_unit = metres_per_unit(there.boundingBox().center(), crs, project.transformContext())
        box = box_of(there, per_unit)
        size = settings.outputSize()
        screen = Screen(max(size.width(), 1), max(size.height(), 1), settings.devicePixelRatio())
        if fixed_scale:
            return self._around(box.center(), fixed_scale)
        image = image_at(self.canvas, box, project)
        if own and is_well_seen(box, self.canvas.mapUnitsPerPixel() * own / self.canvas.scale(), screen):
            return on_image(self._around(box.center(), own), box, image)
        return view_around(box, margin_of(metres, per_unit, box), screen, image)

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
        self, point: QgsPointXY | None, crs: QgsCoordinateReferenceSystem, bounds: QgsGeometry | None = None
    ) -> None:
        """Draw a primary marker, or none; with `bounds` it can be dragged inside that polygon."""
        self._crs = crs
        self._marker_place, self._marker_bounds = point, bounds
        self._draw_anew()

    def clear(self) -> None:
        """Take the highlight and the marker away."""
        self._shown = self._marker_place = self._marker_bounds = None
        self._draw_anew()

    def set_drawing(self, drawing: bool) -> None:
        """Show the highlighted outline as the old one, beside a new one that is being drawn."""
        looks = _OLD_LOOKS if drawing else _LOOKS
        for band, (colour, width) in zip((self._casing, self._line), looks):
            band.setStrokeColor(colour)
            band.setWidth(width)
            band.setLineStyle(Qt.PenStyle.DashLine if drawing else Qt.PenStyle.SolidLine)
            band.update()

    def set_visible(self, visible: bool) -> None:
        """Take what we draw away for a moment, or bring it back."""
        for item in (self._casing, self._line, self._marker):
            item.setOpacity(1.0 if visible else 0.0)
        self.growing.set_visible(visible)

    def grow(self, outline: QgsGeometry, others: Sequence[QgsGeometry] = ()) -> None:
        """Show another level of an outline; the map follows one that was whole in sight and outgrows it.

        Where a person looks at a part of it, the map stays as that person has left it.
        """
        before = None if self.growing.shown is None else self._on_map(self.growing.shown)
        followed = before is not None and view_with(self.canvas, before) is None
        self.growing.show(outline, others)
        there = self._on_map(outline)
        wanted = view_with(self.canvas, there) if followed and there is not None else None
        if wanted is not None:
            with self._hand.ours():
                self.canvas.setExtent(wanted)
            self.canvas.refresh()

    def is_in_sight(self, geometry: QgsGeometry) -> bool:
        """Whether the map shows an outline, or a part of it, large enough to be seen."""
        there, pixel = self._on_map(geometry), self.canvas.mapUnitsPerPixel()
        if there is None or pixel <= 0:
            return False
        box, view = there.boundingBox(), self.canvas.extent()
        if max(box.width(), box.height()) < LEAST_PIXELS * pixel:
            return False
        return box.intersects(view) and there.intersects(QgsGeometry.fromRect(view))

    def place(self) -> tuple[QgsPointXY, QgsCoordinateReferenceSystem]:
        """Where what is shown lies, else the middle of the map; and the system of that."""
        if self._marker_place is not None:
            return self._marker_place, self._crs
        if self._shown is not None and not self._shown.isEmpty():
            return self._shown.pointOnSurface().asPoint(), self._crs
        return self.canvas.center(), self.canvas.mapSettings().destinationCrs()

    def pointed_at(self) -> QgsPointXY | None:
        """Where the mouse is, in the system of what is shown; None where it is not over the map."""
        place = self._pointer.place
        return None if place is None else self._here(place)

    def is_looked_at(self) -> bool:
        """Whether the tool in hand is one for looking, or none."""
        tool = self.canvas.mapTool()
        return tool is None or isinstance(tool, _LOOKING)

    def stop(self) -> None:
        """Take all that is ours off the canvas."""
        self._mouse.stop()
        self._pointer.stop()
        self._hand.stop()
        self.growing.stop()
        if sip.isdeleted(self.canvas):
            return
        self.canvas.destinationCrsChanged.disconnect(self._draw_anew)
        for item in (self._casing, self._line, self._marker):
            if not sip.isdeleted(item):
                self.canvas.scene().removeItem(item)

    def _on_map(self, geometry: QgsGeometry | None) -> QgsGeometry | None:
        if geometry is None or geometry.isNull() or geometry.isEmpty():
            return None
        return on_map(geometry, to_map(self.canvas, self._crs))

    def _here(self, place: QgsPointXY) -> QgsPointXY | None:
        """A place of the map in the system of what is shown."""
        transform = to_map(self.canvas, self._crs)
        try:
            return transform.transform(place, Qgis.TransformDirection.Reverse)
        except QgsCsException:
            return None

    def _draw_anew(self) -> None:
        there = self._on_map(self._shown)
        for band in (self._casing, self._line):
            band.reset(POLYGON)
            if there is not None:
                band.setToGeometry(there, None)
        self.growing.draw_anew()
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
