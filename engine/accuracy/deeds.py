"""What the mappers did with what a network found: how much stayed, went, was drawn anew, and was added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ..matching.areas import ground_areas
from .outlines import Outlines, clip
from .readings import Given


@dataclass(frozen=True)
class Deeds:
    """Numbers of candidates, and of rock glaciers that were added.

    `refined_iou` is the mean intersection over union of refined candidates and what they became, None where there is
    none of which that is known. `areas` are m² by decision, with `retrieved`.
    """

    undecided: int = 0
    remained: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    refined: int = 0
    refined_iou: float | None = None
    retrieved: int = 0
    areas: dict[str, float] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """Candidates that somebody decided on."""
        return self.remained + sum(self.removed.values()) + self.refined

    @property
    def corrected(self) -> float | None:
        """Share of what was decided or added that was not right as it was found; None where nothing was."""
        whole = self.decided + self.retrieved
        return (whole - self.remained) / whole if whole else None

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "undecided": self.undecided,
            "remained": self.remained,
            "removed": self.removed,
            "refined": self.refined,
            "refined_mean_iou": self.refined_iou,
            "retrieved": self.retrieved,
            "corrected": self.corrected,
            "areas_m2": self.areas,
        }


@dataclass(frozen=True)
class Decided:
    """Candidates with their decisions, and the rock glaciers that were retrieved.

    `states`, `reasons` and `iou` (of refined ones, NaN where it is not known) have shape (n,). `mapped` are all rock
    glaciers, with OPERATION and CANDIDATE.
    """

    candidates: Outlines
    iou: npt.NDArray[np.float64]
    retrieved: Outlines | None
    mapped: Outlines | None = None

    def within(self, found: Outlines, ground: Any) -> Decided:
        """Decisions on those of the candidates that are judged, and the retrieved ones on the ground that is."""
        places = {name: place for place, name in enumerate(self.candidates.columns["CANDIDATE_ID"].tolist())}
        chosen = np.array([places[name] for name in found.columns["CANDIDATE_ID"].tolist()], dtype=np.int64)
        retrieved = self.retrieved
        if retrieved is not None and ground is not None:
            retrieved = clip(retrieved.in_crs(found.crs), ground)
        return replace(self, candidates=found, iou=self.iou[chosen], retrieved=retrieved)

    def deeds(self, here: npt.NDArray[np.bool_] | None = None, added: npt.NDArray[np.bool_] | None = None) -> Deeds:
        """What was done, with the candidates and retrieved ones of a place."""
        count = len(self.candidates)
        inside = np.ones(count, bool) if here is None else here
        states, reasons = (self.candidates.columns[name][inside] for name in ("STATE", "REASON"))
        numbers = Counter(states.tolist())
        removed = Counter(reason or "no reason" for reason in reasons[states == schema.REMOVE].tolist())
        iou = self.iou[inside][np.isfinite(self.iou[inside])]
        areas = ground_areas(self.candidates.polygons[inside], self.candidates.crs)
        by_state = {state: round(float(areas[states == state].sum()), 1) for state in schema.STATES if numbers[state]}
        retrieved = self.retrieved
        if retrieved is not None and added is not None:
            retrieved = retrieved.some(added)
        if retrieved is not None and len(retrieved):
            by_state["retrieved"] = round(float(ground_areas(retrieved.polygons, retrieved.crs).sum()), 1)
        return Deeds(
            numbers[schema.UNDECIDED],
            numbers[schema.REMAIN],
            dict(removed.most_common()),
            numbers[schema.REFINE],
            float(iou.mean()) if len(iou) else None,
            0 if retrieved is None else len(retrieved),
            by_state,
        )


def decided_of(given: Given) -> Decided | None:
    """The decisions of a file; None where it tells of none."""
    candidates, rocks = given.candidates, given.rock_glaciers
    if candidates is None or (not len(rocks or ()) and (candidates.columns["STATE"] == schema.UNDECIDED).all()):
        return None
    iou, retrieved, mapped = np.full(len(candidates), np.nan), None, None
    if rocks is not None and {"OPERATION", "CANDIDATE"} <= set(rocks.columns):
        mapped, operation = rocks, rocks.columns["OPERATION"]
        retrieved = rocks.some(operation == schema.RETRIEVE)
        iou = _iou_of_refined(candidates, rocks.in_crs(candidates.crs))
    return Decided(candidates, iou, retrieved, mapped)


def _iou_of_refined(candidates: Outlines, rocks: Outlines) -> npt.NDArray[np.float64]:
    """Of refined candidates with all that became of them: one that was split has several rock glaciers."""
    found = np.full(len(candidates), np.nan)
    became: dict[str, list[Any]] = {}
    for name, shape in zip(rocks.columns["CANDIDATE"].tolist(), rocks.polygons, strict=True):
        if name:
            became.setdefault(str(name), []).append(shape)
    names = candidates.columns["CANDIDATE_ID"]
    refined = [
        place
        for place in np.flatnonzero(candidates.columns["STATE"] == schema.REFINE).tolist()
        if names[place] in became
    ]
    if not refined:
        return found
    after = np.array([shapely.union_all(became[names[place]]) for place in refined], dtype=object)
    before = candidates.polygons[refined]
    common, union = shapely.intersection(before, after), shapely.union(before, after)
    found[refined] = ground_areas(common, candidates.crs) / ground_areas(union, candidates.crs)
    return found
