"""Comments that were written last: one key writes one of them again."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QSizePolicy

from ...processing_provider.adapters.translation import tr
from .hints import Hints
from .keys.actions import NOTE, NOTE_ACTIONS
from .keys.key_button import KeyButton
from .pieces import StripedFrame, Text

_SHOWN = 60
"""Letters of a comment that stand on its button."""


def note_button(hints: Hints) -> KeyButton:
    """The one beside the comment, which lists them."""
    button = KeyButton("…")
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    hints.add(button, tr("Choose a comment that was written before; the key twice takes the last one"), NOTE)
    return button


class NotesBar(StripedFrame):
    """Takes the place of the operations, as the reasons of a removal do."""

    chosen = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(self, hints: Hints) -> None:
        super().__init__("grey")
        self._hints, self._texts = hints, list[str]()
        self.body.addWidget(Text(tr("Which comment?"), bold=True))
        self.buttons: list[KeyButton] = []
        for place, action in enumerate(NOTE_ACTIONS):
            button = KeyButton("")
            button.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(self._texts[place]))
            hints.add(button, "", action)
            self.body.addWidget(button)
            self.buttons.append(button)
        self.cancel = KeyButton(tr("No comment"))
        hints.add(self.cancel, tr("Back to the candidate, nothing is changed"), "give_up")
        self.cancel.clicked.connect(lambda: self.cancelled.emit())
        self.body.addWidget(self.cancel)
        self.offer(())

    def offer(self, texts: Sequence[str]) -> None:
        """These, the latest first."""
        self._texts = list(texts)[: len(self.buttons)]
        for place, (button, action) in enumerate(zip(self.buttons, NOTE_ACTIONS)):
            text = self._texts[place] if place < len(self._texts) else ""
            button.setText(text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …")
            button.setVisible(bool(text))
            self._hints.add(button, tr("Write it as the comment: {}").format(text), action)
