"""Which values of a NetCDF variable are no data although its fill value does not say so.

xarray makes fillers NaN. It does not hear `valid_min`, `valid_max` and `valid_range` (CF conventions 2.5.1),
nor the library's own fillers, which stand wherever a program wrote nothing and declared no filler.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ...ground.raster_values import HUGE, untold_values

_LIBRARY_FILLERS = {"i2": -32767, "i4": -2147483647, "u2": 65535, "u4": 4294967295}
"""NetCDF's NC_FILL_SHORT and its like, by type; those of decimals are `HUGE`."""
_CLOSE = 1e-6
"""Share of a step of packed numbers, or of the value, by which decimals may miss one."""


@dataclass(frozen=True)
class Voids:
    """What is void in a variable, in unpacked numbers: outside `low` to `high`, and `values`."""

    low: float
    high: float
    values: tuple[float, ...]
    step: float
    warn: Callable[[float], None]
    _warned: set[float] = field(default_factory=set)

    def take_out(self, values: npt.NDArray[np.float64]) -> None:
        """Make NaN of what is void, in place."""
        lowest = float(np.fmin.reduce(values, axis=None, initial=np.inf))
        highest = float(np.fmax.reduce(values, axis=None, initial=-np.inf))
        slack = self.step / 2
        for void in self.values:
            if lowest - slack <= void <= highest + slack:
                self._warn_once(void, np.abs(values - void) <= _CLOSE * max(self.step, abs(void)), values)
        if highest > HUGE or lowest < -HUGE:
            with np.errstate(invalid="ignore"):
                self._warn_once(HUGE, np.abs(values) > HUGE, values)
        if lowest < self.low - slack or highest > self.high + slack:
            with np.errstate(invalid="ignore"):
                values[(values < self.low - slack) | (values > self.high + slack)] = np.nan

    def _warn_once(self, kind: float, hit: npt.NDArray[np.bool_], values: npt.NDArray[np.float64]) -> None:
        if not hit.any():
            return
        if kind not in self._warned:
            self._warned.add(kind)
            self.warn(float(values[hit].flat[0]))
        values[hit] = np.nan


def voids_of(variable: Any, warn: Callable[[float], None]) -> Voids:
    """What is void in a variable as xarray opened it; `warn` is told a value that nothing declares void."""
    stored = np.dtype(variable.encoding.get("dtype", variable.dtype))
    scale = float(variable.encoding.get("scale_factor", 1.0))
    offset = float(variable.encoding.get("add_offset", 0.0))
    packed = stored.kind in "iu" and (scale, offset) != (1.0, 0.0)
    untold = list(untold_values(stored, offset))
    declared = any(variable.encoding.get(key) is not None for key in ("_FillValue", "missing_value"))
    if not declared and stored.str[1:] in _LIBRARY_FILLERS:
        untold.append(_LIBRARY_FILLERS[stored.str[1:]])
    low, high = _valid_range(variable, packed, scale, offset)
    values = tuple(sorted({value * scale + offset for value in untold}))
    return Voids(low, high, values, abs(scale) if packed else 0.0, warn)


def _valid_range(variable: Any, packed: bool, scale: float, offset: float) -> tuple[float, float]:
    """Least and greatest valid value, unpacked; as wide as can be where the file does not tell."""
    ends = [-np.inf, np.inf]
    told = np.atleast_1d(variable.attrs.get("valid_range", []))
    both = {"valid_min": 0, "valid_max": 1}
    found = dict(zip(both, told, strict=True)) if told.shape == (2,) else {}
    found |= {key: np.atleast_1d(variable.attrs[key])[0] for key in both if key in variable.attrs}
    for key, value in found.items():
        try:
            number = float(value)
        except (TypeError, ValueError):
            continue
        # Packed as the data are, unless it is told in decimals beside packed whole numbers.
        if packed and np.asarray(value).dtype.kind in "iu":
            number = number * scale + offset
        ends[both[key]] = number
    low, high = min(ends), max(ends)
    return (low, high) if low < high else (-np.inf, np.inf)
