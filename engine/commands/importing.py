"""The command that takes inventories in as they come."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.importing import ImportRequest
from ..telling.report import Report


def import_(request: ImportRequest, report: Report) -> dict[str, Any]:
    """Take outlines of any polygon layer into an inventory, as rock glaciers or as candidates to be decided again.

    All of it is written in one transaction, and an outline that is there already is not taken twice. Which fields are
    taken is remembered by the inventory for files with the same fields. The published inventory of the Tibetan Plateau
    (TPRoGI) needs no mapping.
    """
    from ..importing.importing import import_outlines, look, plan_import

    plan = plan_import(request.input, request.layer, request.map, request.as_, request.inventory, report)
    return look(plan, report) if request.look else import_outlines(plan, report)
