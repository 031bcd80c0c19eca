"""When the values of a series are: months, days or years in the file's own calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import cftime
import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..telling.lists import few
from ..telling.report import Report

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DAYS_OF_A_YEAR = 365.2425
"""The mean year of the Gregorian calendar."""

_MONTHS_OF_A_MEAN_YEAR = np.array([31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_CALENDARS_WITHOUT_A_NAME = "standard"
_YEARS_NAMED = 6


@dataclass(frozen=True)
class Steps:
    """The n steps of a series, each array of shape (n,), in the order of the file.

    `resolution` is a word for the person and the record (``monthly``, ``daily``, ``hourly``, ``yearly``);
    `dated` is False where the file tells no years (twelve months of a mean year): `year` then counts.
    `days` and `months` are the length of a step; `days_of_year` that of the year it lies in. `at` is when
    it is, in days since 1900; empty where the file tells no dates.
    """

    resolution: str
    calendar: str
    dated: bool
    year: Integers
    days: Floats
    months: Floats
    days_of_year: Floats
    at: Floats = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.year)


@dataclass(frozen=True)
class Chosen:
    """Steps of whole years: their place in the file (m,), where each of the k years begins, the k years."""

    index: npt.NDArray[np.intp]
    begins: npt.NDArray[np.intp]
    years: list[int]


def mean_year(count: int) -> Steps:
    """Months from January on, in years that nobody dated: `count` is a multiple of twelve."""
    years = count // 12
    days = np.tile(_MONTHS_OF_A_MEAN_YEAR, years)
    ones = np.ones(count)
    return Steps(
        "monthly", "mean year", False, np.repeat(np.arange(1, years + 1), 12), days, ones, ones * DAYS_OF_A_YEAR
    )


def in_order(steps: Steps, months: list[int]) -> Steps:
    """The steps of a mean year in the order of a file: `months` from 0, shape (12,)."""
    return replace(steps, days=steps.days[months])


def yearly(years: Integers) -> Steps:
    """One value a year."""
    ones = np.ones(len(years))
    return Steps("yearly", "standard", True, years, ones * DAYS_OF_A_YEAR, ones * 12, ones * DAYS_OF_A_YEAR)


def decode_times(values: npt.NDArray[Any], unit: str, calendar: str, name: str) -> npt.NDArray[Any]:
    """Dates (`cftime.datetime`, shape as `values`) from numbers since a date, in the file's calendar.

    Raises
    ------
    UserError
        The unit or the calendar is not understood, or a time is missing.
    """
    numbers = np.asarray(values)
    calendar = calendar.lower() or _CALENDARS_WITHOUT_A_NAME
    if numbers.dtype.kind not in "iuf" or not np.isfinite(numbers).all():
        raise UserError(f"The times of {name} are no numbers or have gaps; write it anew.")
    try:
        since = re.match(r"\s*(month|year)s?\s+since\s+(-?\d+)-(\d+)", unit, re.IGNORECASE)
        if since and calendar != "360_day":
            return _whole_months(numbers, since, calendar)
        return np.asarray(cftime.num2date(numbers, unit, calendar, only_use_cftime_datetimes=True), dtype=object)
    except (ValueError, OverflowError, TypeError) as error:
        raise UserError(
            f"The times of {name} are told in '{unit}' (calendar '{calendar}'), which is not understood; "
            "rewrite them as days since a date."
        ) from error


def _whole_months(numbers: npt.NDArray[Any], since: re.Match[str], calendar: str) -> npt.NDArray[Any]:
    """Dates from months or years since a date: cftime refuses them, as their lengths differ."""
    months = np.floor(numbers * (1 if since[1].lower() == "month" else 12)).astype(np.int64)
    months += int(since[2]) * 12 + int(since[3]) - 1
    dates = [cftime.datetime(m // 12, m % 12 + 1, 15, calendar=calendar) for m in months.ravel().tolist()]
    return np.array(dates, dtype=object).reshape(numbers.shape)


def steps_of(dates: npt.NDArray[Any], name: str, *, ends: bool = False) -> Steps:
    """The steps of a series from its dates; one lies in the month, day or year that its date names.

    Parameters
    ----------
    dates
        `cftime.datetime` of each of the n >= 2 steps; the middle of the step is safest.
    name
        What a message calls the file.
    ends
        Whether dates are the ends of their steps: midnight is then yesterday's. Of days, only where no year
        is whole otherwise, as files of days are cut at either.

    Raises
    ------
    UserError
        The steps are neither yearly, monthly, daily nor shorter, or hold a month twice.
    """
    calendar = str(dates[0].calendar)
    days_since = np.asarray(cftime.date2num(dates, "days since 1900-01-01", calendar), dtype=np.float64)
    different = np.unique(days_since)
    spacing = float(np.median(np.diff(different))) if len(different) > 1 else 0.0
    if ends and (spacing < 0.99 or (spacing < 1.01 and _are_ends(dates, calendar))):
        dates = dates - timedelta(seconds=1)
    year = np.array([date.year for date in dates], dtype=np.int64)
    month = np.array([date.month for date in dates], dtype=np.int64)
    year_lengths = {y: _days_of_year(y, calendar) for y in set(year.tolist())}
    days_of_year = np.array([year_lengths[y] for y in year.tolist()])
    if 350 <= spacing <= 380:
        resolution, days, months = "yearly", days_of_year, np.full(len(year), 12.0)
    elif 27 <= spacing <= 32:
        resolution, months = "monthly", np.ones(len(year))
        days = np.array([float(date.daysinmonth) for date in dates])
        if len(np.unique(year * 12 + month)) < len(year):
            raise UserError(f"{name} holds a month more than once; give each month once.")
    elif 0 < spacing <= 1.01:
        resolution = "daily" if spacing > 0.99 else "hourly"
        days = np.full(len(year), spacing)
        months = spacing / np.array([float(date.daysinmonth) for date in dates])
    else:
        raise UserError(f"{name} has steps of {spacing:g} days; give a yearly, monthly, daily or hourly series.")
    return Steps(resolution, calendar, True, year, days, months, days_of_year, days_since)


def _are_ends(dates: npt.NDArray[Any], calendar: str) -> bool:
    """Whether days that are dated at midnight fill more years if they are those before."""
    whole = []
    for by in (timedelta(0), timedelta(seconds=1)):
        years, counts = np.unique([(date - by).year for date in dates], return_counts=True)
        whole.append(sum(n >= _days_of_year(y, calendar) for y, n in zip(years.tolist(), counts.tolist(), strict=True)))
    return bool(whole[1] > whole[0])


def _days_of_year(year: int, calendar: str) -> float:
    begin, end = (cftime.datetime(y, 1, 1, calendar=calendar) for y in (year, year + 1))
    return float((end - begin).days)


def choose_years(steps: Steps, years: tuple[int, int] | None, name: str, report: Report) -> Chosen:
    """The steps of the whole years in a range; years with gaps are left out, with a warning that names them.

    Parameters
    ----------
    steps
        Of the file.
    years
        First and last year, inclusive; None takes all.
    name, report
        What messages call the file, and who gets them.

    Raises
    ------
    UserError
        The range is empty or holds no whole year, or the file tells no years although some are asked for.
    """
    first, last = (int(steps.year.min()), int(steps.year.max())) if years is None else years
    if first > last:
        raise UserError(f"The years {first} to {last} run backwards; give the first one first.")
    if years is not None and not steps.dated:
        raise UserError(f"{name} does not tell its years; leave the years {first} to {last} out.")
    inside = (steps.year >= first) & (steps.year <= last)
    if not inside.any():
        raise UserError(f"{name} has nothing from {first} to {last}; it holds {_span(steps)}.")
    found, length = np.unique(steps.year[inside]), {}
    for year in found.tolist():
        of_year = steps.year == year
        length[year] = (float(steps.days[of_year].sum()), float(steps.days_of_year[of_year][0]))
    _check_for_doubles(length, float(steps.days.max()), name)
    whole = [year for year, (days, of_year) in length.items() if days > of_year - 0.5]
    partly = [
        f"{year} ({_share(steps, year, of_year)})"
        for year, (_, of_year) in length.items()
        if year not in whole and not (steps.resolution == "hourly" and (steps.year == year).sum() == 1)
    ]
    if not whole:
        hours = steps.resolution == "hourly" and len(steps) > 24 and _are_hours_of_months(steps)
        hint = "of monthly means by the hour, average the hours first" if hours else "give at least one"
        raise UserError(f"{name} holds no whole year: {few(partly, _YEARS_NAMED)}; {hint}.")
    if partly:
        report.warning(f"Years that {name} does not hold whole were left out: {few(partly, _YEARS_NAMED)}.")
    absent = [str(year) for year in range(first, last + 1) if year not in length]
    if absent:
        report.warning(
            f"{name} has nothing of {few(absent, _YEARS_NAMED)}; the means are of {whole[0]} to {whole[-1]}."
        )
    index = np.flatnonzero(np.isin(steps.year, whole))
    index = index[np.argsort(steps.year[index], kind="stable")]
    begins = np.flatnonzero(np.diff(steps.year[index], prepend=whole[0] - 1))
    return Chosen(index, begins, whole)


def _are_hours_of_months(steps: Steps) -> bool:
    """Whether the hours are those of one day in each month: ECMWF's monthly means by the hour of the day."""
    return bool(len(np.unique(np.floor(steps.at))) * 20 < steps.at.max() - steps.at.min())


def _check_for_doubles(length: dict[int, tuple[float, float]], longest_step: float, name: str) -> None:
    for year, (days, of_year) in length.items():
        if days > of_year + min(longest_step, 1) / 2:
            raise UserError(f"{name} holds times of {year} more than once; give each once.")


def _share(steps: Steps, year: int, days_of_year: float) -> str:
    of_year = steps.year == year
    if steps.resolution == "monthly":
        return f"{int(of_year.sum())} of 12 months"
    return f"{float(steps.days[of_year].sum()):g} of {days_of_year:g} days"


def _span(steps: Steps) -> str:
    first, last = int(steps.year.min()), int(steps.year.max())
    return f"{first} to {last}" if first < last else f"{first} only"
