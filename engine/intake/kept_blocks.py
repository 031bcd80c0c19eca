"""Blocks of kept probability on their way into an inventory, and those of earlier runs that nobody needs any more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ...inventory.errors import UserError
from ...inventory.schema import CANDIDATES, KEPT_PROBABILITY
from ...store.protocol import Store
from ...store.records import Wanted
from ...store.staging import Staged
from ..ground.boxes import bounds_around
from ..kept.blocks import Block
from ..runs.inventories import open_inventory
from ..runs.run_record import Run
from .candidate_rows import BATCH, Row, encode_polygons
from .known_ground import replaceable_runs

_WIDTH = 1 + len(KEPT_PROBABILITY.fields)
_LIMITS = ("area", "elevation", "slope")
"""Parameters of a run for which it did not search all of its extent."""


class KeptRows:
    """Blocks of a run as rows for an inventory, in a temporary file until they are written.

    Parameters
    ----------
    inventory
        Its coordinate system is taken.
    run
        What saw them.
    crs
        Coordinate system of the blocks.
    """

    def __init__(self, inventory: Path, run: Run, crs: Any) -> None:
        with closing(open_inventory(inventory, write=False)) as store:
            self._target = store.reference(KEPT_PROBABILITY).wkt
        self._run_id, self._crs = run.run_id, crs
        self._staged = Staged(_WIDTH)

    def of(self, blocks: Sequence[Block]) -> list[Row]:
        """Blocks as rows. One without a place in the inventory's system is left out: its candidates are refused."""
        try:
            outlines = encode_polygons([block.outline for block in blocks], self._crs, self._target)
        except UserError:
            if len(blocks) == 1:
                return []
            return [row for block in blocks for row in self.of([block])]
        return [(outline, *block.row(self._run_id)) for outline, block in zip(outlines, blocks, strict=True)]

    def gather(self, blocks: Sequence[Block]) -> None:
        """Take blocks, for later."""
        self._staged.add(self.of(blocks))

    def rows(self) -> Iterator[Row]:
        """All that were gathered."""
        return self._staged.rows()

    def close(self) -> None:
        """Forget them."""
        self._staged.close()


def outdated(store: Store, run: Run) -> list[int]:
    """Blocks of earlier runs of the same model on ground that this run has searched, without a candidate of theirs.

    So a search that is repeated does not let the inventory grow, and whoever has a candidate keeps what it was drawn
    from. Where a run has searched a part of its extent only, all stay.
    """
    own = _extent(run)
    if own is None or any(run.parameters.get(name) for name in _LIMITS):
        return []
    box = bounds_around(own, run.crs, store.reference(KEPT_PROBABILITY).wkt)
    if box is None:
        return []
    earlier = Wanted(box=box, having={"RUN_ID": replaceable_runs(store, run)})
    of_run = dict(store.rows(KEPT_PROBABILITY, ("RUN_ID",), earlier))
    boxes = [(fid, tuple(its)) for fid, *its in store.boxes(KEPT_PROBABILITY, earlier) if None not in its]
    inside = [(fid, its) for fid, its in boxes if _holds(box, its)]
    found = []
    for start in range(0, len(inside), BATCH):
        some = inside[start : start + BATCH]
        near = store.near(CANDIDATES, [its for _, its in some])
        wanted = Wanted(fids=list({fid for _, fid in near}))
        run_ids = dict(store.rows(CANDIDATES, ("RUN_ID",), wanted))
        needed = {some[place][0] for place, fid in near if run_ids.get(fid) == of_run[some[place][0]]}
        found += [fid for fid, _ in some if fid not in needed]
    return found


def _extent(run: Run) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = map(float, run.extent.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None


def _holds(box: Sequence[float], its: Sequence[float]) -> bool:
    slack = 1e-6 * max(box[2] - box[0], box[3] - box[1])  # the index rounds boxes outwards
    return (
        box[0] - slack <= its[0] and box[1] - slack <= its[1] and its[2] <= box[2] + slack and its[3] <= box[3] + slack
    )
