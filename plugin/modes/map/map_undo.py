"""Undo and redo in Map mode: what was taken back is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....gestures import undoing
from ....inventory.schema import CANDIDATES, ROCK_GLACIERS
from ....processing_provider.adapters.translation import tr
from ...common.guard import Tell
from ...dock.texts import operation_text
from ...geometry.features import read_shown
from ...layers.inventory_layers import EDITED
from .map_way import MapWay, Show

if TYPE_CHECKING:
    from ...session.session import Session


class MapUndo:
    """Takes back the last gesture of the person, of this session or an earlier one, or does it again."""

    def __init__(self, session: Session, way: MapWay, show: Show, tell: Tell) -> None:
        self._session, self._way, self._show, self._tell = session, way, show, tell
        self._inventory = session.inventory

    def undo(self) -> None:
        """Take it back."""
        undone = undoing.undo(self._inventory, self._session.person)
        self._turn(undone, tr("Nothing to undo."), tr("Taken back: {}."))

    def redo(self) -> None:
        """Do it again."""
        undone = undoing.redo(self._inventory, self._session.person)
        self._turn(undone, tr("Nothing to redo."), tr("Done again: {}."))

    def _turn(self, undone: undoing.Undone | None, nothing: str, done: str) -> None:
        if undone is None:
            self._tell(nothing, "info")
            return
        self._session.reload(EDITED)
        candidates = undone.touched.get(CANDIDATES.name, [])
        for fid in candidates:
            self._way.refresh_state(fid)
        rock_glaciers = undone.touched.get(ROCK_GLACIERS.name, [])
        places = [(CANDIDATES, fid) for fid in candidates] + [(ROCK_GLACIERS, fid) for fid in rock_glaciers]
        found = next((shown for table, fid in places if (shown := read_shown(self._inventory, table, fid))), None)
        if found is not None:
            self._show(found)
        else:
            self._way.go_on()
        self._tell(done.format(operation_text(undone.operation)), "info")
