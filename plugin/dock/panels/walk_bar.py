"""The head of Map mode while one goes through what is still open: which kind, how far, what to do."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QHBoxLayout, QSizePolicy

from ....processing_provider.adapters.translation import tr
from ..finish_texts import kind_advice, walk_text
from ..hints import Hints
from ..keys.key_button import KeyButton
from ..pieces import StripedFrame, Text


class WalkBar(StripedFrame):
    """Takes the place of the queue's head."""

    def __init__(self, hints: Hints) -> None:
        super().__init__("amber")
        self.text, self.advice = Text(bold=True), Text()
        self.back = KeyButton(tr("Finish"))
        self.back.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        hints.add(self.back, tr("Back to what is still open, counted again"), "finish")
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.back)
        self.body.addLayout(row)
        self.body.addWidget(self.advice)
        self.setVisible(False)

    def show_walk(self, kind: str, place: int, total: int) -> None:
        """Show where one is; an empty kind shows nothing."""
        self.setVisible(bool(kind))
        if kind:
            self.text.setText(walk_text(kind, place, total))
            self.advice.tell(kind_advice(kind))
