"""Several outlines are chosen: which, what is left out and why, and two large buttons that end it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal

from ....processing_provider.adapters.translation import tr
from ..hints import Hints
from ..keys.key_button import KeyButton
from ..pieces import StripedFrame, Text
from .pairs import Pairs


class ChoosingBar(StripedFrame):
    """Takes the place of the operations, as the drawing bar does."""

    accepted = pyqtSignal()
    given_up = pyqtSignal()

    def __init__(self, hints: Hints) -> None:
        super().__init__("green")
        self._hints = hints
        self.heading, self.text, self.list = Text(bold=True), Text(), Text()
        self.accept = KeyButton("", "green", large=True)
        self.give_up = KeyButton(tr("Back"), "grey", large=True)
        hints.add(self.give_up, tr("Back to the candidate, nothing is changed"), "give_up")
        self.accept.clicked.connect(lambda: self.accepted.emit())
        self.give_up.clicked.connect(lambda: self.given_up.emit())
        grid = Pairs()
        grid.addWidget(self.accept)
        grid.addWidget(self.give_up)
        for part in (self.heading, self.text, self.list):
            self.body.addWidget(part)
        self.body.addLayout(grid)
        self.ask("", "", "")

    def ask(self, heading: str, accept: str, help_text: str) -> None:
        """What is under way, and what its first button says and does."""
        self.heading.tell(heading)
        self.accept.setText(accept)
        self._hints.add(self.accept, help_text, "accept")
        self.show_choice("", (), False)

    def show_choice(self, text: str, lines: Sequence[str], can_accept: bool) -> None:
        """What is chosen by now; `lines` are of what is left out, one each."""
        self.text.tell(text)
        self.list.tell("\n".join(f"• {line}" for line in lines))
        self.accept.setEnabled(can_accept)
