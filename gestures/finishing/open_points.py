"""What is still open in an inventory before it is finished: what each kind is, and where it is found.

Functions over an open store, without geometry: what lies over what, and which marker lies outside, only a program
that knows geometry can tell. `pairs_that_may_overlap` and `markers_of` hand it what it needs, in pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...inventory.checks.rules import SMALLEST_M2
from ...inventory.schema import (
    ATTRIBUTE_GROUPS,
    CANDIDATES,
    GEOMETRY,
    GLACIERS,
    PRIMARY_MARKERS,
    ROCK_GLACIERS,
    TERRAIN,
    UNDECIDED,
    Layer,
)
from ...store.protocol import Store
from ...store.records import Box, Wanted

UNDECIDED_CANDIDATES, CONTRADICTIONS, OVERLAPS, MARKERS_OUTSIDE = "undecided", "contradictions", "overlaps", "markers"
TOO_SMALL, STALE_ATTRIBUTES, MISSING_ATTRIBUTES, WITHOUT_DATE = "small", "stale", "missing", "dates"
SAMPLES_TO_JUDGE, TOO_FEW_REVIEWED = "samples", "reviewed"
NOT_DECIDED = "not decided"
"""What is open for others to whom the inventory goes (see `going_out`): no kind of its own, as most is one already."""
KINDS = (
    UNDECIDED_CANDIDATES,
    CONTRADICTIONS,
    OVERLAPS,
    MARKERS_OUTSIDE,
    TOO_SMALL,
    STALE_ATTRIBUTES,
    MISSING_ATTRIBUTES,
    WITHOUT_DATE,
    SAMPLES_TO_JUDGE,
    TOO_FEW_REVIEWED,
)
"""In the order of the work: what changes outlines comes before what is computed of them, and review comes last."""

Target = tuple[Layer, int]
"""Layer and feature id of what is to be looked at."""

_OPEN = Wanted(having={"STATE": (UNDECIDED, None)})
_FRESH = (0, None)
"""Of `STALE`: what other tools leave empty is not stale."""


def undecided(inventory: Store) -> int:
    """How many candidates wait for a decision."""
    return inventory.count(CANDIDATES, _OPEN)


def contradicting(inventory: Store) -> list[Target]:
    """What no gesture makes: one of each contradiction that can be shown on the map."""
    shown = (ROCK_GLACIERS, CANDIDATES)
    found = ((twin.layer, twin.fids[0]) for twin in inventory.contradictions() if twin.layer in shown)
    return list(dict.fromkeys(found))


def too_small(inventory: Store, least: float = SMALLEST_M2) -> list[Target]:
    """Rock glaciers of less than an area in m², the smallest first."""
    rows = inventory.rows(ROCK_GLACIERS, ("AREA",))
    return _targets(fid for area, fid in sorted((area, fid) for fid, area in rows if area is not None and area < least))


def stale(inventory: Store) -> list[Target]:
    """Rock glaciers whose attributes are older than their outline."""
    return _rock_glaciers(inventory, Wanted(having={"STALE": 1}))


def without_attributes(inventory: Store, groups: Iterable[str]) -> list[Target]:
    """Rock glaciers that lack a group of attributes and are not stale, which is told already."""
    fields = [ATTRIBUTE_GROUPS[group][0] for group in groups]
    return _rock_glaciers(inventory, Wanted(having={"STALE": _FRESH}, due=fields)) if fields else []


def expected_groups(inventory: Store, with_source: Iterable[str]) -> list[str]:
    """Groups of attributes that rock glaciers should have: terrain, what has a source, and what any of them has."""
    found, total = {TERRAIN, *with_source}, inventory.count(ROCK_GLACIERS)
    for group, fields in ATTRIBUTE_GROUPS.items():
        if group not in (*found, GLACIERS) and inventory.count(ROCK_GLACIERS, Wanted(having={fields[0]: None})) < total:
            found.add(group)
    return [group for group in ATTRIBUTE_GROUPS if group in found and group != GLACIERS]


def without_date(inventory: Store) -> list[Target]:
    """Rock glaciers of which nobody knows when their imagery was taken."""
    return _rock_glaciers(inventory, Wanted(having={"MAP_DATE": None}))


def pieces(inventory: Store, layer: Layer, size: int) -> Iterator[range]:
    """Feature ids of a layer in pieces, so that nobody waits for all of it; some of them may be gone."""
    end = inventory.last(layer) + 1
    for start in range(1, end, size):
        yield range(start, min(start + size, end))


def pairs_that_may_overlap(inventory: Store, fids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of some rock glaciers, each with another one whose box meets its own; a pair comes once, the lower id first."""
    boxes: list[Box] = []
    owners: list[int] = []
    for fid, west, south, east, north in inventory.boxes(ROCK_GLACIERS, Wanted(fids=fids)):
        if west is not None:
            boxes.append((west, south, east, north))
            owners.append(int(fid))
    for place, other in inventory.near(ROCK_GLACIERS, boxes) if boxes else ():
        if owners[place] < other:
            yield owners[place], other


def markers_of(inventory: Store, fids: Sequence[int]) -> Iterator[tuple[int, bytes, list[bytes]]]:
    """Of some rock glaciers: feature id, outline, and their primary markers, as WKB; mostly one marker."""
    rows = inventory.rows(ROCK_GLACIERS, ("ID", GEOMETRY), Wanted(fids=fids))
    named = [identifier for _, identifier, _ in rows if identifier]
    points: dict[str, list[bytes]] = {}
    if named:
        for _, identifier, point in inventory.rows(
            PRIMARY_MARKERS, ("ID", GEOMETRY), Wanted(having={"ID": tuple(named)})
        ):
            if point:
                points.setdefault(identifier, []).append(point)
    for fid, identifier, outline in rows:
        if outline:
            yield int(fid), outline, points.get(identifier, [])


def _rock_glaciers(inventory: Store, where: Wanted) -> list[Target]:
    return _targets(fid for (fid,) in inventory.rows(ROCK_GLACIERS, (), where))


def _targets(fids: Iterable[int]) -> list[Target]:
    return [(ROCK_GLACIERS, int(fid)) for fid in fids]
