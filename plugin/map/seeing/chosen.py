"""Outlines that are chosen, several at once: as rims, so that the ground inside stays seen."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

from .hiding import Hiding
from .rims import POLYGON, on_map, rim, to_map

_LOOKS = ((QColor(0, 0, 0, 200), 5), (QColor(0, 230, 255), 2))
"""Casing and line: another colour than the highlight's, and none that ground has."""


class ChosenOutlines:
    """Draws rims on a canvas; `stop` takes them away."""

    def __init__(self, canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem, hiding: Hiding) -> None:
        self._canvas, self._crs, self._hiding = canvas, crs, hiding
        self._bands = [rim(canvas, *look) for look in _LOOKS]
        self._shown: list[QgsGeometry] = []
        canvas.destinationCrsChanged.connect(self._draw)
        hiding.changed.connect(self._hide)

    def show(self, geometries: Sequence[QgsGeometry]) -> None:
        """Show these and no others (inventory's coordinates)."""
        self._shown = list(geometries)
        self._draw()

    def _hide(self, hidden: bool) -> None:
        """With all other outlines, for a look at the ground."""
        for band in self._bands:
            band.setOpacity(0.0 if hidden else 1.0)

    def _draw(self) -> None:
        to_there = to_map(self._canvas, self._crs)
        drawn = [there for one in self._shown if (there := on_map(one, to_there)) is not None]
        whole = QgsGeometry.collectGeometry(drawn) if drawn else QgsGeometry()
        for band in self._bands:
            band.reset(POLYGON)
            if not whole.isNull():
                band.setToGeometry(whole, None)

    def stop(self) -> None:
        """Take them off the canvas."""
        self._hiding.changed.disconnect(self._hide)
        if sip.isdeleted(self._canvas):
            return
        self._canvas.destinationCrsChanged.disconnect(self._draw)
        for band in self._bands:
            if not sip.isdeleted(band):
                self._canvas.scene().removeItem(band)
