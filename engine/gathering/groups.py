"""The one place that says: these files are these groups, by what they hold and not by what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..telling.lists import few
from .files import file_name

_HOLDS = 6


@dataclass(frozen=True)
class FileGroup:
    """Files of one kind: the names of what each of them `holds` (variables, say), and their places in a list."""

    holds: tuple[str, ...]
    places: tuple[int, ...]


def in_groups(holds: Sequence[tuple[str, ...]]) -> list[FileGroup]:
    """Groups of files that hold the same, the largest first.

    Parameters
    ----------
    holds
        What each of the n files holds.
    """
    found: dict[tuple[str, ...], list[int]] = {}
    for place, held in enumerate(holds):
        found.setdefault(held, []).append(place)
    groups = [FileGroup(held, tuple(places)) for held, places in found.items()]
    return sorted(groups, key=lambda group: -len(group.places))


def in_words(groups: Sequence[FileGroup], names: Sequence[str], nothing: str = "nothing on a grid") -> str:
    """What groups there are, each with one of its files: ``480 with Tair_f_tavg (such as F.nc)``."""
    return "; ".join(
        f"{len(group.places)} with {few(group.holds, _HOLDS) or nothing} (such as {file_name(names[group.places[0]])})"
        for group in groups[:_HOLDS]
    ) + (f"; and {len(groups) - _HOLDS} more kinds" if len(groups) > _HOLDS else "")
