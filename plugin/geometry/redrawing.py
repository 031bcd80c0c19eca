"""What a stroke of the hand makes of an outline: another rim, a new outline, a smoother one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsPointXY,
)

from ...inventory.errors import UserError
from ...processing_provider.adapters.translation import tr
from .hand_lines import Point, length_of, ring_of, thinned, without_loops
from .outline_geometry import polygons_of
from .outlines import sound
from .smoothing import smoothed

FARTHEST_M, WIDEST_M = 10.0, 15.0
"""A smoothing moves no place farther, and takes out no waves of four times this and more: metres of ground."""
_PER_RING = 100.0
"""Of a small ring both are at most this part of its length."""
_LEAST_WIDTH_M = 0.5
_AREA_KEPT = 0.01
_KEPT_BY_A_STROKE = 0.5
"""A stroke that leaves less of an outline than this share was meant otherwise."""
_COMMON_M = 0.05
"""So near to a neighbour's rim a place is on it."""
_ANTIMERIDIAN = QgsGeometry.fromWkt("MultiLineString((180 -90, 180 90), (-180 -90, -180 90))")
"""Where an outline is cut in two, its parts keep touching."""
_WGS84_ELLIPSOID = "EPSG:7030"


def reshaped(outline: QgsGeometry, stroke: Sequence[Point], reach: float) -> QgsGeometry:
    """The outline along a stroke between the two places where that crosses the rim, as QGIS's reshape makes it.

    Where that leaves a small part of the outline only, it is made anew.

    Parameters
    ----------
    outline
        Polygons.
    stroke
        Points in the outline's coordinates.
    reach
        A stroke that ends so near to the rim is taken to end on it.

    Raises
    ------
    UserError
        The stroke changes nothing, or would make an outline that is not valid.
    """
    rim = QgsGeometry(outline.constGet().boundary())
    line = without_loops(stroke)
    for _ in range(2):
        line = _to_the_rim(line[::-1], rim, reach)
    found = QgsGeometry(outline)
    done = found.reshapeGeometry(QgsLineString([QgsPoint(*place) for place in line]))
    changed = done == Qgis.GeometryOperationResult.Success and not found.equals(outline)
    if not (changed and found.isGeosValid() and _keeps_most(found, outline)):
        found = _between_the_ends(outline, line) or (found if changed else None)
    if found is None:
        raise UserError(tr("The stroke changes nothing: begin and end it on the outline, or beyond it."))
    if not found.isGeosValid():
        raise UserError(tr("The outline would cross itself there and stays as it was; draw the stroke once more."))
    return found


def _keeps_most(found: QgsGeometry, outline: QgsGeometry) -> bool:
    return found.intersection(outline).area() >= _KEPT_BY_A_STROKE * outline.area()


def _between_the_ends(outline: QgsGeometry, line: list[Point]) -> QgsGeometry | None:
    """The outline with all of a line from its first to its last crossing for a rim; None where that cannot be.

    A hand that follows a long piece of the old rim has two sides to choose from, and QGIS may keep the narrow one
    between stroke and rim, or find none. Here it is the one that holds more of the old outline.
    """
    drawn = QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in line])
    parts = outline.asGeometryCollection()
    at = next((at for at, part in enumerate(parts) if part.intersects(drawn)), None)
    if at is None:
        return None
    part, polygon = parts[at], parts[at].constGet()
    ring = QgsGeometry(polygon.exteriorRing().clone())
    crossings = drawn.intersection(ring)  # held while its vertices are read
    along = sorted(drawn.lineLocatePoint(QgsGeometry(vertex.clone())) for vertex in crossings.vertices())
    if len(along) < 2:
        return None
    new = drawn.constGet().curveSubstring(along[0], along[-1])
    sides = (_closed(new, arc) for arc in _arcs(ring, new.startPoint(), new.endPoint()))
    best = max(sides, key=lambda side: side.intersection(part).area())
    for number in range(polygon.numInteriorRings()):
        hole = QgsGeometry.fromPolygonXY([[QgsPointXY(place) for place in polygon.interiorRing(number).points()]])
        if not best.contains(hole):
            return None
        best = best.difference(hole)
    return QgsGeometry.collectGeometry([*parts[:at], best, *parts[at + 1 :]]) if outline.isMultipart() else best


def _arcs(ring: QgsGeometry, start: QgsPoint, end: QgsPoint) -> list[QgsLineString]:
    """The two ways along a ring from the end of a line back to its start."""
    first, last = (ring.lineLocatePoint(QgsGeometry(place.clone())) for place in (start, end))
    curve, length = ring.constGet(), ring.length()
    low, high = min(first, last), max(first, last)
    inner = curve.curveSubstring(low, high)
    outer = curve.curveSubstring(high, length)
    outer.append(curve.curveSubstring(0.0, low))
    return [inner.reversed(), outer] if first < last else [inner, outer.reversed()]


def _closed(line: QgsLineString, back: QgsLineString) -> QgsGeometry:
    """Of a way back whose ends are the line's, but for rounding."""
    places = [QgsPointXY(place) for place in (*line.points(), *back.points()[1:-1])]
    return QgsGeometry.fromPolygonXY([places])


