"""Small climate series that tests write, and the attribute that is read from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
import xarray as xr
from rock_glacier_inventory.engine.attributes.climate_attributes import open_climate
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions
from rock_glacier_inventory.engine.telling.report import SilentReport

MONTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
"""Days of the months of a year that is no leap year."""

LATITUDES = np.array([33.0, 32.0, 31.0, 30.0])
LONGITUDES = np.array([90.0, 91.0, 92.0, 93.0, 94.0])


def month_starts(years: int = 1) -> np.ndarray:
    """Days since the first January on which the months begin, without leap days."""
    return np.concatenate([[0], np.cumsum(np.tile(MONTHS, years))[:-1]])


def write_netcdf(
    path: Path,
    values: np.ndarray,
    *,
    name: str = "t",
    unit: str | None = "degC",
    times: Any = None,
    since: str = "days since 2001-01-01",
    calendar: str = "noleap",
    latitudes: np.ndarray = LATITUDES,
    longitudes: np.ndarray = LONGITUDES,
    names: tuple[str, str] = ("lat", "lon"),
    attributes: dict[str, Any] | None = None,
    encoding: dict[str, Any] | None = None,
    kind: str = "NETCDF4",
    bounds: np.ndarray | None = None,
    more: dict[str, Any] | None = None,
) -> Path:
    """Write (time, rows, columns) or (rows, columns); monthly and without leap days unless told."""
    dims: tuple[str, ...] = names
    coordinates: dict[str, Any] = {
        names[0]: (names[0], latitudes, {"units": "degrees_north"}),
        names[1]: (names[1], longitudes, {"units": "degrees_east"}),
    }
    if values.ndim == 3:
        dims = ("time", *names)
        times = month_starts(len(values) // 12) if times is None else times
        told_of_time = {"units": since, "calendar": calendar}
        if bounds is not None:
            told_of_time["bounds"] = "time_bnds"
            more = (more or {}) | {"time_bnds": (("time", "two"), bounds)}
        coordinates["time"] = ("time", times, told_of_time)
    told = {} if unit is None else {"units": unit}
    variables = {name: (dims, values, told | (attributes or {}))} | (more or {})
    dataset = xr.Dataset(variables, coordinates)
    dataset.to_netcdf(path, format=kind, engine="netcdf4", encoding={name: encoding or {}})
    return path


def square(longitude: float, latitude: float, side: float = 0.02) -> Any:
    """A square around a place, in degrees."""
    half = side / 2
    return shapely.box(longitude - half, latitude - half, longitude + half, latitude + half)


def climate(
    path: Path, kind: str = "MAAT", outlines: Any = None, markers: Any = None, crs: Any = "EPSG:4326", **options: Any
) -> tuple[Any, dict[str, Any], list[str]]:
    """The attribute's values, the record and the warnings; at 91° E, 32° N unless told otherwise."""
    outlines = [square(91.0, 32.0)] if outlines is None else outlines
    polygons = np.array(outlines, dtype=object)
    points = shapely.centroid(polygons) if markers is None else np.array(markers, dtype=object)
    report = SilentReport()
    with open_climate(kind, ClimateOptions(path, **options), report) as opened:
        found = opened.of(polygons, points, crs, report)
        return found, opened.record, report.warnings


def seasons(years: int = 1, rows: int = 4, columns: int = 5) -> np.ndarray:
    """Months 0 to 11 times 2 minus 10: the same in every cell, shape (12 years, rows, columns)."""
    months = np.tile(np.arange(12.0) * 2 - 10, years)
    return np.tile(months[:, None, None], (1, rows, columns))


SEASONS_MEAN = float((np.arange(12.0) * 2 - 10) @ MONTHS / 365)
"""Mean of `seasons`, its months weighted by their days."""
