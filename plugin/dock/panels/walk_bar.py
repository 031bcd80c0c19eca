"""The head of Map mode while one goes through what is still open: which kind, how far, what to do."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QSizePolicy

from ....processing_provider.adapters.translation import tr
from ..check_texts import remedy_of, remedy_text
from ..finish_texts import kind_advice, walk_text
from ..hints import Hints
from ..keys.key_button import KeyButton
from ..pieces import StripedFrame, Text


class WalkBar(StripedFrame):
    """Takes the place of the queue's head."""

    remedy_requested = pyqtSignal(str)
    """One of `rules.REMEDIES` that no warning offers: to fill attributes, to open the form."""

    def __init__(self, hints: Hints) -> None:
        super().__init__("amber")
        self._remedy = ""
        self.text, self.told, self.advice = Text(bold=True), Text(), Text()
        self.remedy = KeyButton("")
        self.remedy.clicked.connect(lambda: self.remedy_requested.emit(self._remedy))
        self.back = KeyButton(tr("Finish"))
        self.back.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        hints.add(self.back, tr("Back to what is still open, counted again"), "finish")
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.back)
        self.body.addLayout(row)
        for part in (self.told, self.advice, self.remedy):
            self.body.addWidget(part)
        self.setVisible(False)

    def show_walk(self, kind: str, place: int, total: int, told: str = "") -> None:
        """Show where one is, and what is said of the present one; an empty kind shows nothing."""
        self.setVisible(bool(kind))
        if kind:
            self.text.setText(walk_text(kind, place, total))
            self.told.tell(told)
            self.advice.tell(kind_advice(kind))
        self._remedy = remedy_of(kind)
        self.remedy.setText(remedy_text(self._remedy))
        self.remedy.setVisible(bool(self._remedy and told))
