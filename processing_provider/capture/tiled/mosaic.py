"""Tiles are put side by side and resampled once to the pixels of a capture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsRectangle
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QImage

from ...adapters.boxes import transformed
from ..asking.looks import pixels_of
from ..plan.grid import Grid
from ..plan.pieces import Picture, Piece
from ..writing import BLOCK, memory_raster, put_pixels, warped, windows
from .matrices import Matrix

MARGIN = 2
"""Pixels around a block that resampling looks at."""
_TILES_IN_MEMORY = 64


def box_in(
    extent: QgsRectangle,
    grid: Grid,
    matrix: Matrix,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
) -> QgsRectangle:
    """What has to be known, in the tiles' own system, for an extent of the grid."""
    box = transformed(QgsCoordinateTransform(grid.crs, crs, transform_context), extent)
    bent = box.width() / BLOCK / 4 if grid.crs != crs else 0  # boxes are transformed by a net of places
    return box.buffered(MARGIN * max(matrix.units, bent))


@dataclass(frozen=True)
class _Tile:
    """A tile as it came."""

    size: tuple[int, int]
    pixels: bytes
    """Red, green, blue and alpha, row by row."""


class Mosaic:
    """Blocks of a capture from the tiles of one matrix.

    Parameters
    ----------
    matrix, crs
        Where tiles lie.
    tile
        Gives the picture of a tile, of whatever size; None where there is none.
    """

    def __init__(
        self,
        matrix: Matrix,
        crs: QgsCoordinateReferenceSystem,
        transform_context: QgsCoordinateTransformContext,
        tile: Callable[[Piece], QImage | None],
    ) -> None:
        self._matrix, self._crs, self._context = matrix, crs, transform_context
        self._picture = tile
        self._tile = lru_cache(maxsize=_TILES_IN_MEMORY)(self._tile_of)

    def _tile_of(self, piece: Piece) -> _Tile | None:
        image = self._picture(piece)
        return None if image is None else _Tile((image.width(), image.height()), pixels_of(image))

    def blocks(self, grid: Grid) -> Iterator[Picture]:
        """All blocks that have a tile, row by row."""
        for column, row, width, height in windows(grid):
            pixels = self._block(grid.window(column, row, width, height), grid, (width, height))
            if pixels is not None:
                yield Picture(column - grid.column, row - grid.row, width, height, pixels)

    def _block(self, block: QgsRectangle, grid: Grid, size: tuple[int, int]) -> bytes | None:
        """The pixels of one block; None where there is no tile."""
        box = box_in(block, grid, self._matrix, self._crs, self._context)
        columns, rows = self._matrix.touching(box)
        found = {
            (column, row): tile
            for row in rows
            for column in columns
            if (tile := self._tile(Piece(column, row))) is not None
        }
        if not found:
            return None
        # The place of a tile is that of the matrix, whatever its size: the finest one sets the pixels.
        tile = (max(t.size[0] for t in found.values()), max(t.size[1] for t in found.values()))
        first, side = self._matrix.extent_of(columns.start, rows.start), self._matrix.side
        where = (first.xMinimum(), side[0] / tile[0], 0.0, first.yMaximum(), 0.0, -side[1] / tile[1])
        raster = memory_raster(len(columns) * tile[0], len(rows) * tile[1], where, self._crs)
        for (column, row), one in found.items():
            at = ((column - columns.start) * tile[0], (row - rows.start) * tile[1])
            put_pixels(raster, *at, *tile, one.pixels if one.size == tile else _of_size(one, tile))
        return warped(raster, grid.crs, block, size, gdal.GRA_Cubic)


def _of_size(tile: _Tile, size: tuple[int, int]) -> bytes:
    """The tile in as many pixels. Where each becomes several whole ones it is repeated, not resampled."""
    (width, height), (wide, high) = size, tile.size
    image = QImage(tile.pixels, wide, high, wide * 4, QImage.Format.Format_RGBA8888)
    is_whole = width % wide == 0 and height % high == 0
    mode = Qt.TransformationMode.FastTransformation if is_whole else Qt.TransformationMode.SmoothTransformation
    return pixels_of(image.scaled(QSize(width, height), Qt.AspectRatioMode.IgnoreAspectRatio, mode))
