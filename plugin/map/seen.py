"""The ground that the map shows now, as far as an image is seen on it, in the inventory's system."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsMapLayer,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
)
from qgis.gui import QgsMapCanvas

from ...inventory.errors import UserError
from ...inventory.imagery import join_names
from ...inventory.schema import REVIEWED_GROUND
from ...inventory.seen_ground import SeenGround
from ..geometry.outline_geometry import polygons_of, true_area, turned, within_the_globe
from ..geometry.outlines import geometry_of
from .basemap import images_here, name_of_image
from .map_context import metres_per_unit

_CORNERS_BETWEEN = 15
"""Vertices that each edge of the view gets, so that it stays where it is in another system."""
_LARGEST = 1.5
"""Times its true area that a view may have after all: more was torn apart on its way, and is not kept."""


def seen_ground(
    canvas: QgsMapCanvas, crs: QgsCoordinateReferenceSystem, person: str, operation: str, run_id: str = ""
) -> SeenGround | None:
    """What a person sees on a map; None where no image is shown, or it is still being drawn.

    Parameters
    ----------
    canvas
        The map; turned, its true rectangle counts.
    crs
        The inventory's system.
    person, operation, run_id
        Who decides what, of a candidate of which run.
    """
    if canvas.isDrawing():  # what is not drawn yet was not seen
        return None
    project = QgsProject.instance()
    settings, context = canvas.mapSettings(), project.transformContext()
    view = QgsGeometry.fromPolygonXY([[QgsPointXY(corner) for corner in settings.visiblePolygon()]])
    per_unit = metres_per_unit(view.centroid().asPoint(), settings.destinationCrs(), context)
    if per_unit is None:
        return None
    images = images_here(canvas, project)
    parts = [(layer, _part_on(layer, view, settings, context)) for layer in images if layer.opacity() > 0]
    shown = [(layer, part) for layer, part in parts if part is not None]
    ground = _in_system([part for _, part in shown], settings.destinationCrs(), crs, context)
    pixels, units = settings.outputSize(), settings.mapUnitsPerPixel()
    square = units * units * per_unit[0] * per_unit[1]
    if ground is None or true_area(ground, crs, context) > _LARGEST * pixels.width() * pixels.height() * square:
        return None
    box = ground.boundingBox()
    return SeenGround(
        bytes(ground.asWkb()),
        (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
        person,
        operation,
        units * max(per_unit),
        settings.scale(),
        join_names((name_of_image(layer) for layer, _ in shown), REVIEWED_GROUND.field("SOUR_DATA").length),
        run_id,
        lambda known: _new_share(ground, known),
    )


def _part_on(
    layer: QgsMapLayer, view: QgsGeometry, settings: QgsMapSettings, context: QgsCoordinateTransformContext
) -> QgsGeometry | None:
    """The part of a view, in the system of the map, that lies on an image; None where there is none."""
    transform = QgsCoordinateTransform(settings.destinationCrs(), layer.crs(), context)
    there = _dense(view)
    try:
        there.transform(transform)
        if layer.extent().contains(there.boundingBox()):
            return view
        there = there.intersection(QgsGeometry.fromRect(layer.extent()))
        there.transform(transform, Qgis.TransformDirection.Reverse)
    except QgsCsException:
        return None
    return None if there.isEmpty() else there


def _in_system(
    parts: Sequence[QgsGeometry],
    source: QgsCoordinateReferenceSystem,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> QgsGeometry | None:
    """Parts of a view as one MultiPolygon of the inventory; None where nothing is left, or it has no place there."""
    if not parts:
        return None
    whole = _dense(parts[0] if len(parts) == 1 else QgsGeometry.unaryUnion(list(parts)))
    try:
        whole.transform(QgsCoordinateTransform(source, crs, context))
    except QgsCsException:
        return None
    if not whole.boundingBox().isFinite():
        return None
    try:
        whole = polygons_of(whole)
        if crs.isGeographic():  # first of all: torn apart at the 180th meridian it is not valid
            whole = within_the_globe(whole)
        return turned(whole if whole.isGeosValid() else polygons_of(whole.makeValid()))
    except UserError:  # nothing is left of it
        return None


def _dense(geometry: QgsGeometry) -> QgsGeometry:
    return geometry.densifyByCount(_CORNERS_BETWEEN)


def _new_share(ground: QgsGeometry, known: Sequence[bytes]) -> float:
    """Share of ground that lies on none of what is known."""
    before = QgsGeometry.unaryUnion([geometry_of(wkb) for wkb in known])
    return float(ground.difference(before).area() / ground.area())
