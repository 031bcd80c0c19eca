"""Units are proposed for what is shown: asked for, looked at, fewer, taken as one gesture, or given up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry

from .....gestures import reshaping
from .....inventory.schema import SPLIT
from .....processing_provider.adapters.translation import tr
from .....store.edit import check_person
from ....common.guard import Tell, Wires
from ....geometry.features import Shown, source_of
from ....map.seeing.cuts import ProposedCuts

if TYPE_CHECKING:
    from ....dock.panels.map_panel import MapPanel
    from ....session.session import Session
    from ..map_mode import MapMode
    from ..map_shapes import MapShapes
    from ..others import Others


class Cutting:
    """The cuts that are proposed for one feature; `is_on` from the question until they are taken or given up."""

    def __init__(
        self, mode: MapMode, session: Session, panel: MapPanel, shapes: MapShapes, others: Others, tell: Tell
    ) -> None:
        self._mode, self._session, self._panel, self._shapes, self._tell = mode, session, panel, shapes, tell
        self._shown: Shown | None = None
        self._proposal: dict[str, Any] = {}
        self._warning = ""
        self._count = 0
        self._cuts: ProposedCuts | None = None
        self._take_back: Callable[[], None] | None = None
        self._wires = Wires(tell)
        bar = panel.cutting
        for signal, slot in (
            (panel.units_requested, self.begin),
            (bar.accepted, others.unless_faster(self.accept)),
            (bar.dropped, self.drop),
            (bar.drawn, self.draw),
            (bar.given_up, self.give_up),
        ):
            self._wires.connect(signal, slot)

    @property
    def is_on(self) -> bool:
        """Whether cuts are asked for or shown."""
        return self._shown is not None

    def stop(self) -> None:
        """Let go of everything."""
        self.end()
        self._wires.cut()

    def begin(self) -> None:
        """Ask for the units of what is shown, or of the rock glacier that is selected.

        Raises
        ------
        UserError
            Nobody has said who is here.
        """
        check_person(self._session.person)
        shown, ask = self._shapes.to_be_cut(), self._session.ask_for_units
        if shown is None:
            self._tell(tr("Click on the rock glacier whose units are to be proposed first."), "warning")
            return
        if ask is None or not self._session.sources().dem:
            text = tr(
                "Units are told by the form of the ground: name an elevation model under Attributes in the settings."
            )
            self._tell(text, "warning")
            return
        self._mode.show(shown, move=False)
        self._shown = shown
        self._session.take_the_mouse()
        self._session.view.set_drawing(True)
        self._panel.cutting.wait()
        self._panel.set_mode("cutting")
        self._mode.scope_changed.emit("cutting")
        path = self._session.inventory.path
        self._take_back = ask(path, shown.table.name, shown.fid, self._answered, self._refused)

    def _answered(self, proposal: dict[str, Any], warned: list[str]) -> None:
        """The engine has looked: its cuts are shown, or that there are none."""
        shown, self._take_back = self._shown, None
        if shown is None:
            return
        self._proposal, self._warning = proposal, " ".join(warned)
        self._count = len(proposal["cuts"])
        if not self._count:
            self._mode.back_to_deciding()
            told = tr("{}: one unit, nothing to cut. S cuts along a line of your own.").format(shown.title)
            self._tell(f"{told} {self._warning}".strip(), "warning" if self._warning else "info")
            return
        self._cuts = ProposedCuts(self._session.view.canvas, self._session.crs)
        self._show()

    def _refused(self, sentence: str) -> None:
        self._take_back = None
        if self._shown is not None:
            self._mode.back_to_deciding()
            self._tell(sentence, "warning")

    def _show(self) -> None:
        cuts = self._proposal["cuts"][: self._count]
        if self._cuts is not None:
            self._cuts.show([QgsGeometry.fromWkt(cut["line"]) for cut in cuts])
        self._panel.cutting.show_cuts([cut["strength"] for cut in cuts], self._warning)

    def drop(self) -> None:
        """Leave out the cut that is the least sure; without the last one there is nothing to cut."""
        self._count -= 1
        if self._count > 0:
            self._show()
        else:
            self.give_up()

    def draw(self) -> None:
        """A line of the person's own instead."""
        self._mode.back_to_deciding()
        self._shapes.split()

    def give_up(self) -> None:
        """Back to what is shown, without a trace in the file."""
        self._mode.back_to_deciding()

    def left(self, shown: Shown | None) -> None:
        """Something else is shown: the cuts are not of that."""
        mine = self._shown
        if mine is not None and (shown is None or (shown.table, shown.fid) != (mine.table, mine.fid)):
            self._mode.back_to_deciding()

    def end(self) -> None:
        """Show and ask no more."""
        was_on, self._shown, self._count, self._proposal = self.is_on, None, 0, {}
        cuts, self._cuts = self._cuts, None
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            take_back()
        if cuts is not None:
            cuts.stop()
        if was_on:
            self._session.view.set_drawing(False)

    def accept(self) -> None:
        """Make units of it, in one gesture; the journal tells by which method.

        Raises
        ------
        UserError
            It was changed meanwhile, or cannot be written; the cuts stay.
        """
        shown = self._shown
        if shown is None or not self._count:
            return
        session = self._session
        outlines = [session.ground.outline(unit, session.crs) for unit in self._units()]
        strengths = [cut["strength"] for cut in self._proposal["cuts"]]
        how = {**json.loads(self._proposal["method"]), "strengths": strengths, "cuts_taken": self._count}
        by = self._mode.by(source_of(session.inventory, shown) if shown.is_candidate else None)
        cut = reshaping.split_candidate if shown.is_candidate else reshaping.split
        cut(session.inventory, shown.fid, outlines, by, shown.row, how)
        self._mode.back_to_deciding()
        self._mode.decided(shown, SPLIT)

    def _units(self) -> list[QgsGeometry]:
        """The outlines along the cuts that are left: a unit whose cut was dropped is a part of the one before."""
        found = [QgsGeometry.fromWkt(unit) for unit in self._proposal["units"]]
        parents = [cut["parent"] for cut in self._proposal["cuts"]]
        groups: dict[int, list[QgsGeometry]] = {}
        for index, unit in enumerate(found):
            owner = index + 1
            while owner > self._count + 1:
                owner = parents[owner - 2]
            groups.setdefault(owner, []).append(unit)
        return [QgsGeometry.unaryUnion(parts) for parts in groups.values()]
