"""Which fields of an inventory a file of somebody else can fill."""

from __future__ import annotations

from .kinds import Field, Layer
from .mapped import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS

_OF_THE_INVENTORY = {
    ROCK_GLACIERS.name: ("CANDIDATE", "STALE"),
    PRIMARY_MARKERS.name: (),
    CANDIDATES.name: ("CANDIDATE_ID", "RUN_ID", "STATE", "REASON", "LAT", "LON"),
}
"""Fields that no file can fill: they tell of a run, a candidate or a decision of this inventory."""

_OF_THE_ROCK_GLACIER = ("RGS_ID", "COMMENT")
"""Fields that a marker of a file may tell of its rock glacier."""


def fields_to_fill(layer: Layer) -> list[Field]:
    """Fields of a layer that a file can fill. Candidates keep an identifier of a file in their comment."""
    found = [one for one in layer.fields if one.name not in _OF_THE_INVENTORY[layer.name]]
    if layer is PRIMARY_MARKERS:
        found += [ROCK_GLACIERS.field(name) for name in _OF_THE_ROCK_GLACIER]
    identifier = [] if any(one.name == "ID" for one in found) else [PRIMARY_MARKERS.fields[0]]
    return [*identifier, *found]


def targets(layer: Layer) -> list[str]:
    """Their names."""
    return [one.name for one in fields_to_fill(layer)]
