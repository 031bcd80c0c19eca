"""The command that makes a report."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.report import ReportRequest
from ..telling.report import Report


def report(request: ReportRequest, report: Report) -> dict[str, Any]:
    """Write a report of an inventory: one page of HTML, a PDF if asked for, and its numbers as CSV.

    The page holds a map, figures and tables as in Sun et al. (2024), what mappers and reviewers did, sources and
    methods from the runs, limits, a data dictionary and how to cite. It needs no network and no script. What is not
    known is replaced by a sentence why. With --figure one figure alone is written, as SVG, PDF or PNG.
    """
    from ..report.making import make_report

    return make_report(request, report)
