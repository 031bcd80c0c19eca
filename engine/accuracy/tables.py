"""Scores as plain text and as JSON holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from ..telling.lists import laid_out
from .contradictions import Contradiction
from .deeds import Deeds
from .scores import Evaluation, Intervals, Scores

FEW_BLOCKS = 10
"""Blocks of one size up to which an interval is told to be of few."""
_BY_AREA = ("By area", "TP km²", "FP km²", "FN km²", "precision", "recall", "F1", "IoU")
_BY_OUTLINE = ("By outline", "candidates", "references", "matched", "split", "merged")
_INTERVALS = ("Intervals", "blocks", "precision", "recall", "F1", "IoU")
_FIGURES = ("precision", "recall", "f1", "iou")


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
        "blocks_of_one_size": round(scores.telling, 2),
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


def table(result: Evaluation) -> str:
    """The scores as plain text: by area in km², by outline and with intervals, the whole, then each subregion.

    Several tables, so that a row stays in one line of a terminal and of QGIS's log panel.
    """
    places = result.whole, *result.subregions
    tables: list[tuple[Sequence[str], Callable[[Scores], list[str]]]] = [(_BY_AREA, _areas), (_BY_OUTLINE, _counts)]
    if result.whole.area_intervals:
        tables.append((_INTERVALS, _ends))
    rows = [[list(title), *([scores.name, *cells(scores)] for scores in places)] for title, cells in tables]
    first = max(len(row[0]) for each in rows for row in each)
    return "\n\n".join([*(laid_out(each, first) for each in rows), interval_words(result.whole)])


def interval_words(scores: Scores) -> str:
    """How many blocks of ground the intervals are by, and whether they are few."""
    if not scores.area_intervals:
        return "No intervals: all lies in one block of ground."
    blocks = f"{scores.blocks} blocks of ground, which tell as much as {scores.telling:.1f} of one size"
    few = "; so few tell little" if scores.telling < FEW_BLOCKS else ""
    return f"Intervals of 95 % by {blocks}{few}."


def share(value: float | None) -> str:
    """A score in a table; a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def _areas(scores: Scores) -> list[str]:
    area = scores.area
    areas = (area.true_positive, area.false_positive, area.false_negative)
    return [*(f"{value / 1e6:.4f}" for value in areas), *(share(getattr(area, figure)) for figure in _FIGURES)]


def _counts(scores: Scores) -> list[str]:
    count = scores.count
    numbers = count.candidates, count.references, count.matched_references, count.split, count.merged
    return [str(value) for value in numbers]


def _ends(scores: Scores) -> list[str]:
    pairs = (scores.area_intervals.get(figure) for figure in _FIGURES)
    return [str(scores.blocks), *("-" if pair is None else f"{pair[0]:.2f} to {pair[1]:.2f}" for pair in pairs)]


def deed_words(deeds: Deeds) -> str:
    """What the mappers did, in lines."""
    removed = sum(deeds.removed.values())
    reasons = ", ".join(f"{reason} {count}" for reason, count in deeds.removed.items())
    iou = "" if deeds.refined_iou is None else f" (mean IoU with the candidate {deeds.refined_iou:.2f})"
    lines = [
        f"remained   {deeds.remained}",
        f"removed    {removed}{f' ({reasons})' if removed else ''}",
        f"refined    {deeds.refined}{iou}",
        f"retrieved  {deeds.retrieved}",
        *([f"undecided  {deeds.undecided}"] if deeds.undecided else []),
    ]
    if deeds.corrected is not None:
        lines.append(f"corrected  {100 * deeds.corrected:.0f} % of what was decided or added")
    return "\n".join(["What the mappers did", *lines])


def contradiction_words(found: Sequence[Contradiction]) -> str:
    """What references claim together and alone."""
    rows = [["References", "both km²", "first km²", "second km²", "IoU"]]
    for each in found:
        area = each.area
        numbers = (area.true_positive, area.false_positive, area.false_negative)
        rows.append([" and ".join(each.names), *(f"{value / 1e6:.4f}" for value in numbers), share(area.iou)])
    return laid_out(rows, max(len(row[0]) for row in rows))
