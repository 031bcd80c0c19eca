"""The commands of the review, a function each, whose own words are the command's help."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.review import AgreementRequest, SampleRequest
from ..telling.report import Report


def sample(request: SampleRequest, report: Report) -> dict[str, Any]:
    """Draw a sample of primary markers, or of windows of ground, that reviewers judge in the dock; or extend one.

    It is kept in the inventory with all that it takes to draw it again and to weigh it.
    """
    from ..agreement.sampling import draw

    return draw(request, report)


def agreement(request: AgreementRequest, report: Report) -> dict[str, Any]:
    """How well reviewers agree, the precision of the inventory and its completeness, each with its 95 % interval.

    As long as a decision is missing, nothing is told of what was said: blind stays blind.
    """
    from ..agreement.job import tell_agreement

    return tell_agreement(request, report)
