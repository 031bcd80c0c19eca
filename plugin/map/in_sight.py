"""Nothing is decided that nobody sees: whether the outline is on the map, and no other tool is in hand."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapToolIdentify, QgsMapToolPan, QgsMapToolZoom

LEAST_PIXELS = 6
"""An outline that is smaller on the screen is a dot, and nobody can judge it."""

_LOOKING = (QgsMapToolPan, QgsMapToolZoom, QgsMapToolIdentify)
"""Tools with which a person only looks. With another one (measuring, selecting) a key is meant for that."""


def is_in_sight(canvas: QgsMapCanvas, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether the map shows an outline, or a part of it, large enough to be seen."""
    there = QgsGeometry(geometry)
    system = canvas.mapSettings().destinationCrs()
    try:
        there.transform(QgsCoordinateTransform(crs, system, QgsProject.instance().transformContext()))
    except QgsCsException:
        return False
    box, pixel = there.boundingBox(), canvas.mapUnitsPerPixel()
    if pixel <= 0 or max(box.width(), box.height()) < LEAST_PIXELS * pixel:
        return False
    view = canvas.extent()
    return box.intersects(view) and there.intersects(QgsGeometry.fromRect(view))


def is_looking(canvas: QgsMapCanvas) -> bool:
    """Whether the tool in hand is one for looking, or none."""
    tool = canvas.mapTool()
    return tool is None or isinstance(tool, _LOOKING)
