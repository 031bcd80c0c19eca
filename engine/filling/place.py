"""What comes from an outline itself: identifier, primary marker, area, subregion."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attributes.groups import NAMES_IN_A_WARNING, Notes
from ..attributes.inventory_rows import Features, Filled, Mask, taken_identifiers
from ..attributes.markers import Markers, assign_identifiers, assign_subregions, place_markers
from ..gathering.regions import Regions
from ..ground.geodesy import ellipsoidal_areas
from ..runs.inventories import open_layers
from ..telling.report import Report


@dataclass(frozen=True)
class Placed:
    """Columns and markers of n features; `new` tells who was given an identifier, `left_out` who got none."""

    columns: dict[str, Any]
    markers: Markers
    new: Mask
    left_out: Mask


class Place:
    """Fills ID, LAT, LON, AREA and SUBREGION, chunk by chunk.

    `new` counts the identifiers that were given; `notes` gathers what is to be warned of.
    """

    def __init__(self, regions: Regions | None) -> None:
        self._regions = regions
        self.notes = Notes()
        self.new = 0

    def fill(self, features: Features) -> Placed:
        """Place some features; identifiers are set in `features`, only where they are missing."""
        crs = features.of.crs
        markers = place_markers(features.outlines, crs, features.points)
        new, left_out = _identify(features, markers)
        columns: dict[str, Any] = {
            "AREA": ellipsoidal_areas(features.outlines, crs),
            "LAT": markers.latitude,
            "LON": markers.longitude,
        }
        if self._regions is not None:
            columns["SUBREGION"] = assign_subregions(features.outlines, markers.points, crs, self._regions)
        return Placed(columns, markers, new, left_out)

    def note(self, features: Features, placed: Placed, written: Mask) -> None:
        """Count and note what was placed, now that it is written."""
        self.new += int((placed.new & written).sum())
        self.notes.add("Outlines without a free identifier inside; draw them larger", features.labels, placed.left_out)
        outside = [name is None for name in placed.columns.get("SUBREGION", ())]
        self.notes.add("Outlines that lie in no subregion", features.labels, _mask(outside, len(features)))


def _identify(features: Features, markers: Markers) -> tuple[Mask, Mask]:
    """Give identifiers to the rock glaciers that lack one; candidates have none."""
    missing = _mask([features.of.is_rock_glaciers and not name for name in features.identifiers])
    left_out = np.zeros(len(features), dtype=bool)
    if missing.any():
        taken = taken_identifiers(features.of)
        crs = features.of.crs
        left_out[assign_identifiers(features.identifiers, features.outlines, markers, crs, taken)] = True
    return missing & ~left_out, left_out


def _mask(values: list[bool], length: int | None = None) -> Mask:
    """As an array; all False where there are no values."""
    return np.array(values if values or length is None else [False] * length, dtype=bool)


def warn_of_twins(of: Filled, report: Report) -> None:
    """Say which identifiers are used by several rock glaciers."""
    with closing(open_layers(of.path, write=False)) as store:
        used = Counter(identifier for _, identifier in store.rows(of.layer, ["ID"]) if identifier)
    twice = sorted(identifier for identifier, count in used.items() if count > 1)[:NAMES_IN_A_WARNING]
    if twice:
        report.warning(f"Identifiers used more than once: {', '.join(twice)}; mend them.")
