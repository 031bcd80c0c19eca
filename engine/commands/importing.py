"""The command that takes inventories in as they come."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.importing import ImportRequest
from ..telling.report import Report


def import_(request: ImportRequest, report: Report) -> dict[str, Any]:
    """Take outlines and markers of any layers into an inventory, as rock glaciers or as candidates to be decided again.

    All of it is written in one transaction, and an outline that is there already is not taken twice. Which fields are
    taken is remembered by the inventory for files with the same fields. The published inventory of the Tibetan Plateau
    (TPRoGI), those of RGIK and the global one of 2026 need no mapping.
    """
    from ..importing.importing import import_outlines
    from ..importing.planning import look, plan_import

    plan = plan_import(request, report)
    return look(plan, report) if request.look else import_outlines(plan, report)
