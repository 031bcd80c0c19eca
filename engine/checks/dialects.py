"""What a file's dialect writes otherwise than an inventory does: codes and words of its own, and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.dialects.known import ASPECT, OUTLINES, Dialect, FieldOf
from ...inventory.dialects.rows import middle_of
from ..gathering.parts import read_parts
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ..ground.vectors import text_of
from ..telling.report import Report
from .found import Found, Row, Rows
from .outlines import identifiers_in, meanings, places_in
from .values import numbers_of

_SHOWN, _MOST_WORDS = 40, 12


@dataclass(frozen=True)
class Writing:
    """How the columns of a layer are written: `fields` of the file -> fields of its dialect's table.

    `unknown` collects codes and words that it does not have: how many rows have one, and the first of them.
    """

    dialect: Dialect | None
    fields: Mapping[str, FieldOf]
    unknown: dict[tuple[str, str], tuple[int, Row]] = field(default_factory=dict)

    def look_at_words(self, columns: Mapping[str, Any], rows: Rows) -> None:
        """Collect what the dialect does not have, of some rows."""
        for name, one in self.fields.items():
            if not one.codes or name not in columns:
                continue
            texts = [text_of(value) for value in columns[name].tolist()]
            known = {text: not text or self._word(one, text) is not None for text in set(texts)}
            for number, text in enumerate(texts):
                if not known[text]:
                    key = (name, text[:_SHOWN])
                    count, first = self.unknown.get(key, (0, rows[number]))
                    self.unknown[key] = (count + 1, first)

    def tell_words(self, found: Found) -> None:
        """Tell each once: a community that spells a word otherwise does so in every row."""
        for (name, word), (count, row) in self.unknown.items():
            codes = {} if self.dialect is None else self.dialect.codes.get(self.fields[name].codes, {})
            there = ", ".join(list(map(str, codes.values()))[:_MOST_WORDS])
            others = f" and {count - 1} more" if count > 1 else ""
            has = "" if self.dialect is None else f", as {self.dialect.title} has it"
            found.add("unknown_word", row, f"{name} of {row.words}{others} is '{word}', none of {there}{has}.", count)

    def numbers(self, name: str, theirs: str, values: Any, rows: Rows, found: Found) -> npt.NDArray[np.float64]:
        """A column in the unit of ours; NaN where there is nothing, or a code that is told as an unknown word."""
        one = self.fields.get(theirs)
        if one is not None and one.codes and name == ASPECT:
            texts = [text_of(value) for value in values.tolist()]
            words = [self._word(one, text) if text else None for text in texts]
            return np.array([np.nan if word is None else middle_of(word) for word in words], dtype=np.float64)
        return numbers_of(name, values, rows, found) / (1.0 if one is None else one.factor)

    def unit_of(self, theirs: str | None) -> tuple[str, float] | None:
        """The unit of a column where it is another one than ours, and what ours is multiplied by; else None."""
        one = self.fields.get(theirs or "")
        return None if one is None or one.factor == 1 else (one.unit, one.factor)

    def _word(self, one: FieldOf, text: str) -> str | None:
        return None if self.dialect is None else self.dialect.word_of(one.codes, text)


def writing_of(of: VectorLayer, dialect: Dialect | None, role: str = OUTLINES) -> Writing:
    """How a layer is written that is such a table of a dialect; as an inventory does where it is none."""
    table = None if dialect is None else dialect.tables.get(role)
    if table is None:
        return Writing(dialect, {})
    theirs = {one.name: one for one in table.fields}
    return Writing(dialect, {told: theirs[name] for name, told in table.found_in(of.fields).items()})


def check_moving_areas(
    of: VectorLayer, crs: pyproj.CRS, dialect: Dialect | None, role: str, found: Found, report: Report
) -> None:
    """Words of moving areas; their outlines are of no rock glacier."""
    writing, fields = writing_of(of, dialect, role), meanings(of, dialect)
    for fids, wkb, columns in read_parts(of, list(of.fields), report):
        raw = np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object))
        places = places_in(transform_what_can_be(raw, crs, LONGITUDE_LATITUDE))
        rows = Rows(of.name, fids.tolist(), identifiers_in(columns, fields, len(raw)), places)
        writing.look_at_words(columns, rows)
    writing.tell_words(found)
