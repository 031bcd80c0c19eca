"""Which rock glaciers go out: those that are decided. What is open is told with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from ...inventory.dialects.known import Dialect
from ...inventory.dialects.rows import fields_held
from ...inventory.errors import UserError
from ...inventory.requests.exchange import INCLUDE, REFUSE
from ...inventory.schema import (
    ATTRIBUTE_GROUPS,
    CANDIDATES,
    CONSENSUS,
    NO,
    REVIEWS,
    ROCK_GLACIERS,
    UNDECIDED,
    YES,
    Layer,
)
from ...store.protocol import Store
from ...store.records import Wanted
from ...store.twins import SAME_IDENTIFIER
from ..telling.lists import few

STALE = "with attributes older than the outline, or not computed"
JUDGED_NO = "judged no by reviewers"
DISPUTED = "judged yes and no, without a consensus"
DOUBLED = "with an identifier that another has too"
NAMELESS = "without identifier"
NOWHERE = "without an outline, of which no more than the marker can go out"
_NAMED = 5


@dataclass
class Choice:
    """What is open, by reason: identifiers, or feature ids where there is none; and `undecided` candidates.

    `fids` are the rock glaciers that are open, `left` the identifiers of those among them that have no outline.
    """

    open: dict[str, list[str]] = field(default_factory=dict)
    fids: set[int] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    undecided: int = 0

    def add(self, why: str, fid: int, name: str | None) -> None:
        """One more that is open."""
        self.open.setdefault(why, []).append(name or f"fid {fid}")
        self.fids.add(fid)

    @property
    def words(self) -> list[str]:
        """Each reason with how many, and the first of them."""
        return [f"{len(names)} {why} ({few(names, _NAMED)})" for why, names in self.open.items()]


def what_is_open(store: Store, of: Dialect) -> Choice:
    """Look through an inventory.

    Parameters
    ----------
    store
        The inventory.
    of
        The dialect: of one that holds no computed attributes nothing is stale.
    """
    found = Choice(undecided=store.count(CANDIDATES, Wanted(having={"STATE": UNDECIDED})))
    held = fields_held(of)
    computed = any(name in held for group in ATTRIBUTE_GROUPS.values() for name in group)
    judged = _judged(store)
    doubled = {fid for twin in store.contradictions() if twin.kind == SAME_IDENTIFIER for fid in twin.fids}
    nowhere = without_place(store, ROCK_GLACIERS)
    for fid, name, stale in store.rows(ROCK_GLACIERS, ("ID", "STALE")):
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
    return set(unsure) - {fid for fid, wkb in there if not shapely.is_empty(shapely.from_wkb(wkb))}


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


def check_open(choice: Choice, asked: str) -> None:
    """Raise `UserError` where something is open and nobody has said what is to become of it."""
    if asked != REFUSE or not (choice.fids or choice.undecided):
        return
    what = list(choice.words)
    if choice.undecided:
        what.append(f"{choice.undecided} candidates that nobody has decided on")
    raise UserError(
        f"Not all of the inventory is decided: {'; '.join(what)}. Decide on them, or say with --open leave-out or "
        "--open include what is to become of them; candidates never go out.",
        kind="open",
    )


def goes_out(choice: Choice, asked: str, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Those of some rows (feature id first) that go out."""
    return list(rows) if asked == INCLUDE else [row for row in rows if row[0] not in choice.fids]
