"""How well candidates match reference outlines: by area, by polygon, whole and by subregion.

As in Sun et al. (2024): the area of true positives is what both sides share, that of false positives
what only the candidates cover, that of false negatives what only the reference covers. Ground that several
polygons of one side cover counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...models.training.intervals import FIGURES, blocks_that_tell, interval
from .blocks import blocks_of
from .comparing import Comparison, areas_within, compare

Geometries = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Intervals = dict[str, tuple[float, float]]

OUTSIDE = "(outside)"
"""Name of what lies in no subregion."""

_ROUNDING = 1e-12
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
    """Polygons: how many there are, and how many match one of the other side.

    `split` references are one landform with several candidates, `merged` candidates with several references.
    """

    candidates: int
    references: int
    matched_candidates: int
    matched_references: int
    split: int = 0
    merged: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the candidates that match."""
        return _ratio(self.matched_candidates, self.candidates)

    @property
    def recall(self) -> float | None:
        """Share of the references that are matched."""
        return _ratio(self.matched_references, self.references)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        if self.precision is None or self.recall is None:
            return None
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1.0)


@dataclass(frozen=True)
class Scores:
    """Scores of one place.

    `blocks` is the number of blocks of ground in which something lies, `telling` as how many of one size they tell;
    intervals are of 95 %, by these blocks, those of figures of which too few tell are not there.
    """

    name: str
    area: AreaScores
    count: CountScores
    blocks: int = 0
    telling: float = 0.0
    area_intervals: Intervals = field(default_factory=dict)
    count_intervals: Intervals = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluation:
    """The whole, its subregions, each polygon's best IoU with the other side, and how all of it came about.

    `blocks` are numbers of the blocks of candidates and of references, `places` those of their subregions: -1 for none.
    """

    whole: Scores
    subregions: list[Scores]
    candidate_iou: Floats
    reference_iou: Floats
    compared: Comparison
    blocks: tuple[Ints, Ints]
    places: tuple[Ints, Ints]


def evaluate(
    candidates: Geometries,
    references: Geometries,
    crs: Any,
    *,
    subregions: Geometries | None = None,
    names: list[str] | None = None,
    minimum_iou: float = 0.5,
    rank: Floats | None = None,
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
    rank
        Of candidates that cover the same ground, the one of lowest rank has it, shape (n,).
    """
    compared = compare(candidates, references, crs, rank)
    counting = _Counting(compared, blocks_of(compared), minimum_iou)
    sides = compared.found, compared.truth
    everything = [np.ones(len(side.outlines), bool) for side in sides]
    whole = counting.scores("whole", (compared.common_areas, *(side.areas for side in sides)), everything)
    parts: list[Scores] = []
    at = np.full(len(candidates), -1), np.full(len(references), -1)
    if subregions is not None and names is not None:
        points = [shapely.point_on_surface(side.outlines) for side in sides]
        for number, (name, place) in enumerate(zip(names, subregions, strict=True)):
            shapely.prepare(place)
            here = [shapely.intersects(place, each) for each in points]
            for side, inside in zip(at, here, strict=True):
                side[inside] = number
            parts.append(counting.scores(name, counting.within(place), here))
        union = shapely.union_all(subregions)
        rest = [whole - part for whole, part in zip(counting.everywhere, counting.within(union), strict=True)]
        if max(float(each.sum()) for each in rest[1:]) > _SMALLEST_OUTSIDE:
            parts.append(counting.scores(OUTSIDE, rest, [~shapely.intersects(union, each) for each in points]))
    return Evaluation(whole, parts, *compared.best_iou, compared, counting.blocks, at)


class _Counting:
    """Counts areas and polygons of places, by blocks of ground."""

    def __init__(self, compared: Comparison, blocks: tuple[Ints, Ints], minimum_iou: float) -> None:
        self.blocks = blocks
        self._compared = compared
        self._size = max((int(each.max()) + 1 for each in blocks if len(each)), default=0)
        self._matched = [best >= minimum_iou for best in compared.best_iou]
        self._several = [number > 1 for number in compared.partners]
        self.everywhere = compared.common_areas, compared.found.areas, compared.truth.areas

    def within(self, place: Any) -> list[Floats]:
        """Areas inside a place of what is shared, (p,), of candidates, (n,), and of references, (m,)."""
        compared = self._compared
        pieces = compared.common, compared.found.pieces, compared.truth.pieces
        return [
            areas_within(place, each, areas, compared.crs) for each, areas in zip(pieces, self.everywhere, strict=True)
        ]

    def scores(self, name: str, areas: Sequence[Floats], here: Sequence[Bools]) -> Scores:
        """Scores of a place, with its areas as from `within` and which polygons of each side are counted there."""
        found, truth = self.blocks
        common, mine, theirs = (
            np.bincount(block, values, self._size)
            for block, values in zip((found[self._compared.pairs.ours], found, truth), areas, strict=True)
        )
        counts = np.maximum(np.stack([common, mine - common, theirs - common], axis=1), 0.0)
        by_count = self._by_count(here)
        ends = {figure: interval(counts, figure) for figure in FIGURES}
        count_ends = {figure: interval(each, figure) for figure, each in by_count.items()}
        return Scores(
            name,
            _area_scores(*(float(each.sum()) for each in areas)),
            self._count(here),
            int((counts.sum(axis=1) > 0).sum()),
            blocks_that_tell(counts, "f1"),
            {figure: pair for figure, pair in ends.items() if pair is not None},
            {figure: pair for figure, pair in count_ends.items() if pair is not None},
        )

    def _by_count(self, here: Sequence[Bools]) -> dict[str, Floats]:
        """Matched and unmatched polygons of each block, as counts for precision and for recall."""
        found = {}
        for figure, block, matched, inside in zip(
            ("precision", "recall"), self.blocks, self._matched, here, strict=True
        ):
            hit = np.bincount(block, matched & inside, self._size).astype(float)
            other = np.bincount(block, ~matched & inside, self._size).astype(float)
            found[figure] = np.stack([hit, other, other], axis=1)
        return found

    def _count(self, here: Sequence[Bools]) -> CountScores:
        matched = [int((each & inside).sum()) for each, inside in zip(self._matched, here, strict=True)]
        merged, split = (int((each & inside).sum()) for each, inside in zip(self._several, here, strict=True))
        return CountScores(int(here[0].sum()), int(here[1].sum()), matched[0], matched[1], split, merged)


def _area_scores(common: float, candidates: float, references: float) -> AreaScores:
    return AreaScores(max(common, 0.0), _less(candidates, common), _less(references, common))


def _less(whole: float, part: float) -> float:
    """The difference of two sums of areas, which may come out a hair beside zero."""
    return whole - part if whole - part > _ROUNDING * whole else 0.0


def best_iou(candidates: Geometries, references: Geometries, crs: Any) -> tuple[Floats, Floats]:
    """Best intersection over union of each candidate, shape (n,), and of each reference, shape (m,)."""
    return compare(candidates, references, crs).best_iou
