"""How the values of a file become degrees Celsius or millimetres a year: its unit, told or found out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..telling.report import Report
from .seasons import BIOCLIMATIC
from .source import Source
from .steps import Chosen, Steps
from .units import CELSIUS, KELVIN, Precipitation, Temperature, precipitation_unit, temperature_unit

Floats = npt.NDArray[np.float64]

COLDEST, HOTTEST = -90.0, 60.0
"""Degrees Celsius; no air or ground is colder or hotter for a day."""
WETTEST = 15_000.0
"""Millimetres a year; no place gets more (Mawsynram: some 11 900)."""

_KELVINS = (150.0, 350.0)
_CELLS_TO_JUDGE, _MOST_CLASSES = 64, 8
_TENTHS, _TENTHS_OF_KELVIN, _FILLERS = 40.0, 1500.0, 5000.0
_Unit = TypeVar("_Unit", Temperature, Precipitation)
_NO_UNIT = ("", "1", "none", "unknown", "-", "dimensionless")
_DEGREES = "K or degC"
RATES = "kg m-2 s-1, mm/day, mm/month or mm/year"
"""Examples for a person who is to say a unit of precipitation."""


@dataclass
class Reading:
    """What is done with the values as stored, v, of the chosen steps (m,), or of a single raster (1,).

    A mean is sum(weights v) / sum(weights), an annual total sum(weights v) / years; then °C or mm are
    `factor` times that, plus `offset`. `chosen` are those steps, fewer where only some of them count.
    Values outside `lowest` to `highest` (m,) are voids, and what is below zero by rounding only is zero.
    `unit` and `assumptions` go into the record; `is_certain` is False where the unit had to be found out,
    and there was no value to judge by.
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
    chosen: Chosen | None = None


@dataclass(frozen=True)
class Sample:
    """Gives values as stored from where polygons lie: `some` of them, shape (m,), and of steps that follow
    each other, `series`, shape (steps, cells).
    """

    some: Callable[[], Floats]
    series: Callable[[Sequence[int]], Floats]


@dataclass(frozen=True)
class Asked:
    """What is to be read: the quantity in words, the unit a person gave, and the option that gives it.

    `product` is the known product that the file is of, and `product_unit` the unit of its values, for a file that
    tells none; both are empty where it is not known.
    """

    title: str
    unit: str | None
    option: str
    product: str = ""
    product_unit: str = ""

    def told_by(self, source: Source) -> str:
        """Who tells the unit, in words."""
        if self.unit:
            return "given"
        return "told by the file" if _own_unit(source) else f"of {self.product}"


def unit_text(source: Source, asked: Asked) -> str:
    """The unit that a person gave, or else the file tells, or else its product has; empty where none does."""
    return asked.unit or _own_unit(source) or asked.product_unit


def _own_unit(source: Source) -> str:
    return "" if source.told.unit.lower() in _NO_UNIT else source.told.unit


def check_unit(source: Source, asked: Asked, is_total: bool) -> None:
    """Raise `UserError` where a unit is named that is none of precipitation (a total) or temperature."""
    text = unit_text(source, asked)
    if text and is_total:
        must_be(precipitation_unit(text), source, asked, RATES)
    elif text:
        must_be(temperature_unit(text), source, asked, _DEGREES)


def check_product_unit(source: Source, asked: Asked, report: Report) -> None:
    """Tell where a file has another unit than its product: the file decides."""
    own, of_product = _own_unit(source), asked.product_unit
    if asked.unit or not (own and of_product):
        return
    both = [(precipitation_unit(unit), temperature_unit(unit)) for unit in (own, of_product)]
    if both[0] != both[1]:
        report.warning(
            f"{source.path.name} is {asked.product}, whose values are in {of_product}, but tells its own in "
            f"'{scrub(own)}', which was taken."
        )


