"""Blocks of a drawing grid: which of them a capture needs, and how its own pixels are made of them.

QGIS's map settings know only pixels that are square in map units: given an extent of another shape they
show more than the extent. So everything is drawn on a grid of such pixels. Where that is the capture's own
grid its pixels are taken as they are; else they are resampled once, as tiles are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from osgeo import gdal
from qgis.core import QgsCoordinateTransform, QgsCoordinateTransformContext, QgsRectangle
from qgis.PyQt.QtGui import QImage

from ...adapters.boxes import transformed
from ..asking.looks import pixels_of
from ..plan.grid import Grid
from ..plan.pieces import Picture, Piece
from ..writing import BLOCK, get_pixels, half_known, memory_raster, put_pixels, warped, windows

_MARGIN = 3
"""Pixels around a block, of the coarser ones, that resampling looks at."""
_FEW = 2500
"""Blocks of a capture up to which those of the drawing are counted one by one."""

Reader = Callable[[Piece], "QImage | None"]


class Blocks:
    """Squares of 512 x 512 pixels of a drawing grid, by column and row from its origin.

    Parameters
    ----------
    drawing
        Pixels that are square in map units, or a file's own. Only where they lie counts, not how far they
        reach.
    transform_context
        Of the project.
    """

    def __init__(self, drawing: Grid, transform_context: QgsCoordinateTransformContext) -> None:
        self.drawing, self._context = drawing, transform_context

    def are_of(self, grid: Grid) -> bool:
        """Whether a capture's pixels are those of the drawing."""
        mine = self.drawing
        return (grid.crs, grid.pixel, grid.origin) == (mine.crs, mine.pixel, mine.origin)

    def over(self, grid: Grid) -> list[Piece]:
        """Those that a capture needs, row by row."""
        found: dict[Piece, None] = {}
        for column, row, width, height in windows(grid):
            first, top, wide, high = self._seen_by(grid, column, row, width, height)
            for piece_row in _range(top, high):
                found.update((Piece(number, piece_row), None) for number in _range(first, wide))
        return sorted(found, key=lambda piece: (piece.row, piece.column))

    def count(self, grid: Grid) -> int:
        """How many these are, about so where there are many."""
        blocks = math.ceil(grid.width / BLOCK) * math.ceil(grid.height / BLOCK)
        if blocks <= _FEW:
            return len(self.over(grid))
        _, _, wide, high = self._seen_by(grid, *next(windows(grid)))
        return math.ceil(blocks * wide * high / BLOCK**2)

    def extent_of(self, piece: Piece) -> QgsRectangle:
        """In the system of the drawing."""
        return self.drawing.window(piece.column * BLOCK, piece.row * BLOCK, BLOCK, BLOCK)

    def window_over(self, grid: Grid) -> Grid:
        """The pixels of the drawing that a capture is made of."""
        if self.are_of(grid):
            return grid
        column, row, width, height = self._seen_by(grid, grid.column, grid.row, grid.width, grid.height)
        return replace(self.drawing, column=column, row=row, width=width, height=height)

    def compose(self, grid: Grid, image_of: Reader) -> Iterator[Picture]:
        """In blocks of the file, across those that were drawn. A pixel counts from half known on."""
        for column, row, width, height in windows(grid):
            window = self._seen_by(grid, column, row, width, height)
            raster = self._raster(*window, image_of)
            if raster is None:
                continue
            if self.are_of(grid):
                pixels = half_known(get_pixels(raster, 0, 0, width, height))
            else:
                extent = grid.window(column, row, width, height)
                pixels = warped(raster, grid.crs, extent, (width, height), gdal.GRA_Cubic)
            yield Picture(column - grid.column, row - grid.row, width, height, pixels)

    def _seen_by(self, grid: Grid, column: int, row: int, width: int, height: int) -> tuple[int, int, int, int]:
        """Column, row, width and height of the drawing's pixels that some of a capture's are made of."""
        if self.are_of(grid):
            return column, row, width, height
        extent, mine = grid.window(column, row, width, height), self.drawing
        box = transformed(QgsCoordinateTransform(grid.crs, mine.crs, self._context), extent)
        margin = _MARGIN * max(*mine.pixel, box.width() / width, box.height() / height)
        seen = Grid.over(box.buffered(margin), mine.crs, mine.pixel, mine.origin)
        return seen.column, seen.row, seen.width, seen.height

    def _raster(self, column: int, row: int, width: int, height: int, image_of: Reader) -> object:
        """A raster in memory with those pixels of the drawing; None where nothing was drawn."""
        raster = None
        for piece_row in _range(row, height):
            for piece_column in _range(column, width):
                image = image_of(Piece(piece_column, piece_row))
                if image is None:
                    continue
                if raster is None:
                    where = replace(self.drawing, column=column, row=row, width=width, height=height)
                    raster = memory_raster(width, height, where.geotransform, self.drawing.crs)
                left, top = piece_column * BLOCK - column, piece_row * BLOCK - row
                at = max(0, left), max(0, top)
                size = min(left + BLOCK, width) - at[0], min(top + BLOCK, height) - at[1]
                part = image.copy(at[0] - left, at[1] - top, *size)
                put_pixels(raster, *at, *size, pixels_of(part))
        return raster


def _range(first: int, count: int) -> range:
    return range(first // BLOCK, (first + count - 1) // BLOCK + 1)
