"""Evaluate outlines: read both sides, compare each reading with each reference, write scores as JSON and as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from ...inventory.errors import UserError
from ...inventory.imagery import source_name
from ...inventory.secrets import scrub
from ..gathering.regions import Regions, read_regions
from ..ground.vectors import PolygonLayer, read_polygons
from ..telling.outputs import finished_file
from ..telling.report import Report
from ..training_data.given.sources import file_and_layer
from .contradictions import Contradiction, check_references, contradiction_of
from .deeds import Decided, decided_of
from .judged import Judged, judged, tell_alone, tell_nothing_in_common
from .outlines import Outlines
from .readings import AS_FOUND, AS_GIVEN, AS_MAPPED, MEANING, Given, of_model, read_given
from .reference import read_reference_outlines
from .scores import Evaluation, evaluate
from .sweep import Sweep, picture, sweep_of
from .tables import as_dict, contradiction_words, deed_words, table
from .trust import Place, keep_trust, places_of, write_trust


@dataclass(frozen=True)
class Ways:
    """How is judged: only inside `area`, by `regions`, from which IoU outlines match, `everywhere` or not."""

    area: PolygonLayer | None
    regions: Regions | None
    minimum_iou: float
    everywhere: bool


@dataclass(frozen=True)
class Compared:
    """A reading against a reference; `model` where it is of the candidates of one model."""

    reading: str
    reference: str
    pair: Judged
    result: Evaluation
    model: str = ""
    sweep: Sweep | None = None

    @property
    def title(self) -> str:
        """What is compared, in words."""
        if self.model:
            return f"Model {self.model}, against {self.reference}"
        return f"{self.reading.capitalize()} ({MEANING[self.reading]}), against {self.reference}"


def evaluate_files(
    candidates: Path,
    references: Path | Sequence[Path],
    output: Path,
    report: Report,
    *,
    layer: str | None = None,
    reference_layer: str | None = None,
    subregions: str | Path | None = None,
    area: Path | None = None,
    minimum_iou: float = 0.5,
    everywhere: bool = False,
    trust: Path | None = None,
    models_folder: Path | None = None,
) -> dict[str, Any]:
    """Compare files; write `output` (JSON) and beside it the same as a text table (.txt).

    Parameters
    ----------
    candidates, layer
        What is judged; see `readings`.
    references, reference_layer
        Outlines, inventories or raster masks, as ``FILE`` or ``FILE|LAYER``. Beyond a mask's extent, and where nobody
        looked, nothing is judged. The layer is that of those that name none.
    output
        A .json file.
    report
        Gets progress and warnings.
    subregions
        Outlines with names: the scores are told for each too.
    area
        Polygons; only what lies inside is judged.
    minimum_iou
        From which IoU a candidate and a reference match.
    everywhere
        Judge also where the runs did not search, or nobody looked.
    trust
        A .gpkg file for accuracy and corrections by block of ground and by subregion, of what is told first.
    models_folder
        Folder of models beside which the same is kept, for the page of models.

    Returns
    -------
    dict
        The scores of the whole in the first reading, the tables, and where the files are.

    Raises
    ------
    UserError
        A file that cannot be used, or an IoU that is none.
    """
    if not 0 < minimum_iou <= 1:
        raise UserError(f"The minimum IoU must be above 0 and at most 1, not {minimum_iou:g}.")
    if output.suffix.lower() != ".json":
        raise UserError(f"The output {output} must be a JSON file; let its name end in .json.", kind="output")
    asked = [references] if isinstance(references, Path) else list(references)
    check_references([str(path) for path in asked])
    split = [file_and_layer(str(path)) for path in asked]
    paths = [Path(file) for file, _ in split]
    if trust is not None and trust.suffix.lower() != ".gpkg":
        raise UserError(f"The layer {trust} must be a GeoPackage; let its name end in .gpkg.", kind="output")
    report.progress(0.0, "Reading")
    given = read_given(candidates, layer, report)
    truths = [
        read_reference_outlines(path, own or reference_layer, report)
        for path, (_, own) in zip(paths, split, strict=True)
    ]
    ways = Ways(
        None if area is None else read_polygons(area, option="--area", report=report),
        None if subregions is None else read_regions(subregions, report=report),
        minimum_iou,
        everywhere,
    )
    named = list(zip(_names(split), truths, strict=True))
    compared = _all_compared(given, named, ways, report)
    report.progress(0.9, "Telling")
    against = [contradiction_of(one, other, ways.area, report) for one, other in combinations(named, 2)]
    decided = decided_of(given)
    content = {
        "candidates_file": scrub(str(candidates)),
        "reference_file": scrub(str(asked[0])),
        "reference_files": [scrub(str(path)) for path in asked],
        "minimum_iou": minimum_iou,
        **_content(compared[0], minimum_iou),
        "others": [_content(each, minimum_iou) for each in compared[1:]],
        "mappers": None if decided is None else decided.deeds().as_dict(),
        "contradictions": [each.as_dict() for each in against],
    }
    sweeps = [(each.reference, each.sweep) for each in compared if each.sweep is not None and not each.model]
    drawn = picture(sweeps) if sweeps else None
    kept = _trusted(compared, decided, ways, trust, models_folder, report)
    found = _written(content, _text(compared, decided, against), output, drawn, compared[0])
    report.progress(1.0, "Done")
    mapped = next((each for each in compared if each.reading == AS_MAPPED), None)
    return {**found, **kept, "as_mapped": None if mapped is None else as_dict(mapped.result.whole)}


def _names(references: Sequence[tuple[str, str | None]]) -> list[str]:
    """Short names of files and their layers, whole ones where two are called the same."""
    layers = ["" if layer is None else f"|{layer}" for _, layer in references]
    short = [source_name(file) + layer for (file, _), layer in zip(references, layers, strict=True)]
    whole = [scrub(file) + layer for (file, _), layer in zip(references, layers, strict=True)]
    return [name if short.count(name) == 1 else long for name, long in zip(short, whole, strict=True)]


def _all_compared(given: Given, truths: Sequence[tuple[str, Outlines]], ways: Ways, report: Report) -> list[Compared]:
    """Each reading against each reference, then each model, where candidates are of several."""
    found = [(name, "", outlines) for name, outlines in given.readings.items()]
    if AS_FOUND in given.readings:
        models = sorted(set(given.readings[AS_FOUND].columns["MODEL"].tolist()) - {""})
        if len(models) > 1:
            found += [(AS_FOUND, model, of_model(given, model)) for model in models]
    tasks = [(reading, model, outlines, name, truth) for reading, model, outlines in found for name, truth in truths]
    compared = []
    for number, (reading, model, outlines, name, truth) in enumerate(tasks):
        report.progress(0.1 + 0.8 * number / len(tasks), "Comparing")
        pair = judged(outlines, truth, ways.area, ways.everywhere)
        if reading == next(iter(given.readings)) and not model:
            _tell(pair, name, len(truths) > 1, report)
        result = _evaluated(pair, ways)
        probability = pair.found.columns.get("PROB_MEAN")
        sweep = None
        if probability is not None and reading != AS_MAPPED:
            sweep = sweep_of(result, probability, ways.minimum_iou)
        compared.append(Compared(reading, name, pair, result, model, sweep))
    return compared


def _tell(pair: Judged, name: str, several: bool, report: Report) -> None:
    for word in pair.words:
        report.warning(f"{word[0].upper()}{word[1:]}{f', against {name}' if several else ''}.")
    tell_nothing_in_common(pair, name, report)
    tell_alone(pair, name, report)


def _evaluated(pair: Judged, ways: Ways) -> Evaluation:
    found, regions = pair.found, ways.regions
    probability = found.columns.get("PROB_MEAN")
    return evaluate(
        found.polygons,
        pair.truth.polygons,
        found.crs,
        subregions=None if regions is None or pair.around is None else regions.near(pair.around, found.crs),
        names=None if regions is None else regions.names,
        minimum_iou=ways.minimum_iou,
        rank=None if probability is None else -np.nan_to_num(probability, nan=-1.0),
    )


def _trusted(
    compared: Sequence[Compared],
    decided: Decided | None,
    ways: Ways,
    trust: Path | None,
    models_folder: Path | None,
    report: Report,
) -> dict[str, Any]:
    """Write where can be trusted what was found, and keep it beside each model; the files."""
    first = compared[0]
    models = sorted(set(first.pair.found.columns.get("MODEL", np.array([])).tolist()) - {""})
    layers: list[str] = []
    if trust is not None:
        blocks, subregions = _places(first, decided, ways)
        layers = write_trust(trust, blocks, subregions, " + ".join(models), first.reference)
    told = {"trust": None if trust is None else str(trust), "trust_layers": layers}
    if models_folder is None:
        return {**told, "kept": []}
    if not models:
        report.warning("The file does not tell which model found its outlines; nothing is kept beside a model.")
    kept = []
    for model in models:
        of = next((each for each in compared if each.model == model and each.reference == first.reference), first)
        blocks, subregions = _places(of, decided, ways)
        did = None if decided is None else decided.within(of.pair.found, of.pair.ground).deeds()
        kept.append(str(keep_trust(models_folder, model, of.reference, of.result, subregions or blocks, did)))
    return {**told, "kept": kept}


def _places(each: Compared, decided: Decided | None, ways: Ways) -> tuple[list[Place], list[Place]]:
    pair, regions = each.pair, ways.regions
    shapes = None if regions is None or pair.around is None else regions.near(pair.around, pair.found.crs)
    return places_of(pair, each.result, decided, shapes)


def _content(each: Compared, minimum_iou: float) -> dict[str, Any]:
    """A comparison as JSON holds it."""
    result = each.result
    return {
        "reading": each.reading,
        "reference": each.reference,
        "model": each.model,
        "judged_m2": each.pair.ground_area,
        "left_out": each.pair.words,
        "sweep": None if each.sweep is None else each.sweep.as_dict(),
        "whole": as_dict(result.whole),
        "subregions": [as_dict(scores) for scores in result.subregions],
        "candidates": _polygons(each.pair.found.labels, result.candidate_iou, minimum_iou),
        "references": _polygons(each.pair.truth.labels, result.reference_iou, minimum_iou),
    }


def _polygons(labels: list[str], best: Any, minimum_iou: float) -> list[dict[str, Any]]:
    return [
        {"id": label, "best_iou": value, "matched": value >= minimum_iou}
        for label, value in zip(labels, best.tolist(), strict=True)
    ]


def _text(compared: Sequence[Compared], decided: Decided | None, against: Sequence[Contradiction]) -> str:
    """All tables; each with its title where there are several, or it could be taken for another."""
    titled = len(compared) > 1 or compared[0].reading not in (AS_FOUND, AS_GIVEN)
    parts = [f"{each.title}\n\n{table(each.result)}" if titled else table(each.result) for each in compared]
    if decided is not None:
        parts.append(deed_words(decided.deeds()))
    if against:
        parts.append(contradiction_words(against))
    return "\n\n\n".join(parts)


def _written(content: dict[str, Any], text: str, output: Path, drawn: str | None, first: Compared) -> dict[str, Any]:
    beside, picture_file = output.with_suffix(".txt"), output.with_suffix(".svg")
    with ExitStack() as stack:
        part_text, part = (stack.enter_context(finished_file(path)) for path in (beside, output))
        if drawn is not None:
            stack.enter_context(finished_file(picture_file)).write_text(drawn, "utf-8")
        part.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
        part_text.write_text(text + "\n", "utf-8")
    if drawn is None:
        picture_file.unlink(missing_ok=True)  # of an earlier run, of which it would tell here
    scores = as_dict(first.result.whole)
    del scores["name"]
    files = {"output": str(output), "table_file": str(beside), "picture": None if drawn is None else str(picture_file)}
    return {**files, "reading": first.reading, **scores, "table": text}
