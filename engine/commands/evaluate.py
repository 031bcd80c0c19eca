"""Precision, recall, F1 and IoU of candidates against reference outlines, by area and by polygon."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.small import EvaluateRequest
from ..telling.report import Report


def run(request: EvaluateRequest, report: Report) -> dict[str, Any]:
    """Compare and write."""
    from ..accuracy.evaluation import evaluate_files

    return evaluate_files(
        request.input,
        request.reference,
        request.output,
        report,
        layer=request.layer,
        reference_layer=request.reference_layer,
        subregions=request.subregions,
        area=request.area,
        minimum_iou=request.minimum_iou,
    )
