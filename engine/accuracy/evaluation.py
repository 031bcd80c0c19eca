"""Evaluate outlines: read both sides, compare each reading with each reference, write scores as JSON and as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..gathering.regions import read_regions
from ..ground.vectors import read_polygons
from ..telling.outputs import check_can_write, finished_file
from ..telling.report import Report
from ..training_data.given.sources import file_and_layer, short_names
from .comparisons import Compared, Ways, all_compared
from .contradictions import Contradiction, check_references, contradiction_of
from .deeds import Deeds, decided_of
from .pixels import pixels_of
from .readings import AS_FOUND, AS_GIVEN, AS_MAPPED, read_given
from .reference import read_reference_outlines
from .sweep import picture
from .tables import as_dict, contradiction_words, deed_words
from .trust import keep_trust, write_trust


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
    probability: Path | None = None,
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
    probability
        The run's probability raster: scores at every threshold are told of its pixels too.
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
    for path in (output, *([] if trust is None else [trust])):
        check_can_write(path)
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
        decided_of(given),
        trust is not None or models_folder is not None,
    )
    named = list(zip(short_names(split), truths, strict=True))
    pixels = None if probability is None else pixels_of(probability, truths[0], ways.area, report)
    compared = all_compared(given, named, ways, report)
    report.progress(0.9, "Telling")
    against = [contradiction_of(one, other, ways.area, report) for one, other in combinations(named, 2)]
    deeds = None if ways.decided is None else ways.decided.deeds()
    content = {
        "candidates_file": scrub(str(candidates)),
        "reference_file": scrub(str(asked[0])),
        "reference_files": [scrub(str(path)) for path in asked],
        "minimum_iou": minimum_iou,
        **compared[0].content,
        "pixels": None if pixels is None else pixels.as_dict(),
        "others": [each.content for each in compared[1:]],
        "mappers": None if deeds is None else deeds.as_dict(),
        "contradictions": [each.as_dict() for each in against],
    }
    sweeps = [(each.reference, each.sweep) for each in compared if each.sweep is not None and not each.model]
    drawn = picture(sweeps, pixels) if sweeps else None
    kept = _trusted(compared, trust, models_folder, report)
    found = _written(content, _text(compared, deeds, against), output, drawn, compared[0])
    report.progress(1.0, "Done")
    mapped = next((each for each in compared if each.reading == AS_MAPPED), None)
    return {**found, **kept, "as_mapped": None if mapped is None else as_dict(mapped.whole)}


def _trusted(
    compared: Sequence[Compared], trust: Path | None, models_folder: Path | None, report: Report
) -> dict[str, Any]:
    """Write where can be trusted what was found, and keep it beside each model; the files."""
    first = compared[0]
    layers = [] if trust is None else write_trust(trust, *first.places, " + ".join(first.models), first.reference)
    told = {"trust": None if trust is None else str(trust), "trust_layers": layers}
    if models_folder is None:
        return {**told, "kept": []}
    if not first.models:
        report.warning("The file does not tell which model found its outlines; nothing is kept beside a model.")
    kept = []
    for model in first.models:
        of = next((each for each in compared if each.model == model and each.reference == first.reference), first)
        blocks, subregions = of.places
        kept.append(str(keep_trust(models_folder, model, of.reference, of.whole, subregions or blocks, of.deeds)))
    return {**told, "kept": kept}


def _text(compared: Sequence[Compared], deeds: Deeds | None, against: Sequence[Contradiction]) -> str:
    """All tables; each with its title where there are several, or it could be taken for another."""
    titled = len(compared) > 1 or compared[0].reading not in (AS_FOUND, AS_GIVEN)
    parts = [f"{each.title}\n\n{each.text}" if titled else each.text for each in compared]
    if deeds is not None:
        parts.append(deed_words(deeds))
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
    scores = as_dict(first.whole)
    del scores["name"]
    files = {"output": str(output), "table_file": str(beside), "picture": None if drawn is None else str(picture_file)}
    return {**files, "reading": first.reading, **scores, "table": text}
