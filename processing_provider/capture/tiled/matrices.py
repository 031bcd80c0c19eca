"""Tile matrices: the levels of a tiled layer, where their tiles lie and which of them there are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qgis.core import QgsRectangle

WORLD = 20037508.342789244
"""Half the width of the world in Web Mercator."""
_HAIR = 1e-3
"""Of a pixel: what lies on an edge but for rounding is on the edge."""
_COARSER = 1.1
"""Tiles may be so much coarser than the capture; beyond, the next finer level is taken."""


@dataclass(frozen=True)
class Matrix:
    """One level. Columns count from the left, rows from above; pixels are square in map units."""

    name: str
    left: float
    top: float
    units: float
    """Map units per pixel."""
    tile: tuple[int, int]
    """Width and height of a tile in pixels, as its place tells them."""
    columns: range
    """Those that the server has."""
    rows: range
    count: tuple[int, int] = (0, 0)
    """Columns and rows of the whole matrix, with those that the server has not."""

    @property
    def side(self) -> tuple[float, float]:
        """Width and height of a tile in map units."""
        return self.tile[0] * self.units, self.tile[1] * self.units

    def extent_of(self, column: int, row: int) -> QgsRectangle:
        """Where a tile lies."""
        width, height = self.side
        left, top = self.left + column * width, self.top - row * height
        return QgsRectangle(left, top - height, left + width, top)

    def within(self, box: QgsRectangle) -> Matrix:
        """With those tiles only that lie in a box, beyond its very edge."""
        columns, rows = self.touching(box.buffered(-_HAIR * self.units))
        return replace(self, columns=columns, rows=rows)

    def touching(self, box: QgsRectangle) -> tuple[range, range]:
        """Columns and rows of the tiles that touch a box, of those that the server has."""
        width, height = self.side
        edges = (box.xMinimum() - self.left, box.xMaximum() - self.left)
        depths = (self.top - box.yMaximum(), self.top - box.yMinimum())
        return (
            _common(self.columns, *(math.floor(edge / width) for edge in edges)),
            _common(self.rows, *(math.floor(depth / height) for depth in depths)),
        )


def _common(known: range, first: int, last: int) -> range:
    start = max(known.start, first)
    return range(start, max(start, min(known.stop, last + 1)))


def fitting(matrices: Sequence[Matrix], units: float) -> Matrix:
    """The coarsest matrix whose pixels are small enough for some map units per pixel; the finest if none."""
    wanted = fitting_units([matrix.units for matrix in matrices], units)
    return next(matrix for matrix in matrices if matrix.units == wanted)


def fitting_units(levels: Iterable[float], units: float) -> float:
    """The same of map units per pixel alone."""
    by_size = sorted(levels, reverse=True)
    return next((level for level in by_size if level <= units * _COARSER), by_size[-1])
