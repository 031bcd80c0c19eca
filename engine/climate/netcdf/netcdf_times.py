"""When the values of a NetCDF variable are: its dimension of time, or a time that is left beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ....inventory.errors import UserError
from ...telling.report import Report
from ..seasons import check_part_of_year
from ..steps import Steps, decode_times, mean_year, steps_of, yearly
from .cell_bounds import told

Floats = npt.NDArray[np.float64]

_DAYS_OF_A_YEAR_AT_LEAST = 360  # days
_YEAR = 365.2425
_TIMES = ("time", "valid_time", "t", "date")
_PARTS = {"month": "month", "season": "season", "dayofyear": "day of the year", "hour": "hour", "week": "week"}
_YEARLY = ("yr", "year", "yearly", "annual", "fx", "yrpt", "climatology")
_STATED = ("frequency", "time_coverage_resolution", "time_coverage_duration", "time_frequency", "table_id")
_SHORTER = {
    "month": ("mon", "month", "monthly", "p1m", "amon", "lmon", "monthly mean", "1 month"),
    "day": ("day", "daily", "p1d", "1 day"),
    "hour": ("1hr", "3hr", "6hr", "hr", "hourly", "pt1h", "pt3h", "pt6h", "p1h"),
}


def steps_along(dataset: Any, time: str, accumulates: bool, name: str, report: Report) -> Steps | None:
    """When the values along a dimension are; None for a single time that stands for all.

    Where a value `accumulates`, an hourly one is of the time before its date: that of 00 UTC is yesterday's.

    Raises
    ------
    UserError
        No times, none that are understood, or values of a part of the year only.
    """
    count = int(dataset.sizes[time])
    if count == 0:
        raise UserError(f"{name} holds no times; give a file with values.")
    if time not in dataset.variables:
        return _undated(np.arange(count), time, name)
    variable = dataset.variables[time]
    unit, calendar = told(variable, "units"), told(variable, "calendar")
    values = np.asarray(variable.values)
    if count == 1:
        check_single(dataset, time, name, report)
        return None
    if " since " not in unit:
        return _undated(values, time, name)
    edges = _edges(dataset, variable, count)
    if told(variable, "climatology") and count == 12:
        return mean_year(count)
    if edges is not None:  # some stamp a month with its last moment, which is in the next one
        values = edges.mean(axis=1)
    steps = steps_of(decode_times(values, unit, calendar, name), name, ends=accumulates)
    if edges is not None:
        check_cover(decode_times(edges, unit, calendar, name), steps, name)
    elif steps.resolution == "yearly":
        check_yearly(dataset, decode_times(values, unit, calendar, name), name, report)
    return steps


def _edges(dataset: Any, variable: Any, count: int) -> Floats | None:
    """The bounds of times, shape (count, 2); None where there are none."""
    name = told(variable, "bounds") or told(variable, "climatology")
    if name not in dataset.variables or dataset.variables[name].shape not in ((count, 2), (2,)):
        return None
    return np.asarray(dataset.variables[name].values, dtype=np.float64).reshape(-1, 2)


def check_cover(edges: npt.NDArray[Any], steps: Steps, name: str) -> None:
    """Raise `UserError` where the values are of parts of the time between them only: of each July, say."""
    days = float(np.median([(end - begin).total_seconds() / 86400 for begin, end in edges.tolist()]))
    between = float(np.median(steps.days))
    if 0 < days < 0.9 * between:
        raise UserError(
            f"The values of {name} are of {days:.3g} days each, {between:.3g} days apart, as its time bounds "
            "tell; give a series without gaps, of whole years."
        )


def check_yearly(dataset: Any, dates: npt.NDArray[Any], name: str, report: Report) -> None:
    """One value a year without bounds: of whole years, if nothing tells a month of each."""
    check_part_of_year(_history(dataset), name)
    shorter = _stated(dataset)
    if shorter:
        raise UserError(
            f"{name} holds one {shorter} of each year, as it tells of itself; give whole years of months or "
            "days, or means of whole years."
        )
    days = {(date.month, date.day) for date in dates.tolist()}
    month, day = min(days)
    usual = {(1, 1), (12, 30), (12, 31), (6, 30), (7, 1), (7, 2)}
    if not days <= usual and len({month for month, _ in days}) == 1:
        report.warning(
            f"{name} holds one value a year, dated {month:02}-{day:02}; taken as the mean or the sum of the whole year."
        )


def _undated(values: npt.NDArray[Any], time: str, name: str) -> Steps:
    """Steps whose coordinate counts years or months instead of telling dates."""
    whole = values.dtype.kind in "iuf" and bool((values == np.round(values)).all())
    if whole and values.min() > 1000 and values.max() < 3000 and len(np.unique(values)) == len(values):
        return yearly(values.astype(np.int64))
    if len(values) == 12 and time.lower().startswith(("month", "time")):
        return mean_year(12)
    raise UserError(f"The times of {name} tell no dates; give a series whose times have a unit.")


def check_beside(dataset: Any, variable: str, name: str, report: Report) -> None:
    """Hear the scalar coordinates beside a variable without a dimension of time.

    Raises
    ------
    UserError
        They tell a part of the year: a month, a season, an hour.
    """
    beside = [str(key) for key in dataset.variables if dataset.variables[key].ndim == 0]
    for key in beside:
        part = _PARTS.get(key.lower())
        if part:
            value = str(dataset.variables[key].values)
            raise UserError(f"{name} holds values of the {part} {value} only; give whole years.")
    times = [key for key in beside if key.lower() in _TIMES or _is_time(dataset.variables[key])]
    times.sort(key=lambda key: key.lower() not in ("valid_time", "time"))
    if times:
        check_single(dataset, times[0], name, report)
        return
    check_part_of_year(_history(dataset), name)
    shorter = _stated(dataset)
    if shorter:
        report.warning(
            f"{name} tells no time but that it holds values of a {shorter}; taken as the mean or the sum of "
            "whole years."
        )


def _is_time(variable: Any) -> bool:
    standard = told(variable, "standard_name")
    return " since " in told(variable, "units") and standard not in ("forecast_reference_time", "forecast_period")


def check_single(dataset: Any, time: str, name: str, report: Report) -> None:
    """A single time is a mean of whole years, unless the file tells that it is of less.

    Raises
    ------
    UserError
        Its bounds are shorter than a year, or the file says that it was cut to a month, a season or a day.
    """
    variable = dataset.variables[time]
    unit, calendar = told(variable, "units"), told(variable, "calendar")
    if " since " not in unit:
        if time.lower() in _PARTS and variable.ndim:
            raise UserError(f"{name} holds values of a single {_PARTS[time.lower()]} only; give whole years.")
        check_part_of_year(_history(dataset), name)
        _tell_undated(np.asarray(variable.values), name, report)
        return
    edges = _edges(dataset, variable, 1)
    if edges is not None:
        begin, end = decode_times(edges[0], unit, calendar, name)
        days = (end - begin).total_seconds() / 86400
        if told(variable, "climatology"):  # from the first year's begin to the last year's end
            days = (days + 5) % _YEAR - 5 if days > _YEAR + 5 else days
            days = _YEAR if abs(days) <= 5 else days
        if days < _DAYS_OF_A_YEAR_AT_LEAST:
            raise UserError(f"{name} holds only {days:.3g} days; give whole years.")
        return
    check_part_of_year(_history(dataset), name)
    date = decode_times(values := np.asarray(variable.values), unit, calendar, name)
    when = (date.flat[0] if values.ndim else date.item()).strftime("%Y-%m-%d")
    shorter = _stated(dataset)
    if shorter:
        raise UserError(f"{name} holds a single {shorter} ({when}), as it tells of itself; give whole years.")
    report.warning(f"{name} holds a single time ({when}); taken as the mean or the sum of whole years.")


def _tell_undated(values: npt.NDArray[Any], name: str, report: Report) -> None:
    """Warn of a single time without a unit, unless it is a year or counts from nothing."""
    value = values.reshape(-1)[0]
    if values.dtype.kind in "iuf" and (not value or 1000 < value < 3000):
        return
    report.warning(f"{name} holds a single time ({value}); taken as the mean or the sum of whole years.")


def _history(dataset: Any) -> str:
    return " ".join(str(dataset.attrs.get(key, "")) for key in ("history", "NCO", "CDO", "command"))


def _stated(dataset: Any) -> str:
    """``month``, ``day`` or ``hour`` where the file's attributes say that a value is of one; else empty."""
    words = [str(dataset.attrs.get(key, "")).strip().lower() for key in _STATED]
    if any(word in _YEARLY for word in words):
        return ""
    return next((part for part, known in _SHORTER.items() if any(word in known for word in words)), "")
