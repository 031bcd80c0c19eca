"""Which fields statistics are made of, what their values can be, and what of a layer's values counts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ...inventory import schema

Floats = npt.NDArray[np.float64]

NUMBERS = tuple(
    field.name
    for field in schema.ROCK_GLACIERS.fields
    if field.kind == "real" and field.name in schema.COMPUTED_FIELDS and field.name not in ("LAT", "LON")
)
"""Numbers that are told, by their names in an inventory."""
TEXTS = ("SUBREGION", "PERMAFROST", "OPERATION", "STATE", "REASON", "MAPPER", "REVIEWER", "SOUR_DATA", "MAP_DATE")
"""Texts that are read with them where a layer has them."""
UNITS = {name: schema.ROCK_GLACIERS.field(name).unit for name in NUMBERS}

_ELEVATION, _SLOPE, _TEMPERATURE, _SHARE = (-500.0, 9000.0), (0.0, 90.0), (-80.0, 60.0), (0.0, 1.0)
POSSIBLE: Mapping[str, tuple[float, float]] = {
    "AREA": (1e-3, 1e13),
    **{name: _ELEVATION for name in NUMBERS if name.startswith("ELE_")},
    **{name: _SLOPE for name in NUMBERS if name.startswith("SLO_")},
    "ASPECT": (0.0, 360.0),
    "ASP_R": _SHARE,
    "PISR": (0.0, 6000.0),
    "MAAT": _TEMPERATURE,
    "MAGT": _TEMPERATURE,
    "AP": (0.0, 20_000.0),
    "PZI": _SHARE,
}
"""What a value can be on Earth. Programs write -9999, or -1 for the aspect of flat ground, where there is none."""
_SECTORS, _MANY = 9, 20


def as_numbers(values: npt.NDArray[np.generic]) -> Floats | None:
    """Numbers of a column, NaN where there is none; None where it holds something else."""
    if values.dtype.kind not in "fiub":
        return None
    numbers = np.array(values, dtype=np.float64)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def without_impossible(name: str, values: Floats) -> tuple[Floats, int]:
    """Values that can be, the others NaN, and how many others there are."""
    least, most = POSSIBLE.get(name, (-np.inf, np.inf))
    with np.errstate(invalid="ignore"):
        wrong = (values < least) | (values > most)
    return np.where(wrong, np.nan, values), int(wrong.sum())


def are_sectors(values: Floats) -> bool:
    """Whether aspects are numbers of sectors and not degrees: some count those from north, others from east."""
    known = values[np.isfinite(values)]
    return len(known) >= _MANY and bool((known == np.round(known)).all()) and float(known.max()) <= _SECTORS
