"""Outlines of two sides that meet: what they share, and which are of one landform.

The one matcher of outlines: for candidates on their way into an inventory that has them already, and for candidates
against reference outlines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Geometries = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Areas = Callable[[Geometries], Floats]

SAME = 0.5
"""Share of the smaller of two outlines that both cover, from which they are of one landform."""
_NOTHING = 1e-9


@dataclass(frozen=True)
class Pairs:
    """Pairs of one outline of ours and one of theirs; all arrays have shape (n,).

    `ours` and `theirs` are their numbers, `common` the intersection of their shapes, `shared_area` its area, and
    `our_area` and `their_area` those of the two, in whatever areas were measured in.
    """

    ours: Places
    theirs: Places
    common: Geometries
    shared_area: Floats
    our_area: Floats
    their_area: Floats

    def __len__(self) -> int:
        return len(self.ours)

    @property
    def smaller(self) -> Floats:
        """Area of the smaller of the two."""
        return np.minimum(self.our_area, self.their_area)

    @property
    def iou(self) -> Floats:
        """Intersection over union, 0 to 1."""
        union = self.our_area + self.their_area - self.shared_area
        return np.asarray(np.clip(self.shared_area / np.maximum(union, _NOTHING), 0, 1))

    def shared(self, share: float = SAME) -> Bools:
        """Which pairs have so much of the smaller one in common, at least."""
        return (self.smaller > 0) & (self.shared_area >= share * self.smaller)

    def covered(self, by: Bools, count: int, share: float) -> Bools:
        """Which of our `count` outlines the others in the pairs `by` cover by so much, all together.

        Of planar areas. What several cover is united only where one alone does not suffice and their sum might.
        """
        chosen = by & (self.shared_area > 0)
        ours, part = self.ours[chosen], self.shared_area[chosen] / self.our_area[chosen]
        found = np.zeros(count, np.bool_)
        found[ours[part >= share]] = True
        for number in np.flatnonzero((np.bincount(ours, part, count) >= share) & ~found).tolist():
            pairs = np.flatnonzero(chosen & (self.ours == number))
            united = shapely.area(shapely.union_all(self.common[pairs]))
            found[number] = united >= share * self.our_area[pairs[0]]
        return found


def paired(ours: Geometries, theirs: Geometries, one: Places, other: Places, areas: Areas = shapely.area) -> Pairs:
    """Pairs of outlines by their numbers.

    Parameters
    ----------
    ours, theirs
        Valid polygons, shapes (n,) and (m,).
    one, other
        Numbers of ours and of theirs, shapes (p,).
    areas
        Of geometries; planar where nothing else is given: over one landform the scale does not change.
    """
    common = ours[one].copy()
    apart = ~shapely.equals_exact(common, theirs[other], 0)  # an outline that stayed is what it has in common
    common[apart] = shapely.intersection(common[apart], theirs[other][apart])
    return Pairs(one, other, common, areas(common), areas(ours)[one], areas(theirs)[other])


def meeting(ours: Geometries, theirs: Geometries, areas: Areas = shapely.area) -> Pairs:
    """All pairs of an outline of ours and one of theirs that meet, as `paired`."""
    one, other = shapely.STRtree(theirs).query(ours, predicate="intersects")
    return paired(ours, theirs, one, other, areas)
