"""The inventory beside others of the same ground: Table 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Block, Chapter, Column, Items, Note, TableBlock
from ..found import Found

_KINDS = ("one to one", "one to many", "many to one", "many to many", "only here", "only there")


def beside_others(found: Found) -> Chapter:
    """Counts, matches and differences with each other inventory, or why there are none."""
    title = "Beside other inventories"
    if not found.others:
        return Chapter(
            title, [Note("No table of other inventories: give one or several of the same ground (--compare).")]
        )
    columns = [
        Column("Inventory", "inventory"),
        Column("Here", "here", 0),
        Column("There", "there", 0),
        *(Column(kind[0].upper() + kind[1:], kind.replace(" ", "_"), 0) for kind in _KINDS if _told(found, kind)),
        Column("Median IoU", "median_iou", 2),
        Column("Median difference of area (m²)", "median_area_difference_m2", 0),
        Column("Median distance (m)", "median_distance_m", 1),
    ]
    rows = [_row(found, other) for other in found.others]
    note = (
        "Landforms on ground that both inventories cover. One to many: one outline here, several there. IoU, difference"
        " of area (here less there) and distance of the outlines are of those one to one."
    )
    blocks: list[Block] = [
        TableBlock("others", "Numbers of rock glaciers beside other inventories.", columns, rows, note)
    ]
    grounds = [f"{other['reference']}: counted {other['ground']['how']}." for other in found.others]
    return Chapter(title, [*blocks, Items(grounds)])


def _told(found: Found, kind: str) -> bool:
    return any(kind in other["kinds"] for other in found.others)


def _row(found: Found, other: Mapping[str, Any]) -> list[Any]:
    kinds = [other["kinds"].get(kind, {}).get("landforms") for kind in _KINDS if _told(found, kind)]
    pairs = other.get("one_to_one") or {}
    medians = [(pairs.get(name) or {}).get("median") for name in ("iou", "area_difference_m2", "distance_m")]
    return [other["reference"], other["input"]["number"], other["reference_side"]["number"], *kinds, *medians]
