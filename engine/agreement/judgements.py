"""What reviewers said of the markers of samples, read from an inventory; who may see it yet is decided here.

Blind stays blind: as long as a decision is missing, nothing is told of what was said, neither by marker nor in sum. A
reviewer who knows that the other says yes to all judges otherwise. What each has judged so far is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...gestures.sampling import Sample, read_sample, sample_names
from ...inventory.schema import CONSENSUS, DECISIONS, GROUND, MARKERS, PRIMARY_MARKERS, REVIEW_SAMPLES, REVIEWS, YES
from ...store.protocol import Store
from ...store.records import Wanted
from .coefficients import Ints

Views = Mapping[str, str]
"""Reviewer -> decision."""


@dataclass(frozen=True)
class Drawn:
    """A sample, and the stratum of each of its markers in the order of the sample."""

    sample: Sample
    strata: Mapping[str, str]


@dataclass(frozen=True)
class Judgements:
    """Samples of markers with what was said of them.

    Attributes
    ----------
    views
        Marker -> what its reviewers said; empty where none has judged it.
    wanted
        Marker -> how many are to judge it: the most that any sample of the inventory asks for.
    subregions
        Marker -> its subregion, of those that are still in the inventory.
    consensus
        Marker -> what its reviewers decided together.
    """

    drawn: Sequence[Drawn]
    views: Mapping[str, Views]
    wanted: Mapping[str, int]
    subregions: Mapping[str, str]
    consensus: Mapping[str, str] = field(default_factory=dict)

    @property
    def markers(self) -> list[str]:
        """Markers of the samples, each once."""
        return list(dict.fromkeys(marker for drawn in self.drawn for marker in drawn.strata))

    @property
    def missing(self) -> int:
        """Decisions that are missing before anybody may see those of others, of markers that are still there."""
        there = [marker for marker in self.markers if marker in self.subregions]
        return sum(max(0, self.wanted[marker] - len(self.views[marker])) for marker in there)

    @property
    def gone(self) -> list[str]:
        """Markers that were judged and are no longer in the inventory."""
        return [marker for marker in self.markers if marker not in self.subregions and self.views[marker]]

    @property
    def done(self) -> list[str]:
        """Markers that as many have judged as are to."""
        return [marker for marker in self.markers if len(self.views[marker]) >= self.wanted[marker]]

    @property
    def reviewers(self) -> list[str]:
        """Who has judged any of them, by name."""
        return sorted({name for marker in self.markers for name in self.views[marker]})

    def judged_by(self, reviewer: str) -> list[str]:
        """Decisions of one reviewer on markers of the samples."""
        return [views[reviewer] for views in map(self.views.__getitem__, self.markers) if reviewer in views]

    def of_both(self, one: str, other: str) -> Ints:
        """Views of two reviewers on the markers that both have judged, as numbers of decisions, (n, 2)."""
        both = [self.views[marker] for marker in self.markers if {one, other} <= self.views[marker].keys()]
        return np.array([_numbers([views[one], views[other]]) for views in both], np.int64).reshape(-1, 2)

    def of_all(self) -> Ints:
        """Views on markers that two or more have judged, -1 behind those of fewer reviewers, (n, most)."""
        several = [_numbers(views.values()) for views in map(self.views.__getitem__, self.done) if len(views) > 1]
        most = max(map(len, several), default=2)
        return np.array([row + [-1] * (most - len(row)) for row in several], np.int64).reshape(-1, most)

    def is_right(self, marker: str) -> bool:
        """Whether all of its reviewers say yes."""
        return set(self.views[marker].values()) == {YES}

    def differ(self) -> list[str]:
        """Markers that are done and of which reviewers said different things."""
        return [marker for marker in self.done if len(set(self.views[marker].values())) > 1]


def _numbers(decisions: Iterable[str]) -> list[int]:
    return [DECISIONS.index(decision) for decision in decisions]


def read_judgements(inventory: Store, names: Sequence[str] = ()) -> Judgements:
    """Samples of markers by their names, or all, in the order in which they were drawn.

    Raises
    ------
    UserError
        There is no sample of that name.
    """
    chosen = [read_sample(inventory, name) for name in names or sample_names(inventory)[::-1]]
    drawn = [_drawn(inventory, sample) for sample in chosen if sample.kind == MARKERS]
    markers = {marker for each in drawn for marker in each.strata}
    views: dict[str, dict[str, str]] = {marker: {} for marker in markers}
    for _, marker, reviewer, decision in inventory.rows(REVIEWS, ("ID", "REVIEWER", "DECISION")):
        if marker in views and decision in DECISIONS and reviewer:
            views[marker][str(reviewer)] = decision
    wanted = dict.fromkeys(markers, 1)
    for _, marker, count in inventory.rows(REVIEW_SAMPLES, ("ID", "REVIEWERS")):
        if marker in wanted:
            wanted[marker] = max(wanted[marker], int(count or 1))
    present = {str(row[1]): str(row[2] or "") for row in inventory.rows(PRIMARY_MARKERS, ("ID", "SUBREGION"))}
    agreed = {row[1]: row[2] for row in inventory.rows(CONSENSUS, ("ID", "DECISION")) if row[2] in DECISIONS}
    return Judgements(
        drawn,
        {marker: dict(sorted(said.items())) for marker, said in views.items()},
        wanted,
        present,
        {marker: agreed[marker] for marker in markers if marker in agreed},
    )


def _drawn(inventory: Store, sample: Sample) -> Drawn:
    rows = inventory.rows(REVIEW_SAMPLES, ("PLACE", "ID", "STRATUM"), Wanted(having={"SAMPLE": sample.name}))
    ordered = sorted(((place or 0, str(marker), stratum or "") for _, place, marker, stratum in rows if marker))
    return Drawn(sample, {marker: stratum for _, marker, stratum in ordered})


def ground_samples(inventory: Store, names: Sequence[str] = ()) -> list[Sample]:
    """Samples of windows among some names, or all, in the order in which they were drawn."""
    return [
        read_sample(inventory, name) for name in sample_names(inventory, GROUND)[::-1] if not names or name in names
    ]
