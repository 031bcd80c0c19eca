"""What two inventories have in common in numbers, as JSON holds them and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .landforms import HERE, KINDS, ONE, THERE, Bools, Landforms
from .shared_ground import SharedGround
from .sides import Side

Floats = npt.NDArray[np.float64]


def content_of(
    sides: tuple[Side, Side], ground: SharedGround, found: Landforms, counts: tuple[Bools, Bools], minimum_iou: float
) -> dict[str, Any]:
    """All figures of one reference; areas in m², distances in m, what is not defined None."""
    here, there = counts
    pairs = here[found.ours] & there[found.theirs]
    alone = np.intersect1d(found.one_to_one, np.flatnonzero(pairs))
    areas = [areas[which] for areas, which in zip(found.areas, counts, strict=True)]
    held = [holds[which] for holds, which in zip(found.holds, counts, strict=True)]
    of_markers = [side.only_markers for side in sides]
    matched = [int((best[which] >= minimum_iou).sum()) for best, which in zip(found.best, counts, strict=True)]
    return {
        "reference": sides[1].name,
        "only_markers": of_markers[1],
        "ground": {"how": ground.words, "area_m2": ground.area},
        "input": {"number": int(here.sum()), "total": len(sides[0]), "area_m2": _sum(areas[0])},
        "reference_side": {"number": int(there.sum()), "total": len(sides[1]), "area_m2": _sum(areas[1])},
        "kinds": _kinds(found, counts),
        "by_iou": None
        if any(of_markers)
        else {
            "minimum_iou": minimum_iou,
            "input": matched[0],
            "reference": matched[1],
            "share_of_input": _share(matched[0], int(here.sum())),
            "share_of_reference": _share(matched[1], int(there.sum())),
        },
        "by_marker": {
            "input_that_hold_a_marker_of_the_reference": None if of_markers[0] else int(held[0].sum()),
            "reference_that_hold_a_marker_of_the_input": None if of_markers[1] else int(held[1].sum()),
        },
        "one_to_one": None if any(of_markers) else _of_pairs(found, alone),
    }


def _kinds(found: Landforms, counts: tuple[Bools, Bools]) -> dict[str, dict[str, int]]:
    """Kind -> landforms of it, and how many outlines of each side these are."""
    kinds = [kinds[which] for kinds, which in zip(found.kinds, counts, strict=True)]
    units = [units[which] for units, which in zip(found.units, counts, strict=True)]
    return {
        kind: {
            "landforms": len(
                np.unique(np.concatenate([unit[of == kind] for unit, of in zip(units, kinds, strict=True)]))
            ),
            "input": int((kinds[0] == kind).sum()),
            "reference": int((kinds[1] == kind).sum()),
        }
        for kind in KINDS
    }


def _of_pairs(found: Landforms, alone: npt.NDArray[np.intp]) -> dict[str, Any]:
    ours, theirs = found.areas[0][found.ours[alone]], found.areas[1][found.theirs[alone]]
    return {
        "pairs": len(alone),
        "iou": _spread(found.iou[alone]),
        "area_difference_m2": {**_spread(ours - theirs), "total": _sum(ours - theirs)},
        "area_ratio": _share(float(ours.sum()), float(theirs.sum())),
        "distance_m": _spread(found.distance[alone]),
        "greatest_distance_m": _spread(found.farthest[alone]),
    }


def _spread(values: Floats) -> dict[str, float | None]:
    if not len(values):
        return {"mean": None, "median": None, "p5": None, "p95": None}
    low, median, high = np.percentile(values, (5, 50, 95)).tolist()
    return {"mean": float(values.mean()), "median": median, "p5": low, "p95": high}


def _sum(values: Floats) -> float | None:
    return None if np.isnan(values).any() else float(values.sum())


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def table_of(contents: Sequence[dict[str, Any]]) -> str:
    """A table with a column for each reference: counts of landforms as the paper's Table 5, and more of each pair."""
    lines = [["", *(content["reference"] for content in contents)]]
    rows: list[tuple[str, Any]] = [
        ("in the input", lambda each: str(each["input"]["number"])),
        ("in the reference", lambda each: str(each["reference_side"]["number"])),
        *((kind, _kind_words(kind)) for kind in KINDS),
        ("matched by IoU", lambda each: _count(each["by_iou"], "input")),
        ("input holds its marker", lambda each: _count(each["by_marker"], "input_that_hold_a_marker_of_the_reference")),
        ("reference holds ours", lambda each: _count(each["by_marker"], "reference_that_hold_a_marker_of_the_input")),
        ("area in the input, km²", lambda each: _number(each["input"]["area_m2"], 1e6, 2)),
        ("area in the reference, km²", lambda each: _number(each["reference_side"]["area_m2"], 1e6, 2)),
        ("one to one: median IoU", lambda each: _of_one(each, "iou", 1, 2)),
        ("  median difference of area, m²", lambda each: _of_one(each, "area_difference_m2", 1, 0)),
        ("  median distance of outlines, m", lambda each: _of_one(each, "distance_m", 1, 1)),
        ("ground of both, km²", lambda each: _number(each["ground"]["area_m2"], 1e6, 0)),
    ]
    lines += [[name, *(cell(each) for each in contents)] for name, cell in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
    notes = [f"{each['reference']}: counted {each['ground']['how']}." for each in contents]
    return "\n".join([text, "", *notes])


def _kind_words(kind: str) -> Any:
    def words(each: dict[str, Any]) -> str:
        found = each["kinds"][kind]
        plain = kind in (ONE, HERE, THERE)
        return str(found["landforms"]) if plain else f"{found['landforms']} ({found['input']} : {found['reference']})"

    return words


def _count(found: dict[str, Any] | None, name: str) -> str:
    return "–" if found is None or found[name] is None else str(found[name])


def _number(value: float | None, unit: float, digits: int) -> str:
    return "–" if value is None else f"{value / unit:.{digits}f}"


def _of_one(content: dict[str, Any], figure: str, unit: float, digits: int) -> str:
    found = content["one_to_one"]
    return "–" if found is None else _number(found[figure]["median"], unit, digits)
