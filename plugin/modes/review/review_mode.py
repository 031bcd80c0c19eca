"""Review mode: which sample is reviewed, and what is done with it: judging, searching, or agreeing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....gestures import undoing
from ....gestures.consensus import disagreements
from ....gestures.sampling import Draw, Sample, draw_sample, extend_sample, read_sample, sample_names
from ....gestures.waiting import Waiting, waiting_for, worth_of
from ....inventory.schema import GROUND
from ....processing_provider.adapters.translation import tr
from ...common.guard import Tell, Wires
from ...dock.panels.sample_bar import worth_text
from ...dock.panels.shown import QueueProgress
from ...dock.texts import operation_text
from ...session.tools import why_no_tool
from .agreeing import Agreeing
from .judging import Judging
from .searching import Searching
from .task import Task

if TYPE_CHECKING:
    from ...dock.panels.review_panel import ReviewPanel
    from ...session.session import Session

_MORE = 50
"""Markers that are proposed for an extension where nothing else speaks for a number."""


class ReviewMode(QObject):
    """Connects the review panel, a sample and the task at hand.

    `scope_changed` says which keys are live.
    """

    scope_changed = pyqtSignal(str)

    def __init__(self, session: Session, panel: ReviewPanel, tell: Tell) -> None:
        super().__init__()
        self._session, self._panel, self._tell = session, panel, tell
        self._inventory = session.inventory
        self._sample: Sample | None = None
        self._task: Task | None = None
        self._wires = Wires(tell)
        for signal, slot in (
            (panel.sample_requested, self.draw),
            (panel.extension_requested, self.extend),
            (panel.sample_chosen, self.open),
            (panel.discussion_requested, self.discuss),
            (panel.decision_made, self._with_task(lambda task, decision: task.decide(decision))),
            (panel.none_missed, self._with_task(lambda task: task.find_none())),
            (panel.previous_requested, self._with_task(lambda task: task.previous())),
            (panel.next_requested, self._with_task(lambda task: task.next())),
            (panel.first_requested, self._with_task(lambda task: task.first())),
            (panel.comment_edited, self._with_task(lambda task, text: task.set_comment(text))),
            (panel.undo_requested, self.undo),
            (panel.redo_requested, self.redo),
        ):
            self._wires.connect(signal, slot)

    def _with_task(self, use: Callable[..., None]) -> Callable[..., None]:
        def call(*values: Any) -> None:
            if self._task is not None and self._task.count():
                use(self._task, *values)
                self._show_state()

        return call

    def stop(self) -> None:
        """Let go of everything."""
        self._wires.cut()
        self._end_task()

    def _end_task(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.stop()

    def begin(self) -> None:
        """Open the latest sample, at the first marker without a decision."""
        names = self._names()
        self._panel.form.set_markers(self._session.markers_by_subregion())
        self._panel.form.set_windows(why_no_tool("samplemarkers"))
        self._panel.set_samples(names, names[0] if names else "")
        self._panel.set_enabled_for_review(not self._session.read_only)
        if names:
            self.open(names[0])
        else:
            self._show_nothing(tr("Draw a sample of the primary markers to begin the review."))

    def _names(self) -> list[str]:
        """Samples of markers, and then those of windows."""
        return [*sample_names(self._inventory), *sample_names(self._inventory, GROUND)]

    def draw(self, wanted: Draw) -> None:
        """Draw a sample and open it."""
        name = draw_sample(self._inventory, replace(wanted, person=self._session.person))
        self._panel.set_samples(self._names(), name)
        self.open(name)
        self._tell(tr("Drawn and saved: {}.").format(name), "info")

    def extend(self, count: int) -> None:
        """Draw more markers into the sample, and go on with them."""
        sample = self._sample
        if sample is not None:
            added = extend_sample(self._inventory, sample.name, count)
            self.open(sample.name)
            self._tell(tr("Drawn and saved: {} more.").format(added), "info")

    def open(self, sample: str) -> None:
        """Go through a sample, as the person whose name is in the dock."""
        if sample:
            self._sample = read_sample(self._inventory, sample)
            self._start(Searching if self._sample.kind == GROUND else Judging)

    def discuss(self, on: bool) -> None:
        """Go through what reviewers see differently, or back to one's own decisions."""
        if self._sample is not None:
            self._start(Agreeing if on else Judging)

    def _start(self, kind: type[Task]) -> None:
        if self._sample is None:
            return
        self._end_task()
        task = self._task = kind(self._session, self._panel, self._tell, self._sample.name)
        self.scope_changed.emit("searching" if kind is Searching else "review")
        task.begin()
        self._show_state(fresh=True)

    def others_wrote(self) -> None:
        """Another person or tool has changed the file: whose turn it is may be another, what is shown stays."""
        shown = self._sample.name if self._sample is not None else ""
        if self._names() != self._panel.bar.names():
            self._panel.set_samples(self._names(), shown)
        if self._task is not None:
            self._show_state(fresh=True)

    def _show_nothing(self, message: str) -> None:
        self._session.view.clear()
        self._panel.show_facts(None, message)
        self._panel.progress.show_progress(QueueProgress(0, 0))
        self._panel.bar.set_extendable(_MORE, tr("There is no sample to extend."), self._panel.hints)

    def _show_state(self, fresh: bool = False) -> None:
        """What one's own decisions are worth, for whom one waits, and what is there to be discussed.

        The last is counted when one is done oneself; else only where it is `fresh`, and not at each key.
        """
        task, sample = self._task, self._sample
        if task is None or sample is None:
            return
        worth, left = None, task.count() - task.done()
        if isinstance(task, Judging):
            population = round(sum(sample.population.values())) or None
            worth = worth_of(task.said_yes(), task.done(), left, population)
        self._panel.worth.tell(worth_text(worth))
        more = worth.more - left if worth else _MORE
        self._panel.bar.set_extendable(more if more > 0 else _MORE, self._why_not_extend(sample), self._panel.hints)
        if isinstance(task, Agreeing):
            self._panel.bar.show_discussion(task.count(), left)
            return
        if fresh or not left:
            found = disagreements(self._inventory, sample.name) if sample.kind != GROUND else []
            self._panel.bar.show_discussion(len(found), sum(not one.consensus for one in found))
        self._panel.bar.show_waiting(Waiting() if left else waiting_for(self._inventory, sample.name))

    def _why_not_extend(self, sample: Sample) -> str:
        if self._session.read_only:
            return tr("The inventory is read-only.")
        if sample.kind == GROUND:
            return tr("Windows are drawn by a tool of the toolbox.")
        if not sample.population:
            return tr("How this sample was drawn is not recorded; draw another one.")
        if sum(sample.drawn.values()) >= sum(sample.population.values()):
            return tr("This sample holds every primary marker already.")
        return ""

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
        task = self._task
        if task is not None:
            task.turned(undone)
            self._show_state()
        told = ", ".join([operation_text(undone.operation), *undone.reviewed])
        self._tell(done.format(told), "info")
