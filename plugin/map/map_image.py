"""The uppermost image at a place of the map, and how fine it is there."""

from __future__ import annotations

from contextlib import suppress

from qgis.core import Qgis, QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas

from ...processing_provider.capture.drawn.kinds import is_from_web
from ...processing_provider.capture.tiled.origins import finest_units
from .basemap import is_picture, shown_layers
from .map_context import Image

_STEP = 50
"""Pixels along which their size is measured: many against rounding, few against the earth's curve."""


def image_at(canvas: QgsMapCanvas, outline: QgsRectangle, project: QgsProject) -> Image | None:
    """The uppermost image that the map shows in the middle of a box in map units; None for none."""
    place = outline.center()
    for layer in shown_layers(canvas):
        if not is_picture(layer):
            continue
        to_map = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), project.transformContext())
        with suppress(QgsCsException):
            there = to_map.transform(place, Qgis.TransformDirection.Reverse)
            if layer.extent().contains(there):
                return _image(layer, there, to_map)
    return None


def _image(layer: QgsRasterLayer, place: QgsPointXY, to_map: QgsCoordinateTransform) -> Image:
    if is_from_web(layer):  # what it shows beyond its finest tiles, and where it ends, is not known
        pixel = finest_units(layer)
        return Image(None if pixel is None else _on_map(place, (pixel, pixel), to_map))
    pixels = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    return Image(_on_map(place, pixels, to_map), to_map.transformBoundingBox(layer.extent()))


def _on_map(place: QgsPointXY, pixel: tuple[float, float], to_map: QgsCoordinateTransform) -> float:
    """The longer side in map units of a pixel of an image."""
    here = to_map.transform(place)
    right = to_map.transform(QgsPointXY(place.x() + _STEP * pixel[0], place.y()))
    below = to_map.transform(QgsPointXY(place.x(), place.y() - _STEP * pixel[1]))
    return max(here.distance(right), here.distance(below)) / _STEP
