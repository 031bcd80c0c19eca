"""An outline that grows and shrinks on the map, and the outlines of others that it takes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Optional

from qgis.core import QgsGeometry
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

from ..seeing.rims import POLYGON, rim

_LOOKS = ((QColor(255, 255, 255, 230), 5), (QColor(255, 0, 200), 2))
"""Casing and line, as of what is drawn by hand; never a fill, which would hide the ridges."""
_LOOKS_OF_OTHERS = ((QColor(0, 0, 0, 190), 5), (QColor(255, 200, 0), 3))
"""Of those whose ground it takes in."""

OnMap = Callable[[QgsGeometry], Optional[QgsGeometry]]
"""A geometry of the inventory in the map's system; None where it has no place there."""


class GrowingOutline:
    """Bands on the canvas; nothing of it is in a layer, and `clear` leaves no trace."""

    def __init__(self, canvas: QgsMapCanvas, on_map: OnMap) -> None:
        self._canvas, self._on_map = canvas, on_map
        self._others_shown: list[QgsGeometry] = []
        self._shown: QgsGeometry | None = None
        self._others = [rim(canvas, *look) for look in _LOOKS_OF_OTHERS]
        self._own = [rim(canvas, *look) for look in _LOOKS]

    def show(self, outline: QgsGeometry, others: Sequence[QgsGeometry] = ()) -> None:
        """Show the outline as it is now, and those of others whose ground it holds."""
        self._shown, self._others_shown = outline, list(others)
        self.draw_anew()

    def clear(self) -> None:
        """Show nothing."""
        self._shown, self._others_shown = None, []
        self.draw_anew()

    @property
    def shown(self) -> QgsGeometry | None:
        """The outline that is shown, in the inventory's system."""
        return self._shown

    def draw_anew(self) -> None:
        """The map has another system, or something else is shown."""
        others = [there for other in self._others_shown if (there := self._on_map(other)) is not None]
        _draw(self._others, others)
        there = None if self._shown is None else self._on_map(self._shown)
        _draw(self._own, [] if there is None else [there])

    def set_visible(self, visible: bool) -> None:
        """Take it away for a moment, or bring it back."""
        for band in self._bands():
            band.setOpacity(1.0 if visible else 0.0)

    def stop(self) -> None:
        """Take all off the canvas."""
        if sip.isdeleted(self._canvas):
            return
        for band in self._bands():
            if not sip.isdeleted(band):
                self._canvas.scene().removeItem(band)

    def _bands(self) -> Iterator[QgsRubberBand]:
        yield from self._others
        yield from self._own


def _draw(bands: list[QgsRubberBand], geometries: list[QgsGeometry]) -> None:
    for band in bands:
        band.reset(POLYGON)
        for geometry in geometries:
            band.addGeometry(geometry, None)
