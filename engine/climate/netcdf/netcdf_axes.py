"""The axes of a NetCDF variable: which dimension is what, and where its cells lie."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
from affine import Affine

from ....inventory.errors import UserError
from ...ground.geodesy import LONGITUDE_LATITUDE, to_pyproj
from ...ground.lengths import METRES
from ...telling.report import Report
from ..cell_grid import CellGrid
from .cell_bounds import bounds_of, middles, told

_NAMES = {
    "x": ("lon", "longitude", "x", "long", "rlon", "nav_lon", "easting", "projection_x_coordinate"),
    "y": ("lat", "latitude", "y", "rlat", "nav_lat", "northing", "projection_y_coordinate"),
    "time": ("time", "valid_time", "t", "date", "month", "year", "day"),
}
_STANDARD_NAMES = {
    "x": ("longitude", "projection_x_coordinate", "grid_longitude"),
    "y": ("latitude", "projection_y_coordinate", "grid_latitude"),
    "time": ("time", "forecast_reference_time"),
}
_UNEVEN = 0.02
"""By how much of a cell an axis may stray from even steps."""


def axis_of(dataset: Any, dimension: str) -> str:
    """``x``, ``y``, ``time`` or an empty text: what a dimension runs along."""
    name = dimension.lower()
    if dimension in dataset.variables:
        variable = dataset.variables[dimension]
        letter, standard = told(variable, "axis").lower(), told(variable, "standard_name").lower()
        unit = told(variable, "units").lower()
        by_words = {
            "x": letter == "x" or unit.startswith(("degrees_e", "degree_e")),
            "y": letter == "y" or unit.startswith(("degrees_n", "degree_n")),
            "time": letter == "t" or " since " in unit,
        }
        for axis, names in _STANDARD_NAMES.items():
            if by_words[axis] or standard in names:
                return axis
    return next((axis for axis, names in _NAMES.items() if name in names), "")


def grid_of(dataset: Any, variable: Any, x: str, y: str, name: str, report: Report) -> CellGrid:
    """Where the cells of a variable lie, from the coordinates of its dimensions `x` and `y`, or their bounds.

    Raises
    ------
    UserError
        No coordinates, uneven ones, or an unknown coordinate system.
    """
    for dimension in (x, y):
        if dimension not in dataset.variables:
            raise UserError(
                f"{name} lies on a grid whose '{dimension}' tells no coordinates (curved, perhaps); "
                "put it on a regular grid first."
            )
    projected = _grid_mapping(dataset, variable, name)
    is_degrees = "degree" in told(dataset.variables[x], "units").lower() or _look_like_degrees(dataset, x, y)
    if projected is None and not is_degrees:
        raise UserError(
            f"{name} has no coordinate system, and its coordinates are no degrees; set it first.", kind="crs"
        )
    crs = to_pyproj(LONGITUDE_LATITUDE) if projected is None else projected
    left, width = _even(dataset, x, crs, f"'{x}' of {name}", report, turns=crs.is_geographic)
    top, height = _even(dataset, y, crs, f"'{y}' of {name}", report, turns=False)
    transform = Affine(width, 0, left - width / 2, 0, height, top - height / 2)
    return CellGrid(crs, transform, (int(dataset.sizes[y]), int(dataset.sizes[x])))


def _look_like_degrees(dataset: Any, x: str, y: str) -> bool:
    """Whether coordinates without a unit are named and sized as longitudes and latitudes."""
    if not (x.lower().startswith("lon") and y.lower().startswith("lat")):
        return False
    largest = [float(np.abs(dataset.variables[axis].values).max()) for axis in (x, y)]
    return largest[0] <= 361 and largest[1] <= 91


def _grid_mapping(dataset: Any, variable: Any, name: str) -> pyproj.CRS | None:
    """The coordinate system of a variable's grid mapping; None where it has none."""
    mapping = told(variable, "grid_mapping").split(":")[0].strip()
    if not mapping or mapping not in dataset.variables:
        return None
    attributes = dict(dataset.variables[mapping].attrs)
    try:
        found = pyproj.CRS.from_cf(attributes)
    except (pyproj.exceptions.CRSError, KeyError, ValueError) as error:
        raise UserError(
            f"The coordinate system of {name} ('{mapping}') is not understood; convert it to GeoTIFF first.", kind="crs"
        ) from error
    return to_pyproj(found, name)


def _even(dataset: Any, axis: str, crs: pyproj.CRS, what: str, report: Report, *, turns: bool) -> tuple[float, float]:
    """Middle of the first cell of an axis, and its step, in the unit of the coordinate system."""
    variable = dataset.variables[axis]
    values: npt.NDArray[np.float64] = np.asarray(variable.values, dtype=np.float64)
    bounds = bounds_of(dataset, axis)
    if values.ndim == 1 and len(values) == 1 and bounds is not None and bounds[0, 0] != bounds[0, 1]:
        return _in_unit(bounds.mean(axis=1), variable, crs, what)[0], _in_unit(
            np.abs(np.diff(bounds[0])), variable, crs, what
        )[0]
    if values.ndim != 1 or len(values) < 2:
        raise UserError(f"{what} has a single cell, so its size is unknown; give a larger piece.")
    if turns:
        values = np.unwrap(values, period=360)
    values = _in_unit(middles(variable, values, bounds, what, report, turns=turns), variable, crs, what)
    step = (values[-1] - values[0]) / (len(values) - 1)
    strays = np.abs(values - (values[0] + step * np.arange(len(values)))).max()
    if not step or not strays <= _UNEVEN * abs(step):
        raise UserError(f"The steps of {what} are uneven; put it on a regular grid first (cdo remapbil).")
    return float(values[0]), float(step)


def _in_unit(values: npt.NDArray[np.float64], variable: Any, crs: pyproj.CRS, what: str) -> npt.NDArray[np.float64]:
    """Coordinates of an axis in the unit of the coordinate system."""
    if not crs.is_geographic:
        unit = told(variable, "units").lower() or "m"
        if unit not in METRES:
            raise UserError(f"{what} is told in '{unit}', an unknown unit of length; use metres.")
        values = values * (METRES[unit] / crs.axis_info[0].unit_conversion_factor)
    return values
