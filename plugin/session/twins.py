"""The rock glacier that is shown has a twin: told, and settled with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from ...gestures.operations import By
from ...gestures.settling import settle
from ...inventory.outline import Outline
from ...inventory.schema import GEOMETRY, ROCK_GLACIERS
from ...processing_provider.adapters.translation import tr
from ...store.twins import NOT_DECIDED_SO, Twin
from ..dock.panels.shown import Warning
from ..geometry import outlines
from ..geometry.features import Shown, read_shown
from .file_notices import twin_text

if TYPE_CHECKING:
    from .session import Session

SETTLE, OTHER = "settle", "other twin"
"""What is offered: to keep the one that is shown, and to look at the next one."""

_SAME = 0.5
"""Share of the smaller of two outlines that both cover, from which they are one landform."""


def twin_warnings(session: Session, shown: Shown) -> list[Warning]:
    """What is to be told of the rock glacier that is shown: that it has a twin, and whose that is."""
    twin, other = _twin(session, shown), other_twin(session, shown)
    if twin is None or other is None:
        return []
    if twin.kind == NOT_DECIDED_SO:
        text = tr("{} Accept it, or remove the rock glacier.").format(twin_text(twin))
        return [Warning(text, SETTLE, tr("Accept"))]
    label = tr("Keep both") if _own(session, twin, shown) else tr("Keep this one")
    text = tr("{twins} This one is by {here}, the other by {there}.").format(
        twins=twin_text(twin), here=_mapper(shown), there=_mapper(other)
    )
    return [Warning(text, SETTLE, label), Warning(tr("The other may lie under it."), OTHER, tr("Show it"))]


def other_twin(session: Session, shown: Shown) -> Shown | None:
    """The next of those that share what should be one's own; None where the shown one is alone."""
    twin = _twin(session, shown)
    if twin is None:
        return None
    place = twin.fids.index(shown.fid) + 1
    return read_shown(session.inventory, ROCK_GLACIERS, twin.fids[place % len(twin.fids)])


def _mapper(shown: Shown) -> str:
    return shown.row["MAPPER"] or tr("somebody without a name")


def settle_shown(session: Session, shown: Shown, by: By) -> None:
    """Keep the rock glacier that is shown; a twin that is another landform becomes one of its own.

    Raises
    ------
    UserError
        Where it was settled elsewhere meanwhile, or the file cannot be written.
    """
    twin = _twin(session, shown)
    if twin is not None:
        settle(session.inventory, twin, shown.fid, by, _own(session, twin, shown))


def _twin(session: Session, shown: Shown) -> Twin | None:
    if shown.is_candidate:
        return None
    return session.inventory.contradiction_of(shown.fid, shown.row)


def _own(session: Session, twin: Twin, shown: Shown) -> dict[int, Outline]:
    """The outlines of those that lie elsewhere."""
    here, found = _sound(session, shown.row[GEOMETRY]), dict[int, Outline]()
    for fid in twin.fids:
        row = None if fid == shown.fid else session.inventory.row(ROCK_GLACIERS, fid)
        if row is None or not row[GEOMETRY]:
            continue
        there = _sound(session, row[GEOMETRY])
        common = session.ground.area(here.intersection(there))
        if common < _SAME * min(session.ground.area(here), session.ground.area(there)):
            found[fid] = session.ground.outline(there, session.crs)
    return found


def _sound(session: Session, blob: bytes) -> QgsGeometry:
    geometry = session.ground.geometry(blob)
    return outlines.mend(geometry) if session.ground.problem(geometry) else geometry
