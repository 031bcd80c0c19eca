"""Judging the markers of a sample, with one reviewer's own decisions and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....gestures import reviews
from ....gestures.reviews import ReviewQueue
from ....gestures.undoing import Undone
from ....inventory.errors import ChangedElsewhere
from ....inventory.schema import GEOMETRY, YES
from ....processing_provider.adapters.translation import tr
from ...dock.panels.review_panel import JUDGING
from ...dock.panels.shown import ReviewFacts
from ...dock.texts import decision_text
from ...geometry.features import by_identifier
from .task import Task

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...dock.panels.review_panel import ReviewPanel
    from ...session.session import Session


class Judging(Task):
    """The decisions of one reviewer."""

    NAME = JUDGING

    def __init__(self, session: Session, panel: ReviewPanel, tell: Tell, sample: str) -> None:
        super().__init__(session, panel, tell, sample)
        self.ALL_DONE = tr("You have judged every marker of this sample.")
        self._queue = ReviewQueue(self._inventory, sample, session.person)

    def reload(self) -> None:
        self._queue.reload()

    def count(self) -> int:
        return len(self._queue.identifiers)

    def done(self) -> int:
        return self._queue.decided()

    def said_yes(self) -> int:
        """How many of the sample this reviewer called a rock glacier."""
        return sum(self._queue.decision(identifier) == YES for identifier in self._queue.identifiers)

    def first_left(self, after: int = -1) -> int | None:
        return self._queue.first_undecided(after)

    def _identifier(self) -> str:
        return self._queue.identifiers[self.place]

    def _show(self) -> None:
        identifier, queue = self._identifier(), self._queue
        facts = (identifier, self.place + 1, self.count(), queue.decision(identifier), queue.comment(identifier))
        shown = by_identifier(self._inventory, identifier)
        if shown is None and self._show_marker_alone(identifier):
            self._panel.show_facts(ReviewFacts(*facts))
            return
        if shown is None:
            self._session.view.clear()
            text = tr("{} is no longer in the inventory; it was removed or merged since the draw.")
            self._panel.show_facts(None, text.format(identifier))
            return
        row = shown.row
        values = (row["AREA"], row["ELE_MEAN"], row["SLO_MEAN"], row["ASPECT"])
        self._panel.show_facts(ReviewFacts(*facts, *values))
        self._session.show(self._session.ground.geometry(row[GEOMETRY]), True, marker=row, can_move=False)

    def decide(self, decision: str) -> None:
        """Write it; then the next marker that is not judged."""
        identifier = self._identifier()
        shown = by_identifier(self._inventory, identifier)
        hidden = shown and self._session.bring_back(self._session.ground.geometry(shown.row[GEOMETRY]))
        if hidden:
            self._tell(hidden, "warning")
            return
        if self._write(decision, self._comment or self._queue.comment(identifier)):
            self._session.reload(("rock_glaciers",))
            self.go_on(tr("{}: {}, saved.").format(identifier, decision_text(decision)))

    def _write(self, decision: str, comment: str) -> bool:
        """Write a decision; whether that was done, for the same reviewer may sit in another window, too."""
        queue, identifier = self._queue, self._identifier()
        seen = queue.decision(identifier), queue.comment(identifier)
        try:
            reviews.decide(self._inventory, queue.sample, identifier, queue.reviewer, decision, comment, seen)
        except ChangedElsewhere:
            queue.reload()
            self.show(self.place)
            now = queue.decision(identifier)
            told = decision_text(now) if now else tr("taken back")
            text = tr("{} was judged under your name in another window: {}. Look at it again.")
            self._tell(text.format(identifier, told), "warning")
            return False
        queue.reload()
        return True

    def set_comment(self, text: str) -> None:
        self._comment = text
        identifier = self._identifier()
        decision = self._queue.decision(identifier)
        if decision and text != self._queue.comment(identifier) and self._write(decision, text):
            self.show_progress()

    def kept(self) -> Sequence[object]:
        return [(self._queue.decision(one), self._queue.comment(one)) for one in self._queue.identifiers]

    def turned(self, undone: Undone) -> None:
        """To the marker whose decision it was, else where one is."""
        self.reload()
        identifiers = self._queue.identifiers
        self.show(next((identifiers.index(one) for one in undone.reviewed if one in identifiers), self.place))
