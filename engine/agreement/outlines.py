"""Where two mappers outlined the same unit: how much their outlines share, and how far they lie apart.

In teams each mapper works on a copy, and for a test all map the same ground: the copies have the same units, drawn
twice. In one file the same happens where two copies were merged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.schema import ROCK_GLACIERS
from ...store.protocol import Store
from ..ground.geodesy import ground_metres_per_unit, transform_geometries
from ..matching.areas import ground_areas
from ..matching.pairs import Areas, Pairs, meeting, paired

_STEP = 10.0
"""Metres between places of an outline whose distance is measured."""
_MOST_PLACES = 2000
_THE_SAME = 1 - 1e-9


@dataclass(frozen=True)
class Drawings:
    """Outlines of an inventory with identifiers and mappers, all (n,), in one coordinate system."""

    shapes: npt.NDArray[Any]
    identifiers: list[str]
    mappers: list[str]
    crs: Any

    def __len__(self) -> int:
        return len(self.identifiers)


def read_drawings(inventory: Store) -> Drawings:
    """The rock glaciers of an inventory."""
    wkb = dict(inventory.outlines(ROCK_GLACIERS))
    rows = [row for row in inventory.rows(ROCK_GLACIERS, ("ID", "MAPPER")) if row[0] in wkb]
    shapes = shapely.make_valid(shapely.from_wkb([wkb[row[0]] for row in rows]))
    crs = inventory.reference(ROCK_GLACIERS)
    return Drawings(shapes, [str(row[1] or "") for row in rows], [str(row[2] or "") for row in rows], crs.wkt)


def outlines_twice(ours: Drawings, theirs: Drawings | None = None) -> list[dict[str, Any]]:
    """Units that were outlined twice, as `agreement.json` holds them.

    Two outlines are of one unit where both cover half of the smaller one; each is in one pair, that of the highest IoU.
    An outline that is the same in a copy by the same mapper was drawn once and is left out.

    Parameters
    ----------
    ours
        Rock glaciers of an inventory.
    theirs
        Those of a copy; None for pairs of one inventory by different mappers.
    """
    areas = partial(ground_areas, crs=ours.crs)
    if theirs is None:
        pairs, other = _by_two_mappers(ours, areas), ours
        usable = np.ones(len(pairs), np.bool_)
    else:
        shapes = transform_geometries(theirs.shapes, theirs.crs, ours.crs)
        pairs, other = (
            meeting(ours.shapes, shapes, areas),
            Drawings(shapes, theirs.identifiers, theirs.mappers, ours.crs),
        )
        copied = np.array([ours.mappers[one] == other.mappers[two] for one, two in _numbers(pairs)], np.bool_)
        usable = ~(copied & (pairs.iou > _THE_SAME))
    chosen = _one_to_one(pairs, usable & pairs.shared(), theirs is None)
    return [_told(ours, other, pairs, number) for number in sorted(chosen, key=lambda each: int(pairs.ours[each]))]


def _by_two_mappers(drawings: Drawings, areas: Areas) -> Pairs:
    """Outlines of one inventory that meet, where their mappers are not the same."""
    shapes = drawings.shapes
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    mapper = np.unique(drawings.mappers, return_inverse=True)[1] if len(drawings) else np.zeros(0, np.intp)
    wanted = (one < other) & (mapper[one] != mapper[other])
    return paired(shapes, shapes, one[wanted], other[wanted], areas)


def _numbers(pairs: Pairs) -> Iterable[tuple[int, int]]:
    return zip(pairs.ours.tolist(), pairs.theirs.tolist(), strict=True)


def _one_to_one(pairs: Pairs, usable: npt.NDArray[np.bool_], one_side: bool) -> list[int]:
    """Pairs in the order of their IoU, as long as both of a pair are free."""
    iou = pairs.iou
    taken: set[tuple[bool, int]] = set()
    chosen = []
    for number in sorted(np.flatnonzero(usable).tolist(), key=lambda each: -iou[each]):
        both = {(False, int(pairs.ours[number])), (not one_side, int(pairs.theirs[number]))}
        if not both & taken:
            taken |= both
            chosen.append(number)
    return chosen


def _told(ours: Drawings, other: Drawings, pairs: Pairs, number: int) -> dict[str, Any]:
    one, two = int(pairs.ours[number]), int(pairs.theirs[number])
    mean, farthest = _distances(ours.shapes[one], other.shapes[two], ours.crs)
    return {
        "id": ours.identifiers[one],
        "other_id": other.identifiers[two],
        "mappers": [ours.mappers[one], other.mappers[two]],
        "iou": float(pairs.iou[number]),
        "area_difference_m2": float(pairs.their_area[number] - pairs.our_area[number]),
        "distance_m": mean,
        "farthest_m": farthest,
    }


def _distances(one: Any, other: Any, crs: Any) -> tuple[float, float]:
    """Mean distance of the places on either outline from the other one, and the largest (Hausdorff's), m."""
    middle = shapely.centroid(one)
    scale = np.array(ground_metres_per_unit(crs, middle.x, middle.y))
    origin = shapely.get_coordinates(middle)
    lines = [
        shapely.boundary(shapely.transform(shape, lambda points: (points - origin) * scale)) for shape in (one, other)
    ]
    means, most = [], 0.0
    for line, facing in (lines, lines[::-1]):
        count = int(np.clip(line.length / _STEP, 8, _MOST_PLACES))
        places = shapely.line_interpolate_point(_one_line(line), np.arange(count) / count, normalized=True)
        apart = shapely.distance(places, facing)
        means.append(float(apart.mean()))
        most = max(most, float(apart.max()))
    return float(np.mean(means)), most


def _one_line(line: Any) -> Any:
    """A boundary of several rings as one line: only places on it are wanted, and those of jumps are few."""
    rings = [part for part in shapely.get_parts([line]) if part.length > 0]
    return rings[0] if len(rings) == 1 else max(rings, key=lambda ring: ring.length)
