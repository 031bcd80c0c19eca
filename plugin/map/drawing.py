"""Drawing with QGIS's own tools: a scratch layer that is there as long as one outline or line is drawn.

No layer of the inventory is edited. The scratch layer gets QGIS's vertex tool or its digitising, with
snapping, tracing and the advanced panel as the person knows them; its geometry is taken at the end.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, QTimer, pyqtSignal

from ...inventory.errors import UserError
from ...inventory.schema import REFINE, RETRIEVE, ROCK_GLACIERS, SPLIT
from ...processing_provider.adapters.translation import tr
from ..geometry.outline_geometry import polygons_of
from ..layers.layer_sources import table_of
from ..layers.vertex_index import let_be_caught
from .draft import Draft, drop_draft, read_draft, write_draft
from .drawing_looks import SCRATCH, DigitisingLooks, scratch_layer
from .snapping import Snapping
from .strokes.drawing_tools import FREEHAND, VERTICES, DrawingTools


class Drawing(QObject):
    """One drawing at a time.

    Parameters
    ----------
    iface
        QGIS.
    draft_path
        File that holds the unfinished outline; removed by `finish` and `give_up` alone, so that
        whatever else ends a drawing (a crash, a closed project, an unloaded plugin) leaves it.
    """

    given_up = pyqtSignal()
    """By `give_up`, or because the scratch layer was removed from the project."""
    active_changed = pyqtSignal(bool)
    """Something is being drawn from now on, or no longer: the map looks different meanwhile."""

    def __init__(self, iface: QgisInterface, draft_path: Path) -> None:
        super().__init__()
        self._iface, self._canvas, self._draft_path = iface, iface.mapCanvas(), draft_path
        self._project = QgsProject.instance()
        self._snapping = Snapping(self._project)
        self._looks = DigitisingLooks(self._canvas)
        self.tools = DrawingTools(iface, self)
        self._layer: QgsVectorLayer | None = None
        self._kind, self._facts = "", {}
        self._given_up: Draft | None = None
        self._at_first: QgsGeometry | None = None
        self._before: tuple[Any, str] = (None, "")
        self._listening = False
        self._listen(True)
        self._remove_leftovers()

    @property
    def is_active(self) -> bool:
        """Whether something is being drawn."""
        return self._layer is not None

    def start_refine(
        self,
        geometry: QgsGeometry,
        crs: QgsCoordinateReferenceSystem,
        facts: dict[str, Any] | None = None,
        tool: str = VERTICES,
    ) -> None:
        """A tool on a copy of an outline."""
        self._start(REFINE, "MultiPolygon", crs, facts, polygons_of(geometry), tool)

    def start_retrieve(self, crs: QgsCoordinateReferenceSystem, facts: dict[str, Any] | None = None) -> None:
        """QGIS's digitising of polygons."""
        self._start(RETRIEVE, "MultiPolygon", crs, facts)

    def start_split(self, crs: QgsCoordinateReferenceSystem, facts: dict[str, Any] | None = None) -> None:
        """QGIS's digitising of lines."""
        self._start(SPLIT, "LineString", crs, facts)

    def go_on(self, draft: Draft, tool: str = VERTICES) -> None:
        """Go on with a drawing that was left."""
        kind = "LineString" if draft.kind == SPLIT else "MultiPolygon"
        self._start(draft.kind, kind, draft.crs, draft.facts, draft.geometry, tool)
        self._at_first = None  # all of it was drawn

    def current(self) -> tuple[QgsGeometry, QgsCoordinateReferenceSystem]:
        """What is drawn so far, the part included that is still at the mouse, and its system.

        Raises
        ------
        UserError
            Where there is nothing yet, or too little.
        """
        if self._layer is None:
            raise UserError(tr("Nothing is being drawn."))
        self.tools.settle()
        geometry = self._drawn(with_capture=True)
        if geometry is None and self._kind == SPLIT:
            raise UserError(tr("The line is not drawn yet; click at least twice, across the outline."))
        if geometry is None:
            raise UserError(tr("The outline is not drawn yet; click at least three corners."))
        return geometry, self._layer.crs()

    def finish(self) -> None:
        """The drawing is written where it belongs: clean up, and forget the draft."""
        self._end(keep_draft=False)

    def give_up(self) -> None:
        """Clean up without a trace in the file; what was drawn can be taken up again once."""
        if self._layer is not None:
            self._given_up = self._as_draft()
            self._end(keep_draft=False)
            self.given_up.emit()

    @property
    def has_given_up(self) -> bool:
        """Whether there is something that `take_given_up` gives."""
        return self._given_up is not None

    def take_given_up(self) -> Draft | None:
        """The outline that was given up last, to go on with; None where there is none. Gone after this."""
        draft, self._given_up = self._given_up, None
        return draft

    def _as_draft(self) -> Draft | None:
        """What is drawn; None where nothing is, or where an outline is as it was at the beginning."""
        geometry = None if self._layer is None else self._drawn(with_capture=True)
        if geometry is None or (self._at_first is not None and geometry.equals(self._at_first)):
            return None
        return Draft(self._kind, geometry, self._layer.crs(), self._facts)

    def stop(self) -> None:
        """Clean up because the dock goes or changes its mode; the draft is kept, and one can start anew."""
        self._keep_draft()
        self._end(keep_draft=True)
        self._listen(False)

    def read_draft(self) -> Draft | None:
        """The drawing that was left; None where there is none."""
        return read_draft(self._draft_path)

    def drop_draft(self) -> None:
        """Forget the drawing that was left."""
        drop_draft(self._draft_path)

    # Beginning

    def _listen(self, on: bool) -> None:
        if on is self._listening:
            return
        self._listening = on
        for signal, slot in (
            (self._project.layersWillBeRemoved, self._note_removal),
            (self._project.readProject, self._remove_leftovers),
        ):
            signal.connect(slot) if on else signal.disconnect(slot)

    def _start(
        self,
        kind: str,
        geometry_type: str,
        crs: QgsCoordinateReferenceSystem,
        facts: dict[str, Any] | None,
        geometry: QgsGeometry | None = None,
        tool: str = FREEHAND,
    ) -> None:
        if self._layer is not None:
            raise UserError(tr("Something is being drawn already; accept it or give it up first."))
        self._listen(True)
        self._kind, self._facts = kind, dict(facts or {})
        self._given_up, self._at_first = None, geometry
        active = self._iface.activeLayer()
        self._before = self._canvas.mapTool(), active.id() if active is not None else ""
        self._layer = scratch_layer(geometry_type, crs)
        let_be_caught(self._layer, self._canvas)
        if geometry is not None:
            feature = QgsFeature()
            feature.setGeometry(geometry)
            self._layer.dataProvider().addFeature(feature)
        self._project.addMapLayer(self._layer, False)
        self._project.layerTreeRoot().insertLayer(0, self._layer)
        self._iface.setActiveLayer(self._layer)
        self._layer.startEditing()
        tables = [layer for layer in self._project.mapLayers().values() if table_of(layer) == ROCK_GLACIERS.name]
        self._snapping.switch_on(tables)
        self._watch()
        self._looks.begin()
        self.active_changed.emit(True)
        self.tools.begin(self._layer, kind, tool, tables)
        self._keep_draft()

    def _watch(self) -> None:
        for signal in (self._layer.geometryChanged, self._layer.featureAdded, self._layer.featureDeleted):
            signal.connect(self._keep_draft)
        self._canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click may have added a corner to what is still at the mouse, which the layer does not tell."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self._note_click)
        return False

    def _note_click(self) -> None:
        if self._layer is not None:
            self._looks.clear()
            self._keep_draft()

    # What is drawn

    def _drawn(self, with_capture: bool) -> QgsGeometry | None:
        """All features, and the captured points where they are enough; None where that is nothing."""
        parts = [feature.geometry() for feature in self._layer.getFeatures()]
        captured = self.tools.captured() if with_capture else None
        if captured is not None:
            parts = [captured] if self.tools.replaces else [*parts, captured]
        parts = [part for part in parts if part is not None and not part.isNull() and not part.isEmpty()]
        if not parts:
            return None
        if self._kind == SPLIT:
            return QgsGeometry.collectGeometry(parts)
        if len(parts) == 1:
            return parts[0]  # as it was drawn; what is wrong with it is told, not mended in silence
        return QgsGeometry.unaryUnion(parts)

    def _keep_draft(self, *_: object) -> None:
        if self._layer is None:
            return
        geometry = self._drawn(with_capture=True)
        if geometry is not None:
            write_draft(self._draft_path, Draft(self._kind, geometry, self._layer.crs(), self._facts))

    # Ending

    def _end(self, keep_draft: bool) -> None:
        if not keep_draft and self._kind:
            drop_draft(self._draft_path)
        layer, self._layer, self._kind = self._layer, None, ""
        if layer is None:
            return
        self._let_go(layer)
        layer.rollBack()
        self._project.removeMapLayer(layer.id())
        self._restore_layer()

    def _let_go(self, layer: QgsVectorLayer) -> None:
        """Nobody works on the layer any more: tool and snapping as they were."""
        for signal in (layer.geometryChanged, layer.featureAdded, layer.featureDeleted):
            signal.disconnect(self._keep_draft)
        self._canvas.viewport().removeEventFilter(self)
        self.tools.end()
        self._snapping.restore()
        self._looks.end()
        self.active_changed.emit(False)
        tool, _ = self._before
        if tool is not None and not sip.isdeleted(tool):
            self._canvas.setMapTool(tool)
        else:
            self._iface.actionPan().trigger()

    def _restore_layer(self) -> None:
        layer = self._project.mapLayer(self._before[1])
        self._before = (None, "")
        if layer is not None:
            self._iface.setActiveLayer(layer)

    def _note_removal(self, ids: list[str]) -> None:
        """The person removes the scratch layer, or closes the project: the draft is kept."""
        if self._layer is None or self._layer.id() not in ids:
            return
        self._keep_draft()
        self._given_up = self._as_draft()
        layer, self._layer, self._kind = self._layer, None, ""
        self._let_go(layer)
        self.given_up.emit()

    def _remove_leftovers(self, *_: object) -> None:
        """A project that was saved in the middle of a drawing has an empty scratch layer."""
        found = [
            layer.id()
            for layer in self._project.mapLayers().values()
            if layer.customProperty(SCRATCH) and layer is not self._layer
        ]
        self._project.removeMapLayers(found)
