"""What reviewers say: counts and shares (Table 4), agreement, precision and completeness, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....inventory.schema import DECISIONS
from ..catalogue import picture
from ..document import Block, Chapter, Column, Interval, Items, Note, Number, Paragraph, TableBlock, number_words
from ..found import Found

_FIGURES = (
    ("observed_agreement", "Observed agreement"),
    ("cohen_kappa", "Cohen's kappa"),
    ("gwet_ac1", "Gwet's AC1"),
    ("positive_agreement", "Positive agreement"),
    ("negative_agreement", "Negative agreement"),
)


def what_reviewers_say(found: Found) -> Chapter:
    """All of it, or why there is nothing."""
    told = found.agreement
    blocks: list[Block] = [picture(found, "reviewers")]
    if not told:
        return Chapter("What reviewers say", blocks)
    if told.get("samples"):
        blocks.append(_samples(told["samples"]))
    if told.get("reviewers"):
        blocks.append(_reviewers(told["reviewers"]))
    blocks += _pairs(told.get("pairs") or [])
    blocks += _everybody(told.get("all_reviewers") or {})
    blocks += _precision(told.get("precision") or {})
    blocks += _completeness(told.get("completeness"))
    blocks += [*_consensus(told.get("consensus") or {}), *_outlines(told.get("outlines") or [])]
    warnings = [str(word) for word in told.get("warnings") or []]
    if warnings:
        blocks.append(Items(warnings))
    return Chapter("What reviewers say", blocks)


def interval(told: Any) -> Interval | None:
    """A figure with its bounds, as `agreement_of` writes it."""
    if isinstance(told, Mapping):
        return Interval(told.get("value"), told.get("low"), told.get("high"))
    return None if told is None else Interval(float(told))


def _samples(samples: Sequence[Mapping[str, Any]]) -> TableBlock:
    columns = [
        Column("Sample", "sample"),
        Column("Design", "design"),
        Column("Strata", "strata"),
        Column("Drawn", "drawn", 0),
        Column("Population", "population"),
        Column("Reviewers wanted", "reviewers_wanted", 0),
    ]
    rows = [
        [
            each.get("sample"),
            each.get("design"),
            each.get("strata"),
            each.get("drawn"),
            _population(each.get("population")),
            each.get("reviewers_wanted"),
        ]
        for each in samples
    ]
    return TableBlock("samples", "Samples that were drawn for review.", columns, rows)


def _population(told: Any) -> str:
    if isinstance(told, Mapping):
        return ", ".join(f"{name or 'all'}: {number_words(float(count), 0)}" for name, count in told.items())
    return "" if told is None else number_words(float(told), 0)


def _reviewers(reviewers: Sequence[Mapping[str, Any]]) -> TableBlock:
    columns = [Column("Reviewer", "reviewer"), Column("Judged", "judged", 0)]
    for decision in DECISIONS:
        columns += [Column(decision, decision, 0), Column(f"{decision} (%)", f"{decision}_share", 1, share=True)]
    rows = []
    for each in reviewers:
        row: list[Any] = [each["reviewer"], each["judged"]]
        for decision in DECISIONS:
            counts, shares = each.get("counts") or {}, each.get("shares") or {}
            row += [counts.get(decision), interval(shares.get(decision))]
        rows.append(row)
    if all(each.get("counts") is None for each in reviewers):
        columns, rows = columns[:2], [row[:2] for row in rows]
        return TableBlock("reviewers", "How many markers each reviewer has judged so far.", columns, rows)
    note = "In parentheses: intervals of 95 %. As Table 4 of Sun et al. (2024)."
    return TableBlock("reviewers", "What each reviewer said.", columns, rows, note)


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not pairs:
        return []
    columns = [Column("Reviewers", "reviewers"), Column("Judged by both", "judged_by_both", 0)]
    columns += [Column(title, name, 2) for name, title in _FIGURES]
    rows = [
        [
            " and ".join(map(str, pair["reviewers"])),
            pair["judged_by_both"],
            *(interval(pair.get(name)) for name, _ in _FIGURES),
        ]
        for pair in pairs
    ]
    note = (
        "Where nearly all is yes, kappa is low although reviewers agree; Gwet's AC1 is not misled by that. Positive "
        "and negative agreement are of yes, and of no. A dash: not defined here."
    )
    blocks: list[Block] = [TableBlock("agreement", "Agreement of two reviewers.", columns, rows, note)]
    for number, pair in enumerate(pairs, 1):
        if pair.get("table"):
            blocks.append(_cross(pair, f"cross_{number}" if len(pairs) > 1 else "cross"))
    return blocks


def _cross(pair: Mapping[str, Any], name: str) -> TableBlock:
    one, other = map(str, pair["reviewers"])
    columns = [Column(f"{one} \\ {other}", "decision"), *(Column(decision, decision, 0) for decision in DECISIONS)]
    rows = [[decision, *counts] for decision, counts in zip(DECISIONS, pair["table"], strict=True)]
    return TableBlock(name, f"Cross table: rows {one}, columns {other}.", columns, rows)


def _everybody(told: Mapping[str, Any]) -> list[Block]:
    if not told.get("judged_by_all"):
        return []
    columns = [Column("What", "what"), Column("Value", "value", 3)]
    figures: list[tuple[str, Any]] = [
        ("markers judged by all reviewers", Number(float(told["judged_by_all"]), 0)),
        ("share judged yes by all", interval(told.get("yes_by_all"))),
        ("Fleiss' kappa", interval(told.get("fleiss_kappa"))),
        ("Gwet's AC1", interval(told.get("gwet_ac1"))),
    ]
    rows = [[name, value] for name, value in figures if value is not None]
    return [TableBlock("together", "All reviewers together.", columns, rows)]


def _precision(told: Mapping[str, Any]) -> list[Block]:
    if told.get("value") is None:
        return []
    columns = [Column("Place", "place"), Column("Judged", "judged", 0), Column("Precision", "precision", 1, share=True)]
    regions = [[each["subregion"], each["judged"], interval(each)] for each in told.get("by_subregion") or []]
    rows = [*regions, ["the whole inventory", told.get("judged"), interval(told)]]
    agreed = interval(told.get("after_consensus"))
    rows += [["the whole inventory, after the consensus", told.get("judged"), agreed]] if agreed is not None else []
    note = f"Method: {told['method']}." if told.get("method") else ""
    note += f" Counted as right: {told['counts_as_right']}." if told.get("counts_as_right") else ""
    if told.get("population"):
        note += (
            f" Population: {number_words(float(told['population']), 0)} primary markers."
            if _is_number(told["population"])
            else ""
        )
    caption = "Precision: the share of the inventory that reviewers take for rock glaciers, with its interval of 95 %."
    return [
        TableBlock("precision", caption, columns, rows, note.strip(), last_is_whole=agreed is None and len(rows) > 1)
    ]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _completeness(told: Mapping[str, Any] | None) -> list[Block]:
    if not told:
        return [
            Note(
                "Completeness is not told: nobody has judged windows of the ground for rock glaciers that were missed "
                "(sample --ground)."
            )
        ]
    columns = [
        Column("Windows", "windows", 0),
        Column("Judged", "judged", 0),
        Column("Mapped in them", "mapped", 0),
        Column("Missed", "missed", 1),
        Column("Omission", "omission_rate", 1, share=True),
        Column("Recall", "recall", 1, share=True),
    ]
    row = [told.get("windows"), told.get("judged"), told.get("mapped"), told.get("missed")]
    row += [interval(told.get("omission_rate")), interval(told.get("recall"))]
    note = f"Method: {told['method']}." if told.get("method") else ""
    return [TableBlock("completeness", "Completeness, from windows of the ground.", columns, [row], note)]


def _consensus(told: Mapping[str, Any]) -> list[Block]:
    if not told.get("decided"):
        return []
    counts = ", ".join(f"{count} {decision}" for decision, count in (told.get("counts") or {}).items() if count)
    return [Paragraph(f"A consensus was found on {number_words(int(told['decided']), 0)} markers: {counts}.")]


def _outlines(told: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Units that two mappers outlined."""
    if not told:
        return []
    columns = [
        Column("Identifier", "identifier"),
        Column("Mappers", "mappers"),
        Column("IoU", "iou", 2),
        Column("Difference of area (m²)", "area_difference_m2", 0),
        Column("Distance (m)", "distance_m", 1),
    ]
    rows = [
        [
            each["id"],
            " and ".join(map(str, each["mappers"])),
            each["iou"],
            each["area_difference_m2"],
            each["distance_m"],
        ]
        for each in told
    ]
    note = "Distance is the mean one of places on either outline from the other."
    return [TableBlock("outlined_twice", "Units that two mappers outlined.", columns, rows, note)]
