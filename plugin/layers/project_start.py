"""A project that was empty when an inventory was opened: it is in metres, and the map stays where it is."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface

from ...processing_provider.adapters.boxes import transformed
from ...processing_provider.capture.plan.grid import utm_zone
from ..geometry.ground import WGS84

_WEB_MERCATOR = "EPSG:3857"
"""Where basemaps are at home."""
_WIDEST = 8.0
"""Degrees that are shown in one UTM zone: a degree beyond either side of it."""
_SOUTHERNMOST, _NORTHERNMOST = -80.0, 84.0


def show_layers_now(iface: QgisInterface) -> None:
    """Have QGIS show the layers that were just added.

    It does so a moment later by itself, and where they are the first of the project, it takes the system of
    one of them and shows all of it, wherever the map has gone meanwhile.
    """
    iface.layerTreeCanvasBridge().setCanvasLayers()


def make_metric(project: QgsProject, layers: Iterable[QgsVectorLayer]) -> None:
    """Give a project in which these layers are the first a system in metres, where it has none."""
    found = project.crs()
    if not found.isValid() or found.isGeographic():  # else a system of the person's, or of the inventory
        project.setCrs(metric_crs(layers, project))


def metric_crs(layers: Iterable[QgsVectorLayer], project: QgsProject) -> QgsCoordinateReferenceSystem:
    """The system of the layers where it is in metres, else the UTM zone they lie in, else Web Mercator."""
    known = list(layers)
    for layer in known:
        if layer.crs().isValid() and not layer.crs().isGeographic():
            return layer.crs()
    return crs_of_box(_box_in_degrees(known, project))


def crs_of_box(box: QgsRectangle) -> QgsCoordinateReferenceSystem:
    """The UTM zone of a box in degrees that fits into one; Web Mercator for any other, and for none."""
    fits = not box.isNull() and box.width() <= _WIDEST
    if fits and box.yMinimum() >= _SOUTHERNMOST and box.yMaximum() <= _NORTHERNMOST:
        return utm_zone(box.center())
    return QgsCoordinateReferenceSystem(_WEB_MERCATOR)


def _box_in_degrees(layers: Iterable[QgsVectorLayer], project: QgsProject) -> QgsRectangle:
    boxes: list[QgsRectangle] = []
    degrees = QgsCoordinateReferenceSystem(WGS84)
    for layer in layers:
        extent = layer.extent()
        if layer.featureCount() == 0 or extent.isNull() or not extent.isFinite():
            continue
        with suppress(QgsCsException):
            transform = QgsCoordinateTransform(layer.crs(), degrees, project.transformContext())
            there = transformed(transform, extent)
            boxes.append(there)
    whole = boxes[0] if boxes else QgsRectangle()
    for box in boxes[1:]:
        whole.combineExtentWith(box)
    return whole
