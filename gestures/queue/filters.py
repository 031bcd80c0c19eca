"""Which candidates are in the queue, and how many of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Which candidates are in the queue: all where nothing is said.

    `view` is west, south, east, north in the inventory's coordinate system; a candidate is in it
    with its middle. One without a probability passes only 0 to 1. `rock_glaciers` leaves out what a model
    for another landform has found.
    """

    view: tuple[float, float, float, float] | None = None
    subregion: str = ""
    lowest: float = 0.0
    highest: float = 1.0
    rock_glaciers: bool = False


@dataclass(frozen=True)
class Count:
    """How far one has come, in the filter."""

    decided: int
    total: int


def between(x: float, west: float, east: float) -> bool:
    """Whether a longitude lies in a view, which may cross the antimeridian (west > east)."""
    return west <= x <= east if west <= east else x >= west or x <= east
