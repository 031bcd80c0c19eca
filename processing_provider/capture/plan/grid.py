"""The pixels of a capture: where they lie, and how large they are on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsPointXY,
    QgsProcessingException,
    QgsRectangle,
)

from ...adapters.boxes import transformed
from ...adapters.translation import tr

WGS84 = "EPSG:7030"
TOLERANCE = 0.005
"""Share by which the ground size of pixels may differ inside one capture before another CRS is taken."""
_CELL = 0.05
"""Degrees. The scale is measured in the middle of such a cell, so that neighbouring captures share pixels."""
_NEARLY = (1 + TOLERANCE) ** 2
_STEP = 1e-4
"""Degrees along which the scale is measured (about 10 m): short against its change, long against rounding."""


class Ground:
    """Measures on the WGS84 ellipsoid, for coordinates of one CRS.

    Raises
    ------
    QgsProcessingException
        Where the CRS cannot be turned into longitude and latitude.
    """

    def __init__(self, crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext) -> None:
        if not crs.isValid():
            raise QgsProcessingException(tr("The layer has no coordinate system; set one in its properties first."))
        self.crs = crs
        degrees = QgsCoordinateReferenceSystem("EPSG:4326")
        self._to_degrees = QgsCoordinateTransform(crs, degrees, transform_context)
        self._from_degrees = QgsCoordinateTransform(degrees, crs, transform_context)
        self._geodesic = QgsDistanceArea()
        self._geodesic.setSourceCrs(degrees, transform_context)
        self._geodesic.setEllipsoid(WGS84)

    def degrees(self, point: QgsPointXY) -> QgsPointXY:
        """Longitude and latitude."""
        return self._to_degrees.transform(point)

    def metres_per_unit(self, place: QgsPointXY) -> tuple[float, float]:
        """Metres on the ground along one unit of x and of y, at a place in longitude and latitude.

        The derivatives of the projection at that place (central differences), each column of which is a step
        on the map; turned around they are steps on the ground, whose lengths are geodesic.
        """
        east = self._difference(place, _STEP, 0.0)
        north = self._difference(place, 0.0, _STEP)
        determinant = east[0] * north[1] - east[1] * north[0]
        if not math.isfinite(determinant) or determinant == 0:
            raise QgsCsException("no scale here")
        per_x = (north[1] / determinant, -east[1] / determinant)
        per_y = (-north[0] / determinant, east[0] / determinant)
        metres_east = self._metres(place, _STEP, 0.0)
        metres_north = self._metres(place, 0.0, _STEP)
        return (
            math.hypot(per_x[0] * metres_east, per_x[1] * metres_north),
            math.hypot(per_y[0] * metres_east, per_y[1] * metres_north),
        )

    def _difference(self, place: QgsPointXY, east: float, north: float) -> tuple[float, float]:
        """Map units per step."""
        after = self._from_degrees.transform(QgsPointXY(place.x() + east / 2, place.y() + north / 2))
        before = self._from_degrees.transform(QgsPointXY(place.x() - east / 2, place.y() - north / 2))
        return after.x() - before.x(), after.y() - before.y()

    def _metres(self, place: QgsPointXY, east: float, north: float) -> float:
        before = QgsPointXY(place.x() - east / 2, place.y() - north / 2)
        after = QgsPointXY(place.x() + east / 2, place.y() + north / 2)
        return self._geodesic.measureLine(before, after)

    def pixel_size(self, extent: QgsRectangle, metres: float) -> tuple[float, float]:
        """Width and height in map units of a pixel that is `metres` square in the middle of the extent."""
        middle = self.degrees(extent.center())
        place = QgsPointXY(_cell_middle(middle.x()), _cell_middle(middle.y()))
        per_x, per_y = self.metres_per_unit(place)
        return metres / per_x, metres / per_y

    def range_of(self, extent: QgsRectangle, pixel: tuple[float, float]) -> tuple[float, float]:
        """Smallest and largest ground size in metres of such pixels, over the extent's corners and edges."""
        sizes = []
        for column in range(5):
            for row in range(5):
                x = extent.xMinimum() + extent.width() * column / 4
                y = extent.yMinimum() + extent.height() * row / 4
                per_x, per_y = self.metres_per_unit(self.degrees(QgsPointXY(x, y)))
                sizes += [pixel[0] * per_x, pixel[1] * per_y]
        return min(sizes), max(sizes)

    def is_even(self, extent: QgsRectangle, *, squares: bool = False) -> bool:
        """Whether pixels of one size are of one size on the ground, too, all over the extent.

        With `squares` they must be square in map units besides.
        """
        try:
            pixel = self.pixel_size(extent, 1.0)
            if squares and not are_nearly_square(pixel):
                return False
            smallest, largest = self.range_of(extent, squared(pixel) if squares else pixel)
        except QgsCsException:
            return False
        return smallest >= 1 - TOLERANCE and largest <= 1 + TOLERANCE


