"""A group of attributes: fields that come from one source and are computed together, chunk by chunk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ...inventory import schema
from ..telling.report import Report
from .inventory_rows import Mask

Floats = npt.NDArray[np.float64]

NAMES_IN_A_WARNING = 10
WHOLLY_KNOWN = 0.999
"""Share of a polygon's area with values from which it counts as wholly known."""


@dataclass(frozen=True)
class Chunk:
    """Some thousand features: `outlines` and primary `markers` in `crs`, `labels` for messages, each (n,).

    `elevations` (n,) are mean elevations in metres, NaN where they are not known; None where nobody asked.
    """

    outlines: npt.NDArray[Any]
    markers: npt.NDArray[Any]
    labels: npt.NDArray[Any]
    crs: str
    elevations: Floats | None = None

    def __len__(self) -> int:
        return len(self.outlines)

    def where(self, mask: Mask) -> Chunk:
        """Those features only."""
        heights = None if self.elevations is None else self.elevations[mask]
        return Chunk(self.outlines[mask], self.markers[mask], self.labels[mask], self.crs, heights)


@dataclass
class Notes:
    """What warnings will say, gathered over chunks: each names some features and tells how many there are."""

    _names: dict[str, list[str]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, labels: Sequence[str] | npt.NDArray[Any], which: Mask | None = None) -> None:
        """Note some features under the beginning of a sentence; `which` of them, None for all."""
        found = list(labels if which is None else np.asarray(labels, dtype=object)[which])
        names = self._names.setdefault(what, [])
        names += found[: max(NAMES_IN_A_WARNING - len(names), 0)]
        self._counts[what] = self._counts.get(what, 0) + len(found)

    def warn(self, report: Report, **said_as: str) -> None:
        """Say all of it, in the order in which it was first asked about.

        `said_as` replaces what was noted under a word by the sentence that is known only now.
        """
        for what, names in self._names.items():
            count = self._counts[what]
            more = f" and {count - len(names)} more" if count > len(names) else ""
            if names:
                report.warning(f"{said_as.get(what, what)} ({count}): {', '.join(names)}{more}.")


@dataclass(frozen=True)
class GroupValues:
    """What a group tells of n features: its fields, each (n,), of which features it knows any, and whether
    any of them lies on its source at all.
    """

    columns: dict[str, npt.NDArray[Any]]
    known: Mask
    reached: bool


@dataclass(frozen=True)
class ChunkValues:
    """What a group told of the n features of a chunk; NaN, and None for a text, of those that were not due."""

    group: str
    columns: dict[str, npt.NDArray[Any]]
    due: Mask
    known: Mask
    reached: bool


def _empty(field: str, count: int) -> npt.NDArray[Any]:
    """A column without values: of texts None, of numbers NaN."""
    return np.full(count, None, dtype=object) if field in schema.COMPUTED_TEXTS else np.full(count, np.nan)


class Group(ABC):
    """One group, open for the length of a run.

    `source` is its file as it is recorded; `asked`, `known` and `reached` are kept by `fill`.
    """

    name: ClassVar[str]
    cost: ClassVar[float] = 1.0
    """How long it takes for a feature, against the others: for the progress alone."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.notes = Notes()
        self.asked = self.known = 0
        self.reached = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The inventory's fields that it fills."""
        return schema.ATTRIBUTE_GROUPS[self.name]

    def fill(self, chunk: Chunk, due: Mask, report: Report) -> ChunkValues:
        """Compute the features of a chunk that are due."""
        columns = {name: _empty(name, len(chunk)) for name in self.fields}
        known = np.zeros(len(chunk), dtype=bool)
        reached = False
        if due.any():
            found = self.compute(chunk.where(due), report)
            for name in self.fields:
                columns[name][due] = found.columns[name]
            known[due] = found.known
            self.asked += int(due.sum())
            self.known += int(found.known.sum())
            reached = found.reached
            self.reached = self.reached or reached
        return ChunkValues(self.name, columns, due, known, reached)

    @abstractmethod
    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        """The group's fields of some features; what is to be warned of goes into `notes`."""

    @abstractmethod
    def nowhere(self) -> str:
        """The sentence for a person where no outline of the layer lies on the source."""

    def warn(self, report: Report) -> None:
        """Say what was gathered over the chunks."""
        self.notes.warn(report)

    def record(self) -> dict[str, Any]:
        """What `runs` keeps of it, so that it can be repeated."""
        return {"source": self.source}

    def result(self) -> dict[str, Any]:
        """What the command's result tells besides how many features were filled."""
        return {}
