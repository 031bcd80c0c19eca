"""The numbers of a report as CSV, one file a table: whole numbers, a point before decimals, one head line."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from .document import Column, Interval, Number, TableBlock

_ENDING = "_tables"
_FORMULA = re.compile(r"^[=+@\t\r-](?![0-9.])")
"""What a spreadsheet would run."""


def folder_beside(output: Path) -> Path:
    """The folder of the tables of a report."""
    return output.with_name(output.stem + _ENDING)


def check_folder(folder: Path) -> None:
    """Raise `UserError` where something else is in the folder: it is replaced as a whole."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file, and the tables need a folder of that name; move it away.", kind="output")
    others = [each.name for each in folder.iterdir() if each.suffix != ".csv"] if folder.is_dir() else []
    if others:
        raise UserError(
            f"The folder {folder} holds something else than tables ({sorted(others)[0]}), and is not replaced; move it "
            "away, or give the report another name.",
            kind="output",
        )


def write_tables(tables: Sequence[TableBlock], folder: Path) -> list[str]:
    """Write each table into the folder; names of the files, in order."""
    names = []
    for number, table in enumerate(tables, 1):
        name = f"table_{number:02}_{table.name}.csv"
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as stream:  # Excel needs the mark
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_heads(table))
            columns = [_has_bounds(table, place) for place in range(len(table.columns))]
            for row in table.rows:
                writer.writerow(
                    [cell for value, bounds in zip(row, columns, strict=True) for cell in _cells(value, bounds)]
                )
        names.append(name)
    return names


def _has_bounds(table: TableBlock, place: int) -> bool:
    return any(isinstance(row[place], Interval) for row in table.rows)


def _heads(table: TableBlock) -> list[str]:
    heads = list[str]()
    for place, column in enumerate(table.columns):
        heads += _head(column, _has_bounds(table, place))
    return heads


def _head(column: Column, bounds: bool) -> list[str]:
    return [column.key, f"{column.key}_low", f"{column.key}_high"] if bounds else [column.key]


def _cells(value: Any, bounds: bool) -> list[Any]:
    if isinstance(value, Interval):
        return [_cell(value.value), _cell(value.low), _cell(value.high)]
    return [_cell(value), "", ""] if bounds else [_cell(value)]


def _cell(value: Any) -> Any:
    if isinstance(value, Number):
        value = value.value
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return f"{value:.10g}" if isinstance(value, float) else value
