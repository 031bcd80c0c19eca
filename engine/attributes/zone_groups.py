"""The groups of attributes that tell of permafrost: the zone, and the zonation index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..climate.averages import Fields
from ..climate.reading import Reading
from ..telling.report import Report
from ..zones.shares import PermafrostZones
from .climate_attributes import Climate
from .climate_opening import METHODS, ClimateOptions, Kind, opened
from .groups import WHOLLY_KNOWN, Chunk, Group, GroupValues

FRINGE = 0.01
"""Gruber (2012, doi:10.5194/tc-6-221-2012) writes it in the fringe of uncertainty, everywhere the same."""

_INDEX = Kind("permafrost zonation index", "--pzi")
_PERCENT = ("%", "percent", "per cent")


class ZoneGroup(Group):
    """The permafrost zone of most of an outline's area."""

    name = schema.PERMAFROST
    cost = 0.5

    def __init__(self, source: str, zones: PermafrostZones, product: str = "") -> None:
        super().__init__(scrub(source))
        self._zones, self._product = zones, product
        self._by_area = self._mixed = 0

    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        told = self._zones.of(chunk.outlines, chunk.markers, chunk.crs, report)
        known = np.array([zone is not None for zone in told.zones], dtype=bool)
        file = self._file
        self.notes.add(
            f"Outlines that have no permafrost zone in {file}; theirs was left as it was", chunk.labels, ~known
        )
        self.notes.add(
            f"Outlines that lie partly beyond or over voids of {file}; the rest of them was used",
            chunk.labels,
            known & (told.known < WHOLLY_KNOWN) & told.by_area,
        )
        self._by_area += int(told.by_area.sum())
        self._mixed += int((told.mixed & told.by_area).sum())
        return GroupValues({"PERMAFROST": told.zones}, known, bool(known.any()))

    @property
    def _file(self) -> str:
        return " and ".join(part.name for part in self._zones.parts[:2]) + (
            " ..." if len(self._zones.parts) > 2 else ""
        )

    def nowhere(self) -> str:
        return (
            f"No outline has a permafrost zone in {self._file}; check its area, its coordinate system, and what its "
            "codes mean (--permafrost-classes)."
        )

    def warn(self, report: Report) -> None:
        for part in self._zones.parts:
            part.warn(report)
        super().warn(report)

    def record(self) -> dict[str, Any]:
        counted = {"by_area": self._by_area, "of_several_zones": self._mixed, "method": self._zones.method}
        found = {"source": self.source, **counted, "files": [part.record() for part in self._zones.parts]}
        return {**found, "product": self._product} if self._product else found


class Index(Climate):
    """An open raster of the permafrost zonation index: as a temperature is, but without a unit and from 0 to 1."""

    def _reading(self, blocks: Any, report: Report) -> Fields:
        """The values as they are; the index has no unit to be found out."""
        steps = 1 if self.chosen is None else len(self.chosen.index)
        factor = 0.01 if self.source.told.unit.lower() in _PERCENT else 1.0
        lowest, highest = np.zeros(steps), np.full(steps, (1 + 1e-6) / factor)
        reading = Reading("index, 0 to 1", np.ones(steps), False, factor, 0.0, lowest, highest)
        return Fields(self.source, self.chosen, reading)

    def _check(self, fields: Fields, report: Report) -> None:
        """Raise `UserError` where values are no index: temperatures, classes, or percent that nobody told."""
        bad = sorted(fields.seen.impossible)
        if bad:
            examples = ", ".join(f"{value:.6g}" for value in bad[:3])
            name = f"{self.source.path.name} ({self.source.told.variable})"
            raise UserError(
                f"{name} holds values such as {examples}, and a permafrost zonation index lies between "
                "0 and 1; give another file, or another variable with --pzi-variable."
            )


@contextmanager
def open_index(options: ClimateOptions, report: Report) -> Iterator[Index]:
    """Open a raster of the permafrost zonation index in place.

    Raises
    ------
    UserError
        No such file, not a raster, no coordinate system, several bands or variables of which none was named.
    """
    if options.method not in METHODS:
        raise UserError(f"'{options.method}' is no way to take a value; it is one of: {', '.join(METHODS)}.")
    with opened(_INDEX, options, report) as (source, asked):
        if source.steps is not None and len(source.steps) > 1:
            raise UserError(
                f"{source.path} holds {len(source.steps)} bands or times, and the index is one; say which with "
                "--pzi-variable, or write it to a file of its own."
            )
        if getattr(getattr(source, "dataset", None), "nodata", None) == 0:
            report.warning(
                f"{source.path.name} calls 0 no data, so it was taken as void; in Gruber's index 0 is ground without "
                "permafrost, and -9999 is no data."
            )
        asked = replace(asked, unit=None, option="--pzi-variable", product_unit="")
        yield Index(_INDEX, asked, options.method, source, None)


class IndexGroup(Group):
    """The mean permafrost zonation index of an outline."""

    name = schema.ZONATION
    cost = 0.5

    def __init__(self, source: str, index: Index) -> None:
        super().__init__(scrub(source))
        self._path, self._index = index.source.path, index

    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        told = self._index.of(chunk.outlines, chunk.markers, chunk.crs, report)
        known = np.isfinite(told.values)
        file, labels = self._path.name, chunk.labels
        self.notes.add(f"Outlines that have no index in {file}; theirs was left as it was", labels, ~known)
        self.notes.add(
            f"Outlines that lie partly beyond or over voids of {file}; the rest of them was used",
            labels,
            known & (told.known < WHOLLY_KNOWN),
        )
        with np.errstate(invalid="ignore"):
            fringe = known & (np.abs(told.values - FRINGE) < 1e-6)
        self.notes.add(f"Outlines in the fringe of uncertainty of {file}, where it is {FRINGE:g}", labels, fringe)
        return GroupValues({"PZI": told.values}, known, bool(known.any()))

    def nowhere(self) -> str:
        return f"No outline has a value in {self._path} (PZI); check its area and its coordinate system."

    def record(self) -> dict[str, Any]:
        return {"source": self.source, **self._index.record}
