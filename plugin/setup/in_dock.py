"""The dock shows whether the engine is missing, and lets go of it before it is removed."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QObject, QTimer

from ..common.guard import Tell, Wires
from ..common.settings import current_engine
from ..dock.engine_lines.engine_card import EngineCard
from .need import ask_for_engine
from .news import NEWS


class SetupInDock(QObject):
    """Between the dock's card and the set-up.

    Parameters
    ----------
    card
        Shown while there is no engine.
    let_go
        Ends what runs in the engine's environment.
    tell
        Shows a sentence.
    """

    def __init__(self, card: EngineCard, let_go: Callable[[], None], tell: Tell) -> None:
        super().__init__()
        self._card, self._running, self._tell = card, False, tell
        self._wires = Wires(tell)
        self._wires.connect(card.wanted, self._ask)
        self._wires.connect(NEWS.clearing, let_go)
        self._wires.connect(NEWS.changed, self._changed)
        self._wires.connect(NEWS.ended, self._ended)

    def look(self) -> None:
        """Show what is so now: the dock was opened, or a set-up has ended."""
        self._running = NEWS.is_running
        self._card.show_need(bool(current_engine().problem()), self._running)

    def stop(self) -> None:
        """The plugin is unloaded: a set-up under way ends, too."""
        self._wires.cut()
        NEWS.stopping.emit()

    def _changed(self) -> None:
        if NEWS.is_running != self._running:
            self.look()

    def _ended(self) -> None:
        """The page may be closed: what went wrong is said here, too."""
        self.look()
        if NEWS.said:
            self._tell(NEWS.said, "warning")

    def _ask(self) -> None:
        """Not within the click: the options are modal."""
        QTimer.singleShot(0, lambda: ask_for_engine(None, ""))
