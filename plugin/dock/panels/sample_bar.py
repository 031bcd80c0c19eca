"""The head of Review mode: which sample, drawing and extending one, for whom it waits, and what is discussed."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QVBoxLayout, QWidget

from ....gestures.sampling import Draw
from ....gestures.waiting import Waiting, Worth
from ....processing_provider.adapters.translation import tr
from ..dialogs.sample_form import ExtendForm, SampleForm
from ..hints import Hints
from ..inputs import Choice
from ..keys.key_button import KeyButton
from ..pieces import Text, flat
from .pairs import Pairs
from .shown import number


class SampleBar(QWidget):
    """Emits which sample is wanted, and what is to be drawn."""

    chosen = pyqtSignal(str)
    drawn = pyqtSignal(object)
    extended = pyqtSignal(int)
    discussed = pyqtSignal(bool)
    form_toggled = pyqtSignal(object)
    """A form came or went; what had the focus before."""

    def __init__(self, hints: Hints) -> None:
        super().__init__()
        self.sample = Choice()
        self.draw_button = KeyButton(tr("Draw a sample…"))
        self.extend_button = KeyButton(tr("Extend…"))
        self.discuss_button = KeyButton("", "violet")
        self.form, self.extend_form = SampleForm(), ExtendForm()
        self.waiting = Text()
        self._lay_out()
        self._describe(hints)
        self._connect()
        self.form.setVisible(False)
        self.extend_form.setVisible(False)
        self.show_discussion(0, 0)
        self.waiting.tell("")

    def _lay_out(self) -> None:
        buttons = QWidget()
        pairs = Pairs(buttons)
        for button in (self.draw_button, self.extend_button):
            button.setCheckable(True)
            pairs.addWidget(button)
        self.discuss_button.setCheckable(True)
        layout = flat(QVBoxLayout(self), 4)
        for part in (self.sample, buttons, self.form, self.extend_form, self.waiting, self.discuss_button):
            layout.addWidget(part)

    def _describe(self, hints: Hints) -> None:
        self.sample.setAccessibleName(tr("Sample"))
        self.sample.setToolTip(tr("The sample you review"))
        hints.add(self.draw_button, tr("Draw another sample of the primary markers"))
        hints.add(self.extend_button, tr("Draw more markers into this sample; what was judged stays"))
        hints.add(
            self.discuss_button,
            tr("Where the reviewers of this sample do not agree: their views side by side, and one decision"),
            "discuss",
        )

    def _connect(self) -> None:
        self.sample.activated.connect(lambda _index: self.choose())
        self.draw_button.toggled.connect(self._show_form)
        self.extend_button.toggled.connect(self._show_extend_form)
        self.form.drawn.connect(self._draw)
        self.extend_form.extended.connect(self._extend)
        self.discuss_button.toggled.connect(self.discussed)

    def choose(self) -> None:
        """Say which sample the list shows."""
        if self.sample.currentData():
            self.chosen.emit(self.sample.currentData())

    def _show_form(self, shown: bool) -> None:
        if shown:
            self.extend_button.setChecked(False)
        focused = QApplication.focusWidget()
        self.form.setVisible(shown)
        self.form_toggled.emit(focused)

    def _show_extend_form(self, shown: bool) -> None:
        if shown:
            self.draw_button.setChecked(False)
        focused = QApplication.focusWidget()
        self.extend_form.setVisible(shown)
        self.form_toggled.emit(focused)

    def _draw(self, wanted: Draw) -> None:
        self.draw_button.setChecked(False)
        self.drawn.emit(wanted)

    def _extend(self, count: int) -> None:
        self.extend_button.setChecked(False)
        self.extended.emit(count)

    def set_samples(self, names: list[str], current: str) -> None:
        """The samples there are, and the one that is reviewed (empty for none)."""
        self.sample.clear()
        if current not in names:
            self.sample.addItem(tr("choose a sample") if names else tr("no sample is drawn yet"), "")
        for name in names:
            self.sample.addItem(name, name)
        self.sample.choose(current if current in names else "")
        self.sample.setToolTip(current or tr("The sample you review"))

    def names(self) -> list[str]:
        """The samples that are offered."""
        return [name for row in range(self.sample.count()) if (name := self.sample.itemData(row))]

    def set_writable(self, writable: bool) -> None:
        """Whether samples can be drawn now."""
        for part in (self.draw_button, self.form, self.extend_form):
            part.setEnabled(writable)
        if not writable:
            self.extend_button.setEnabled(False)

    def set_extendable(self, more: int, why_not: str, hints: Hints) -> None:
        """How many more markers are proposed for this sample, or why it cannot be extended."""
        self.extend_button.setEnabled(not why_not)
        hints.add(self.extend_button, why_not or tr("Draw more markers into this sample; what was judged stays"))
        self.extend_form.propose(more)

    def show_waiting(self, waiting: Waiting) -> None:
        """For whom one waits who is done oneself; nobody's decisions are told."""
        self.waiting.tell(_waiting_text(waiting))

    def show_discussion(self, count: int, undecided: int) -> None:
        """How many markers are to be discussed, and of how many nothing was decided together yet."""
        self.discuss_button.setText(tr("Discuss: {} of {} left").format(number(undecided), number(count)))
        self.discuss_button.setAccessibleName(self.discuss_button.text())
        self.discuss_button.setVisible(bool(count))


def _waiting_text(waiting: Waiting) -> str:
    """For example: You are done. Views are compared when Sami and 1 more reviewer are."""
    if not waiting:
        return ""
    who = list(waiting.names)
    if waiting.others == 1:
        who.append(tr("one more reviewer"))
    elif waiting.others:
        who.append(tr("{} more reviewers").format(waiting.others))
    return tr("You are done. Views are compared when these are, too: {}.").format(", ".join(who))


def worth_text(worth: Worth | None) -> str:
    """For example: 60 more decisions of yours give ±3 %; this sample has 40 left."""
    if worth is None:
        return ""
    one, many = (
        tr("One more decision of yours gives ±{width:g} %"),
        tr("{count} more decisions of yours give ±{width:g} %"),
    )
    gives = (one if worth.more == 1 else many).format(count=number(worth.more), width=100 * worth.half_width)
    if not worth.left:
        return tr("{}: extend the sample.").format(gives)
    if worth.more > worth.left:
        return tr("{}; this sample has {} left.").format(gives, number(worth.left))
    return f"{gives}."
