"""The command that gives an inventory out."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.exchange import ExportRequest
from ..telling.report import Report


def export(request: ExportRequest, report: Report) -> dict[str, Any]:
    """Write an inventory in the names, units and codes of another community, with a README that lists every field.

    Only what is decided goes out; the rest is told, and asked about. All files of the folder are written, or none. What
    the other side has no field for is counted and told.
    """
    from ..exporting.exporting import export_inventory

    return export_inventory(request, report)
