"""All other layers than tiles: drawn by QGIS, in blocks of square map pixels."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ..asking.piece_store import PieceStore, layer_key
from ..plan.grid import Grid
from ..plan.pieces import Area, Drawn, Painter, Picture, Piece, Source, outline_in
from ..terms import host_of, name_of
from ..writing import BLOCK
from .blocks import Blocks
from .kinds import asks_once, is_from_web
from .rasters import DOTS_PER_INCH, LayerPainter, RasterPainter, transparent
from .styles import as_it_is_drawn, source_of, style_of

_CONNECTIONS = 6
"""Requests that QGIS has under way at once for one drawing of a layer that comes in tiles."""
_EDGE = 2
"""Pixels of a capture that may lie beyond the edge of what is captured, as it is whole pixels."""
_SYMBOL = 64
"""Pixels around a block from which symbols of features reach into it."""


class RenderedSource(Source):
    """Blocks of a drawing grid, drawn from one layer, which is drawn as if it were alone on the map.

    Its opacity and blend mode are left out: they say how it lies on others. So is the range of scales in
    which it is shown, as it is to be captured.
    """

    piece_pixels = BLOCK

    def __init__(
        self, layer: QgsMapLayer, drawing: Grid, grid: Grid, transform_context: QgsCoordinateTransformContext
    ) -> None:
        self._layer, self._context = layer, transform_context
        self.blocks = Blocks(drawing, transform_context)
        outline = outline_in(grid.extent, grid.crs, drawing.crs, transform_context)
        self._outline = outline.buffer(-_EDGE * drawing.pixel[0], 1)
        self.crs, self.title = drawing.crs, name_of(layer)
        self.from_web = is_from_web(layer)
        self._host = host_of(layer)
        self._folder: str | None = None

    def pieces(self, grid: Grid, area: Area | None) -> Iterator[Piece]:
        touches = area.toucher(self.crs) if area else None
        for piece in self.blocks.over(grid):
            if touches is None or touches(self.extent_of(piece)):
                yield piece

    def count(self, grid: Grid) -> int:
        """How many blocks there are, at most or about."""
        return self.blocks.count(grid)

    def extent_of(self, piece: Piece) -> Any:
        return self.blocks.extent_of(piece)

    def name_of(self, piece: Piece) -> str:
        return f"{piece.column}/{piece.row}"

    def host_of(self, piece: Piece) -> str:
        return self._host

    def is_of_vector_tiles(self, piece: Piece) -> bool:
        return isinstance(self._layer, QgsVectorTileLayer)

    def may_be_empty(self, piece: Piece) -> bool:
        """Of a block beside the capture only the edge is looked at, by the resampling."""
        return not self._outline.intersects(self.extent_of(piece))

    def store_folder(self, piece: Piece) -> str | None:
        # Files and databases change under our hands; drawing them is quick.
        return self._folder

    def painters(self, limit: int) -> list[Painter]:
        if not self.from_web:
            limit = min(limit, os.cpu_count() or 1)
        elif not asks_once(self._layer):
            limit = max(1, limit // _CONNECTIONS)
        if self.from_web and self._folder is None:  # here, where layers may be cloned
            self._folder = layer_key(*self._key())
        return [self._painter() for _ in range(limit)]

    def _key(self) -> tuple[str, ...]:
        """All that decides what a block shows. It may hold secrets."""
        drawing, drawn = self.blocks.drawing, as_it_is_drawn(self._layer)
        place = repr(drawing.pixel), repr(drawing.origin), drawing.crs.toWkt()
        return ("drawn", *place, source_of(drawn), style_of(drawn))

    def _painter(self) -> Painter:
        clone = as_it_is_drawn(self._layer)
        if isinstance(clone, QgsRasterLayer):
            return RasterPainter(self.blocks, clone)
        return BlockPainter(self.blocks, [clone], self._context)

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: PieceStore) -> Iterator[Picture]:
        return self.blocks.compose(grid, lambda piece: self.stored(piece, good, store))


def settings_for(blocks: Blocks, transform_context: QgsCoordinateTransformContext) -> QgsMapSettings:
    """How a block is drawn: transparent where no layer is, its edges as if its neighbours were there."""
    settings = QgsMapSettings()
    settings.setDestinationCrs(blocks.drawing.crs)
    settings.setTransformContext(transform_context)
    settings.setOutputSize(QSize(BLOCK, BLOCK))
    settings.setOutputDpi(DOTS_PER_INCH)
    settings.setBackgroundColor(QColor(0, 0, 0, 0))  # what no layer covers is unknown, and not white
    settings.setOutputImageFormat(QImage.Format.Format_ARGB32_Premultiplied)
    settings.setFlag(_flag("RenderMapTile"), True)
    settings.setFlag(_flag("UseAdvancedEffects"), True)
    settings.setFlag(_flag("Antialiasing"), True)
    return settings


def _flag(name: str) -> Any:
    """A flag of map settings; they moved in QGIS 3.22."""
    from qgis.core import Qgis

    return getattr(getattr(Qgis, "MapSettingsFlag", QgsMapSettings), name)


class BlockPainter(LayerPainter):
    """Draws blocks of its own layers, the uppermost first.

    Parameters
    ----------
    blocks
        Where they lie.
    layers
        Clones that nobody else uses.
    transform_context
        Of the project.
    """

    def __init__(
        self, blocks: Blocks, layers: Sequence[QgsMapLayer], transform_context: QgsCoordinateTransformContext
    ) -> None:
        super().__init__(layers)
        self._blocks = blocks
        self._settings = settings_for(blocks, transform_context)
        # A feature beside the block may have a symbol that reaches into it.
        self._settings.setExtentBuffer(_SYMBOL * blocks.drawing.pixel[0])
        self._lock = threading.Lock()
        self._job: QgsMapRendererCustomPainterJob | None = None
        self._is_cancelled = False

    def draw(self, piece: Piece) -> Drawn:
        return self.draw_layers(piece, self.layers)

    def draw_layers(self, piece: Piece, layers: Sequence[QgsMapLayer]) -> Drawn:
        """Draw a block of these layers, which live in this thread."""
        self._settings.setLayers(list(layers))
        self._settings.setExtent(self._blocks.extent_of(piece))
        image = transparent(BLOCK, BLOCK)
        painter = QPainter(image)
        try:
            job = QgsMapRendererCustomPainterJob(self._settings, painter)
            with self._lock:
                if self._is_cancelled:
                    return Drawn(image, False)
                self._job = job
            job.renderSynchronously()
            with self._lock:
                self._job = None
            return Drawn(image, not job.errors())
        finally:
            painter.end()
            self._settings.setLayers([])

    def cancel(self) -> None:
        with self._lock:
            self._is_cancelled = True
            if self._job is not None:
                self._job.cancelWithoutBlocking()
