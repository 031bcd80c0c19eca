"""Review mode: a sample of primary markers, and one decision for each."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ....inventory import schema
from ....processing_provider.adapters.translation import tr
from ..colours import DECISION_COLOURS
from ..dialogs.sample_form import SampleForm
from ..keys.key_button import KeyButton
from ..keys.keys import Keys
from ..panel import Panel
from ..pieces import Choice, Name, Text, flat
from ..texts import decision_help, decision_text
from .pairs import Pairs
from .queue_bar import ProgressView
from .shown import ReviewFacts, ground_text, number


class ReviewPanel(Panel):
    """Shows one marker of a sample and asks for the reviewer's decision, never showing another's."""

    sample_requested = pyqtSignal(float, int, int, str, int)
    sample_chosen = pyqtSignal(str)
    decision_made = pyqtSignal(str)
    previous_requested = pyqtSignal()
    next_requested = pyqtSignal()
    first_requested = pyqtSignal()
    comment_edited = pyqtSignal(str)
    undo_requested = pyqtSignal()
    redo_requested = pyqtSignal()

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys or Keys())
        self._facts: ReviewFacts | None = None
        self._enabled = False
        self.sample = Choice()
        self.draw_button = KeyButton(tr("Draw a sample…"))
        self.form = SampleForm()
        self.progress = ProgressView()
        self.title, self.ground, self.message = Name(bold=True), Text(), Text()
        self.position = Text()
        self.decisions = self._decisions()
        self.moves = self.grid_of(
            ("previous", tr("Previous"), tr("Back to the marker before"), self.previous_requested),
            ("next", tr("Next"), tr("Leave it as it is, on to the next"), self.next_requested),
            ("undo", tr("Undo"), "", self.undo_requested),
            ("redo", tr("Redo"), "", self.redo_requested),
            ("first", tr("First undecided"), tr("Go to the first one that is left"), self.first_requested),
        )
        self.fill(
            [
                self._chooser(),
                self.form,
                self.progress,
                self._facts_view(),
                self.decisions,
                self.moves,
                self.add_comment(),
            ]
        )
        self._connect()
        self.set_samples([], "")
        self.form.setVisible(False)
        self.show_facts(None)

    def _chooser(self) -> QWidget:
        self.sample.setAccessibleName(tr("Sample"))
        self.sample.setToolTip(tr("The sample you review"))
        self.draw_button.setCheckable(True)
        self.hints.add(self.draw_button, tr("Draw another sample of the primary markers"))
        box = QWidget()
        layout = flat(QHBoxLayout(box), 4)
        layout.addWidget(self.sample, 1)
        layout.addWidget(self.draw_button)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.draw_button.setSizePolicy(policy)
        return box

    def _facts_view(self) -> QWidget:
        self.ground.setToolTip(tr("Area on the ellipsoid, mean elevation, mean slope, mean aspect"))
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

    def _connect(self) -> None:
        self.sample.activated.connect(lambda _index: self._choose())
        self.draw_button.toggled.connect(self._show_form)
        self.form.drawn.connect(self._draw)
        self.comment.edited.connect(self.comment_edited)

    def _choose(self) -> None:
        if self.sample.currentData():
            self.say(self.sample_chosen, self.sample.currentData())

    def go_to(self, sample: str) -> None:
        """Review a sample, as if it was chosen from the list; an empty name opens the form that draws one."""
        if sample:
            self.sample.choose(sample)
            self._choose()
        else:
            self.draw_button.setChecked(self.draw_button.isEnabled())

    def _show_form(self, shown: bool) -> None:
        focused = QApplication.focusWidget()
        self.form.setVisible(shown)
        self.keep_focus(focused)

    def _draw(self, share: float, number_of: int, seed: int, subregion: str, reviewers: int) -> None:
        self.draw_button.setChecked(False)
        self.say(self.sample_requested, share, number_of, seed, subregion, reviewers)

    def set_samples(self, names: list[str], current: str) -> None:
        """The samples there are, and the one that is reviewed (empty for none)."""
        self.sample.clear()
        if current not in names:
            self.sample.addItem(tr("choose a sample") if names else tr("no sample is drawn yet"), "")
        for name in names:
            self.sample.addItem(name, name)
        self.sample.choose(current if current in names else "")
        self.sample.setToolTip(current or tr("The sample you review"))

    def set_enabled_for_review(self, enabled: bool) -> None:
        """Whether decisions can be made and samples drawn now (there is a file to write, and a name)."""
        self._enabled = enabled
        self.draw_button.setEnabled(enabled)
        self.form.setEnabled(enabled)
        self._enable_gestures()

    def _enable_gestures(self) -> None:
        shown = self._facts is not None
        self.decisions.setEnabled(self._enabled and shown)
        self.comment.setEnabled(shown)
        self.comment.setReadOnly(not self._enabled)
        for action in ("previous", "next"):
            self.by_action[action].setEnabled(shown)
        self.by_action["first"].setEnabled(bool(self.sample.currentData()))
        self.show_undo(self._enabled)

    def show_facts(self, facts: ReviewFacts | None, message: str = "") -> None:
        """Show a marker, or a message when there is none."""
        self.comment.show_comment(facts.comment if facts else "", facts.title if facts else "")
        self._facts = facts
        self.title.tell(facts.title if facts else "")
        self.position.tell(tr("marker {} of {}").format(number(facts.position), number(facts.total)) if facts else "")
        self.ground.tell(ground_text(facts) if facts else "")
        self.message.tell("" if facts else message)
        for decision in schema.DECISIONS:
            self.by_action[decision].set_marked(facts is not None and facts.decision == decision)
        self._enable_gestures()
        if facts is not None:
            self.keep_in_sight(self.decisions, self.moves)


def _stacked(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = flat(QVBoxLayout(box), 2)
    for widget in widgets:
        layout.addWidget(widget)
    return box
