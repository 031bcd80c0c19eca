"""Faults of outlines that show without imagery: too small, doubled, contradicting each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from .ground import Pairs
from .outlines import CONTRADICTING, DOUBLED, TOO_SMALL, Outlines, Source

SAME = 0.5
"""Intersection over union from which two outlines are one."""
CONTRADICTS = 0.1
"""Share of the smaller one that a target and a negative have in common, from which they contradict each other."""


def find_faults(outlines: Outlines, sources: Sequence[Source], minimum_area: float) -> None:
    """Leave out what cannot be used, each with a word and a sentence.

    Of outlines of the same ground the first that is given is used. Where a rock glacier and a removed candidate of
    one inventory share ground, the rock glacier counts: the mapper drew it in place of the candidate.

    Parameters
    ----------
    outlines
        Changed in place.
    sources
        Of the outlines.
    minimum_area
        Of a target, in square metres.
    """
    for index in np.flatnonzero(outlines.used & outlines.is_target & (outlines.areas < minimum_area)).tolist():
        area = outlines.areas[index]
        outlines.leave_out(index, TOO_SMALL, f"It has {area:.0f} m², and {minimum_area:g} m² are asked for.")
    pairs = _overlapping(outlines)
    if len(pairs):
        one, other = outlines.shapes[pairs[:, 0]], outlines.shapes[pairs[:, 1]]
        common, areas = shapely.area(shapely.intersection(one, other)), (shapely.area(one), shapely.area(other))
        same_role = outlines.is_target[pairs[:, 0]] == outlines.is_target[pairs[:, 1]]
        doubled = same_role & (common > SAME * (areas[0] + areas[1] - common))
        _leave_out_doubled(outlines, sources, pairs[doubled])
        at_odds = ~same_role & (common >= CONTRADICTS * np.minimum(*areas)) & (common > 0)
        _leave_out_contradicting(outlines, sources, pairs[at_odds])


def _overlapping(outlines: Outlines) -> Pairs:
    """Pairs of used outlines that share ground, the earlier one first."""
    used = np.flatnonzero(outlines.used)
    one, other = shapely.STRtree(outlines.shapes[used]).query(outlines.shapes[used], predicate="intersects")
    pairs = np.column_stack((used[one], used[other]))[one < other]
    return np.asarray(pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))], dtype=np.int64)


def _leave_out_doubled(outlines: Outlines, sources: Sequence[Source], pairs: Pairs) -> None:
    for first, later in pairs.tolist():
        if not outlines.fault[first] and not outlines.fault[later]:
            words = _called(outlines, sources, first, outlines.source[later])
            outlines.leave_out(later, DOUBLED, f"It is the same ground as {words}, which is used.")


def _leave_out_contradicting(outlines: Outlines, sources: Sequence[Source], pairs: Pairs) -> None:
    left_out: dict[int, str] = {}
    for one, other in pairs.tolist():
        if outlines.fault[one] or outlines.fault[other]:
            continue
        if outlines.source[one] == outlines.source[other] and sources[outlines.source[one]].kind == "inventory":
            negative = other if outlines.is_target[one] else one
            outlines.add_note(negative, "Where it shares ground with a rock glacier of its inventory, that one counts.")
            continue
        for index, against in ((one, other), (other, one)):
            words = _called(outlines, sources, against, outlines.source[index])
            role = "a target" if outlines.is_target[against] else "no target"
            left_out.setdefault(index, f"It overlaps {words}, which says that there is {role}.")
    for index, note in left_out.items():
        outlines.leave_out(index, CONTRADICTING, note)


def _called(outlines: Outlines, sources: Sequence[Source], index: int, beside: int) -> str:
    """An outline in words; its source is named where it is another one than that it is told beside."""
    name = f"'{outlines.names[index]}'" if outlines.names[index] else "another"
    same = outlines.source[index] == beside
    return name if same else f"{name} of {sources[outlines.source[index]].name}"
