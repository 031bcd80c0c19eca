"""What Map mode shows in its panel and on the map: one candidate or rock glacier, warnings, progress."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ....gestures.finishing.open_points import WITHOUT_DATE, Target
from ....gestures.queue.filters import Filter
from ....gestures.queue.pace import minutes_left
from ....inventory.schema import GEOMETRY, Layer
from ....processing_provider.adapters.translation import tr
from ...common.guard import Tell
from ...dock.panels.shown import QueueProgress
from ...geometry.features import Shown, facts_of, source_of
from ...session.warnings_of import Doubts

if TYPE_CHECKING:
    from ...dock.panels.map_panel import MapPanel
    from ...session.session import Session


A_GLANCE_S = 0.4
"""Nobody has seen what is on the screen for less."""


class MapScreen:
    """Reads and shows; it changes nothing in the file."""

    def __init__(self, session: Session, panel: MapPanel, tell: Tell) -> None:
        self._session, self._panel, self._tell = session, panel, tell
        self._inventory, self._queue = session.inventory, session.queue
        self.doubts = Doubts(session)
        self._times: list[float] = []
        self._on_screen: tuple[tuple[str, int] | None, float] = (None, 0.0)
        self._images: list[str] = []
        self._answered: set[str] = set()
        self._asked_about: set[str] = set()

    def show(self, shown: Shown | None, move: bool = True, alone: Target | None = None) -> None:
        """Show a candidate or rock glacier, a marker `alone`, or that there is none; `move` brings it onto the map."""
        now = None if shown is None else (shown.table.name, shown.fid)
        if now != self._on_screen[0]:
            self._on_screen = now, time.monotonic()
        if alone is not None:
            self._show_alone(*alone)
        elif shown is None:
            self._session.view.clear()
            self._panel.show_facts(None, self._nothing_left(), self._is_all_decided())
            self._panel.show_warnings([])
        else:
            if shown.is_candidate:
                self._queue.show(shown.fid)
            geometry = self._session.ground.geometry(shown.row[GEOMETRY])
            share = self._session.ground.share_inside(geometry, self._session.layers.glaciers)
            self._panel.show_facts(facts_of(self._inventory, shown, share))
            self._panel.show_warnings(self.doubts.of(shown, geometry, share))
            self._session.show(geometry, move, marker=None if shown.is_candidate else shown.row)
            self.rests_on(source_of(self._inventory, shown))
        self._show_walk(alone if shown is None else (shown.table, shown.fid))
        self.ask_for_date()
        self._ask_again(shown)
        self.show_progress()

    def _show_alone(self, layer: Layer, fid: int) -> None:
        """A primary marker, which no operation changes; an outline can be drawn around it."""
        row = self._inventory.row(layer, fid) or {}
        self._session.show_alone(self._session.ground.geometry(row[GEOMETRY]))
        self._panel.show_facts(None, tr("Primary marker {}").format(row["ID"] or fid))
        self._panel.show_warnings([])

    def _show_walk(self, target: Target | None) -> None:
        walk = self._session.walk
        if walk is None:
            self._panel.show_walk("", 0, 0)
            return
        told = "" if target is None else walk.told(*target)
        self._panel.show_walk(walk.kind, walk.place, len(walk), told)

    def _ask_again(self, shown: Shown | None) -> None:
        """Who goes through what has no date is asked also for an image of which it was once not known."""
        walk = self._session.walk
        if walk is None or walk.kind != WITHOUT_DATE or shown is None or shown.row.get("MAP_DATE"):
            return
        undated = self._session.images_without_date(source_of(self._inventory, shown))
        if undated and not self._session.read_only:
            self._panel.image_date.ask(undated[0])

    def rests_on(self, source: str) -> None:
        """An outline rests on this imagery, so that its date is to be known."""
        if source and source not in self._answered and source not in self._images:
            self._images.append(source)

    def ask_for_date(self) -> None:
        """Ask when the imagery was taken, one image after the other, each once; nothing waits for it."""
        walk = self._session.walk
        if self._session.read_only or (walk is not None and walk.kind != WITHOUT_DATE):
            self._panel.image_date.ask("")  # who goes through overlaps has no mind for it
            return
        while self._images:
            image = self._session.image_to_ask_for(self._images[0])
            if image:
                self._panel.image_date.ask(image)
                return
            self._answered.add(self._images.pop(0))
        self._panel.image_date.ask("")

    def asks_about_target(self, shown: Shown) -> bool:
        """Say once that a candidate was found by a model for something else; whether that was said now."""
        if not shown.target or shown.identifier in self._asked_about:
            return False
        self._asked_about.add(shown.identifier)
        text = tr("{} was found as “{}”; press Remain once more if it is a rock glacier all the same.")
        self._tell(text.format(shown.title, shown.target), "warning")
        return True

    def was_looked_at(self) -> bool:
        """Whether what is shown has been there for as long as a glance takes.

        A key that is pressed twice for the one before is not to decide on the next.
        """
        return time.monotonic() - self._on_screen[1] >= A_GLANCE_S

    def show_facts(self, shown: Shown) -> None:
        """Show the facts of what is shown anew; map and queue stay as they are."""
        share = self._session.ground.share_inside(
            self._session.ground.geometry(shown.row[GEOMETRY]), self._session.layers.glaciers
        )
        self._panel.show_facts(facts_of(self._inventory, shown, share))

    def _is_all_decided(self) -> bool:
        """Whether what comes next is to finish the inventory."""
        return self._session.walk is not None or (bool(len(self._queue)) and self._queue.filter == Filter())

    def _nothing_left(self) -> str:
        if self._session.walk is not None:
            return tr("That was the last of them.")
        if not len(self._queue):
            return tr(
                "There are no candidates in this inventory: press 'Detect in view' below, or outline what "
                "you see with Retrieve."
            )
        if self._queue.filter != Filter():
            return tr("Every candidate in this filter is decided; choose another filter to go on.")
        return tr("Every candidate is decided. What the network missed can still be retrieved.")

    def note_decision(self) -> None:
        """A decision was made now: it tells of the pace."""
        self._times.append(time.monotonic())

    def show_progress(self) -> None:
        """How far one has come, and what can be undone."""
        self._panel.queue.show_others(self._queue.others, self._queue.filter.rock_glaciers)
        count = self._queue.count()
        left = minutes_left(self._times, count.total - count.decided)
        self._panel.queue.progress.show_progress(QueueProgress(count.decided, count.total, left))
        self._panel.set_undo(*self._session.undo_texts())
