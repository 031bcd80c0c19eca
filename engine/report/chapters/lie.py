"""Where the rock glaciers are, what they are like, and how they lie in cells: Figures 5 to 8 and the tables of it."""

from __future__ import annotations

import numpy as np

from ...statistics.cells import Cells
from ...statistics.circular import SECTORS
from ...statistics.columns import UNITS
from ...statistics.summaries import NONE, PERCENTILES, WHOLE, Group
from ..catalogue import picture
from ..document import Block, Chapter, Column, Note, Number, Paragraph, TableBlock, counted, number_words
from ..found import Found

_SCALED = {"AREA": (1e-6, "km²", 3)}
_DIGITS = {"SLO": 1, "MAA": 1, "MAG": 1, "PZI": 2, "ASP": 2}
_EXTREMES = {
    ("AREA", "largest"): "largest area",
    ("ELE_MIN", "lowest"): "lowest front (ELE_MIN)",
    ("ELE_MIN", "highest"): "highest front (ELE_MIN)",
    ("ELE_MAX", "highest"): "highest point (ELE_MAX)",
}
NO_REGION = "(in no subregion)"
_NAMES = {WHOLE: "all", NONE: NO_REGION}


def group_name(name: str) -> str:
    """A group's name as people read it."""
    return _NAMES.get(name, name)


def where_they_are(found: Found) -> Chapter:
    """The map, and numbers by subregion."""
    blocks: list[Block] = [picture(found, "map")]
    groups = found.summary.groups
    if len(groups) > 1:
        blocks.append(_by_subregion([*groups[1:], groups[0]], found))
    elif found.number:
        remedy = "run attributes with a layer of subregions" if found.is_inventory else "the layer has no SUBREGION"
        blocks.append(Note(f"No table by subregion: no rock glacier has one; {remedy}."))
    return Chapter("Where they are", blocks)


def _by_subregion(groups: list[Group], found: Found) -> TableBlock:
    has_area = "AREA" in found.summary.columns
    columns = [
        Column("Subregion", "subregion"),
        Column("Number", "number", 0),
        Column("Share", "share_of_all", 1, share=True),
    ]
    if has_area:
        columns += [
            Column("Total area (km²)", "total_area_km2", 2),
            Column("Mean area (km²)", "mean_area_km2", 3),
            Column("Median area (km²)", "median_area_km2", 3),
        ]
    named = [("ELE_MIN", "Lowest elevation (m)", 0), ("SLO_MEAN", "Slope (°)", 1), ("MAAT", "MAAT (°C)", 1)]
    there = [each for each in named if each[0] in found.summary.columns and found.table.known(each[0])]
    columns += [
        Column(
            f"Mean {title[0].lower()}{title[1:]}" if name != "MAAT" else f"Mean {title}", f"mean_{name.lower()}", digits
        )
        for name, title, digits in there
    ]
    rows = []
    for group in groups:
        row: list[object] = [group_name(group.name), group.number, group.of_all]
        if has_area:
            area = group.figures["AREA"]
            row += [_times(value, 1e-6) for value in (area.total, area.mean, area.median)]
        rows.append([*row, *(group.figures[name].mean for name, _, _ in there)])
    return TableBlock("subregions", "Rock glaciers by subregion.", columns, rows, last_is_whole=True)


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def what_they_are_like(found: Found) -> Chapter:
    """Distributions of the attributes, their tables, and aspects."""
    blocks: list[Block] = [picture(found, "distributions")]
    if found.number:
        whole = found.summary.groups[0]
        blocks += [block for block in (_figures(whole), _classes(whole), _extremes(whole)) if block is not None]
        blocks += _aspects(found)
    return Chapter("What they are like", blocks)


def _figures(whole: Group) -> TableBlock | None:
    told = [(name, figures) for name, figures in whole.figures.items() if figures.known]
    if not told:
        return None
    columns = [
        Column("Field", "field"),
        Column("Unit", "unit"),
        Column("Known", "known", 0),
        Column("Mean", "mean", 3),
        Column("SD", "standard_deviation", 3),
        Column("Least", "least", 3),
        *(Column(f"{percent} %", f"percentile_{percent}", 3) for percent in PERCENTILES),
        Column("Most", "most", 3),
    ]
    rows = []
    for name, figures in told:
        factor, unit, digits = _SCALED.get(name, (1.0, UNITS[name], _DIGITS.get(name[:3], 0)))
        numbers = [figures.mean, figures.deviation, figures.least, *figures.percentiles.values(), figures.most]
        words = [None if value is None else Number(value * factor, digits) for value in numbers]
        rows.append([name, unit, figures.known, *words])
    note = "Percentiles are of the rock glaciers, not of their area; the fields are those of the data dictionary."
    return TableBlock("attributes", "Attributes of all rock glaciers.", columns, rows, note)


