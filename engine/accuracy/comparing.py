"""Candidates and reference outlines laid over each other: what each shares with the other side, no ground twice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..matching.areas import ground_areas, polygons_in
from ..matching.chains import chained
from ..matching.pairs import Pairs, meeting

Geometries = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """Outlines (n,) without the ground that others of their side have already, and the areas of that, m²."""

    outlines: Geometries
    pieces: Geometries
    areas: Floats
    changed: npt.NDArray[np.bool_]
    """Whose piece is less than its outline."""
    overlaps: npt.NDArray[np.int64]
    """Pairs of outlines of this side that meet, (p, 2)."""


@dataclass(frozen=True)
class Comparison:
    """Two sides and what they share.

    `pairs` are of whole outlines, with areas in m²; `common` and `common_areas` are of their pieces, (p,), no two of
    which cover the same ground.
    """

    found: Side
    truth: Side
    pairs: Pairs
    common: Geometries
    common_areas: Floats
    crs: Any

    @property
    def found_hits(self) -> Floats:
        """What of each candidate's piece is reference, m², (n,)."""
        return np.asarray(np.bincount(self.pairs.ours, self.common_areas, len(self.found.outlines)), np.float64)

    @property
    def best_iou(self) -> tuple[Floats, Floats]:
        """Best intersection over union of each candidate, (n,), and of each reference, (m,)."""
        best = np.zeros(len(self.found.outlines)), np.zeros(len(self.truth.outlines))
        np.maximum.at(best[0], self.pairs.ours, self.pairs.iou)
        np.maximum.at(best[1], self.pairs.theirs, self.pairs.iou)
        return best

    @property
    def partners(self) -> tuple[Ints, Ints]:
        """With how many of the other side each outline is one landform, (n,) and (m,): `Pairs.shared`."""
        same = self.pairs.shared()
        sizes = len(self.found.outlines), len(self.truth.outlines)
        return (
            np.bincount(self.pairs.ours[same], minlength=sizes[0]),
            np.bincount(self.pairs.theirs[same], minlength=sizes[1]),
        )

    @property
    def units(self) -> tuple[Ints, Ints]:
        """Number of the group of outlines that meet, of either side, that each is in, (n,) and (m,)."""
        count = len(self.found.outlines)
        total = count + len(self.truth.outlines)
        links = [
            np.column_stack((self.pairs.ours, self.pairs.theirs + count)),
            self.found.overlaps,
            self.truth.overlaps + count,
        ]
        one, other = np.concatenate(links).T
        labels = chained(total, one, other)
        return labels[:count], labels[count:]


def side_of(outlines: Geometries, crs: Any, rank: Floats | None = None) -> Side:
    """One side: of ground that several outlines cover, the first has it.

    Parameters
    ----------
    outlines
        Valid polygons, shape (n,).
    crs
        Their coordinate system.
    rank
        Those of lower rank are first, shape (n,); None: in their order.
    """
    count = len(outlines)
    order = np.arange(count) if rank is None else np.lexsort((np.arange(count), rank))
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    one, other = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    overlaps = np.column_stack((one, other)).astype(np.int64)
    after = place[other] < place[one]
    one, other = one[after], other[after]
    pieces = outlines.copy()
    number, each = np.unique(one, return_counts=True)
    by_number = np.argsort(one, kind="stable")
    covers = np.empty(len(number), dtype=object)
    for index, members in enumerate(np.split(other[by_number], np.cumsum(each)[:-1]) if len(number) else ()):
        covers[index] = outlines[members[0]] if len(members) == 1 else shapely.union_all(outlines[members])
    pieces[number] = shapely.difference(outlines[number], covers)
    changed = np.zeros(count, bool)
    changed[number] = True
    return Side(outlines, pieces, ground_areas(pieces, crs), changed, overlaps[overlaps[:, 0] < overlaps[:, 1]])


def compare(candidates: Geometries, references: Geometries, crs: Any, rank: Floats | None = None) -> Comparison:
    """Lay candidates over references.

    Parameters
    ----------
    candidates, references
        Valid polygons, shapes (n,) and (m,); either may be empty.
    crs
        Coordinate system of both.
    rank
        Of the candidates, see `side_of`.
    """
    found, truth = side_of(candidates, crs, rank), side_of(references, crs)
    pairs = meeting(candidates, references, partial(ground_areas, crs=crs))
    common, areas = pairs.common.copy(), pairs.shared_area.copy()
    less = found.changed[pairs.ours] | truth.changed[pairs.theirs]
    common[less] = shapely.intersection(found.pieces[pairs.ours[less]], truth.pieces[pairs.theirs[less]])
    areas[less] = ground_areas(common[less], crs)
    return Comparison(found, truth, pairs, common, areas, crs)


def areas_within(place: Any, pieces: Geometries, areas: Floats, crs: Any) -> Floats:
    """What of each piece lies inside a place, m², (n,); `areas` are those of the whole pieces."""
    shapely.prepare(place)
    inside = shapely.contains_properly(place, pieces)
    cut = np.flatnonzero(shapely.intersects(place, pieces) & ~inside)
    found = np.where(inside, areas, 0.0)
    parts, owner = polygons_in(shapely.intersection(pieces[cut], place))
    found[cut] = np.bincount(owner, ground_areas(parts, crs), len(cut))
    return found
