"""The command that proposes units of rock glacier systems."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.units import UnitsRequest
from ..telling.report import Report


def units(request: UnitsRequest, report: Report) -> dict[str, Any]:
    """Propose the units of rock glacier systems: where a DEM shows furrows between bodies that have grown together.

    Nothing is written into the inventory: a person decides, in the dock (P in Map mode) or on the layers of the output.
    Cuts are numbered from the surest on. One unit on the back of another is not found, and in a DEM of 30 m little is.
    """
    from ..units.suggesting import suggest

    return suggest(request, report)
