"""The map moved by keys, wherever the focus is: by as much as QGIS's own arrows move it."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas

STEPS = {"map-left": (-1, 0), "map-right": (1, 0), "map-up": (0, 1), "map-down": (0, -1)}
"""Action -> steps to the right and upwards on the screen."""
_SHARE = 0.25
"""Of the view's width or height that a step moves."""


def move_map(canvas: QgsMapCanvas, action: str) -> None:
    """Move the view by a step; on a turned map, too, as the screen shows it."""
    right, up = STEPS[action]
    size, transform = canvas.mapSettings().outputSize(), canvas.getCoordinateTransform()
    x = size.width() * (0.5 + _SHARE * right)
    y = size.height() * (0.5 - _SHARE * up)
    canvas.setCenter(QgsPointXY(transform.toMapCoordinates(round(x), round(y))))
    canvas.refresh()
