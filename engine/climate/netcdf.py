"""Climate from NetCDF files, of the old and the new format, through xarray: lazily, in windows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from ...inventory.errors import UserError
from ..report import Report
from .grid import Grid
from .netcdf_axes import axis_of, grid_of, told
from .netcdf_bytes import is_complete
from .source import Told, damaged
from .steps import Steps, decode_times, mean_year, steps_of, yearly

Floats = npt.NDArray[np.float64]

_CELLS_OF_A_SEEK = 10_000  # finding a row in an unpacked file costs as much as reading these
_DAYS_OF_A_YEAR_AT_LEAST = 360  # days


@dataclass(frozen=True)
class NetcdfSource:
    """An open variable; see `source.Source`. `order` names its dimensions as they are read."""

    path: Path
    variable: Any
    order: tuple[str, ...]
    grid: Grid
    steps: Steps | None
    told: Told

    @property
    def stored(self) -> tuple[int, int, int]:
        """Steps, rows and columns that are stored together."""
        sizes = self.variable.encoding.get("chunksizes")
        if not sizes:
            return 1, 1, _CELLS_OF_A_SEEK
        stored = dict(zip(self.variable.dims, map(int, sizes), strict=True))
        time, y, x = self.order
        return stored.get(time, 1), stored[y], stored[x]

    def read(self, steps: Sequence[int], row: int, column: int, height: int, width: int) -> Floats:
        """Values of some steps in a window; see `source.Source.read`."""
        time, y, x = self.order
        window: dict[str, Any] = dict.fromkeys(self.variable.dims, 0)
        window |= {y: slice(row, row + height), x: slice(column, column + width)}
        if time:
            window[time] = _as_slice(steps)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # fillers that overflow become voids
                piece = self.variable.isel(window).transpose(*filter(None, self.order)).values
        except (OSError, RuntimeError, IndexError) as error:
            raise UserError(damaged(self.path)) from error
        return np.asarray(piece, dtype=np.float64).reshape(len(steps), height, width)


def _as_slice(steps: Sequence[int]) -> Any:
    """Steps that follow each other as a slice, which is read at once."""
    first, last = int(steps[0]), int(steps[-1])
    together = last - first + 1 == len(steps) and list(steps) == list(range(first, last + 1))
    return slice(first, last + 1) if together else np.asarray(steps)


@contextmanager
def open_netcdf(path: Path, variable: str | None, option: str, report: Report) -> Iterator[NetcdfSource]:
    """Open one variable of a NetCDF file in place.

    Packed values are unpacked (scale and offset), fillers become NaN, dates are of the file's calendar.

    Parameters
    ----------
    path
        The file.
    variable
        Its variable; None where it holds only one that lies on a grid.
    option
        The caller's option that names a variable.
    report
        Gets a warning where a single time is taken as a mean.

    Raises
    ------
    UserError
        Truncated or no NetCDF file, no such variable or several, a grid or times that are not understood.
    """
    if not is_complete(path):
        raise UserError(damaged(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # several fillers (all become NaN), bounds that are not there
            dataset = xr.open_dataset(
                path, engine="netcdf4", decode_times=False, decode_timedelta=False, decode_coords="all",
                cache=False,
            )  # fmt: skip
    except (OSError, RuntimeError, ValueError, KeyError, AttributeError) as error:
        raise UserError(
            f"{path} is not a NetCDF file that can be read; it is truncated, damaged or of another kind."
        ) from error
    with dataset:
        chosen = _choose(dataset, variable, option, path)
        name = f"{path.name} ({chosen})"
        array = dataset.variables[chosen]
        axes = _axes(dataset, array, name)
        grid = grid_of(dataset, array, axes["x"], axes["y"], name)
        time = axes.get("time", "")
        steps = _steps(dataset, time, name, report) if time else None
        order = (time, axes["y"], axes["x"])
        yield NetcdfSource(path, array, order, grid, steps, _told(dataset, chosen))


def _choose(dataset: Any, variable: str | None, option: str, path: Path) -> str:
    """The variable to read: the one asked for, else the only one that lies on a grid."""
    there = [str(name) for name in dataset.data_vars]
    if variable is not None and variable not in there:
        raise UserError(f"{path} has no variable '{variable}' ({option}); it has: {_listed(dataset, there)}.")
    if variable is not None:
        return variable
    on_grid = [name for name in there if _is_on_grid(dataset, name)]
    if not on_grid:
        raise UserError(
            f"{path} has no variable on a grid of latitudes and longitudes, or of x and y; "
            f"it has: {_listed(dataset, there)}."
        )
    if len(on_grid) > 1:
        raise UserError(
            f"{path} has several variables ({_listed(dataset, on_grid)}); say which with {option}."
        )
    return on_grid[0]


def _listed(dataset: Any, names: Sequence[str]) -> str:
    units = [told(dataset.variables[name], "units") for name in names]
    with_units = [f"{name} in {unit}" if unit else name for name, unit in zip(names, units, strict=True)]
    return ", ".join(with_units) or "none"


def _is_on_grid(dataset: Any, name: str) -> bool:
    variable = dataset.variables[name]
    axes = {axis_of(dataset, dimension) for dimension in variable.dims}
    return variable.dtype.kind in "iuf" and {"x", "y"} <= axes


def _axes(dataset: Any, variable: Any, name: str) -> dict[str, str]:
    """The dimension of each axis; further ones may have only one layer."""
    axes: dict[str, str] = {}
    for dimension in map(str, variable.dims):
        axis = axis_of(dataset, dimension)
        if axis and axis not in axes:
            axes[axis] = dimension
        elif dataset.sizes[dimension] > 1:
            raise UserError(
                f"{name} has {dataset.sizes[dimension]} layers along '{dimension}'; write the one that is "
                "wanted to a file of its own."
            )
    if variable.dtype.kind not in "iuf" or not {"x", "y"} <= set(axes):
        raise UserError(
            f"{name} does not lie on a grid of latitudes and longitudes, or of x and y; give another."
        )
    return axes


def _steps(dataset: Any, time: str, name: str, report: Report) -> Steps | None:
    """When the values are; None for a single time that stands for all."""
    count = int(dataset.sizes[time])
    if count == 0:
        raise UserError(f"{name} holds no times; give a file with values.")
    if time not in dataset.variables:
        return _undated(np.arange(count), time, name)
    variable = dataset.variables[time]
    unit, calendar = told(variable, "units"), told(variable, "calendar")
    values = np.asarray(variable.values)
    if " since " not in unit and count > 1:
        return _undated(values, time, name)
    bounds = told(variable, "bounds") or told(variable, "climatology")
    edges = None
    if bounds in dataset.variables and dataset.variables[bounds].shape == (count, 2):
        edges = np.asarray(dataset.variables[bounds].values, dtype=np.float64)
    if count == 1:
        _check_single(unit, calendar, values, edges, name, report)
        return None
    if told(variable, "climatology") and count == 12:
        return mean_year(count)
    if edges is not None:  # some stamp a month with its last moment, which is in the next one
        values = edges.mean(axis=1)
    return steps_of(decode_times(values, unit, calendar, name), name)


def _undated(values: npt.NDArray[Any], time: str, name: str) -> Steps:
    """Steps whose coordinate counts years or months instead of telling dates."""
    whole = values.dtype.kind in "iuf" and bool((values == np.round(values)).all())
    if whole and values.min() > 1000 and values.max() < 3000 and len(np.unique(values)) == len(values):
        return yearly(values.astype(np.int64))
    if len(values) == 12 and time.lower().startswith(("month", "time")):
        return mean_year(12)
    raise UserError(f"The times of {name} tell no dates; give a series whose times have a unit.")


def _check_single(
    unit: str, calendar: str, values: npt.NDArray[Any], edges: Floats | None, name: str, report: Report
) -> None:
    """A single time is a mean annual value, unless its bounds say that it is shorter than a year."""
    if " since " not in unit:
        return
    if edges is not None:
        begin, end = decode_times(edges[0], unit, calendar, name)
        if (end - begin).days < _DAYS_OF_A_YEAR_AT_LEAST:
            raise UserError(f"{name} holds only {(end - begin).days} days; give whole years.")
        return
    date = decode_times(values, unit, calendar, name).flat[0]
    report.warning(
        f"{name} holds a single time ({date.strftime('%Y-%m-%d')}); taken as the mean of whole years."
    )


def _told(dataset: Any, name: str) -> Told:
    variable = dataset.variables[name]
    stored = np.dtype(variable.encoding.get("dtype", variable.dtype))
    words = [name, told(variable, "long_name"), told(variable, "standard_name")]
    words += [str(dataset.attrs.get(key, "")) for key in ("title", "source", "institution", "history")]
    words += [key for key in variable.attrs if str(key).startswith("GRIB_")]
    methods = told(variable, "cell_methods").lower().replace(" ", "")
    return Told(
        variable=name,
        unit=told(variable, "units"),
        words=" ".join(words).lower(),
        sums="time:sum" in methods and "mean" not in methods,  # not the mean of daily sums
        whole_numbers=stored.kind in "iu" and "scale_factor" not in variable.encoding,
    )
