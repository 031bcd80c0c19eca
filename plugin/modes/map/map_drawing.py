"""What is drawn in Map mode: outlines and cuts, from their beginning to Accept or Give up, and how they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject

from ....gestures import operations, reshaping
from ....gestures.operations import By
from ....inventory.errors import UserError
from ....inventory.schema import CANDIDATES, GEOMETRY, REFINE, RETRIEVE, ROCK_GLACIERS, SPLIT
from ....processing_provider.adapters.translation import tr
from ....store.edit import check_person
from ...common.settings import Settings
from ...geometry.features import Shown, read_shown, source_of
from ...geometry.outline_geometry import polygons_of
from ...map.basemap import image_on_top
from ...map.draft import Draft
from ...map.strokes.drawing_tools import FREEHAND, RESHAPE, VERTICES

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...dock.panels.map_panel import MapPanel
    from ...session.session import Session
    from .map_mode import MapMode


class MapDrawing:
    """One outline or line at a time, for the feature it was begun with; accepted, it becomes a gesture."""

    def __init__(self, mode: MapMode, session: Session, panel: MapPanel, tell: Tell) -> None:
        self._mode, self._session, self._panel, self._tell = mode, session, panel, tell
        self._inventory = session.inventory
        self._shown: Shown | None = None
        self._operation = ""

    def begin(self, operation: str, shown: Shown | None, geometry: QgsGeometry | None = None) -> None:
        """Have an outline, or the line of a cut, drawn with QGIS's own tools on a scratch layer.

        What is refined begins as it is shown, or as another geometry.

        Raises
        ------
        UserError
            Nobody has said who is here: better said now than when the outline is done.
        """
        check_person(self._session.person)
        drawing = self._session.drawing
        facts: dict[str, Any] = {"layer": shown.table.name, "fid": shown.fid} if shown else {}
        if operation == RETRIEVE:
            drawing.start_retrieve(self._session.crs, facts)
        elif shown is None:
            raise UserError(tr("No candidate is shown; click on one, or retrieve what was missed."))
        elif operation == SPLIT:
            drawing.start_split(self._session.crs, facts)
        else:
            if geometry is None:
                geometry = self._session.ground.geometry(shown.row[GEOMETRY])
            drawing.start_refine(geometry, self._session.crs, facts, Settings().refine_tool)
        self._show(operation, shown)
        if operation == RETRIEVE:
            self._mode.levels.clicked.offer(_what_to_do(operation, drawing.tools.tool))

    def go_on_with(self, geometry: QgsGeometry) -> None:
        """Mend an outline that was proposed for something missed."""
        draft = Draft(RETRIEVE, polygons_of(geometry), self._session.crs)
        self._session.drawing.go_on(draft, Settings().refine_tool)
        self._show(RETRIEVE, None)

    def _show(self, operation: str, shown: Shown | None) -> None:
        self._shown, self._operation = shown, operation
        self._panel.drawing.set_operation(operation)
        self.show_tool(self._session.drawing.tools.tool)
        self._panel.set_mode("drawing")
        self._mode.scope_changed.emit("drawing")

    def take(self, tool: str) -> None:
        """Take another tool in hand, or smooth what is drawn; Refine begins with the one that was taken last."""
        tools = self._session.drawing.tools
        if tool == "smooth":
            tools.smooth()
            return
        tools.take(tool)
        if self._operation == REFINE and tool in (RESHAPE, VERTICES):
            Settings().refine_tool = tool

    def show_tool(self, tool: str) -> None:
        """Which tool is in hand now, and what one does with it."""
        self._panel.drawing.set_text(_what_to_do(self._operation, tool))
        self._panel.drawing.mark_tool(tool)

    def accept(self) -> None:
        """The outline is as it should be: write it, and only then end the drawing.

        Raises
        ------
        UserError
            The drawing is not finished, or cannot be written; it stays, and can be accepted again.
        """
        by = self._mode.by(self._source())
        geometry, crs = self._session.drawing.current()
        if self._operation == REFINE and not self._is_there():
            self._operation = RETRIEVE
        if self._operation == SPLIT:
            shown = self._cut(geometry, crs, by)
        elif self._operation == REFINE:
            shown = self.refine(self._shown, geometry, crs, by)
        else:
            fid = operations.retrieve(self._inventory, self._session.ground.outline(geometry, crs), by)
            shown = read_shown(self._inventory, ROCK_GLACIERS, fid)
        self._session.drawing.finish()
        self._mode.back_to_deciding()
        self._mode.decided(shown, self._operation)

    def _source(self) -> str | None:
        """What it will rest on; a cut changes nothing of that, and a candidate rests on what it was found on."""
        if self._operation != SPLIT:
            return self._image()
        shown = self._shown
        return source_of(self._inventory, shown) if shown is not None and shown.is_candidate else None

    def _image(self) -> str:
        """The image that what is drawn rests on: the one on the map, else that of what was shown."""
        return image_on_top(self._session.view.canvas, QgsProject.instance()) or (
            source_of(self._inventory, self._shown) if self._shown is not None else ""
        )

    def _is_there(self) -> bool:
        """Whether what is refined is still in the file: a new detection may have replaced the candidate.

        Its outline is not to be lost: it is then one that was missed.
        """
        shown = self._shown
        return shown is None or read_shown(self._inventory, shown.table, shown.fid) is not None

    def refine(
        self, shown: Shown | None, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, by: By
    ) -> Shown | None:
        """Give a candidate's rock glacier, or a rock glacier, another outline."""
        if shown is None:
            return None
        outline = self._session.ground.outline(geometry, crs)
        change = operations.refine if shown.is_candidate else operations.refine_rock_glacier
        change(self._inventory, shown.fid, outline, by, shown.row)
        return shown

    def _cut(self, line: QgsGeometry, crs: QgsCoordinateReferenceSystem, by: By) -> Shown | None:
        shown = self._shown
        if shown is None:
            return None
        pieces = self._session.ground.split(self._session.ground.geometry(shown.row[GEOMETRY]), line, crs)
        outlines = [self._session.ground.outline(piece, self._session.crs) for piece in pieces]
        cut = reshaping.split_candidate if shown.is_candidate else reshaping.split
        cut(self._inventory, shown.fid, outlines, by, shown.row)
        return shown

    def look_again(self) -> None:
        """What is drawn for was changed meanwhile, and the person knows: it is that from now on."""
        if self._shown is not None:
            self._shown = read_shown(self._inventory, self._shown.table, self._shown.fid)
            if self._shown is None and self._operation == REFINE:
                self._operation = RETRIEVE  # what it was drawn for is gone, the outline is not

    def give_up(self) -> None:
        """Back, without a trace in the file; one undo brings the outline back. A stroke is given up by itself."""
        if not self._session.drawing.tools.cancel_stroke():
            self._session.drawing.give_up()  # says `given_up`, and so the mode goes back

    def take_up_draft(self) -> None:
        """Go on with an outline that was being drawn when QGIS, or this mode, ended."""
        if self._take_up(self._session.drawing.read_draft()):
            text = tr("The outline you were drawing is back; accept it or give it up.")
            self._tell(text, "warning")

    def bring_back(self) -> bool:
        """Go on with the outline that was given up last; whether there is one."""
        back = self._take_up(self._session.drawing.take_given_up())
        if back:
            self._tell(tr("The outline you gave up is back."), "info")
        return back

    def _take_up(self, draft: Draft | None) -> bool:
        """Go on with a drawing that was interrupted or given up; whether there is one."""
        if draft is None:
            return False
        shown = None
        if draft.facts.get("layer"):
            table = CANDIDATES if draft.facts["layer"] == CANDIDATES.name else ROCK_GLACIERS
            shown = read_shown(self._inventory, table, int(draft.facts["fid"]))
        if draft.kind == SPLIT and shown is None:
            self._session.drawing.drop_draft()
            return False
        self._session.drawing.go_on(draft, VERTICES if draft.kind == SPLIT else Settings().refine_tool)
        # What it was drawn for may be gone: the outline itself is not to be lost.
        self._show(draft.kind if shown is not None else RETRIEVE, shown)
        return True


def _what_to_do(operation: str, tool: str = FREEHAND) -> str:
    """What a person does on the map now."""
    if operation == SPLIT:
        return tr(
            "Draw a line right across the outline, from outside to outside: one stroke, or clicks and a right-click."
        )
    if tool == VERTICES:
        return tr("Move, add or delete vertices with the vertex tool; the outline snaps to its neighbours.")
    if tool == RESHAPE:
        return tr(
            "Draw where the rim should run, in one stroke with the left button held; clicks and a right-click do too."
        )
    if tool == FREEHAND:
        return tr("Draw the outline in one stroke with the left button held; or click point by point, and right-click.")
    return tr("Another tool of QGIS is in hand; the keys below bring these back.")
