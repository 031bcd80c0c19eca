"""Map mode: the candidate, the four operations, and the way through the queue."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ....inventory import schema
from ....processing_provider.adapters.translation import tr
from ..cutting.cutting_bar import CuttingBar
from ..dialogs.image_date import ImageDate
from ..keys.actions import (
    BREATHING,
    CHOOSING,
    CUTTING,
    DECIDING,
    DRAWING,
    DROP_CUT,
    NOTE,
    NOTES,
    REASONS,
    REMOVE_AGAIN,
    UNITS,
)
from ..keys.key_button import KeyButton
from ..keys.keys import Keys
from ..keys.map_keys import button_of, reason_of
from ..levels.levels_view import LevelFacts, LevelsView
from ..notes_bar import NotesBar, note_button
from ..panel import Panel
from ..switches import Switches
from .choices import DrawingBar, Operations, Reasons
from .choosing_bar import ChoosingBar
from .facts_view import FactsView, WarningsView
from .queue_bar import QueueBar
from .shown import Facts, Warning
from .walk_bar import WalkBar

EMPTY, LOCKED = "empty", "locked"
BUSY = (REASONS, NOTES, DRAWING, CHOOSING, CUTTING, BREATHING)
"""Something is begun, and to be ended before anything else."""
MODES = (EMPTY, DECIDING, *BUSY, LOCKED)


class MapPanel(Panel):
    """Shows one candidate and asks the controller for what a person wants done with it."""

    operation_requested = pyqtSignal(str)
    reason_chosen = pyqtSignal(str)
    reason_cancelled = pyqtSignal()
    other_reason_requested = pyqtSignal()
    note_requested = pyqtSignal()
    note_chosen = pyqtSignal(str)
    note_cancelled = pyqtSignal()
    let_go = pyqtSignal(str)
    """A key that began something and was down until now."""
    accept_requested = pyqtSignal()
    give_up_requested = pyqtSignal()
    drawing_tool_requested = pyqtSignal(str)
    level_requested = pyqtSignal(object)
    draw_on_requested = pyqtSignal()
    previous_requested = pyqtSignal()
    next_requested = pyqtSignal()
    undo_requested = pyqtSignal()
    redo_requested = pyqtSignal()
    order_changed = pyqtSignal(str)
    filter_changed = pyqtSignal(str, str, float, float)
    others_left_out = pyqtSignal(bool)
    comment_edited = pyqtSignal(str)
    split_requested = pyqtSignal()
    merge_requested = pyqtSignal()
    units_requested = pyqtSignal()
    remain_all_requested = pyqtSignal()
    choice_accepted = pyqtSignal()
    choice_given_up = pyqtSignal()
    viewer_requested = pyqtSignal()
    warning_action = pyqtSignal(str)
    removed_shown = pyqtSignal(bool)
    glaciers_shown = pyqtSignal(bool)
    outlines_hidden = pyqtSignal(bool)
    date_answered = pyqtSignal(str, str)
    finish_requested = pyqtSignal()

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys or Keys())
        self._mode = EMPTY
        self._facts: Facts | None = None
        self.queue = QueueBar()
        self.walk = WalkBar(self.hints)
        self.facts = FactsView()
        self.finish_button = KeyButton(tr("Finish the inventory"), "green")
        self.hints.add(self.finish_button, tr("What is still open, statistics and report"), "finish")
        self.finish_button.setVisible(False)
        self.warnings = WarningsView()
        self.image_date = ImageDate()
        self.operations = Operations(self.hints)
        self.reasons = Reasons(self.hints)
        self.notes = NotesBar(self.hints)
        self.levels = LevelsView(self.hints)
        self.drawing = DrawingBar(self.hints)
        self.choosing = ChoosingBar(self.hints)
        self.cutting = CuttingBar(self.hints)
        self.moves = self.grid_of(
            ("previous", tr("Previous"), tr("Back to the candidate before"), self.previous_requested),
            ("next", tr("Next"), tr("Leave it as it is, on to the next"), self.next_requested),
            ("split", tr("Split"), tr("Keep what is shown and cut it along a line"), self.split_requested),
            ("undo", tr("Undo"), "", self.undo_requested),
            ("redo", tr("Redo"), "", self.redo_requested),
            ("merge", tr("Merge"), tr("Make one of several: click on its neighbours"), self.merge_requested),
            columns=3,
        )
        units_help = tr("Show where an elevation model has furrows between units, to cut there")
        all_help = tr("List all undecided candidates that the map shows whole, to take them in at once")
        self.larger = self.grid_of(
            (UNITS, tr("Propose units"), units_help, self.units_requested),
            ("remain_all", tr("Remain: all shown"), all_help, self.remain_all_requested, "green"),
        )
        self.units = self.by_action[UNITS]
        self.switches = Switches(self.hints)
        self.removed, self.glaciers = self.switches.removed, self.switches.glaciers
        self.hide_button, self.viewer_button = self.switches.hide_button, self.switches.viewer
        self.comment_row, self.note = self.add_comment(), note_button(self.hints)
        self.comment_row.layout().addWidget(self.note)
        own = {DROP_CUT: self.cutting.drop, REMOVE_AGAIN: self.operations.same, NOTE: self.note}
        own |= {"viewer": self.viewer_button, "glaciers": self.glaciers, "accept": self.drawing.accept}
        for buttons in (self.operations.buttons, self.reasons.buttons, self.levels.buttons, self.drawing.tools, own):
            self.by_action.update(buttons)
        self.fill(
            [
                self.queue,
                self.walk,
                self.facts,
                self.finish_button,
                self.warnings,
                self.image_date,
                self.operations,
                self.reasons,
                self.notes,
                self.levels,
                self.drawing,
                self.choosing,
                self.cutting,
                self.moves,
                self.larger,
                self.comment_row,
                self.switches,
            ]
        )
        self._connect()
        self.set_mode(EMPTY)

    def _connect(self) -> None:
        self.queue.order_changed.connect(lambda order: self.say(self.order_changed, order))
        self.queue.filter_changed.connect(lambda *values: self.say(self.filter_changed, *values))
        for choice in (self.queue.order, self.queue.filter, self.queue.subregion):
            choice.left.connect(self.left)
        for signal, ours in (
            (self.queue.others_left_out, self.others_left_out),
            (self.operations.chosen, self.operation_requested),
            (self.operations.same_reason, self.reason_chosen),
            (self.reasons.chosen, self.reason_chosen),
            (self.notes.chosen, self.note_chosen),
            (self.levels.stepped, self.level_requested),
            (self.drawing.tool_chosen, self.drawing_tool_requested),
            (self.warnings.acted, self.warning_action),
        ):
            signal.connect(lambda value, ours=ours: self.say(ours, value))
        for signal, ours in (
            (self.operations.other_reason, self.other_reason_requested),
            (self.reasons.cancelled, self.reason_cancelled),
            (self.note.clicked, self.note_requested),
            (self.notes.cancelled, self.note_cancelled),
            (self.levels.draw_on, self.draw_on_requested),
            (self.drawing.accepted, self.accept_requested),
            (self.drawing.given_up, self.give_up_requested),
            (self.choosing.accepted, self.choice_accepted),
            (self.choosing.given_up, self.choice_given_up),
            (self.viewer_button.clicked, self.viewer_requested),
            (self.finish_button.clicked, self.finish_requested),
            (self.walk.back.clicked, self.finish_requested),
        ):
            signal.connect(lambda *_checked, ours=ours: self.say(ours))
        self.comment.edited.connect(self.comment_edited)
        self.image_date.answered.connect(self._date_answered)
        self.removed.toggled.connect(self.removed_shown)
        self.glaciers.toggled.connect(self.glaciers_shown)
        self.hide_button.pressed.connect(lambda: self.outlines_hidden.emit(True))
        self.hide_button.released.connect(lambda: self.outlines_hidden.emit(False))

    def mode(self) -> str:
        """What the panel is in: one of `MODES`."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Show and enable what belongs to a mode: one of `MODES`."""
        if mode not in MODES:
            raise ValueError(f"the map panel has no mode {mode}")
        self._mode = mode
        focused = QApplication.focusWidget()
        self.operations.setVisible(mode not in BUSY)
        self.reasons.setVisible(mode == REASONS)
        self.notes.setVisible(mode == NOTES)
        self.drawing.setVisible(mode in (DRAWING, BREATHING))
        self.drawing.set_by_hand(mode != BREATHING)
        self.show_level(None)
        self.choosing.setVisible(mode == CHOOSING)
        self.cutting.setVisible(mode == CUTTING)
        looking = mode in (DECIDING, LOCKED)
        self.queue.choices.setEnabled(looking)
        for action in ("previous", "next"):
            self.by_action[action].setEnabled(looking)
        for action in ("split", "merge", "remain_all", UNITS):
            self.by_action[action].setEnabled(mode == DECIDING)
        # What cannot be done now makes room for what can.
        for part in (self.queue.choices, self.moves, self.larger):
            part.setVisible(mode not in BUSY)
        self.facts.show_title_alone(mode in BUSY)
        for part in (self.warnings, self.image_date):
            part.make_room(mode in BUSY)
        self.comment_row.setVisible(mode not in (NOTES, DRAWING, BREATHING, CHOOSING, CUTTING))
        self.warnings.setEnabled(mode == DECIDING)
        for switch in (self.removed, self.glaciers, self.hide_button, self.viewer_button):
            switch.setEnabled(mode != EMPTY)
        self._enable_gestures()
        self.keep_focus(focused)
        bars = {REASONS: self.reasons, NOTES: self.notes, DRAWING: self.drawing, BREATHING: self.drawing}
        bars |= {CHOOSING: self.choosing, CUTTING: self.cutting}
        part = bars.get(mode, self.operations)
        self.keep_in_sight(part, part if part is not self.operations else self.moves)

    def show_level(self, facts: LevelFacts | None) -> None:
        """Show the outline that grows and shrinks, or is proposed; None where there is none."""
        self.levels.show_level(facts)
        self.levels.setVisible(facts is not None or self._mode in (DECIDING, LOCKED))
        self._enable_gestures()
        if facts is not None:
            self.keep_in_sight(self.levels, self.drawing)

    def _enable_gestures(self) -> None:
        deciding = self._mode == DECIDING
        self.levels.enable_steps((deciding and self._facts is not None) or self.levels.facts is not None)
        self.operations.set_available(self._available() if deciding else ())
        self.comment.setEnabled(self._facts is not None and self._mode in (DECIDING, LOCKED, REASONS))
        self.comment.setReadOnly(self._mode == LOCKED)
        self.note.setEnabled(deciding and self._facts is not None)
        self.show_undo(deciding)

    def _available(self) -> tuple[str, ...]:
        if self._facts is None:
            return (schema.RETRIEVE,)  # it needs no candidate
        if not self._facts.state:  # a rock glacier is in the inventory already
            return (schema.REMOVE, schema.REFINE, schema.RETRIEVE)
        return schema.OPERATIONS

    def show_facts(self, facts: Facts | None, message: str = "", all_decided: bool = False) -> None:
        """Show a candidate or rock glacier, or a message when there is none, and then perhaps the way to Finish."""
        # First what was written about the one before, while it is still the one that is shown.
        self.comment.show_comment(facts.comment if facts else "", facts.title if facts else "")
        self._facts = facts
        self.facts.show_facts(facts, message)
        self.finish_button.setVisible(facts is None and all_decided)
        self.operations.mark(facts.state if facts else "")
        self.operations.expect(facts.expected_reason if facts else "")
        self._enable_gestures()

    def show_walk(self, kind: str, place: int, total: int, told: str = "") -> None:
        """Show the way through what is open in place of the queue's head; an empty kind brings that back."""
        self.walk.show_walk(kind, place, total, told)
        self.queue.setVisible(not kind)
        if told and self._mode in (DECIDING, LOCKED):  # what is wrong comes before the way on, which has keys
            self.keep_in_sight(self.operations, self.operations)

    def show_warnings(self, warnings: list[Warning]) -> None:
        """Show these warnings and no others."""
        self.warnings.show_warnings(warnings)
        before = self.finish_button
        for button in self.warnings.buttons:  # Qt puts what is made late at the end of the Tab key's way
            QWidget.setTabOrder(before, button)
            before = button

    def _date_answered(self, image: str, date: str) -> None:
        self.keep_focus(self.image_date.field)
        self.date_answered.emit(image, date)

    def trigger(self, action: str) -> bool:
        """Do what a key asks for, when its button could be pressed now."""
        button, reason = button_of(self, action), reason_of(self, action)
        if reason:
            self.say(self.reason_chosen, reason)
            return True
        if button is not None and button.isVisibleTo(self):
            button.click()  # grey, it does nothing
            return True
        return super().trigger(action)

    def set_last_reason(self, reason: str) -> None:
        """The reason that is offered again, with Remove and beside it."""
        self.reasons.set_last_reason(reason)
        self.operations.set_last_reason(reason)

    def offer_notes(self, texts: Sequence[str]) -> None:
        """Comments that can be taken again by one key; without any there is nothing to choose."""
        self.notes.offer(texts)
        self.note.setVisible(bool(texts))
