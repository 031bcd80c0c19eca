"""Compare an inventory with others: read, lay them beside each other, write what differs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.naming.source_names import names_in
from ...inventory.secrets import scrub
from ..accuracy.contradictions import check_references
from ..ground.vectors import PolygonLayer, read_polygons
from ..telling.outputs import check_can_write, check_is_no_input, finished_file
from ..telling.report import Report
from ..training_data.given.sources import file_and_layer, short_names
from .figures import content_of, table_of
from .landforms import landforms_of
from .layer import Rows, rows_of, write_differences
from .shared_ground import counted, no_shared_ground, shared_ground
from .sides import Side, beside_each_other, read_side

Compared = tuple[dict[str, Any], list[tuple[str, Rows]]]


def compare_files(
    path: Path,
    references: str,
    output: Path,
    report: Report,
    *,
    layer: str | None = None,
    reference_layer: str | None = None,
    area: Path | None = None,
    minimum_iou: float = 0.5,
) -> dict[str, Any]:
    """Compare an inventory with each of some others, on ground that both cover.

    Writes `output` (a GeoPackage: every outline of both, and what it is), beside it the figures as JSON and the
    table as text.

    Parameters
    ----------
    path, layer
        The inventory, or any layer of polygons or markers.
    references, reference_layer
        The others, as ``FILE`` or ``FILE|LAYER`` with ; between; the layer is that of those that name none.
    output
        A .gpkg file.
    report
        Gets progress and warnings.
    area
        Polygons: only there is compared. None: where both have subregions, or where the hulls of both lie.
    minimum_iou
        From which IoU two outlines match.

    Raises
    ------
    UserError
        A file cannot be used, or no reference lies where the inventory does.
    """
    if not 0 < minimum_iou <= 1:
        raise UserError(f"The minimum IoU must be above 0 and at most 1, not {minimum_iou:g}.")
    if output.suffix.lower() != ".gpkg":
        raise UserError(f"The output {output} must be a GeoPackage; let its name end in .gpkg.", kind="output")
    asked = names_in(references)
    check_references(asked)
    split = [(file, own or reference_layer) for file, own in map(file_and_layer, asked)]
    check_is_no_input(output, [path, *(Path(file) for file, _ in split), *([] if area is None else [area])])
    check_can_write(output)
    report.progress(0.0, "Reading")
    ours = read_side(path, layer, path.name, "--layer", report)
    within = None if area is None else read_polygons(area, option="--area", report=report)
    compared = _with_each(ours, list(zip(split, short_names(split), strict=True)), within, minimum_iou, report)
    report.progress(0.9, "Writing")
    found = _written(
        [content for content, _ in compared], [rows for _, each in compared for rows in each], path, output
    )
    report.progress(1.0, "Done")
    return found


def _with_each(
    ours: Side,
    others: Sequence[tuple[tuple[str, str | None], str]],
    within: PolygonLayer | None,
    minimum_iou: float,
    report: Report,
) -> list[Compared]:
    """With each of the others (file and layer, and name) that lies where ours does; of the rest a word."""
    compared, apart = [], []
    for number, ((file, layer), name) in enumerate(others):
        report.progress(0.1 + 0.8 * number / len(others), f"Comparing with {name}")
        theirs = read_side(Path(file), layer, name, "--reference-layer", report)
        try:
            compared.append(_compared(ours, theirs, within, minimum_iou))
        except _Apart as error:
            apart.append(error.sentence)
    if not compared:
        raise apart[0]
    for sentence in apart:
        report.warning(sentence.message)
    return compared


class _Apart(Exception):
    """Two inventories lie apart, with the sentence."""

    def __init__(self, sentence: UserError) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def _compared(ours: Side, theirs: Side, within: PolygonLayer | None, minimum_iou: float) -> Compared:
    if ours.only_markers and theirs.only_markers:
        raise UserError(
            f"{ours.name} and {theirs.name} both hold markers only, and two markers of one landform are never at one "
            "place; give outlines for one of them."
        )
    sides = beside_each_other(ours, theirs)
    ground = shared_ground(*sides, within)
    if ground is None:
        raise _Apart(no_shared_ground(*sides))
    found = landforms_of(*sides)
    counts = counted(*sides, ground, found)
    if not (counts[0].any() or counts[1].any()):
        raise _Apart(no_shared_ground(*sides))
    return content_of(sides, ground, found, counts, minimum_iou), rows_of(sides, found, counts)


def _written(
    contents: Sequence[dict[str, Any]], rows: Sequence[tuple[str, Rows]], path: Path, output: Path
) -> dict[str, Any]:
    table, beside, figures = table_of(contents), output.with_suffix(".txt"), output.with_suffix(".json")
    content = {"input_file": scrub(str(path)), "references": list(contents)}
    with ExitStack() as stack:
        part_text, part_json, part = (stack.enter_context(finished_file(each)) for each in (beside, figures, output))
        layers = write_differences(part, rows)
        part_json.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
        part_text.write_text(table + "\n", "utf-8")
    first = contents[0]
    return {
        "output": str(output),
        "layers": layers,
        "figures_file": str(figures),
        "table_file": str(beside),
        "references": len(contents),
        "one_to_one": first["kinds"]["one to one"]["landforms"],
        "only_here": first["kinds"]["only here"]["input"],
        "only_there": first["kinds"]["only there"]["reference"],
        "table": table,
    }
