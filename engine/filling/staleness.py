"""Which outlines stay stale: those with values of their older shape that a run did not compute anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...inventory import schema
from ..attributes.groups import ChunkValues, Notes
from ..attributes.inventory_rows import Features, Filled, Mask
from ..telling.report import Report

_NOT_IN_RUN, _NOT_REACHED = "not_in_run", "not_reached"


def first_fields(of: Filled) -> dict[str, str]:
    """Group -> the field that tells whether it is filled, for the groups that the layer has."""
    firsts = {name: fields[0] for name, fields in schema.ATTRIBUTE_GROUPS.items()}
    return {name: field for name, field in firsts.items() if field in of.layer.field_names}


@dataclass(frozen=True)
class Judged:
    """Of n features: who stays stale, why, and the groups that hold values of them."""

    stale: Mask
    not_in_run: Mask
    not_reached: Mask
    holding: tuple[str, ...]


class Staleness:
    """A feature is fresh again when every group that holds values of it was computed anew in one run.

    `count` is how many stay stale, `together` the groups to run together for those that could be fresh.
    """

    def __init__(self, groups: Sequence[str]) -> None:
        self._groups = groups
        self._notes = Notes()
        self.count = 0
        self.together: set[str] = set()

    def judge(self, features: Features, told: Sequence[ChunkValues]) -> Judged:
        """Who stays stale after what was told."""
        renewed = {one.group: one.known for one in told}
        nobody = np.zeros(len(features), dtype=bool)
        not_in_run, not_reached = nobody.copy(), nobody.copy()
        holds: dict[str, Mask] = {}
        for group, field in first_fields(features.of).items():
            holds[group] = features.stale & features.filled[field]
            kept = holds[group] & ~renewed.get(group, nobody)
            if group in self._groups:
                not_reached |= kept
            else:
                not_in_run |= kept
        holding = tuple(group for group, mask in holds.items() if (mask & not_in_run).any())
        return Judged(not_in_run | not_reached, not_in_run, not_reached, holding)

    def note(self, features: Features, judged: Judged, written: Mask) -> None:
        """Count and note who stays stale, now that it is written."""
        self.count += int((judged.stale & written).sum())
        if (judged.not_in_run & written).any():
            self.together.update(judged.holding)
        self._notes.add(_NOT_IN_RUN, features.labels, judged.not_in_run & written)
        self._notes.add(_NOT_REACHED, features.labels, judged.not_reached & ~judged.not_in_run & written)

    def warn(self, report: Report) -> None:
        """Say who stays stale, and what to do about it."""
        self._notes.warn(
            report,
            not_in_run="Outlines that stay stale, because other groups hold values of their older shape; run "
            f"these groups together: {', '.join(self.run_together)}",
            not_reached="Outlines that stay stale, because a source does not reach them and what it told of "
            "their older shape was kept",
        )

    @property
    def run_together(self) -> list[str]:
        """Groups to run together, in the order of the schema."""
        return [group for group in schema.ATTRIBUTE_GROUPS if group in self.together]
