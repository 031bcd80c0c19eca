"""Which ground somebody looked at while deciding: what was not outlined there is no rock glacier, for a training.

It is no gesture: not in the journal, and an undo does not take it back, for it was looked at all the same.
"""

from __future__ import annotations

from typing import Any

from ..inventory.moments import utc_now
from ..inventory.schema import REVIEWED_GROUND
from ..inventory.seen_ground import LARGEST_PIXEL_M, LEAST_NEW_SHARE, SeenGround
from ..store.protocol import Store
from ..store.records import Wanted


def keep(inventory: Store, *seen: SeenGround) -> int:
    """Keep ground that people saw, where it is fine enough and new to them; how many rows were added.

    In one transaction, or none where nothing is new.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    kept: list[SeenGround] = []
    for one in seen:
        if 0 < one.pixel <= LARGEST_PIXEL_M and one.person.strip() and _is_new(inventory, one, kept):
            kept.append(one)
    if kept:
        with inventory.fill(REVIEWED_GROUND) as filling:
            filling.insert_many(REVIEWED_GROUND, map(_row, kept))
    return len(kept)


def _is_new(inventory: Store, seen: SeenGround, kept: list[SeenGround]) -> bool:
    before = Wanted(box=seen.box, having={"PERSON": seen.person})
    known = [wkb for _, wkb in inventory.outlines(REVIEWED_GROUND, before)]
    known += [other.geometry for other in kept if other.person == seen.person]
    return not known or seen.new_share(known) >= LEAST_NEW_SHARE


def _row(seen: SeenGround) -> tuple[Any, ...]:
    told: dict[str, Any] = {
        "PERSON": seen.person,
        "TIME": utc_now(),
        "OPERATION": seen.operation,
        "PIXEL": round(seen.pixel, 3),
        "SCALE": round(seen.scale, 1),
        "SOUR_DATA": seen.imagery or None,
        "RUN_ID": seen.run_id or None,
    }
    return (seen.geometry, *(told[name] for name in REVIEWED_GROUND.field_names))
