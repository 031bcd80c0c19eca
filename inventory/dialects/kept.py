"""Attributes of RGIK that an inventory does not ask for, as they came in: one text of JSON a rock glacier or marker.

Fields stand under the names of their dialect's table. Further outlines of a unit (the restricted one) and its moving
areas stand there whole, with their geometry as WKB in degrees, written in hexadecimal digits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .known import MARKERS, MOVING_AREAS, OUTLINES

FURTHER = "further outlines"
"""Key of outlines besides the extended one."""
GEOMETRY_KEY = "geometry"
"""Key of a geometry in the rows of `FURTHER` and of moving areas."""

Values = dict[str, Any]


@dataclass
class Kept:
    """What is kept of one rock glacier, or of a marker that stands alone.

    `dialect` is the name of the one that it came in (empty: none that is known); `marker` and `outline` are its rows
    there, `further` and `areas` its other outlines and moving areas.
    """

    dialect: str = ""
    marker: Values = field(default_factory=dict)
    outline: Values = field(default_factory=dict)
    further: list[Values] = field(default_factory=list)
    areas: list[Values] = field(default_factory=list)

    def row(self, role: str) -> Values:
        """The row of the marker or of the outline."""
        return {MARKERS: self.marker, OUTLINES: self.outline}.get(role, {})

    def told(self) -> str | None:
        """As a field holds it; None where there is nothing."""
        parts = {MARKERS: self.marker, OUTLINES: self.outline, FURTHER: self.further, MOVING_AREAS: self.areas}
        there = {key: part for key, part in parts.items() if part}
        if not there:
            return None
        return json.dumps({"dialect": self.dialect, **there}, ensure_ascii=False)


NOTHING = Kept()


def read_kept(text: str | None) -> Kept:
    """What a field holds; nothing where it is empty, or where somebody has written something else there."""
    if not text:
        return NOTHING
    try:
        told = json.loads(text)
    except ValueError:
        return NOTHING
    if not isinstance(told, Mapping):
        return NOTHING
    rows = {key: [row for row in _list(told.get(key)) if isinstance(row, dict)] for key in (FURTHER, MOVING_AREAS)}
    return Kept(
        str(told.get("dialect") or ""),
        _row(told.get(MARKERS)),
        _row(told.get(OUTLINES)),
        rows[FURTHER],
        rows[MOVING_AREAS],
    )


def _row(value: Any) -> Values:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
