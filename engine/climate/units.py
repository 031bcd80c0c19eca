"""Units of temperature and precipitation as files write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..ground.lengths import METRES

KELVIN = "K"
CELSIUS = "°C"
FAHRENHEIT = "°F"

STEP, MIDNIGHT = "step", "since midnight"
"""Periods of amounts that are no span of time: the step of the series, and the day so far."""

_SINCE_MIDNIGHT = re.compile(r"\b(since|from)\s+(midnight|0+(:00)?)(\s*h)?(\s*utc)?\b|\bof the day so far\b")
_OF_STEP = re.compile(r"(/|\bper\b)\s*(time[ _-]?)?step\b")
_FACTOR = re.compile(r"^\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*\*?\s*(?=[^\d\s])", re.IGNORECASE)
_TEMPERATURES = {
    KELVIN: ("k", "kelvin", "degk", "degreek", "degreeskelvin", "degreekelvin"),
    CELSIUS: ("c", "degc", "degreec", "degreesc", "celsius", "degreescelsius", "degreecelsius", "centigrade"),
    FAHRENHEIT: ("f", "degf", "degreef", "degreesf", "fahrenheit", "degreesfahrenheit", "degreefahrenheit"),
}
_PERIODS = {
    "second": ("s", "sec", "second", "seconds"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "day": ("d", "day", "days"),
    "month": ("mon", "mo", "month", "months"),
    "year": ("y", "yr", "yrs", "year", "years", "a", "annum"),
}
_WATER = re.compile(r"\b(of\s+)?(liquid\s+)?water(\s+equivalent)?\b|\bw\.?\s?e\.?\b|\bh2o\b")
_DENOMINATOR = re.compile(r"/\s*\(([^()]*)\)")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³", "-0123")


@dataclass(frozen=True)
class Temperature:
    """A unit of temperature: degrees Celsius are `factor` times the value, plus `offset`."""

    name: str
    factor: float
    offset: float


@dataclass(frozen=True)
class Precipitation:
    """A unit of precipitation: millimetres are `millimetres` times the value, in each `period`.

    `period` is empty where the unit names none, and the value is then the sum of some time; it may be
    `STEP` or `MIDNIGHT`.
    """

    name: str
    millimetres: float
    period: str


def temperature_unit(text: str) -> Temperature | None:
    """A unit of temperature, also a multiple such as ``0.1 K``; None where it is none.

    Examples
    --------
    >>> temperature_unit("degrees_celsius")
    Temperature(name='°C', factor=1.0, offset=0.0)
    """
    factor, rest = _split_factor(_plain(text))
    word = re.sub(r"[\s_.°^]", "", rest.lower())
    for name, words in _TEMPERATURES.items():
        if word in words:
            label = name if factor == 1 else f"{factor:g} {name}"
            if name == FAHRENHEIT:
                return Temperature(label, factor * 5 / 9, -32 * 5 / 9)
            return Temperature(label, factor, -273.15 if name == KELVIN else 0.0)
    return None


def precipitation_unit(text: str) -> Precipitation | None:
    """A unit of precipitation such as ``kg m-2 s-1``, ``mm/day``, ``m``; None where it is none.

    A kilogram of water on a square metre stands one millimetre high.

    Examples
    --------
    >>> precipitation_unit("kg m**-2 s**-1")
    Precipitation(name='mm per second', millimetres=1.0, period='second')
    """
    factor, rest = _split_factor(_plain(text))
    rest, since = _SINCE_MIDNIGHT.subn(" ", rest.lower())
    rest, of_step = _OF_STEP.subn(" ", rest)
    powers = _powers(rest)
    if powers is None or (since and of_step):
        return None
    period = MIDNIGHT if since else STEP if of_step else ""
    for name, words in _PERIODS.items():
        for word in words:
            if powers.get(word) == -1:
                if period:
                    return None
                period = name
                del powers[word]
    if powers in ({"kg": 1, "m": -2}, {"l": 1, "m": -2}):
        millimetres, label = 1.0, "mm"
    elif len(powers) == 1 and next(iter(powers.items()))[1] == 1 and next(iter(powers)) in METRES:
        label = next(iter(powers))
        millimetres = METRES[label] * 1000
    else:
        return None
    label = label if factor == 1 else f"{factor:g} {label}"
    if period:
        label += f" {period}" if period == MIDNIGHT else f" per {period}"
    return Precipitation(label, factor * millimetres, period)


def _plain(text: str) -> str:
    """Signs that stand for several, such as those of degrees Celsius or of a power, as plain ones."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-")


def _split_factor(text: str) -> tuple[float, str]:
    found = _FACTOR.match(text)
    return (float(found[1]), text[found.end() :]) if found else (1.0, text)


def _powers(text: str) -> dict[str, int] | None:
    """The power of each base in a unit: ``kg m-2 s-1`` gives kg 1, m -2, s -1; None where it is no unit."""
    plain = text.lower().translate(_SUPERSCRIPTS).replace("**", "^").replace("·", " ").replace("*", " ")
    plain = _DENOMINATOR.sub(lambda found: " ".join(f"/{word}" for word in found[1].split()), plain)
    plain = _WATER.sub(" ", plain)
    plain = re.sub(r"\bper\b", "/", plain).replace("_", " ")
    powers: dict[str, int] = {}
    sign = 1
    for separator, base, power, rest in re.findall(r"(/)|([a-z]+)\^?(-?\d+)?|(\S)", plain):
        if rest and rest != ".":
            return None
        if separator:
            sign = -1
        elif base:
            powers[base] = powers.get(base, 0) + sign * int(power or 1)
            sign = 1
    return powers or None
