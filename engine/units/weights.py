"""What was learnt from the development seeds alone, as plain numbers; made by `recipes/units_weights.py`.

`weights.json` has *fine* ones, for DEMs of cells up to `COARSE`, and *coarse* ones for larger. Both tell their
provenance, the names of their measures, and the numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FILE = Path(__file__).with_name("weights.json")
COARSE = 15.0
"""Metres: on a DEM of larger cells furrows between units are hardly seen."""
FAR = 4.0
"""Standard deviations: a measure that is farther from its mean counts no more than that."""


@dataclass(frozen=True)
class Measures:
    """Names, means and standard deviations of what is measured."""

    names: tuple[str, ...]
    middle: Floats
    spread: Floats

    def of(self, values: Floats) -> Floats:
        """In standard deviations from the mean."""
        return np.clip((values - self.middle) / self.spread, -FAR, FAR)


@dataclass(frozen=True)
class Weights:
    """Of cells: 16 sums of their measures, bent by tanh, and a sum of those. Of seams: one sum of their measures."""

    forms: Measures
    sums: Floats
    constants: Floats
    second: Floats
    constant: float
    seams: Measures
    seam: Floats
    seam_constant: float

    def cell_odds(self, forms: Floats) -> Floats:
        """The logarithm of odds that a seam runs through each cell; rows are cells."""
        return np.asarray(np.tanh(self.forms.of(forms) @ self.sums + self.constants) @ self.second + self.constant)

    def seam_odds(self, measures: Floats) -> float:
        """The logarithm of odds that a seam parts two units."""
        return float(self.seams.of(measures) @ self.seam) + self.seam_constant


def weights_for(resolution: float) -> Weights:
    """The weights for a DEM of so many metres."""
    return _read()["coarse" if resolution > COARSE else "fine"]


@cache
def _read() -> dict[str, Weights]:
    told = json.loads(FILE.read_text("utf-8"))
    return {name: weights_from(one) for name, one in told.items()}


def weights_from(told: dict[str, Any]) -> Weights:
    """The weights that a file tells."""
    cells, seams = told["cells"], told["seams"]
    return Weights(
        _measures(cells),
        np.array(cells["sums"]),
        np.array(cells["constants"]),
        np.array(cells["second"]),
        float(cells["constant"]),
        _measures(seams),
        np.array(seams["weights"]),
        float(seams["constant"]),
    )


def _measures(told: dict[str, Any]) -> Measures:
    return Measures(tuple(told["names"]), np.array(told["middle"]), np.array(told["spread"]))
