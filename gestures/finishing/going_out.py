"""Which rock glaciers may go out to others: those that are decided. What is open is found with the reason."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

from ...inventory.dialects.known import Dialect
from ...inventory.dialects.rows import fields_held
from ...inventory.schema import ATTRIBUTE_GROUPS, CONSENSUS, NO, REVIEW_SAMPLES, REVIEWS, ROCK_GLACIERS, YES, Layer
from ...store.protocol import Store
from ...store.records import Wanted
from ...store.twins import SAME_IDENTIFIER
from ...store.wkb import envelope_of_wkb
from ..consensus import missing_decisions
from .open_points import pieces, undecided

STALE = "with attributes older than the outline, or not computed"
JUDGED_NO = "judged no by reviewers"
DISPUTED = "judged yes and no, without a consensus"
DOUBLED = "with an identifier that another has too"
NAMELESS = "without identifier"
NOWHERE = "without an outline, of which no more than the marker can go out"
IN_REVIEW = "in a sample that its reviewers have not all judged"
REASONS = (NOWHERE, DOUBLED, NAMELESS, IN_REVIEW, JUDGED_NO, DISPUTED, STALE)

_PIECE = 5000
"""Rows that are read in a few hundredths of a second."""


@dataclass
class Choice:
    """What is open, by reason: identifiers, or feature ids where there is none; and `undecided` candidates.

    `places` are the feature ids by reason, `fids` all of them, `left` the identifiers of those that have no outline,
    `total` is how many rock glaciers there are.
    """

    open: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    fids: set[int] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    undecided: int = 0
    total: int = 0

    def add(self, why: str, fid: int, name: str | None) -> None:
        """One more that is open."""
        self.open.setdefault(why, []).append(name or f"fid {fid}")
        self.places.setdefault(why, []).append(fid)
        self.fids.add(fid)


def what_is_open(store: Store, of: Dialect) -> Choice:
    """Look through an inventory.

    Parameters
    ----------
    store
        The inventory.
    of
        The dialect: of one that holds no computed attributes nothing is stale.
    """
    steps = looking_through(store, of)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: Choice = done.value
            return found


def looking_through(store: Store, of: Dialect) -> Generator[None, None, Choice]:
    """The same in steps, each of a moment, for whoever has a window to keep alive."""
    found = Choice(undecided=undecided(store))
    held = fields_held(of)
    computed = any(name in held for group in ATTRIBUTE_GROUPS.values() for name in group)
    yield
    judged = {**_judged(store), **dict.fromkeys(being_judged(store), IN_REVIEW)}
    yield
    doubled = {fid for twin in store.contradictions() if twin.kind == SAME_IDENTIFIER for fid in twin.fids}
    yield
    nowhere = without_place(store, ROCK_GLACIERS)
    for piece in pieces(store, ROCK_GLACIERS, _PIECE):
        yield
        for fid, name, stale in store.rows(ROCK_GLACIERS, ("ID", "STALE"), Wanted(fids=piece)):
            found.total += 1
            if fid in nowhere:
                found.add(NOWHERE, fid, name)
                found.left.add(name or "")
            if fid in doubled:
                found.add(DOUBLED, fid, name)
            if not name and "ID" in held:
                found.add(NAMELESS, fid, name)
            if name in judged:
                found.add(judged[name], fid, name)
            if stale and computed:
                found.add(STALE, fid, name)
    return found


def without_place(store: Store, layer: Layer) -> set[int]:
    """Feature ids of rows that have no geometry, or an empty one."""
    unsure = [fid for fid, west, *_ in store.boxes(layer) if west is None]
    if not unsure:
        return set()
    there = store.outlines(layer, Wanted(fids=unsure))  # the index may lack what another tool has written
    return set(unsure) - {fid for fid, wkb in there if envelope_of_wkb(wkb) is not None}


def being_judged(store: Store) -> set[str]:
    """Identifiers of all markers of samples that lack a decision: nobody is told yet what was said of which."""
    members: dict[str, set[str]] = {}
    for _, sample, name in store.rows(REVIEW_SAMPLES, ("SAMPLE", "ID")):
        members.setdefault(sample or "", set()).add(name)
    return set().union(*(names for sample, names in members.items() if missing_decisions(store, sample)))


def _judged(store: Store) -> Mapping[str, str]:
    """Identifiers of what reviewers do not hold to be a rock glacier -> in words."""
    said: dict[str, set[str]] = {}
    for _, name, decision in store.rows(REVIEWS, ("ID", "DECISION")):
        said.setdefault(name, set()).add(decision)
    agreed = {name: decision for _, name, decision in store.rows(CONSENSUS, ("ID", "DECISION"))}
    found = {}
    for name, decisions in said.items():
        decisive = {agreed[name]} if name in agreed else decisions
        if NO in decisive:
            found[name] = DISPUTED if YES in decisive else JUDGED_NO
    return {**found, **{name: JUDGED_NO for name, decision in agreed.items() if decision == NO}}
