"""Polygons in QGIS: flat and in parts, their true area, the place of a marker, the 180th meridian."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsWkbTypes,
)

from ...inventory.errors import UserError
from ...processing_provider.adapters.translation import tr

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry

_WGS84_ELLIPSOID = "EPSG:7030"
_HALF_TURN = 180.0
_PARTS_OF_THE_WIDTH = 1000.0
"""How finely the place furthest from the rim is looked for."""


def polygons_of(geometry: QgsGeometry) -> QgsGeometry:
    """A copy as a flat MultiPolygon with straight edges and closed rings, without parts that have no area.

    Raises
    ------
    UserError
        Where nothing is left.
    """
    if geometry.isNull() or geometry.isEmpty():
        raise UserError(tr("The outline is empty; draw at least three corners."))
    flat = geometry.constGet().segmentize()
    flat.dropZValue()
    flat.dropMValue()
    copy = QgsGeometry(flat)
    if copy.type() != POLYGON and not copy.convertGeometryCollectionToSubclass(POLYGON):
        raise UserError(tr("This is not a polygon; draw the outline as one."))
    parts = [part for part in copy.asGeometryCollection() if part.area() > 0]
    if not parts:
        raise UserError(tr("The outline has no area; draw at least three corners that are not in a line."))
    whole = QgsGeometry.collectGeometry(parts)
    whole.convertToMultiType()
    return whole


def turned(geometry: QgsGeometry) -> QgsGeometry:
    """A MultiPolygon whose exteriors run counter-clockwise and whose holes run clockwise.

    So GeoPackage wants it, and so candidates are written. Not by QGIS's `forceRHR`, which turns them the
    other way around; what turns them this way came with QGIS 3.24.
    """
    parts = []
    for part in geometry.asMultiPolygon():
        exterior, *holes = part
        parts.append([_turned(exterior, 1), *(_turned(hole, -1) for hole in holes)])
    return QgsGeometry.fromMultiPolygonXY(parts)


def _turned(ring: list[QgsPointXY], sign: int) -> list[QgsPointXY]:
    """A ring, the other way around where its signed area has not this sign."""
    return ring if signed_area(ring) * sign >= 0 else ring[::-1]


def signed_area(ring: list[QgsPointXY]) -> float:
    """Area of a closed ring on the plane, positive where it runs counter-clockwise."""
    # From its first corner: far from the origin the products would lose a small ring's digits.
    west, south = ring[0].x(), ring[0].y()
    corners = [(point.x() - west, point.y() - south) for point in ring]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, corners[1:])) / 2


def true_area(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> float:
    """Area on the WGS84 ellipsoid in m², whatever the system."""
    if geometry.isNull() or geometry.isEmpty():
        return 0.0
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, context)
    measure.setEllipsoid(_WGS84_ELLIPSOID)
    return abs(measure.measureArea(geometry))


def marker_of(outline: QgsGeometry) -> QgsPointXY:
    """Where the primary marker stands: the centroid, or if that is outside the place far from the rim."""
    centroid = outline.centroid()
    if not centroid.isNull() and outline.contains(centroid):
        return centroid.asPoint()
    box = outline.boundingBox()
    inside, _ = outline.poleOfInaccessibility(max(box.width(), box.height()) / _PARTS_OF_THE_WIDTH)
    return (outline.pointOnSurface() if inside.isNull() else inside).asPoint()  # of a splinter there is none


def within_the_globe(geometry: QgsGeometry) -> QgsGeometry:
    """A MultiPolygon in degrees, cut in two where it crosses the 180th meridian: nothing is beyond that."""
    box = geometry.boundingBox()
    if box.width() > _HALF_TURN:  # some of its corners came out on the other side of the map
        geometry = _counted_on(geometry)
        box = geometry.boundingBox()
    if box.xMinimum() >= -_HALF_TURN and box.xMaximum() <= _HALF_TURN:
        return geometry
    parts = []
    for turn in (-2 * _HALF_TURN, 0.0, 2 * _HALF_TURN):
        globe = QgsGeometry.fromRect(QgsRectangle(turn - _HALF_TURN, -90, turn + _HALF_TURN, 90))
        part = geometry.intersection(globe)
        if not part.isEmpty() and part.area() > 0:
            part.translate(-turn, 0)
            parts += polygons_of(part).asGeometryCollection()
    return polygons_of(QgsGeometry.collectGeometry(parts))


def _counted_on(geometry: QgsGeometry) -> QgsGeometry:
    """The same with western longitudes counted on eastwards, beyond 180 degrees."""

    def moved(point: QgsPointXY) -> QgsPointXY:
        return QgsPointXY(point.x() + 2 * _HALF_TURN, point.y()) if point.x() < 0 else point

    return QgsGeometry.fromMultiPolygonXY(
        [[[moved(point) for point in ring] for ring in part] for part in geometry.asMultiPolygon()]
    )
