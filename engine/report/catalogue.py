"""Every figure by its name: drawn where there is something to draw, else a sentence why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Union

import numpy as np

from ...inventory import schema
from ..accuracy.deeds import Deeds
from ..statistics.classes import CLASSES
from ..statistics.summaries import NONE
from .document import FigureBlock, Note, number_words
from .examples.told import EXAMPLES, REFINED, operations_picture, refined_picture
from .figures import curves, histograms, maps, roses
from .figures.style import MOST_VECTOR_POINTS
from .found import Found, Gesture

Picture = Union[FigureBlock, Note]

_PAUSE = 600.0
"""Seconds without a decision after which somebody was doing something else."""
_LEAST_OF_A_ROSE = 5
"""Rock glaciers with an aspect from which a subregion has a rose."""


def picture(found: Found, name: str) -> Picture:
    """A figure of the report, or why it is not there."""
    if name in _DRAWN:
        return _DRAWN[name](found)
    kind = next((each for each in histograms.HISTOGRAMS if each.name == name), None)
    return _histogram(found, kind) if kind is not None else _cell_map(found, name)


def _absent(found: Found, what: str, remedy: str) -> Note:
    nothing = f"No figure of {what}: the {found.kind} holds no rock glaciers yet."
    return Note(f"No figure of {what}: {remedy}" if found.number else nothing)


def _map(found: Found) -> Picture:
    table = found.table
    if not found.has_places:
        return _absent(found, "the map", "no feature has a place.")
    placed = int(np.isfinite(table.longitude).sum())
    words = f"The {number_words(placed, 0)} rock glaciers" if placed > 1 else "The rock glacier"
    shown = "outlines" if found.outlines is not None and len(found.outlines) else "primary markers"
    words += f" ({shown}) in Lambert's azimuthal equal-area projection around their middle"
    if found.regions is not None and len(found.regions.names):
        words += ", with the subregions"
    if found.relief is not None:
        words += ", over shaded relief (light from the north-west)"
    if placed > MOST_VECTOR_POINTS and shown != "outlines":
        words += f"; more than {number_words(MOST_VECTOR_POINTS, 0)} points are pixels inside the vector figure"
    draw = partial(maps.map_figure, table.longitude, table.latitude, found.regions, found.outlines, found.relief)
    return FigureBlock("map", f"{words}.", draw)


_WORDS = {
    "AREA": "area",
    "ELE_MIN": "lowest elevation",
    "SLO_MEAN": "mean slope",
    "MAAT": "mean annual air temperature (MAAT)",
    "MAGT": "mean annual ground temperature (MAGT)",
    "AP": "annual precipitation (AP)",
    "PISR": "potential incoming solar radiation (PISR)",
    "ASPECT": "aspect",
}


def missing_words(found: Found, column: str) -> str:
    """Why nobody has a field, and how it can be filled; no field stands for all of them."""
    if column == "AREA":
        return "the layer holds points, which have no area."
    if not found.is_inventory:
        what = f"no field {column}" if column else "none of them"
        return f"the layer has {what}; import it into an inventory and run attributes."
    return f"{f'the field {column}' if column else 'every field of them'} is empty; run attributes."


def _histogram(found: Found, kind: histograms.Kind) -> Picture:
    values = found.column(kind.column)
    if not np.isfinite(values).any():
        return _absent(found, _WORDS[kind.column], missing_words(found, kind.column))
    words = f"Histogram of the {_WORDS[kind.column]}; the dashed line is the mean."
    return FigureBlock(
        kind.name, words + _class_words(found, kind.column), partial(histograms.histogram_figure, kind, values)
    )


def _class_words(found: Found, column: str) -> str:
    """What share is in the classes that the paper tells of."""
    shares = [
        share for share in found.summary.groups[0].shares if share.of.column == column and share.share is not None
    ]
    told = [f"{number_words((share.share or 0) * 100, 1)} % have {share.of.words}" for share in shares]
    return f" {', '.join(told)}." if told else ""


def _distributions(found: Found) -> Picture:
    columns = {name: found.column(name) for name in _WORDS}
    there = [name for name, values in columns.items() if np.isfinite(values).any()]
    if not there:
        return _absent(found, "the attributes", missing_words(found, ""))
    words = "Histograms of " + ", ".join(_WORDS[name] for name in there if name != "ASPECT")
    if "ASPECT" in there:
        words += (", and a rose of the aspects, the radius being the count" if len(there) > 1 else " aspects").strip(
            " "
        )
    if there == ["ASPECT"]:
        words = "Rose of the aspects, the radius being the count"
    words += (
        ". Dashed lines are means; the arrow is the mean direction where Rayleigh's test finds a preference (p < 0.05)."
    )
    missing = [_WORDS[name] for name in _WORDS if name not in there]
    words += f" Not filled, and so not drawn: {', '.join(missing)}." if missing else ""
    return FigureBlock("distributions", words, partial(histograms.distributions_figure, columns))


def _rose(found: Found) -> Picture:
    values = found.column("ASPECT")
    if not np.isfinite(values).any():
        return _absent(found, "aspects", missing_words(found, "ASPECT"))
    words = "Rose of the aspects, the radius being the count; the arrow is the mean direction (Rayleigh, p < 0.05)."
    return FigureBlock("aspect-rose", words, partial(roses.rose_figure, values))


def _roses(found: Found) -> Picture:
    values, regions = found.column("ASPECT"), found.table.column("SUBREGION")
    if not np.isfinite(values).any():
        return _absent(found, "aspects by subregion", missing_words(found, "ASPECT"))
    groups = [
        (group.name, values[regions == group.name])
        for group in found.summary.groups[1:]
        if group.name != NONE and group.aspect.number >= _LEAST_OF_A_ROSE
    ]
    if not groups:
        return _absent(
            found, "aspects by subregion", f"no subregion has {_LEAST_OF_A_ROSE} rock glaciers with an aspect."
        )
    shown = sorted(groups, key=lambda group: -len(group[1]))[: roses.MOST_ROSES]
    kept = [group for group in groups if any(group is each for each in shown)]
    words = (
        "Aspects by subregion; the radius is the count, R the resultant length, the arrow the mean direction where "
        f"Rayleigh's test finds a preference (p < 0.05). Subregions with fewer than {_LEAST_OF_A_ROSE} are left out."
    )
    if len(kept) < len(groups):
        words += f" The {len(kept)} with most of {len(groups)} are drawn; the table has all."
    return FigureBlock("aspect-by-subregion", words, partial(roses.roses_figure, kept))


def _grid_maps(found: Found) -> list[maps.CellMap]:
    cells = found.cells
    return [of for of in maps.CELL_MAPS if cells is not None and np.isfinite(maps.cell_values(cells, of.name)).any()]


def grid_words(found: Found) -> str:
    """What the cells are."""
    shape = "hexagons with the area of squares" if found.shape == "hexagon" else "squares"
    return (
        f"cells of equal area ({shape} of {found.cell_km:g} km) in Lambert's azimuthal equal-area projection; a cell "
        "without a rock glacier is not drawn, a white one has no value; where the bar of colours ends in a tip, a few "
        "are beyond it"
    )


def _grid(found: Found) -> Picture:
    there = _grid_maps(found)
    if found.cells is None or not there:
        return _absent(found, "cells", "no feature has a place, or they lie all over the globe.")
    draw = partial(maps.cells_figure, found.cells, there, found.regions)
    titles = ", ".join(of.title[0].lower() + of.title[1:] for of in there)
    return FigureBlock("grid", f"{titles[0].upper()}{titles[1:]}, in {grid_words(found)}.", draw)


def _cell_map(found: Found, name: str) -> Picture:
    of = next(each for each in maps.CELL_MAPS if each.name == name)
    if found.cells is None or of not in _grid_maps(found):
        return _absent(found, of.title[0].lower() + of.title[1:], "no cell has a value of it; run attributes.")
    draw = partial(maps.cells_figure, found.cells, [of], found.regions)
    return FigureBlock(name, f"{of.title}, in {grid_words(found)}.", draw)


def _learning(found: Found) -> Picture:
    curves_of = [curve for curve in found.curves if len(curve[1]) or len(curve[2])]
    if not curves_of:
        return Note("No curves of a training: give the folder of the training that made the model (--training).")
    words = "IoU during the training of the network, on patches that it was trained on and on others"
    words += f"; {len(curves_of)} networks." if len(curves_of) > 1 else "."
    return FigureBlock("learning", words, partial(curves.learning_figure, curves_of))


def deed_counts(deeds: Deeds) -> dict[str, int]:
    """How many of each operation, in the order of the method."""
    counts = {
        schema.REMAIN: deeds.remained,
        schema.REFINE: deeds.refined,
        schema.RETRIEVE: deeds.retrieved,
        schema.REMOVE: sum(deeds.removed.values()),
        schema.UNDECIDED: deeds.undecided,
    }
    return {name: count for name, count in counts.items() if count}


def _decisions(found: Found) -> Picture:
    if found.deeds is None or not deed_counts(found.deeds):
        why = "nobody has decided on a candidate yet." if found.is_inventory else "the layer keeps no candidates."
        return Note(f"No figure of the mappers' decisions: {why}")
    rows: list[tuple[str, Mapping[str, int]]] = [("all", deed_counts(found.deeds))]
    by_person = persons(found)
    if len(by_person) > 1:
        rows += [(name, counts) for name, counts in by_person.items()]
    words = "What became of the candidates, and what was added (retrieved), as shares."
    words += " By mapper: gestures that stand in the journal." if len(rows) > 1 else ""
    return FigureBlock(
        "decisions",
        words,
        partial(curves.bars_figure, rows, curves.DEED_COLOURS, "share of candidates and additions (%)"),
    )


def persons(found: Found) -> dict[str, Counter[str]]:
    """Operations on candidates by who made them, as far as the journal has them."""
    told: dict[str, Counter[str]] = {}
    for gesture in found.gestures:
        if gesture.operation in schema.OPERATIONS:
            told.setdefault(gesture.person, Counter())[gesture.operation] += 1
    return dict(sorted(told.items()))


def hours_of_work(gestures: Sequence[Gesture]) -> float:
    """Hours in which people decided: times between decisions of one person, without pauses of ten minutes and more."""
    last, seconds = dict[str, datetime](), 0.0
    for gesture in sorted(gestures, key=lambda gesture: gesture.time):
        if gesture.operation not in schema.OPERATIONS:
            continue
        try:
            now = datetime.fromisoformat(gesture.time.replace("Z", "+00:00"))
        except ValueError:  # another tool wrote it
            continue
        gone = (now - last.get(gesture.person, now)).total_seconds()
        seconds += gone if gone < _PAUSE else 0.0
        last[gesture.person] = now
    return seconds / 3600


def hours(found: Found) -> list[tuple[str, int]]:
    """Hours in which somebody worked, and how many operations each saw."""
    counted = Counter(
        gesture.time[:13].replace("T", " ") for gesture in found.gestures if gesture.operation in schema.OPERATIONS
    )
    return sorted(counted.items())


def _pace(found: Found) -> Picture:
    worked = hours(found)
    if not worked:
        return Note("No figure of the pace: the journal holds no decision of a mapper.")
    if len(worked) < 2:
        return Note("No figure of the pace: all decisions were made within one hour of the clock.")
    words = "Decisions in each hour in which somebody made one (hours without one are left out)."
    return FigureBlock("pace", words, partial(curves.pace_figure, worked))


def _reviewers(found: Found) -> Picture:
    reviewers: list[Mapping[str, Any]] = list((found.agreement or {}).get("reviewers") or [])
    told = [(str(each["reviewer"]), dict(each["counts"] or {})) for each in reviewers]
    rows = [(name, counts) for name, counts in told if sum(counts.values())]
    if not rows:
        why = "no sample of primary markers has been judged by all of its reviewers."
        return Note(f"No figure of the reviews: {why if found.is_inventory else 'the layer keeps none.'}")
    words = "What each reviewer said of the sampled primary markers, as shares with numbers."
    draw = partial(curves.bars_figure, rows, curves.DECISION_COLOURS, "share of the judged markers (%)")
    return FigureBlock("reviewers", words, draw)


_DRAWN: dict[str, Callable[[Found], Picture]] = {
    "map": _map,
    "distributions": _distributions,
    "aspect-rose": _rose,
    "aspect-by-subregion": _roses,
    "grid": _grid,
    "learning": _learning,
    "decisions": _decisions,
    EXAMPLES: operations_picture,
    REFINED: refined_picture,
    "pace": _pace,
    "reviewers": _reviewers,
}
CLASS_COLUMNS = tuple(dict.fromkeys(each.column for each in CLASSES))
