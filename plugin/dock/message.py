"""The line at the foot of the dock that says what happened, without a dialog in the way."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from ...processing_provider.adapters.translation import tr
from .colours import LEVEL_COLOURS
from .pieces import LongText, StripedFrame, closable

INFO, WARNING, ERROR = "info", "warning", "error"
INFO_MS = 6000


class MessageLine(StripedFrame):
    """One sentence. An info goes by itself; a warning or an error stays until the next gesture, an offer until then.

    An offer is a button below the sentence.
    """

    offered = pyqtSignal()
    """The offer was taken."""

    def __init__(self) -> None:
        super().__init__(LEVEL_COLOURS[INFO])
        self.level = INFO
        self.text = LongText()
        row, self.close_button = closable(self.text, tr("Close this message"))
        self.body.addLayout(row)
        self.offer_button = QPushButton()
        self.offer_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.offer_button.setVisible(False)
        self.body.addWidget(self.offer_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(INFO_MS)
        self.timer.timeout.connect(self.close_message)
        self.close_button.clicked.connect(self.close_message)
        self.offer_button.clicked.connect(self._take)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that nothing moves under the mouse when it comes and goes
        self.setSizePolicy(policy)
        self.setVisible(False)

    def say(self, text: str, level: str, offer: str = "", help_text: str = "") -> None:
        """Show a sentence, and an offer with its tooltip where there is one; an empty sentence closes the line."""
        self.timer.stop()
        if level not in LEVEL_COLOURS:
            raise ValueError(f"no message has the level {level}")
        self.level = level
        self.set_colour(LEVEL_COLOURS[level])
        self.text.tell(text)
        self.offer_button.setText(offer)
        self.offer_button.setToolTip(help_text)
        self.offer_button.setVisible(bool(offer))
        self.setVisible(bool(text))
        self.text.updateGeometry()  # its width, and so its height, is known only now
        if text and level == INFO and not offer:
            self.timer.start()

    def _take(self) -> None:
        self.close_message()
        self.offered.emit()

    def gesture(self) -> None:
        """The person went on: what was wrong before is past."""
        if self.level != INFO:
            self.close_message()

    def close_message(self) -> None:
        """Show nothing."""
        self.timer.stop()
        self.text.tell("")
        self.offer_button.setVisible(False)
        self.setVisible(False)
