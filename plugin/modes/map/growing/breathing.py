"""What is shown grows and shrinks by a key, and is taken as another outline of it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QTimer

from .....gestures import operations
from .....inventory.errors import UserError
from .....inventory.levels import GROW, SHRINK, Levels, Step
from .....inventory.schema import GEOMETRY, KEPT_PROBABILITY, REFINE, REMAIN
from .....processing_provider.adapters.translation import tr
from .....store.edit import check_person
from ....common.guard import Tell, Wires
from ....dock.keys.actions import BREATHING, DECIDING
from ....geometry.features import Shown, source_of
from ....map.growing.control_wheel import ControlWheel
from .growth import Growth

if TYPE_CHECKING:
    from ....common.settings import Settings
    from ....dock.panels.map_panel import MapPanel
    from ....engine.level_asker import Answer, LevelAsker, Place
    from ....session.session import Session
    from ..map_mode import MapMode

_MS_WITHOUT_A_WORD = 1000


class Breathing(QObject):
    """Keys and wheel at what Map mode shows. Nothing is done before it is accepted, so nothing can be lost."""

    def __init__(
        self, mode: MapMode, session: Session, panel: MapPanel, settings: Settings, levels: LevelAsker, tell: Tell
    ) -> None:
        super().__init__()
        self._mode, self._session, self._panel, self._tell = mode, session, panel, tell
        self._settings, self._levels = settings, levels
        self.growth = Growth(session, panel)
        self._waiting: list[Step] = []
        self._has_levels = False
        self._before: tuple[str, int] | None = None
        self._wires = Wires(tell)
        self._wheel = ControlWheel(session.view.canvas, self._has_the_wheel, self)
        self._word = QTimer(self)
        self._word.setSingleShot(True)
        self._word.setInterval(_MS_WITHOUT_A_WORD)
        for signal, slot in (
            (self._wheel.turned, lambda notch: panel.trigger(GROW if notch > 0 else SHRINK)),
            (self._word.timeout, self._say_that_it_waits),
            (levels.answered, self._came),
            (mode.scope_changed, self._forget_unless_deciding),
        ):
            self._wires.connect(signal, slot)
        if settings.uses_levels and not session.read_only and self._keeps_levels():
            levels.be_ready()

    @property
    def is_on(self) -> bool:
        """Whether what is shown has another outline now, which waits to be taken."""
        return self._panel.mode() == BREATHING

    def stop(self) -> None:
        """Let go of everything."""
        self.end()
        self._wheel.stop()
        self._wires.cut()

    # What is shown

    def showed(self, shown: Shown | None) -> None:
        """The mode shows something; a key that waits was for what was there before, unless it is the same anew."""
        before, self._before = self._before, None if shown is None else (shown.table.name, shown.fid)
        if before != self._before:
            self._waiting.clear()
            self._word.stop()
        if shown is None or self._session.read_only or not self._keeps_levels():
            return
        if place := _place_of(shown):
            self._levels.look_at(place)

    def _keeps_levels(self) -> bool:
        """Whether any detection of this inventory has kept what it saw; an older one has not."""
        self._has_levels = self._has_levels or bool(self._session.inventory.count(KEPT_PROBABILITY))
        return self._has_levels

    def _forget_unless_deciding(self, scope: str) -> None:
        """Something else was begun: a key that waits must not come in between."""
        if scope != DECIDING:
            self._waiting.clear()
            self._word.stop()

    def _came(self, place: Place, answer: Answer) -> None:
        """An answer is there, to a key or to nobody."""
        shown = self._mode.shown
        if shown is None or place != _place_of(shown):
            return
        if self._waiting:
            self._begin(shown, answer)
        elif self._session.walk is None and shown.is_candidate:
            self._look_ahead(shown)

    def _look_ahead(self, shown: Shown) -> None:
        """Ask quietly for what comes next, so that its first key has an answer."""
        following = self._session.queue.peek(shown.fid)
        if following is not None and following != shown.fid:
            self._levels.look_at(self._session.candidate_id(following))

    # Growing and shrinking

    def _has_the_wheel(self) -> bool:
        """Whether Ctrl and the wheel are for an outline: it is there, and the dock is seen."""
        if self._panel.content.visibleRegion().isEmpty() or not self._panel.levels.buttons[GROW].isEnabled():
            return False
        shown = self._mode.shown
        is_known = self._panel.mode() == DECIDING and shown is not None and self._levels.known(_place_of(shown))
        return not isinstance(is_known, str)  # where there are no levels, QGIS zooms as ever

    def step(self, step: Step) -> None:
        """To another level of what is shown; done at once, or as soon as the engine has answered."""
        if self.growth.is_on:
            self._go(step)
            return
        shown = self._mode.shown
        if shown is None:
            return
        check_person(self._session.person)
        place = _place_of(shown)
        if not place:
            text = tr("{} was drawn by hand: only what a network has found grows and shrinks.")
            raise UserError(text.format(shown.title))
        self._settings.uses_levels = True
        self._waiting.append(step)
        answer = self._levels.known(place)
        if answer is not None:
            self._begin(shown, answer)
        elif len(self._waiting) == 1:
            self._word.start()
            self._levels.ask(place)

    def _say_that_it_waits(self) -> None:
        if self._waiting and self._mode.shown is not None:
            text = tr("The engine looks for the outlines of {}; your key is done when they are there.")
            self._tell(text.format(self._mode.shown.title), "info")

    def _begin(self, shown: Shown, answer: Answer) -> None:
        """Do the keys that have waited for this."""
        steps, self._waiting = self._waiting, []
        self._word.stop()
        if isinstance(answer, str):
            self._tell(answer, "warning")
            return
        geometry = self._session.ground.geometry(shown.row[GEOMETRY])
        if not self._session.view.is_in_sight(geometry):
            self._session.show(geometry, move=True)
        self._panel.set_mode(BREATHING)
        self._panel.drawing.set_text("")
        self._mode.scope_changed.emit(BREATHING)
        self._look_drawn(True)
        self.growth.begin(answer, _index_of(shown, answer))
        for step in steps:
            self._go(step)

    def _go(self, step: Step) -> None:
        told = self.growth.step(step)
        self._panel.drawing.set_operation(REMAIN if self._is_remain() else REFINE)
        if told:
            self._tell(told, "info")

    def _is_remain(self) -> bool:
        """Whether to accept it is to take the candidate as it was found."""
        return self._mode.shown is not None and self._mode.shown.is_candidate and self.growth.is_as_found

    def _look_drawn(self, drawn: bool) -> None:
        """The old outline thin and dashed, and no fills."""
        self._session.layers.set_drawing(drawn)
        self._session.view.set_drawing(drawn)

    # The end of it

    def accept(self) -> None:
        """Write the outline as it is now; as it was found, that is a Remain."""
        shown = self._mode.shown
        if shown is None:
            return
        told = self._session.bring_back(self._session.ground.geometry(shown.row[GEOMETRY]))
        if told:
            self._tell(told, "warning")
            return
        growth = self.growth
        if self._is_remain():
            self._mode.back_to_deciding()
            self._mode.deciding.operate(REMAIN)
            return
        level, others = growth.level, growth.told_of(growth.taken_in())
        by = self._mode.by(growth.levels.imagery or source_of(self._session.inventory, shown))
        outline = self._session.ground.outline(growth.geometry, self._session.crs)
        change = operations.refine if shown.is_candidate else operations.refine_rock_glacier
        change(self._session.inventory, shown.fid, outline, by, shown.row, level.level)
        self._mode.back_to_deciding()
        self._mode.decided(shown, REFINE)
        if others:
            self._tell(tr("{}: saved. {}").format(shown.title, others), "info")

    def draw_on(self) -> None:
        """Mend the outline as it is now by hand."""
        geometry = self.growth.geometry
        self._mode.back_to_deciding()
        self._mode.drawing.begin(REFINE, self._mode.shown, geometry)

    def end(self) -> None:
        """Without a trace, wherever it was; the panel is left to who goes on."""
        self._waiting.clear()
        self._word.stop()
        if self.growth.is_on:
            self.growth.end()
            self._look_drawn(False)


def _place_of(shown: Shown) -> str:
    """The candidate that is shown, or that a rock glacier came of; empty where it came of none."""
    return shown.identifier if shown.is_candidate else (shown.row["CANDIDATE"] or "")


def _index_of(shown: Shown, levels: Levels) -> int:
    """Where to begin: as found, or for a rock glacier the level whose outline is as large."""
    if shown.is_candidate and levels.found is not None:
        return levels.found
    area = shown.row["AREA"] or 0.0
    return min(range(len(levels)), key=lambda place: abs(levels[place].area - area))
