"""Remain all that are shown: listed, marked on the map, confirmed by one key, taken back by one undo."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QObject, QTimer

from .....gestures import operations
from .....gestures.operations import By, Found
from .....inventory.errors import UserError
from .....inventory.outline import Outline
from .....inventory.schema import CANDIDATES, PRIMARY_MARKERS, REMAIN, ROCK_GLACIERS
from .....processing_provider.adapters.translation import tr
from ....common.waiting import at_work
from ....dock.panels.shown import number
from ....geometry.features import source_of
from ....layers.inventory_layers import EDITED
from ....map.seeing.chosen import ChosenOutlines
from ..map_screen import A_GLANCE_S
from .batch import (
    BEYOND,
    INVALID,
    LEAST_PIXELS,
    ON_GLACIER,
    OTHER,
    OVERLAPS,
    REASONS,
    TOO_SMALL,
    TOO_SMALL_HERE,
    Batch,
    Member,
)

if TYPE_CHECKING:
    from ....common.guard import Tell
    from ....dock.panels.choosing_bar import ChoosingBar
    from ....session.session import Session
    from ..looking import Looking
    from ..map_mode import MapMode
    from ..map_screen import MapScreen
    from ..map_way import MapWay

_A_MOMENT_S = 0.02
"""Of looking through them at a time; then QGIS has its turn."""
_SETTLED_MS = 250
"""After the map has moved they are listed anew."""
_TOLD_EVERY = 500


class RemainAll(QObject):
    """The list follows the map: what is moved out of view is not on it any more."""

    def __init__(
        self, mode: MapMode, session: Session, bar: ChoosingBar, parts: tuple[MapWay, MapScreen, Looking], tell: Tell
    ) -> None:
        super().__init__()
        self._mode, self._session, self._bar, self._tell = mode, session, bar, tell
        self._way, self._screen, self._looking = parts
        self._canvas = session.view.canvas
        self._rims = ChosenOutlines(self._canvas, session.crs, session.hiding)
        self._batch: Batch | None = None
        self._steps: Iterator[tuple[int, int]] = iter(())
        self._without: set[int] = set()
        self._listed_at = 0.0
        self._next, self._again = QTimer(self), QTimer(self)
        self._again.setSingleShot(True)
        self._next.timeout.connect(self._look)
        self._again.timeout.connect(self.begin)

    def begin(self) -> None:
        """Look through what the map shows now."""
        if self._batch is None:
            self._canvas.extentsChanged.connect(self._moved)
        self._batch = Batch(self._session)
        self._steps = self._batch.steps()
        self._bar.show_choice(tr("Looking at what the map shows …"), (), False)
        self._next.start(0)

    def look_again(self) -> None:
        """Somebody has changed one of them: list them anew."""
        self._way.refresh_states([member.shown.fid for member in self.members()])
        self._session.reload(EDITED)
        self.begin()

    def stop(self) -> None:
        """Take the rims off the map, and follow it no more."""
        self._next.stop()
        self._again.stop()
        if self._batch is not None:
            self._canvas.extentsChanged.disconnect(self._moved)
        self._rims.stop()

    def _moved(self) -> None:
        self._next.stop()
        self._bar.show_choice(tr("Looking at what the map shows …"), (), False)
        self._again.start(_SETTLED_MS)

    def _look(self) -> None:
        until = time.monotonic() + _A_MOMENT_S
        while time.monotonic() < until:
            told = next(self._steps, None)
            if told is None:
                self._next.stop()
                self._listed_at = time.monotonic()
                self._show()
                return
        self._bar.show_choice(tr("Looking: {} of {} …").format(number(told[0]), number(told[1])), (), False)

    def members(self) -> list[Member]:
        members = [] if self._batch is None else self._batch.members
        return [member for member in members if member.shown.fid not in self._without]

    def _show(self) -> None:
        members = self.members()
        self._rims.show([member.geometry for member in members])
        left_out = self._batch.left_out if self._batch is not None else {}
        lines = [_why(reason, left_out[reason]) for reason in REASONS if left_out[reason]]
        by_hand = len(self._batch.members) - len(members) if self._batch is not None else 0
        if by_hand:
            lines.append(tr("{}: left out by you").format(number(by_hand)))
        if members:
            text = tr("{} candidates remain as they are outlined. Click on one to leave it out.")
            text = text.format(number(len(members)))
        else:
            text = tr("No candidate in this view can remain without a look of its own; move or zoom the map.")
        if lines:
            text += " " + tr("Left out, to be decided one by one:")
        self._bar.show_choice(text, lines, bool(members))

    def click(self, point: QgsPointXY) -> None:
        """Leave one out, or take it in again."""
        if self._next.isActive() or self._batch is None:
            return
        at = QgsGeometry.fromPointXY(point)
        for member in self._batch.members:
            if member.geometry.intersects(at):
                self._without ^= {member.shown.fid}
                self._show()
                return
        self._tell(tr("There is none of the listed candidates at this place."), "info")

    def accept(self) -> None:
        """All that are listed remain, in one gesture.

        Raises
        ------
        UserError
            One was changed meanwhile, or the file cannot be written: none remains then.
        """
        unseen = self._unseen()
        if unseen:
            self._tell(unseen, "warning")
            return
        members, shown = self.members(), self._mode.shown
        try:
            with at_work():
                operations.remain_all(self._session.inventory, self._session.person, self._with_outlines(members))
        except UserError:
            self._show()  # in place of how far it had come
            raise
        self._looking.note(REMAIN, members[0].shown)  # before the map goes on
        self._mode.back_to_deciding()
        self._session.drawing.take_given_up()
        self._screen.note_decision()
        self._session.reload((ROCK_GLACIERS.name, PRIMARY_MARKERS.name), (CANDIDATES.name,))
        for member in members:
            self._session.queue.set_state(member.shown.fid, REMAIN)
        self._way.go_on(shown)
        text = tr("Remain: {} candidates, saved; one Undo brings all back.")
        self._tell(text.format(number(len(members))), "info")

    def _unseen(self) -> str:
        """Why they cannot have been seen by now, in a sentence; empty where they can."""
        if self._canvas.isDrawing():
            return tr("The map is still being drawn: press it again when you have seen it.")
        if time.monotonic() - self._listed_at < A_GLANCE_S:
            return tr("Look at what is marked on the map first, then press it again.")
        return self._session.hiding.bring_back()

    def _with_outlines(self, members: list[Member]) -> Iterator[tuple[Found, Outline]]:
        """Each as it is written; the dock tells how far it is, as many take a second."""
        session, known = self._session, dict[str, By]()
        for place, member in enumerate(members):
            run = member.shown.row["RUN_ID"] or ""
            if run not in known:
                known[run] = session.by(source_of(session.inventory, member.shown))
                self._screen.rests_on(known[run].source)
            yield Found(member.shown.fid, known[run], member.shown.row), member.outline
            if (place + 1) % _TOLD_EVERY == 0:
                text = tr("Saving: {} of {} …").format(number(place + 1), number(len(members)))
                self._bar.show_choice(text, (), False)
                self._bar.repaint()


def _why(reason: str, count: int) -> str:
    """A line of the list: how many are left out for a reason, and what to do."""
    return {
        BEYOND: tr("{}: not whole in view"),
        TOO_SMALL_HERE: tr("{}: drawn smaller than {} pixels, zoom in"),
        OTHER: tr("{}: found as another landform"),
        OVERLAPS: tr("{}: overlap a rock glacier or one another"),
        ON_GLACIER: tr("{}: mostly inside a glacier outline"),
        TOO_SMALL: tr("{}: smaller than 0.01 km²"),
        INVALID: tr("{}: outline not valid"),
    }[reason].format(number(count), LEAST_PIXELS)
