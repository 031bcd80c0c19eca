"""Outlines by levels in Map mode: of what is shown, and of ground that was clicked on; one of them at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .breathing import Breathing
from .clicked_ground import ClickedGround

if TYPE_CHECKING:
    from .....inventory.levels import Step
    from ....common.guard import Tell
    from ....common.settings import Settings
    from ....dock.panels.map_panel import MapPanel
    from ....engine.level_asker import LevelAsker
    from ....session.session import Session
    from ..map_mode import MapMode


class ByLevels:
    """What the keys are for: a drawing's own proposal before what is shown."""

    def __init__(
        self, mode: MapMode, session: Session, panel: MapPanel, settings: Settings, levels: LevelAsker, tell: Tell
    ) -> None:
        self._session, self._panel = session, panel
        self.breathing = Breathing(mode, session, panel, settings, levels, tell)
        self.clicked = ClickedGround(mode, session, panel, settings, levels, tell)

    def _live(self) -> Breathing | ClickedGround:
        return self.clicked if self._session.drawing.is_active else self.breathing

    def step(self, step: Step) -> None:
        """Grow, shrink, go to the sharpest edge, or to a level."""
        self._live().step(step)

    def draw_on(self) -> None:
        """Go on by hand from the outline as it is now."""
        self._live().draw_on()

    def or_else(self, accept: Callable[[], None]) -> Callable[[], None]:
        """Accept: what grows or is proposed, else what is drawn."""

        def call() -> None:
            live = self._live()
            if live.is_on:
                live.accept()
            else:
                accept()

        return call

    def give_up_or(self, give_up: Callable[[], None], go_back: Callable[[], None]) -> Callable[[], None]:
        """Give up what is drawn, else what grows, which leaves no trace."""
        return lambda: give_up() if self._session.drawing.is_active else go_back()

    def stop(self) -> None:
        """Let go of everything."""
        self.clicked.stop()
        self.breathing.stop()
