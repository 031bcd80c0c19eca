"""What reviewers said of one marker, side by side: shown only where all of them are done."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ....gestures.consensus import View
from ....processing_provider.adapters.translation import tr
from ..colours import DECISION_COLOURS
from ..pieces import LongText, StripedFrame, Text, flat
from ..texts import decision_text
from .pairs import Pairs


class ViewsView(QWidget):
    """A frame for each reviewer: name, decision, comment."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: list[StripedFrame] = []
        self.persons = Text()
        self._box = QWidget()
        self._pairs = Pairs(self._box)
        layout = flat(QVBoxLayout(self), 4)
        layout.addWidget(self._box)
        layout.addWidget(self.persons)
        self.setVisible(False)

    def show_views(self, views: Sequence[View], persons: str) -> None:
        """Show these views, and who has agreed; nothing at all where there is no view."""
        for frame in self._frames:
            self._pairs.removeWidget(frame)
            frame.setParent(None)
            frame.deleteLater()
        self._frames = [_frame(view) for view in views]
        for frame in self._frames:
            self._pairs.addWidget(frame)
        together = tr("Decided together by {}").format(persons)
        self.persons.tell(together if persons else tr("Not decided together yet: which of the four is it?"))
        self.setVisible(bool(views))


def _frame(view: View) -> StripedFrame:
    frame = StripedFrame(DECISION_COLOURS.get(view.decision, "grey"))
    name, comment = LongText(), LongText()
    name.tell(view.reviewer or tr("somebody without a name"))
    comment.tell(view.comment or tr("no comment"))
    decision = Text(decision_text(view.decision) if view.decision in DECISION_COLOURS else view.decision, bold=True)
    for part in (name, decision, comment):
        frame.body.addWidget(part)
    return frame
