"""Outlines of files as rows for an inventory: in its coordinate system, valid, with values that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.schema import Layer
from ..gathering.parts import read_parts
from ..gathering.vectors import OutlineLayers
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import check_latitudes, ellipsoidal_areas
from ..ground.vector_files import VectorLayer
from ..ground.vectors import close_at_antimeridian, layer_crs, mend_polygons, warn_of_mending
from ..intake.candidate_rows import encode_polygons
from ..telling.report import Report
from .mapping import FieldMap
from .values import Doubts, converted

_SAME_AREA = 0.1
"""Share by which an area in a file may differ from that of its outline."""


@dataclass(frozen=True)
class Outline:
    """One outline on its way: `wkb` in the inventory's system, `at` its words, `mended` whether it was repaired.

    `values` are by field of the inventory.
    """

    wkb: bytes
    at: str
    mended: bool
    values: dict[str, Any]


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

    Attributes
    ----------
    read, mended, left_out
        How many features were read, outlines repaired, and features left out because they have no polygon.
    """

    layers: OutlineLayers
    layer: Layer
    fields: FieldMap
    target: Any
    read: int = 0
    mended: int = 0
    left_out: int = 0
    doubts: Doubts = field(default_factory=Doubts)

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
        outlines = encode_polygons(shapes, crs, self.target)
        for place, (outline, at) in enumerate(zip(outlines, words, strict=True)):
            yield Outline(outline, at, bool(mended[place]), {name: told[place] for name, told in values.items()})

    def _values(
        self, columns: dict[str, npt.NDArray[Any]], kept: Any, words: list[str], areas: npt.NDArray[np.float64]
    ) -> dict[str, list[Any]]:
        found = {
            name: converted(
                self.layer,
                name,
                columns[theirs][kept],
                self.fields.values.get(name, {}),
                words.__getitem__,
                self.doubts,
            )
            for name, theirs in self.fields.pairs.items()
            if theirs in columns
        }
        for told, area, at in zip(found.get("AREA", ()), areas.tolist(), words, strict=False):
            if told is not None and abs(told - area) > _SAME_AREA * area:
                what = "the outline's own in m² was kept where the file's differs from it by more than 10 %"
                self.doubts.add("AREA", what, told, at)
        return {**found, "AREA": areas.tolist()}
