"""Outlines of files as rows for an inventory: in its coordinate system, valid, with values that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.dialects.kept import Kept
from ...inventory.dialects.known import OUTLINES, Dialect
from ...inventory.dialects.rows import is_extended
from ...inventory.errors import UserError
from ...inventory.schema import Layer
from ..gathering.parts import read_parts
from ..gathering.vectors import OutlineLayers
from ..ground.antimeridian import cut_where_broken
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import check_latitudes, ellipsoidal_areas
from ..ground.vectors import close_at_antimeridian, layer_crs, mend_polygons, warn_of_mending
from ..intake.candidate_rows import encode_polygons
from ..telling.report import Report
from .kept_rows import kept_rows, named_as_the_table
from .mapping import FieldMap
from .values import Doubts, converted

_SAME_AREA = 0.1
"""Share by which an area in a file may differ from that of its outline."""


_SECTORS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)
_ENOUGH, _SEEN = 5, 1_000
"""Aspects of so many outlines are no codes by chance; how many are looked at."""


@dataclass(frozen=True)
class Other:
    """An outline that is not the extended one, as it was read."""

    shape: Any
    row: dict[str, Any]
    at: str
    of: VectorLayer


@dataclass(frozen=True)
class Outline:
    """One outline on its way: `wkb` in the inventory's system, `at` its words, `mended` whether it was repaired.

    `values` are by field of the inventory; `marker` is the point of a marker that came along.
    """

    wkb: bytes
    at: str
    mended: bool
    values: dict[str, Any]
    marker: Any = None


@dataclass
class Reading:
    """All outlines of a source.

    Parameters
    ----------
    layers
        The files.
    layer
        Of the inventory.
    fields
        The mapping.
    target
        The inventory's coordinate system.
    dialect
        The one that the files are of, where it has attributes that are kept as they came in.

    Attributes
    ----------
    read, mended, left_out
        How many features were read, outlines repaired, and features left out because they have no polygon.
    others
        Outlines that are not extended ones.
    aspects
        The first values of the aspect, as long as all of them may be codes.
    """

    layers: OutlineLayers
    layer: Layer
    fields: FieldMap
    target: Any
    dialect: Dialect | None = None
    read: int = 0
    mended: int = 0
    left_out: int = 0
    doubts: Doubts = field(default_factory=Doubts)
    others: list[Other] = field(default_factory=list)
    aspects: list[float] = field(default_factory=list)

    def outlines(self, report: Report, most: int | None = None) -> Iterator[Outline]:
        """One after the other, file by file; of each file its first `most`, where that is given."""
        count = len(self.layers.layers)
        for number, of in enumerate(self.layers.layers):
            counts: Counter[str] = Counter()
            for fids, wkb, columns in read_parts(of, self._columns(of), report):
                told = {name: values[:most] for name, values in columns.items()}
                yield from self._rows(of, fids[:most], wkb[:most], told, counts)
                report.progress(number / count, f"{self.read} outlines read")
                if most is not None:
                    break
            self.mended += counts["Invalid outlines repaired"]
            self.left_out += sum(number for what, number in counts.items() if what.endswith("left out"))
            warn_of_mending(counts, of.place, report)

    def _columns(self, of: VectorLayer) -> list[str]:
        """Fields that are wanted of one file; of many, one may lack some."""
        if self.dialect is not None:
            return list(of.fields)
        return [name for name in dict.fromkeys(self.fields.pairs.values()) if name in of.fields]

    def _rows(
        self, of: VectorLayer, fids: Any, wkb: Any, columns: dict[str, npt.NDArray[Any]], counts: Counter[str]
    ) -> Iterator[Outline]:
        self.read += len(fids)
        crs = layer_crs(of)
        raw = np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object)
        shapes, keep, done = mend_polygons(cut_where_broken(np.atleast_1d(raw), crs))
        counts.update(done)
        if not len(shapes):
            return
        if crs.is_geographic:
            check_latitudes(shapely.total_bounds(shapes), crs, f"Layer {of.place}")
            shapes = close_at_antimeridian(shapes)
        kept = np.flatnonzero(keep)
        where = of.place
        words = [f"feature {fid} of {where}" for fid in fids[kept].tolist()]
        mended = ~shapely.is_valid(raw[kept])
        values = self._values(columns, kept, words, ellipsoidal_areas(shapes, crs))
        extended = np.ones(len(kept), dtype=bool)
        if self.dialect is not None:
            values["RGIK"], extended = self._as_they_came(of, columns, kept, shapes, words)
        outlines = encode_polygons(shapes[extended], crs, self.target) if extended.any() else []
        for place, outline in zip(np.flatnonzero(extended).tolist(), outlines, strict=True):
            told = {name: column[place] for name, column in values.items()}
            yield Outline(outline, words[place], bool(mended[place]), told)

    def _as_they_came(
        self, of: VectorLayer, columns: dict[str, npt.NDArray[Any]], kept: Any, shapes: Any, words: list[str]
    ) -> tuple[list[str | None], npt.NDArray[np.bool_]]:
        """What is kept of each row, and which are extended outlines; the others are set aside."""
        dialect = self.dialect
        if dialect is None:
            raise ValueError("rows are kept of a dialect")
        names = named_as_the_table(dialect.tables[OUTLINES], of.fields)
        chosen = {name: values[kept] for name, values in columns.items()}
        rows = list(kept_rows(chosen, {name: told for name, (told, _) in names.items()})) or [{} for _ in words]
        extended = np.array([is_extended(dialect, row) for row in rows], dtype=bool)
        for place in np.flatnonzero(~extended).tolist():
            self.others.append(Other(shapes[place], rows[place], words[place], of))
        own = [names[name][0] for name in self.fields.pairs.values() if name in names]
        told = [{name: value for name, value in row.items() if name not in own} for row in rows]
        return [Kept(dialect.name, outline=row).told() for row in told], extended

    def _values(
        self, columns: dict[str, npt.NDArray[Any]], kept: Any, words: list[str], areas: npt.NDArray[np.float64]
    ) -> dict[str, list[Any]]:
        found = {
            name: converted(
                self.layer, name, columns[theirs][kept], self.fields.readers.get(name), words.__getitem__, self.doubts
            )
            for name, theirs in self.fields.pairs.items()
            if theirs in columns
        }
        self._note_aspects(found.get("ASPECT", ()))
        for told, area, at in zip(found.get("AREA", ()), areas.tolist(), words, strict=False):
            if told is not None and abs(told - area) > _SAME_AREA * area:
                what = "the outline's own in m² was kept where the file's differs from it by more than 10 %"
                self.doubts.add("AREA", what, told, at)
        return {**found, "AREA": areas.tolist()}

    def _note_aspects(self, values: Iterable[float | None]) -> None:
        if "ASPECT" not in self.fields.readers or self.fields.readers["ASPECT"].code is None:
            self.aspects += [value for value in values if value is not None][: 1 + _SEEN - len(self.aspects)]

    def check_aspects(self) -> None:
        """Raise `UserError` where aspects are codes, and nothing says of which kind."""
        if len(self.aspects) >= _ENOUGH and all(value in _SECTORS for value in self.aspects):
            raise UserError(
                f"'{self.fields.pairs['ASPECT']}' of {self.layers.place} holds codes from 1 to 8 and no degrees, and "
                "nothing tells whether 1 is north (RGI 7, PyRogi) or east (the global inventory); say --dialect global "
                "where it is east, else leave it out with --map ASPECT=."
            )
