"""How precipitation is read: as a rate, or as an amount of a time that is told or found out."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..telling.report import Report
from .netcdf.accumulation import Growth, growth, last_of_each, minutes, since_midnight
from .reading import RATES, WETTEST, Asked, Reading, Sample, lengths_of, must_be, unit_text
from .source import Source
from .steps import DAYS_OF_A_YEAR, Chosen, Steps
from .units import MIDNIGHT, STEP, Precipitation, precipitation_unit

Floats = npt.NDArray[np.float64]

_METRE = 1000.0  # millimetres
_DRY, _VERY_DRY, _WET = 100.0, 20.0, 5000.0
"""Millimetres a year: drier is desert, drier still hardly any place, and few places are wetter."""
_MOST_OF_WHOLE_NUMBERS = 3000.0
_ERA5 = ("ecmwf", "grib_", "era5", "mars.internal")
_LAND = re.compile(r"era5[-_ ]?land")
_PERIOD_OF = {"monthly": "month", "daily": "day", "hourly": STEP, "yearly": "year"}
_BELOW_ZERO = -0.1  # millimetres a step: packing rounds a zero to either side
_SO_FAR = "the day so far (m since midnight) or of each step (m per step)"


@dataclass(frozen=True)
class _Duration:
    """The time over which an amount fell, in words why, and the steps that count."""

    period: str
    note: str = ""
    chosen: Chosen | None = None


def read_precipitation(source: Source, chosen: Chosen | None, asked: Asked, sample: Sample, report: Report) -> Reading:
    """How precipitation is read: as a rate, or as the sum over a month, day or year, or since midnight.

    An annual total is the sum over the steps of a year, each rate weighted by the step's length in the
    file's own calendar, averaged over the years. Parameters as `reading.read_temperature`.

    Raises
    ------
    UserError
        The unit is none of precipitation, or readings that differ tenfold are possible.
    """
    text = unit_text(source, asked)
    unit = must_be(precipitation_unit(text or "mm"), source, asked, RATES)
    by = asked.told_by(source) if text else "assumed"
    found, is_certain = _Duration(unit.period, chosen=chosen), True
    if unit.period == MIDNIGHT:
        found = _Duration(MIDNIGHT, chosen=_of_growth(source, chosen, None))
    elif not unit.period:
        found, is_certain = _amount(source, chosen, asked, unit, sample)
        by = f"{by}, the sum of a {found.period}{' as assumed' if found.note else ''}"
        per = found.period if found.period == MIDNIGHT else f"per {found.period}"
        unit = Precipitation(f"{unit.name} {per}", unit.millimetres, found.period)
        if found.note and source.steps is not None:
            report.warning(f"{found.note} If that is wrong, say so with {asked.option}.")
    weights = _weights(unit.period, lengths_of(source.steps, found.chosen))
    return Reading(
        unit=f"{unit.name} ({by})",
        weights=weights,
        is_total=True,
        factor=unit.millimetres,
        offset=0.0,
        lowest=_BELOW_ZERO / (unit.millimetres * weights),
        highest=WETTEST / (unit.millimetres * weights),
        assumptions=[found.note] if found.note else [],
        is_certain=is_certain,
        chosen=found.chosen,
    )


def _amount(
    source: Source, chosen: Chosen | None, asked: Asked, unit: Precipitation, sample: Sample
) -> tuple[_Duration, bool]:
    """The time of an amount whose unit names none, and whether there were values to judge by."""
    natural = _PERIOD_OF[source.steps.resolution] if source.steps is not None else "year"
    if natural == STEP:
        found = _within_days(source, chosen, asked, unit, sample)
        if found is not None:
            return found, True
    if asked.unit or source.told.sums:
        return _Duration(natural, chosen=chosen), True
    known = _possible(sample.some(), unit)
    period, note = _period(source, asked, unit, natural, known)
    return _Duration(period, note, chosen), len(known) > 0


def _possible(sample: Floats, unit: Precipitation) -> Floats:
    """The values of a sample that are no voids, in millimetres."""
    millimetres = sample * unit.millimetres
    return np.asarray(millimetres[(millimetres >= 0) & (millimetres < WETTEST)])


def _within_days(
    source: Source, chosen: Chosen | None, asked: Asked, unit: Precipitation, sample: Sample
) -> _Duration | None:
    """What hourly amounts are, where they are sums since midnight; None where each step is for itself."""
    steps = source.steps
    if steps is None or chosen is None or not len(steps.at):
        return None
    name = source.path.name
    found = growth(steps, chosen, sample.series)
    if found.kind == "endless":
        raise UserError(
            f"The precipitation of {name} only grows, as a sum since the beginning of a model's run does; "
            "take the differences between its steps first."
        )
    if found.kind == "grows":
        hours = ", ".join(f"{minute // 60:02}:{minute % 60:02}" for minute in sorted(found.begins))
        note = (
            f"The precipitation of {name} grows within each day and begins anew at {hours}, as sums since "
            "midnight (ERA5-Land) do; taken so."
        )
        return _Duration(MIDNIGHT, note, _of_growth(source, chosen, found))
    if found.kind == "unknown" and not asked.unit and source.told.step_type == "accum":
        raise UserError(
            f"The precipitation of {name} is told as accumulated, and too little falls where the outlines "
            f"are to see over which time; say with {asked.option} whether it is of {_SO_FAR}."
        )
    return None


def _of_growth(source: Source, chosen: Chosen | None, found: Growth | None) -> Chosen | None:
    """The steps that count where amounts are sums since midnight."""
    if source.steps is None or chosen is None or not len(source.steps.at):
        return chosen
    found = since_midnight(source.steps) if found is None else found
    return last_of_each(source.steps, chosen, found.begins) if found.begins else chosen


def _period(source: Source, asked: Asked, unit: Precipitation, natural: str, millimetres: Floats) -> tuple[str, str]:
    """The time over which an amount without one fell, by what is plausible, and what is assumed in words.

    ERA5 tells monthly means in metres, and means metres a day: as monthly sums, the Alps would get 40 mm
    a year. Where what is told and what is plausible leave two readings, a person is asked.
    """
    told = source.told
    mean = float(millimetres.mean()) if millimetres.size else 0.0
    length = DAYS_OF_A_YEAR if source.steps is None else float(source.steps.days.mean())
    totals = {
        natural: mean * DAYS_OF_A_YEAR / length,
        "day": mean * DAYS_OF_A_YEAR,
        "month": mean * 12,
        "hour": mean * DAYS_OF_A_YEAR * 24,
    }
    if natural != "month":
        totals[natural] = mean * DAYS_OF_A_YEAR / length
    from_ecmwf = told.variable == "tp" or any(word in told.words for word in _ERA5)
    period, why, other = natural, "", ""
    if told.step_type in ("avgad", "avgas", "avgid"):
        period, why = "day", " (means of daily sums, as the file tells)"
    elif unit.millimetres >= _METRE and natural in ("month", "year"):
        if totals["day"] <= WETTEST and (from_ecmwf or totals[natural] < _DRY):
            period = "day"
            why = " (monthly means of ERA5 are told so)" if from_ecmwf else ""
        elif totals["day"] <= _WET:
            other = "day"
    elif natural == "day" and from_ecmwf and _all_at_midnight(source.steps):
        if not _LAND.search(f"{told.words} {source.path.name}".lower()) and totals["hour"] <= _WET:
            other = "hour"
    elif natural in ("month", "year") and 0 < totals[natural] < _VERY_DRY <= totals["day"]:
        other = "day"
    if told.whole_numbers and not told.unit and not other and totals[period] > _MOST_OF_WHOLE_NUMBERS:
        raise UserError(
            f"{source.path.name} holds whole numbers without a unit, which would be {totals[period]:.0f} mm "
            f"a year; say with {asked.option} whether they are mm/{period} or '0.1 mm/{period}'."
        )
    if other:
        article = "an" if other == "hour" else "a"
        raise UserError(
            f"{source.path.name} tells its precipitation {_what(told.unit)}: of a {period} it is "
            f"{totals[period]:.0f} mm a year, of {article} {other} {totals[other]:.0f}; say which with "
            f"{asked.option} {unit.name}/{period} or {unit.name}/{other}."
        )
    note = (
        f"{source.path.name} tells its precipitation {_what(told.unit)}; taken as {unit.name} per "
        f"{period}{why}, about {totals[period]:.0f} mm a year."
    )
    return period, note + (" That is very dry." if totals[period] < _VERY_DRY else "")


def _what(unit: str) -> str:
    return f"in '{unit}' without a time" if unit else "without a unit"


def _all_at_midnight(steps: Steps | None) -> bool:
    return steps is not None and len(steps.at) > 0 and not minutes(steps.at).any()


def _weights(period: str, steps: tuple[Floats, Floats, Floats] | None) -> Floats:
    """How many periods each step has: what turns a rate into the sum of the step."""
    if steps is None:
        year = {"second": DAYS_OF_A_YEAR * 86400, "hour": DAYS_OF_A_YEAR * 24, "day": DAYS_OF_A_YEAR}
        return np.array([year.get(period, 12.0 if period == "month" else 1.0)])
    days, months, days_of_year = steps
    if period in (STEP, MIDNIGHT):
        return np.ones(len(days))
    per_day = {"second": 86400.0, "hour": 24.0, "day": 1.0}
    if period in per_day:
        return days * per_day[period]
    return months if period == "month" else days / days_of_year
