"""The place that is shown, opened in another viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..map.seeing import viewer

if TYPE_CHECKING:
    from .session import Session


def open_place(session: Session, pattern: str, mode: Any) -> None:
    """Open what a mode shows, else the middle of the map, at the scale of the map.

    Raises
    ------
    UserError
        The pattern is wrong, or nothing opens its address.
    """
    shown = getattr(mode, "shown", None)
    row = {} if shown is None else shown.row
    place, crs = session.view.place()
    elevation = row.get("ELE_MEAN")
    known = "" if shown is None else shown.identifier
    values = viewer.values_at(session.view.canvas, place, crs, elevation, known)
    viewer.open_address(viewer.address(pattern or viewer.GOOGLE_EARTH, values))
