"""What a report is made of, read once: the table, subregions, decisions, runs, and what reviewers agreed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..accuracy.comparisons import Compared
from ..accuracy.deeds import Deeds
from ..statistics.cells import Cells
from ..statistics.summaries import Summary
from ..statistics.table import Table

if TYPE_CHECKING:
    from .examples.reading import Examples
    from .figures.maps import Regions, Relief

Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Gesture:
    """What somebody did: when (UTC, ISO 8601), who, and which of the schema's gestures."""

    time: str
    person: str
    operation: str


@dataclass(frozen=True)
class RunFacts:
    """One run as its row has it, without keys and passwords; `parameters` are its further options."""

    row: Mapping[str, Any]
    parameters: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A field as a text; empty where there is none."""
        value = self.row.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Found:
    """All that is known. What an inventory alone has is empty where any other layer is reported.

    Attributes
    ----------
    path, title
        The file and what it is called.
    is_inventory
        Whether it is one of ours.
    table
        The rock glaciers.
    summary
        Their figures, whole and by subregion.
    cells
        Cells of a grid that hold some; None where there is no place, or no such grid.
    regions
        Subregions around the map.
    outlines
        Polygons in degrees, where the map shows them.
    deeds
        What was done with the candidates.
    examples
        Candidates as they were found and as they were mapped, with the ground below them.
    performance
        Candidates as they were found, against the rock glaciers.
    gestures
        The journal's gestures that were not taken back.
    runs
        In their order.
    agreement
        As `agreement_of` gives it; None where nobody has reviewed.
    others
        Comparisons with other inventories, as `compare` tells them.
    curves
        Networks of a training: name, and steps with IoU of patches trained on and of others.
    relief
        Shaded relief for the map.
    warnings
        What was told while it was read.
    made
        When the report says that it was made (UTC).
    """

    path: Path
    title: str
    is_inventory: bool
    table: Table
    summary: Summary
    cells: Cells | None = None
    schema_version: str = ""
    created: str = ""
    regions: Regions | None = None
    outlines: npt.NDArray[Any] | None = None
    deeds: Deeds | None = None
    examples: Examples | None = None
    performance: Compared | None = None
    gestures: Sequence[Gesture] = ()
    runs: Sequence[RunFacts] = ()
    agreement: Mapping[str, Any] | None = None
    others: Sequence[Mapping[str, Any]] = ()
    curves: Sequence[tuple[str, Points, Points]] = ()
    relief: Relief | None = None
    models_folder: Path | None = None
    cell_km: float = 50.0
    shape: str = "square"
    warnings: list[str] = field(default_factory=list)
    made: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    @property
    def kind(self) -> str:
        """What it is called in sentences."""
        return "inventory" if self.is_inventory else "layer"

    @property
    def number(self) -> int:
        """How many rock glaciers."""
        return self.table.number

    @property
    def has_places(self) -> bool:
        """Whether one of them is anywhere."""
        return bool(np.isfinite(self.table.longitude).any())

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """Numbers of a field, NaN where there is none."""
        return np.asarray(self.table.column(name), dtype=np.float64)
