"""Systems of coalescing units for tests, simulated once in a process."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from affine import Affine
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.simulation.systems import System, simulate_systems
from shapely import affinity

ZONE_60 = "EPSG:32660"

SEED = 101
"""Of the development seeds, one that is made quickly."""


@cache
def systems() -> tuple[System, ...]:
    """The systems of one relief: of 2, 3, 4 and 5 units, a single unit, and one unit on another's back."""
    return tuple(simulate_systems(SEED))


def tongue() -> System:
    """One smooth tongue on a plane, far from the others: nobody would cut it."""
    cell, west, north = 9.54, 430_000.0, 3_390_000.0
    rows, columns = np.mgrid[0:160, 0:110] * cell
    along, side = rows - 300, columns - 520
    outline = affinity.scale(shapely.Point(west + 520, north - 750).buffer(1), 130, 420)
    across = np.clip(1 - (side / 130) ** 2 - ((along - 450) / 420) ** 2, 0, None)
    dem = 5000 - 0.3 * rows + 30 * across**0.5
    transform = Affine(cell, 0, west, 0, -cell, north)
    return System(0, "single", outline, [outline], dem.astype(np.float32), transform)


def system(count: int, kind: str = "side by side") -> System:
    """One of so many units."""
    return next(one for one in systems() if len(one.units) == count and one.kind == kind)


def across_180_degrees(one: System) -> System:
    """The same ground in zone 60, at its eastern edge: half of the outline lies beyond 180 degrees."""
    middle = one.outline.centroid
    latitude = transform_geometries([middle], one.crs, "EPSG:4326")[0].y
    east = transform_geometries([shapely.Point(180, latitude)], "EPSG:4326", ZONE_60)[0].x - middle.x
    outline, *units = (affinity.translate(shape, east) for shape in (one.outline, *one.units))
    return System(one.seed, one.kind, outline, units, one.dem, Affine.translation(east, 0) @ one.transform, ZONE_60)


def cut_at_180(shape: shapely.Polygon) -> shapely.MultiPolygon:
    """A polygon of zone 60 in degrees, in parts west and east of 180, as inventories hold it."""
    degrees = transform_geometries([shape], ZONE_60, "EPSG:4326")[0]
    wide = shapely.transform(degrees, lambda xy: np.column_stack((xy[:, 0] % 360, xy[:, 1])))
    assert wide.bounds[0] < 180 < wide.bounds[2]
    west, east = (wide.intersection(shapely.box(left, -90, left + 180, 90)) for left in (0, 180))
    parts = [*shapely.get_parts(west), *shapely.get_parts(affinity.translate(east, -360))]
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
