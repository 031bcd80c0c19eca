"""Values of a file as an inventory keeps them: what does not fit is left empty or cut, and told, never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.identifiers import read_identifier
from ...inventory.schema import Field, Layer
from ...inventory.secrets import scrub
from ..ground.vectors import text_of
from ..telling.report import Report

_SHARE, _DEGREES = (0.0, 1.0), (0.0, 90.0)
RANGES = {
    **dict.fromkeys(("ELE_MEAN", "ELE_MEDIAN", "ELE_MIN", "ELE_MAX"), (-500.0, 9000.0)),
    **dict.fromkeys(("SLO_MEAN", "SLO_MEDIAN", "SLO_MIN", "SLO_MAX"), _DEGREES),
    **dict.fromkeys(("ASP_R", "PZI", "PROB_MEAN", "PROB_MAX", "GLAC_FRAC"), _SHARE),
    **dict.fromkeys(("MAAT", "MAGT"), (-70.0, 50.0)),
    "ASPECT": (0.0, 360.0),
    "PISR": (0.0, 6000.0),
    "AP": (0.0, 20_000.0),
    "LAT": (-90.0, 90.0),
    "LON": (-180.0, 360.0),
}
"""What can be in the unit of the field: what is not is in another unit (kelvin), or stands for nothing (-9999)."""

IDENTIFIER = "ID"
_NEVER_CUT = ("RGS_ID",)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_WITH_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_THOUSANDS = 3
_SHOWN = 40


class Doubts:
    """What was done to values, how many of them, and which was the first; told at the end.

    `at` gives of a row its words: which feature of which file.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, str, str]] = {}

    def add(self, name: str, what: str, value: object, at: str) -> None:
        """One more value of a field."""
        count, first, first_at = self._found.get((name, what), (0, str(value)[:_SHOWN], at))
        self._found[name, what] = (count + 1, first, first_at)

    def tell(self, report: Report) -> None:
        """A sentence for each kind."""
        for (name, what), (count, value, at) in self._found.items():
            first = f"'{scrub(value)}' of {at}" if value else at
            report.warning(f"{name}: {what} ({count}); the first is {first}.")


@dataclass(frozen=True)
class Reader:
    """How a dialect writes a field: ours times `factor` is theirs; `code` turns a code of theirs into ours.

    `code` also tells whether it knew it.
    """

    factor: float = 1.0
    code: Callable[[Any], tuple[Any, bool]] | None = None


def converted(
    layer: Layer, field: str, values: npt.NDArray[Any], reader: Reader | None, at: Callable[[int], str], doubts: Doubts
) -> list[Any]:
    """The values of one field.

    Parameters
    ----------
    layer, field
        Of the inventory; an identifier may be of any length: one that cannot be kept is told of elsewhere.
    values
        As the file has them, shape (n,).
    reader
        How a dialect writes it; None: as the inventory does.
    at
        The words for a row by its number.
    doubts
        Gets what does not fit.
    """
    of = Field(field, "text") if field == IDENTIFIER else layer.field(field)
    if reader is not None and reader.code is not None:
        values = _decoded(of, values, reader.code, at, doubts)
    if of.kind == "real":
        found_numbers = _numbers(of, values, at, doubts, 1.0 if reader is None else reader.factor)
        return list(found_numbers)
    fitted: dict[Any, tuple[str | None, str]] = {}
    found = []
    for row, value in enumerate(plain_values(values)):
        if value not in fitted:
            fitted[value] = _text(of, text_of(value))
        text, what = fitted[value]
        if what:
            doubts.add(field, what, value, at(row))
        found.append(text)
    return found


def plain_values(values: npt.NDArray[Any]) -> Sequence[Any]:
    """Values as Python has them; a date as ISO 8601 writes it, without the time where that is midnight."""
    if np.issubdtype(values.dtype, np.datetime64):
        texts = np.datetime_as_string(values.astype("datetime64[s]")).tolist()
        return [None if text == "NaT" else text.removesuffix("T00:00:00") for text in texts]
    # A list of GeoJSON is a text.
    return [", ".join(map(str, value)) if isinstance(value, np.ndarray) else value for value in values.tolist()]


def _decoded(
    of: Field,
    values: npt.NDArray[Any],
    code: Callable[[Any], tuple[Any, bool]],
    at: Callable[[int], str],
    doubts: Doubts,
) -> npt.NDArray[Any]:
    """Codes of a dialect as values of ours."""
    found = np.full(len(values), None, dtype=object)
    for row, value in enumerate(plain_values(values)):
        if not text_of(value):
            continue
        found[row], known = code(value)
        if not known:
            doubts.add(of.name, "codes that the dialect does not have were left empty", value, at(row))
    return found


def _text(of: Field, text: str) -> tuple[str | None, str]:
    """A text that fits, and what was done to it; nothing where nothing was."""
    text = scrub(read_identifier(text) if of.name == IDENTIFIER else text)
    if not text:
        return None, ""
    if of.domain:
        same = next((word for word in of.domain if word.lower() == text.lower()), None)
        return same, "" if same else f"values that are none of {', '.join(of.domain)} were left empty"
    if of.length is None or len(text) <= of.length:
        return text, ""
    if of.name in _NEVER_CUT:
        return None, f"values longer than {of.length} characters were left empty"
    return text[: of.length], f"values longer than {of.length} characters were cut"


def _numbers(
    of: Field, values: npt.NDArray[Any], at: Callable[[int], str], doubts: Doubts, factor: float
) -> list[float | None]:
    plain = plain_values(values)
    if np.issubdtype(values.dtype, np.datetime64) or values.dtype == np.bool_:
        plain = [None if value is None else str(value) for value in plain]  # no number, whatever Python makes of it
    low, high = RANGES.get(of.name, (-math.inf, math.inf))
    unit = f" {of.unit}" if of.unit else ""
    found: list[float | None] = []
    for row, value in enumerate(plain):
        number = _number(value)
        if number is not None and factor != 1:
            number /= factor
        if number is not None and not math.isfinite(number):
            doubts.add(of.name, "values that are no numbers were left empty", value, at(row))
            number = None
        elif number is not None and not low <= number <= high:
            what = f"values outside {low:g} to {high:g}{unit} were left empty, another unit or none at all"
            doubts.add(of.name, what, value, at(row))
            number = None
        found.append(number)
    return found


def _number(value: Any) -> float | None:
    """A number, of a text too; None where there is nothing, infinite where it is none."""
    if value is None or value != value:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = str(value).strip()
    if not text:
        return None
    comma = _WITH_COMMA.fullmatch(text)
    if comma and len(comma[2]) != _THOUSANDS:  # 1,234 may be either
        text = f"{comma[1]}.{comma[2]}"
    return float(text) if _NUMBER.fullmatch(text) else math.inf
