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


def keep(inventory: Store, seen: SeenGround) -> bool:
    """Keep ground that a person saw, where it is fine enough and new to that person; whether a row was added.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    if not 0 < seen.pixel <= LARGEST_PIXEL_M or not seen.person.strip():
        return False
    before = Wanted(box=seen.box, having={"PERSON": seen.person})
    known = [wkb for _, wkb in inventory.outlines(REVIEWED_GROUND, before)]
    if known and seen.new_share(known) < LEAST_NEW_SHARE:
        return False
    told: dict[str, Any] = {
        "PERSON": seen.person,
        "TIME": utc_now(),
        "OPERATION": seen.operation,
        "PIXEL": round(seen.pixel, 3),
        "SCALE": round(seen.scale, 1),
        "SOUR_DATA": seen.imagery or None,
        "RUN_ID": seen.run_id or None,
    }
    row = (seen.geometry, *(told[name] for name in REVIEWED_GROUND.field_names))
    with inventory.fill(REVIEWED_GROUND) as filling:
        filling.insert_many(REVIEWED_GROUND, [row])
    return True
