"""Review mode: from marker to marker of a sample, with one reviewer's own decisions and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject

from ....gestures import reviews, undoing
from ....gestures.reviews import ReviewQueue
from ....gestures.sampling import Draw, draw_sample, sample_names
from ....inventory.errors import ChangedElsewhere
from ....inventory.schema import GEOMETRY
from ....processing_provider.adapters.translation import tr
from ...common.guard import Tell, Wires
from ...dock.panels.shown import QueueProgress, ReviewFacts
from ...dock.texts import decision_text, operation_text
from ...geometry.features import by_identifier

if TYPE_CHECKING:
    from ...dock.panels.review_panel import ReviewPanel
    from ...session.session import Session


class ReviewMode(QObject):
    """Connects the review panel, a sample and the decisions."""

    def __init__(self, session: Session, panel: ReviewPanel, tell: Tell) -> None:
        super().__init__()
        self._session, self._panel, self._tell = session, panel, tell
        self._inventory = session.inventory
        self._queue: ReviewQueue | None = None
        self._place = 0
        self._comment = ""
        self._wires = Wires(tell)
        for signal, slot in (
            (panel.sample_requested, self.draw),
            (panel.sample_chosen, self.open),
            (panel.decision_made, self.decide),
            (panel.previous_requested, self.previous),
            (panel.next_requested, self.next),
            (panel.first_requested, self.first),
            (panel.comment_edited, self.set_comment),
            (panel.undo_requested, self.undo),
            (panel.redo_requested, self.redo),
        ):
            self._wires.connect(signal, slot)

    def stop(self) -> None:
        """Let go of everything."""
        self._wires.cut()

    def begin(self) -> None:
        """Open the latest sample, at the first marker without a decision."""
        names = sample_names(self._inventory)
        self._panel.form.set_subregions(self._session.marker_subregions())
        self._panel.set_samples(names, names[0] if names else "")
        self._panel.set_enabled_for_review(not self._session.read_only)
        if names:
            self.open(names[0])
        else:
            self._show_nothing(tr("Draw a sample of the primary markers to begin the review."))

    def draw(self, share: float, number: int, seed: int, subregion: str, reviewers: int) -> None:
        """Draw a sample and open it; `share` is 0 to 1."""
        wanted = Draw(share, number, seed, subregion, reviewers, person=self._session.person)
        name = draw_sample(self._inventory, wanted)
        names = sample_names(self._inventory)
        self._panel.set_samples(names, name)
        self.open(name)
        self._tell(tr("Drawn and saved: {}.").format(name), "info")

    def open(self, sample: str) -> None:
        """Go through a sample, as the person whose name is in the dock."""
        if not sample:
            return
        self._queue = ReviewQueue(self._inventory, sample, self._session.person)
        self.first()

    def first(self) -> None:
        """The first marker that this reviewer has not judged."""
        if self._queue is None:
            return
        place = self._queue.first_undecided()
        if place is None:
            self._tell(tr("You have judged every marker of this sample."), "info")
        self._show(place or 0)

    def next(self) -> None:
        """The next marker of the sample, judged or not."""
        if self._queue is not None:
            self._show((self._place + 1) % len(self._queue.identifiers))

    def previous(self) -> None:
        """The marker before."""
        if self._queue is not None:
            self._show((self._place - 1) % len(self._queue.identifiers))

    def _show_nothing(self, message: str) -> None:
        self._session.view.clear()
        self._panel.show_facts(None, message)
        self._panel.progress.show_progress(QueueProgress(0, 0))

    def _show(self, place: int) -> None:
        queue = self._queue
        if queue is None:
            return
        self._place, self._comment = place, ""
        identifier = queue.identifiers[place]
        shown = by_identifier(self._inventory, identifier)
        self._show_progress()
        if shown is None:
            self._session.view.clear()
            text = tr("{} is no longer in the inventory; it was removed or merged since the draw.")
            self._panel.show_facts(None, text.format(identifier))
            return
        row = shown.row
        self._panel.show_facts(
            ReviewFacts(
                identifier,
                place + 1,
                len(queue.identifiers),
                queue.decision(identifier),
                queue.comment(identifier),
                row["AREA"],
                row["ELE_MEAN"],
                row["SLO_MEAN"],
                row["ASPECT"],
            )
        )
        self._session.show(self._session.ground.geometry(row[GEOMETRY]), True, marker=row, can_move=False)

    def _show_progress(self) -> None:
        if self._queue is None:
            return
        self._panel.progress.show_progress(QueueProgress(self._queue.decided(), len(self._queue.identifiers)))
        self._panel.set_undo(*self._session.undo_texts())

    def decide(self, decision: str) -> None:
        """Yes, no, uncertain or undefined; then the next marker that is not judged."""
        queue = self._queue
        if queue is None:
            return
        identifier = queue.identifiers[self._place]
        shown = by_identifier(self._inventory, identifier)
        hidden = shown and self._session.bring_back(self._session.ground.geometry(shown.row[GEOMETRY]))
        if hidden:
            self._tell(hidden, "warning")
            return
        if not self._write(identifier, decision, self._comment or queue.comment(identifier)):
            return
        self._session.reload(("rock_glaciers",))
        place = queue.first_undecided(self._place)
        if place is None:
            self._show(self._place)
            self._tell(
                tr("{}: {}, saved. That was the last of this sample.").format(identifier, decision_text(decision)),
                "info",
            )
            return
        self._show(place)
        self._tell(tr("{}: {}, saved.").format(identifier, decision_text(decision)), "info")

    def _write(self, identifier: str, decision: str, comment: str) -> bool:
        """Write a decision; whether that was done, for the same reviewer may sit in another window, too."""
        queue = self._queue
        if queue is None:
            return False
        seen = queue.decision(identifier), queue.comment(identifier)
        try:
            reviews.decide(self._inventory, queue.sample, identifier, queue.reviewer, decision, comment, seen)
        except ChangedElsewhere:
            queue.reload()
            self._show(self._place)
            now = queue.decision(identifier)
            told = decision_text(now) if now else tr("taken back")
            text = tr("{} was judged under your name in another window: {}. Look at it again.")
            self._tell(text.format(identifier, told), "warning")
            return False
        queue.reload()
        return True

    def set_comment(self, text: str) -> None:
        """Keep a comment: with the coming decision, or at once where one was made."""
        queue = self._queue
        if queue is None:
            return
        self._comment = text
        identifier = queue.identifiers[self._place]
        decision = queue.decision(identifier)
        if decision and text != queue.comment(identifier) and self._write(identifier, decision, text):
            self._show_progress()

    def undo(self) -> None:
        """Take back this reviewer's last gesture."""
        self._turn(undoing.undo(self._inventory, self._session.person), tr("Nothing to undo."), tr("Taken back: {}."))

    def redo(self) -> None:
        """Do it again."""
        self._turn(undoing.redo(self._inventory, self._session.person), tr("Nothing to redo."), tr("Done again: {}."))

    def _turn(self, undone: undoing.Undone | None, nothing: str, done: str) -> None:
        if undone is None:
            self._tell(nothing, "info")
            return
        self._session.reload(("rock_glaciers", "candidates", "primary_markers"))
        if self._queue is not None:
            self._queue.reload()
            self._show(self._place_of(undone))
        what = operation_text(undone.operation)
        told = ", ".join([what, *undone.reviewed])
        self._tell(done.format(told), "info")

    def _place_of(self, undone: undoing.Undone) -> int:
        """The marker whose decision it was, else where one is."""
        queue = self._queue
        if queue is None:
            return self._place
        for identifier in undone.reviewed:
            if identifier in queue.identifiers:
                return queue.identifiers.index(identifier)
        return self._place
