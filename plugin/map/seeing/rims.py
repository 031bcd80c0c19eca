"""Rims on the map: bands without a fill, so that the ground stays seen, and geometries as the map has them."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


def rim(canvas: QgsMapCanvas, colour: QColor, width: int, kind: QgsWkbTypes.GeometryType = POLYGON) -> QgsRubberBand:
    """A band of polygons or lines in a colour, so many pixels wide."""
    band = QgsRubberBand(canvas, kind)
    band.setStrokeColor(colour)
    band.setFillColor(QColor(0, 0, 0, 0))
    band.setWidth(width)
    return band


def to_map(canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem) -> QgsCoordinateTransform:
    """From a system to the map's."""
    there = canvas.mapSettings().destinationCrs()
    return QgsCoordinateTransform(crs, there, QgsProject.instance().transformContext())


def on_map(geometry: QgsGeometry, to_there: QgsCoordinateTransform) -> QgsGeometry | None:
    """A geometry in the map's system, by `to_map`; None where it has no place there."""
    copy = QgsGeometry(geometry)
    try:
        copy.transform(to_there)
    except QgsCsException:
        return None
    return copy
