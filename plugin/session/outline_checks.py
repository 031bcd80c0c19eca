"""What only geometry can tell of rock glaciers: which overlap, and whose marker lies outside."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsGeometry

from ...gestures.finishing.open_points import markers_of, pairs_that_may_overlap
from ...inventory.checks.rules import LEAST_OVERLAP_M2
from ...inventory.schema import ROCK_GLACIERS
from ...store.protocol import Store
from ...store.records import Wanted
from ..geometry.ground import Ground
from ..geometry.outlines import sound


def overlapping(inventory: Store, ground: Ground, fids: Sequence[int]) -> list[int]:
    """Of some rock glaciers, those that cover ground of one with a higher id: each pair is told once."""
    pairs = list(pairs_that_may_overlap(inventory, fids))
    near = sorted({fid for pair in pairs for fid in pair})
    blobs = dict(inventory.outlines(ROCK_GLACIERS, Wanted(fids=near)))
    shapes = {fid: ground.geometry(blob) for fid, blob in blobs.items()}
    found: dict[int, None] = {}
    for one, other in pairs:
        if one not in found and one in shapes and other in shapes and _overlap(ground, shapes[one], shapes[other]):
            found[one] = None
    return list(found)


def _overlap(ground: Ground, one: QgsGeometry, other: QgsGeometry) -> bool:
    if not one.boundingBox().intersects(other.boundingBox()):
        return False  # the index knows boxes only as 32 bits
    common = sound(one).intersection(sound(other))
    return ground.area(common) > LEAST_OVERLAP_M2


def without_marker_inside(inventory: Store, ground: Ground, fids: Sequence[int]) -> list[int]:
    """Of some rock glaciers, those that have no primary marker in their outline."""
    found = []
    for fid, outline, points in markers_of(inventory, fids):
        shape = ground.geometry(outline)
        places = [ground.geometry(point) for point in points]
        if not any(shape.contains(place.asPoint()) or sound(shape).intersects(place) for place in places):
            found.append(fid)
    return found
