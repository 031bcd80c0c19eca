"""Draws the house from its imports: rooms in storeys, and which room leans on which.

Run: .venv/engine/bin/python recipes/house_picture.py (writes docs/developer/house.svg; a test tells when it
is old). An arrow is drawn only where no other way leads there (the transitive reduction), so that the picture
can be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "unit"))

from test_imports import ROOMS, arrows  # noqa: E402

PICTURE = ROOT / "docs" / "developer" / "house.svg"

STOREYS = (
    ("plugin", "plugin: the dock in QGIS", "#dbe9f6", 0),
    ("processing_provider", "processing_provider: the toolbox in QGIS", "#dff0e3", 0),
    ("engine", "engine: the numbers, a process of its own", "#fbe7d3", 1),
    ("models", "models: networks", "#f3dcea", 1),
    ("gestures", "gestures: what a person does", "#fff4c9", 2),
    ("store", "store: an inventory", "#fff4c9", 2),
    ("inventory", "inventory: the words", "#eeeeee", 2),
)
"""Folder, what it is, colour, and column: QGIS's process, the engine's, and what both use (below)."""

_WIDTH, _HEIGHT, _GAP, _RISE, _MARGIN, _HEAD, _LEAST = 128, 30, 14, 32, 16, 26, 330


def reduced(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Arrows between rooms that no other way replaces; there are no circles."""
    below: dict[str, set[str]] = {}
    for one, other in pairs:
        below.setdefault(one, set()).add(other)

    def reached(room: str) -> set[str]:
        found: set[str] = set()
        for other in below.get(room, ()):
            found |= {other} | reached(other)
        return found

    return {
        (one, other) for one, other in pairs if not any(other in reached(between) for between in below[one] - {other})
    }


def ranks_of(rooms: Iterable[str], pairs: set[tuple[str, str]]) -> dict[str, int]:
    """How high each room stands over those of the same storey."""
    chosen = list(rooms)
    found: dict[str, int] = {}

    def rank(room: str) -> int:
        if room not in found:
            lower = [rank(other) for one, other in pairs if one == room and other in chosen]
            found[room] = max(lower, default=-1) + 1
        return found[room]

    return {room: rank(room) for room in chosen}


class _Sheet:
    """SVG being drawn: where rooms stand, and its elements."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[float, float]] = {}
        self.bands: list[str] = []
        self.boxes: list[str] = []

    def storey(self, left: float, top: float, width: float, title: str, colour: str, rows: list[list[str]]) -> float:
        """Draw a storey's rooms, the highest row first; its height."""
        height = _HEAD + len(rows) * (_HEIGHT + _RISE) - _RISE + _GAP
        self.bands.append(
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="8" fill="{colour}"/>'
            f'<text x="{left + _GAP}" y="{top + 18}" class="storey">{escape(title)}</text>'
        )
        for number, row in enumerate(rows):
            start = left + (width - len(row) * (_WIDTH + _GAP) + _GAP) / 2
            for place, room in enumerate(row):
                at = start + place * (_WIDTH + _GAP), top + _HEAD + number * (_HEIGHT + _RISE)
                self.places[room] = at
        return height

    def room(self, room: str) -> None:
        x, y = self.places[room]
        name = room.partition("/")[2] or room
        self.boxes.append(
            f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" class="room"/>'
            f'<text x="{x + _WIDTH / 2}" y="{y + 20}" class="name">{escape(name)}</text>'
        )

    def arrow(self, one: str, other: str) -> str:
        (x0, y0), (x1, y1) = self.places[one], self.places[other]
        x0, y0, x1 = x0 + _WIDTH / 2, y0 + _HEIGHT, x1 + _WIDTH / 2
        bend = max(18.0, (y1 - y0) / 2)
        return f'<path d="M{x0:g},{y0:g} C{x0:g},{y0 + bend:g} {x1:g},{y1 - bend:g} {x1:g},{y1 - 2:g}"/>'


def _rows(folder: str, pairs: set[tuple[str, str]]) -> list[list[str]]:
    rooms = [room for room in ROOMS if room.split("/")[0] == folder]
    ranks = ranks_of(rooms, pairs)
    return [[room for room in rooms if ranks[room] == rank] for rank in range(max(ranks.values()), -1, -1)]


def _width_of(rows: list[list[str]]) -> float:
    return max(max(len(row) for row in rows) * (_WIDTH + _GAP) + _GAP, _LEAST)


def picture() -> str:
    """The SVG."""
    pairs = arrows()
    sheet, rows = _Sheet(), {folder: _rows(folder, pairs) for folder, *_ in STOREYS}
    widths = [max(_width_of(rows[folder]) for folder, *_, column in STOREYS if column == wanted) for wanted in (0, 1)]
    lefts = [_MARGIN, _MARGIN + widths[0] + 2 * _GAP]
    width = lefts[1] + widths[1] + _MARGIN
    tops = [float(_MARGIN), float(_MARGIN)]
    for folder, title, colour, column in STOREYS:
        if column < 2:
            place = lefts[column], tops[column], widths[column]
            tops[column] += sheet.storey(*place, title, colour, rows[folder]) + _RISE
    top = max(tops)
    for folder, title, colour, column in STOREYS:
        if column == 2:
            place = _MARGIN, top, width - 2 * _MARGIN
            top += sheet.storey(*place, title, colour, rows[folder]) + _RISE / 2
    for room in sheet.places:
        sheet.room(room)
    drawn = [sheet.arrow(one, other) for one, other in sorted(reduced(pairs))]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {top:g}" width="{width:g}">',
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>',
            "<style>text{font-family:sans-serif;fill:#222}.storey{font-size:14px;font-weight:bold}"
            ".name{font-size:13px;text-anchor:middle}"
            ".room{fill:#fff;stroke:#777}.arrows path{fill:none;stroke:#777;stroke-width:1.1}</style>",
            f'<rect width="{width:g}" height="{top:g}" fill="#fff"/>',
            *sheet.bands,
            '<g class="arrows">',
            *(path.replace("/>", ' marker-end="url(#tip)"/>') for path in drawn),
            "</g>",
            *sheet.boxes,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
    print(PICTURE)
