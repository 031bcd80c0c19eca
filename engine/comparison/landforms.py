"""Which outlines or markers of two inventories are of one landform, and how many of each side it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..matching.areas import ground_areas
from ..matching.chains import chained
from ..matching.distances import outline_distances
from ..matching.pairs import meeting
from .sides import Side

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ONE, SPLIT, MERGED, SEVERAL = "one to one", "one here, several there", "several here, one there", "several to several"
HERE, THERE = "only here", "only there"
KINDS = (ONE, SPLIT, MERGED, SEVERAL, HERE, THERE)
"""What an outline can be; "here" is the inventory that is compared, "there" the other one."""


@dataclass(frozen=True)
class Landforms:
    """Two sides, (n,) and (m,), and their pairs, (p,).

    `ours` and `theirs` are the numbers of each pair of one landform, and `iou` of it, NaN where one has no outline;
    `distance` and `farthest`, m, are told of pairs one to one. `best` is the best IoU of each, `units` the number of
    the landform that it is of, `areas` in m² (NaN of markers), and `holds` whether it holds a marker of the other side.
    """

    ours: Ints
    theirs: Ints
    iou: Floats
    distance: Floats
    farthest: Floats
    best: tuple[Floats, Floats]
    units: tuple[Ints, Ints]
    areas: tuple[Floats, Floats]
    holds: tuple[Bools, Bools]

    @property
    def kinds(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Which of `KINDS` each outline is, (n,) and (m,)."""
        count = max((int(each.max()) + 1 for each in self.units if len(each)), default=0)
        here, there = (np.bincount(each, minlength=count) for each in self.units)
        kind = np.select(
            [(here == 1) & (there == 1), (here == 1) & (there > 1), (here > 1) & (there == 1), there == 0, here == 0],
            [0, 1, 2, 4, 5],
            3,
        )
        names = np.array(KINDS, dtype=object)
        return names[kind[self.units[0]]], names[kind[self.units[1]]]

    @property
    def one_to_one(self) -> npt.NDArray[np.intp]:
        """Numbers of the pairs whose two have no other partner."""
        return np.flatnonzero(self.kinds[0][self.ours] == ONE)


def landforms_of(one: Side, other: Side) -> Landforms:
    """Which are of one landform: outlines by half of the smaller one, a marker by the outline that holds it.

    Parameters
    ----------
    one, other
        From `beside_each_other`; one of them has outlines.
    """
    crs, sizes = one.outlines.crs, (len(one), len(other))
    areas = _areas(one), _areas(other)
    holds = _holders(one, other.markers), _holders(other, one.markers)
    best = np.zeros(sizes[0]), np.zeros(sizes[1])
    if one.only_markers or other.only_markers:
        ours, theirs = _of_markers(one, other)
        iou = np.full(len(ours), np.nan)
        best = np.full(sizes[0], np.nan), np.full(sizes[1], np.nan)
    else:
        known = {id(side.shapes): each for side, each in zip((one, other), areas, strict=True)}
        pairs = meeting(
            one.shapes,
            other.shapes,
            lambda shapes: known[id(shapes)] if id(shapes) in known else ground_areas(shapes, crs),
        )
        np.maximum.at(best[0], pairs.ours, pairs.iou)
        np.maximum.at(best[1], pairs.theirs, pairs.iou)
        same = pairs.shared()
        ours, theirs, iou = pairs.ours[same].astype(np.int64), pairs.theirs[same].astype(np.int64), pairs.iou[same]
    units = _units(ours, theirs, *sizes)
    nowhere = np.full(len(ours), np.nan)
    found = Landforms(ours, theirs, iou, nowhere, nowhere.copy(), best, units, areas, holds)
    alone = found.one_to_one
    if not np.isnan(iou).any() and len(alone):
        found.distance[alone], found.farthest[alone] = outline_distances(
            one.shapes[ours[alone]], other.shapes[theirs[alone]], crs
        )
    return found


def _areas(side: Side) -> Floats:
    return np.full(len(side), np.nan) if side.only_markers else ground_areas(side.shapes, side.outlines.crs)


def _holders(side: Side, markers: npt.NDArray[Any]) -> Bools:
    """Which outlines hold one of some markers; of markers none does."""
    found = np.zeros(len(side), bool)
    if not side.only_markers:
        _, outline = shapely.STRtree(side.shapes).query(markers, predicate="intersects")
        found[outline] = True
    return found


def _of_markers(one: Side, other: Side) -> tuple[Ints, Ints]:
    """Pairs of an outline and a marker that it holds."""
    if other.only_markers:
        theirs, ours = shapely.STRtree(one.shapes).query(other.markers, predicate="intersects")
    else:
        ours, theirs = shapely.STRtree(other.shapes).query(one.markers, predicate="intersects")
    return ours.astype(np.int64), theirs.astype(np.int64)


def _units(ours: Ints, theirs: Ints, count: int, others: int) -> tuple[Ints, Ints]:
    """Number of the landform that each outline is of: those that pairs link."""
    labels = chained(count + others, ours, theirs + count)
    return labels[:count], labels[count:]
