"""Retrieve by one click: the outline around the place that the first click of a drawing was made on.

Where the mouse rests on ground that nobody has outlined, it is proposed without a click.
The click is the first corner of an outline for who draws on, and for who does not it means the ground: what is
proposed goes with the second corner. So neither needs a key of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QObject

from .....gestures import operations
from .....inventory.schema import KEPT_PROBABILITY, RETRIEVE, ROCK_GLACIERS
from .....processing_provider.adapters.translation import tr
from ....common.guard import Tell, Wires
from ....geometry.features import Shown, read_shown
from ....map.growing.first_click import FirstClick
from ....map.strokes.drawing_tools import RESHAPE, VERTICES
from .growth import Growth

if TYPE_CHECKING:
    from .....inventory.levels import Step
    from ....common.settings import Settings
    from ....dock.panels.map_panel import MapPanel
    from ....engine.level_asker import Answer, LevelAsker, Place
    from ....session.session import Session
    from ..map_mode import MapMode


class ClickedGround(QObject):
    """What is proposed while something is drawn from its beginning."""

    def __init__(
        self, mode: MapMode, session: Session, panel: MapPanel, settings: Settings, levels: LevelAsker, tell: Tell
    ) -> None:
        super().__init__()
        self._mode, self._session, self._panel, self._tell = mode, session, panel, tell
        self._settings, self._levels = settings, levels
        self.growth = Growth(session, panel)
        self._click = FirstClick(session.view.canvas, self)
        self._place: tuple[float, float] | None = None
        self._is_clicked = False
        self._what_to_do = ""
        self._wires = Wires(tell)
        for signal, slot in (
            (self._click.made, self._clicked),
            (self._click.drawn_on, self._forget),
            (levels.answered, self._came),
            (session.drawing.active_changed, self._drawing_changed),
            (session.drawing.tools.changed, self._tool_changed),
            (session.drawing.tools.stroked, self._forget),
        ):
            self._wires.connect(signal, slot)

    @property
    def is_on(self) -> bool:
        """Whether an outline is proposed."""
        return self.growth.is_on

    def stop(self) -> None:
        """Let go of everything."""
        self._click.end()
        self._forget()
        self._wires.cut()

    def offer(self, what_to_do: str) -> None:
        """A drawing has begun, and nothing is drawn yet; `what_to_do` is what the panel says of it."""
        self._what_to_do = what_to_do
        if self._session.inventory.count(KEPT_PROBABILITY):
            self._click.begin()
            text = tr("Click into it, and an outline is proposed; or go on clicking along its edge to draw it.")
            self._panel.drawing.set_text(text)
            self._ask_at_the_mouse()

    def _ask_at_the_mouse(self) -> None:
        """Quietly: who presses the key to draw may have the mouse anywhere."""
        point = self._session.view.pointed_at()
        if point is not None and self._mode.is_free(point):
            self._ask(point, is_clicked=False)

    def _clicked(self, point: QgsPointXY) -> None:
        self._forget()  # what is proposed where the mouse was
        self._panel.drawing.set_text(tr("The outline around your click is looked for; or go on clicking to draw it."))
        self._ask(point, is_clicked=True)

    def _ask(self, point: QgsPointXY, is_clicked: bool) -> None:
        latitude, longitude, _ = self._session.ground.marker(point)
        self._place, self._is_clicked = (longitude, latitude), is_clicked
        self._levels.ask(self._place)

    def _came(self, place: Place, answer: Answer) -> None:
        if self._place is None or place != self._place:
            return
        if isinstance(answer, str):
            if self._is_clicked:
                self._panel.drawing.set_text(answer)
            else:
                self._place = None
            return
        self.growth.begin(answer, answer.steepest, of_a_place=True)
        where = tr("This is proposed around your click. Accept it, or go on clicking to draw.")
        at_the_mouse = tr("This is proposed where your mouse is. Accept it, or click elsewhere, or draw.")
        self._panel.drawing.set_text(where if self._is_clicked else at_the_mouse)

    def _forget(self) -> None:
        """It is drawn by hand after all, or the drawing is over."""
        if self._place is not None:
            self._panel.drawing.set_text(self._what_to_do)
        self._place = None
        if self.growth.is_on:
            self.growth.end()

    def _drawing_changed(self, active: bool) -> None:
        if not active:
            self._click.end()
            self._forget()

    def _tool_changed(self, tool: str) -> None:
        """What is clicked with these is a change of what is drawn, and never means the ground."""
        if tool in (RESHAPE, VERTICES):
            self._click.end()
            self._forget()

    def step(self, step: Step) -> None:
        """To another level."""
        told = self.growth.step(step)
        if told:
            self._tell(told, "info")

    def accept(self) -> None:
        """Write what is proposed as a rock glacier that was missed."""
        growth, inventory = self.growth, self._session.inventory
        level, others = growth.level, growth.told_of(growth.taken_in())
        by = self._mode.by(growth.levels.imagery)
        outline = self._session.ground.outline(growth.geometry, self._session.crs)
        fid = operations.retrieve(inventory, outline, by, level.level)
        shown: Shown | None = read_shown(inventory, ROCK_GLACIERS, fid)
        self._settings.uses_levels = True
        self._session.drawing.finish()
        self._mode.back_to_deciding()
        self._mode.decided(shown, RETRIEVE)
        if others and shown is not None:
            self._tell(tr("{}: saved. {}").format(shown.title, others), "info")

    def draw_on(self) -> None:
        """Mend what is proposed by hand."""
        geometry = self.growth.geometry
        self._session.drawing.finish()
        self._mode.drawing.go_on_with(geometry)
