"""How far an inventory is, whole and by subregion: what is decided of the candidates, and reviewed of the markers.

How many reviewers have judged a marker is counted, never what one of them said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field

from ...inventory.schema import (
    CANDIDATES,
    GROUND,
    MARKERS,
    PRIMARY_MARKERS,
    REVIEW_SAMPLES,
    REVIEWS,
    SAMPLE_WINDOWS,
    UNDECIDED,
    WINDOW_REVIEWS,
)
from ...store.protocol import Store
from ...store.records import Wanted
from ..sampling import CLAIMED, read_sample, sample_names
from .open_points import pieces

_PIECE = 5000
"""Rows that are read in a few hundredths of a second."""


@dataclass(frozen=True)
class Part:
    """A subregion, or the whole inventory, whose name is empty."""

    name: str
    decided: int
    candidates: int
    reviewed: int
    """Primary markers that as many reviewers have judged as their sample asks for."""
    drawn: int
    """Primary markers that are in a sample."""
    markers: int
    """Primary markers that a sample may draw."""


@dataclass(frozen=True)
class SampleState:
    """How far the review of a sample is, without anybody's view."""

    name: str
    markers: int
    """Those that are still in the inventory."""
    gone: int
    """Those that were removed or merged since the draw."""
    reviewed: int
    """Those that as many reviewers have judged as the sample asks for."""
    own: int
    """Those that the person who asks has judged."""
    reviewers: int
    kind: str = MARKERS
    """Whether it is of markers or of windows of ground."""

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to judge."""
        return self.reviewed < self.markers


@dataclass
class _Counts:
    decided: Counter[str] = field(default_factory=Counter)
    candidates: Counter[str] = field(default_factory=Counter)
    reviewed: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    markers: Counter[str] = field(default_factory=Counter)

    def of(self, name: str) -> Part:
        """A subregion."""
        return Part(name, *(count[name] for count in self._all()))

    def whole(self) -> Part:
        """All of them, and what lies in none."""
        return Part("", *(sum(count.values()) for count in self._all()))

    def _all(self) -> tuple[Counter[str], ...]:
        return self.decided, self.candidates, self.reviewed, self.drawn, self.markers


def progress_of(inventory: Store) -> tuple[Part, list[Part]]:
    """The whole inventory, and by name each subregion that has candidates or markers (none: an empty name)."""
    steps = counting_progress(inventory)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: tuple[Part, list[Part]] = done.value
            return found


def counting_progress(inventory: Store) -> Generator[None, None, tuple[Part, list[Part]]]:
    """The same in steps, each of a moment, for whoever has a window to keep alive."""
    counts = _Counts()
    for fids in pieces(inventory, CANDIDATES, _PIECE):
        for _, subregion, state in inventory.rows(CANDIDATES, ("SUBREGION", "STATE"), Wanted(fids=fids)):
            counts.candidates[subregion or ""] += 1
            counts.decided[subregion or ""] += (state or UNDECIDED) != UNDECIDED
        yield
    asked, given = _asked(inventory), _given(inventory)
    for fids in pieces(inventory, PRIMARY_MARKERS, _PIECE):
        yield
        fields = ("ID", "SUBREGION")
        for _, identifier, subregion in inventory.rows(PRIMARY_MARKERS, fields, Wanted(fids=fids, having=CLAIMED)):
            counts.markers[subregion or ""] += 1
            if identifier in asked:
                counts.drawn[subregion or ""] += 1
                counts.reviewed[subregion or ""] += len(given.get(identifier, ())) >= asked[identifier]
    names = sorted({*counts.candidates, *counts.markers})
    return counts.whole(), [counts.of(name) for name in names if any(names)]


def sample_states(inventory: Store, person: str) -> list[SampleState]:
    """Each sample of the file, the latest first, as one person may know it."""
    members: dict[str, list[str]] = {}
    for _, sample, identifier in inventory.rows(REVIEW_SAMPLES, ("SAMPLE", "ID")):
        members.setdefault(sample or "", []).append(identifier)
    drawn = tuple({identifier for identifiers in members.values() for identifier in identifiers if identifier})
    markers = inventory.rows(PRIMARY_MARKERS, ("ID",), Wanted(having={"ID": drawn})) if drawn else []
    there, given, asked = {identifier for _, identifier in markers}, _given(inventory), _asked(inventory)
    found = []
    for name, identifiers in members.items():
        kept = [identifier for identifier in identifiers if identifier in there]
        found.append(
            SampleState(
                name,
                len(kept),
                len(identifiers) - len(kept),
                sum(len(given.get(identifier, ())) >= asked[identifier] for identifier in kept),
                sum(person in given.get(identifier, ()) for identifier in kept),
                max((asked[identifier] for identifier in identifiers), default=1),
            )
        )
    return [*_window_states(inventory, person), *found[::-1]]


def _window_states(inventory: Store, person: str) -> list[SampleState]:
    """Samples of windows, the latest first."""
    found = []
    for name in sample_names(inventory, GROUND):
        where, wanted = Wanted(having={"SAMPLE": name}), read_sample(inventory, name).reviewers
        given: dict[int, set[str]] = {
            place: set() for _, place in inventory.rows(SAMPLE_WINDOWS, ("PLACE",), where) if place is not None
        }
        for _, place, reviewer, missed in inventory.rows(WINDOW_REVIEWS, ("PLACE", "REVIEWER", "MISSED"), where):
            if place in given and missed is not None:
                given[place].add(reviewer or "")
        searched = sum(len(names) >= wanted for names in given.values())
        own = sum(person in names for names in given.values())
        found.append(SampleState(name, len(given), 0, searched, own, wanted, GROUND))
    return found


def _asked(inventory: Store) -> dict[str, int]:
    """How many reviewers each drawn marker wants: the most that any sample asks for."""
    found: dict[str, int] = {}
    for _, identifier, reviewers in inventory.rows(REVIEW_SAMPLES, ("ID", "REVIEWERS")):
        found[identifier] = max(found.get(identifier, 1), int(reviewers or 0))
    return found


def _given(inventory: Store) -> dict[str, set[str]]:
    """Who has judged each marker."""
    found: dict[str, set[str]] = {}
    for _, identifier, reviewer, decision in inventory.rows(REVIEWS, ("ID", "REVIEWER", "DECISION")):
        if decision:
            found.setdefault(identifier, set()).add(reviewer or "")
    return found
