"""Ranges of values as a person gives them: ``4000,5500``, or with one end only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Range:
    """Lowest and highest value that counts; both count themselves."""

    low: float = -np.inf
    high: float = np.inf

    def holds(self, values: Floats) -> Bools:
        """Whether values lie inside; what is unknown (NaN) does."""
        return ~((values < self.low) | (values > self.high))

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Range()


def parse_range(text: str | None, what: str, lowest: float, highest: float) -> Range:
    """A range from ``4000,5500``, ``4000,`` or ``,5500``.

    Raises
    ------
    UserError
        It is none, it is empty, or an end lies outside of `lowest` to `highest`.
    """
    if text is None:
        return Range()
    try:
        first, last = (float(end) if end.strip() else None for end in text.split(","))
    except ValueError:
        first = last = None
    if first is None and last is None:
        raise UserError(f"'{text}' is no range of {what}; give MIN,MAX such as 4000,5500, or 4000, or ,5500.")
    found = Range(-np.inf if first is None else first, np.inf if last is None else last)
    for end in (first, last):
        if end is not None and not lowest <= end <= highest:
            raise UserError(f"The {what} {end:g} is not between {lowest:g} and {highest:g}.")
    if found.low > found.high:
        raise UserError(f"The range of {what} {text} is empty; give the lower value first.")
    return found
