"""What is known of one file of a series before it is read, whichever library reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Dates:
    """When the n steps of a file are (`cftime.datetime`): their middles, (n,), and both ends, (n, 2), if told.

    `by_name` says that the file's name tells it and nothing inside.
    """

    middles: npt.NDArray[Any]
    edges: npt.NDArray[Any] | None = None
    by_name: bool = False


@dataclass(frozen=True)
class Described:
    """A variable of one file: its unit, what else says which `quantity` it is, both `axes`, and its steps.

    `place` is its coordinate system as the file writes it; `dates` is None where the file tells none.
    """

    variable: str
    unit: str
    quantity: tuple[str, ...]
    axes: tuple[npt.NDArray[Any], npt.NDArray[Any]]
    dates: Dates | None
    steps: int
    place: str = ""


@dataclass(frozen=True)
class Look:
    """What was seen of a file: the names of its `variables` on a grid, and of the one to be read, its facts.

    `path` is where it can be read, `label` what sentences call it, `group` the group of a NetCDF file; `version` is
    what it tells of its product's version, `band` which of a raster's bands was asked for. `facts` are None where the
    file has no such variable, or several and none is asked for.
    """

    path: Path
    label: Path
    variables: tuple[str, ...]
    facts: Described | None = None
    version: str = ""
    group: str = ""
    is_raster: bool = False
    band: str | None = None

    @property
    def whole_name(self) -> str | None:
        """The variable's name with its group."""
        return None if self.facts is None else f"{self.group}/{self.facts.variable}".lstrip("/")


def same_axis(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    """Whether two axes have their cells at the same places, to a thousandth of a cell: decimals may be rounded."""
    if one is other:
        return True
    if one.shape != other.shape or not one.size:
        return one.shape == other.shape
    step = abs(float(one[-1]) - float(one[0])) / max(len(one) - 1, 1)
    return bool(np.abs(one.astype(np.float64) - other.astype(np.float64)).max() <= 1e-3 * (step or 1.0))
