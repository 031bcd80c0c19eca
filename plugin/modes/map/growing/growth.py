"""An outline among its levels: on the map, in the panel, and in words; nothing of it is in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from .....inventory.errors import UserError
from .....inventory.levels import GROW, SHRINK, Level, Levels, Step
from .....inventory.schema import CANDIDATES, UNDECIDED
from .....processing_provider.adapters.translation import tr
from ....dock.levels.levels_view import LevelFacts
from ....geometry.features import near, read_shown

if TYPE_CHECKING:
    from ....dock.panels.map_panel import MapPanel
    from ....session.session import Session

_NAMED = 3
"""More others than these are only counted."""


class Growth:
    """One outline at a time; `begin` and `end` know nothing of why."""

    def __init__(self, session: Session, panel: MapPanel) -> None:
        self._session, self._panel = session, panel
        self._levels: Levels | None = None
        self._index = 0
        self._of_a_place = False
        self._others: dict[str, tuple[int, QgsGeometry]] = {}

    @property
    def is_on(self) -> bool:
        """Whether an outline is shown."""
        return self._levels is not None

    @property
    def levels(self) -> Levels:
        """All of them."""
        if self._levels is None:
            raise UserError(tr("No outline grows or shrinks now."))
        return self._levels

    @property
    def level(self) -> Level:
        """The one that is shown."""
        return self.levels[self._index]

    @property
    def is_as_found(self) -> bool:
        """Whether it is the outline that the detection has drawn."""
        return self._index == self.levels.found

    @property
    def geometry(self) -> QgsGeometry:
        """The outline that is shown, in the inventory's system."""
        return QgsGeometry.fromWkt(self.level.outline)

    def begin(self, levels: Levels, index: int, of_a_place: bool = False) -> None:
        """Show one of the levels of a candidate, or of a place that was clicked on."""
        self._levels, self._index, self._of_a_place = levels, index, of_a_place
        self._others.clear()
        self._show()

    def end(self) -> None:
        """Show nothing."""
        self._levels = None
        self._session.view.growing.clear()
        self._panel.show_level(None)

    def step(self, step: Step) -> str:
        """Go to another level; why it goes no further, where that is so."""
        before, self._index = self._index, self.levels.after(self._index, step)
        self._show()
        if before != self._index:
            return ""
        told = f"{self.level.level:.2f}"
        ends: dict[Step, str] = {
            GROW: tr("It grows no further: below {} nothing was kept, or it would reach far beyond.").format(told),
            SHRINK: tr("It shrinks no further: above {} nothing is left that is large enough.").format(told),
        }
        return ends.get(step, "")

    def _show(self) -> None:
        levels, level, found = self.levels, self.level, self.levels.found
        others = self.taken_in()
        self._session.view.grow(self.geometry, [self._others[name][1] for name in others])
        facts = LevelFacts(
            level.level,
            level.area,
            None if found is None else levels[found].area,
            levels.edge_word(self._index),
            tuple(levels.edge_share(place) for place in range(len(levels))),
            self._index,
            found,
            levels.steepest,
            " ".join(text for text in (self.told_of(others), self._told_of_parts()) if text),
        )
        self._panel.show_level(facts)

    def taken_in(self) -> list[str]:
        """Identifiers of the candidates whose ground it holds, and which wait for a decision now."""
        wanted = set(self.level.joins)
        if not wanted <= self._others.keys():
            box = self.geometry.boundingBox()
            edges = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            for fid, identifier, blob in near(self._session.inventory, CANDIDATES, edges):
                if identifier in wanted:
                    self._others[identifier] = fid, self._session.ground.geometry(blob)
        return [name for name in self.level.joins if name in self._others and self._is_undecided(name)]

    def _is_undecided(self, identifier: str) -> bool:
        fid, queue = self._others[identifier][0], self._session.queue
        return fid in queue and queue.state(fid) == UNDECIDED

    def told_of(self, others: list[str]) -> str:
        """Which others it takes in, and what becomes of them; empty where none."""
        if not others:
            return ""
        if len(others) > _NAMED:
            return tr("It takes in the ground of {} other candidates, which stay to be decided.").format(len(others))
        rows = [read_shown(self._session.inventory, CANDIDATES, self._others[name][0]) for name in others]
        names = ", ".join(row.title for row in rows if row is not None)
        if len(others) == 1:
            return tr("It takes in the ground of {}, which stays to be decided.").format(names)
        return tr("It takes in the ground of {}, which stay to be decided.").format(names)

    def _told_of_parts(self) -> str:
        if self.level.parts < 2:
            return ""
        if self._of_a_place:
            return tr("The ground has parted into {}; this is the part you clicked on.").format(self.level.parts)
        return tr("It has parted into {}; this is the largest.").format(self.level.parts)
