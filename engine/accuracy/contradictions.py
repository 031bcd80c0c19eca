"""Where two references contradict each other: ground that one claims and the other, which covers it, does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...inventory.errors import UserError
from ..ground.vectors import PolygonLayer
from ..telling.report import Report
from .judged import alone, judged
from .outlines import Outlines
from .scores import AreaScores, evaluate

_MUCH = 0.2
"""Share of what two references claim that only one of them does, from which a warning tells it."""


@dataclass(frozen=True)
class Contradiction:
    """Two references by their names; areas that both, only the first, only the second claim.

    `alone` are numbers of outlines of the first and of the second with none of the other near: which may not know
    that ground, so they are left out.
    """

    names: tuple[str, str]
    area: AreaScores
    alone: tuple[int, int]

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "references": list(self.names),
            "both_m2": self.area.true_positive,
            "only_first_m2": self.area.false_positive,
            "only_second_m2": self.area.false_negative,
            "iou": self.area.iou,
            "left_out": list(self.alone),
        }


def contradiction_of(
    one: tuple[str, Outlines], other: tuple[str, Outlines], area: PolygonLayer | None, report: Report
) -> Contradiction:
    """Compare two references on the ground that both cover.

    Where neither says which ground it covers, outlines that have none of the other within `judged.ALONE` are left out.
    """
    pair = judged(one[1], other[1], area, everywhere=False)
    first, second = pair.found, pair.truth
    counts = [0, 0]
    if one[1].extent is None or other[1].extent is None:
        far = alone(first, second), alone(second, first)
        counts = [int(each.sum()) for each in far]
        first, second = first.some(~far[0]), second.some(~far[1])
    scores = evaluate(first.polygons, second.polygons, first.crs).whole.area
    found = Contradiction((one[0], other[0]), scores, (counts[0], counts[1]))
    if scores.iou is None:
        report.warning(f"References {one[0]} and {other[0]} have no ground in common; they cannot be compared.")
    elif scores.iou < 1 - _MUCH:
        report.warning(
            f"References {one[0]} and {other[0]} contradict each other: only the first claims "
            f"{scores.false_positive / 1e6:.4g} km², only the second {scores.false_negative / 1e6:.4g} km², both "
            f"{scores.true_positive / 1e6:.4g} km². No score can be better than they agree (IoU {scores.iou:.2f})."
        )
    return found


def check_references(names: list[str]) -> None:
    """Raise `UserError` where a reference is given twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UserError(f"The reference {twice[0]} is given twice; give each once.")
