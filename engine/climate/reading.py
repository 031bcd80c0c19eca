"""How the values of a file become degrees Celsius or millimetres a year: its unit, told or found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..report import Report
from .source import Source
from .steps import DAYS_OF_A_YEAR, Chosen, Steps
from .units import CELSIUS, KELVIN, Precipitation, Temperature, precipitation_unit, temperature_unit

Floats = npt.NDArray[np.float64]

COLDEST, HOTTEST = -90.0, 60.0
"""Degrees Celsius; no air or ground is colder or hotter for a day."""
WETTEST = 15_000.0
"""Millimetres a year; no place gets more (Mawsynram: some 11 900)."""

_KELVINS = (150.0, 350.0)
_TENTHS, _TENTHS_OF_KELVIN, _FILLERS = 40.0, 1500.0, 5000.0
_METRE = 1000.0  # millimetres
_DRY, _VERY_DRY = 100.0, 20.0  # millimetres a year
_Unit = TypeVar("_Unit", Temperature, Precipitation)
_NO_UNIT = ("", "1", "none", "unknown", "-", "dimensionless")
_ERA5 = ("ecmwf", "grib_", "era5", "mars.internal")
_DEGREES = "K or degC"
_RATES = "kg m-2 s-1, mm/day, mm/month or mm/year"
_STEP = "step"
_PERIOD_OF = {"monthly": "month", "daily": "day", "hourly": _STEP, "yearly": "year"}
_BELOW_ZERO = -0.1  # millimetres a step: packing rounds a zero to either side


@dataclass
class Reading:
    """What is done with the values as stored, v, of the chosen steps (m,), or of a single raster (1,).

    A mean is sum(weights v) / sum(weights), an annual total sum(weights v) / years; then °C or mm are
    `factor` times that, plus `offset`. Values outside `lowest` to `highest` (m,) are voids, and what is
    below zero by rounding only is zero. `unit` and `assumptions` go into the record; `is_certain` is
    False where the unit had to be found out, and there was no value to judge by.
    """

    unit: str
    weights: Floats
    is_total: bool
    factor: float
    offset: float
    lowest: Floats
    highest: Floats
    assumptions: list[str] = field(default_factory=list)
    is_certain: bool = True


@dataclass(frozen=True)
class Asked:
    """What is to be read: the quantity in words, the unit a person gave, and the option that gives it."""

    title: str
    unit: str | None
    option: str


def unit_text(source: Source, asked: Asked) -> str:
    """The unit that a person gave or else the file tells; empty where neither does."""
    if asked.unit:
        return asked.unit
    return "" if source.told.unit.lower() in _NO_UNIT else source.told.unit


def check_unit(source: Source, asked: Asked, is_total: bool) -> None:
    """Raise `UserError` where a unit is named that is none of precipitation (a total) or temperature."""
    text = unit_text(source, asked)
    if text and is_total:
        _must_be(precipitation_unit(text), source, asked, _RATES)
    elif text:
        _must_be(temperature_unit(text), source, asked, _DEGREES)


def read_temperature(
    source: Source, chosen: Chosen | None, asked: Asked, sample: Callable[[], Floats], report: Report
) -> Reading:
    """How temperatures are read; Kelvin is recognised by the unit, or by the range of a sample.

    Parameters
    ----------
    source, chosen
        The file, and its steps that are used; None for a single raster.
    asked
        Title and unit.
    sample
        Gives some values as stored, where the unit must be found out.
    report
        Gets a warning of what is assumed.

    Raises
    ------
    UserError
        The unit is none of temperature, or the values are none in degrees Celsius.
    """
    assumptions: list[str] = []
    text = unit_text(source, asked)
    is_certain = True
    if text:
        unit = _must_be(temperature_unit(text), source, asked, _DEGREES)
        by = "given" if asked.unit else "told by the file"
    else:
        values = sample()
        is_certain = len(values) > 0
        unit, by = _temperature_by_range(source, asked, values, assumptions, report)
    steps = _of(source.steps, chosen)
    weights = np.ones(1) if steps is None else steps[0]
    return Reading(
        unit=f"{unit.name} ({by})", weights=weights, is_total=False, factor=unit.factor, offset=unit.offset,
        lowest=np.full(len(weights), (COLDEST - unit.offset) / unit.factor),
        highest=np.full(len(weights), (HOTTEST - unit.offset) / unit.factor),
        assumptions=assumptions, is_certain=is_certain,
    )  # fmt: skip


def _temperature_by_range(
    source: Source, asked: Asked, sample: Floats, assumptions: list[str], report: Report
) -> tuple[Temperature, str]:
    name = source.path.name
    known = sample[np.abs(sample) < _FILLERS]
    middle = float(np.median(known)) if known.size else 0.0
    if _KELVINS[0] <= middle <= _KELVINS[1]:
        note = f"{name} tells no unit; its values of about {middle:.0f} are taken as Kelvin."
        report.warning(note)
        assumptions.append(note)
        return Temperature(KELVIN, 1.0, -273.15), "assumed from its range"
    if source.told.whole_numbers:
        tenths = "0.1 K" if middle > _TENTHS_OF_KELVIN else "0.1 degC"
        if abs(middle) > _TENTHS:
            raise UserError(
                f"{name} holds whole numbers of about {middle:.0f} without a unit, which are no degrees "
                f"Celsius; if they are tenths of degrees, say so with {asked.option} '{tenths}'."
            )
        report.warning(
            f"{name} holds whole numbers without a unit, taken as degrees Celsius; if they are tenths, say "
            f"so with {asked.option} '{tenths}'."
        )
    assumptions.append(f"{name} tells no unit; its values are taken as degrees Celsius.")
    return Temperature(CELSIUS, 1.0, 0.0), "assumed from its range"


def read_precipitation(
    source: Source, chosen: Chosen | None, asked: Asked, sample: Callable[[], Floats], report: Report
) -> Reading:
    """How precipitation is read: as a rate, or as the sum over a month, day or year.

    An annual total is the sum over the steps of a year, each rate weighted by the step's length in the
    file's own calendar, averaged over the years. Parameters and errors as `read_temperature`.
    """
    text = unit_text(source, asked)
    unit = _must_be(precipitation_unit(text or "mm"), source, asked, _RATES)
    by = "given" if asked.unit else "told by the file" if text else "assumed"
    note, is_certain = "", True
    if not unit.period:
        period = _PERIOD_OF[source.steps.resolution] if source.steps is not None else "year"
        if not asked.unit and not source.told.sums:
            known = _possible(sample(), unit)
            is_certain = len(known) > 0
            period, note = _period(source, unit, period, known)
        by = f"{by}, the sum of a {period}{' as assumed' if note else ''}"
        unit = Precipitation(f"{unit.name} per {period}", unit.millimetres, period)
        if note and source.steps is not None:
            report.warning(f"{note} If that is wrong, say so with {asked.option}.")
    weights = _weights(unit.period, _of(source.steps, chosen))
    return Reading(
        unit=f"{unit.name} ({by})", weights=weights, is_total=True, factor=unit.millimetres, offset=0.0,
        lowest=_BELOW_ZERO / (unit.millimetres * weights), highest=WETTEST / (unit.millimetres * weights),
        assumptions=[note] if note else [], is_certain=is_certain,
    )  # fmt: skip


def _possible(sample: Floats, unit: Precipitation) -> Floats:
    """The values of a sample that are no voids, in millimetres."""
    millimetres = sample * unit.millimetres
    return np.asarray(millimetres[(millimetres >= 0) & (millimetres < WETTEST)])


def _period(source: Source, unit: Precipitation, natural: str, millimetres: Floats) -> tuple[str, str]:
    """The time over which an amount without one fell, by what is plausible, and what is assumed in words.

    ERA5 tells monthly means in metres, and means metres a day: as monthly sums, the Alps would get 40 mm
    a year.
    """
    told = source.told
    mean = float(millimetres.mean()) if millimetres.size else 0.0
    length = DAYS_OF_A_YEAR if source.steps is None else float(source.steps.days.mean())
    totals = {natural: mean * DAYS_OF_A_YEAR / length, "day": mean * DAYS_OF_A_YEAR}
    period, why = natural, ""
    if unit.millimetres >= _METRE and natural in ("month", "year"):
        from_ecmwf = told.variable == "tp" or any(word in told.words for word in _ERA5)
        if totals["day"] <= WETTEST and (from_ecmwf or totals[natural] < _DRY):
            period = "day"
            why = " (monthly means of ERA5 are told so)" if from_ecmwf else ""
    what = f"in '{told.unit}' without a time" if told.unit else "without a unit"
    note = (
        f"{source.path.name} tells its precipitation {what}; taken as {unit.name} per {period}{why}, "
        f"about {totals[period]:.0f} mm a year."
    )
    return period, note + (" That is very dry." if totals[period] < _VERY_DRY else "")


def _weights(period: str, steps: tuple[Floats, Floats, Floats] | None) -> Floats:
    """How many periods each step has: what turns a rate into the sum of the step."""
    if steps is None:
        year = {"second": DAYS_OF_A_YEAR * 86400, "hour": DAYS_OF_A_YEAR * 24, "day": DAYS_OF_A_YEAR}
        return np.array([year.get(period, 12.0 if period == "month" else 1.0)])
    days, months, days_of_year = steps
    if period == _STEP:
        return np.ones(len(days))
    per_day = {"second": 86400.0, "hour": 24.0, "day": 1.0}
    if period in per_day:
        return days * per_day[period]
    return months if period == "month" else days / days_of_year


def _of(steps: Steps | None, chosen: Chosen | None) -> tuple[Floats, Floats, Floats] | None:
    """Days, months and days of the year of the chosen steps."""
    if steps is None or chosen is None:
        return None
    return steps.days[chosen.index], steps.months[chosen.index], steps.days_of_year[chosen.index]


def _must_be(unit: _Unit | None, source: Source, asked: Asked, examples: str) -> _Unit:
    """The unit; an error where there is none."""
    if unit is not None:
        return unit
    if asked.unit:
        raise UserError(
            f"'{asked.unit}' ({asked.option}) is no unit of {asked.title}; give one such as {examples}."
        )
    name = f"{source.path.name} ({source.told.variable})"
    raise UserError(
        f"{name} tells its values in '{scrub(source.told.unit)}', no unit of {asked.title}; give another "
        f"variable, or the unit with {asked.option}, such as {examples}."
    )
