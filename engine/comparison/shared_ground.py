"""The ground that two inventories cover both, and which of their outlines count there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_geometries
from ..ground.vectors import PolygonLayer
from ..matching.areas import ground_areas
from .landforms import Landforms
from .sides import HULL, Side

Bools = npt.NDArray[np.bool_]
_STEP_DEGREES, _STEP_METRES = 0.05, 5_000.0
"""Of an edge at most, where its area is measured: hulls have long ones."""


@dataclass(frozen=True)
class SharedGround:
    """Ground, in the sides' system: its shape, its area in m², and in words how it was found."""

    shape: Any
    area: float
    words: str


def shared_ground(one: Side, other: Side, area: PolygonLayer | None) -> SharedGround | None:
    """What both cover; None where they do not meet.

    The polygons of `area` where they are given; else of each side its subregions, or the hull of all that it holds.
    """
    crs = one.outlines.crs
    if area is not None:
        west, south, east, north = shapely.total_bounds(np.concatenate((one.shapes, other.shapes)))
        near = area.near((west, south, east, north), crs)
        shape = shapely.union_all(near) if len(near) else shapely.Polygon()
        words = "inside the area that was given"
    else:
        shape = shapely.intersection(*(shapely.make_valid(side.outlines.extent) for side in (one, other)))
        words = " and ".join(dict.fromkeys(_words(side, name) for side, name in ((one, "input"), (other, "reference"))))
        words = f"inside {words}"
    if shapely.is_empty(shape):
        return None
    step = _STEP_DEGREES if to_pyproj(crs).is_geographic else _STEP_METRES
    dense = shapely.segmentize(shape, step)
    return SharedGround(shape, float(ground_areas(np.array([dense], dtype=object), crs)[0]), words)


def _words(side: Side, name: str) -> str:
    return f"the hull of all that the {name} holds" if side.ground == HULL else f"the {name}'s subregions"


def counted(one: Side, other: Side, ground: SharedGround, found: Landforms) -> tuple[Bools, Bools]:
    """Which outlines count: those of which a marker lies on the ground, and all that are of one landform with them.

    So no pair is torn at the ground's border.
    """
    shape = ground.shape
    shapely.prepare(shape)
    inside = [np.asarray(shapely.intersects(shape, side.markers), dtype=bool) for side in (one, other)]
    count = max((int(each.max()) + 1 for each in found.units if len(each)), default=0)
    unit = np.zeros(count, bool)
    for each, units in zip(inside, found.units, strict=True):
        unit[units[each]] = True
    return unit[found.units[0]], unit[found.units[1]]


def no_shared_ground(one: Side, other: Side) -> UserError:
    """The sentence that two inventories lie apart, with where each is."""
    return UserError(
        f"There is no ground that both cover: {one.name} lies {_where(one)}, {other.name} {_where(other)}; check the "
        "coordinate systems, or give an --area that holds both."
    )


def _where(side: Side) -> str:
    middle = shapely.centroid(shapely.box(*shapely.total_bounds(side.shapes)))
    point = transform_geometries([middle], side.outlines.crs, LONGITUDE_LATITUDE)[0]
    east = (point.x + 180) % 360 - 180
    return f"around {abs(point.y):.2f}° {'NS'[point.y < 0]} {abs(east):.2f}° {'EW'[east < 0]}"
