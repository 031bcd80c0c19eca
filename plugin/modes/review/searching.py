"""Searching the windows of a ground sample for rock glaciers that the inventory lacks, a click for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY

from ....gestures.windows import WindowQueue, judge_window
from ....inventory.errors import ChangedElsewhere
from ....processing_provider.adapters.translation import tr
from ...common.guard import Wires
from ...dock.panels.review_panel import SEARCHING
from ...dock.panels.shown import WindowFacts, missed_text
from ...map.missed_marks import MissedMarks
from .task import Task

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...dock.panels.review_panel import ReviewPanel
    from ...session.session import Session


class Searching(Task):
    """What one reviewer misses. Each click is on disk at once."""

    NAME = SEARCHING

    def __init__(self, session: Session, panel: ReviewPanel, tell: Tell, sample: str) -> None:
        super().__init__(session, panel, tell, sample)
        self.ALL_DONE = tr("You have searched every window of this sample.")
        self._queue = WindowQueue(self._inventory, sample, session.person)
        self._marks = MissedMarks(session.view.canvas, session.crs)
        self._wires = Wires(tell)
        self._wires.connect(session.view.clicked, self._click)

    def begin(self) -> None:
        self._session.take_the_mouse()  # a click is to set a point
        super().begin()

    def stop(self) -> None:
        self._wires.cut()
        self._marks.stop()

    def reload(self) -> None:
        self._queue.reload()

    def count(self) -> int:
        return len(self._queue.places)

    def done(self) -> int:
        return self._queue.searched()

    def first_left(self, after: int = -1) -> int | None:
        found = self._queue.first_open(self._queue.places[after] if 0 <= after < self.count() else 0)
        return None if found is None else self._queue.places.index(found)

    def _window(self) -> int:
        return self._queue.places[self.place]

    def outline(self) -> QgsGeometry:
        """Of the window that is shown."""
        return self._session.ground.geometry(self._queue.outline(self._window()))

    def _show(self) -> None:
        self._show_facts()
        self._session.show(self.outline(), True, can_move=False)

    def _show_facts(self) -> None:
        window = self._window()
        title = tr("Window {}").format(window)
        missed, comment = self._queue.missed(window), self._queue.comment(window)
        self._panel.show_window(WindowFacts(title, self.place + 1, self.count(), missed, comment))
        self._marks.show([self._session.ground.geometry(point) for point in self._queue.points(window)])

    def find_none(self) -> None:
        """Nothing is missing in the window; where points were set before, they are taken back."""
        window = self._window()
        hidden = self._session.bring_back(self.outline())
        if hidden:
            self._tell(hidden, "warning")
        elif self._write([], self._comment or self._queue.comment(window)):
            self.go_on(tr("Window {}: {}, saved.").format(window, missed_text(0)))

    def _click(self, place: QgsPointXY) -> None:
        """A point more, or one less where it is one of this reviewer's."""
        if self._session.read_only or not self.count():
            return
        window = self._window()
        if not self.outline().contains(place):
            self._tell(tr("That is outside the window; what lies there is not counted."), "warning")
            return
        points = self._queue.points(window)
        taken = self._marks.at(place)
        if taken is None:
            points.append(bytes(QgsGeometry.fromPointXY(place).asWkb()))
        else:
            del points[taken]
        if self._write(points, self._comment or self._queue.comment(window)):
            self._show_facts()
            self.show_progress()
            self._tell(tr("Window {}: {}, saved.").format(window, missed_text(len(points))), "info")

    def _write(self, points: list[bytes], comment: str) -> bool:
        """Write what was found; whether that was done."""
        queue, window = self._queue, self._window()
        seen = queue.missed(window), queue.comment(window)
        try:
            judge_window(self._inventory, self.sample, window, queue.reviewer, points, comment, seen)
        except ChangedElsewhere:
            queue.reload()
            self._show_facts()
            text = tr("Window {} was searched under your name in another window of QGIS. Look at it again.")
            self._tell(text.format(window), "warning")
            return False
        queue.reload()
        return True

    def set_comment(self, text: str) -> None:
        self._comment = text
        window = self._window()
        if self._queue.missed(window) is not None and text != self._queue.comment(window):
            self._write(self._queue.points(window), text)
            self.show_progress()

    def kept(self) -> Sequence[object]:
        places = self._queue.places
        return [(self._queue.missed(one), self._queue.comment(one), self._queue.points(one)) for one in places]
