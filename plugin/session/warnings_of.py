"""What should make a mapper look twice at an outline. Nothing here stops anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from ...inventory.checks.rules import LEAST_OVERLAP_M2, SMALLEST_M2
from ...inventory.identifiers import format_identifier
from ...inventory.schema import REMOVE, ROCK_GLACIERS
from ...processing_provider.adapters.translation import tr
from ...store.records import Wanted
from ..dock.panels.shown import Warning
from ..geometry import outlines
from ..geometry.features import Shown, model_of, near
from .outline_checks import without_marker_inside
from .twins import twin_warnings

if TYPE_CHECKING:
    from .session import Session

PUT_INSIDE = "put inside"
"""Offered where the primary marker is outside its outline."""


class Doubts:
    """Warnings of an outline, and what can be done about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, shown: Shown, geometry: QgsGeometry, glacier_share: float | None) -> list[Warning]:
        """All warnings, the gravest first."""
        found = []
        problem = self._session.ground.problem(geometry)
        if problem:
            found.append(Warning(tr("The outline is not valid: {}.").format(problem), "mend", tr("Mend")))
        if shown.target:
            text = tr("Found as “{}”: the model {} does not find rock glaciers.")
            found.append(Warning(text.format(shown.target, model_of(self._session.inventory, shown))))
        found += twin_warnings(self._session, shown)
        others = [] if shown.row.get("STATE") == REMOVE or problem else self._overlaps(shown, geometry)
        if others:
            names = ", ".join(name for name, _ in others[:3])
            text = tr("Overlaps {}: {} % of this outline.")
            share = self._share(geometry, [other for _, other in others])
            found.append(Warning(text.format(names, share), "clip", tr("Clip")))
        if glacier_share is None:
            glacier_share = shown.row.get("GLAC_FRAC")
        if glacier_share is not None and glacier_share > 0.5:
            text = tr("{:.0f} % lies inside a glacier outline.")
            found.append(Warning(text.format(glacier_share * 100)))
        area = shown.row["AREA"]
        if area is not None and area < SMALLEST_M2:
            found.append(Warning(tr("Smaller than 0.01 km², the least area of the inventory.")))
        if not shown.is_candidate and not self._has_marker_inside(shown):
            text = tr("The primary marker is not inside the outline; you can also drag it.")
            found.append(Warning(text, PUT_INSIDE, tr("Put it inside")))
        same_cell = self._same_cell(shown, geometry)
        if same_cell:
            text = tr("{} has its marker in the same cell of about 11 m; is this one outlined twice?")
            found.append(Warning(text.format(same_cell)))
        return found

    def _others(self, shown: Shown, geometry: QgsGeometry) -> list[tuple[str, QgsGeometry]]:
        """Other rock glaciers near it; not the one that came of this very candidate."""
        box = geometry.boundingBox()
        corners = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        own = self._session.own_rock_glacier(shown)
        return [
            (identifier or str(fid), self._session.ground.geometry(blob))
            for fid, identifier, blob in near(self._session.inventory, ROCK_GLACIERS, corners)
            if fid != own
        ]

    def _overlaps(self, shown: Shown, geometry: QgsGeometry) -> list[tuple[str, QgsGeometry]]:
        return [
            (name, other)
            for name, other in self._others(shown, geometry)
            if other.intersects(geometry) and self._session.ground.area(other.intersection(geometry)) > LEAST_OVERLAP_M2
        ]

    def _share(self, geometry: QgsGeometry, others: list[QgsGeometry]) -> str:
        """Per cent of an outline that others cover together."""
        common = QgsGeometry.unaryUnion([other.intersection(geometry) for other in others])
        share = 100 * self._session.ground.area(common) / max(self._session.ground.area(geometry), 1e-9)
        return f"{share:.0f}" if share >= 1 else "<1"

    def _has_marker_inside(self, shown: Shown) -> bool:
        return not without_marker_inside(self._session.inventory, self._session.ground, [shown.fid])

    def _same_cell(self, shown: Shown, geometry: QgsGeometry) -> str:
        """Identifier of another rock glacier whose marker would be in the same cell; else empty."""
        if not shown.is_candidate or self._session.own_rock_glacier(shown) is not None:
            return ""
        place = self._session.ground.marker_place(geometry)
        if place is None:
            return ""
        identifier = format_identifier(*place)
        same = Wanted(having={"ID": identifier})
        return identifier if self._session.inventory.count(ROCK_GLACIERS, same) else ""

    def mended(self, action: str, shown: Shown, geometry: QgsGeometry) -> QgsGeometry:
        """The outline, made valid, or without what others cover; `UserError` where nothing is left."""
        if action == "mend":
            return outlines.mend(geometry)
        return outlines.clip(geometry, [other for _, other in self._overlaps(shown, geometry)])
