"""Which markers of a stratum are drawn, and in which order they are judged.

Each marker has a number of its own that comes from the seed and its identifier (permanent random numbers:
Ohlsson 1995), and those with the smallest are drawn. So the same seed draws the same markers, and a larger
sample holds the smaller one.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence


def allocate(sizes: Mapping[str, int], wanted: int, least: int = 2) -> dict[str, int]:
    """So many of each stratum as it has of the whole; two at least, for of one alone nobody knows how it varies."""
    if len(sizes) == 1:
        return {name: min(wanted, size) for name, size in sizes.items()}
    total = sum(sizes.values())
    exact = {name: wanted * size / total for name, size in sizes.items()}
    shares = {name: min(sizes[name], max(math.floor(exact[name]), least)) for name in sizes}
    by_rest = sorted(sizes, key=lambda name: (exact[name] - math.floor(exact[name]), name), reverse=True)
    for name in by_rest:
        if sum(shares.values()) < wanted and shares[name] < sizes[name] and shares[name] == math.floor(exact[name]):
            shares[name] += 1
    return shares


def more_of(sizes: Mapping[str, int], now: Mapping[str, int], number: int) -> dict[str, int]:
    """So many more of each stratum, where some are drawn already: first where most is wanting for `allocate`."""
    goal = allocate(sizes, sum(now.values()) + number)
    more: dict[str, int] = {}
    room = number
    for key in sorted(sizes, key=lambda key: now[key] - goal[key]):
        more[key] = min(max(goal[key] - now[key], 0), room, sizes[key] - now[key])
        room -= more[key]
    return more


def first(identifiers: Iterable[str], number: int, seed: int) -> list[str]:
    """Those with the smallest numbers of their own, in that order."""
    return sorted(identifiers, key=lambda identifier: _number_of(seed, identifier))[:number]


def _number_of(seed: int, identifier: str) -> bytes:
    return hashlib.sha256(f"{seed} {identifier}".encode()).digest()


def every(chain: Sequence[str], number: int, seed: int) -> list[str]:
    """Every k-th of a chain, from a start that the seed says; in the order in which they are judged."""
    step = len(chain) / number
    start = int.from_bytes(_number_of(seed, "start")[:8], "big") / 2**64 * step
    chosen = [chain[min(len(chain) - 1, int(start + step * place))] for place in range(number)]
    return first(chosen, number, seed)


def mixed(chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Stratum and identifier in the order in which they are judged: of all strata alike, however far one comes."""
    ranked = [
        ((rank + 0.5) / len(markers), stratum, identifier)
        for stratum, markers in chosen.items()
        for rank, identifier in enumerate(markers)
    ]
    return [(stratum, identifier) for _, stratum, identifier in sorted(ranked)]
