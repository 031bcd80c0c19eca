"""Run a network over an image: candidate polygons, and a probability raster if wanted."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.detection import DetectionRequest
from ..telling.report import Report


def run(request: DetectionRequest, report: Report) -> dict[str, Any]:
    from .. import starting_up
    from ..jobs.detection_run import detect

    starting_up.check_temporary_folder()
    return detect(request, report)
