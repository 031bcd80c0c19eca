"""Which candidates and rock glaciers are shown as examples: by rules that nobody's liking has a part in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ....inventory import schema
from ...accuracy.deeds import Decided
from ...accuracy.outlines import Outlines
from ...ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ...matching.areas import ground_areas

Places = npt.NDArray[np.int64]

OF_EACH = 4
"""Examples of an operation: as many as stand side by side on a page."""
OF_REFINED = 8
_OPERATIONS = (schema.REMAIN, schema.REFINE, schema.RETRIEVE, schema.REMOVE)
_MOST_AROUND = 60
_AROUND = 0.8
"""Of an outline's larger side: what lies so far from it may be seen beside it."""


@dataclass(frozen=True)
class Example:
    """One that is shown; outlines are in degrees.

    Attributes
    ----------
    operation, name, reason, run
        What was done, with what (its identifier), why it was removed, and which run found it; empty where there is
        none.
    before, after
        The candidate as it was found, and the rock glaciers that became of it; empty where there is none.
    around
        Other rock glaciers beside it.
    area, mapped
        m² before and after, NaN where there is none.
    iou
        Of both, NaN where there are not both.
    """

    operation: str
    name: str
    before: npt.NDArray[Any]
    after: npt.NDArray[Any]
    around: npt.NDArray[Any]
    area: float
    mapped: float
    iou: float = float("nan")
    reason: str = ""
    run: str = ""


@dataclass(frozen=True)
class Chosen:
    """Those of each operation that has some, with how many it has in all, and refined ones by how much they changed."""

    of_operations: dict[str, tuple[int, list[Example]]]
    refined: list[Example]
    number_refined: int


def chosen_of(decided: Decided) -> Chosen:
    """Examples of each operation, in the order of the method, from the smallest to the largest; and of refined ones.

    Of each operation those in the middle of four equal parts by area (as found, of retrieved ones as mapped); all
    where there are no more. Of refined ones the lowest and the highest intersection over union, and those at equal
    steps of rank between.
    """
    pile = _Pile(decided)
    states = decided.candidates.columns["STATE"]
    found: dict[str, tuple[int, list[Example]]] = {}
    for operation in _OPERATIONS:
        if operation == schema.RETRIEVE:
            number = 0 if decided.retrieved is None else len(decided.retrieved)
            examples = [pile.retrieved(place) for place in _middles(pile.retrieved_areas, pile.retrieved_names)]
        else:
            own = np.flatnonzero(states == operation)
            number = len(own)
            examples = [pile.candidate(place) for place in own[_middles(pile.areas[own], pile.names[own])].tolist()]
        if number:
            found[operation] = (number, examples)
    known = np.flatnonzero(np.isfinite(decided.iou))
    return Chosen(found, [pile.candidate(place) for place in known[_steps(decided.iou[known])].tolist()], len(known))


def _middles(values: npt.NDArray[Any], names: npt.NDArray[Any]) -> Places:
    """Places, by value and then by name, in the middle of equal parts."""
    order = np.lexsort((names.astype(str), values))
    if len(order) <= OF_EACH:
        return order
    return np.asarray(order[((np.arange(OF_EACH) + 0.5) * len(order) / OF_EACH).astype(int)])


def _steps(values: npt.NDArray[Any]) -> Places:
    """Places of the least value, the greatest, and between them at equal steps of rank."""
    order = np.argsort(values, kind="stable")
    if len(order) <= OF_REFINED:
        return order
    return np.asarray(order[np.linspace(0, len(order) - 1, OF_REFINED).round().astype(int)])


class _Pile:
    """All candidates and rock glaciers, from which examples are taken."""

    def __init__(self, decided: Decided) -> None:
        self._decided, candidates = decided, decided.candidates
        self.areas, self.names = ground_areas(candidates.polygons, candidates.crs), _names(candidates)
        self._mapped = None if decided.mapped is None else decided.mapped.in_crs(candidates.crs)
        self._tree = None if self._mapped is None else shapely.STRtree(self._mapped.polygons)
        of = decided.retrieved
        self._retrieved = None if of is None else of.in_crs(candidates.crs)
        self.retrieved_areas = np.zeros(0) if of is None else ground_areas(of.polygons, of.crs)
        self.retrieved_names = np.zeros(0, object) if of is None else np.array(of.labels, object)

    def candidate(self, place: int) -> Example:
        """A candidate, with what became of it."""
        columns, name = self._decided.candidates.columns, str(self.names[place])
        own = np.zeros(0, np.int64)
        if self._mapped is not None and columns["STATE"][place] in (schema.REMAIN, schema.REFINE):
            own = np.flatnonzero(self._mapped.columns["CANDIDATE"] == name)
        before = self._decided.candidates.polygons[[place]]
        after = np.zeros(0, object) if self._mapped is None else self._mapped.polygons[own]
        return Example(
            str(columns["STATE"][place]),
            name,
            self._in_degrees(before),
            self._in_degrees(after),
            self._in_degrees(self._near([*before, *after], own)),
            float(self.areas[place]),
            self._area(after),
            float(self._decided.iou[place]),
            str(columns["REASON"][place]),
            str(columns["RUN_ID"][place]),
        )

    def retrieved(self, place: int) -> Example:
        """A rock glacier that the network had missed."""
        if self._retrieved is None or self._mapped is None:
            raise IndexError(place)
        shape, name = self._retrieved.polygons[[place]], self._retrieved.labels[place]
        own = np.array([at for at, label in enumerate(self._mapped.labels) if label == name], np.int64)
        return Example(
            schema.RETRIEVE,
            name,
            np.zeros(0, object),
            self._in_degrees(shape),
            self._in_degrees(self._near(list(shape), own)),
            float("nan"),
            float(self.retrieved_areas[place]),
        )

    def _near(self, shapes: Sequence[Any], own: Places) -> npt.NDArray[Any]:
        """Rock glaciers beside some shapes, without their own."""
        if self._tree is None or self._mapped is None:
            return np.zeros(0, object)
        west, south, east, north = shapely.bounds(shapely.get_parts(np.array(shapes, object))).T
        more = _AROUND * np.maximum(east - west, north - south).max()
        boxes = shapely.box(west - more, south - more, east + more, north + more)
        near = np.setdiff1d(self._tree.query(boxes)[1], own)[:_MOST_AROUND]
        return np.asarray(self._mapped.polygons[near])

    def _area(self, shapes: npt.NDArray[Any]) -> float:
        return float(ground_areas(shapes, self._decided.candidates.crs).sum()) if len(shapes) else float("nan")

    def _in_degrees(self, shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return transform_what_can_be(shapes, self._decided.candidates.crs, LONGITUDE_LATITUDE)


def _names(of: Outlines) -> npt.NDArray[Any]:
    return np.array([str(name) for name in of.columns["CANDIDATE_ID"].tolist()], object)
