"""Which features of a layer are due, and in which order they are taken: neighbours together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory import schema
from ...store.records import Wanted
from ..attributes.inventory_rows import Filled
from ..runs.inventories import open_layers

CHUNK = 4_000
"""Features that are read, computed and written at a time."""

_STEPS = 1 << 16
"""Of a grid over the layer along each axis, for the order."""


@dataclass(frozen=True)
class Due:
    """What a run is to look at: feature ids in the order of work, and how many features there are at all.

    `missing` are feature ids that were asked for and are not there.
    """

    fids: npt.NDArray[np.int64]
    total: int
    missing: list[int]

    def chunks(self) -> Iterator[list[int]]:
        """The feature ids, some thousand at a time."""
        for start in range(0, len(self.fids), CHUNK):
            yield self.fids[start : start + CHUNK].tolist()


def find_due(
    of: Filled, groups: Sequence[str], *, everything: bool, features: Sequence[int] | None, regions: bool
) -> Due:
    """Features that are stale, or lack a group or what comes from the outline itself.

    Parameters
    ----------
    of
        The layer.
    groups
        Names of the groups of attributes to fill.
    everything
        All features are due.
    features
        Only these feature ids; None for all.
    regions
        Whether there are subregions, so that a feature without one is due.
    """
    asked = None if features is None else [int(fid) for fid in features]
    lacking = None if everything else _fields_to_fill(of, groups, regions)
    with closing(open_layers(of.path, write=False)) as store:
        total = store.count(of.layer)
        rows = store.boxes(of.layer, Wanted(fids=asked, due=lacking))
        there = set() if asked is None else {row[0] for row in store.rows(of.layer, [], Wanted(fids=asked))}
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 5)  # None becomes not-a-number
    order = np.lexsort((table[:, 0], along_space(table[:, 1:])))
    missing = [fid for fid in asked or [] if fid not in there]
    return Due(table[order, 0].astype(np.int64), total, missing)


def _fields_to_fill(of: Filled, groups: Sequence[str], regions: bool) -> list[str]:
    """Fields of which none is empty in a feature that is not due."""
    names = ["AREA", "LAT", "LON", *(schema.ATTRIBUTE_GROUPS[group][0] for group in groups)]
    return names + ["SUBREGION"] * regions + ["ID"] * of.is_rock_glaciers


def along_space(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.uint64]:
    """Place of boxes on a curve on which neighbours are near each other (Morton's Z, of their middles).

    Parameters
    ----------
    boxes
        West, south, east, north, shape (n, 4); those that hold not-a-number come last.
    """
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    known = np.isfinite(middles).all(axis=1)
    places = np.full(len(boxes), np.iinfo(np.uint64).max, dtype=np.uint64)
    if known.any():
        inside: npt.NDArray[Any] = middles[known] - middles[known].min(axis=0)
        extent = max(float(inside.max()), np.finfo(np.float64).tiny)
        x, y = np.minimum(inside / extent * _STEPS, _STEPS - 1).astype(np.uint64).T
        places[known] = _spread(x) | (_spread(y) << np.uint64(1))
    return places


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Sixteen bits with a zero before each."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values
