"""What becomes one rock glacier is chosen by clicks: rock glaciers, and candidates that nobody has decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY

from .....gestures import reshaping
from .....gestures.operations import Found
from .....inventory.schema import GEOMETRY, MERGE, ROCK_GLACIERS
from .....processing_provider.adapters.translation import tr
from ....dock.panels.shown import number
from ....geometry import outlines
from ....geometry.features import Shown, read_shown, source_of
from ....layers.inventory_layers import EDITED
from ....map.seeing.chosen import ChosenOutlines

if TYPE_CHECKING:
    from ....common.guard import Tell
    from ....dock.panels.choosing_bar import ChoosingBar
    from ....session.session import Session
    from ..map_mode import MapMode
    from ..map_way import MapWay

_NAMES = 6
"""Titles that are listed; of more only the number."""


class Merging:
    """The outlines that are chosen, each as it was when it was clicked on."""

    def __init__(self, mode: MapMode, session: Session, bar: ChoosingBar, way: MapWay, tell: Tell) -> None:
        self._mode, self._session, self._bar, self._way, self._tell = mode, session, bar, way, tell
        self._inventory = session.inventory
        self._chosen: dict[tuple[str, int], Shown] = {}
        self.is_clicked = False
        """Whether an outline was chosen by a click, or left out by one."""
        self._rims = ChosenOutlines(session.view.canvas, session.crs, session.hiding)
        self._take(mode.shown)

    def _take(self, shown: Shown | None) -> None:
        """Choose what is shown; of a candidate that is decided on, its rock glacier."""
        if shown is not None and shown.is_candidate and not shown.is_open:
            fid = self._session.own_rock_glacier(shown)
            shown = None if fid is None else read_shown(self._inventory, ROCK_GLACIERS, fid)
        if shown is not None:
            self._chosen[shown.table.name, shown.fid] = shown

    def take_selection(self) -> int:
        """Choose what is selected in QGIS, too, and select it no more; how many are selected."""
        fids = self._session.selected_rock_glaciers()
        for fid in fids:
            self._take(read_shown(self._inventory, ROCK_GLACIERS, fid))
        self._session.clear_selection()  # QGIS fills what is selected, and the ground is to be seen
        return len(fids)

    def begin(self) -> None:
        """Show what is chosen by now."""
        self._show()

    def look_again(self) -> None:
        """Somebody has changed one of them: choose what is left of them, as it is now."""
        before, self._chosen = self._chosen, {}
        for shown in before.values():
            if shown.is_candidate:
                self._way.refresh_state(shown.fid)
            self._take(read_shown(self._inventory, shown.table, shown.fid))
        self._session.reload(EDITED)
        self._show()

    def stop(self) -> None:
        """Take the rims off the map."""
        self._rims.stop()

    def click(self, point: QgsPointXY) -> None:
        """Choose what lies there, or choose it no more."""
        removed = False
        for shown in self._way.at(point):
            if shown.is_candidate and not shown.is_open:
                removed = True
                continue
            key = shown.table.name, shown.fid
            if self._chosen.pop(key, None) is None:
                self._chosen[key] = shown
            self.is_clicked = True
            self._show()
            return
        if removed:
            self._tell(tr("This candidate was removed; take it back by Remain or Refine before it is merged."), "info")
        else:
            self._tell(tr("There is no candidate and no rock glacier at this place."), "info")

    def _geometries(self) -> list[QgsGeometry]:
        return [self._session.ground.geometry(shown.row[GEOMETRY]) for shown in self._chosen.values()]

    def _show(self) -> None:
        geometries = self._geometries()
        self._rims.show(geometries)
        names = [shown.title for shown in self._chosen.values()]
        lines = names[:_NAMES]
        if len(names) > _NAMES:
            lines.append(tr("{} more").format(number(len(names) - _NAMES)))
        text = tr("Click on each outline that belongs to it, once more to leave it out.")
        if len(geometries) > 1:
            parts = len(outlines.merge(geometries).asGeometryCollection())
            if parts > 1:
                text = tr("They do not all touch: the outline will have {} parts.").format(number(parts))
        self._bar.show_choice(text, lines, len(names) > 1)

    def accept(self) -> None:
        """Make one of them, in one gesture.

        Raises
        ------
        UserError
            One is gone, or the file cannot be written; the choice stays.
        """
        unseen = self.unseen()
        if unseen:
            self._tell(unseen, "warning")
            return
        session, parts = self._session, list(self._chosen.values())
        rock_glaciers = {part.fid: part.row for part in parts if not part.is_candidate}
        sources = {part.fid: source_of(self._inventory, part) for part in parts if part.is_candidate}
        found = [Found(part.fid, session.by(sources[part.fid]), part.row) for part in parts if part.is_candidate]
        by = self._mode.by(None if rock_glaciers else next(iter(sources.values()), ""))
        outline = session.ground.outline(outlines.merge(self._geometries()), session.crs)
        kept = reshaping.merge(self._inventory, sorted(rock_glaciers), outline, by, rock_glaciers, found)
        self._mode.back_to_deciding()
        for fid in sources:
            self._way.refresh_state(fid)
        self._mode.decided(read_shown(self._inventory, ROCK_GLACIERS, kept), MERGE)

    def unseen(self) -> str:
        """What of the choice is not on the map, in a sentence; empty where all is."""
        told = self._session.hiding.bring_back()
        for shown, geometry in zip(self._chosen.values(), self._geometries()):
            if not self._session.view.is_in_sight(geometry):
                text = tr("{} is out of view: move the map so that you see all that becomes one, and press it again.")
                return text.format(shown.title)
        return told
