"""A picture of a scene with outlines on it: candidates in yellow, reference in green, as in the paper."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.small import OverviewRequest
from ..telling.report import Report


def run(request: OverviewRequest, report: Report) -> dict[str, Any]:
    from ..jobs.overview import draw_overview

    outlines = [(request.glaciers, "light blue"), (request.reference, "green"), (request.candidates, "yellow")]
    draw_overview(
        request.input, [(path, colour) for path, colour in outlines if path], request.output, request.width, report
    )
    return {"output": str(request.output)}
