"""The head of the report and what it says in short: an abstract filled in from the numbers."""

from __future__ import annotations

from datetime import datetime, time

from ....inventory.secrets import scrub
from ....inventory.version import VERSION
from ...statistics.summaries import Group
from ..document import Block, Chapter, Note, Paragraph, counted, number_words
from ..found import Found

_WAYS = {
    0: "north",
    1: "north-east",
    2: "east",
    3: "south-east",
    4: "south",
    5: "south-west",
    6: "west",
    7: "north-west",
}
_PREFERS = 0.05


def head_facts(found: Found) -> list[tuple[str, str]]:
    """What stands below the title."""
    facts = [("File", scrub(found.path.name)), ("Rock glaciers", number_words(found.number, 0))]
    if found.created:
        facts.append(("Begun", found.created[:10]))
    return [*facts, ("Report made", _moment_words(found.made)), ("By", f"Rock Glacier Inventory {VERSION}")]


def _moment_words(moment: datetime) -> str:
    """A day that was given has no hour."""
    return moment.strftime("%Y-%m-%d" if moment.time() == time() else "%Y-%m-%d %H:%M UTC")


def in_short(found: Found) -> Chapter:
    """The numbers that an abstract tells, as sentences."""
    if not found.number:
        return Chapter(
            "In short", [Note(f"The {found.kind} holds no rock glaciers yet: what follows says what is missing.")]
        )
    whole = found.summary.groups[0]
    words = [_number_words(found, whole), _elevation_words(whole), _slope_words(whole), _aspect_words(whole)]
    words += [_climate_words(whole), _review_words(found)]
    blocks: list[Block] = [Paragraph(" ".join(word for word in words if word))]
    return Chapter("In short", blocks)


def _number_words(found: Found, whole: Group) -> str:
    text = f"The {found.kind} holds {counted(found.number, 'rock glacier', 'rock glaciers')}"
    area = whole.figures.get("AREA")
    if area is not None and area.total is not None and area.mean is not None and area.most is not None:
        text += f", which cover {number_words(area.total * 1e-6, 2)} km²"
        if found.number > 1:
            text += f" (mean {number_words(area.mean * 1e-6, 3)} km², largest {number_words(area.most * 1e-6, 2)} km²)"
    return f"{text}."


def _elevation_words(whole: Group) -> str:
    lowest = whole.figures.get("ELE_MIN")
    if lowest is None or lowest.mean is None or lowest.known < 2:
        return ""
    low, high = lowest.percentiles[5], lowest.percentiles[95]
    return (
        f"Nine tenths of them end between {number_words(low or 0, 0)} and {number_words(high or 0, 0)} m above sea "
        f"level (mean of the lowest elevations {number_words(lowest.mean, 0)} m)."
    )


def _slope_words(whole: Group) -> str:
    slope = whole.figures.get("SLO_MEAN")
    return "" if slope is None or slope.mean is None else f"Their mean slope is {number_words(slope.mean, 1)}°."


def _aspect_words(whole: Group) -> str:
    aspect = whole.aspect
    if aspect.mean is None or aspect.p is None or aspect.number < 5:
        return ""
    if aspect.p >= _PREFERS:
        return "Their aspects show no preference (Rayleigh's test)."
    way = _WAYS[round(aspect.mean / 45) % 8]
    return f"They prefer to face {way} (mean direction {aspect.mean:.0f}°, R = {aspect.resultant or 0:.2f})."


def _climate_words(whole: Group) -> str:
    told = []
    for name, words, unit, digits in (
        ("MAAT", "mean annual air temperature", "°C", 1),
        ("MAGT", "mean annual ground temperature", "°C", 1),
        ("AP", "annual precipitation", "mm", 0),
        ("PISR", "potential solar radiation", "kWh/m² a year", 0),
    ):
        figures = whole.figures.get(name)
        if figures is not None and figures.mean is not None:
            told.append(f"{words} {number_words(figures.mean, digits)} {unit}")
    return f"On average: {', '.join(told)}." if told else ""


def _review_words(found: Found) -> str:
    precision = (found.agreement or {}).get("precision") or {}
    value, low, high = (precision.get(name) for name in ("value", "low", "high"))
    if value is None:
        return ""
    text = f"Reviewers take {number_words(100 * float(value), 1)} % of the inventory for rock glaciers"
    if low is None or high is None:
        return f"{text}."
    return f"{text} (95 % interval {number_words(100 * float(low), 1)} to {number_words(100 * float(high), 1)} %)."
