"""Rows of a dialect as they came in: plain values under the names of its table, that JSON can hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.dialects.known import FieldOf, Table
from ...inventory.secrets import scrub
from .values import plain_values

Columns = Mapping[str, npt.NDArray[Any]]


def named_as_the_table(table: Table | None, fields: Sequence[str]) -> dict[str, tuple[str, FieldOf | None]]:
    """Field of a file -> its name in the dialect's table, and that field; of further ones their own name and None."""
    found: dict[str, tuple[str, FieldOf | None]] = {name: (name, None) for name in fields}
    if table is not None:
        of = {one.name: one for one in table.fields}
        for ours, theirs in table.found_in(fields).items():
            found[theirs] = (ours, of[ours])
    return found


def kept_rows(columns: Columns, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A row each: values of the columns that hold something, under their names in the table."""
    told = [(names[field], plain_values(values)) for field, values in columns.items() if field in names]
    count = len(next(iter(columns.values()))) if columns else 0
    for row in range(count):
        yield {name: kept for name, values in told if (kept := _kept(values[row])) is not None}


def _kept(value: Any) -> Any:
    """A value that JSON can hold; texts without the blanks around them, nothing where there is nothing."""
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, np.generic):
        return _kept(value.item())
    return scrub(str(value).strip()) or None
