"""What is done with the parts of a sample, one after the other: judging, searching, agreeing are each such a task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....gestures.undoing import Undone
from ....processing_provider.adapters.translation import tr
from ...dock.panels.shown import QueueProgress
from ...geometry.features import marker_of

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...dock.panels.review_panel import ReviewPanel
    from ...session.session import Session


class Task:
    """A way through a sample, there and back; places count from 0."""

    NAME = ""
    """Of the panel's tasks."""
    ALL_DONE = ""
    """Said where nothing is left for this person."""

    def __init__(self, session: Session, panel: ReviewPanel, tell: Tell, sample: str) -> None:
        self._session, self._panel, self._tell, self.sample = session, panel, tell, sample
        self._inventory = session.inventory
        self.place = 0
        self._comment = ""

    def begin(self) -> None:
        """Show the first that is left."""
        self._panel.set_task(self.NAME)
        self.first()

    def stop(self) -> None:
        """Take away what is drawn on the map."""

    def reload(self) -> None:
        """Read the file again."""
        raise NotImplementedError

    def count(self) -> int:
        """How many there are."""
        raise NotImplementedError

    def done(self) -> int:
        """How many of them are done."""
        raise NotImplementedError

    def first_left(self, after: int = -1) -> int | None:
        """The next that is left, from one on and then from the start."""
        raise NotImplementedError

    def _show(self) -> None:
        """Show the one at the present place."""
        raise NotImplementedError

    def _show_marker_alone(self, identifier: str) -> bool:
        """Show a primary marker that has no outline, as other inventories have them; whether there is one."""
        point = marker_of(self._inventory, identifier)
        if point is not None:
            self._session.show_alone(self._session.ground.geometry(point))
        return point is not None

    def decide(self, decision: str) -> None:
        """Yes, no, uncertain or undefined, where that is asked."""

    def find_none(self) -> None:
        """Nothing is missing, where that is asked."""

    def set_comment(self, text: str) -> None:
        """Keep a comment: with the coming decision, or at once where one was made."""
        raise NotImplementedError

    def kept(self) -> Sequence[object]:
        """What is kept of each, so that one can tell which has changed."""
        raise NotImplementedError

    def turned(self, undone: Undone) -> None:
        """Something was taken back or done again: show what it was of, as far as it is here."""
        before = list(self.kept())
        self.reload()
        changed = (place for place, (old, new) in enumerate(zip(before, self.kept())) if old != new)
        self.show(next(changed, self.place))

    def show(self, place: int) -> None:
        """Show one, as far as there is any."""
        self._comment = ""
        if self.count():
            self.place = place % self.count()
            self._show()
        else:
            self._session.view.clear()
            self._panel.show_facts(None, tr("There is nothing to go through here."))
        self.show_progress()

    def show_progress(self) -> None:
        """How far this person is."""
        self._panel.progress.show_progress(QueueProgress(self.done(), self.count()))
        self._panel.set_undo(*self._session.undo_texts())

    def first(self) -> None:
        """The first that is left."""
        place = self.first_left()
        if place is None:
            self._tell(self.ALL_DONE or tr("Nothing is left."), "info")
        self.show(place or 0)

    def next(self) -> None:
        """The next one, done or not."""
        self.show(self.place + 1)

    def previous(self) -> None:
        """The one before."""
        self.show(self.place - 1)

    def go_on(self, told: str) -> None:
        """One is on disk: say so, and show the next that is left, or this one where it was the last."""
        place = self.first_left(self.place)
        self.show(self.place if place is None else place)
        last = tr("{} That was the last of this sample.").format(told)
        self._tell(last if place is None else told, "info")
