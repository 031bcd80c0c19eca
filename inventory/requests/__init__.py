"""What is asked of each command: one frozen record of its options, from which all that asks is made.

A new option is one field here. The command line, the record's way into a dialog and into the dock, and the
facts of a ledger follow from it; `tests/unit/test_requests.py` says what is missing.
"""

from __future__ import annotations

from . import (
    attributes,
    checks,
    detection,
    exchange,
    importing,
    levels,
    publishing,
    report,
    review,
    small,
    statistics,
    training,
    units,
)
from .option import Request

REQUESTS: dict[str, type[Request]] = {
    request.COMMAND: request
    for request in (
        small.CreateRequest,
        small.MigrateRequest,
        importing.ImportRequest,
        exchange.ExportRequest,
        checks.CheckRequest,
        publishing.PublishRequest,
        detection.DetectionRequest,
        detection.PolygonizeRequest,
        levels.LevelsRequest,
        training.TrainingDataRequest,
        training.PlanRequest,
        training.TrainRequest,
        training.ImproveRequest,
        attributes.AttributesRequest,
        attributes.FlagGlaciersRequest,
        attributes.SolarRadiationRequest,
        units.UnitsRequest,
        small.SourcesRequest,
        small.EvaluateRequest,
        statistics.GridStatisticsRequest,
        statistics.SummariseRequest,
        statistics.CompareRequest,
        review.SampleRequest,
        review.AgreementRequest,
        report.ReportRequest,
        small.SimulateRequest,
        small.ModelsRequest,
        small.OverviewRequest,
        small.EnvironmentRequest,
        small.ServeRequest,
    )
}
"""Command -> the record of its options."""
