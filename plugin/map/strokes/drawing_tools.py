"""The tools of one drawing: QGIS's own for clicks, the same by a stroke of the mouse, and smoothing.

All of them change the scratch layer as edits of QGIS, so that its Ctrl+Z takes back a stroke as it does a click.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from qgis.core import QgsCsException, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.gui import QgisInterface, QgsMapToolCapture
from qgis.PyQt.QtCore import QObject, QPoint, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAction

from ....inventory.errors import UserError
from ....inventory.schema import SPLIT
from ...geometry.hand_lines import Point
from ...geometry.redrawing import enclosed, fitting
from ..drawing_looks import show_vertices
from .sheet import Sheet
from .stroke_mouse import StrokeMouse

RESHAPE, VERTICES, FREEHAND = "reshape", "vertices", "freehand"
_REACH_PIXELS = 12.0
"""So near to a rim a stroke is taken to end on it."""
_FITTING_PIXELS = 1.5


class DrawingTools(QObject):
    """Which tool is in hand while something is drawn, and what strokes make of the scratch layer."""

    changed = pyqtSignal(str)
    """Another tool is in hand; empty for one that is none of ours."""
    stroked = pyqtSignal()
    """A stroke has made what it was drawn for."""
    told = pyqtSignal(str, str)
    """What a person should know, and its level."""

    def __init__(self, iface: QgisInterface, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._iface, self._canvas = iface, iface.mapCanvas()
        self._mouse = StrokeMouse(self._canvas, self._takes_strokes, self)
        self._mouse.drawn.connect(self._draw)
        self._layer: QgsVectorLayer | None = None
        self._kind, self.tool = "", ""
        self._sheet: Sheet | None = None
        self._in_hand: Any = None
        self._anew = False

    def begin(self, layer: QgsVectorLayer, kind: str, tool: str, neighbours: Sequence[QgsVectorLayer]) -> None:
        """A scratch layer is there to be drawn on, with this tool first."""
        self._layer, self._kind, self._sheet = layer, kind, Sheet(layer, neighbours)
        self._mouse.start()
        self._canvas.mapToolSet.connect(self._note_tool)
        layer.featureAdded.connect(self._note_added)
        self.take(tool)

    def end(self) -> None:
        """Nothing is drawn any longer."""
        if self._layer is None:
            return
        layer, self._layer, self._sheet, self._in_hand, self.tool = self._layer, None, None, None, ""
        self._canvas.mapToolSet.disconnect(self._note_tool)
        layer.featureAdded.disconnect(self._note_added)
        self._mouse.stop()

    @property
    def is_in_a_stroke(self) -> bool:
        """Whether the mouse draws now."""
        return self._mouse.is_drawing

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
        self._keep_captured()
        self._in_hand = None
        self._action(tool).trigger()
        self._has(tool)

    def _has(self, tool: str) -> None:
        """One is in hand now."""
        self.tool, self._in_hand = tool, self._canvas.mapTool()
        self._anew = tool == FREEHAND and self._kind != SPLIT and self._layer.featureCount() > 0
        show_vertices(self._layer, tool == VERTICES)
        self.changed.emit(tool)

    def _action(self, tool: str) -> QAction:
        """QGIS's own, for clicks."""
        return {RESHAPE: self._reshape_tool, VERTICES: self._vertex_tool}.get(tool, self._iface.actionAddFeature)()

    def _vertex_tool(self) -> QAction:
        """The one for the active layer alone, where this QGIS has it."""
        action = getattr(self._iface, "actionVertexToolActiveLayer", None)
        return action() if action is not None else self._iface.actionVertexTool()

    def _reshape_tool(self) -> QAction:
        """QGIS's own, which its interface does not name."""
        action = self._iface.mainWindow().findChild(QAction, "mActionReshapeFeatures")
        return action if action is not None else self._vertex_tool()

    def _note_tool(self, tool: Any, _before: Any = None) -> None:
        """The person took another tool of QGIS, or one of ours by QGIS's own button."""
        if self._in_hand is None or tool is None or tool is self._in_hand:
            return
        action = tool.action()
        for ours in (RESHAPE, VERTICES, FREEHAND):
            if action is not None and action is self._action(ours):
                self._has(ours)
                return
        if self.tool:
            self.tool = ""
            self.changed.emit("")

    def _takes_strokes(self) -> bool:
        """Whether a drag is a stroke: not among vertices, where QGIS selects by it, nor between two clicks."""
        tool = self._canvas.mapTool()
        if self.tool not in (RESHAPE, FREEHAND) or tool is not self._in_hand:
            return False
        return len(self._corners()) <= 1

    # What was clicked and not ended

    def _corners(self) -> list[QgsPointXY]:
        """Corners that were clicked with the tool in hand, in the layer's coordinates."""
        tool = self._canvas.mapTool()
        curve = tool.captureCurve() if isinstance(tool, QgsMapToolCapture) else None
        if curve is None or curve.numPoints() == 0:
            return []
        return [QgsPointXY(point) for point in curve.curveToLine().points()]

    def captured(self) -> QgsGeometry | None:
        """The outline or line that is at the mouse: corners that were clicked before the right-click that ends it."""
        corners = [] if self.tool == RESHAPE else self._corners()
        if self._kind == SPLIT:
            return QgsGeometry.fromPolylineXY(corners) if len(corners) > 1 else None
        return QgsGeometry.fromPolygonXY([corners]) if len(corners) > 2 else None

    def settle(self) -> None:
        """What was clicked to reshape counts without its right-click.

        Raises
        ------
        UserError
            It changes nothing, or makes an outline that is not valid; the clicks are gone.
        """
        corners = self._corners() if self.tool == RESHAPE else []
        if len(corners) > 1:
            self._forget_corners()
            middle = QPoint(self._canvas.width() // 2, self._canvas.height() // 2)
            self._sheet.reshape([(corner.x(), corner.y()) for corner in corners], _REACH_PIXELS * self._pixel(middle))

    def _keep_captured(self) -> None:
        """Another tool is taken before an outline was ended: what there is of it counts."""
        captured = self.captured() if self.tool == FREEHAND and self._kind != SPLIT else None
        self._forget_corners()
        if captured is not None:
            self._put_in_place(captured)

    def _forget_corners(self) -> None:
        tool = self._canvas.mapTool()
        if self.tool in (RESHAPE, FREEHAND) and isinstance(tool, QgsMapToolCapture):
            tool.clean()

    # What a stroke makes

    def _draw(self, places: list[QPoint]) -> None:
        if self._layer is None:
            return
        self._forget_corners()  # a single one, clicked before
        try:
            line = fitting([self._on_layer(place) for place in places], _FITTING_PIXELS * self._pixel(places[0]))
            if self._kind == SPLIT:
                self._sheet.add(QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in line]))
            elif self.tool == FREEHAND:
                self._draw_anew(enclosed(line))
            else:
                self._sheet.reshape(line, _REACH_PIXELS * self._pixel(places[0]))
        except (UserError, QgsCsException) as error:
            self.told.emit(str(error), "warning")
            return
        self.stroked.emit()

    def _draw_anew(self, ground: QgsGeometry) -> None:
        """A whole outline; then strokes reshape it."""
        self._put_in_place(ground)
        self.take(RESHAPE)

    def _note_added(self, fid: int) -> None:
        """QGIS's own digitising has ended an outline that is to stand in place of the one before."""
        if self._anew:  # when the edit that adds it is done
            QTimer.singleShot(0, lambda: self._replace_by(fid))

    def _replace_by(self, fid: int) -> None:
        if self._layer is None or not self._anew:
            return
        self._anew = False
        self._sheet.keep_only(fid)
        self.take(RESHAPE)

    def smooth(self) -> None:
        """Smooth all that is drawn, once more.

        Raises
        ------
        UserError
            There is nothing, or it cannot be smoothed.
        """
        if self._sheet is not None and self._kind != SPLIT:
            self._keep_captured()
            self._sheet.smooth()

    def _put_in_place(self, ground: QgsGeometry) -> None:
        """Add an outline, in place of what was there when Freehand was taken."""
        self._anew, replaces = False, self._anew
        self._sheet.add(ground, in_place=replaces)

    @property
    def replaces(self) -> bool:
        """Whether what is at the mouse is to stand in place of what is drawn already."""
        return self._anew

    # Places

    def _on_layer(self, place: QPoint) -> tuple[Point, bool]:
        """A place of the canvas in the layer's coordinates, on a neighbour's rim where that is near; and whether so.

        What is redrawn lies in the inventory, too, with its old rim: that does not attract, nor does it a cut.
        """
        point = self._mouse.on_map(place)
        match = self._canvas.snappingUtils().snapToMap(point)
        is_on = match.isValid() and self._kind != SPLIT and self._sheet.is_beside(match.layer(), match.featureId())
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
