"""What is recorded of a sample: its name, how it was drawn, how many of how many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...inventory.errors import UserError
from ...inventory.schema import GROUND, MARKERS, RANDOM, REVIEW_SAMPLES, SAMPLE_WINDOWS, SAMPLES
from ...store.protocol import Store
from ...store.records import Wanted


@dataclass(frozen=True)
class Sample:
    """A sample as it was drawn.

    Attributes
    ----------
    population
        Stratum -> how many markers or windows there were; empty where an older version drew it and did not say.
    drawn
        Stratum -> how many of them were drawn.
    """

    name: str
    kind: str = MARKERS
    design: str = RANDOM
    strata: str = ""
    reviewers: int = 1
    seed: int | None = None
    cell: float | None = None
    subregion: str = ""
    person: str = ""
    time: str = ""
    population: Mapping[str, float] = field(default_factory=dict)
    drawn: Mapping[str, int] = field(default_factory=dict)


def sample_names(inventory: Store, kind: str = MARKERS) -> list[str]:
    """Samples in the file, the latest first."""
    if kind == GROUND:
        return inventory.values(SAMPLES, "SAMPLE", Wanted(having={"KIND": GROUND}))[::-1]
    return inventory.values(REVIEW_SAMPLES, "SAMPLE")[::-1]


def read_sample(inventory: Store, name: str) -> Sample:
    """How a sample was drawn.

    Raises
    ------
    UserError
        There is none of that name.
    """
    names = [name for name in SAMPLES.field_names if name != "SAMPLE"]
    found = inventory.rows(SAMPLES, names, Wanted(having={"SAMPLE": name}))
    if found:
        told = dict(zip(names, found[0][1:]))
        layer = SAMPLE_WINDOWS if told["KIND"] == GROUND else REVIEW_SAMPLES
        return _as_told(name, told, _drawn(inventory, layer, name))
    rows = inventory.rows(REVIEW_SAMPLES, ("REVIEWERS", "SEED"), Wanted(having={"SAMPLE": name}))
    if not rows:
        raise UserError(f"There is no sample '{name}' in {inventory.path.name}; draw one first.")
    _, reviewers, seed = rows[0]
    return Sample(name, reviewers=int(reviewers or 1), seed=seed, drawn={"": len(rows)})


def _as_told(name: str, told: Mapping[str, Any], drawn: Mapping[str, int]) -> Sample:
    try:
        population = {str(key): float(value) for key, value in json.loads(told["POPULATION"] or "{}").items()}
    except (ValueError, AttributeError, TypeError):
        population = {}  # another tool wrote there
    return Sample(
        name,
        told["KIND"] or MARKERS,
        told["DESIGN"] or RANDOM,
        told["STRATA"] or "",
        int(told["REVIEWERS"] or 1),
        told["SEED"],
        told["CELL"],
        told["SUBREGION"] or "",
        told["PERSON"] or "",
        told["TIME"] or "",
        population,
        drawn,
    )


def _drawn(inventory: Store, layer: Any, name: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _, stratum in inventory.rows(layer, ("STRATUM",), Wanted(having={"SAMPLE": name})):
        counts[stratum or ""] = counts.get(stratum or "", 0) + 1
    return counts


def free_name(inventory: Store, wanted: str) -> str:
    """A name for a sample that no other has."""
    name = wanted[:110]
    taken, number, free = {*sample_names(inventory), *sample_names(inventory, GROUND)}, 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
