"""Evaluate a detection: read both sides, compare them, write the scores as JSON and as a table."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..gathering.regions import read_regions
from ..ground.boxes import Box, has_room_for
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj
from ..ground.vectors import close_at_antimeridian, read_polygons
from ..telling.outputs import finished_file
from ..telling.report import Report
from .reference import Geometries, Outlines, clip, read_candidate_outlines, read_reference_outlines
from .scores import Evaluation, Intervals, Scores, evaluate


def evaluate_files(
    candidates: Path,
    reference: Path,
    output: Path,
    report: Report,
    *,
    layer: str | None = None,
    reference_layer: str | None = None,
    subregions: str | Path | None = None,
    area: Path | None = None,
    minimum_iou: float = 0.5,
) -> dict[str, Any]:
    """Compare two files; write `output` (JSON) and beside it the same as a text table (.txt).

    Parameters
    ----------
    candidates, layer
        Candidates; removed ones are left out.
    reference, reference_layer
        Outlines, or a raster mask. Beyond a mask's extent nothing is judged.
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

    Returns
    -------
    dict
        The scores of the whole, the table, and where the files are.

    Raises
    ------
    UserError
        A file that cannot be used, or an IoU that is none.
    """
    if not 0 < minimum_iou <= 1:
        raise UserError(f"The minimum IoU must be above 0 and at most 1, not {minimum_iou:g}.")
    if output.suffix.lower() != ".json":
        raise UserError(f"The output {output} must be a JSON file; let its name end in .json.", kind="output")
    report.progress(0.0, "Reading")
    found = read_candidate_outlines(candidates, layer, report)
    found, truth = in_one_system(found, read_reference_outlines(reference, reference_layer, report))
    crs, around = found.crs, bounds_of(found, truth)
    judged = truth.extent
    if area is not None:
        polygons = read_polygons(area, option="--area", report=report)
        inside = shapely.union_all([] if around is None else polygons.near(around, crs))
        judged = inside if judged is None else shapely.intersection(judged, inside)
    if judged is not None:
        before = len(found.polygons)
        found, truth = clip(found, judged), clip(truth, judged)
        if before > len(found.polygons):
            report.warning(f"Candidates outside the area that is judged: {before - len(found.polygons)}.")
    regions = None if subregions is None else read_regions(subregions, report=report)
    report.progress(0.2, "Comparing")
    result = evaluate(
        found.polygons,
        truth.polygons,
        crs,
        subregions=None if regions is None or around is None else regions.near(around, crs),
        names=None if regions is None else regions.names,
        minimum_iou=minimum_iou,
    )
    content = {
        "candidates_file": scrub(str(candidates)),
        "reference_file": scrub(str(reference)),
        "minimum_iou": minimum_iou,
        "whole": as_dict(result.whole),
        "subregions": [as_dict(scores) for scores in result.subregions],
        "candidates": _polygons(found.labels, result.candidate_iou, minimum_iou),
        "references": _polygons(truth.labels, result.reference_iou, minimum_iou),
    }
    text = table(result)
    beside = output.with_suffix(".txt")
    with finished_file(beside) as part_text, finished_file(output) as part:
        part.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
        part_text.write_text(text + "\n", "utf-8")
    report.progress(1.0, "Done")
    scores = as_dict(result.whole)
    del scores["name"]
    return {"output": str(output), "table_file": str(beside), **scores, "table": text}


def as_dict(scores: Scores) -> dict[str, Any]:
    """Scores as JSON holds them; areas in m²."""
    area, count = scores.area, scores.count
    return {
        "name": scores.name,
        "true_positive_m2": area.true_positive,
        "false_positive_m2": area.false_positive,
        "false_negative_m2": area.false_negative,
        "precision": area.precision,
        "recall": area.recall,
        "f1": area.f1,
        "iou": area.iou,
        "intervals_95": _intervals(scores.area_intervals),
        "blocks_of_ground": scores.blocks,
        "counts": {
            **asdict(count),
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
            "intervals_95": _intervals(scores.count_intervals),
        },
    }


def _intervals(found: Intervals) -> dict[str, list[float]]:
    return {figure: list(ends) for figure, ends in found.items()}


def _polygons(labels: list[str], best: Any, minimum_iou: float) -> list[dict[str, Any]]:
    return [
        {"id": label, "best_iou": value, "matched": value >= minimum_iou}
        for label, value in zip(labels, best.tolist(), strict=True)
    ]


_BY_AREA = ("By area", "TP km²", "FP km²", "FN km²", "precision", "recall", "F1", "IoU")
_BY_OUTLINE = ("By outline", "candidates", "references", "matched")


def table(result: Evaluation) -> str:
    """The scores as plain text: by area in km² and by outline, the whole, then each subregion.

    Two tables, so that a row stays in one line of a terminal and of QGIS's log panel.
    """
    places = result.whole, *result.subregions
    by_area, by_outline = [list(_BY_AREA)], [list(_BY_OUTLINE)]
    for scores in places:
        by_area.append([scores.name, *_areas(scores)])
        by_outline.append([scores.name, *_counts(scores)])
    first = max(len(row[0]) for row in (*by_area, *by_outline))
    return "\n\n".join(_laid_out(rows, first) for rows in (by_area, by_outline))


def _laid_out(rows: list[list[str]], first: int) -> str:
    """Rows of cells as lines; the first column is `first` characters wide."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][1:]
    lines = []
    for name, *cells in rows:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
        lines.append("  ".join([name.ljust(first), *padded]).rstrip())
    return "\n".join(lines)


