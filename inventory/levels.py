"""The outlines that one place has at other thresholds: what `levels` answers, and the steps through it.

They ascend in probability, so the outline shrinks along them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Union

GROW, SHRINK, STEEPEST = "grow", "shrink", "steepest"
STEPS = (GROW, SHRINK, STEEPEST)
"""What a person does with an outline."""
Step = Union[str, int]
"""One of `STEPS`, or the index of the level that one goes to."""

SHARP, NEARLY, SOFT, VAGUE = "sharp", "nearly", "soft", "vague"
_LEAST_SHARE = ((SHARP, 0.9), (NEARLY, 0.65), (SOFT, 0.35))
"""Of the steepest edge, below which an edge has another word."""


@dataclass(frozen=True)
class Level:
    """One outline, as it would have been found at this threshold."""

    level: float
    outline: str
    """WKT in the inventory's system."""
    area: float
    """Square metres on the ground."""
    edge: float
    """How sharp the edge is along it, as a share of the sharpest one of the levels."""
    joins: tuple[str, ...] = ()
    """Other undecided candidates whose ground it holds."""
    parts: int = 1
    """In how many the ground found at the first level has parted; this is one of them."""


@dataclass(frozen=True)
class Levels:
    """All of one candidate, or of one place, at least one."""

    candidate: str
    imagery: str
    found: int | None
    """Index of the threshold of the run, whose outline is the candidate's own; None where a place has none there."""
    steepest: int
    """Index of the sharpest edge."""
    levels: tuple[Level, ...]

    def __len__(self) -> int:
        return len(self.levels)

    def __getitem__(self, index: int) -> Level:
        return self.levels[index]

    def after(self, index: int, step: Step) -> int:
        """The index after a step; the same one where there is no further one."""
        if step == STEEPEST:
            return self.steepest
        moved = step if isinstance(step, int) else index + (-1 if step == GROW else 1)
        return min(max(moved, 0), len(self.levels) - 1)

    def edge_share(self, index: int) -> float:
        """How sharp the edge is there, as a share of the sharpest one."""
        return self.levels[index].edge

    def edge_word(self, index: int) -> str:
        """The same as one of four words."""
        share = self.edge_share(index)
        return next((word for word, least in _LEAST_SHARE if share >= least), VAGUE)


def read_levels(values: Mapping[str, Any]) -> Levels:
    """What the engine has answered to `levels`.

    Raises
    ------
    ValueError
        There is no level in it, or it names one that is not there.
    """
    levels = tuple(
        Level(
            float(told["level"]),
            str(told["outline"]),
            float(told["area_m2"]),
            float(told["edge"]),
            tuple(map(str, told["joins"])),
            int(told["parts"]),
        )
        for told in values["levels"]
    )
    if not levels:
        raise ValueError("levels answered without a level")
    found, steepest = int(values["found"]), int(values["steepest"])
    if not 0 <= steepest < len(levels) or found >= len(levels):
        raise ValueError(f"levels answered with levels {found} and {steepest} of {len(levels)}")
    return Levels(str(values["candidate"]), str(values["imagery"]), found if found >= 0 else None, steepest, levels)
