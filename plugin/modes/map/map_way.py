"""The way through an inventory in Map mode: which candidate or rock glacier is shown next, also by an undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY

from ....gestures import undoing
from ....gestures.finishing.open_points import Target
from ....gestures.finishing.walk import Walk
from ....gestures.queue.filters import Filter
from ....inventory.schema import CANDIDATES, GEOMETRY, PRIMARY_MARKERS, ROCK_GLACIERS, UNDECIDED
from ....processing_provider.adapters.translation import tr
from ....store.records import Wanted
from ...common.guard import Tell
from ...common.waiting import at_work
from ...dock.panels.shown import number
from ...dock.texts import operation_text
from ...geometry.features import Shown, near, read_shown
from ...layers.inventory_layers import EDITED

if TYPE_CHECKING:
    from ...common.settings import Settings
    from ...session.session import Session

Show = Callable[..., None]
"""Shows a feature, or that there is none; `move=False` leaves the map where it is."""


class MapWay:
    """Asks the queue, reads what it names, and has it shown."""

    def __init__(self, session: Session, settings: Settings, tell: Tell, show: Show) -> None:
        self._session, self._settings, self._tell, self._show = session, settings, tell, show
        self._inventory, self._queue = session.inventory, session.queue
        self._alone: Target | None = None
        """The primary marker that is shown, as a walk may lead to one that has no outline."""

    def go_on(self, after: Shown | None = None) -> None:
        """To the next undecided candidate after one, or from the middle of the map; or on through what is open."""
        if self._session.walk is not None:
            self._walk_on(self._session.walk, after)
            return
        known = after.fid if after is not None and after.is_candidate else None
        self._go(self._queue.next(known, self._session.middle_of_the_map()))

    def _go(self, fid: int | None) -> None:
        shown = None if fid is None else read_shown(self._inventory, CANDIDATES, fid)
        if fid is not None and shown is None:  # removed elsewhere: the next one, and no endless search
            self._queue.reload()
            fid = self._queue.next(None, self._session.middle_of_the_map())
            shown = None if fid is None else read_shown(self._inventory, CANDIDATES, fid)
        self._show(shown)

    def _walk_on(self, walk: Walk, after: Shown | None = None) -> None:
        """The next one that is there; the present one again after one that was looked at in between."""
        if after is not None and walk.is_at(after.table, after.fid):
            walk.advance()
        self._alone = None
        while (target := walk.current()) is not None:
            if target[0] is PRIMARY_MARKERS and self._has_place(target[1]):
                self._alone = target
                self._show(None, alone=target)
                return
            shown = None if target[0] is PRIMARY_MARKERS else read_shown(self._inventory, *target)
            if shown is not None:
                self._show(shown)
                return
            walk.advance()  # it is gone since it was counted
        self._show(None)

    def _has_place(self, marker: int) -> bool:
        row = self._inventory.row(PRIMARY_MARKERS, marker)
        return row is not None and bool(row[GEOMETRY])

    def stay(self, shown: Shown) -> None:
        """A rock glacier was changed: show it as it is now; where it is gone, one goes on."""
        again = read_shown(self._inventory, shown.table, shown.fid)
        if again is None and self._session.walk is not None:
            self.go_on(shown)
        else:
            self._show(again, move=False)

    def skip(self, shown: Shown | None) -> None:
        """Leave a candidate for later."""
        if shown is not None and shown.is_candidate and self._session.walk is None:
            self._queue.skip(shown.fid)
        walk = self._session.walk
        if shown is None and walk is not None and self._alone is not None and walk.is_at(*self._alone):
            walk.advance()
        self.go_on(shown)

    def previous(self) -> None:
        """Back to the candidate before, decided or not; or to what was open before this."""
        walk = self._session.walk
        if walk is not None:
            if not walk.back():
                self._tell(tr("This is the first of them."), "info")
            self._walk_on(walk)
            return
        fid = self._queue.previous()
        if fid is not None:
            self._go(fid)
            return
        while (place := self._queue.earlier(self._session.person)) is not None:
            shown = read_shown(self._inventory, *place)
            if shown is not None:  # what was decided before this session
                self._show(shown)
                return
        self._tell(tr("This is the first candidate that was shown, and you decided nothing before it."), "info")

    def set_order(self, order: str) -> None:
        """Another order, remembered."""
        self._queue.set_order(order)
        self._settings.order = order

    def set_filter(self, kind: str, subregion: str, lowest: float, highest: float, shown: Shown | None) -> bool:
        """Another filter; whether the candidate that is shown is still in the queue."""
        view = self._session.view_box() if kind == "view" else None
        inside = subregion if kind == "subregion" else ""
        return self._filter_by(Filter(view, inside, lowest, highest, self._queue.filter.rock_glaciers), shown)

    def leave_out_others(self, left_out: bool, shown: Shown | None) -> bool:
        """Leave out what was found as another landform, beside the filter; whether what is shown still comes."""
        return self._filter_by(replace(self._queue.filter, rock_glaciers=left_out), shown)

    def _filter_by(self, wanted: Filter, shown: Shown | None) -> bool:
        self._queue.set_filter(wanted)
        return shown is not None and shown.is_candidate and self._queue.is_offered(shown.fid)

    def jump(self, point: QgsPointXY) -> None:
        """To the polygon at a place (inventory's coordinates), in the queue or not."""
        shown = next(self.at(point), None)
        if shown is not None:
            self._show(shown, move=False)
        else:
            self._tell(tr("There is no candidate and no rock glacier at this place."), "info")

    def at(self, point: QgsPointXY) -> Iterator[Shown]:
        """Rock glaciers, then candidates, at a place (inventory's coordinates)."""
        at = QgsGeometry.fromPointXY(point)
        box = (point.x(), point.y(), point.x(), point.y())
        for table in (ROCK_GLACIERS, CANDIDATES):
            for fid, _, blob in near(self._inventory, table, box):
                if self._session.ground.geometry(blob).intersects(at):
                    shown = read_shown(self._inventory, table, fid)
                    if shown is not None:
                        yield shown

    def undo(self) -> None:
        """Take back the last gesture of the person, of this session or an earlier one, and show what it was of."""
        with at_work():
            undone = undoing.undo(self._inventory, self._session.person)
        self._show_undone(undone, tr("Nothing to undo."), tr("Taken back: {}."))

    def redo(self) -> None:
        """Do it again."""
        with at_work():
            undone = undoing.redo(self._inventory, self._session.person)
        self._show_undone(undone, tr("Nothing to redo."), tr("Done again: {}."))

    def _show_undone(self, undone: undoing.Undone | None, nothing: str, done: str) -> None:
        if undone is None:
            self._tell(nothing, "info")
            return
        self._session.reload(EDITED)
        candidates = undone.touched.get(CANDIDATES.name, [])
        self.refresh_states(candidates)
        rock_glaciers = undone.touched.get(ROCK_GLACIERS.name, [])
        places = [(CANDIDATES, fid) for fid in candidates] + [(ROCK_GLACIERS, fid) for fid in rock_glaciers]
        found = next((shown for table, fid in places if (shown := read_shown(self._inventory, table, fid))), None)
        if found is not None:
            self._show(found)
        else:
            self.go_on()
        what = operation_text(undone.operation)
        if len(candidates) > 1:
            what = tr("{}, {} candidates").format(what, number(len(candidates)))
        self._tell(done.format(what), "info")

    def refresh_state(self, fid: int) -> None:
        """Tell the queue what is in the file now."""
        self.refresh_states([fid])

    def refresh_states(self, fids: Sequence[int]) -> None:
        """The same of several."""
        for fid, state in self._inventory.rows(CANDIDATES, ("STATE",), Wanted(fids=fids)):
            self._queue.set_state(fid, state or UNDECIDED)
