"""Classes that shares are told of: those of Sun et al. (2024, section 5.2), and classes of numbers in general."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Class:
    """Values of a field from `low` on to below `high`; None is without end. `words` is what a table calls it."""

    column: str
    low: float | None
    high: float | None
    words: str

    def holds(self, values: Floats) -> npt.NDArray[np.bool_]:
        """Which values are in it; NaN is in none."""
        with np.errstate(invalid="ignore"):
            inside = np.isfinite(values)
            if self.low is not None:
                inside &= values >= self.low
            if self.high is not None:
                inside &= values < self.high
        return np.asarray(inside)


CLASSES = (
    Class("AREA", None, 0.1e6, "area below 0.1 km²"),
    Class("AREA", None, 0.3e6, "area below 0.3 km²"),
    Class("ELE_MIN", 4000.0, 5500.0, "lowest elevation 4000 to 5500 m"),
    Class("SLO_MEAN", 10.0, 25.0, "mean slope 10 to 25°"),
    Class("MAAT", -5.0, 0.0, "MAAT -5 to 0 °C"),
    Class("MAGT", -5.0, 0.0, "MAGT -5 to 0 °C"),
    Class("AP", 300.0, 1000.0, "annual precipitation 300 to 1000 mm"),
    Class("PISR", 2500.0, 3500.0, "PISR 2500 to 3500 kWh/m²"),
)
"""Those of the paper, in its order."""


def classed(values: Floats, breaks: Sequence[float]) -> npt.NDArray[np.object_]:
    """Names of the classes between breaks that numbers are in: ``below 4000``, ``4000 to 5000``, ``from 5000``.

    A break is in the class above it. "" where there is no number.

    Raises
    ------
    UserError
        The breaks do not rise.
    """
    given = [float(each) for each in breaks]
    if not given or not np.isfinite(given).all() or sorted(set(given)) != given:
        raise UserError(f"The breaks {', '.join(f'{each:g}' for each in given)} do not rise; give such as 4000,4500.")
    place = np.searchsorted(given, values, side="right")
    names = np.array(class_names(given), dtype=object)
    return np.where(np.isfinite(values), names[np.minimum(place, len(given))], "")


def class_names(breaks: Sequence[float]) -> list[str]:
    """Names of the classes between rising breaks, in order."""
    told = [f"{each:.12g}" for each in breaks]
    between = [f"{low} to {high}" for low, high in zip(told[:-1], told[1:], strict=True)]
    return [f"below {told[0]}", *between, f"from {told[-1]}"]
