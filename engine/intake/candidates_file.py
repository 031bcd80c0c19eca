"""Reads candidates back from a detection's own file, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyogrio
import shapely

from ...inventory import schema
from ..ground import vector_names  # noqa: F401 (names with a semicolon and the like)
from ..outlines.candidates import Candidate

BATCH = 1000
_FIELDS = ("PROB_MEAN", "PROB_MAX", "AREA", "SOUR_DATA")


def read_candidates(path: Path) -> Iterator[Candidate]:
    """The candidates of a file that `inventory_file.write_candidates` wrote, in its order.

    Yields
    ------
    Candidate
        One for each polygon of a feature; never more than a batch in memory.
    """
    layer = schema.CANDIDATES.name
    count = pyogrio.read_info(path, layer=layer)["features"]
    for start in range(0, count, BATCH):
        _, _, geometry, values = pyogrio.raw.read(
            path, layer=layer, columns=list(_FIELDS), skip_features=start, max_features=BATCH
        )
        for wkb, mean, highest, area, imagery in zip(geometry, *values, strict=True):
            for polygon in shapely.get_parts(shapely.from_wkb(wkb)):
                yield Candidate(polygon, float(mean), float(highest), float(area), imagery or "")
