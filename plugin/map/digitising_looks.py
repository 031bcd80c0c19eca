"""What QGIS's digitising draws at the mouse: its lines, without the fill that hides the ground."""

from __future__ import annotations

from qgis.gui import QgsGeometryRubberBand, QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

_CLEAR = QColor(0, 0, 0, 0)


class DigitisingLooks:
    """Clears the fill of what is on the map while something is drawn, and was not there before.

    The colour is in QGIS's settings, for all that a person digitises; they are left alone. Each drawing
    has bands of its own, which go with it, so there is nothing to bring back.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._before: list[object] = []

    def begin(self) -> None:
        """Before QGIS's tool is started: what is there now belongs to somebody else."""
        self._before = list(self._canvas.scene().items())

    def clear(self) -> None:
        """After a click, which may have begun a band."""
        for item in self._canvas.scene().items():
            if isinstance(item, (QgsRubberBand, QgsGeometryRubberBand)) and not any(
                item is other for other in self._before
            ):
                item.setFillColor(_CLEAR)

    def end(self) -> None:
        """Nothing is drawn any longer."""
        self._before = []
