"""Map mode: from one undecided candidate to the next, by the four operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..inventory import operations
from ..inventory.operations import By
from ..inventory.schema import (
    CANDIDATES,
    GEOMETRY,
    MERGE,
    PRIMARY_MARKERS,
    REFINE,
    REMAIN,
    REMOVE,
    ROCK_GLACIERS,
    SPLIT,
    UNDECIDED,
)
from ..processing_provider.translation import tr
from .dock.texts import operation_text
from .features import Shown, image_of, read_shown
from .guard import Tell, Wires
from .inventory_layers import EDITED
from .map_screen import MapScreen
from .map_undo import MapUndo
from .map_way import MapWay
from .shaping import Shaping, what_to_do

if TYPE_CHECKING:
    from .dock.map_panel import MapPanel
    from .session import Session
    from .settings import Settings


class MapMode(QObject):
    """Connects the map panel, the queue and the operations.

    `scope_changed` says which keys are live: deciding, reasons or drawing.
    """

    scope_changed = pyqtSignal(str)

    def __init__(self, session: Session, panel: MapPanel, settings: Settings, tell: Tell) -> None:
        super().__init__()
        self._session, self._panel, self._settings, self._tell = session, panel, settings, tell
        self._inventory, self._queue = session.inventory, session.queue
        self._screen = MapScreen(session, panel)
        self._way = MapWay(session, settings, tell, self._show)
        self.undoer = MapUndo(session, self._way, self._show, tell)
        self.shown: Shown | None = None
        self._shaping = Shaping(session)
        self._comment = ""
        self._wires = Wires(tell)
        self._connect()
        self._queue.set_order(settings.order)
        panel.queue.set_order(settings.order)
        panel.set_subregions(self._queue.subregions)
        panel.set_last_reason(settings.last_reason)

    def _connect(self) -> None:
        panel, view = self._panel, self._session.view
        for signal, slot in (
            (panel.operation_requested, self.operate), (panel.reason_chosen, self.remove),
            (panel.reason_cancelled, self.back_to_deciding), (panel.accept_requested, self.accept),
            (panel.give_up_requested, self.give_up), (panel.previous_requested, self._way.previous),
            (panel.next_requested, self.next), (panel.order_changed, self.set_order),
            (panel.filter_changed, self.set_filter), (panel.comment_edited, self.set_comment),
            (panel.split_requested, self.split), (panel.merge_requested, self.merge),
            (panel.warning_action, self.mend), (panel.undo_requested, self.undoer.undo),
            (panel.redo_requested, self.undoer.redo), (self._session.drawing.given_up, self.back_to_deciding),
            (view.clicked, self._way.jump), (view.marker_moved, self.move_marker),
            (view.marker_refused, self._refuse_marker),
        ):  # fmt: skip
            self._wires.connect(signal, slot)

    def stop(self) -> None:
        """Let go of everything; a drawing is kept as a draft."""
        self._wires.cut()
        self._session.drawing.stop()

    def begin(self) -> None:
        """Show the first undecided candidate."""
        self._panel.set_mode("locked" if self._session.read_only else "deciding")
        self.scope_changed.emit("deciding")
        self._session.take_the_mouse()
        self._way.go_on()

    # Showing

    def _show(self, shown: Shown | None, move: bool = True) -> None:
        before, self.shown = self.shown, shown
        if before is None or shown is None or (before.table, before.fid) != (shown.table, shown.fid):
            self._comment = ""  # what was written about the one before
        self._screen.show(shown, move)

    def next(self) -> None:
        """Leave the present candidate for later."""
        self._way.skip(self.shown)

    def set_order(self, order: str) -> None:
        """Another order of the queue, from the next candidate on."""
        self._way.set_order(order)
        if self.shown is None:
            self._way.go_on()

    def set_filter(self, kind: str, subregion: str, lowest: float, highest: float) -> None:
        """The queue holds only these from now on."""
        if self._way.set_filter(kind, subregion, lowest, highest, self.shown):
            self._screen.show_progress()
        else:
            self._way.go_on()

    def read_again(self) -> None:
        """What is shown was perhaps changed elsewhere: show what is there now, or the next one."""
        again = self._as_it_is()
        if again is None:
            self.go_on()
        else:
            self._show(again, move=False)

    def candidates_came(self) -> None:
        """A detection has written: what is shown stays, if it is still there."""
        if self._as_it_is() is None:
            self.go_on()
        else:
            self._screen.show_progress()

    def go_on(self) -> None:
        """To the next candidate, whatever was begun with the one before."""
        self.back_to_deciding()
        self._way.go_on()

    def attributes_came(self, fids: list[int]) -> None:
        """The engine has filled attributes of these rock glaciers: only the facts that are shown change."""
        shown = self.shown
        again = None if shown is None or shown.is_candidate or shown.fid not in fids else self._as_it_is()
        if again is not None:
            self.shown = again
            self._screen.show_facts(again)

    def _as_it_is(self) -> Shown | None:
        """What is shown, read again; None where it is gone."""
        return self.shown and read_shown(self._inventory, self.shown.table, self.shown.fid)

    # Operations

    def _by(self, source: str = "") -> By:
        return self._session.by(source, self._comment)

    def operate(self, operation: str) -> None:
        """One of the four keys."""
        shown = self.shown
        if operation == REMAIN and shown is not None:
            self._remain(shown)
        elif operation == REMOVE and shown is not None:
            self._panel.set_mode("reasons")
            self.scope_changed.emit("reasons")
        else:
            self._draw(operation, shown if operation == REFINE else None)

    def _remain(self, shown: Shown) -> None:
        if not shown.is_candidate:
            self._tell(tr("{} is in the inventory already.").format(shown.title), "info")
            return
        outline = self._session.ground.outline(
            self._session.ground.geometry(shown.row[GEOMETRY]), self._session.crs
        )
        by = self._by(image_of(self._inventory, shown))
        operations.remain(self._inventory, shown.fid, outline, by)
        self._decided(shown, REMAIN)

    def remove(self, reason: str) -> None:
        """The reason is known: the candidate, or the rock glacier that is shown, is removed."""
        shown = self.shown
        self.back_to_deciding()
        if shown is None:
            return
        change = operations.remove if shown.is_candidate else operations.remove_rock_glacier
        change(self._inventory, shown.fid, reason, self._by())
        if reason != self._settings.last_reason:
            self._settings.last_reason = reason
            self._panel.set_last_reason(reason)
        self._decided(shown, REMOVE)

    def _draw(self, operation: str, shown: Shown | None) -> None:
        self._shaping.begin(operation, shown)
        self._show_drawing(operation)

    def _show_drawing(self, operation: str) -> None:
        self._panel.set_drawing_text(what_to_do(operation))
        self._panel.set_operation_running(operation)
        self._panel.set_mode("drawing")
        self.scope_changed.emit("drawing")

    def take_up_draft(self) -> None:
        """Go on with an outline that was being drawn when QGIS, or this mode, ended."""
        operation = self._shaping.take_up()
        if operation:
            self._show_drawing(operation)
            self._tell(tr("The outline you were drawing is back; accept it or give it up."),
                       "warning")  # fmt: skip

    def accept(self) -> None:
        """The outline is as it should be."""
        shown = self._shaping.accept(self._by())
        self.back_to_deciding()
        self._decided(shown, self._shaping.operation)

    def give_up(self) -> None:
        """Back, without a trace."""
        self._session.drawing.give_up()  # says `given_up`

    def back_to_deciding(self) -> None:
        """The candidate and the four operations again."""
        self._panel.set_operation_running("")
        self._panel.set_mode("locked" if self._session.read_only else "deciding")
        self.scope_changed.emit("deciding")

    def split(self) -> None:
        """Draw a line across the rock glacier that is shown, or the one that is selected."""
        shown = self._rock_glacier()
        if shown is None:
            self._tell(tr("Click on the rock glacier that is to be split first."), "warning")
            return
        self._show(shown, move=False)
        self._draw(SPLIT, shown)

    def _rock_glacier(self) -> Shown | None:
        """The rock glacier that is shown, that of the candidate that is shown, or the selected one."""
        if self.shown is not None:
            fid = self._session.own_rock_glacier(self.shown)
            if fid is not None:
                return read_shown(self._inventory, ROCK_GLACIERS, fid)
        selected = self._session.selected_rock_glaciers()
        return read_shown(self._inventory, ROCK_GLACIERS, selected[0]) if len(selected) == 1 else None

    def merge(self) -> None:
        """Make one of the rock glaciers that are selected in QGIS, with the one that is shown."""
        fids = set(self._session.selected_rock_glaciers())
        if self.shown is not None and not self.shown.is_candidate:
            fids.add(self.shown.fid)
        if len(fids) < 2:
            self._tell(tr("Select two or more rock glaciers on the map that are to become one."), "warning")
            return
        kept = self._shaping.merge(fids, self._by())
        self._session.clear_selection()
        self._decided(kept, MERGE)

    def mend(self, action: str) -> None:
        """Take the offer of a warning: a refined outline, clipped at the others or made valid."""
        shown = self.shown
        if shown is None:
            return
        mended = self._screen.doubts.mended(action, shown, self._session.ground.geometry(shown.row[GEOMETRY]))
        self._shaping.refine(shown, mended, self._session.crs, self._by())
        self._decided(shown, REFINE)

    def move_marker(self, point: QgsPointXY) -> None:
        """The marker of the rock glacier that is shown was dragged (inventory's coordinates)."""
        if self.shown is not None and not self.shown.is_candidate:
            shown = self._shaping.move_marker(self.shown, point, self._by())
            self._session.reload((ROCK_GLACIERS.name, PRIMARY_MARKERS.name))
            self._show(shown, move=False)

    def _refuse_marker(self) -> None:
        self._tell(tr("A primary marker lies inside its outline; it stays where it was."), "warning")

    def set_comment(self, text: str) -> None:
        """Keep a comment, at once."""
        shown = self.shown
        if shown is None or text == (shown.row["COMMENT"] or ""):
            return
        operations.comment(self._inventory, shown.table, shown.fid, text, self._by())
        self._comment = text
        self._session.reload((shown.table.name,))
        self.shown = read_shown(self._inventory, shown.table, shown.fid)
        self._screen.show_progress()

    # After a gesture

    def _decided(self, shown: Shown | None, operation: str) -> None:
        """A gesture is on disk: show it, and go on to the next candidate where one was decided."""
        self._screen.note_decision()
        never_in = operation == REMOVE and shown is not None and shown.row.get("STATE") == UNDECIDED
        self._session.reload((CANDIDATES.name,) if never_in else EDITED)
        if shown is not None and shown.is_candidate:
            self._way.refresh_state(shown.fid)
            if not (operation == REFINE and self._show_if_doubtful(shown)):
                self._way.go_on(shown)
        elif shown is not None:
            for fid in self._session.candidates_of(shown.row["CANDIDATE"]):
                self._way.refresh_state(fid)
            self._show(read_shown(self._inventory, shown.table, shown.fid), move=False)
        if shown is not None:
            self._tell(tr("{}: {}, saved.").format(operation_text(operation), shown.title), "info")

    def _show_if_doubtful(self, shown: Shown) -> bool:
        """Stay at an outline that was just drawn where a click would mend it; whether that is so."""
        fid = self._session.own_rock_glacier(shown)
        drawn = None if fid is None else read_shown(self._inventory, ROCK_GLACIERS, fid)
        if drawn is None:
            return False
        doubts = self._screen.doubts.of(drawn, self._session.ground.geometry(drawn.row[GEOMETRY]), None)
        if not any(doubt.action for doubt in doubts):
            return False
        self._show(drawn, move=False)
        return True
