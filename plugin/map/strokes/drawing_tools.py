"""The tools of one drawing: QGIS's own for clicks, the same by a stroke of the mouse, and smoothing.

All of them change the scratch layer as edits of QGIS, so that its Ctrl+Z takes back a stroke as it does a click.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsMapToolCapture
from qgis.PyQt.QtCore import QObject, QPoint, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAction

from ....inventory.errors import UserError
from ....inventory.schema import SPLIT
from ....processing_provider.adapters.translation import tr
from ...geometry.hand_lines import Point
from ...geometry.outlines import sound
from ...geometry.redrawing import enclosed, fitting, reshaped, smoother
from ..drawing_looks import show_vertices
from .stroke_mouse import StrokeMouse

RESHAPE, VERTICES, FREEHAND = "reshape", "vertices", "freehand"
_REACH_PIXELS = 12.0
"""So near to a rim a stroke is taken to end on it."""
_FITTING_PIXELS = 1.5
_MOST_COMMON = 0.5
"""What covers more of an outline than this share is the same rock glacier, and no neighbour."""


class DrawingTools(QObject):
    """Which tool is in hand while something is drawn, and what strokes make of the scratch layer."""

    changed = pyqtSignal(str)
    """Another tool is in hand; empty for one that is none of ours."""
    told = pyqtSignal(str, str)
    """What a person should know, and its level."""

    def __init__(self, iface: QgisInterface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface, self._canvas = iface, iface.mapCanvas()
        self._mouse = StrokeMouse(self._canvas, self._takes_strokes, self)
        self._mouse.drawn.connect(self._draw)
        self._layer: QgsVectorLayer | None = None
        self._kind, self.tool = "", ""
        self._neighbours: Sequence[QgsVectorLayer] = ()
        self._in_hand: Any = None
        self._anew = False

    def begin(self, layer: QgsVectorLayer, kind: str, tool: str, neighbours: Sequence[QgsVectorLayer]) -> None:
        """A scratch layer is there to be drawn on, with this tool first."""
        self._layer, self._kind, self._neighbours = layer, kind, neighbours
        self._mouse.start()
        self._canvas.mapToolSet.connect(self._note_tool)
        layer.featureAdded.connect(self._note_added)
        self.take(tool)

    def end(self) -> None:
        """Nothing is drawn any longer."""
        if self._layer is None:
            return
        layer, self._layer, self._in_hand, self.tool = self._layer, None, None, ""
        self._canvas.mapToolSet.disconnect(self._note_tool)
        layer.featureAdded.disconnect(self._note_added)
        self._mouse.stop()

    def cancel_stroke(self) -> bool:
        """Forget the stroke that is being drawn; whether there was one."""
        return self._mouse.cancel()

    # What is in hand

    def take(self, tool: str) -> None:
        """Take a tool in hand: RESHAPE, VERTICES or FREEHAND (of a line where something is split)."""
        layer = self._layer
        if layer is None:
            return
        if self._iface.activeLayer() is not layer:
            self._iface.setActiveLayer(layer)  # QGIS's tools work on that
        self._in_hand, self.tool = None, tool
        self._anew = tool == FREEHAND and self._kind != SPLIT and layer.featureCount() > 0
        action = {RESHAPE: self._reshape_tool, VERTICES: self._vertex_tool}.get(tool, self._iface.actionAddFeature)()
        show_vertices(layer, tool == VERTICES)
        action.trigger()
        self._in_hand = self._canvas.mapTool()
        self.changed.emit(tool)

    def _vertex_tool(self) -> QAction:
        """The one for the active layer alone, where this QGIS has it."""
        action = getattr(self._iface, "actionVertexToolActiveLayer", None)
        return action() if action is not None else self._iface.actionVertexTool()

    def _reshape_tool(self) -> QAction:
        """QGIS's own, which its interface does not name."""
        action = self._iface.mainWindow().findChild(QAction, "mActionReshapeFeatures")
        return action if action is not None else self._vertex_tool()

    def _note_tool(self, tool: Any, _before: Any = None) -> None:
        """The person took another tool of QGIS, or one of ours by its own button."""
        if self._in_hand is not None and tool is not self._in_hand and self.tool:
            self.tool = ""
            self.changed.emit("")

    def _takes_strokes(self) -> bool:
        """Whether a drag is a stroke: not among vertices, where QGIS selects by it, nor between two clicks."""
        tool = self._canvas.mapTool()
        if self.tool not in (RESHAPE, FREEHAND) or tool is not self._in_hand:
            return False
        curve = tool.captureCurve() if isinstance(tool, QgsMapToolCapture) else None
        return curve is None or curve.numPoints() == 0

    # What a stroke makes

    def _draw(self, places: list[QPoint]) -> None:
        layer = self._layer
        if layer is None:
            return
        try:
            line = fitting([self._on_layer(place) for place in places], _FITTING_PIXELS * self._pixel(places[0]))
            if self._kind == SPLIT:
                self._edit(tr("Line"), self._add, _line(line))
            elif self.tool == FREEHAND:
                self._draw_anew(enclosed(line))
            else:
                self._reshape(line, _REACH_PIXELS * self._pixel(places[0]))
        except (UserError, QgsCsException) as error:
            self.told.emit(str(error), "warning")

    def _draw_anew(self, ground: QgsGeometry) -> None:
        """A whole outline, in place of what was there when the tool was taken; then strokes reshape it."""
        before = [feature.id() for feature in self._layer.getFeatures()] if self._anew else []
        self._anew = False

        def change() -> None:
            self._layer.deleteFeatures(before)
            self._add(ground)

        self._edit(tr("Outline"), change)
        self.take(RESHAPE)

    def _reshape(self, line: list[Point], reach: float) -> None:
        """The first part that the stroke changes; what is wrong with the last is told where none is."""
        failed: UserError | None = UserError(tr("There is no outline to reshape yet; draw one first."))
        for feature in self._layer.getFeatures():
            try:
                geometry = reshaped(feature.geometry(), line, reach)
            except UserError as error:
                failed = error
                continue
            self._edit(tr("Reshape"), self._layer.changeGeometry, feature.id(), geometry)
            return
        raise failed

    def smooth(self) -> None:
        """Smooth all that is drawn, once more.

        Raises
        ------
        UserError
            There is nothing, or it cannot be smoothed.
        """
        if self._layer is None or self._kind == SPLIT:
            return
        crs, context = self._layer.crs(), QgsProject.instance().transformContext()
        found = {
            feature.id(): smoother(feature.geometry(), crs, context, self._beside(feature.geometry()))
            for feature in self._layer.getFeatures()
        }
        if not found:
            raise UserError(tr("There is no outline to smooth yet; end it with a right-click first."))

        def change() -> None:
            for fid, geometry in found.items():
                self._layer.changeGeometry(fid, geometry)

        self._edit(tr("Smooth"), change)

    def _beside(self, outline: QgsGeometry) -> list[QgsGeometry]:
        """Outlines of the inventory that may share a border with this one."""
        found, whole = [], sound(outline)
        for layer in self._neighbours:
            way = QgsCoordinateTransform(layer.crs(), self._layer.crs(), QgsProject.instance())
            box = way.transformBoundingBox(whole.boundingBox(), Qgis.TransformDirection.Reverse)
            for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(box).setNoAttributes()):
                other = sound(feature.geometry())
                other.transform(way)
                if other.intersection(whole).area() < _MOST_COMMON * min(other.area(), whole.area()):
                    found.append(other)
        return found

    def _note_added(self, fid: int) -> None:
        """QGIS's own digitising has ended an outline that is to stand in place of the one before."""
        if self._anew:  # when the edit that adds it is done
            QTimer.singleShot(0, lambda: self._replace_by(fid))

    def _replace_by(self, fid: int) -> None:
        if self._layer is None or not self._anew:
            return
        self._anew = False
        others = [feature.id() for feature in self._layer.getFeatures() if feature.id() != fid]
        self._edit(tr("Outline"), self._layer.deleteFeatures, others)
        self.take(RESHAPE)

    @property
    def replaces(self) -> bool:
        """Whether what is at the mouse is to stand in place of what is drawn already."""
        return self._anew

    def _edit(self, name: str, change: Callable[..., object], *values: object) -> None:
        """One step for QGIS's undo."""
        self._layer.beginEditCommand(name)
        change(*values)
        self._layer.endEditCommand()
        self._layer.triggerRepaint()

    def _add(self, geometry: QgsGeometry) -> None:
        feature = QgsFeature(self._layer.fields())
        if self._kind != SPLIT:
            geometry.convertToMultiType()
        feature.setGeometry(geometry)
        self._layer.addFeature(feature)

    # Places

    def _on_layer(self, place: QPoint) -> tuple[Point, bool]:
        """A place of the canvas in the layer's coordinates, on a neighbour's rim where that is near; and whether so."""
        point = self._mouse.on_map(place)
        match = self._canvas.snappingUtils().snapToMap(point)
        is_on = match.isValid() and match.layer() is not self._layer
        here = self._canvas.mapSettings().mapToLayerCoordinates(self._layer, match.point() if is_on else point)
        return (here.x(), here.y()), is_on

    def _pixel(self, place: QPoint) -> float:
        """How large a pixel is there in the layer's coordinates."""
        settings = self._canvas.mapSettings()
        one, other = (
            settings.mapToLayerCoordinates(self._layer, self._mouse.on_map(place + aside))
            for aside in (QPoint(0, 0), QPoint(10, 10))
        )
        return one.distance(other) / math.hypot(10, 10)


def _line(places: Sequence[Point]) -> QgsGeometry:
    return QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in places])
