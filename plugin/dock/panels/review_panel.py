"""Review mode: a sample of markers that are judged, or of windows that are searched, and what is discussed then."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ....gestures.consensus import View
from ....inventory import schema
from ....processing_provider.adapters.translation import tr
from ..colours import DECISION_COLOURS
from ..keys.key_button import KeyButton
from ..keys.keys import Keys
from ..panel import Panel
from ..pieces import Name, Text, flat
from ..texts import decision_help, decision_text
from .pairs import Pairs
from .queue_bar import ProgressView
from .sample_bar import SampleBar
from .shown import ReviewFacts, WindowFacts, ground_text, missed_text, number
from .views_view import ViewsView

JUDGING, SEARCHING, AGREEING = "judging", "searching", "agreeing"
TASKS = (JUDGING, SEARCHING, AGREEING)


class ReviewPanel(Panel):
    """Shows one marker or window and asks for the reviewer's decision, never showing another's before all are done."""

    sample_requested = pyqtSignal(object)
    extension_requested = pyqtSignal(int)
    windows_requested = pyqtSignal()
    sample_chosen = pyqtSignal(str)
    discussion_requested = pyqtSignal(bool)
    decision_made = pyqtSignal(str)
    none_missed = pyqtSignal()
    previous_requested = pyqtSignal()
    next_requested = pyqtSignal()
    first_requested = pyqtSignal()
    comment_edited = pyqtSignal(str)
    undo_requested = pyqtSignal()
    redo_requested = pyqtSignal()

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys or Keys())
        self._facts: ReviewFacts | WindowFacts | None = None
        self._enabled = False
        self._task = JUDGING
        self.bar = SampleBar(self.hints)
        self.sample, self.form, self.draw_button = self.bar.sample, self.bar.form, self.bar.draw_button
        self.by_action["discuss"] = self.bar.discuss_button
        self.progress = ProgressView()
        self.worth = Text()
        self.title, self.ground, self.message = Name(bold=True), Text(), Text()
        self.position = Text()
        self.views = ViewsView()
        self.decisions = self._decisions()
        self.search = self._search()
        self.moves = self.grid_of(
            ("previous", tr("Previous"), tr("Back to the one before"), self.previous_requested),
            ("next", tr("Next"), tr("Leave it as it is, on to the next"), self.next_requested),
            ("undo", tr("Undo"), "", self.undo_requested),
            ("redo", tr("Redo"), "", self.redo_requested),
            ("first", tr("First undecided"), tr("Go to the first one that is left"), self.first_requested),
        )
        self.fill(
            [
                self.bar,
                _stacked(self.progress, self.worth),
                self._facts_view(),
                self.views,
                self.decisions,
                self.search,
                self.moves,
                self.add_comment(),
            ]
        )
        self._connect()
        self.worth.tell("")
        self.set_samples([], "")
        self.set_task(JUDGING)
        self.show_facts(None)

    def _facts_view(self) -> QWidget:
        self.ground.setToolTip(tr("Area on the ellipsoid, mean elevation, mean slope, mean aspect"))
        self.worth.setToolTip(tr("How well your own decisions tell the share of rock glaciers; nobody else's count"))
        return _stacked(self.title, self.position, self.ground, self.message)

    def _decisions(self) -> QWidget:
        box = QWidget()
        layout = Pairs(box)
        for decision in schema.DECISIONS:
            button = KeyButton(decision_text(decision), DECISION_COLOURS[decision], large=True)
            button.clicked.connect(lambda _checked=False, decision=decision: self.say(self.decision_made, decision))
            self.hints.add(button, decision_help(decision), decision)
            layout.addWidget(button)
            self.by_action[decision] = button
        return box

    def _search(self) -> QWidget:
        """What a window is asked for."""
        box = QWidget()
        layout = flat(QVBoxLayout(box), 4)
        button = self.by_action["none"] = KeyButton(tr("None is missing"), "green", large=True)
        button.clicked.connect(lambda: self.say(self.none_missed))
        self.hints.add(button, tr("Every rock glacier in this window is in the inventory; on to the next"), "none")
        layout.addWidget(
            Text(tr("Click on each rock glacier in the window that the inventory lacks; again takes it back."))
        )
        layout.addWidget(button)
        return box

    def _connect(self) -> None:
        self.bar.chosen.connect(lambda name: self.say(self.sample_chosen, name))
        self.bar.drawn.connect(lambda wanted: self.say(self.sample_requested, wanted))
        self.form.windows_requested.connect(self.windows_requested)
        self.bar.extended.connect(lambda count: self.say(self.extension_requested, count))
        self.bar.discussed.connect(lambda on: self.say(self.discussion_requested, on))
        self.bar.form_toggled.connect(self.keep_focus)
        self.comment.edited.connect(self.comment_edited)

    def go_to(self, sample: str) -> None:
        """Review a sample, as if it was chosen from the list; an empty name opens the form that draws one."""
        if sample:
            self.sample.choose(sample)
            self.bar.choose()
        else:
            self.draw_button.setChecked(self.draw_button.isEnabled())

    def set_samples(self, names: list[str], current: str) -> None:
        """The samples there are, and the one that is reviewed (empty for none)."""
        self.bar.set_samples(names, current)

    def set_task(self, task: str) -> None:
        """What is done with what is shown: one of `TASKS`."""
        if task not in TASKS:
            raise ValueError(f"there is no task {task} in a review")
        self._task = task
        self.views.show_views([], "")
        self.decisions.setVisible(task != SEARCHING)
        self.search.setVisible(task == SEARCHING)
        discuss = self.bar.discuss_button
        discuss.blockSignals(True)
        discuss.setChecked(task == AGREEING)
        discuss.blockSignals(False)

    def task(self) -> str:
        """What is done now."""
        return self._task

    def set_enabled_for_review(self, enabled: bool) -> None:
        """Whether decisions can be made and samples drawn now (there is a file to write, and a name)."""
        self._enabled = enabled
        self.bar.set_writable(enabled)
        self._enable_gestures()

    def _enable_gestures(self) -> None:
        shown = self._facts is not None
        self.decisions.setEnabled(self._enabled and shown)
        self.by_action["none"].setEnabled(self._enabled and shown)
        self.comment.setEnabled(shown)
        self.comment.setReadOnly(not self._enabled)
        for action in ("previous", "next"):
            self.by_action[action].setEnabled(shown)
        self.by_action["first"].setEnabled(bool(self.sample.currentData()))
        self.show_undo(self._enabled)

    def show_facts(self, facts: ReviewFacts | None, message: str = "") -> None:
        """Show a marker, or a message when there is none."""
        position = tr("marker {} of {}").format(number(facts.position), number(facts.total)) if facts else ""
        self._show(facts, position, ground_text(facts) if facts else "", message)
        for decision in schema.DECISIONS:
            self.by_action[decision].set_marked(facts is not None and facts.decision == decision)
        if facts is not None:
            self.keep_in_sight(self.decisions, self.moves)

    def show_window(self, facts: WindowFacts | None, message: str = "") -> None:
        """Show a window and what this reviewer found in it, or a message when there is none."""
        position = tr("window {} of {}").format(number(facts.position), number(facts.total)) if facts else ""
        self._show(facts, position, missed_text(facts.missed) if facts else "", message)
        self.by_action["none"].set_marked(facts is not None and facts.missed == 0)
        for decision in schema.DECISIONS:
            self.by_action[decision].set_marked(False)
        if facts is not None:
            self.keep_in_sight(self.search, self.moves)

    def _show(self, facts: ReviewFacts | WindowFacts | None, position: str, ground: str, message: str) -> None:
        self.comment.show_comment(facts.comment if facts else "", facts.title if facts else "")
        self._facts = facts
        self.title.tell(facts.title if facts else "")
        self.position.tell(position)
        self.ground.tell(ground)
        self.message.tell("" if facts else message)
        self._enable_gestures()

    def show_views(self, views: Sequence[View], persons: str) -> None:
        """Show what all reviewers of the marker said, who are all done."""
        self.views.show_views(views, persons)
        if views:
            self.keep_in_sight(self.views, self.decisions)


def _stacked(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = flat(QVBoxLayout(box), 2)
    for widget in widgets:
        layout.addWidget(widget)
    return box
