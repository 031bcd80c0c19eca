"""The ground that is judged: where the runs searched and the reference says anything, and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.boxes import Box
from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas, transform_geometries
from ..ground.vectors import PolygonLayer
from ..matching.areas import ground_areas
from ..telling.report import Report
from .outlines import Outlines, clip, in_one_system

ALONE = 3000.0
"""Metres from the next outline of the other side from which on it is asked whether that side knows the ground."""
_MANY = 0.05
"""Share of an area from which it is told."""
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Judged:
    """Two sides on the ground that both speak of, in one system.

    `ground` is None where all of it is judged, `ground_area` its area, m², where the two sides themselves say which it
    is; `around` is the box of all that was given,
    None where there is nothing. `words` say what was left out.
    """

    found: Outlines
    truth: Outlines
    ground: Any
    ground_area: float | None
    around: Box | None
    words: list[str] = field(default_factory=list)


def judged(
    found: Outlines, truth: Outlines, area: PolygonLayer | None, everywhere: bool, what: str = "candidates"
) -> Judged:
    """Clip both sides to the ground that is judged.

    Parameters
    ----------
    found, truth
        Candidates, with the ground that their runs searched, and references, with the ground that they are of.
    area
        Only what lies in these polygons is judged.
    everywhere
        Whether ground counts also where the runs did not search, or nobody looked.
    what
        What is judged, in words.
    """
    if everywhere:
        found, truth = replace(found, extent=None), replace(truth, extent=None, unknown=None)
    found, truth = in_one_system(found, truth)
    crs, around = found.crs, bounds_of(found, truth)
    grounds = [extent for extent in (found.extent, truth.extent) if extent is not None]
    if area is not None:
        grounds.append(shapely.union_all([] if around is None else area.near(around, crs)))
    ground = None if not grounds else shapely.intersection_all(grounds)
    if truth.unknown is not None and around is not None:
        whole = shapely.box(*around) if ground is None else ground
        ground = shapely.difference(whole, _not_known(truth))
    if ground is None:
        return Judged(found, truth, None, None, around)
    inside, right = clip(found, ground), clip(truth, ground)
    words = [text for text in (_left_out(what, found, inside), _left_out("reference outlines", truth, right)) if text]
    told = area is None and (found.extent is not None or truth.extent is not None)
    return Judged(inside, right, ground, float(ellipsoidal_areas([ground], crs)[0]) if told else None, around, words)


def _not_known(truth: Outlines) -> Any:
    """Ground of which a reference says nothing, although it lies where it does: but for its own outlines."""
    holes = shapely.union_all(truth.unknown)
    over = shapely.STRtree(truth.polygons).query(holes, predicate="intersects")
    return shapely.difference(holes, shapely.union_all(truth.polygons[over]))


def _left_out(what: str, before: Outlines, after: Outlines) -> str:
    """How many outlines, and how much of their area, lie outside; empty where next to nothing does."""
    areas = [float(ground_areas(side.polygons, side.crs).sum()) for side in (before, after)]
    lost, count = areas[0] - areas[1], len(before) - len(after)
    if not count and lost <= _MANY * areas[0]:
        return ""
    share = 100 * lost / areas[0] if areas[0] else 0.0
    return f"{what} outside the area that is judged: {count} (with parts of others {lost / 1e6:.4g} km², {share:.0f} %)"


def bounds_of(*sides: Outlines) -> Box | None:
    """Bounds of all outlines of some sides; None where there are none."""
    polygons: Any = np.concatenate([side.polygons for side in sides])
    if not len(polygons):
        return None
    left, bottom, right, top = shapely.total_bounds(polygons).tolist()
    return left, bottom, right, top


def alone(ours: Outlines, theirs: Outlines, metres: float = ALONE) -> npt.NDArray[np.bool_]:
    """Which of our outlines have none of the others within about so many metres, shape (n,); both in one system."""
    if not len(ours) or not len(theirs):
        return np.ones(len(ours), dtype=bool)
    mine, others = (
        transform_geometries(np.asarray(shapely.box(*shapely.bounds(side.polygons).T)), side.crs, LONGITUDE_LATITUDE)
        for side in (ours, theirs)
    )
    boxes = shapely.bounds(mine)
    north = metres / _METRES_PER_DEGREE
    east = north / np.maximum(np.cos(np.radians(np.abs(boxes[:, [1, 3]]).max(axis=1))), 1e-3)
    wide = shapely.box(boxes[:, 0] - east, boxes[:, 1] - north, boxes[:, 2] + east, boxes[:, 3] + north)
    near = np.zeros(len(ours), dtype=bool)
    near[shapely.STRtree(others).query(wide)[0]] = True
    return ~near


def tell_alone(pair: Judged, name: str, report: Report) -> None:
    """Warn where much was found far from every reference outline: perhaps the reference is of other ground."""
    if pair.truth.extent is not None or not len(pair.truth):
        return
    far = alone(pair.found, pair.truth)
    areas = ground_areas(pair.found.polygons, pair.found.crs)
    share = float(areas[far].sum() / areas.sum()) if areas.sum() else 0.0
    if share >= _MANY:
        report.warning(
            f"{int(far.sum())} of {len(far)} candidates ({100 * share:.0f} % of their area) lie more than "
            f"{ALONE / 1000:g} km from every outline of {name}. They count as false; where that reference does not "
            "cover their ground, say with --area which ground it covers."
        )


def tell_nothing_in_common(pair: Judged, name: str, report: Report) -> None:
    """Warn where no ground is left to be judged."""
    if pair.ground is not None and shapely.is_empty(pair.ground):
        report.warning(
            f"No ground is left to be judged: what was searched, what {name} covers and --area have nothing in common."
        )


def all_words(pairs: Sequence[Judged]) -> list[str]:
    """What was left out of some pairs, each once."""
    return list(dict.fromkeys(word for pair in pairs for word in pair.words))
