"""The ground around polygons, of which a basemap is captured."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsRectangle,
    QgsVectorLayer,
)

from ..adapters.boxes import transformed
from .plan.pieces import Area

_WGS84 = "EPSG:4326"
_METRES_PER_DEGREE = 110_500.0
"""Of latitude, at least: a little more ground than is asked for is captured."""


def area_around(layers: Sequence[QgsVectorLayer], metres: float, context: QgsProcessingContext) -> Area | None:
    """Boxes around all polygons of some layers, larger by so many metres of ground; None where there is none.

    What has no place by longitude and latitude is left out; the engine tells of it.
    """
    degrees, boxes = QgsCoordinateReferenceSystem(_WGS84), []
    for layer in layers:
        to_degrees = QgsCoordinateTransform(layer.crs(), degrees, context.transformContext())
        for feature in layer.getFeatures(QgsFeatureRequest().setNoAttributes()):
            if feature.hasGeometry():
                try:
                    boxes.append(_wider(transformed(to_degrees, feature.geometry().boundingBox()), metres))
                except QgsCsException:
                    continue
    if not boxes:
        return None
    return Area(QgsGeometry.unaryUnion(boxes), degrees, context.transformContext())


def _wider(box: QgsRectangle, metres: float) -> QgsGeometry:
    north = metres / _METRES_PER_DEGREE
    farthest = min(max(abs(box.yMinimum()), abs(box.yMaximum())) + north, 89.0)
    east = north / math.cos(math.radians(farthest))
    return QgsGeometry.fromRect(
        QgsRectangle(box.xMinimum() - east, box.yMinimum() - north, box.xMaximum() + east, box.yMaximum() + north)
    )
