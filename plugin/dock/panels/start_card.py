"""What the dock shows while no inventory is open: try with a sample, make an inventory, or open one."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ....processing_provider.adapters.translation import tr
from ..keys.key_button import KeyButton
from ..pieces import Column, LongText, StripedFrame, Text, flat

_BAR_HEIGHT = 4
_STEPS = 1000


class StartCard(Column):
    """Asks the controller by signals. Where the sample goes is told before it is made, and can be changed."""

    sample_requested = pyqtSignal()
    stop_requested = pyqtSignal()
    place_requested = pyqtSignal()
    """Another folder is to be chosen for the sample."""
    new_requested = pyqtSignal()
    open_requested = pyqtSignal()
    help_requested = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.sample = _button(
            tr("Try with a sample"),
            tr("Makes a simulated scene and an inventory, finds rock glaciers in it and opens it: under a minute"),
            "blue",
        )
        self.place = LongText()
        self.change = _small(tr("Another folder…"), tr("Choose the folder that the sample is made in"))
        self.stop = _small(tr("Stop"), tr("Stop; nothing is left of the sample"))
        self.told = LongText()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR_HEIGHT)
        self.bar.setToolTip(tr("How much of the sample is made"))
        self.new = _button(tr("New inventory…"), tr("Make an inventory for ground of your own"))
        self.open = _button(tr("Open an inventory…"), tr("Go on with one that is there"))
        self.help = _button(tr("First steps"), tr("Open the page of help that leads through the first inventory"))
        self.hold(self._lay_out())
        for button, signal in (
            (self.sample, self.sample_requested),
            (self.stop, self.stop_requested),
            (self.change, self.place_requested),
            (self.new, self.new_requested),
            (self.open, self.open_requested),
            (self.help, self.help_requested),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.show_idle()

    def _lay_out(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(8)
        sample = StripedFrame("blue")
        sample.body.addWidget(Text(tr("New here?"), bold=True))
        sample.body.addWidget(self.sample)
        sample.body.addWidget(self.place)
        row = flat(QHBoxLayout(), 4)
        row.addWidget(self.change)
        row.addWidget(self.stop)
        row.addStretch(1)
        sample.body.addLayout(row)
        sample.body.addWidget(self.told)
        sample.body.addWidget(self.bar)
        own = StripedFrame("grey")
        own.body.addWidget(Text(tr("Your own ground"), bold=True))
        for button in (self.new, self.open, self.help):
            own.body.addWidget(button)
        column.addWidget(sample)
        column.addWidget(own)
        column.addStretch(1)
        return content

    def show_place(self, folder: str) -> None:
        """Where the sample will be."""
        self.place.tell(tr("Its folder: {}").format(folder))

    def show_running(self, share: float | None, text: str) -> None:
        """The sample is made: how far it is, 0 to 1, None where that is not known."""
        focused = self.sample.hasFocus()
        self._show(running=True)
        if focused:
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.setRange(0, 0 if share is None else _STEPS)
        if share is not None:
            self.bar.setValue(round(share * _STEPS))
        self._tell(text)

    def show_idle(self, text: str = "") -> None:
        """Nothing is made now; a text says why not."""
        focused = self.stop.hasFocus()
        self._show(running=False)
        if focused:
            self.sample.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell(text)

    def _show(self, running: bool) -> None:
        for button in (self.sample, self.new, self.open):
            button.setEnabled(not running)
        self.change.setVisible(not running)
        self.stop.setVisible(running)
        self.bar.setVisible(running)

    def _tell(self, text: str) -> None:
        self.told.tell(text)
        self.told.setVisible(bool(text))


def _button(text: str, help_text: str, colour: str = "") -> KeyButton:
    button = KeyButton(text, colour)
    button.setToolTip(help_text)
    button.setAccessibleDescription(help_text)
    return button


def _small(text: str, help_text: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button
