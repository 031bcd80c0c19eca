"""Turn a probability raster into candidate polygons."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.detection import PolygonizeRequest
from ..telling.report import Report


def run(request: PolygonizeRequest, report: Report) -> dict[str, Any]:
    """Run it."""
    from ..jobs.polygonizing import polygonize_to_files

    return polygonize_to_files(request, report)
