"""How much of the map is shown around an outline: metres of ground, no more than the image has to show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsRectangle,
)

from ...processing_provider.capture.plan.grid import Ground

_PIXELS_AN_IMAGE_PIXEL = 2.0
"""Of the screen. Finer, one sees squares and no ground."""
_SLACK = 1.15
"""The map is at least so many times as wide as the outline: its rim is seen with something beside it."""
_DOT = 24.0
"""Pixels. A smaller outline is not looked at: whoever zoomed so far out looked at something else."""
_WIDEST_M = 1e6
"""No landform is wider: what seems so lies on both sides of the 180th meridian."""


@dataclass(frozen=True)
class Screen:
    """Pixels of the map as QGIS counts them, each of `ratio` by `ratio` pixels of the screen."""

    width: int
    height: int
    ratio: float = 1.0


@dataclass(frozen=True)
class Image:
    """What is known of an image, in map units; None where a limit is not known."""

    pixel: float | None = None
    extent: QgsRectangle | None = None


def view_around(
    outline: QgsRectangle, margin: tuple[float, float], screen: Screen, image: Image | None = None
) -> QgsRectangle:
    """The part of the map that shows an outline with its surroundings.

    Where the rules contradict each other, the outline is whole, then pixels are not too large, then nothing
    beyond the image is shown.

    Parameters
    ----------
    outline, margin
        Its box and what is shown on each side of it at least, in map units.
    screen
        The map.
    image
        The uppermost image there.
    """
    image = image or Image()
    units = _units(outline.width() + 2 * margin[0], outline.height() + 2 * margin[1], screen)
    least = _SLACK * _units(outline.width(), outline.height(), screen)
    room = _room(outline, image)
    if room is not None:
        whole = min(room.width() / screen.width, room.height() / screen.height)
        units = min(units, max(whole, least))
    if image.pixel is not None:
        units = max(units, image.pixel * screen.ratio / _PIXELS_AN_IMAGE_PIXEL)
    width, height = units * screen.width, units * screen.height
    left, bottom = outline.center().x() - width / 2, outline.center().y() - height / 2
    return on_image(QgsRectangle(left, bottom, left + width, bottom + height), outline, image)


def on_image(view: QgsRectangle, outline: QgsRectangle, image: Image | None) -> QgsRectangle:
    """A view moved so that nothing beyond the image is seen, where the image is large and has the outline."""
    extent = _room(outline, image)
    if extent is None:
        return view
    left = _moved_inside(view.xMinimum(), view.width(), extent.xMinimum(), extent.xMaximum())
    bottom = _moved_inside(view.yMinimum(), view.height(), extent.yMinimum(), extent.yMaximum())
    return QgsRectangle(left, bottom, left + view.width(), bottom + view.height())


def _room(outline: QgsRectangle, image: Image | None) -> QgsRectangle | None:
    """The image with the outline, which may reach over its edge a little; None where it lies elsewhere."""
    if image is None or image.extent is None or not image.extent.contains(outline.center()):
        return None
    room = QgsRectangle(image.extent)
    room.combineExtentWith(outline)
    return room


def _units(width: float, height: float, screen: Screen) -> float:
    """Map units per pixel so that a box just fits."""
    return max(width / screen.width, height / screen.height)


def _moved_inside(start: float, length: float, low: float, high: float) -> float:
    """Where a stretch begins that is to lie between two ends, if it is not longer than what is there."""
    return start if length > high - low else min(max(start, low), high - length)


def is_well_seen(outline: QgsRectangle, units: float, screen: Screen) -> bool:
    """Whether an outline is whole on the map, and more than a dot, with so many map units per pixel."""
    needed = _units(outline.width(), outline.height(), screen)
    larger = max(outline.width(), outline.height())
    return _SLACK * needed <= units and larger >= _DOT * units


def metres_per_unit(
    place: QgsPointXY, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> tuple[float, float] | None:
    """Metres on the ground along a unit of x and of y of the map; None where that cannot be said."""
    try:
        ground = Ground(crs, context)
        found = ground.metres_per_unit(ground.degrees(place))
    except (QgsCsException, QgsProcessingException):
        return None
    return found if all(math.isfinite(metres) and metres > 0 for metres in found) else None


def box_of(geometry: QgsGeometry, per_unit: tuple[float, float] | None) -> QgsRectangle:
    """The box of an outline; of its largest part where the map tears it apart at the 180th meridian."""
    box = geometry.boundingBox()
    if per_unit is None or box.width() * per_unit[0] < _WIDEST_M or not geometry.isMultipart():
        return box
    return max(geometry.asGeometryCollection(), key=QgsGeometry.area).boundingBox()


def margin_of(metres: float, per_unit: tuple[float, float] | None, outline: QgsRectangle) -> tuple[float, float]:
    """Map units of so many metres; the outline's own size where the map has no scale there."""
    if per_unit is None:
        return outline.width(), outline.height()
    return metres / per_unit[0], metres / per_unit[1]
