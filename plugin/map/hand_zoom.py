"""The scale that a person has given the map by hand, with whatever of QGIS does that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject

_SAME = 0.01
"""Scales that differ by a smaller share are one: QGIS computes them anew from the view."""


class HandZoom(QObject):
    """Hears when the map changes its scale, and by whom.

    A new size of the window and another system of the project change the scale, too, and are no hand.
    """

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scale: float | None = None
        """Denominator; None where nobody has zoomed since we have shown something, or `forget`."""
        self._canvas = canvas
        self._ours = False
        self._last: float | None = None
        self._size, self._crs = canvas.size(), canvas.mapSettings().destinationCrs()
        canvas.scaleChanged.connect(self._note)
        canvas.extentsChanged.connect(self._note_size)
        canvas.destinationCrsChanged.connect(self._note_crs)

    def stop(self) -> None:
        """Let go of the map."""
        if not sip.isdeleted(self._canvas):
            self._canvas.scaleChanged.disconnect(self._note)
            self._canvas.extentsChanged.disconnect(self._note_size)
            self._canvas.destinationCrsChanged.disconnect(self._note_crs)

    def forget(self) -> None:
        """The rules hold again."""
        self.scale = None

    @contextmanager
    def ours(self) -> Iterator[None]:
        """What changes the scale in here is our doing."""
        self._ours = True
        try:
            yield
        finally:
            self._ours = False
            self._last = self._canvas.scale()

    def _note(self, scale: float) -> None:
        if self._ours or self._last is None:
            return
        same_map = self._canvas.size() == self._size and self._canvas.mapSettings().destinationCrs() == self._crs
        if same_map and abs(scale / self._last - 1) > _SAME:
            self.scale = scale
        self._last = scale

    def _note_size(self) -> None:
        self._size = self._canvas.size()

    def _note_crs(self) -> None:
        self._crs = self._canvas.mapSettings().destinationCrs()
