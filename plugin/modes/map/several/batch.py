"""Which of the candidates on the map may remain together, and why the others are left out.

Nothing is decided unseen: only what lies whole in the view and is drawn large enough to be seen. What is
unusual needs a look of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsSpatialIndex,
)

from .....inventory.checks.rules import LEAST_OVERLAP_M2, SMALLEST_M2
from .....inventory.errors import UserError
from .....inventory.outline import Outline
from .....inventory.schema import CANDIDATES, GEOMETRY, ROCK_GLACIERS
from .....store.records import Box, Wanted
from ....geometry.features import Shown, near, read_all_shown

if TYPE_CHECKING:
    from ....session.session import Session

LEAST_PIXELS = 20
"""Of the longer side: an outline that is drawn smaller cannot be judged beside others."""
BEYOND, TOO_SMALL_HERE, OTHER, INVALID = "beyond the view", "too small here", "other landform", "invalid"
TOO_SMALL, ON_GLACIER, OVERLAPS = "too small", "on a glacier", "overlaps"
_READ_AT_ONCE = 50
REASONS = (BEYOND, TOO_SMALL_HERE, OTHER, OVERLAPS, ON_GLACIER, TOO_SMALL, INVALID)
"""Why one is left out, in the order in which they are told."""


@dataclass(frozen=True)
class Member:
    """A candidate that may remain, as it was when it was looked at, and what is written of it."""

    shown: Shown
    geometry: QgsGeometry
    outline: Outline


class Batch:
    """Looks through the undecided candidates in the view that are in the filter, in small steps.

    Attributes
    ----------
    members
        Those that may remain.
    left_out
        How many are not among them, by reason.
    """

    def __init__(self, session: Session) -> None:
        self._session, self._inventory = session, session.inventory
        self.members: list[Member] = []
        self.left_out: Counter[str] = Counter()
        settings, context = session.view.canvas.mapSettings(), QgsProject.instance().transformContext()
        self._view = QgsGeometry.fromPolygonXY([[QgsPointXY(corner) for corner in settings.visiblePolygon()]])
        self._to_map = QgsCoordinateTransform(session.crs, settings.destinationCrs(), context)
        self._least = LEAST_PIXELS * settings.mapUnitsPerPixel()
        self._fids = self._met_by(session.view_box())

    def _met_by(self, box: Box | None) -> list[int]:
        """Undecided candidates of the filter of which the view has a part; it may cross 180 degrees."""
        if box is None:
            return []
        west, south, east, north = box
        boxes = [box] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]
        found = {row[0] for part in boxes for row in self._inventory.rows(CANDIDATES, (), Wanted(box=part))}
        return [fid for fid in sorted(found) if self._session.queue.is_offered(fid)]

    def steps(self) -> Iterator[tuple[int, int]]:
        """Look at one after the other; how many were looked at, and how many there are."""
        for first in range(0, len(self._fids), _READ_AT_ONCE):
            some = read_all_shown(self._inventory, CANDIDATES, self._fids[first : first + _READ_AT_ONCE])
            geometries = [self._session.ground.geometry(shown.row[GEOMETRY]) for shown in some]
            beside = self._beside_rock_glaciers(geometries)
            for place, (shown, geometry) in enumerate(zip(some, geometries)):
                if shown.is_open:
                    self._look_at(shown, geometry, place in beside)
                yield first + place + 1, len(self._fids)
        yield from self._leave_out_each_others()

    def _look_at(self, shown: Shown, geometry: QgsGeometry, is_beside: bool) -> None:
        reason = self._reason(shown, geometry, is_beside)
        if not reason:
            with suppress(UserError):
                outline = self._session.ground.outline(geometry, self._session.crs)
                self.members.append(Member(shown, geometry, outline))
                return
            reason = INVALID
        self.left_out[reason] += 1

    def _reason(self, shown: Shown, geometry: QgsGeometry, is_beside: bool) -> str:
        """Why a candidate is left out; empty where it may remain. `is_beside`: a rock glacier may lie in it."""
        if shown.target:
            return OTHER
        there = QgsGeometry(geometry)
        try:
            there.transform(self._to_map)
        except QgsCsException:
            return BEYOND
        box = there.boundingBox()
        if not self._view.contains(there):
            return BEYOND
        if max(box.width(), box.height()) < self._least:
            return TOO_SMALL_HERE
        if self._session.ground.problem(geometry):
            return INVALID
        if (shown.row["AREA"] or 0.0) < SMALLEST_M2:
            return TOO_SMALL
        if is_beside and self._overlaps_a_rock_glacier(geometry):
            return OVERLAPS
        share = self._session.ground.share_inside(geometry, self._session.layers.glaciers)
        share = shown.row["GLAC_FRAC"] if share is None else share
        return ON_GLACIER if share is not None and share > 0.5 else ""

    def _beside_rock_glaciers(self, geometries: list[QgsGeometry]) -> set[int]:
        """Places of the outlines whose box meets that of a rock glacier: few, and only they are looked at."""
        return {place for place, _ in self._inventory.near(ROCK_GLACIERS, [_box(one) for one in geometries])}

    def _overlaps_a_rock_glacier(self, geometry: QgsGeometry) -> bool:
        others = near(self._inventory, ROCK_GLACIERS, _box(geometry))
        return any(self._meet(geometry, self._session.ground.geometry(blob)) for _, _, blob in others)

    def _meet(self, one: QgsGeometry, other: QgsGeometry) -> bool:
        return other.intersects(one) and self._session.ground.area(other.intersection(one)) > LEAST_OVERLAP_M2

    def _leave_out_each_others(self) -> Iterator[tuple[int, int]]:
        """Of two that overlap neither may remain unseen: which of them is right, a person says."""
        index = QgsSpatialIndex()
        for place, member in enumerate(self.members):
            feature = QgsFeature(place)
            feature.setGeometry(member.geometry)
            index.addFeature(feature)
        out = set[int]()
        for place, member in enumerate(self.members):
            for other in index.intersects(member.geometry.boundingBox()):
                if other > place and self._meet(member.geometry, self.members[other].geometry):
                    out |= {place, other}
            yield len(self._fids), len(self._fids)
        self.left_out[OVERLAPS] += len(out)
        self.members = [member for place, member in enumerate(self.members) if place not in out]


def _box(geometry: QgsGeometry) -> Box:
    box = geometry.boundingBox()
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
