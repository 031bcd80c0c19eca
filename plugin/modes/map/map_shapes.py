"""What Map mode does beside the four operations: split, merge, mend, a marker that is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsPointXY

from ....gestures import reshaping
from ....inventory.schema import GEOMETRY, PRIMARY_MARKERS, REFINE, ROCK_GLACIERS, SETTLE, SPLIT
from ....processing_provider.adapters.translation import tr
from ...geometry.features import Shown, read_shown, source_of
from ...geometry.outline_geometry import marker_of
from ...session import twins
from ...session.warnings_of import PUT_INSIDE

if TYPE_CHECKING:
    from ...common.guard import Tell
    from ...session.session import Session
    from .map_mode import MapMode
    from .map_screen import MapScreen


class MapShapes:
    """Each is one gesture on what `mode` shows."""

    def __init__(self, mode: MapMode, session: Session, screen: MapScreen, tell: Tell) -> None:
        self._mode, self._session, self._screen, self._tell = mode, session, screen, tell
        self._inventory = session.inventory

    def split(self) -> None:
        """Draw a line across what is shown, or the rock glacier that is selected; a candidate is kept with it."""
        shown = self.to_be_cut()
        if shown is None:
            self._tell(tr("Click on the rock glacier that is to be split first."), "warning")
            return
        self._mode.show(shown, move=False)
        self._mode.drawing.begin(SPLIT, shown)

    def to_be_cut(self) -> Shown | None:
        """What Split is about: a rock glacier, or the candidate that is shown."""
        return self._rock_glacier() or self._mode.shown

    def _rock_glacier(self) -> Shown | None:
        """The rock glacier that is shown, that of the candidate that is shown, or the selected one."""
        shown = self._mode.shown
        if shown is not None:
            fid = self._session.own_rock_glacier(shown)
            if fid is not None:
                return read_shown(self._inventory, ROCK_GLACIERS, fid)
        selected = self._session.selected_rock_glaciers()
        return read_shown(self._inventory, ROCK_GLACIERS, selected[0]) if len(selected) == 1 else None

    def mend(self, action: str) -> None:
        """Take the offer of a warning: a refined outline, clipped at the others or made valid; or a twin."""
        shown = self._mode.shown
        if shown is None:
            return
        if action == twins.OTHER:
            self._mode.show(twins.other_twin(self._session, shown), move=False)
            return
        if action == twins.SETTLE:
            twins.settle_shown(self._session, shown, self._mode.by())
            self._mode.decided(shown, SETTLE)
            return
        if action == PUT_INSIDE:
            self._put_marker_inside(shown)
            return
        mended = self._screen.doubts.mended(action, shown, self._session.ground.geometry(shown.row[GEOMETRY]))
        source = source_of(self._inventory, shown) if shown.is_candidate else None
        self._mode.drawing.refine(shown, mended, self._session.crs, self._mode.by(source))
        self._mode.decided(shown, REFINE)

    def move_marker(self, point: QgsPointXY) -> None:
        """The marker of the rock glacier that is shown was dragged (inventory's coordinates)."""
        shown = self._mode.shown
        if shown is not None and not shown.is_candidate:
            by = self._mode.by()
            latitude, longitude, blob = self._session.ground.marker(point)
            reshaping.move_marker(self._inventory, shown.fid, latitude, longitude, blob, by, shown.row)
            moved = read_shown(self._inventory, ROCK_GLACIERS, shown.fid)
            self._session.reload((ROCK_GLACIERS.name, PRIMARY_MARKERS.name))
            self._mode.show(moved, move=False)

    def _put_marker_inside(self, shown: Shown) -> None:
        """To where a new outline's marker would stand."""
        geometry = self._session.ground.geometry(shown.row[GEOMETRY])
        self.move_marker(marker_of(geometry))

    def refuse_marker(self) -> None:
        """It was dropped outside its outline."""
        self._tell(tr("A primary marker lies inside its outline; it stays where it was."), "warning")
