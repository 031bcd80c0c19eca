"""Which shares of outlines lie in which zone: what each source of zones tells, and how several are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ...inventory.schema import PERMAFROST_ZONES
from ..telling.report import Report
from .classes import VOID

Floats = npt.NDArray[np.float64]
Zones = npt.NDArray[np.int8]

METHODS = ("auto", "mean", "marker")
"""By the size of the outline; the zone of most of its area; the zone at its primary marker."""

_ALIKE = 1e-6
"""Shares that differ by less are equal: exactextract's are of single precision."""
_WHOLE = 0.999


@dataclass
class Shares:
    """Of n outlines: `areas` (n, zones) is the share of their area in each zone, in the order of the schema.

    `at_marker` (n,) is the place of the zone at the primary marker, `VOID` for none; `cells` (n,) how many cells
    large the outline is, infinite where zones are polygons.
    """

    areas: Floats
    at_marker: Zones
    cells: Floats

    @classmethod
    def nothing(cls, count: int, cells: float = 0.0) -> Shares:
        """Of outlines of which nothing is known."""
        return cls(
            np.zeros((count, len(PERMAFROST_ZONES))), np.full(count, VOID, dtype=np.int8), np.full(count, float(cells))
        )


class ZonePart(Protocol):
    """One file of zones, open."""

    @property
    def name(self) -> str:
        """What sentences call it."""

    def shares(self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any, report: Report) -> Shares:
        """Of valid polygons (n,) and their primary markers, both in `crs`."""

    def record(self) -> dict[str, Any]:
        """What the record of a run keeps of it."""

    def warn(self, report: Report) -> None:
        """Say what was met, over all outlines."""


@dataclass(frozen=True)
class ZoneValues:
    """Of n outlines: the zone as the schema writes it (None where unknown), the share of the area that is known,
    whether the zone is that of most of the area, and whether several zones cover it.
    """

    zones: npt.NDArray[Any]
    known: Floats
    by_area: npt.NDArray[np.bool_]
    mixed: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PermafrostZones:
    """Zones from one file or several; where two tell of one place, the first one counts.

    `method` is one of `METHODS`; with ``auto``, the area decides where an outline is `least_cells` cells large.
    """

    parts: Sequence[ZonePart]
    method: str
    least_cells: float

    def of(self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any, report: Report) -> ZoneValues:
        """The zone of polygons.

        The zone that covers most of the area; of two that cover as much, the one with more permafrost. Where cells
        are large, the zone of the cell at the primary marker; where that is void, again that of most of the area.

        Parameters
        ----------
        outlines, markers
            Valid polygons and their primary markers (points), shape (n,).
        crs
            Their coordinate system; they are transformed to the source's, never the source to theirs.
        report
            Gets progress, and raises `Cancelled` where a stop was asked for.

        Raises
        ------
        UserError
            A file is damaged, or its values cannot be zones.
        """
        told = Shares.nothing(len(outlines))
        for part in self.parts:
            left = np.flatnonzero(told.areas.sum(axis=1) < _WHOLE)
            if left.size:
                _add(told, left, part.shares(outlines[left], markers[left], crs, report))
        total = told.areas.sum(axis=1)
        most = told.areas.max(axis=1)
        of_area = np.argmax(told.areas >= most[:, None] - _ALIKE, axis=1)
        of_area[total <= 0] = VOID
        if self.method == "auto":
            by_area = told.cells >= self.least_cells
        else:
            by_area = np.full(len(outlines), self.method == "mean")
        by_area = by_area | (told.at_marker == VOID)
        place = np.where(by_area, of_area, told.at_marker)
        zones = np.array([None if at == VOID else PERMAFROST_ZONES[at] for at in place.tolist()], dtype=object)
        mixed = (told.areas > _ALIKE).sum(axis=1) > 1
        return ZoneValues(zones, np.minimum(total, 1.0), by_area & (place != VOID), mixed)


def _add(told: Shares, left: npt.NDArray[np.intp], more: Shares) -> None:
    """Fill up what the sources before left open."""
    room = 1.0 - told.areas[left].sum(axis=1)
    total = more.areas.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = np.where(total > room, room / total, 1.0)
    told.areas[left] += more.areas * factor[:, None]
    open_ = told.at_marker[left] == VOID
    told.at_marker[left[open_]] = more.at_marker[open_]
    told.cells[left] = np.maximum(told.cells[left], np.where(total > 0, more.cells, 0))
