"""A few numbers of each candidate, in arrays in the order of their feature ids; never a geometry."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable
from typing import Any

from ...inventory.schema import STATES


class Numbers:
    """What orders and filters read; `state` holds places in `STATES`, of which 0 is undecided."""

    def __init__(self) -> None:
        self.fids, self.x, self.y = array("q"), array("d"), array("d")
        self.probability, self.spread, self.area = array("f"), array("f"), array("d")
        self.state, self.subregion, self.other = bytearray(), array("i"), bytearray()
        self.names: dict[str, int] = {"": 0}
        """Name of a subregion -> its number in `subregion`."""

    def __len__(self) -> int:
        return len(self.fids)

    @property
    def last(self) -> int:
        """The highest feature id; -1 where there is none."""
        return self.fids[-1] if self.fids else -1

    def add(self, rows: Iterable[tuple[Any, ...]], others: Container[int]) -> None:
        """Take in rows as `Store.queue_numbers` gives them; `others` are of models for another landform."""
        for fid, state, probability, spread, area, subregion, x, y in rows:
            self.other.append(fid in others)
            self.fids.append(int(fid))
            self.state.append(STATES.index(state) if state in STATES else 0)
            self.probability.append(math.nan if probability is None else probability)
            self.spread.append(math.nan if spread is None else spread)
            self.area.append(area or 0.0)
            self.subregion.append(self.names.setdefault(subregion or "", len(self.names)))
            self.x.append(x)
            self.y.append(y)

    def at(self, fid: int | None) -> int:
        """Place of a candidate in the arrays; -1 where it is none."""
        if fid is None:
            return -1
        place = bisect_left(self.fids, fid)
        return place if place < len(self.fids) and self.fids[place] == fid else -1
