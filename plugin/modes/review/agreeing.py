"""Agreeing on what reviewers see differently, when all of them are done: their views, and one decision beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....gestures.consensus import Disagreement, agree, disagreements
from ....inventory.errors import ChangedElsewhere
from ....inventory.schema import GEOMETRY
from ....processing_provider.adapters.translation import tr
from ...dock.panels.review_panel import AGREEING
from ...dock.panels.shown import ReviewFacts
from ...dock.texts import decision_text
from ...geometry.features import by_identifier
from .task import Task

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...dock.panels.review_panel import ReviewPanel
    from ...session.session import Session


class Agreeing(Task):
    """The consensus of the reviewers of a sample."""

    NAME = AGREEING

    def __init__(self, session: Session, panel: ReviewPanel, tell: Tell, sample: str) -> None:
        super().__init__(session, panel, tell, sample)
        self.ALL_DONE = tr("On every marker of this sample something was decided together.")
        self._found: list[Disagreement] = []
        self.reload()

    def reload(self) -> None:
        self._found = disagreements(self._inventory, self.sample)

    def count(self) -> int:
        return len(self._found)

    def done(self) -> int:
        return sum(bool(one.consensus) for one in self._found)

    def first_left(self, after: int = -1) -> int | None:
        count = self.count()
        places = ((after + step) % count for step in range(1, count + 1))
        return next((place for place in places if not self._found[place].consensus), None)

    def _show(self) -> None:
        found = self._found[self.place]
        facts = (found.identifier, self.place + 1, self.count(), found.consensus, found.comment)
        shown = by_identifier(self._inventory, found.identifier)
        if shown is None and self._show_marker_alone(found.identifier):
            self._panel.show_facts(ReviewFacts(*facts))
            self._panel.show_views(found.views, found.persons)
            return
        if shown is None:
            self._session.view.clear()
            text = tr("{} is no longer in the inventory; it was removed or merged since the draw.")
            self._panel.show_facts(None, text.format(found.identifier))
            self._panel.show_views([], "")
            return
        row = shown.row
        values = (row["AREA"], row["ELE_MEAN"], row["SLO_MEAN"], row["ASPECT"])
        self._panel.show_facts(ReviewFacts(*facts, *values))
        self._panel.show_views(found.views, found.persons)
        self._session.show(self._session.ground.geometry(row[GEOMETRY]), True, marker=row, can_move=False)

    def decide(self, decision: str) -> None:
        """Keep what was decided together; then the next that is left."""
        if not self.count():
            return
        found = self._found[self.place]
        if self._write(decision, self._comment or found.comment):
            told = tr("{}: decided together, {}, saved.")
            self.go_on(told.format(found.identifier, decision_text(decision)))

    def _write(self, decision: str, comment: str) -> bool:
        found = self._found[self.place]
        persons = [view.reviewer for view in found.views]
        try:
            agree(self._inventory, found.identifier, decision, persons, self._session.person, comment, found)
        except ChangedElsewhere:
            self.reload()
            self.show(self.place)
            text = tr("On {} something was decided meanwhile, together or by one of its reviewers; look at it again.")
            self._tell(text.format(found.identifier), "warning")
            return False
        self.reload()
        return True

    def set_comment(self, text: str) -> None:
        self._comment = text
        found = self._found[self.place] if self.count() else None
        if found and found.consensus and text != found.comment and self._write(found.consensus, text):
            self.show_progress()

    def kept(self) -> Sequence[object]:
        return [(one.consensus, one.comment) for one in self._found]