def _classes(whole: Group) -> TableBlock | None:
    told = [share for share in whole.shares if share.known]
    if not told:
        return None
    columns = [
        Column("Class", "class"),
        Column("Number", "number", 0),
        Column("Of", "of", 0),
        Column("Share", "share", 1, share=True),
    ]
    rows = [[share.of.words, share.number, share.known, share.share] for share in told]
    note = "The classes that Sun et al. (2024, section 5.2) tell of, from the lower bound on to below the upper one."
    return TableBlock("classes", "Shares by class.", columns, rows, note)


def _extremes(whole: Group) -> TableBlock | None:
    columns = [
        Column("What", "what"),
        Column("Value", "value", 2),
        Column("Unit", "unit"),
        Column("Identifier", "identifier"),
        Column("Longitude (°)", "longitude", 4),
        Column("Latitude (°)", "latitude", 4),
    ]
    rows = []
    for extreme in whole.extremes:
        factor, unit, digits = _SCALED.get(extreme.column, (1.0, UNITS[extreme.column], 0))
        rows.append(
            [
                _EXTREMES.get((extreme.column, extreme.which), f"{extreme.which} {extreme.column}"),
                Number(extreme.value * factor, digits),
                unit,
                extreme.identifier,
                extreme.longitude,
                extreme.latitude,
            ]
        )
    return TableBlock("extremes", "Extremes, and who has them.", columns, rows) if rows else None


def _aspects(found: Found) -> list[Block]:
    groups = [group for group in (*found.summary.groups[1:], found.summary.groups[0]) if group.aspect.number]
    if not groups:
        return []
    columns = [
        Column("Subregion", "subregion"),
        Column("n", "number", 0),
        *(Column(name, name.lower(), 0) for name in SECTORS),
        Column("Mean (°)", "mean_direction", 0),
        Column("R", "resultant_length", 2),
        Column("p", "rayleigh_p", 4, probability=True),
    ]
    rows = [
        [
            group_name(group.name),
            group.aspect.number,
            *group.aspect.sectors,
            group.aspect.mean,
            group.aspect.resultant,
            group.aspect.p,
        ]
        for group in groups
    ]
    note = (
        "Eight sectors of 45°, each around its direction. R is the resultant length (0: all ways alike, 1: all the "
        "same), p that of Rayleigh's test that there is no preference."
    )
    table = TableBlock("aspects", "Aspects by sector.", columns, rows, note, last_is_whole=len(groups) > 1)
    return [picture(found, "aspect-by-subregion"), table]


def in_cells(found: Found) -> Chapter:
    """Maps of cells, and how much they hold."""
    blocks: list[Block] = [picture(found, "grid")]
    cells = found.cells
    if cells is not None:
        most = int(np.argmax(cells.number))
        words = (
            f"{counted(len(cells), 'cell', 'cells')} of {found.cell_km:g} km with a rock glacier or more; the fullest, "
            f"around {abs(cells.latitude[most]):.2f}° {'N' if cells.latitude[most] >= 0 else 'S'}, "
            f"{abs(cells.longitude[most]):.2f}° {'E' if cells.longitude[most] >= 0 else 'W'}, holds "
            f"{number_words(int(cells.number[most]), 0)} ({number_words(float(cells.density[most]), 1)} per 100 km²). "
            "The command grid-statistics writes the cells as a layer."
        )
        blocks.append(Paragraph(words))
        blocks.append(_cell_table(cells))
    return Chapter(f"In cells of {found.cell_km:g} km", blocks)


def _cell_table(cells: Cells) -> TableBlock:
    """The fullest cells; the layer of grid-statistics has all."""
    order = np.argsort(-cells.number, kind="stable")[:10].tolist()
    told: list[tuple[Column, list[float]]] = [
        (Column("Longitude (°)", "longitude", 2), cells.longitude.tolist()),
        (Column("Latitude (°)", "latitude", 2), cells.latitude.tolist()),
        (Column("Number", "number", 0), cells.number.tolist()),
        (Column("Per 100 km²", "per_100_km2", 2), cells.density.tolist()),
        (Column("Area covered (%)", "cover_percent", 2), cells.cover.tolist()),
    ]
    told = [(column, values) for column, values in told if np.isfinite(values).any()]
    rows = [[values[place] for _, values in told] for place in order]
    caption = "The fullest cells, by the places of their middles."
    return TableBlock("fullest_cells", caption, [column for column, _ in told], rows)
