"""What is drawn on the map: refined and retrieved outlines, cuts and merges; each becomes a gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject

from ....gestures import operations, reshaping
from ....gestures.operations import By
from ....inventory.errors import UserError
from ....inventory.schema import CANDIDATES, GEOMETRY, REFINE, RETRIEVE, ROCK_GLACIERS, SPLIT
from ....processing_provider.adapters.translation import tr
from ...geometry import outlines
from ...geometry.features import Shown, read_shown, source_of
from ...map.basemap import image_on_top
from ...map.draft import Draft

if TYPE_CHECKING:
    from ...session.session import Session


class Shaping:
    """One drawing at a time, for the feature it was begun with."""

    def __init__(self, session: Session) -> None:
        self._session, self._inventory = session, session.inventory
        self._shown: Shown | None = None
        self.operation = ""

    def begin(self, operation: str, shown: Shown | None) -> None:
        """Start QGIS's own tools on a scratch layer."""
        drawing = self._session.drawing
        facts = {"layer": shown.table.name, "fid": shown.fid} if shown else {}
        if operation == RETRIEVE:
            drawing.start_retrieve(self._session.crs, facts)
        elif shown is None:
            raise UserError(tr("No candidate is shown; click on one, or retrieve what was missed."))
        elif operation == SPLIT:
            drawing.start_split(self._session.crs, facts)
        else:
            geometry = self._session.ground.geometry(shown.row[GEOMETRY])
            drawing.start_refine(geometry, self._session.crs, facts)
        self._shown, self.operation = shown, operation

    def take_up(self, draft: Draft | None) -> str:
        """Go on with a drawing that was interrupted or given up; its operation, empty where there is none."""
        if draft is None:
            return ""
        shown = None
        if draft.facts.get("layer"):
            table = CANDIDATES if draft.facts["layer"] == CANDIDATES.name else ROCK_GLACIERS
            shown = read_shown(self._inventory, table, int(draft.facts["fid"]))
        if draft.kind == SPLIT and shown is None:
            self._session.drawing.drop_draft()
            return ""
        self._session.drawing.go_on(draft)
        # What it was drawn for may be gone: the outline itself is not to be lost.
        operation = draft.kind if shown is not None else RETRIEVE
        self._shown, self.operation = shown, operation
        return operation

    def image(self) -> str:
        """The image that what is drawn rests on: the one on the map, else that of what was shown."""
        return image_on_top(self._session.view.canvas, QgsProject.instance()) or (
            source_of(self._inventory, self._shown) if self._shown is not None else ""
        )

    def look_again(self) -> None:
        """What is drawn for was changed meanwhile, and the person knows: it is that from now on."""
        if self._shown is not None:
            self._shown = read_shown(self._inventory, self._shown.table, self._shown.fid)
            if self._shown is None and self.operation == REFINE:
                self.operation = RETRIEVE  # what it was drawn for is gone, the outline is not

    def accept(self, by: By) -> Shown | None:
        """Write what is drawn, and only then end the drawing: where writing fails, the outline stays.

        Raises
        ------
        UserError
            The drawing is not finished, or cannot be written; it can be accepted again.
        """
        geometry, crs = self._session.drawing.current()
        if self.operation == REFINE and not self._is_there():
            self.operation = RETRIEVE
        if self.operation == SPLIT:
            shown = self._cut(geometry, crs, by)
        elif self.operation == REFINE:
            shown = self.refine(self._shown, geometry, crs, by)
        else:
            fid = operations.retrieve(self._inventory, self._session.ground.outline(geometry, crs), by)
            shown = read_shown(self._inventory, ROCK_GLACIERS, fid)
        self._session.drawing.finish()
        return shown

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
        reshaping.split(self._inventory, shown.fid, outlines, by, shown.row)
        return shown

    def merge(self, fids: set[int], by: By) -> Shown | None:
        """Make one of several rock glaciers."""
        parts = [read_shown(self._inventory, ROCK_GLACIERS, fid) for fid in sorted(fids)]
        geometry = outlines.merge([self._session.ground.geometry(part.row[GEOMETRY]) for part in parts if part])
        outline = self._session.ground.outline(geometry, self._session.crs)
        seen = {part.fid: part.row for part in parts if part}
        kept = reshaping.merge(self._inventory, sorted(fids), outline, by, seen)
        return read_shown(self._inventory, ROCK_GLACIERS, kept)

    def move_marker(self, shown: Shown, point: QgsPointXY, by: By) -> Shown | None:
        """Put the marker of a rock glacier elsewhere in its outline."""
        latitude, longitude, blob = self._session.ground.marker(point)
        reshaping.move_marker(self._inventory, shown.fid, latitude, longitude, blob, by, shown.row)
        return read_shown(self._inventory, ROCK_GLACIERS, shown.fid)


def what_to_do(operation: str) -> str:
    """What a person does on the map now."""
    if operation == REFINE:
        return tr("Move, add or delete vertices with the vertex tool; the outline snaps to its neighbours.")
    if operation == SPLIT:
        return tr("Draw a line across the rock glacier, from outside to outside, and end it with a right-click.")
    return tr("Draw the outline: click point by point, end with a right-click; streaming and tracing work too.")
