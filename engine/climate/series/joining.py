"""The steps of many files as those of one series: in the order of time, each once, and what is missing told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cftime
import numpy as np
import numpy.typing as npt

from ....inventory.errors import UserError
from ...telling.lists import few
from ...telling.report import Report
from ..netcdf.netcdf_times import check_cover
from ..steps import Steps, steps_of
from .member import Dates

Indices = npt.NDArray[np.intp]
Place = tuple[int, int]
"""A file's number in the list, and a step's in the file."""

_MONTH, _YEAR = (27, 32), (350, 380)
_MINUTES = 1440
_TOLD = 6


@dataclass(frozen=True)
class Joined:
    """The n steps of a series, and the `file` and the step `inside` it of each, (n,).

    `lacking` are months between the first and the last that no file has; `twice` how many steps two files had.
    """

    steps: Steps
    file: Indices
    inside: Indices
    lacking: tuple[str, ...] = ()
    twice: int = 0


def join(
    dates: Sequence[Dates],
    labels: Sequence[Path],
    name: str,
    accumulates: bool,
    are_equal: Callable[[Place, Place], bool],
    report: Report,
) -> Joined:
    """Put the steps of files in the order of time.

    Parameters
    ----------
    dates, labels
        Of each file, and what sentences call it.
    name
        What sentences call the series.
    accumulates
        See `netcdf_times.steps_along`.
    are_equal
        Whether two steps of the same time have the same values; asked only of such.
    report
        Gets a warning of steps that are there twice, and of months that are missing.

    Raises
    ------
    UserError
        Two calendars, or a time twice with different values.
    """
    calendars = [str(each.middles[0].calendar) for each in dates]
    if len(set(calendars)) > 1:
        other = next(at for at, calendar in enumerate(calendars) if calendar != calendars[0])
        raise UserError(
            f"{labels[0]} counts its days by the calendar '{calendars[0]}' and {labels[other]} by "
            f"'{calendars[other]}'; give files of one product."
        )
    lengths = [len(each.middles) for each in dates]
    middles = np.concatenate([each.middles for each in dates])
    file, inside = np.repeat(np.arange(len(dates)), lengths), np.concatenate([np.arange(n) for n in lengths])
    days = np.asarray(cftime.date2num(middles, "days since 1900-01-01", calendars[0]), dtype=np.float64)
    order = np.argsort(days, kind="stable")
    keys, is_monthly = _keys(middles[order], days[order])
    kept, twice = _each_once(order, keys, file, inside, middles, labels, are_equal)
    if twice:
        report.warning(f"{name} has {few(twice, _TOLD)} twice, with equal values; each was taken once.")
    lacking = _lacking(keys) if is_monthly else ()
    if lacking:
        report.warning(f"{name} lacks {few(lacking, _TOLD)}, which no file holds.")
    steps = steps_of(middles[kept], name, ends=accumulates)
    edges = [each.edges for each in dates if each.edges is not None]
    if len(edges) == len(dates):
        check_cover(np.concatenate(edges)[kept], steps, name)
    return Joined(steps, file[kept], inside[kept], tuple(lacking), len(twice))


def _keys(middles: npt.NDArray[Any], days: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], bool]:
    """A number that two steps of one time share, ascending as they do, and whether it counts months."""
    different = np.unique(days)
    spacing = float(np.median(np.diff(different))) if len(different) > 1 else 0.0
    if _MONTH[0] <= spacing <= _MONTH[1]:
        return np.array([date.year * 12 + date.month - 1 for date in middles.tolist()]), True
    if _YEAR[0] <= spacing <= _YEAR[1]:
        return np.array([date.year for date in middles.tolist()]), False
    return np.round(days * _MINUTES).astype(np.int64), False


def _each_once(
    order: Indices,
    keys: npt.NDArray[np.int64],
    file: Indices,
    inside: Indices,
    middles: npt.NDArray[Any],
    labels: Sequence[Path],
    are_equal: Callable[[Place, Place], bool],
) -> tuple[Indices, list[str]]:
    """The steps to take, and when those were that two files have."""
    kept: list[int] = []
    twice: list[str] = []
    for at, step in enumerate(order.tolist()):
        if not at or keys[at] != keys[at - 1]:
            kept.append(step)
            continue
        first = kept[-1]
        when = middles[step].strftime("%Y-%m-%d")
        if file[first] == file[step]:
            raise UserError(f"{labels[file[step]]} holds the time {when} more than once; give each once.")
        if not are_equal((int(file[first]), int(inside[first])), (int(file[step]), int(inside[step]))):
            raise UserError(
                f"{labels[file[first]]} and {labels[file[step]]} hold the same time ({when}) with different values; "
                "give one of them."
            )
        twice.append(when[:7])
    return np.array(kept, dtype=np.intp), twice


def _lacking(keys: npt.NDArray[np.int64]) -> tuple[str, ...]:
    """The months between the first and the last that are not there."""
    absent = sorted(set(range(int(keys.min()), int(keys.max()) + 1)) - set(keys.tolist()))
    return tuple(f"{month // 12}-{month % 12 + 1:02}" for month in absent)
