"""The commands that make candidates, a function each, whose own words are the command's help."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.detection import DetectionRequest, PolygonizeRequest
from ..telling.report import Report


def detect(request: DetectionRequest, report: Report) -> dict[str, Any]:
    """Run a network over an image: candidate polygons, and a probability raster if wanted."""
    from .. import starting_up
    from ..jobs.detection_run import detect

    starting_up.check_temporary_folder()
    return detect(request, report)


def polygonize(request: PolygonizeRequest, report: Report) -> dict[str, Any]:
    """Turn a probability raster into candidate polygons."""
    from ..jobs.polygonizing import polygonize_to_files

    return polygonize_to_files(request, report)
