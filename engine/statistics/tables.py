"""Summaries as files: CSV that a spreadsheet opens by a double click and that programs read, and a table as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.requests.statistics import GROUPED_BY
from ..telling.outputs import check_can_write, finished_file
from ..telling.report import Report
from .circular import SECTORS
from .columns import UNITS
from .summaries import PERCENTILES, WHOLE, Group, Summary, summarise
from .table import Table, read_table

ENCODING = "utf-8-sig"
"""With a mark at the beginning, without which Excel takes UTF-8 for something else; pandas reads past it."""
OVERVIEW = "summary.csv"
Row = dict[str, Any]


def write_tables(
    path: Path, layer: str | None, by: str | None, breaks: str | None, output: Path, report: Report
) -> dict[str, Any]:
    """Read a layer, and write its tables into a folder; where they are.

    Parameters
    ----------
    path, layer
        See `read_table`.
    by
        Fields with commas between; None: those of `GROUPED_BY` that have values.
    breaks
        Numbers with commas between, for the one of the fields that holds numbers.
    output
        A folder; other files in it stay.
    report
        Gets progress and warnings.

    Raises
    ------
    UserError
        The layer or a field cannot be used, or the folder cannot be written.
    """
    given = tuple(dict.fromkeys(name.strip().upper() for name in (by or "").split(",") if name.strip()))
    ends = _numbers(breaks)
    if output.exists() and not output.is_dir():
        raise UserError(f"The output {output} is a file; give a folder for the tables.", kind="output")
    check_can_write(output / OVERVIEW if output.is_dir() else output)
    report.progress(0.0, "Reading")
    table = read_table(path, layer or "", given, report)
    fields = given or tuple(name for name in GROUPED_BY if _has(table, name))
    report.progress(0.6, "Summarising")
    summaries = summaries_of(table, fields, ends)
    report.progress(0.9, "Writing")
    names = _write(output, summaries)
    report.progress(1.0, "Done")
    return {
        "output": str(output),
        "files": names,
        "features": table.number,
        "by": list(fields),
        "table": text_of_summaries(summaries),
    }


def summaries_of(table: Table, fields: Sequence[str], breaks: Sequence[float]) -> list[Summary]:
    """The summary of the whole, or one by each field.

    Raises
    ------
    UserError
        Breaks are given for no field of numbers, or for several.
    """
    numeric = [name for name in fields if table.column(name).dtype.kind == "f"]
    if breaks and len(numeric) != 1:
        told = "none of numbers" if not numeric else f"several of numbers ({', '.join(numeric)})"
        raise UserError(f"--breaks are for one field of numbers, and --by names {told}; name one with --by.")
    if not fields:
        return [summarise(table)]
    return [summarise(table, name, breaks if name in numeric else ()) for name in fields]


def _has(table: Table, name: str) -> bool:
    return table.known(name) > 0 or (name == "SUBREGION" and bool(table.subregions) and table.number > 0)


def _numbers(text: str | None) -> list[float]:
    try:
        return [float(each) for each in (text or "").split(",") if each.strip()]
    except ValueError as error:
        raise UserError(f"The breaks '{text}' are no numbers; give such as 4000,4500,5000.") from error


def _write(folder: Path, summaries: Sequence[Summary]) -> list[str]:
    """Each file complete or not there; their names."""
    groups = [(summary, group) for summary, group in _groups(summaries)]
    files: dict[str, Iterable[Row]] = {
        OVERVIEW: (_overview(summary, group) for summary, group in groups),
        "values.csv": (row for summary, group in groups for row in _values(summary, group)),
        "shares.csv": (row for summary, group in groups for row in _shares(summary, group)),
        "extremes.csv": (row for summary, group in groups for row in _extremes(summary, group)),
        "aspect.csv": (_aspect(summary, group) for summary, group in groups),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for name, rows in files.items():
            part = stack.enter_context(finished_file(folder / name))
            _write_rows(part, list(rows))
    return list(files)


def _write_rows(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file)
        if rows:
            writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _groups(summaries: Sequence[Summary]) -> Iterator[tuple[Summary, Group]]:
    """All groups, that of the whole once."""
    for number, summary in enumerate(summaries):
        for group in summary.groups:
            if group.name != WHOLE or number == 0:
                yield summary, group


def _head(summary: Summary, group: Group) -> Row:
    return {"by": "" if group.name == WHOLE else summary.by, "group": group.name, "number": group.number}


def _overview(summary: Summary, group: Group) -> Row:
    row = {**_head(summary, group), "share_of_all": group.of_all}
    for name, figures in group.figures.items():
        if name == "AREA":
            row["AREA_total"] = figures.total
        row |= {f"{name}_known": figures.known, f"{name}_mean": figures.mean, f"{name}_median": figures.median}
    aspect = group.aspect
    return {**row, "ASPECT_known": aspect.number, "ASPECT_mean": aspect.mean, "ASPECT_resultant": aspect.resultant}


def _values(summary: Summary, group: Group) -> Iterator[Row]:
    for name, figures in group.figures.items():
        yield {
            **_head(summary, group),
            "field": name,
            "unit": UNITS[name],
            "known": figures.known,
            "missing": group.number - figures.known,
            "total": figures.total if name == "AREA" else None,
            "mean": figures.mean,
            "standard_deviation": figures.deviation,
            "minimum": figures.least,
            **{f"p{each}": figures.percentiles[each] for each in PERCENTILES},
            "maximum": figures.most,
        }


def _shares(summary: Summary, group: Group) -> Iterator[Row]:
    for share in group.shares:
        of = share.of
        told: Row = {"class": of.words, "field": of.column, "from": of.low, "below": of.high}
        yield {**_head(summary, group), **told, "in_class": share.number, "known": share.known, "share": share.share}


def _extremes(summary: Summary, group: Group) -> Iterator[Row]:
    for each in group.extremes:
        place: Row = {"id": each.identifier, "longitude": each.longitude, "latitude": each.latitude}
        yield {**_head(summary, group), "field": each.column, "which": each.which, "value": each.value, **place}


def _aspect(summary: Summary, group: Group) -> Row:
    of = group.aspect
    sectors = dict(zip(SECTORS, of.sectors, strict=True))
    row = {**_head(summary, group), "known": of.number, "missing": group.number - of.number, **sectors}
    return {**row, "mean_direction": of.mean, "resultant_length": of.resultant, "rayleigh_p": of.p}


def text_of_summaries(summaries: Sequence[Summary]) -> str:
    """A table of the most asked-for figures; in brackets of how many, where it is not all."""
    lines = [["", "number", "km²", "mean km²", "lowest m", "slope °", "aspect °", "R"]]
    for summary, group in _groups(summaries):
        if group.name != WHOLE and group is summary.groups[1]:
            lines.append([summary.by, *[""] * (len(lines[0]) - 1)])
        of, known = group.number, group.aspect.number
        lines.append(
            [
                group.name if group.name == WHOLE else f"  {group.name}",
                str(of),
                _total(group),
                *(_mean(group, *each) for each in (("AREA", 1e6, 3), ("ELE_MIN", 1, 0), ("SLO_MEAN", 1, 1))),
                _told(None if group.aspect.mean is None else round(group.aspect.mean) % 360, known, of, 0),
                _told(group.aspect.resultant, known, of, 2),
            ]
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        ).rstrip()
        for line in lines
    )


def _total(group: Group) -> str:
    area = group.figures.get("AREA")
    total = None if area is None or area.total is None else area.total / 1e6
    return _told(total, 0 if area is None else area.known, group.number, 2)


def _mean(group: Group, name: str, unit: float, digits: int) -> str:
    figures = group.figures.get(name)
    if figures is None or figures.mean is None:
        return "–"
    return _told(figures.mean / unit, figures.known, group.number, digits)


def _told(value: float | None, known: int, of: int, digits: int) -> str:
    """A figure, and where it is not of all, of how many."""
    return "–" if value is None else f"{value:.{digits}f}" + (f" ({known})" if known < of else "")