def read_temperature(source: Source, chosen: Chosen | None, asked: Asked, sample: Sample, report: Report) -> Reading:
    """How temperatures are read; Kelvin is recognised by the unit, or by the range of a sample.

    Parameters
    ----------
    source, chosen
        The file, and its steps that are used; None for a single raster.
    asked
        Title and unit.
    sample
        Gives values as stored, where the unit must be found out.
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
        unit = must_be(temperature_unit(text), source, asked, _DEGREES)
        by = asked.told_by(source)
    else:
        values = sample.some()
        is_certain = len(values) > 0
        unit, by = _temperature_by_range(source, asked, values, assumptions, report)
    steps = lengths_of(source.steps, chosen)
    weights = np.ones(1) if steps is None else steps[0]
    return Reading(
        unit=f"{unit.name} ({by})",
        weights=weights,
        is_total=False,
        factor=unit.factor,
        offset=unit.offset,
        lowest=np.full(len(weights), (COLDEST - unit.offset) / unit.factor),
        highest=np.full(len(weights), (HOTTEST - unit.offset) / unit.factor),
        assumptions=assumptions,
        is_certain=is_certain,
    )


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
    if source.told.whole_numbers and known.size:
        tenths = "0.1 K" if middle > _TENTHS_OF_KELVIN else "0.1 degC"
        if BIOCLIMATIC.search(f"{source.told.title} {name}".lower()):
            note = f"{name} holds whole numbers, as BIO1 of WorldClim 1 does: tenths, taken as {tenths}."
            report.warning(note)
            assumptions.append(note)
            unit = must_be(temperature_unit(tenths), source, asked, _DEGREES)
            return unit, "assumed from its name"
        raise UserError(
            f"{name} holds whole numbers of about {middle:.0f} without a unit; say whether they are degrees "
            f"or tenths of degrees with {asked.option} degC or {asked.option} '{tenths}'. Permafrost zones go with "
            "--permafrost."
            if abs(middle) <= _TENTHS
            else f"{name} holds whole numbers of about {middle:.0f} without a unit, which are no degrees "
            f"Celsius; if they are tenths of degrees, say so with {asked.option} '{tenths}'."
        )
    if source.steps is None and _look_like_classes(known):  # a series is of no classes
        few_of_them = ", ".join(f"{value:g}" for value in np.unique(known)[:3])
        raise UserError(
            f"{name} tells no unit and holds nothing but a few whole numbers ({few_of_them} ...), as classes do; if "
            f"they are degrees Celsius, say so with {asked.option} degC. Permafrost zones go with --permafrost."
        )
    assumptions.append(f"{name} tells no unit; its values are taken as degrees Celsius.")
    return Temperature(CELSIUS, 1.0, 0.0), "assumed from its range"


def _look_like_classes(known: Floats) -> bool:
    """Whether many cells have but a few values, all whole and none below zero; of one value nothing can be told."""
    if len(known) < _CELLS_TO_JUDGE or known.min() < 0 or (known != np.round(known)).any():
        return False
    return 2 <= len(np.unique(known)) <= _MOST_CLASSES


def lengths_of(steps: Steps | None, chosen: Chosen | None) -> tuple[Floats, Floats, Floats] | None:
    """Days, months and days of the year of the chosen steps."""
    if steps is None or chosen is None:
        return None
    return steps.days[chosen.index], steps.months[chosen.index], steps.days_of_year[chosen.index]


def must_be(unit: _Unit | None, source: Source, asked: Asked, examples: str) -> _Unit:
    """The unit; an error where there is none."""
    if unit is not None:
        return unit
    if asked.unit:
        raise UserError(f"'{asked.unit}' ({asked.option}) is no unit of {asked.title}; give one such as {examples}.")
    name = f"{source.path.name} ({source.told.variable})"
    raise UserError(
        f"{name} tells its values in '{scrub(source.told.unit)}', no unit of {asked.title}; give another "
        f"variable, or the unit with {asked.option}, such as {examples}."
    )
