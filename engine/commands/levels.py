"""The command that tells outlines at other levels of probability; its own words are the command's help."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.levels import LevelsRequest
from ..telling.report import Report


def levels(request: LevelsRequest, report: Report) -> dict[str, Any]:
    """Outlines of one candidate, or around a place, at every level of the probability that its detection kept.

    Each is drawn as `detect` draws (holes, tolerance, smallest area), with its area and how sharp the edge is along
    it. Nothing is computed by a network, and nothing is written.
    """
    from ..levels.answering import levels_of

    return levels_of(request, report)
