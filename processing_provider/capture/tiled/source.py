"""Layers of tiles: whole tiles as the server has them, resampled once.

The network sees the server's pixels; what the layer's properties change about them (brightness, opacity) is
for eyes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from qgis.core import Qgis, QgsCoordinateTransformContext, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QUrl

from ..grid import Grid
from ..pieces import Area, Painter, Picture, Piece, outline_in
from ..store import Store, layer_key
from ..terms import host_of
from .matrices import fitting
from .mosaic import MARGIN, Mosaic, box_in
from .painting import AskedBefore, WebPainter
from .sourcetext import SourceText
from .xyz import XyzAddresses, xyz_matrices


def is_tile_layer(layer: QgsRasterLayer) -> bool:
    """Whether it is an XYZ layer of pictures in Web Mercator."""
    return (
        layer.providerType() == "wms"
        and SourceText.of(layer.source()).get("type") == "xyz"
        and layer.crs().authid() == "EPSG:3857"
        and layer.dataProvider().dataType(1) == Qgis.DataType.ARGB32
    )


def finest_pixel(layer: QgsRasterLayer) -> float | None:
    """Map units of a pixel at the finest level of a tile layer; None where the layer does not say."""
    if not is_tile_layer(layer):
        return None
    text = SourceText.of(layer.source())
    return xyz_matrices(text)[-1].units if "zmax" in text else None


class TileSource:
    """The tiles of a layer at the level that fits a pixel size in map units."""

    def __init__(
        self, layer: QgsRasterLayer, units: float, transform_context: QgsCoordinateTransformContext
    ) -> None:
        text = SourceText.of(layer.source())
        self._context = transform_context
        self.crs, self.title = layer.crs(), layer.name()
        self.key = ("tiles", text.key)
        self._host, self._login = host_of(layer), text.login
        self._addresses = XyzAddresses(text.get("url"))
        # Files change under our hands, and reading them is quick.
        self.from_web = self.is_cacheable = not QUrl(text.get("url")).isLocalFile()
        self._matrix = fitting(xyz_matrices(text), units)
        self.zoom = int(self._matrix.name)
        self.piece_pixels = self._matrix.tile[0]
        self.units = self._matrix.units
        """Map units per pixel of a tile."""

    def pieces(self, grid: Grid, area: Area | None) -> Iterator[Piece]:
        columns, rows = self._range(grid)
        touches = area.toucher(self.crs) if area else None
        outline = outline_in(grid.extent, grid.crs, self.crs, self._context) if grid.crs != self.crs else None
        if outline is not None:
            outline = outline.buffer(MARGIN * self.units, 2)
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
        columns, rows = self._range(grid)
        return len(columns) * len(rows)

    def _range(self, grid: Grid) -> tuple[range, range]:
        return self._matrix.touching(box_in(grid.extent, grid, self._matrix, self.crs, self._context))

    def extent_of(self, piece: Piece) -> QgsRectangle:
        return self._matrix.extent_of(piece.column, piece.row)

    def name_of(self, piece: Piece) -> str:
        return f"{self.zoom}/{piece.column}/{piece.row}"

    def host_of(self, piece: Piece) -> str:
        return self._host

    def is_web_piece(self, piece: Piece) -> bool:
        return self.from_web

    def store_folder(self, piece: Piece) -> str | None:
        return self._folder if self.is_cacheable else None

    @cached_property
    def _folder(self) -> str:
        return layer_key(*self.key)

    def address_of(self, piece: Piece) -> str:
        """Where the tile is; it may hold a key."""
        return self._addresses.of(self._matrix, piece.column, piece.row)

    def painters(self, limit: int) -> list[Painter]:
        asked = AskedBefore()
        return [WebPainter(self, self._login, asked) for _ in range(limit)]

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: Store) -> Iterator[Picture]:
        def tile(piece: Piece):
            found = store.get(self.store_folder(piece), self.name_of(piece)) if good(piece) else None
            return found[0] if found else None

        return Mosaic(self._matrix, self.crs, self._context, tile).blocks(grid)