def _areas(scores: Scores) -> list[str]:
    area = scores.area
    areas = (area.true_positive, area.false_positive, area.false_negative)
    shares = (area.precision, area.recall, area.f1, area.iou)
    return [*(f"{value / 1e6:.4f}" for value in areas), *("-" if value is None else f"{value:.3f}" for value in shares)]


def _counts(scores: Scores) -> list[str]:
    count = scores.count
    return [str(value) for value in (count.candidates, count.references, count.matched_references)]


def in_one_system(found: Outlines, truth: Outlines) -> tuple[Outlines, Outlines]:
    """Candidates and references in the candidates' system; by longitude and latitude where it is too small.

    In degrees what lies on both sides of the antimeridian is put side by side.
    """
    crs = found.crs
    shapes = truth.polygons if truth.extent is None else np.append(truth.polygons, truth.extent)
    if not has_room_for(shapes, truth.crs, crs):
        crs = LONGITUDE_LATITUDE
    found, truth = found.in_crs(crs), truth.in_crs(crs)
    if not to_pyproj(crs).is_geographic:
        return found, truth
    sides = [close_at_antimeridian(side.polygons) for side in (found, truth)]
    if any(len(side) and shapely.total_bounds(side)[2] > 180 for side in sides):
        sides = [_eastwards(side) for side in sides]
        if truth.extent is not None:
            truth = replace(truth, extent=_eastwards(np.array([truth.extent], dtype=object))[0])
    return replace(found, polygons=sides[0]), replace(truth, polygons=sides[1])


def _eastwards(polygons: Geometries) -> Geometries:
    """Polygons of the western half of the Earth, after those of the eastern."""
    moved = polygons.copy()
    west = shapely.bounds(polygons)[:, 2] <= 0
    if west.any():
        moved[west] = shapely.transform(polygons[west], partial(np.add, [360.0, 0.0]))
    return moved


def bounds_of(*sides: Outlines) -> Box | None:
    """Bounds of all outlines of some sides; None where there are none."""
    polygons: Any = np.concatenate([side.polygons for side in sides])
    if not len(polygons):
        return None
    left, bottom, right, top = shapely.total_bounds(polygons).tolist()
    return left, bottom, right, top
