"""Readings against references, one after the other; of each what is told of it is kept, and no outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..gathering.regions import Regions
from ..ground.vectors import PolygonLayer
from ..telling.report import Report
from .deeds import Decided, Deeds
from .judged import Judged, judged, tell_alone, tell_nothing_in_common
from .outlines import Outlines
from .readings import AS_FOUND, AS_MAPPED, MEANING, Given, of_model
from .scores import Evaluation, Scores, evaluate
from .sweep import Sweep, sweep_of
from .tables import as_dict, table
from .trust import Place, places_of


@dataclass(frozen=True)
class Ways:
    """How is judged: only inside `area`, by `regions`, from which IoU outlines match, `everywhere` or not.

    `decided` are the decisions on the candidates; `with_places` tells whether blocks and subregions are wanted.
    """

    area: PolygonLayer | None
    regions: Regions | None
    minimum_iou: float
    everywhere: bool
    decided: Decided | None
    with_places: bool


@dataclass(frozen=True)
class Compared:
    """A reading against a reference; `model` where it is of the candidates of one model.

    `content` is what JSON holds of it, `text` its tables, `places` blocks and subregions, `deeds` what was done with
    the candidates, `models` those that found them.
    """

    reading: str
    reference: str
    model: str
    models: list[str]
    whole: Scores
    content: dict[str, Any]
    text: str
    sweep: Sweep | None
    places: tuple[list[Place], list[Place]]
    deeds: Deeds | None

    @property
    def title(self) -> str:
        """What is compared, in words."""
        if self.model:
            return f"Model {self.model}, against {self.reference}"
        return f"{self.reading.capitalize()} ({MEANING[self.reading]}), against {self.reference}"


def all_compared(given: Given, truths: Sequence[tuple[str, Outlines]], ways: Ways, report: Report) -> list[Compared]:
    """Each reading against each reference, then each model, where candidates are of several."""
    found = [(name, "", outlines) for name, outlines in given.readings.items()]
    models = models_in(next(iter(given.readings.values())))
    if len(models) > 1:
        found += [(AS_FOUND, model, of_model(given, model)) for model in models]
    tasks = [(reading, model, outlines, name, truth) for reading, model, outlines in found for name, truth in truths]
    compared, told = [], list[str]()
    for number, (reading, model, outlines, name, truth) in enumerate(tasks):
        report.progress(0.1 + 0.8 * number / len(tasks), "Comparing")
        what = "rock glaciers as mapped" if reading == AS_MAPPED else "candidates"
        pair = judged(outlines, truth, ways.area, ways.everywhere, what)
        if not model:
            told += _tell(pair, name, len(truths) > 1, told, report)
        if reading == next(iter(given.readings)) and not model:
            tell_nothing_in_common(pair, name, report)
            tell_alone(pair, name, report)
        compared.append(_compared(reading, name, model, pair, ways))
    return compared


def models_in(outlines: Outlines) -> list[str]:
    """Names of the models that found some outlines."""
    return sorted(set(outlines.columns["MODEL"].tolist()) - {""}) if "MODEL" in outlines.columns else []


def _compared(reading: str, reference: str, model: str, pair: Judged, ways: Ways) -> Compared:
    result = _evaluated(pair, ways)
    probability = pair.found.columns.get("PROB_MEAN")
    sweep = None
    if probability is not None and reading != AS_MAPPED:
        sweep = sweep_of(result, probability, ways.minimum_iou)
    decided = ways.decided if reading == AS_FOUND else None
    if decided is not None:
        decided = decided.within(pair.found, pair.ground)
    places: tuple[list[Place], list[Place]] = [], []
    if ways.with_places and reading != AS_MAPPED:
        places = places_of(pair, result, decided, _shapes(pair, ways))
    content = {
        "reading": reading,
        "reference": reference,
        "model": model,
        "judged_m2": pair.ground_area,
        "left_out": pair.words,
        "sweep": None if sweep is None else sweep.as_dict(),
        "whole": as_dict(result.whole),
        "subregions": [as_dict(scores) for scores in result.subregions],
        "candidates": _polygons(pair.found.labels, result.candidate_iou, ways.minimum_iou),
        "references": _polygons(pair.truth.labels, result.reference_iou, ways.minimum_iou),
    }
    deeds = None if decided is None else decided.deeds()
    models = models_in(pair.found)
    return Compared(reading, reference, model, models, result.whole, content, table(result), sweep, places, deeds)


def _shapes(pair: Judged, ways: Ways) -> Any:
    """The subregions in the system of a pair; None where there are none."""
    if ways.regions is None or pair.around is None:
        return None
    return ways.regions.near(pair.around, pair.found.crs)


def _tell(pair: Judged, name: str, several: bool, told: list[str], report: Report) -> list[str]:
    """Warn of what was left out, each thing once; the new warnings."""
    texts = [f"{word[0].upper()}{word[1:]}{f', against {name}' if several else ''}." for word in pair.words]
    new = [text for text in texts if text not in told]
    for text in new:
        report.warning(text)
    return new


def _evaluated(pair: Judged, ways: Ways) -> Evaluation:
    found, shapes = pair.found, _shapes(pair, ways)
    probability = found.columns.get("PROB_MEAN")
    return evaluate(
        found.polygons,
        pair.truth.polygons,
        found.crs,
        subregions=shapes,
        names=None if ways.regions is None else ways.regions.names,
        minimum_iou=ways.minimum_iou,
        rank=None if probability is None else -np.nan_to_num(probability, nan=-1.0),
    )


def _polygons(labels: list[str], best: Any, minimum_iou: float) -> list[dict[str, Any]]:
    return [
        {"id": label, "best_iou": value, "matched": value >= minimum_iou}
        for label, value in zip(labels, best.tolist(), strict=True)
    ]
