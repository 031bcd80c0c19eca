"""Which features of a layer are due, and in which order they are taken: neighbours together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory import schema
from ...store.geopackage import geopackage
from ...store.geopackage.sql import column
from ...store.geopackage.upkeep.checking import has_table
from ..attributes.inventory_rows import AMONG, Filled

CHUNK = 4_000
"""Features that are read, computed and written at a time."""

_FID = schema.FEATURE_ID
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
    among = ""
    asked: tuple[str, ...] = ()
    if features is not None:
        among, asked = f" AND {_FID} {AMONG}", (json.dumps([int(fid) for fid in features]),)
    with geopackage.connect(of.path) as connection:
        total = connection.execute(f"SELECT count(*) FROM {column(of.layer.name)}").fetchone()[0]
        condition = "1" if everything else _condition(of, groups, regions)
        rows = connection.execute(_query(connection, of, f"({condition}){among}"), asked).fetchall()
        missing = [] if features is None else _missing(connection, of, features)
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 5)  # None becomes not-a-number
    order = np.lexsort((table[:, 0], along_space(table[:, 1:])))
    return Due(table[order, 0].astype(np.int64), total, missing)


def _condition(of: Filled, groups: Sequence[str], regions: bool) -> str:
    """SQL that is true of a feature that is due."""
    names = ["AREA", "LAT", "LON", *(schema.ATTRIBUTE_GROUPS[group][0] for group in groups)]
    if regions:
        names.append("SUBREGION")
    conditions = [f"{column(name)} IS NULL" for name in names]
    if of.is_rock_glaciers:
        conditions += ['coalesce("STALE", 0) <> 0', "coalesce(\"ID\", '') = ''"]
    return " OR ".join(conditions)


def _query(connection: sqlite3.Connection, of: Filled, condition: str) -> str:
    """Feature id and envelope; the envelope only where the layer has a spatial index."""
    index = f"rtree_{of.layer.name}_{schema.GEOMETRY}"
    chosen = f"SELECT {_FID} FROM {column(of.layer.name)} WHERE {condition}"
    if has_table(lambda sql: connection.execute(sql).fetchall(), index):
        return (
            f"SELECT t.{_FID}, r.minx, r.miny, r.maxx, r.maxy FROM ({chosen}) t "
            f"LEFT JOIN {column(index)} r ON r.id = t.{_FID}"
        )
    return f"SELECT {_FID}, NULL, NULL, NULL, NULL FROM ({chosen})"


def _missing(connection: sqlite3.Connection, of: Filled, features: Sequence[int]) -> list[int]:
    query = f"SELECT {_FID} FROM {column(of.layer.name)} WHERE {_FID} {AMONG}"
    there = {row[0] for row in connection.execute(query, (json.dumps([int(fid) for fid in features]),))}
    return [int(fid) for fid in features if int(fid) not in there]


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