def are_nearly_square(pixel: tuple[float, float]) -> bool:
    """Whether sides in map units differ so little that one of both keeps the ground size within tolerance.

    In Web Mercator they differ by up to 0.67 %, in UTM and conformal conic projections by nothing, in degrees
    by up to all.
    """
    return max(pixel) / min(pixel) < _NEARLY


def squared(pixel: tuple[float, float]) -> tuple[float, float]:
    """The square in map units that is as large."""
    side = math.sqrt(pixel[0] * pixel[1])
    return side, side


def _cell_middle(degrees: float) -> float:
    return (math.floor(degrees / _CELL) + 0.5) * _CELL


@dataclass(frozen=True)
class Grid:
    """Pixels of a capture or of a drawing. Rows count from the north; columns and rows from an origin."""

    crs: QgsCoordinateReferenceSystem
    pixel: tuple[float, float]
    column: int
    """Columns from the origin to the left edge."""
    row: int
    """Rows from the origin down to the upper edge."""
    width: int
    height: int
    origin: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def over(
        cls,
        extent: QgsRectangle,
        crs: QgsCoordinateReferenceSystem,
        pixel: tuple[float, float],
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Grid:
        """The pixels that touch the extent."""
        x, y = origin
        column, right = _touched((extent.xMinimum() - x) / pixel[0], (extent.xMaximum() - x) / pixel[0])
        row, bottom = _touched((y - extent.yMaximum()) / pixel[1], (y - extent.yMinimum()) / pixel[1])
        return cls(crs, pixel, column, row, right - column, bottom - row, origin)

    def window(self, column: int, row: int, width: int, height: int) -> QgsRectangle:
        """Extent of some pixels; columns and rows count from the origin."""
        x, y = self.origin
        return QgsRectangle(
            x + column * self.pixel[0],
            y - (row + height) * self.pixel[1],
            x + (column + width) * self.pixel[0],
            y - row * self.pixel[1],
        )

    @property
    def extent(self) -> QgsRectangle:
        """Extent of all pixels."""
        return self.window(self.column, self.row, self.width, self.height)

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        """As GDAL has it."""
        left = self.origin[0] + self.column * self.pixel[0]
        top = self.origin[1] - self.row * self.pixel[1]
        return left, self.pixel[0], 0.0, top, 0.0, -self.pixel[1]


def _touched(low: float, high: float) -> tuple[int, int]:
    """Whole numbers around a range; what lies on an edge but for rounding is on the edge."""
    first, last = math.floor(low + 1e-6), math.ceil(high - 1e-6)
    return first, max(last, first + 1)


def even_crs(
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
    *,
    squares: bool = False,
) -> QgsCoordinateReferenceSystem:
    """The CRS itself where its scale is even over the extent, else one that is; the CRS where none is.

    With `squares` its pixels must be square in map units besides, as those of a map that QGIS draws are.

    Web Mercator changes by 0.5 % within 46 km at 35 degrees of latitude, and within 15 km at 65 degrees.
    Tried in its place are the UTM zone of the middle and a Lambert conformal conic projection whose standard
    parallels lie a sixth of the height inside the extent.
    """
    if Ground(crs, transform_context).is_even(extent, squares=squares):
        return crs
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    box = transformed(QgsCoordinateTransform(crs, degrees, transform_context), extent)
    for candidate in (utm_zone(box.center()), _conic(box)):
        if not candidate.isValid():  # no cone touches the globe on both sides of the equator
            continue
        to_it = QgsCoordinateTransform(crs, candidate, transform_context)
        try:
            there = transformed(to_it, extent)
            if Ground(candidate, transform_context).is_even(there, squares=squares):
                return candidate
        except QgsCsException:
            continue
    return crs


def utm_zone(middle: QgsPointXY) -> QgsCoordinateReferenceSystem:
    """The UTM zone of a place in longitude and latitude."""
    zone = int((middle.x() + 180) // 6) % 60 + 1
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if middle.y() >= 0 else 32700) + zone}")


def _conic(box: QgsRectangle) -> QgsCoordinateReferenceSystem:
    inset = box.height() / 6
    middle = box.center()
    return QgsCoordinateReferenceSystem.fromProj(
        f"+proj=lcc +lat_1={box.yMinimum() + inset:.4f} +lat_2={box.yMaximum() - inset:.4f} "
        f"+lat_0={middle.y():.4f} +lon_0={middle.x():.4f} +datum=WGS84 +units=m +no_defs"
    )
