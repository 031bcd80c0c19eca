"""Outlines away for a look at the ground: as long as a key is held, or until it is pressed again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....processing_provider.adapters.translation import tr

if TYPE_CHECKING:
    from ...layers.inventory_layers import InventoryLayers
    from ..map_view import MapView

A_PRESS_S = 0.35
"""Whoever lets go sooner has pressed the key and not held it: the outlines stay away until the next press."""


class Hiding(QObject):
    """Takes the inventory's layers and the highlight off the map, and brings them back."""

    changed = pyqtSignal(bool)
    """Whether they are away now."""

    def __init__(self, layers: InventoryLayers, view: MapView) -> None:
        super().__init__()
        self._layers, self._view = layers, view
        self.is_hidden = self._was_hidden = False
        self._since: float | None = None

    def hold(self, down: bool) -> None:
        """The key or the button is pressed, or let go."""
        if down:
            self._was_hidden, self._since = self.is_hidden, time.monotonic()
            self._set(True)
        elif self._since is not None:
            short, self._since = time.monotonic() - self._since < A_PRESS_S, None
            self._set(short and not self._was_hidden)

    def show(self, *_reason: object) -> None:
        """Bring them back, whatever was pressed: the key will not be let go where we hear it, or one draws."""
        self._since = None
        self._set(False)

    def bring_back(self) -> str:
        """Bring them back for who decides; what was done, empty where nothing."""
        if not self.is_hidden:
            return ""
        self.show()
        return tr("The outlines were hidden and are back: press the key once more to decide.")

    def _set(self, hidden: bool) -> None:
        if hidden != self.is_hidden:
            self.is_hidden = hidden
            self._layers.hide_outlines(hidden)
            self._view.set_visible(not hidden)
            self.changed.emit(hidden)
