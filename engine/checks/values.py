"""Values as they stand in a file: what is no number, what stands for nothing, words that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.schema import ROCK_GLACIERS
from ..ground.vectors import text_of
from .found import Found, Rows

NUMBERS = tuple(field.name for field in ROCK_GLACIERS.fields if field.kind == "real")
"""Fields of rock glaciers that hold numbers."""
METADATA = ("SOUR_DATA", "MAP_DATE", "MAPPER")
"""What RGIK wants to know of every outline: on what, when that was taken, by whom."""

_NOTHING = re.compile(r"<?(null|none|nan|n/?a|nodata|no data)>?|-?9{4,}(\.0+)?", re.IGNORECASE)
_NO_VALUES = (-9999.0, -99999.0, -32768.0, -999.0, -3.4028234663852886e38, 1e20)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_SHOWN = 40


def numbers_of(name: str, values: Any, rows: Rows, found: Found) -> npt.NDArray[np.float64]:
    """A column as numbers, NaN where there is none; texts that are none are told."""
    numbers: npt.NDArray[np.float64]
    if values.dtype != object and not np.issubdtype(values.dtype, np.datetime64):
        numbers = np.asarray(values, dtype=np.float64).copy()
    else:
        numbers = np.array([_number(value) for value in values.tolist()], dtype=np.float64)
        for number in np.flatnonzero(np.isinf(numbers)):
            value = text_of(values[number])[:_SHOWN]
            what, rule = ("stands for nothing; leave it empty", "no_value")
            if not _NOTHING.fullmatch(value):
                what, rule = ("is no number", "no_number")
            found.add(rule, rows[int(number)], f"{name} of {rows[int(number)].words} is '{value}', which {what}.")
        numbers[np.isinf(numbers)] = np.nan
    for number in np.flatnonzero(np.isin(numbers, _NO_VALUES) | np.isinf(numbers)):
        text = f"{name} of {rows[int(number)].words} is {numbers[number]:g}, which stands for nothing; leave it empty."
        found.add("no_value", rows[int(number)], text)
        numbers[number] = np.nan
    return numbers


def _number(value: Any) -> float:
    """A number, of a text too; NaN where there is nothing, infinite where it is none."""
    text = text_of(value)
    if not text:
        return np.nan
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else np.inf


def check_words(columns: Mapping[str, Any], fields: Mapping[str, str], rows: Rows, found: Found) -> None:
    """Words that a field may not hold, and texts that stand for nothing."""
    for name, theirs in fields.items():
        of = ROCK_GLACIERS.field(name)
        if of.kind != "text":
            continue
        for number, value in enumerate(columns[theirs].tolist()):
            text = text_of(value)
            if not text:
                continue
            row = rows[number]
            if of.domain and text.lower() not in of.domain:
                there = ", ".join(of.domain)
                found.add("unknown_word", row, f"{theirs} of {row.words} is '{text[:_SHOWN]}', none of {there}.")
            elif not of.domain and _NOTHING.fullmatch(text):
                text = f"{theirs} of {row.words} is '{text}', which stands for nothing; leave it empty."
                found.add("no_value", row, text)


def check_metadata(columns: Mapping[str, Any], fields: Mapping[str, str], rows: Rows, found: Found) -> None:
    """Rows that do not say on what they rest, when that was taken, or by whom."""
    told = {name: columns[fields[name]].tolist() for name in METADATA if name in fields}
    for number in range(len(rows.fids)):
        lacking = [name for name, values in told.items() if not text_of(values[number])]
        if lacking:
            row = rows[number]
            found.add("metadata_missing", row, f"{row.words} lacks {', '.join(lacking)}; open its form and write it.")


def check_stale(columns: Mapping[str, Any], fields: Mapping[str, str], rows: Rows, found: Found) -> None:
    """Rows whose attributes are older than their outline."""
    if "STALE" not in fields:
        return
    for number, value in enumerate(columns[fields["STALE"]].tolist()):
        if value in (1, True):
            row = rows[number]
            found.add("stale", row, f"The attributes of {row.words} are older than its outline; fill them again.")
