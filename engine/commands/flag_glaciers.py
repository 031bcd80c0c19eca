"""Fill GLAC_FRAC of candidates: the share of each that lies inside glacier outlines."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.attributes import FlagGlaciersRequest
from ..telling.report import Report


def run(request: FlagGlaciersRequest, report: Report) -> dict[str, Any]:
    """Compute and write."""
    from ...inventory.schema import CANDIDATES, GLACIERS
    from ...store.sources import Sources
    from ..filling.chunks import fill_attributes
    from ..filling.remembering import remember, with_remembered

    given = Sources(glaciers=request.glaciers, glaciers_layer=request.glaciers_layer)
    result = fill_attributes(
        request.inventory,
        with_remembered(request.inventory, given, [GLACIERS], CANDIDATES.name),
        report,
        layer=CANDIDATES.name,
        groups=[GLACIERS],
        everything=request.all,
        command="flag-glaciers",
    )
    if request.remember:
        remember(request.inventory, given)
    return result
