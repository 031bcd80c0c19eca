"""Outlines as the inventory keeps them, and what is wrong with one, mends it, cuts it, joins it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from ...inventory.errors import UserError
from ...inventory.outline import Outline
from ...processing_provider.adapters.translation import tr
from .outline_geometry import POLYGON, marker_of, polygons_of, true_area, turned, within_the_globe

_REVERSE = Qgis.TransformDirection.Reverse


class OutlineMaker:
    """Makes what the inventory writes of a drawn geometry.

    Parameters
    ----------
    crs
        Coordinate system of the inventory.
    context
        How the project wants coordinates transformed.
    """

    def __init__(self, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext) -> None:
        self.crs = crs
        self._context = context
        degrees = QgsCoordinateReferenceSystem("EPSG:4326")
        self._to_degrees = QgsCoordinateTransform(crs, degrees, context)

    def outline(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> Outline:
        """The outline of a polygon that is in `crs`.

        Raises
        ------
        UserError
            Where it is empty, no polygon, or cannot be brought into the inventory's system.
        """
        here = self.in_inventory(geometry, crs)
        latitude, longitude = self.place_of(here)

        def marker_at(latitude: float, longitude: float) -> bytes | None:
            try:
                point = self.point_at(latitude, longitude)
            except QgsCsException:
                return None
            return _wkb(point) if here.intersects(QgsGeometry.fromPointXY(point)) else None

        return Outline(bytes(here.asWkb()), true_area(here, self.crs, self._context), latitude, longitude, marker_at)

    def in_inventory(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
        """The geometry as a flat MultiPolygon in the inventory's system; raises as `outline` does.

        Its rings run as GeoPackage wants them, see `turned`. All that is written passes through here.
        """
        here = polygons_of(geometry)
        with suppress(QgsCsException):
            here.transform(QgsCoordinateTransform(crs, self.crs, self._context))
            box = here.boundingBox()
            if math.isfinite(box.width()) and math.isfinite(box.height()):
                # Turned last: a transformation can turn it, as what cuts, joins and mends does.
                return turned(within_the_globe(here) if self.crs.isGeographic() else here)
        raise UserError(
            tr("The outline cannot be brought from {} into the inventory's system {}.").format(
                crs.authid(), self.crs.authid()
            )
        )

    def place_of(self, outline: QgsGeometry) -> tuple[float, float]:
        """Latitude and longitude that the marker of an outline (in the inventory's system) gets."""
        point = self._to_degrees.transform(marker_of(outline))
        return point.y(), point.x()

    def point_at(self, latitude: float, longitude: float) -> QgsPointXY:
        """A place on the globe in the inventory's system; raises `QgsCsException` where it has none."""
        return self._to_degrees.transform(QgsPointXY(longitude, latitude), _REVERSE)

    def marker(self, point: QgsPointXY) -> tuple[float, float, bytes]:
        """Latitude, longitude and WKB of a place in the inventory's system."""
        degrees = self._to_degrees.transform(point)
        return degrees.y(), degrees.x(), _wkb(point)


def _wkb(point: QgsPointXY) -> bytes:
    return bytes(QgsGeometry.fromPointXY(point).asWkb())


def geometry_of(wkb: bytes) -> QgsGeometry:
    """WKB, for QGIS."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def problems(geometry: QgsGeometry) -> list[str]:
    """What is wrong with an outline, in few words, and where; empty where nothing is."""
    if geometry.isNull() or geometry.isEmpty():
        return [tr("it is empty")]
    if geometry.type() != POLYGON:
        return [tr("it is not a polygon")]
    found = []
    for error in geometry.validateGeometry(Qgis.GeometryValidationEngine.Geos):
        what = error.what()
        if error.hasWhere():
            what = tr("{} at {:.6f}, {:.6f}").format(what, error.where().x(), error.where().y())
        found.append(what)
    return found


def mend(geometry: QgsGeometry) -> QgsGeometry:
    """A valid MultiPolygon of what an invalid outline encloses; `UserError` where that is nothing."""
    return polygons_of(geometry.makeValid())


def clip(geometry: QgsGeometry, others: Sequence[QgsGeometry]) -> QgsGeometry:
    """The outline without what the others cover; `UserError` where nothing is left."""
    if not others:
        return polygons_of(geometry)
    left = sound(geometry).difference(merge(others))
    if left.isNull() or left.isEmpty():
        raise UserError(tr("Nothing of the outline would be left: other rock glaciers cover it all."))
    return polygons_of(left)


def merge(geometries: Sequence[QgsGeometry]) -> QgsGeometry:
    """One outline of several; common borders vanish, what does not touch becomes a part."""
    return polygons_of(QgsGeometry.unaryUnion([sound(geometry) for geometry in geometries]))


def split(geometry: QgsGeometry, line: QgsGeometry) -> list[QgsGeometry]:
    """The pieces that a line cuts an outline into, largest first, both in one system.

    A part of the outline that the line does not cut stays with the largest piece.

    Raises
    ------
    UserError
        Where the line does not cross the outline from side to side.
    """
    cut: list[QgsGeometry] = []
    whole: list[QgsGeometry] = []
    for part in polygons_of(sound(geometry)).asGeometryCollection():
        pieces = _pieces(part, line)
        if len(pieces) > 1:
            cut += pieces
        else:
            whole.append(part)
    if not cut:
        raise UserError(tr("The line does not cut the outline in two; begin and end it outside the outline."))
    cut.sort(key=lambda piece: piece.area(), reverse=True)
    return [polygons_of(QgsGeometry.collectGeometry([cut[0], *whole])), *map(polygons_of, cut[1:])]


def _pieces(part: QgsGeometry, line: QgsGeometry) -> list[QgsGeometry]:
    """Faces of the net of rim and line that lie in the part; loose ends of the line bound nothing."""
    rim = QgsGeometry(part.constGet().boundary())
    faces = QgsGeometry.polygonize([QgsGeometry.unaryUnion([rim, line])])
    return [face for face in faces.asGeometryCollection() if part.contains(face.pointOnSurface())]


def sound(geometry: QgsGeometry) -> QgsGeometry:
    """The geometry, mended where GEOS could not work with it."""
    return geometry if geometry.isGeosValid() else geometry.makeValid()


def share_inside(
    geometry: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    layer: QgsVectorLayer,
    context: QgsCoordinateTransformContext,
) -> float | None:
    """The share of an outline's true area inside the polygons of a layer, 0 to 1.

    None where the layer has no polygons or cannot be brought into the outline's system.
    """
    if not layer.isValid() or layer.geometryType() != POLYGON or geometry.isEmpty():
        return None
    outline, inside = sound(geometry), []
    transform = QgsCoordinateTransform(layer.crs(), crs, context)
    try:
        box = transform.transformBoundingBox(outline.boundingBox(), _REVERSE)
        for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(box).setNoAttributes()):
            glacier = feature.geometry()
            glacier.transform(transform)
            common = outline.intersection(sound(glacier))
            if not common.isEmpty() and common.area() > 0:
                inside.append(common)
    except QgsCsException:
        return None
    if not inside:
        return 0.0
    return min(true_area(merge(inside), crs, context) / true_area(outline, crs, context), 1.0)
