"""What a file's dialect writes otherwise than an inventory does: codes and words of its own, and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.dialects.known import ASPECT, OUTLINES, Dialect, FieldOf
from ...inventory.dialects.rows import middle_of
from ..gathering.parts import read_parts
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ..ground.vector_files import VectorLayer
from ..ground.vectors import text_of
from ..telling.report import Report
from .found import Found, Rows
from .outlines import identifiers_in, meanings, places_in
from .values import numbers_of

_SHOWN, _MOST_WORDS = 40, 12


@dataclass(frozen=True)
class Writing:
    """How the columns of a layer are written: `fields` of the file -> fields of its dialect's table."""

    dialect: Dialect | None
    fields: Mapping[str, FieldOf]

    def check_words(self, columns: Mapping[str, Any], rows: Rows, found: Found) -> None:
        """Codes and words that the dialect does not have, which nobody else could read."""
        for field, one in self.fields.items():
            if self.dialect is None or not one.codes or field not in columns:
                continue
            values = columns[field].tolist()
            known = {value: self._word(one, value) is not None for value in set(values) if text_of(value)}
            for number, value in enumerate(values):
                if not known.get(value, True):
                    row, words = rows[number], list(map(str, self.dialect.codes.get(one.codes, {}).values()))
                    there = f"{', '.join(words[:_MOST_WORDS])}, as {self.dialect.title} has it"
                    text = f"{field} of {row.words} is '{text_of(value)[:_SHOWN]}', none of {there}."
                    found.add("unknown_word", row, text)

    def numbers(self, name: str, field: str, values: Any, rows: Rows, found: Found) -> npt.NDArray[np.float64]:
        """A column in the unit of ours; NaN where there is nothing, or a code that is told as an unknown word."""
        one = self.fields.get(field)
        if one is not None and one.codes and name == ASPECT:
            words = [self._word(one, value) if text_of(value) else None for value in values.tolist()]
            return np.array([np.nan if word is None else middle_of(word) for word in words], dtype=np.float64)
        return numbers_of(name, values, rows, found) / (1.0 if one is None else one.factor)

    def unit_of(self, field: str | None) -> tuple[str, float] | None:
        """The unit of a column where it is another one than ours, and what ours is multiplied by; else None."""
        one = self.fields.get(field or "")
        return None if one is None or one.factor == 1 else (one.unit, one.factor)

    def _word(self, one: FieldOf, value: Any) -> str | None:
        return None if self.dialect is None else self.dialect.word_of(one.codes, value)


def writing_of(of: VectorLayer, dialect: Dialect | None, role: str = OUTLINES) -> Writing:
    """How a layer is written that is such a table of a dialect; as an inventory does where it is none."""
    table = None if dialect is None else dialect.tables.get(role)
    if table is None:
        return Writing(dialect, {})
    theirs = {one.name: one for one in table.fields}
    return Writing(dialect, {field: theirs[name] for name, field in table.found_in(of.fields).items()})


def check_moving_areas(
    of: VectorLayer, crs: pyproj.CRS, dialect: Dialect | None, role: str, found: Found, report: Report
) -> None:
    """Words of moving areas; their outlines are of no rock glacier."""
    writing, fields = writing_of(of, dialect, role), meanings(of, dialect)
    for fids, wkb, columns in read_parts(of, list(of.fields), report):
        raw = np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object))
        places = places_in(transform_what_can_be(raw, crs, LONGITUDE_LATITUDE))
        rows = Rows(of.name, fids.tolist(), identifiers_in(columns, fields, len(raw)), places)
        writing.check_words(columns, rows, found)
