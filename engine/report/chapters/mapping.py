"""How well the network found them, and what the mappers did with what it found: Figure 3 and Table 3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ....inventory import schema
from ..catalogue import deed_counts, hours_of_work, persons, picture
from ..document import Block, Chapter, Column, Interval, Note, Paragraph, TableBlock, counted, number_words
from ..examples.told import EXAMPLES, REFINED, examples_table
from ..found import Found, Gesture

_LEAST_HOURS = 0.05
_SCORES = (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"), ("iou", "IoU"))


def what_was_found(found: Found) -> Chapter:
    """The network's candidates against the inventory, by subregion."""
    blocks: list[Block] = []
    if found.performance is None:
        blocks.append(Note(_why_no_scores(found)))
    else:
        blocks += _scores(found.performance.content)
    blocks.append(picture(found, "learning"))
    return Chapter("How well the network found them", blocks)


def _why_no_scores(found: Found) -> str:
    if not found.is_inventory:
        return "No table of the network's performance: only an inventory of this plugin keeps candidates and decisions."
    return (
        "No table of the network's performance: it needs candidates of a detection that somebody has decided on; "
        "decide them in the dock."
    )


def _scores(content: Mapping[str, Any]) -> list[Block]:
    columns = [
        Column("Subregion", "subregion"),
        Column("TP (km²)", "true_positive_km2", 3),
        Column("FP (km²)", "false_positive_km2", 3),
        Column("FN (km²)", "false_negative_km2", 3),
        *(Column(title, name, 2) for name, title in _SCORES),
    ]
    places = [*content["subregions"], content["whole"]] if content["subregions"] else [content["whole"]]
    rows = [_row(each, is_whole=each is content["whole"]) for each in places]
    note = (
        "Candidates as they were found, whatever was decided later, against the rock glaciers of the inventory, on "
        "ground that was searched and looked at. TP, FP and FN are areas, as in Table 3 of Sun et al. (2024). In "
        "parentheses: intervals of 95 % by blocks of ground, where there are enough of them."
    )
    table = TableBlock(
        "performance", "Performance of the network by subregion.", columns, rows, note, last_is_whole=len(rows) > 1
    )
    left_out = [Note(f"{word[0].upper()}{word[1:]}.") for word in content["left_out"]]
    reference = Note(
        "The reference is the inventory itself: where the mappers left an outline as the network drew it, it counts as "
        "right. The scores tell of the work that was left, and flatter the network."
    )
    return [table, reference, *left_out]


def _row(place: Mapping[str, Any], is_whole: bool) -> list[Any]:
    areas = [place[f"{name}_m2"] * 1e-6 for name in ("true_positive", "false_positive", "false_negative")]
    bounds = place["intervals_95"]
    scores = [Interval(place[name], *bounds.get(name, (None, None))) for name, _ in _SCORES]
    return ["all" if is_whole else place["name"], *areas, *scores]


def what_mappers_did(found: Found) -> Chapter:
    """Decisions, reasons, refinements and pace."""
    blocks: list[Block] = [picture(found, "decisions")]
    deeds = found.deeds
    if deeds is not None and deed_counts(deeds):
        blocks += [_deeds(found), _words(found)]
        if deeds.removed:
            blocks.append(_reasons(deeds.removed))
        blocks += [picture(found, EXAMPLES), picture(found, REFINED), *examples_table(found)]
    if found.gestures:
        blocks += [_by_person(found), picture(found, "pace")]
    elif found.is_inventory:
        blocks.append(picture(found, "pace"))
    return Chapter("What the mappers did", blocks)


def _deeds(found: Found) -> TableBlock:
    deeds = found.deeds
    counts = deed_counts(deeds) if deeds is not None else {}
    areas = {} if deeds is None else {**deeds.areas, schema.RETRIEVE: deeds.areas.get("retrieved", 0.0)}
    whole = sum(counts.values())
    columns = [
        Column("Operation", "operation"),
        Column("Number", "number", 0),
        Column("Share", "share", 1, share=True),
        Column("Area (km²)", "area_km2", 3),
    ]
    rows = [[name, count, count / whole, areas.get(name, 0.0) * 1e-6] for name, count in counts.items()]
    rows.append(["all", whole, 1.0 if whole else None, sum(areas.get(name, 0.0) for name in counts) * 1e-6])
    note = "Areas are of the candidates as they were found, of retrieved ones those of the inventory."
    return TableBlock("operations", "The four operations.", columns, rows, note, last_is_whole=True)


def _words(found: Found) -> Paragraph:
    deeds = found.deeds
    if deeds is None:
        return Paragraph("")
    told = []
    if deeds.corrected is not None:
        told.append(
            f"{number_words(100 * deeds.corrected, 1)} % of what was decided or added was not right as it was found."
        )
    if deeds.refined_iou is not None:
        told.append(
            f"Refined candidates and what they became have a mean IoU of {deeds.refined_iou:.2f}: of their common "
            f"ground {number_words(100 * (1 - deeds.refined_iou), 0)} % was changed."
        )
    if deeds.undecided:
        undecided = counted(deeds.undecided, "candidate is", "candidates are")
        told.append(f"{undecided} undecided: the inventory is not complete.")
    return Paragraph(" ".join(told))


def _reasons(removed: Mapping[str, int]) -> TableBlock:
    columns = [
        Column("Reason", "reason"),
        Column("Number", "number", 0),
        Column("Share of the removed", "share", 1, share=True),
    ]
    whole = sum(removed.values())
    rows = [[reason, count, count / whole] for reason, count in removed.items()]
    return TableBlock("reasons", "Why candidates were removed.", columns, rows)


def _by_person(found: Found) -> TableBlock:
    columns = [
        Column("Mapper", "mapper"),
        *(Column(name, name, 0) for name in schema.OPERATIONS),
        Column("Other gestures", "other_gestures", 0),
        Column("Hours", "hours", 1),
        Column("Decisions per hour", "decisions_per_hour", 0),
    ]
    counts = persons(found)
    rows: list[list[Any]] = []
    for name in sorted({gesture.person for gesture in found.gestures}):
        own = [gesture for gesture in found.gestures if gesture.person == name]
        rows.append([name, *_of(counts.get(name, Counter[str]()), own)])
    if len(rows) > 1:
        rows.append(["all", *_of(sum(counts.values(), Counter[str]()), found.gestures)])
    note = (
        "Of the journal, without what was undone. Hours are the times between decisions of one person, without pauses "
        "of ten minutes and more; less than three minutes tell no pace."
    )
    return TableBlock("mappers", "Who did what, and how fast.", columns, rows, note, last_is_whole=len(rows) > 1)


def _of(counts: Mapping[str, int], gestures: Sequence[Gesture]) -> list[Any]:
    made, hours = sum(counts.values()), hours_of_work(gestures)
    pace = made / hours if hours >= _LEAST_HOURS else None
    others = sum(gesture.operation not in schema.OPERATIONS for gesture in gestures)
    return [*(counts.get(each, 0) for each in schema.OPERATIONS), others, hours, pace]
