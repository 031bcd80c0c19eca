"""How the values of a raster become permafrost zones: by codes that are declared or given, or by probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ...inventory.schema import PERMAFROST_ZONES
from ..climate.raster_classes import DeclaredClasses
from ..telling.lists import few
from ..telling.report import Report
from .words import GivenClasses, zone_of

Floats = npt.NDArray[np.float64]
Zones = npt.NDArray[np.int8]

VOID = -1
"""Place of a zone in `PERMAFROST_ZONES`, where it is unknown."""

LIMITS = (0.9, 0.5, 0.1, 0.0)
"""Probability, or share of the ground, above which (the first and last) or from which a zone begins.

Continuous above 0.9, discontinuous from 0.5, sporadic from 0.1, isolated above 0: those of the map of the
International Permafrost Association (Brown et al. 1997), which Obu et al. (2019,
doi:10.1016/j.earscirev.2019.04.023) take over for their probability.
"""

_SLACK = 1e-6
_MOST_LISTED = 6
_SAID_HOW = "'1=continuous,2=discontinuous'"


class Classes(Protocol):
    """How values become zones."""

    def zones(self, values: Floats) -> Zones:
        """Place of the zone of values in `PERMAFROST_ZONES`, `VOID` for NaN and what is no zone; same shape.

        Raises
        ------
        UserError
            The values cannot be of this kind.
        """

    def record(self) -> dict[str, Any]:
        """What the record of a run keeps of it."""

    def warn(self, report: Report) -> None:
        """Say what a person should know of the values that were met."""


@dataclass
class Codes:
    """Whole numbers that stand for zones; `others` are codes that are declared as something else."""

    name: str
    zone_of_code: Mapping[int, str]
    others: Mapping[int, str]
    by: str
    _unknown: set[float] = field(default_factory=set)

    def zones(self, values: Floats) -> Zones:
        """See `Classes.zones`."""
        found = np.full(values.shape, VOID, dtype=np.int8)
        known = np.isnan(values)
        for code, zone in self.zone_of_code.items():
            here = values == code
            found[here] = PERMAFROST_ZONES.index(zone)
            known |= here
        self._unknown.update(np.unique(values[~known])[:_MOST_LISTED].tolist())
        return found

    def record(self) -> dict[str, Any]:
        """See `Classes.record`."""
        return {"classes": {str(code): zone for code, zone in self.zone_of_code.items()}, "classes_by": self.by}

    def warn(self, report: Report) -> None:
        """See `Classes.warn`."""
        if self._unknown:
            told = [f"{code:g}{self._called(code)}" for code in sorted(self._unknown)]
            report.warning(
                f"{self.name} holds values that are no permafrost zone, taken as void: {few(told, _MOST_LISTED)}; if "
                f"they are one, say which with --permafrost-classes, such as '{sorted(self._unknown)[0]:g}=none'."
            )

    def _called(self, code: float) -> str:
        name = self.others.get(int(code)) if float(code).is_integer() else None
        return f" ({name})" if name else ""


@dataclass
class Probability:
    """A probability, or a share of the ground with permafrost: 0 to 1 after `factor`."""

    name: str
    factor: float = 1.0
    _seen: tuple[int, bool] = (0, False)

    def zones(self, values: Floats) -> Zones:
        """See `Classes.zones`."""
        share = values * self.factor
        known = ~np.isnan(share)
        self._check(values[known], share[known])
        found = np.full(values.shape, VOID, dtype=np.int8)
        high, middle, low, nothing = LIMITS
        with np.errstate(invalid="ignore"):
            above = (share > high, share >= middle, share >= low, share > nothing, share >= nothing - _SLACK)
        for place in reversed(range(len(PERMAFROST_ZONES))):
            found[above[place]] = place
        count, is_fraction = self._seen
        inner = (share[known] > 0) & (share[known] < 1)
        self._seen = count + int(known.sum()), is_fraction or bool(inner.any())
        return found

    def _check(self, values: Floats, share: Floats) -> None:
        wrong = (share < -_SLACK) | (share > 1 + _SLACK)
        if not wrong.any():
            return
        bad = np.unique(values[wrong])
        examples = few([f"{value:.6g}" for value in bad], 3)
        if (values == np.round(values)).all():
            raise UserError(
                f"{self.name} holds whole numbers such as {examples} and does not say which permafrost zones they "
                f"are; say it with --permafrost-classes, such as {_SAID_HOW}."
            )
        raise UserError(
            f"{self.name} holds values such as {examples}, which are neither permafrost zones nor a probability of 0 "
            "to 1; give another file (temperatures go with --magt), or another variable with --permafrost-variable."
        )

    def record(self) -> dict[str, Any]:
        """See `Classes.record`."""
        high, middle, low, nothing = LIMITS
        return {
            "classes": {
                "continuous": f"> {high:g}",
                "discontinuous": f"{middle:g} to {high:g}",
                "sporadic": f"{low:g} to < {middle:g}",
                "isolated": f"> {nothing:g} to < {low:g}",
                "none": f"{nothing:g}",
            },
            "classes_by": "probability" if self.factor == 1 else "probability in percent",
        }

    def warn(self, report: Report) -> None:
        """See `Classes.warn`."""
        count, is_fraction = self._seen
        if count and not is_fraction:
            report.warning(
                f"{self.name} holds nothing but 0 and 1 where the outlines lie; taken as probability of permafrost, "
                "so as none and continuous. If they are classes, say which with --permafrost-classes."
            )


def classes_of(
    name: str, declared: DeclaredClasses, given: GivenClasses, unit: str, whole_numbers: bool
) -> Codes | Probability:
    """How a raster is read.

    What a person gives counts first, then the names that the file declares; a unit of percent, or decimals, mean a
    probability. Nothing else is guessed.

    Parameters
    ----------
    name
        The file, for sentences.
    declared, given
        What the file and the person say of classes.
    unit
        What the file says of its unit.
    whole_numbers
        Whether the values are stored as whole numbers, without a scale.

    Raises
    ------
    UserError
        They are whole numbers of which nobody says what they are.
    """
    told = max(declared.texts, key=lambda texts: len(_zones_among(texts)), default={})
    zones = _zones_among(told)
    others = {code: text for code, text in told.items() if code not in zones}
    if given:
        codes = _numbers(given, name)
        by = f"{declared.by}, and as given" if zones else "as given"
        return Codes(name, zones | codes, others, by)
    if zones:
        return Codes(name, zones, others, declared.by)
    if unit.strip().lower() in ("%", "percent", "per cent"):
        return Probability(name, 0.01)
    if told or declared.is_painted or whole_numbers:
        listed = few([f"{code} {text}" for code, text in told.items()], _MOST_LISTED)
        calls = f"; it calls them {listed}" if listed else ""
        raise UserError(
            f"{name} holds classes as whole numbers and does not say which permafrost zones they are{calls}. Say it "
            f"with --permafrost-classes, such as {_SAID_HOW}; a probability in percent says so in its unit (%)."
        )
    return Probability(name)


def _zones_among(texts: Mapping[int, str]) -> dict[int, str]:
    return {code: zone for code, text in texts.items() if (zone := zone_of(text))}


def _numbers(given: GivenClasses, name: str) -> dict[int, str]:
    found = {}
    for code, zone in given.zones.items():
        if not code.lstrip("-").isdecimal():
            raise UserError(
                f"'{code}={zone}' (--permafrost-classes) names no whole number, and {name} is a raster of numbers; "
                f"give classes such as {_SAID_HOW}."
            )
        found[int(code)] = zone
    return found
