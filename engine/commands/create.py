"""Make a new, empty inventory: one GeoPackage with all its layers, styled."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.small import CreateRequest
from ..telling.report import Report


def run(request: CreateRequest, report: Report) -> dict[str, Any]:
    """Write the file."""
    from ...inventory.schema import LAYERS, SCHEMA_VERSION
    from ..intake.inventory_file import create_inventory

    create_inventory(request.output, request.crs, request.title, request.replace)
    return {
        "inventory": str(request.output),
        "schema_version": SCHEMA_VERSION,
        "layers": [layer.name for layer in LAYERS],
    }
