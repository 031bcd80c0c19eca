"""For whom a review waits, and what one reviewer's own decisions are worth so far; nobody's view is told."""

from __future__ import annotations

from dataclasses import dataclass

from ..inventory.estimation import more_for, wilson
from ..inventory.schema import GROUND, PRIMARY_MARKERS, REVIEW_SAMPLES, REVIEWS, SAMPLE_WINDOWS, WINDOW_REVIEWS
from ..store.protocol import Store
from ..store.records import Wanted
from .sampling import read_sample

HALF_WIDTHS = (0.1, 0.05, 0.03, 0.02, 0.01)
"""What one works towards, each when the one before is reached."""


@dataclass(frozen=True)
class Waiting:
    """Reviewers of a sample who are not done: those who have begun, by name, and how many have not."""

    names: tuple[str, ...] = ()
    others: int = 0

    def __bool__(self) -> bool:
        return bool(self.names or self.others)


@dataclass(frozen=True)
class Worth:
    """How well one reviewer's own decisions tell the share of yes: the next half-width, and what it still takes."""

    half_width: float
    more: int
    left: int
    """Markers of the sample that this reviewer has not judged."""


def waiting_for(inventory: Store, sample: str) -> Waiting:
    """Who has still to judge markers or windows of a sample, as far as that can be said."""
    told = read_sample(inventory, sample)
    if told.kind == GROUND:
        members = {str(place) for _, place in inventory.rows(SAMPLE_WINDOWS, ("PLACE",), _of(sample))}
        rows = inventory.rows(WINDOW_REVIEWS, ("PLACE", "REVIEWER", "MISSED"), _of(sample))
    else:
        drawn = tuple(str(key) for _, key in inventory.rows(REVIEW_SAMPLES, ("ID",), _of(sample)))
        there = Wanted(having={"ID": drawn})
        members = {str(key) for _, key in inventory.rows(PRIMARY_MARKERS, ("ID",), there)} if drawn else set()
        rows = inventory.rows(REVIEWS, ("ID", "REVIEWER", "DECISION"), there) if drawn else []
    judged: dict[str, set[str]] = {}
    for _, member, reviewer, said in rows:
        if str(member) in members and said not in (None, ""):
            judged.setdefault(reviewer or "", set()).add(str(member))
    done = sum(found == members for found in judged.values())
    begun = sorted(name for name, found in judged.items() if found != members)
    if done >= told.reviewers or not members:
        return Waiting()
    return Waiting(tuple(begun), max(0, told.reviewers - done - len(begun)))


def worth_of(yes: int, judged: int, left: int, population: int | None) -> Worth | None:
    """What comes next for one who has judged so many, so many of them yes; None where it cannot get better."""
    now = wilson(yes, judged, population)
    for half_width in HALF_WIDTHS:
        if now is None or now.half_width > half_width:
            more = more_for(half_width, yes, judged, population)
            return Worth(half_width, more, left) if more else None
    return None


def _of(sample: str) -> Wanted:
    return Wanted(having={"SAMPLE": sample})
