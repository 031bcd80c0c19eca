"""One NetCDF file of a series: looked at once, quickly, when the series is opened, and read later.

xarray takes three times as long to open a file; a series has hundreds. What it makes of one variable (scale,
offset, fillers) is its own still, so that a file gives the same alone and in a series.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
import numpy.typing as npt
import xarray as xr

from ....inventory.errors import UserError
from ..netcdf.cell_bounds import told
from ..netcdf.netcdf import NetcdfSource
from ..netcdf.netcdf_bytes import is_complete
from ..netcdf.netcdf_groups import groups_in, header_in
from ..netcdf.netcdf_voids import voids_of
from ..netcdf.plain_group import PlainGroup
from ..source import damaged
from ..steps import decode_times
from .member import Dates, Described, Look

_TIMES = ("valid_time", "time", "t", "date")


@dataclass
class Looker:
    """Looks at files one after the other for a `variable` (None: the only one that lies on a grid).

    Each axis is kept once that many of them share.
    """

    variable: str | None
    _kept: dict[bytes, npt.NDArray[Any]] = field(default_factory=dict)

    def look(self, path: Path, label: Path) -> Look:
        """What a file holds.

        Raises
        ------
        UserError
            It is truncated or no NetCDF file, or its times are not understood.
        """
        if not is_complete(path):
            raise UserError(damaged(label))
        try:
            with netCDF4.Dataset(path) as dataset:
                dataset.set_auto_maskandscale(False)
                return self._look(dataset, path, label)
        except (OSError, RuntimeError, IndexError) as error:
            raise UserError(damaged(label)) from error

    def _look(self, dataset: Any, path: Path, label: Path) -> Look:
        header = header_in(dataset)
        version = next((str(header[key]) for key in _VERSIONS if header.get(key)), "")
        seen = Look(path, label, (), None, version)
        for group, held in groups_in(dataset):
            plain = PlainGroup(held)
            names = plain.on_grid()
            wanted = self.variable.strip("/").removeprefix(f"{group}/") if self.variable else ""
            chosen = wanted if wanted in names else names[0] if len(names) == 1 and not wanted else ""
            if chosen:
                return Look(path, label, names, self._facts(plain, chosen, label), version, group)
            seen = seen if seen.variables else replace(seen, variables=names, group=group)
        return seen

    def _facts(self, dataset: PlainGroup, name: str, label: Path) -> Described:
        variable = dataset.variables[name]
        axes = {dataset.axes[dimension]: dimension for dimension in reversed(variable.dims)}
        time = axes.get("time") or next((key for key in _TIMES if key in dataset.variables), "")
        return Described(
            variable=name,
            unit=told(variable, "units"),
            quantity=tuple(told(variable, key) for key in ("standard_name", "cell_methods", "GRIB_stepType")),
            axes=(self._axis(dataset, axes["x"]), self._axis(dataset, axes["y"])),
            dates=_dates(dataset, time, f"{label.name} ({name})") if time else None,
            steps=int(dataset.sizes[axes["time"]]) if "time" in axes else 1,
            place=_place(dataset, told(variable, "grid_mapping")),
        )

    def _axis(self, dataset: PlainGroup, dimension: str) -> npt.NDArray[Any]:
        if dimension not in dataset.variables:
            return np.empty(0)
        values = dataset.variables[dimension].values
        return self._kept.setdefault(values.tobytes(), values)


_VERSIONS = ("product_version", "ProductVersion", "dataset_version")


def _place(dataset: PlainGroup, mapping: str) -> str:
    """The coordinate system as it is written; where the grid begins is told by the axes."""
    if mapping not in dataset.variables:
        return ""
    attributes = dataset.variables[mapping].attrs
    return repr(sorted((key, str(value)) for key, value in attributes.items() if key not in _BEGINS))


_BEGINS = ("GeoTransform", "long_name")


def _dates(dataset: PlainGroup, time: str, name: str) -> Dates | None:
    """When the values are, by the middles of their time bounds where there are any; None where no date is told."""
    if time not in dataset.variables:
        return None
    variable = dataset.variables[time]
    unit, calendar = told(variable, "units"), told(variable, "calendar")
    if " since " not in unit:
        return None
    values = np.atleast_1d(variable.values)
    named = told(variable, "bounds")
    edges = dataset.variables[named].values.astype(np.float64) if named in dataset.variables else np.empty(0)
    if edges.size != 2 * values.size:
        return Dates(decode_times(values, unit, calendar, name))
    edges = edges.reshape(-1, 2)
    return Dates(
        decode_times(edges.mean(axis=1), unit, calendar, name), edges=decode_times(edges, unit, calendar, name)
    )


@contextmanager
def open_member(look: Look, variable: str, pattern: NetcdfSource, warn: Any) -> Iterator[NetcdfSource]:
    """A file of a series open for reading.

    Parameters
    ----------
    look, variable
        The file, and which of its variables.
    pattern
        The series' first file, which has the same grid and the same axes.
    warn
        Is told values that nothing declares void.

    Raises
    ------
    UserError
        It is not there any more, or damaged.
    """
    try:
        dataset = netCDF4.Dataset(look.path)
    except (OSError, RuntimeError) as error:
        if not look.path.exists():
            raise UserError(f"{look.label} is not there any more; give its folder anew.") from error
        raise UserError(damaged(look.label)) from error
    with dataset:
        group = dataset[look.group] if look.group else dataset
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # several fillers, all of which become NaN
            store: Any = xr.backends.NetCDF4DataStore(group)  # type: ignore[no-untyped-call]
            stored = store.open_store_variable(variable, group.variables[variable])
            array = xr.conventions.decode_cf_variable(variable, stored, decode_times=False, decode_timedelta=False)
        yield NetcdfSource(look.label, array, pattern.order, pattern.grid, None, pattern.told, voids_of(array, warn))
