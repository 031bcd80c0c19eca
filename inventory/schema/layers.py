"""All layers of an inventory, in their order, and which of them are watched."""

from __future__ import annotations

from .kinds import Layer
from .mapped import CANDIDATES, PRIMARY_MARKERS, REVIEWED_GROUND, ROCK_GLACIERS, SUBREGIONS
from .recorded import INVENTORY_INFO, JOURNAL, KEPT_PROBABILITY, RUNS
from .reviewed import CONSENSUS, MISSED_POINTS, REVIEW_SAMPLES, REVIEWS, SAMPLE_WINDOWS, SAMPLES, WINDOW_REVIEWS

SCHEMA_VERSION = 9

WATCHED = (ROCK_GLACIERS, CANDIDATES, PRIMARY_MARKERS, REVIEWS, WINDOW_REVIEWS, MISSED_POINTS, CONSENSUS)
"""Layers whose changes by other tools are journalled."""

LAYERS = (
    ROCK_GLACIERS,
    CANDIDATES,
    PRIMARY_MARKERS,
    SUBREGIONS,
    REVIEWED_GROUND,
    REVIEWS,
    REVIEW_SAMPLES,
    SAMPLES,
    SAMPLE_WINDOWS,
    WINDOW_REVIEWS,
    MISSED_POINTS,
    CONSENSUS,
    KEPT_PROBABILITY,
    RUNS,
    JOURNAL,
    INVENTORY_INFO,
)
"""Every layer of an inventory, in the order in which QGIS shows them."""

DETECTION_LAYERS = (CANDIDATES, RUNS)
"""The layers of a detection's own output file."""


def layer(name: str) -> Layer:
    """The layer of that name; KeyError where the schema has none."""
    for candidate in LAYERS:
        if candidate.name == name:
            return candidate
    raise KeyError(f"the inventory has no layer {name}")
