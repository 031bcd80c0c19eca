"""Systems of coalescing units for tests, simulated once in a process."""

from __future__ import annotations

from functools import cache

from rock_glacier_inventory.engine.simulation.systems import System, simulate_systems

SEED = 101
"""Of the development seeds, one that is made quickly."""


@cache
def systems() -> tuple[System, ...]:
    """The systems of one relief: of 2, 3, 4 and 5 units, a single unit, and one unit on another's back."""
    return tuple(simulate_systems(SEED))


def system(count: int, kind: str = "side by side") -> System:
    """One of so many units."""
    return next(one for one in systems() if len(one.units) == count and one.kind == kind)
