"""The groups of attributes that come from rasters: terrain, solar radiation, climate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...inventory import schema
from ...inventory.secrets import scrub
from ..runs.run_record import crs_name
from ..solar.equations import RadiationOptions
from ..telling.report import Report
from ..terrain.dem import Dem
from .groups import WHOLLY_KNOWN, Chunk, Floats, Group, GroupValues
from .inventory_rows import Mask
from .terrain_attributes import terrain_statistics

if TYPE_CHECKING:  # what they import takes a while to load
    from .climate_attributes import Climate
    from .lapse_rate import LapseRate

CLIMATE_KINDS = {schema.AIR_TEMPERATURE: "MAAT", schema.GROUND_TEMPERATURE: "MAGT", schema.PRECIPITATION: "AP"}
"""Group -> what `climate_attributes.open_climate` calls it; the field has the same name."""


class TerrainGroup(Group):
    """Elevation, slope and aspect from a DEM."""

    name = schema.TERRAIN

    def __init__(self, dem: Dem) -> None:
        super().__init__(scrub(dem.source))
        self._dem = dem

    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        told = terrain_statistics(chunk.outlines, chunk.crs, self._dem, report)
        known, labels, name = told.known, chunk.labels, self._dem.path.name
        self.notes.add(
            "Outlines that are too large to be landforms; elevation, slope and aspect were left out",
            labels,
            told.too_large,
        )
        self.notes.add(self._without, labels, (known == 0) & ~told.too_large)
        self.notes.add(_partly(name), labels, (known > 0) & (known < WHOLLY_KNOWN))
        self.notes.add(f"Outlines that are smaller than one cell of {name}", labels, (known > 0) & (told.cells < 1))
        self.notes.add(
            f"Outlines that have no slope: their cells have no neighbours in {name}",
            labels,
            (known > 0) & np.isnan(told.values["SLO_MEAN"]),
        )
        return GroupValues(told.values, known > 0, told.reached)

    @property
    def _without(self) -> str:
        return f"Outlines that have no elevations in {self._dem.path.name}; theirs were left as they were"

    def nowhere(self) -> str:
        return _no_outline_on_the_dem(self._dem)

    def record(self) -> dict[str, Any]:
        return {**_record(self.source, self._dem), "elevation_unit": self._dem.unit}

    def result(self) -> dict[str, Any]:
        return {"without_elevation": self.asked - self.known, "elevation_unit": self._dem.unit}


class RadiationGroup(Group):
    """Potential incoming solar radiation from a DEM."""

    name = schema.RADIATION
    cost = 20.0

    def __init__(self, dem: Dem, options: RadiationOptions) -> None:
        super().__init__(scrub(dem.source))
        self._dem, self._options = dem, options

    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        from .solar_attributes import radiation_statistics

        told = radiation_statistics(chunk.outlines, chunk.crs, self._dem, self._options, report)
        file, labels = self._dem.path.name, chunk.labels
        self.notes.add(
            "Outlines that are too large to be landforms; solar radiation was left out", labels, told.too_large
        )
        known = _note_unknown(self, chunk, told.values, told.known, file, "solar radiation", told.too_large)
        return GroupValues({"PISR": told.values}, known, told.reached)

    def nowhere(self) -> str:
        return _no_outline_on_the_dem(self._dem)

    def record(self) -> dict[str, Any]:
        return {**_record(self.source, self._dem), **self._options.record()}

    def warn(self, report: Report) -> None:
        first, last = self._options.days
        if self.known and (first, last) != (1, 365):
            report.warning(f"PISR is the sum of the days {first} to {last}, not of a whole year.")
        super().warn(report)


class ClimateGroup(Group):
    """Air temperature, ground temperature or precipitation from a raster or a series."""

    cost = 0.5

    def __init__(self, name: str, source: str, climate: Climate, lapse_rate: LapseRate | None = None) -> None:
        self.name = name  # type: ignore[misc]  # one class serves three groups
        super().__init__(scrub(source))
        self._path, self._climate, self._lapse_rate = climate.source.path, climate, lapse_rate

    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        told = self._climate.of(chunk.outlines, chunk.markers, chunk.crs, report)
        what, values, noted = self.name.replace("-", " "), told.values, None
        reached = bool(np.isfinite(values).any())
        if self._lapse_rate is not None:
            values = self._lapse_rate.corrected(chunk, told.values, self.notes, report)
            noted = np.isfinite(told.values)
        known = _note_unknown(self, chunk, values, told.known, self._path.name, what, noted)
        return GroupValues({CLIMATE_KINDS[self.name]: values}, known, reached)

    def nowhere(self) -> str:
        return (
            f"No outline has a value in {self._path} ({CLIMATE_KINDS[self.name]}); check its area and its "
            "coordinate system."
        )

    def record(self) -> dict[str, Any]:
        more = {} if self._lapse_rate is None else self._lapse_rate.record()
        return {"source": self.source, **self._climate.record, **more}


def _note_unknown(
    group: Group, chunk: Chunk, values: Floats, share: Floats, file: str, what: str, noted: Mask | None = None
) -> Mask:
    """Which values are known; those that are not, nor `noted` already, are noted, and those known in part."""
    known: Mask = np.isfinite(values)
    unknown = ~known if noted is None else ~known & ~noted
    group.notes.add(f"Outlines that have no {what} in {file}; theirs was left as it was", chunk.labels, unknown)
    group.notes.add(_partly(file), chunk.labels, known & (share < WHOLLY_KNOWN))
    return known


def _partly(file: str) -> str:
    return f"Outlines that lie partly beyond or over voids of {file}; the rest of them was used"


def _record(source: str, dem: Dem) -> dict[str, Any]:
    """What `runs` keeps of a DEM."""
    record = {"source": source, "crs": crs_name(dem.crs)}
    return {**record, "product": dem.product} if dem.product else record


def _no_outline_on_the_dem(dem: Dem) -> str:
    return f"No outline lies on the DEM {dem.path}; check both coordinate systems and the area."
