"""The command that looks an inventory or a published file through."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.checks import CheckRequest
from ..telling.report import Report


def check(request: CheckRequest, report: Report) -> dict[str, Any]:
    """Check an inventory or a published file against schema and guidelines; it is only read.

    Identifiers, geometry, sizes, overlaps, markers, values, texts, systems: each thing that is found is told with the
    rule it breaks and by whose word that stands. An older inventory is read as it is.
    """
    from ..checks.checking import check_file

    return check_file(request, report)
