"""The engine's set-up as a person sees it: what is there, what is proposed, how far it is, and what mends a fault."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ...inventory.setup.choosing import Choice
from ...inventory.setup.faults import PLACE, remedy_of
from ...inventory.setup.flavours import FLAVOURS, FULL, LIGHT
from ...inventory.setup.told import Told
from ...processing_provider.adapters.translation import tr
from ..dock.pieces import LongText
from .words import button_text, bytes_text, flavour_text, sentence, step_text


class SetupPanel(QWidget):
    """Widgets that show and emit; what is done stands in `page_mode.py`."""

    set_up_requested = pyqtSignal(str)
    """With this flavour."""
    cancel_requested = pyqtSignal()
    repair_requested = pyqtSignal()
    remove_requested = pyqtSignal()
    bundle_requested = pyqtSignal(str)
    diagnostics_requested = pyqtSignal()
    remedy_requested = pyqtSignal(str)
    """What a fault's button does (see `inventory.setup.faults`)."""
    shown = pyqtSignal()
    hidden = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.why, self.there, self.reason = Words(bold=True), Words(), Words()
        self.flavours = {flavour: QRadioButton(flavour_text(flavour)) for flavour in FLAVOURS}
        self.about = {flavour: Words() for flavour in FLAVOURS}
        self.set_up_button, self.cancel_button = QPushButton(tr("Set up")), QPushButton(tr("Cancel"))
        self.repair_button, self.remove_button = QPushButton(tr("Repair")), QPushButton(tr("Remove"))
        self.bundle_button = QPushButton(tr("Use a bundle folder…"))
        self.diagnostics_button = QPushButton(tr("Copy diagnostics"))
        self.step, self.bar = Words(), QProgressBar()
        self.fault, self.remedy_button = Words(), QPushButton()
        self._remedy, self._group = "", QButtonGroup(self)
        self._something, self._ready, self._possible = False, "", False
        self._hint()
        self._lay_out()
        self._connect()

    def _hint(self) -> None:
        for button, text in (
            (self.set_up_button, tr("Downloads and installs the engine; QGIS can be used meanwhile")),
            (self.cancel_button, tr("Stops the set-up; what was downloaded is kept")),
            (self.repair_button, tr("Builds the engine anew, from what was downloaded as far as it is there")),
            (self.remove_button, tr("Removes the engine and its downloads; inventories and models stay")),
            (self.bundle_button, tr("Sets the engine up from a folder that was filled on another computer")),
            (self.diagnostics_button, tr("Puts a text for a report of a fault into the clipboard, without passwords")),
        ):
            button.setToolTip(text)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.why)
        layout.addWidget(self.there)
        for flavour in FLAVOURS:
            self._group.addButton(self.flavours[flavour])
            layout.addWidget(self.flavours[flavour])
            indented = QHBoxLayout()
            indented.addSpacing(22)
            indented.addWidget(self.about[flavour], 1)
            layout.addLayout(indented)
        layout.addWidget(self.reason)
        for buttons in (
            (self.set_up_button, self.cancel_button, self.repair_button, self.remove_button),
            (self.bundle_button, self.diagnostics_button),
        ):
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch()
            layout.addLayout(row)
        layout.addWidget(self.step)
        layout.addWidget(self.bar)
        layout.addWidget(self.fault)
        layout.addWidget(self.remedy_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self._group.buttonToggled.connect(lambda *_: self._show_set_up())
        self.set_up_button.clicked.connect(lambda: self.set_up_requested.emit(self.flavour()))
        self.cancel_button.clicked.connect(lambda: self.cancel_requested.emit())
        self.repair_button.clicked.connect(lambda: self.repair_requested.emit())
        self.remove_button.clicked.connect(lambda: self.remove_requested.emit())
        self.bundle_button.clicked.connect(lambda: self.bundle_requested.emit(self.flavour()))
        self.diagnostics_button.clicked.connect(lambda: self.diagnostics_requested.emit())
        self.remedy_button.clicked.connect(lambda: self.remedy_requested.emit(self._remedy))

    def flavour(self) -> str:
        """The one that is chosen."""
        return FULL if self.flavours[FULL].isChecked() else LIGHT

    def show_why(self, text: str) -> None:
        """What somebody wanted the engine for; empty for nothing."""
        _tell(self.why, text)

    def show_there(self, text: str, something: bool, ready: str = "") -> None:
        """What is set up, whether there is something to repair or remove, and the flavour that is whole and new."""
        self.there.setText(text)
        self._something, self._ready = something, ready

    def show_choices(self, choices: dict[str, Choice], proposed: str) -> None:
        """What each flavour means here, with its sizes; the proposed one is chosen."""
        for flavour, choice in choices.items():
            sizes = tr("About {} to download, {} on the disk.").format(
                bytes_text(choice.download), bytes_text(choice.disk)
            )
            mark = " " + tr("Proposed for this computer.") if flavour == proposed else ""
            self.about[flavour].setText(f"{_about(flavour)} {sizes}{mark}")
        if not any(button.isChecked() for button in self.flavours.values()):
            self.flavours[proposed].setChecked(True)
        self.reason.setText(sentence(choices[FULL].why))

    def show_unusable(self, told: Told) -> None:
        """Nothing can be set up here."""
        self.reason.setText(sentence(told))
        for part in (*self.flavours.values(), *self.about.values()):
            part.setVisible(False)

    def show_state(self, running: bool, possible: bool) -> None:
        """Which buttons can be pressed: while a set-up runs, before this computer is known, and else."""
        self._possible = possible and not running
        for button in (self.bundle_button, *self.flavours.values()):
            button.setEnabled(self._possible)
        self._show_set_up()
        for button in (self.repair_button, self.remove_button):
            button.setVisible(self._something)
            button.setEnabled(not running)
        self.repair_button.setEnabled(possible and not running)
        self.cancel_button.setVisible(running)
        self.set_up_button.setVisible(not running)
        self.bar.setVisible(running)
        self.step.setVisible(running)

    def _show_set_up(self) -> None:
        """What is there already need not be set up, only repaired."""
        self.set_up_button.setEnabled(self._possible and self.flavour() != self._ready)

    def show_progress(self, title: Told | None, done: int, whole: int) -> None:
        """How far the step is; the bar only moves where nobody knows how much it is."""
        if title is None:
            return
        text = step_text(title)
        if done > 0 and whole:
            text = tr("{}: {} of about {}").format(text, bytes_text(done), bytes_text(max(whole, done)))
        elif done > 0:
            text = tr("{}: {}").format(text, bytes_text(done))
        self.step.setText(text)
        self.bar.setRange(0, 1000 if whole else 0)
        self.bar.setValue(min(1000, 1000 * max(0, done) // whole) if whole else 0)

    def show_fault(self, told: Told | None) -> None:
        """What is wrong, with the button that mends it; None for nothing."""
        _tell(self.fault, sentence(told) if told else "")
        self._remedy = remedy_of(told) if told else ""
        self.remedy_button.setVisible(told is not None and told.kind not in ("stopped", "in_use"))
        if told is not None:
            self.remedy_button.setText(button_text(told))
            self.remedy_button.setToolTip(
                tr("Chooses where the engine is kept") if self._remedy == PLACE else tr("Mends what is said above")
            )

    def showEvent(self, event: object) -> None:
        """Qt's hook."""
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: object) -> None:
        """Qt's hook."""
        super().hideEvent(event)
        self.hidden.emit()


def _about(flavour: str) -> str:
    return {
        LIGHT: tr("Detection, attributes, accuracy: all but training, on the processor."),
        FULL: tr("Training as well, and networks on a graphics card where there is one (with PyTorch)."),
    }[flavour]


class Words(LongText):
    """A text of any length, which a theme with margins does not cut as it does a label's last line."""

    def __init__(self, bold: bool = False) -> None:
        super().__init__()
        if bold:
            font = self.font()
            font.setBold(True)
            self.setFont(font)

    def text(self) -> str:
        """What it says."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Say something else."""
        self.tell(text)
        self.updateGeometry()


def _tell(label: Words, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
