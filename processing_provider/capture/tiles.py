"""Tile servers (XYZ): whole tiles as the server has them, resampled once.

A tile is asked for through the layer's own provider, at exactly its place and size: one request, with QGIS's
proxy, authentication and network settings. The network sees the server's pixels; what the layer's
properties change about them (brightness, opacity) is for eyes only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProviderRegistry,
    QgsRasterBlockFeedback,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QThread

from .grid import Grid
from .looks import pixels_of
from .pieces import Area, Drawn, Painter, Picture, Piece, outline_in
from .store import Store, layer_key
from .terms import host_of
from .writing import BLOCK, memory_raster, put_pixels, warped

WORLD = 20037508.342789244
"""Half the width of the world in Web Mercator."""
_COARSER = 1.1
"""Tiles may be so much coarser than the capture; beyond, the next zoom (four times as many) is taken."""
_MARGIN = 2
"""Pixels around a block that resampling looks at."""
_ZOOMS = (0, 18)  # where the layer does not say
_TILES_IN_MEMORY = 64


def is_tile_layer(layer: QgsRasterLayer) -> bool:
    """Whether it is an XYZ layer of pictures in Web Mercator."""
    return (
        layer.providerType() == "wms"
        and _uri(layer).get("type") == "xyz"
        and layer.crs().authid() == "EPSG:3857"
        and layer.dataProvider().dataType(1) == Qgis.DataType.ARGB32
    )


def finest_pixel(layer: QgsRasterLayer) -> float | None:
    """Map units of a pixel at the highest zoom of a tile layer; None where the layer does not say."""
    uri = _uri(layer) if is_tile_layer(layer) else {}
    return 2 * WORLD / _piece_pixels(uri) / 2 ** int(uri["zmax"]) if uri.get("zmax") else None


def _piece_pixels(uri: dict[str, str]) -> int:
    return 512 if uri.get("tilePixelRatio") == "2" else 256


def _uri(layer: QgsRasterLayer) -> dict[str, str]:
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())


class TileSource:
    """The tiles of an XYZ layer at the zoom that fits a pixel size in map units."""

    from_web = True
    is_cacheable = True

    def __init__(
        self, layer: QgsRasterLayer, units: float, transform_context: QgsCoordinateTransformContext
    ) -> None:
        uri = _uri(layer)
        self._layer, self._context = layer, transform_context
        self.crs, self.title = layer.crs(), layer.name()
        self.piece_pixels = _piece_pixels(uri)
        self.key = ("tiles", layer.source())
        self._host = host_of(layer)
        low, high = (int(uri.get(key) or value) for key, value in zip(("zmin", "zmax"), _ZOOMS))
        wanted = math.ceil(math.log2(2 * WORLD / self.piece_pixels / (units * _COARSER)))
        self.zoom = min(max(wanted, low), high)
        self._side = 2 * WORLD / 2**self.zoom
        self.units = self._side / self.piece_pixels
        """Map units per pixel of a tile."""

    def pieces(self, grid: Grid, area: Area | None) -> Iterator[Piece]:
        columns, rows = self._range(self._box(grid.extent, grid))
        touches = area.toucher(self.crs) if area else None
        outline = outline_in(grid.extent, grid.crs, self.crs, self._context) if grid.crs != self.crs else None
        if outline is not None:
            outline = outline.buffer(_MARGIN * self.units, 2)
        for row in rows:
            for column in columns:
                piece = Piece(column, row)
                rectangle = self.extent_of(piece)
                if (touches is None or touches(rectangle)) and (
                    outline is None or outline.intersects(rectangle)
                ):
                    yield piece

    def count(self, grid: Grid) -> int:
        """How many tiles there are at most."""
        columns, rows = self._range(self._box(grid.extent, grid))
        return len(columns) * len(rows)

    def extent_of(self, piece: Piece) -> QgsRectangle:
        left, top = piece.column * self._side - WORLD, WORLD - piece.row * self._side
        return QgsRectangle(left, top - self._side, left + self._side, top)

    def name_of(self, piece: Piece) -> str:
        return f"{self.zoom}/{piece.column}/{piece.row}"

    def host_of(self, piece: Piece) -> str:
        return self._host

    def is_web_piece(self, piece: Piece) -> bool:
        return True

    def store_folder(self, piece: Piece) -> str | None:
        return self._folder

    @cached_property
    def _folder(self) -> str:
        return layer_key(*self.key)

    def painters(self, limit: int) -> list[Painter]:
        return [_TilePainter(self, self._layer.clone()) for _ in range(limit)]

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: Store) -> Iterator[Picture]:
        @lru_cache(maxsize=_TILES_IN_MEMORY)
        def tile(piece: Piece) -> bytes | None:
            found = store.get(self.store_folder(piece), self.name_of(piece)) if good(piece) else None
            return pixels_of(found[0]) if found else None

        for row in range(0, grid.height, BLOCK):
            for column in range(0, grid.width, BLOCK):
                width, height = min(BLOCK, grid.width - column), min(BLOCK, grid.height - row)
                block = grid.window(grid.column + column, grid.row + row, width, height)
                pixels = self._block(block, grid, (width, height), tile)
                if pixels is not None:
                    yield Picture(column, row, width, height, pixels)

    def _block(
        self,
        block: QgsRectangle,
        grid: Grid,
        size: tuple[int, int],
        tile: Callable[[Piece], bytes | None],
    ) -> bytes | None:
        """The pixels of one block; None where there is no tile."""
        columns, rows = self._range(self._box(block, grid))
        side = self.piece_pixels
        raster = None
        for row in rows:
            for column in columns:
                pixels = tile(Piece(column, row))
                if pixels is None:
                    continue
                if raster is None:
                    first = self.extent_of(Piece(columns.start, rows.start))
                    where = (first.xMinimum(), self.units, 0.0, first.yMaximum(), 0.0, -self.units)
                    raster = memory_raster(len(columns) * side, len(rows) * side, where, self.crs)
                at = ((column - columns.start) * side, (row - rows.start) * side)
                put_pixels(raster, *at, side, side, pixels)
        return None if raster is None else warped(raster, grid.crs, block, size, gdal.GRA_Cubic)

    def _box(self, extent: QgsRectangle, grid: Grid) -> QgsRectangle:
        """What has to be known for an extent of the grid."""
        box = QgsCoordinateTransform(grid.crs, self.crs, self._context).transformBoundingBox(extent)
        return box.buffered(_MARGIN * max(self.units, box.width() / BLOCK / 4 if grid.crs != self.crs else 0))

    def _range(self, box: QgsRectangle) -> tuple[range, range]:
        last = 2**self.zoom - 1

        def number(length: float) -> int:
            return min(max(math.floor(length / self._side), 0), last)

        return (
            range(number(box.xMinimum() + WORLD), number(box.xMaximum() + WORLD) + 1),
            range(number(WORLD - box.yMaximum()), number(WORLD - box.yMinimum()) + 1),
        )


class _TilePainter:
    """Asks the provider of its own clone for tiles."""

    def __init__(self, source: TileSource, layer: QgsRasterLayer) -> None:
        self._source, self._layer = source, layer
        self._feedback = QgsRasterBlockFeedback()
        layer.moveToThread(None)  # so that the thread can take it over

    def begin(self) -> None:
        self._layer.moveToThread(QThread.currentThread())

    def draw(self, piece: Piece) -> Drawn:
        extent, side = self._source.extent_of(piece), self._source.piece_pixels
        # A hair inside, as an edge would count as the neighbour's, too, and cost its request.
        inside = extent.buffered(-extent.width() * 1e-7)
        block = self._layer.dataProvider().block(1, inside, side, side, self._feedback)
        return Drawn(block.image(), not self._feedback.errors())

    def cancel(self) -> None:
        self._feedback.cancel()

    def end(self) -> None:
        self._layer.moveToThread(None)
