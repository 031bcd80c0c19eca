"""Climate from NetCDF files, of the old and the new format, through xarray: lazily, in windows."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from ....inventory.errors import UserError
from ...ground.raster_values import tells_untold
from ...telling.report import Report
from ..cell_grid import CellGrid
from ..source import FileFacts, damaged
from ..steps import Steps
from .cell_bounds import told
from .netcdf_axes import axis_of, grid_of
from .netcdf_bytes import is_complete
from .netcdf_groups import group_with, header_of
from .netcdf_times import check_beside, steps_along
from .netcdf_voids import Voids, voids_of

Floats = npt.NDArray[np.float64]

_CELLS_OF_A_SEEK = 10_000  # finding a row in an unpacked file costs as much as reading these


_LEVELS = re.compile(r"height|depth|lev|isobaric|pressure|quantile|percentile|altitude")


@dataclass(frozen=True)
class NetcdfSource:
    """An open variable; see `source.Source`. `order` names its dimensions as they are read."""

    path: Path
    variable: Any
    order: tuple[str, ...]
    grid: CellGrid
    steps: Steps | None
    told: FileFacts
    voids: Voids

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
        values = np.array(piece, dtype=np.float64).reshape(len(steps), height, width)
        self.voids.take_out(values)
        return values


def _as_slice(steps: Sequence[int]) -> Any:
    """Steps that follow each other as a slice, which is read at once."""
    first, last = int(steps[0]), int(steps[-1])
    together = last - first + 1 == len(steps) and list(steps) == list(range(first, last + 1))
    return slice(first, last + 1) if together else np.asarray(steps)


@contextmanager
def open_netcdf(
    path: Path, variable: str | None, option: str, report: Report, label: Path | None = None
) -> Iterator[NetcdfSource]:
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
    label
        What sentences call the file; None for its path.

    Raises
    ------
    UserError
        Truncated or no NetCDF file, no such variable or several, a grid or times that are not understood.
    """
    with open_variable(path, variable, option, report, label) as (dataset, source):
        name = f"{source.path.name} ({source.told.variable})"
        time = source.order[0]
        steps = steps_along(dataset, time, source.told.step_type == "accum", name, report) if time else None
        if not time:
            check_beside(dataset, source.told.variable, name, report)
        yield replace(source, steps=steps)


@contextmanager
def open_variable(
    path: Path, variable: str | None, option: str, report: Report, label: Path | None = None
) -> Iterator[tuple[Any, NetcdfSource]]:
    """As `open_netcdf`, with the dataset that holds the variable and whatever its times are: `steps` is None."""
    label = path if label is None else label
    if not is_complete(path):
        raise UserError(damaged(label))
    group, variable = group_with(path, variable)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # several fillers (all become NaN), bounds that are not there
            dataset = xr.open_dataset(
                path,
                engine="netcdf4",
                group=group or None,
                decode_times=False,
                decode_timedelta=False,
                decode_coords="all",
                cache=False,
            )
    except (OSError, RuntimeError, ValueError, KeyError, AttributeError) as error:
        raise UserError(
            f"{label} is not a NetCDF file that can be read; it is truncated, damaged or of another kind."
        ) from error
    with dataset:
        dataset.attrs |= header_of(path) if group else {}
        chosen = _choose(dataset, variable, option, label)
        name = f"{label.name} ({chosen})"
        array = dataset.variables[chosen]
        axes = _axes(dataset, array, name)
        grid = grid_of(dataset, array, axes["x"], axes["y"], name, report)
        order = (axes.get("time", ""), axes["y"], axes["x"])
        voids = voids_of(array, tells_untold(name, report))
        yield dataset, NetcdfSource(label, array, order, grid, None, _told(dataset, chosen), voids)


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
        raise UserError(f"{path} has several variables ({_listed(dataset, on_grid)}); say which with {option}.")
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
        raise UserError(f"{name} does not lie on a grid of latitudes and longitudes, or of x and y; give another.")
    return axes


def _level(dataset: Any, variable: Any) -> str:
    """The level, height, depth or quantile beside a variable, in words; empty where there is none."""
    kind = told(variable, "GRIB_typeOfLevel")
    found = [kind] if kind and "surface" not in kind.lower() else []
    for key, other in dataset.variables.items():
        if other.size == 1 and _LEVELS.search(str(key).lower()) and (not other.ndim or other.dims[0] in variable.dims):
            name = f"{told(other, 'standard_name')} {key}".strip()
            found.append(f"{name} {np.asarray(other.values).reshape(-1)[0]} {told(other, 'units')}".strip())
    return ", ".join(found)


def _told(dataset: Any, name: str) -> FileFacts:
    variable = dataset.variables[name]
    stored = np.dtype(variable.encoding.get("dtype", variable.dtype))
    words = [name, told(variable, "long_name"), told(variable, "standard_name")]
    words += [str(dataset.attrs.get(key, "")) for key in ("title", "source", "institution", "history")]
    words += [key for key in variable.attrs if str(key).startswith("GRIB_")]
    methods = told(variable, "cell_methods").lower().replace(" ", "")
    return FileFacts(
        variable=name,
        unit=told(variable, "units"),
        words=" ".join(words).lower(),
        sums="time:sum" in methods and "mean" not in methods,  # not the mean of daily sums
        title=" ".join(words[1:3] + [told(variable, key) for key in ("description", "GRIB_name")]),
        methods=told(variable, "cell_methods"),
        level=_level(dataset, variable),
        step_type=told(variable, "GRIB_stepType").lower(),
        whole_numbers=stored.kind in "iu" and "scale_factor" not in variable.encoding,
    )
