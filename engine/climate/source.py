"""What a climate raster must tell, whichever library reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from .cell_grid import CellGrid
from .steps import Steps

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FileFacts:
    """What a file says of its values.

    `unit` is empty where it names none; `words` are its other texts (name, title, history), in lower case;
    `sums` whether it says that a value is the sum over its step; `whole_numbers` whether the values are
    integers without a scale. `title` is what it calls the quantity, `methods` its `cell_methods`, `level`
    the level or the like that lies beside it, `step_type` GRIB's word for how a step was made (``accum``).
    `gathered` is what a record should tell of the files of a series.
    """

    variable: str
    unit: str
    words: str = ""
    sums: bool = False
    whole_numbers: bool = False
    title: str = ""
    methods: str = ""
    level: str = ""
    step_type: str = ""
    is_band: bool = False
    gathered: Mapping[str, Any] = field(default_factory=dict)


class Source(Protocol):
    """An open raster or series: where its cells lie, when its steps are, and its values in windows."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def grid(self) -> CellGrid:
        """Where its cells lie."""

    @property
    def steps(self) -> Steps | None:
        """When its values are; None for a single raster."""

    @property
    def told(self) -> FileFacts:
        """What it says of its values."""

    @property
    def stored(self) -> tuple[int, int, int]:
        """Steps, rows and columns that are stored together, so that reading one value reads all of them."""

    def read(self, steps: Sequence[int], row: int, column: int, height: int, width: int) -> Floats:
        """Values of some steps in a window, shape (steps, height, width), scaled; NaN where void.

        Raises
        ------
        UserError
            The file is truncated or damaged.
        """


def damaged(path: Path) -> str:
    """The sentence for a file that ends too early."""
    return f"{path} cannot be read to its end; it is truncated or damaged. Fetch it anew."


def read_round(source: Source, steps: Sequence[int], row: int, column: int, height: int, width: int) -> Floats:
    """As `Source.read`; a window may go on beyond the last column where the grid closes round the Earth."""
    columns = source.grid.shape[1]
    values = np.empty((len(steps), height, width))
    at = 0
    while at < width:
        start = (column + at) % columns
        part = min(columns - start, width - at)
        values[:, :, at : at + part] = source.read(steps, row, start, height, part)
        at += part
    return values
