"""Amounts that grow until they begin anew, such as ERA5-Land's hourly precipitation since 00 UTC.

ECMWF: "ERA5-Land: data documentation", table 1 and "Accumulations": the value at 00 UTC is the sum of the
day before, that at 01 UTC the first hour's. Of such values only the last before each new beginning count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..steps import Chosen, Steps

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_MINUTES = 1440
_RUNS, _DAYS = 12, 2.2
_NOISE = 1e-3  # of the largest value: packing rounds
_LEAST_WET, _FALLS, _QUIET = 5, 0.8, 0.02


@dataclass(frozen=True)
class Growth:
    """How amounts run within days: `kind` is ``steps`` (each for itself), ``grows`` (and begins anew at the
    steps of some minutes of the day, `begins`), ``endless`` or ``unknown``.
    """

    kind: str
    begins: frozenset[int] = frozenset()


def minutes(at: Floats) -> Integers:
    """Minute of the day of times in days, shape (n,)."""
    return np.round((at % 1) * _MINUTES).astype(np.int64) % _MINUTES


def growth(steps: Steps, chosen: Chosen, read: Callable[[Sequence[int]], Floats]) -> Growth:
    """How amounts run within days, from some days of each season.

    Parameters
    ----------
    steps, chosen
        Of a series of less than a day's steps.
    read
        Gives values of steps that follow each other, shape (steps, cells).
    """
    order = chosen.index[np.argsort(steps.at[chosen.index], kind="stable")]
    length = int(np.ceil(_DAYS / steps.days[0])) + 1
    wet: dict[int, int] = {}
    falls: dict[int, int] = {}
    rises = 0
    for start in np.linspace(0, max(len(order) - length, 0), _RUNS).astype(int).tolist():
        run = order[start : start + length]
        values = read(run.tolist())
        noise = _NOISE * float(np.nanmax(values, initial=0.0))
        before, change = values[:-1], np.diff(values, axis=0)
        for minute, there, by in zip(minutes(steps.at[run[1:]]).tolist(), before, change, strict=True):
            wet[minute] = wet.get(minute, 0) + int((there > noise).sum())
            falls[minute] = falls.get(minute, 0) + int((by < -noise).sum())
            rises += int((by > noise).sum())
    return _judge(wet, falls, rises)


def _judge(wet: dict[int, int], falls: dict[int, int], rises: int) -> Growth:
    """From how often it was wet before each minute of the day, and how often the value fell there."""
    told = [minute for minute, count in wet.items() if count >= _LEAST_WET]
    if len(wet) < 2 or rises < _LEAST_WET or len(told) < len(wet) / 2:
        return Growth("unknown")
    begins = {minute for minute in told if falls[minute] >= _FALLS * wet[minute]}
    quiet = all(falls[minute] <= _QUIET * wet[minute] for minute in wet if minute not in begins)
    if not quiet or len(begins) > len(wet) / 2:
        return Growth("steps")
    return Growth("grows", frozenset(begins)) if begins else Growth("endless")


def since_midnight(steps: Steps) -> Growth:
    """Amounts that a person says to be sums since 00 UTC."""
    of_day = minutes(steps.at)
    later = of_day[of_day > 0]
    return Growth("grows", frozenset([int(later.min())])) if later.size else Growth("steps")


def last_of_each(steps: Steps, chosen: Chosen, begins: frozenset[int]) -> Chosen:
    """The steps that hold whole sums: those before a new beginning, and the last one of each year."""
    kept: list[npt.NDArray[np.intp]] = []
    for year in np.split(chosen.index, chosen.begins[1:]):
        ordered = year[np.argsort(steps.at[year], kind="stable")]
        begins_next = np.isin(minutes(steps.at[ordered[1:]]), list(begins))
        kept.append(ordered[np.append(begins_next, True)])
    starts = np.cumsum([0, *(len(part) for part in kept[:-1])])
    return replace(chosen, index=np.concatenate(kept), begins=starts.astype(np.intp))
