"""Which pixels of overlapping patches are whose, so that ground that several patches show is counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..training_data.layout import PatchPlace, place_in_image

Part = tuple[slice, slice]
"""Rows and columns of a patch."""


def own_parts(names: Sequence[str], side: int) -> list[Part]:
    """Of each patch the pixels that are its own: those nearer to its middle than to that of its neighbours.

    Patches of one image and block stand in rows and columns. Between two that overlap, the middle of what they share
    is the border; where there is no neighbour, a patch has all up to its edge. A chip has all of itself.

    Parameters
    ----------
    names
        Of the patches, as `layout.patch_name` gives them.
    side
        Height and width of a patch in pixels.
    """
    places = [place_in_image(name) for name in names]
    rows: dict[tuple[int, int], set[int]] = defaultdict(set)
    columns: dict[tuple[int, int], set[int]] = defaultdict(set)
    for place in places:
        if place is not None:
            rows[place[:2]].add(place.row)
            columns[place[:2]].add(place.column)
    row_parts = {ground: _shared_out(firsts, side) for ground, firsts in rows.items()}
    column_parts = {ground: _shared_out(firsts, side) for ground, firsts in columns.items()}

    def own(place: PatchPlace | None) -> Part:
        if place is None:
            return slice(0, side), slice(0, side)
        return row_parts[place[:2]][place.row], column_parts[place[:2]][place.column]

    return [own(place) for place in places]


def _shared_out(firsts: Iterable[int], side: int) -> dict[int, slice]:
    """What belongs to each of the patches that begin at `firsts` along one axis, counted from its own beginning."""
    ordered = sorted(firsts)
    borders = [(first + side + after) // 2 for first, after in zip(ordered, ordered[1:], strict=False)]
    parts = {}
    for place, first in enumerate(ordered):
        low = max(first, borders[place - 1]) if place else first
        high = min(first + side, borders[place]) if place < len(borders) else first + side
        parts[first] = slice(low - first, high - first)
    return parts
