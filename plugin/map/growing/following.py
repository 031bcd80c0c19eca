"""The map follows an outline that outgrows it: by as little as shows the whole of it."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas

_RIM_PIXELS = 4
"""Nearer to the map's edge a line is not seen as a whole."""
_MARGIN = 0.06
"""Of the map's width and height that is left around an outline when the map has moved, so that it seldom moves."""


def view_with(canvas: QgsMapCanvas, geometry: QgsGeometry) -> QgsRectangle | None:
    """What the map is to show so that a geometry, in its system, is whole in sight; None where it is already.

    At the same scale where there is room for it, else farther away. On a turned map, too.
    """
    settings, transform = canvas.mapSettings(), canvas.getCoordinateTransform()
    width, height = settings.outputSize().width(), settings.outputSize().height()
    if geometry.isEmpty() or width <= 0 or height <= 0:
        return None
    drawn = QgsGeometry(geometry)
    drawn.mapToPixel(transform)
    on_screen = drawn.boundingBox()
    if not on_screen.isFinite() or QgsRectangle(0, 0, width, height).buffered(-_RIM_PIXELS).contains(on_screen):
        return None
    room = width * (1 - 2 * _MARGIN), height * (1 - 2 * _MARGIN)
    farther = max(on_screen.width() / room[0], on_screen.height() / room[1], 1.0)
    if farther > 1.0:
        centre = on_screen.center()
    else:
        x = _moved(on_screen.xMinimum(), on_screen.xMaximum(), width)
        centre = QgsPointXY(width / 2 + x, height / 2 + _moved(on_screen.yMinimum(), on_screen.yMaximum(), height))
    middle, now = transform.toMapCoordinatesF(centre.x(), centre.y()), settings.extent()
    east, north = now.width() * farther / 2, now.height() * farther / 2
    return QgsRectangle(middle.x() - east, middle.y() - north, middle.x() + east, middle.y() + north)


def _moved(first: float, last: float, size: int) -> float:
    """By how many pixels the view moves so that both lie inside, with a margin; as little as that takes."""
    margin = size * _MARGIN
    if first < _RIM_PIXELS:
        return first - margin
    return last - (size - margin) if last > size - _RIM_PIXELS else 0.0
