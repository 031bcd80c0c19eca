"""How well candidates match reference outlines: by area, by polygon, whole and by subregion.

As in Sun et al. (2024): the area of true positives is what both sides share, that of false positives
what only the candidates cover, that of false negatives what only the reference covers. Each side is
dissolved first, so that overlapping polygons do not count twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.geodesy import ellipsoidal_areas

Geometries = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

OUTSIDE = "(outside)"
"""Name of what lies in no subregion."""

_SMALLEST_OUTSIDE = 1000.0  # m²; less than this is rounding at the subregions' borders


@dataclass(frozen=True)
class AreaScores:
    """Areas in m² on the ellipsoid, and the scores; a score with nothing to divide by is None."""

    true_positive: float
    false_positive: float
    false_negative: float

    @property
    def precision(self) -> float | None:
        """Share of the candidates' area that is reference."""
        return _ratio(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float | None:
        """Share of the reference's area that was found."""
        return _ratio(self.true_positive, self.true_positive + self.false_negative)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN)."""
        return _ratio(2 * self.true_positive, 2 * self.true_positive + self.false_positive + self.false_negative)

    @property
    def iou(self) -> float | None:
        """Intersection over union: TP / (TP + FP + FN)."""
        return _ratio(self.true_positive, self.true_positive + self.false_positive + self.false_negative)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


@dataclass(frozen=True)
class CountScores:
    """Polygons: how many there are, and how many match one of the other side."""

    candidates: int
    references: int
    matched_candidates: int
    matched_references: int

    @property
    def precision(self) -> float | None:
        """Share of the candidates that match."""
        return _ratio(self.matched_candidates, self.candidates)

    @property
    def recall(self) -> float | None:
        """Share of the references that are matched."""
        return _ratio(self.matched_references, self.references)


@dataclass(frozen=True)
class Scores:
    """Scores of one place."""

    name: str
    area: AreaScores
    count: CountScores


@dataclass(frozen=True)
class Evaluation:
    """The whole, its subregions, and each polygon's best IoU with the other side."""

    whole: Scores
    subregions: list[Scores]
    candidate_iou: Floats
    reference_iou: Floats


class _Side:
    """One side, dissolved into parts that do not overlap, with their areas."""

    def __init__(self, polygons: Geometries, crs: Any) -> None:
        self.crs = crs
        dissolved = shapely.disjoint_subset_union_all(polygons) if len(polygons) else shapely.MultiPolygon()
        self.parts: Geometries = _polygons_only(shapely.get_parts(dissolved))
        self.areas = ellipsoidal_areas(self.parts, crs)

    def common(self, other: _Side) -> _Side:
        """What both sides cover."""
        tree = shapely.STRtree(other.parts)
        mine, theirs = tree.query(self.parts, predicate="intersects")
        found = _Side.__new__(_Side)
        found.crs = self.crs
        found.parts = _polygons_only(shapely.intersection(self.parts[mine], other.parts[theirs]))
        found.areas = ellipsoidal_areas(found.parts, self.crs)
        return found

    def within(self, place: Any) -> float:
        """The area inside a place, in m²."""
        shapely.prepare(place)
        inside = shapely.contains_properly(place, self.parts)
        cut = shapely.intersects(place, self.parts) & ~inside
        pieces = _polygons_only(shapely.intersection(self.parts[cut], place))
        return float(self.areas[inside].sum() + ellipsoidal_areas(pieces, self.crs).sum())


def _polygons_only(geometries: Geometries) -> Geometries:
    """Single polygons; the points and lines that touching outlines share are dropped."""
    parts = shapely.get_parts(shapely.get_parts(geometries))
    polygonal: Geometries = parts[
        (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    ]
    return polygonal


def evaluate(
    candidates: Geometries,
    references: Geometries,
    crs: Any,
    *,
    subregions: Geometries | None = None,
    names: list[str] | None = None,
    minimum_iou: float = 0.5,
) -> Evaluation:
    """Compare candidates with reference outlines.

    Areas are clipped at the subregions' borders; polygons are counted where their inner point lies.

    Parameters
    ----------
    candidates, references
        Valid polygons, shapes (n,) and (m,); either may be empty.
    crs
        Coordinate system of all geometries.
    subregions, names
        Areas, shape (k,), and what they are called.
    minimum_iou
        From which IoU two polygons match.
    """
    sides = _Side(candidates, crs), _Side(references, crs)
    common = sides[0].common(sides[1])
    whole = _area_scores(float(common.areas.sum()), *(float(side.areas.sum()) for side in sides))
    best = best_iou(candidates, references, crs)
    matched = best[0] >= minimum_iou, best[1] >= minimum_iou
    everywhere = np.ones(len(candidates), dtype=bool), np.ones(len(references), dtype=bool)
    parts: list[Scores] = []
    if subregions is not None and names is not None:
        points = [shapely.point_on_surface(side) for side in (candidates, references)]
        places = [(name, place) for name, place in zip(names, subregions, strict=True)]
        union = shapely.union_all(subregions)
        for name, place in places:
            area = _area_scores(common.within(place), *(side.within(place) for side in sides))
            shapely.prepare(place)
            here = shapely.intersects(place, points[0]), shapely.intersects(place, points[1])
            parts.append(Scores(name, area, _count_scores(matched, here)))
        rest = [float(side.areas.sum()) - side.within(union) for side in (common, *sides)]
        if max(rest[1:]) > _SMALLEST_OUTSIDE:
            here = ~shapely.intersects(union, points[0]), ~shapely.intersects(union, points[1])
            parts.append(Scores(OUTSIDE, _area_scores(*rest), _count_scores(matched, here)))
    total = Scores("whole", whole, _count_scores(matched, everywhere))
    return Evaluation(total, parts, *best)


def _area_scores(common: float, candidates: float, references: float) -> AreaScores:
    # A difference of two large sums may come out a hair below zero.
    return AreaScores(max(common, 0.0), max(candidates - common, 0.0), max(references - common, 0.0))


def _count_scores(
    matched: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
    here: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
) -> CountScores:
    return CountScores(
        int(here[0].sum()), int(here[1].sum()), int((matched[0] & here[0]).sum()), int((matched[1] & here[1]).sum())
    )


def best_iou(candidates: Geometries, references: Geometries, crs: Any) -> tuple[Floats, Floats]:
    """Best intersection over union of each candidate, shape (n,), and of each reference, shape (m,)."""
    best = np.zeros(len(candidates)), np.zeros(len(references))
    if not len(candidates) or not len(references):
        return best
    one, other = shapely.STRtree(references).query(candidates, predicate="intersects")
    common = _areas_of_any(shapely.intersection(candidates[one], references[other]), crs)
    areas = ellipsoidal_areas(candidates, crs), ellipsoidal_areas(references, crs)
    union = areas[0][one] + areas[1][other] - common
    iou = np.clip(common / np.maximum(union, 1e-9), 0, 1)
    np.maximum.at(best[0], one, iou)
    np.maximum.at(best[1], other, iou)
    return best


def _areas_of_any(geometries: Geometries, crs: Any) -> Floats:
    """Areas of geometries that may hold lines and points beside polygons, shape (n,)."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    inner, part = shapely.get_parts(parts, return_index=True)
    polygonal = shapely.get_type_id(inner) == shapely.GeometryType.POLYGON
    areas = ellipsoidal_areas(inner[polygonal], crs)
    return np.asarray(np.bincount(owner[part][polygonal], areas, minlength=len(geometries)), dtype=np.float64)