def _to_the_rim(line: list[Point], rim: QgsGeometry, reach: float) -> list[Point]:
    """A line whose last point goes a little beyond the rim, where it nearly reaches it."""
    end = QgsGeometry.fromPointXY(QgsPointXY(*line[-1]))
    away = rim.distance(end)
    if away > reach:
        return line
    back = next((at for at in range(len(line) - 1, -1, -1) if math.dist(line[at], line[-1]) > reach), 0)
    tail = QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in line[back:]])
    if away > reach / 100 and tail.intersects(rim):
        return line  # it has crossed it
    nearest = rim.nearestPoint(end).asPoint()
    length = math.dist(line[back], (nearest.x(), nearest.y()))
    if not length:
        return line
    beyond = [to + (to - of) * reach / (4 * length) for to, of in zip((nearest.x(), nearest.y()), line[back])]
    return [*line[:-1], (nearest.x(), nearest.y()), (beyond[0], beyond[1])]


def enclosed(stroke: Sequence[Point]) -> QgsGeometry:
    """The ground that a stroke goes around.

    Raises
    ------
    UserError
        It goes around none.
    """
    ring = ring_of(stroke)
    found = QgsGeometry.fromPolygonXY([[QgsPointXY(*place) for place in ring]])
    if len(ring) < 3 or found.area() <= 0 or not found.isGeosValid():
        raise UserError(tr("The stroke goes around no ground; draw it once around the landform."))
    return found


def fitting(stroke: Sequence[tuple[Point, bool]], tolerance: float) -> list[Point]:
    """A stroke without points in a row; of those that are marked, which lie on something, all that are corners stay."""
    places = [place for place, _ in stroke]
    turns = [at for at in range(1, len(stroke)) if stroke[at][1] != stroke[at - 1][1]]
    found: list[Point] = []
    for start, end in zip([0, *turns], [*turns, len(stroke) - 1]):
        found += thinned(places[start : end + 1], tolerance / 100 if stroke[start][1] else tolerance)[:-1]
    return [*found, places[-1]]


def smoother(
    outline: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    neighbours: Sequence[QgsGeometry] = (),
) -> QgsGeometry:
    """A smoother outline; where it shares a border with a neighbour it stays.

    Raises
    ------
    UserError
        It cannot be smoothed, as its rim would cross itself.
    """
    whole, rims = polygons_of(outline), [QgsGeometry(sound(other).constGet().boundary()) for other in neighbours]
    if crs.isGeographic():
        rims.append(_ANTIMERIDIAN)
    ground = _Ground(crs, context, whole.boundingBox().center())
    for share in (1.0, 0.5, 0.25):
        parts = [
            [ground.smoothed(ring, share, _is_on(rims, _COMMON_M / ground.metres[1])) for ring in part]
            for part in whole.asMultiPolygon()
        ]
        found = QgsGeometry.fromMultiPolygonXY(parts)
        if found.isGeosValid() and abs(found.area() / whole.area() - 1) <= _AREA_KEPT:
            return found
    raise UserError(tr("The outline cannot be smoothed: it would cross itself, or its area would be another."))


def _is_on(rims: Sequence[QgsGeometry], reach: float) -> Callable[[QgsPointXY], bool]:
    def is_on(place: QgsPointXY) -> bool:
        point = QgsGeometry.fromPointXY(place)
        return any(rim.distance(point) <= reach for rim in rims)

    return is_on


class _Ground:
    """Metres of ground around a place of any system, flat: a rock glacier is small."""

    def __init__(
        self, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext, middle: QgsPointXY
    ) -> None:
        measure = QgsDistanceArea()
        measure.setSourceCrs(crs, context)
        measure.setEllipsoid(_WGS84_ELLIPSOID)
        step = 1e-3 if crs.isGeographic() else 100.0
        east = measure.measureLine(middle, QgsPointXY(middle.x() + step, middle.y())) / step
        north = measure.measureLine(middle, QgsPointXY(middle.x(), middle.y() + step)) / step
        self._middle, self.metres = middle, (east or 1.0, north or 1.0)

    def smoothed(
        self, ring: Sequence[QgsPointXY], share: float, is_on: Callable[[QgsPointXY], bool]
    ) -> list[QgsPointXY]:
        """A closed ring, smoothed with a share of the bound."""
        flat = [self._here(place) for place in ring[:-1]]
        most = length_of([*flat, flat[0]]) / _PER_RING
        width = max(_LEAST_WIDTH_M, min(WIDEST_M, most))
        new = smoothed(flat, width, share * min(FARTHEST_M, most), lambda place: is_on(self._there(place)))
        return [self._there(place) for place in [*new, new[0]]]

    def _here(self, place: QgsPointXY) -> Point:
        return (place.x() - self._middle.x()) * self.metres[0], (place.y() - self._middle.y()) * self.metres[1]

    def _there(self, place: Point) -> QgsPointXY:
        return QgsPointXY(self._middle.x() + place[0] / self.metres[0], self._middle.y() + place[1] / self.metres[1])
