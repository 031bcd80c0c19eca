"""A group of an open NetCDF file as far as the readers of words and axes ask, without xarray, which opens slowly."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from .netcdf_axes import axis_of


class PlainVariable:
    """A variable of the library's as far as the reader of words and axes asks."""

    def __init__(self, variable: Any) -> None:
        self._variable = variable
        self.dims, self.ndim = variable.dimensions, len(variable.dimensions)
        self.encoding: dict[str, Any] = {}

    @cached_property
    def attrs(self) -> dict[str, Any]:
        return {name: self._variable.getncattr(name) for name in self._variable.ncattrs()}

    @cached_property
    def values(self) -> npt.NDArray[Any]:
        return np.asarray(self._variable[...])

    @property
    def is_numeric(self) -> bool:
        return self._variable.dtype is not str and np.dtype(self._variable.dtype).kind in "iuf"


class PlainGroup:
    """A group of an open file: the lengths of its dimensions, which way each runs, and its variables."""

    def __init__(self, group: Any) -> None:
        self.variables = {name: PlainVariable(variable) for name, variable in group.variables.items()}
        self.sizes = {name: len(dimension) for name, dimension in group.dimensions.items()}
        self.axes = {name: axis_of(self, name) for name in self.sizes}

    def on_grid(self) -> tuple[str, ...]:
        """Names of the variables of numbers that have axes of both directions."""
        found = []
        for name, variable in self.variables.items():
            axes = {self.axes.get(dimension, "") for dimension in variable.dims}
            if {"x", "y"} <= axes and variable.is_numeric:
                found.append(name)
        return tuple(sorted(found))
