"""Map mode: from one undecided candidate to the next, by the four operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....gestures.finishing.open_points import Target
from ....gestures.operations import By
from ....inventory.schema import CANDIDATES, GEOMETRY, PRIMARY_MARKERS, REFINE, REMOVE, ROCK_GLACIERS, UNDECIDED
from ....processing_provider.adapters.translation import tr
from ....store.edit import check_person
from ...common.guard import Tell, Wires
from ...dock.texts import operation_text
from ...geometry.features import Shown, read_shown
from .cutting.cutting import Cutting
from .deciding import Deciding
from .growing.by_levels import ByLevels
from .looking import Looking
from .map_drawing import MapDrawing
from .map_screen import MapScreen
from .map_shapes import MapShapes
from .map_way import MapWay
from .others import Others
from .resting import Resting
from .several.choosing import Choosing

if TYPE_CHECKING:
    from ...common.settings import Settings
    from ...dock.panels.map_panel import MapPanel
    from ...engine.level_asker import LevelAsker
    from ...session.session import Session


class MapMode(QObject):
    """Connects the map panel, the queue and the operations.

    `scope_changed` says which keys are live: deciding, reasons, notes, drawing or breathing.
    """

    scope_changed = pyqtSignal(str)

    def __init__(self, session: Session, panel: MapPanel, settings: Settings, levels: LevelAsker, tell: Tell) -> None:
        super().__init__()
        self._session, self._panel, self._settings, self._tell = session, panel, settings, tell
        self._inventory, self._queue = session.inventory, session.queue
        self._screen = MapScreen(session, panel, tell)
        self._way = MapWay(session, settings, tell, self.show)
        self.shown: Shown | None = None
        self.deciding = Deciding(self, session, panel, settings, self._screen, tell)
        self.drawing = MapDrawing(self, session, panel, tell)
        self.levels = ByLevels(self, session, panel, settings, levels, tell)
        self._shapes = MapShapes(self, session, self._screen, tell)
        self._others = Others(self, session, self._way, tell)
        self._looking = Looking(session, tell, self)
        self.choosing = Choosing(self, session, panel, (self._way, self._screen, self._looking), tell)
        self.cutting = Cutting(self, session, panel, self._shapes, self._others, tell)
        self.comment = ""  # what was written about what is shown, for the journal
        self._wires = Wires(tell)
        self._resting = Resting(self, session, panel, tell)
        self._connect()
        self._queue.set_order(settings.order)
        panel.queue.set_order(settings.order)
        panel.queue.subregion.offer(self._queue.subregions)
        panel.set_last_reason(settings.last_reason)
        panel.offer_notes(settings.recent_comments())

    def _connect(self) -> None:
        panel, view, shapes = self._panel, self._session.view, self._shapes
        for signal, slot in (
            (panel.operation_requested, self.deciding.operate),
            (panel.reason_chosen, self.deciding.remove),
            (panel.accept_requested, self.levels.or_else(self.drawing.accept)),
            (panel.comment_edited, self.deciding.set_comment),
            (panel.note_chosen, self.deciding.add_note),
            (panel.split_requested, shapes.split),
            (panel.merge_requested, self.choosing.merge),
            (panel.remain_all_requested, self.choosing.remain_all),
            (panel.choice_accepted, self.choosing.accept),
            (panel.warning_action, shapes.mend),
            (view.marker_moved, shapes.move_marker),
        ):
            self._wires.connect(signal, self._others.unless_faster(slot))
        for signal, slot in (
            (panel.reason_cancelled, self.back_to_deciding),
            (panel.note_requested, self.deciding.ask_for_note),
            (panel.note_cancelled, self.back_to_deciding),
            (panel.other_reason_requested, self.deciding.ask_for_reason),
            (panel.others_left_out, self.leave_out_others),
            (panel.give_up_requested, self.levels.give_up_or(self.drawing.give_up, self.back_to_deciding)),
            (panel.level_requested, self.levels.step),
            (panel.draw_on_requested, self.levels.draw_on),
            (panel.drawing_tool_requested, self.drawing.take),
            (self._session.drawing.tools.changed, self.drawing.show_tool),
            (self._session.drawing.tools.told, self._tell),
            (panel.previous_requested, self._way.previous),
            (panel.next_requested, self.next),
            (panel.order_changed, self.set_order),
            (panel.filter_changed, self.set_filter),
            (panel.undo_requested, self.undo),
            (panel.redo_requested, self._way.redo),
            (panel.date_answered, self.deciding.keep_date),
            (self._session.drawing.given_up, self._given_up),
            (view.clicked, self.choosing.click),
            (panel.choice_given_up, self.back_to_deciding),
            (view.marker_refused, shapes.refuse_marker),
        ):
            self._wires.connect(signal, slot)

    def stop(self) -> None:
        """Let go of everything; a drawing is kept as a draft."""
        self._wires.cut()
        self.choosing.end()
        self.cutting.stop()
        self._resting.stop()
        self.levels.stop()
        self._looking.write()
        self._panel.image_date.ask("")
        self._session.drawing.stop()

    def begin(self) -> None:
        """Show the first undecided candidate."""
        self._panel.set_mode("locked" if self._session.read_only else "deciding")
        self.scope_changed.emit("deciding")
        self._session.take_the_mouse()
        self._way.go_on()

    # Showing

    def show(self, shown: Shown | None, move: bool = True, alone: Target | None = None) -> None:
        """Show a feature, or that there is none but a marker `alone`; `move=False` leaves the map where it is."""
        self.cutting.left(shown)
        before, self.shown = self.shown, shown
        if before is None or shown is None or (before.table, before.fid) != (shown.table, shown.fid):
            self.comment = ""  # what was written about the one before
            if self.levels.breathing.is_on:
                self.back_to_deciding()
        self._screen.show(shown, move, alone)
        self.levels.breathing.showed(shown)

    def next(self) -> None:
        """Leave the present candidate for later."""
        self._way.skip(self.shown)

    def set_order(self, order: str) -> None:
        """Another order of the queue, from the next candidate on."""
        self._way.set_order(order)
        if self.shown is None:
            self._way.go_on()

    def leave_out_others(self, left_out: bool) -> None:
        """The queue is without what was found as another landform, or with it again."""
        if self._way.leave_out_others(left_out, self.shown):
            self._screen.show_progress()
        else:
            self._way.go_on()

    def set_filter(self, kind: str, subregion: str, lowest: float, highest: float) -> None:
        """The queue holds only these from now on."""
        if self._way.set_filter(kind, subregion, lowest, highest, self.shown):
            self._screen.show_progress()
        else:
            self._way.go_on()

    def read_again(self) -> None:
        """What is shown was perhaps changed elsewhere: show what is there now, or the next one."""
        before, again = self.shown, self.as_it_is()
        if again is None:
            self.go_on()
        elif before is not None and before.is_open and not again.is_open:
            self._others.tell(again, *self._inventory.last_change(again.table, again.fid))
            self.go_on()
        else:
            self.show(again, move=False)

    def candidates_came(self) -> None:
        """A detection has written: what is shown stays, if it is still there."""
        if self.as_it_is() is None:
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
        again = None if shown is None or shown.is_candidate or shown.fid not in fids else self.as_it_is()
        if again is not None:
            self.shown = again
            self._screen.show_facts(again)

    def as_it_is(self) -> Shown | None:
        """What is shown, read again; None where it is gone."""
        return self.shown and read_shown(self._inventory, self.shown.table, self.shown.fid)

    # Gestures

    def by(self, source: str | None = None) -> By:
        """Who does the coming gesture, on which imagery; remembered, so that its date can be asked for.

        Raises
        ------
        UserError
            Nobody has said who is here.
        """
        check_person(self._session.person)
        by = self._session.by(source, self.comment)
        self._screen.rests_on(by.source)
        return by

    def is_free(self, point: QgsPointXY) -> bool:
        """Whether no outline lies at a place (inventory's coordinates)."""
        return next(self._way.at(point), None) is None

    def _given_up(self) -> None:
        self.back_to_deciding()
        self._screen.show_progress()

    def undo(self) -> None:
        """Take back the last gesture, or bring back the outline that was given up after it."""
        if not self.drawing.bring_back():
            self._way.undo()

    def back_to_deciding(self) -> None:
        """The candidate and the four operations again."""
        self.choosing.end()
        self.cutting.end()
        self.levels.breathing.end()
        self._panel.drawing.set_operation("")
        self._panel.set_mode("locked" if self._session.read_only else "deciding")
        self.scope_changed.emit("deciding")

    def decided(self, shown: Shown | None, operation: str) -> None:
        """A gesture is on disk: show it, and go on to the next candidate where one was decided."""
        self._looking.note(operation, shown)  # before the map goes on
        self._session.drawing.take_given_up()  # what was given up before can be brought back no more
        self._screen.note_decision()
        never_in = operation == REMOVE and shown is not None and shown.row.get("STATE") == UNDECIDED
        in_inventory = () if never_in else (ROCK_GLACIERS.name, PRIMARY_MARKERS.name)
        self._session.reload(in_inventory, (CANDIDATES.name,))
        if shown is not None and shown.is_candidate:
            self._way.refresh_state(shown.fid)
            if not (operation == REFINE and self._show_if_doubtful(shown)):
                self._way.go_on(shown)
        elif shown is not None:
            for fid in self._session.candidates_of(shown.row["CANDIDATE"]):
                self._way.refresh_state(fid)
            self._way.stay(shown)
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
        self.show(drawn, move=False)
        return True
