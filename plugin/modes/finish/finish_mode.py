"""Finish mode: counts what is still open, a moment at a time, and says where it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ....gestures.finishing import going_out, open_points
from ....gestures.finishing.open_points import KINDS, Target
from ....gestures.finishing.progress import Part, SampleState, counting_progress, sample_states
from ....gestures.finishing.walk import Walk
from ....gestures.sampling import DEFAULT_SHARE
from ....inventory.dialects.known import dialects
from ....inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS
from ....store.protocol import Store
from ....store.sources import groups_of
from ...common.guard import Tell, Wires
from ...dock.finish_texts import reason_of_open
from ...dock.panels.finish_panel import TOOLS
from ...session.outline_checks import overlapping, without_marker_inside
from ...session.tools import why_no_tool

if TYPE_CHECKING:
    from ...dock.panels.finish_panel import FinishPanel
    from ...session.session import Session

_A_MOMENT_S = 0.04
"""For so long the dock may be busy with this at once."""
_OUTLINES_AT_ONCE = 50

_Count = Callable[[Store], "list[Target]"]


class FinishMode(QObject):
    """Connects the Finish panel with an inventory. It writes nothing."""

    candidates_wanted = pyqtSignal()
    looking = pyqtSignal()
    """It is counted anew."""
    walk_wanted = pyqtSignal(object)
    """A `Walk` is to be gone through in Map mode."""
    review_wanted = pyqtSignal(str)
    """A sample is to be judged; an empty name: one is to be drawn."""

    def __init__(self, session: Session, panel: FinishPanel, tell: Tell) -> None:
        super().__init__()
        self._session, self._panel, self._tell = session, panel, tell
        self._inventory = session.inventory
        self._found: dict[str, list[Target]] = {}
        self._samples: list[SampleState] = []
        self._open_ones = Walk(open_points.NOT_DECIDED, [])
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._wires = Wires(tell)
        for signal, slot in (
            (panel.open_requested, self.open),
            (panel.open_ones_requested, lambda: self.walk_wanted.emit(self._open_ones)),
            (panel.look_requested, self.look),
            (panel.stop_requested, self.cancel),
            (self._timer.timeout, self._go_on),
        ):
            self._wires.connect(signal, slot)

    def begin(self) -> None:
        """Show what is known, and count."""
        self._session.walk = None
        self._session.view.clear()
        self._panel.show_nothing(not self._session.read_only)
        self._panel.set_tools({name: why_no_tool(name) for name in TOOLS})
        self.look()

    def stop(self) -> None:
        """Let go of everything."""
        self._timer.stop()
        self._work = None
        self._wires.cut()

    def look(self) -> None:
        """Count all again, from the beginning."""
        self.looking.emit()
        self._found.clear()
        self._work = self._count()
        self._timer.start(0)

    def cancel(self) -> None:
        """Compare no more outlines; what was counted stays."""
        self._timer.stop()
        self._work = None
        self._panel.show_stopped()

    def read_again(self) -> None:
        """Somebody else has changed the file."""
        self.look()

    def _go_on(self) -> None:
        work, began = self._work, time.monotonic()
        while work is not None and time.monotonic() - began < _A_MOMENT_S:
            try:
                next(work)
            except StopIteration:
                work = self._work = None
                self._panel.show_looking(False)
            except BaseException:
                self._work = None
                self._panel.show_stopped()
                raise
        if work is not None:
            self._timer.start(1)  # what a person does comes first

    def _count(self) -> Iterator[None]:
        """All that is counted, in steps of a moment; each shows what it has found."""
        self._panel.show_looking(True)
        self._panel.show_count(open_points.UNDECIDED_CANDIDATES, open_points.undecided(self._inventory))
        yield
        whole, parts = yield from counting_progress(self._inventory)
        self._panel.show_progress(whole, parts)
        yield
        self._count_reviews(whole)
        for kind, count in self._by_rows():
            yield
            self._show(kind, count(self._inventory))
        yield
        yield from self._count_going_out()
        yield from self._compare_outlines()

    def _by_rows(self) -> Iterator[tuple[str, _Count]]:
        yield open_points.CONTRADICTIONS, open_points.contradicting
        yield open_points.TOO_SMALL, open_points.too_small
        yield open_points.STALE_ATTRIBUTES, open_points.stale
        groups = open_points.expected_groups(self._inventory, groups_of(self._session.sources()))
        yield open_points.MISSING_ATTRIBUTES, lambda inventory: open_points.without_attributes(inventory, groups)
        yield open_points.WITHOUT_DATE, open_points.without_date

    def _count_going_out(self) -> Iterator[None]:
        """What is open for others, as the form with most attributes has it; nobody's view while others still judge."""
        choice = yield from going_out.looking_through(self._inventory, dialects()[0])
        yield
        told: dict[Target, str] = {}
        reasons = dict.fromkeys(going_out.REASONS, 0)
        for why in going_out.REASONS:
            for fid in choice.places.get(why, ()):
                reasons[why] += 1
                if why == going_out.IN_REVIEW:
                    continue  # it waits for reviewers, and not for who goes through them
                told[ROCK_GLACIERS, fid] = f"{told.get((ROCK_GLACIERS, fid), '')} {reason_of_open(why)}".strip()
        self._open_ones = Walk(open_points.NOT_DECIDED, list(told), told)
        alone = 0 if choice.total else self._inventory.count(PRIMARY_MARKERS)
        self._panel.show_going_out(choice.total, alone, reasons, choice.undecided)

    def _count_reviews(self, whole: Part) -> None:
        self._samples = [one for one in sample_states(self._inventory, self._session.person) if one.is_open]
        self._panel.show_count(open_points.SAMPLES_TO_JUDGE, len(self._samples))
        wanted = -int(-DEFAULT_SHARE * whole.markers // 1)  # rounded up
        self._panel.show_count(open_points.TOO_FEW_REVIEWED, max(0, wanted - whole.reviewed))

    def _compare_outlines(self) -> Iterator[None]:
        """What needs geometry comes last, piece by piece."""
        total = self._inventory.last(ROCK_GLACIERS)
        checks = ((open_points.MARKERS_OUTSIDE, without_marker_inside), (open_points.OVERLAPS, overlapping))
        found: dict[str, list[Target]] = {kind: [] for kind, _ in checks}
        for fids in open_points.pieces(self._inventory, ROCK_GLACIERS, _OUTLINES_AT_ONCE):
            for kind, check in checks:
                yield
                found[kind] += [(ROCK_GLACIERS, fid) for fid in check(self._inventory, self._session.ground, fids)]
            self._panel.show_looking(True, fids.stop - 1, total)
        for kind, _ in checks:
            self._show(kind, found[kind])

    def _show(self, kind: str, targets: list[Target]) -> None:
        self._found[kind] = targets
        self._panel.show_count(kind, len(targets))

    def open(self, kind: str) -> None:
        """Go to what is open of a kind."""
        if kind not in KINDS:
            raise ValueError(f"nothing that is open is called {kind}")
        if kind == open_points.UNDECIDED_CANDIDATES:
            self.candidates_wanted.emit()
        elif kind == open_points.TOO_FEW_REVIEWED:
            self.review_wanted.emit("")
        elif kind == open_points.SAMPLES_TO_JUDGE:
            own = [one for one in self._samples if one.own < one.markers]
            self.review_wanted.emit((own or self._samples)[0].name)
        else:
            self.walk_wanted.emit(Walk(kind, self._found[kind]))
