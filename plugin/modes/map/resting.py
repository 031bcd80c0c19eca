"""A key that stays down until it is drawn, or clicked, what it began: letting go of it is to accept.

Who holds Refine, draws a stroke and lets go has pressed one key, and no second one. A short press is as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QTimer

from ...common.guard import Tell, Wires
from ...dock.keys.actions import CHOOSING, DRAWING

if TYPE_CHECKING:
    from ...dock.panels.map_panel import MapPanel
    from ...session.session import Session
    from .map_mode import MapMode


class Resting(QObject):
    """Knows what was drawn since the key went down; what is only proposed must be accepted by a key of its own."""

    def __init__(self, mode: MapMode, session: Session, panel: MapPanel, tell: Tell) -> None:
        super().__init__()
        self._mode, self._session, self._panel = mode, session, panel
        self._is_drawn = self._is_let_go = False
        self._wires = Wires(tell)
        for signal, slot in (
            (panel.let_go, self._let_go),
            (session.drawing.active_changed, self._begun_or_ended),
            (session.drawing.tools.stroked, self._stroked),
        ):
            self._wires.connect(signal, slot)

    def stop(self) -> None:
        """Let go of everything."""
        self._wires.cut()

    def _begun_or_ended(self, _active: bool) -> None:
        self._is_drawn = self._is_let_go = False

    def _stroked(self) -> None:
        self._is_drawn = True
        if self._is_let_go:  # hand and mouse were let go at once, and the key was first
            self._is_let_go = False
            QTimer.singleShot(0, self._accept)  # when the map has done with the mouse

    def _let_go(self, _action: str) -> None:
        if self._panel.mode() == CHOOSING:
            if self._mode.choosing.is_chosen_by_clicks:
                self._accept()
        elif self._session.drawing.tools.is_in_a_stroke:
            self._is_let_go = True
        elif self._is_drawn:
            self._accept()

    def _accept(self) -> None:
        if self._panel.mode() in (CHOOSING, DRAWING):
            self._panel.trigger("accept")
