"""Figures and a table of examples, and by which rule they were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import isfinite
from pathlib import Path

from ....inventory import schema
from ....inventory.requests.report import EXAMPLE_FIGURES
from ..document import Block, Column, FigureBlock, Note, TableBlock, counted, number_words
from ..figures.examples import ACROSS, Panel, examples_figure
from ..figures.style import PANELS
from ..found import Found
from .choosing import OF_EACH, OF_REFINED
from .reading import Examples, Shown

EXAMPLES, REFINED = EXAMPLE_FIGURES


def operations_picture(found: Found) -> FigureBlock | Note:
    """Of each operation some examples, or why there are none."""
    examples = found.examples
    if examples is None or not examples.of_operations:
        why = "nobody has decided on a candidate yet." if found.is_inventory else "the layer keeps no candidates."
        return Note(f"No figure of examples of what the mappers did: {why}")
    rows = [
        (f"{operation} ({number_words(number, 0)})", [_panel(each, _operation_title(each)) for each in shown])
        for operation, (number, shown) in examples.of_operations.items()
    ]
    words = (
        f"Examples of what the mappers made of what the network found: {OF_EACH} of each operation, whose number is in "
        "parentheses, by a rule and by nobody's choice: ordered by area, those in the middle of as many equal parts; "
        "all where there are no more. Areas are as found, of retrieved ones as mapped."
    )
    return FigureBlock(EXAMPLES, f"{words} {_below(_all(examples))}", partial(examples_figure, rows))


def refined_picture(found: Found) -> FigureBlock | Note:
    """Refined candidates from those that changed most to those that changed least, or why there are none."""
    examples = found.examples
    if examples is None or not examples.refined:
        why = "no candidate is refined." if found.is_inventory else "the layer keeps no candidates."
        return Note(f"No figure of predicted and mapped outlines: {why}")
    panels = [_panel(each, _refined_title(each)) for each in examples.refined]
    rows = [("", panels[first : first + ACROSS]) for first in range(0, len(panels), ACROSS)]
    number = examples.number_refined
    words = f"Predicted and mapped outlines of {counted(number, 'refined candidate', 'refined candidates')}"
    if number > OF_REFINED:
        words += (
            f": of them those with the lowest and the highest intersection over union (IoU), and {OF_REFINED - 2} "
            "between at equal steps of rank"
        )
    words = f"{words}. Areas are as found and as mapped."
    return FigureBlock(REFINED, f"{words} {_below(examples.refined)}", partial(examples_figure, rows))


def examples_table(found: Found) -> list[Block]:
    """Which ones the panels show, so that each can be looked up; nothing where there are none."""
    examples = found.examples
    if examples is None or not examples.of_operations:
        return []
    columns = [
        Column("Name of the figure", "figure"),
        Column("Panel", "panel"),
        Column("Identifier", "identifier"),
        Column("Operation", "operation"),
        Column("As found (km²)", "area_found_km2", 3),
        Column("As mapped (km²)", "area_mapped_km2", 3),
        Column("IoU", "iou", 2),
        Column("Reason", "reason"),
    ]
    of_operations = [each for _, shown in examples.of_operations.values() for each in shown]
    rows = [
        [figure, PANELS[place], each.of.name, each.of.operation, *_measures(each), each.of.reason]
        for figure, shown in ((EXAMPLES, of_operations), (REFINED, examples.refined))
        for place, each in enumerate(shown)
    ]
    caption = "The examples: candidates by their identifiers, retrieved ones by those of their rock glaciers."
    return [TableBlock("examples", caption, columns, rows)]


def _measures(each: Shown) -> tuple[float, float, float]:
    return each.of.area * 1e-6, each.of.mapped * 1e-6, each.of.iou


def _panel(each: Shown, title: str) -> Panel:
    return Panel(title, each.ground, each.below, each.before, each.after, each.around)


def _operation_title(each: Shown) -> str:
    area = each.of.mapped if each.of.operation == schema.RETRIEVE else each.of.area
    return ", ".join(word for word in (f"{_area(area)} km²", each.of.reason) if word)


def _refined_title(each: Shown) -> str:
    return f"IoU {each.of.iou:.2f}, {_area(each.of.area)} to {_area(each.of.mapped)} km²"


def _area(square_metres: float) -> str:
    """In km² with three digits or so: the smallest have a hundredth, the largest several."""
    value = square_metres * 1e-6
    return number_words(value, 3 if value < 0.1 else 2) if isfinite(value) else "–"


def _all(examples: Examples) -> list[Shown]:
    return [each for _, shown in examples.of_operations.values() for each in shown]


def _below(shown: Sequence[Shown]) -> str:
    """What lies below the outlines, in words."""
    images = sorted({Path(each.name).name for each in shown if each.name})
    reliefs = sum(each.below is not None and not each.name for each in shown)
    nothing = sum(each.below is None for each in shown)
    told = []
    if images:
        more = f" and {len(images) - 2} more" if len(images) > 2 else ""
        told.append(f"Image: {', '.join(images[:2])}{more}.")
    if reliefs:
        of = "" if reliefs == len(shown) else f" in {counted(reliefs, 'panel', 'panels')}"
        told.append(f"Shaded relief{of}: light from the north-west.")
    if nothing:
        some = "Nothing" if nothing == len(shown) else f"In {counted(nothing, 'panel', 'panels')} nothing"
        told.append(f"{some} lies below, for no image of the ground, nor a DEM, can be read.")
    return " ".join([*told, "North is up."])
