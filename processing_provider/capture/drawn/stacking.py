"""Putting the layers of a map together: pictures stand in for raster layers, and QGIS draws the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from osgeo import gdal
from qgis.core import QgsMultiBandColorRenderer, QgsRasterLayer
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QImage, QPainter, QPolygonF

from ..plan.grid import Grid
from ..plan.pieces import Drawn, Painter, Picture, Piece, outline_in
from ..tiled.source import TileSource
from ..writing import BLOCK, write_memory_file
from .look import Look
from .rasters import transparent
from .rendering import BlockPainter

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransformContext

    from .stack import StackedSource

_TICK = 0.1


class StackPainter(Painter):
    """Draws the pieces of all sources of a stack, and its blocks, in one thread.

    Parameters
    ----------
    source
        The stack.
    painters
        One for each source, nobody else's.
    turns
        One for each source: how many of all painters may draw at the same time.
    transform_context
        Of the project.
    """

    def __init__(
        self,
        source: StackedSource,
        painters: Sequence[Painter],
        turns: Sequence[threading.Semaphore],
        transform_context: QgsCoordinateTransformContext,
    ) -> None:
        self._source, self._painters, self._turns = source, list(painters), list(turns)
        self._context = transform_context
        clones = [part.layer.clone() for part in source.parts if part.source is None]
        for clone in clones:
            clone.setScaleBasedVisibility(False)  # those that are hidden are not among them
        self._map = BlockPainter(source.blocks, clones, transform_context)
        self._looks = [
            Look.of(part.layer, has_raw_pixels=isinstance(part.source, TileSource))
            for part in source.parts
            if part.source is not None
        ]
        self._is_cancelled = False

    def begin(self) -> None:
        for painter in (*self._painters, self._map):
            painter.begin()

    def draw(self, piece: Piece) -> Drawn:
        if self._source.is_block(piece):
            return self._draw_block(piece)
        turn = self._turns[piece.layer]
        while not turn.acquire(timeout=_TICK):
            if self._is_cancelled:
                return Drawn(None, False)
        try:
            return self._painters[piece.layer].draw(replace(piece, layer=0))
        finally:
            turn.release()

    def _draw_block(self, block: Piece) -> Drawn:
        window = self._source.window_of(block)
        pictures = [self._source.picture(number, window) for number in range(len(self._looks))]
        with self._standing_in(pictures, window) as stand_ins:
            numbers, clones = iter(stand_ins), iter(self._map.layers)
            layers = [next(clones if part.source is None else numbers) for part in self._source.parts]
            drawn = self._map.draw_layers(block, [layer for layer in layers if layer is not None])
            del layers, numbers
        gaps = self._gaps(pictures, window)
        if gaps is not None and drawn.image is not None:
            _take_away(drawn.image, gaps, window)
            self._source.lacks(block)
        return drawn

    @contextmanager
    def _standing_in(self, pictures: Sequence[Picture | None], window: Grid) -> Iterator[list[QgsRasterLayer | None]]:
        """A layer for each picture; None where there is none."""
        layers: list[QgsRasterLayer | None] = []
        paths = []
        try:
            for number, (picture, look) in enumerate(zip(pictures, self._looks)):
                if picture is None:
                    layers.append(None)
                    continue
                path = f"/vsimem/capture/{id(self)}/{number}.tif"
                paths.append(path)
                write_memory_file(path, window, picture.pixels)
                layers.append(_layer_of(path, window, look))
            yield layers
        finally:
            layers.clear()
            for path in paths:
                gdal.Unlink(path)

    def _gaps(self, pictures: Sequence[Picture | None], window: Grid) -> QImage | None:
        """Where a piece is missing and nothing above hides it; None for nowhere."""
        gaps = transparent(window.width, window.height)
        has_any = False
        for number in reversed(range(len(pictures))):
            picture, missing = pictures[number], self._source.missing(number, window)
            painter = QPainter(gaps)
            if picture is not None and not self._looks[number].is_see_through and has_any:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
                painter.drawImage(0, 0, _image_of(picture))
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            for piece in missing:
                has_any = True
                painter.setBrush(Qt.GlobalColor.black)
                painter.drawPolygon(self._polygon(number, piece, window))
            painter.end()
        return gaps if has_any else None

    def _polygon(self, number: int, piece: Piece, window: Grid) -> QPolygonF:
        """A piece of a source in pixels of a window."""
        source, mine = self._source.sources[number], window.extent
        outline = outline_in(source.extent_of(piece), source.crs, window.crs, self._context)
        side = window.pixel[0]
        return QPolygonF(
            [
                QPointF((vertex.x() - mine.xMinimum()) / side, (mine.yMaximum() - vertex.y()) / side)
                for vertex in outline.vertices()
            ]
        )

    def cancel(self) -> None:
        self._is_cancelled = True
        for painter in (*self._painters, self._map):
            painter.cancel()

    def end(self) -> None:
        for painter in (*self._painters, self._map):
            painter.end()


def _layer_of(path: str, window: Grid, look: Look) -> QgsRasterLayer:
    """A layer that shows a picture pixel by pixel."""
    layer = QgsRasterLayer(path, "part", "gdal", QgsRasterLayer.LayerOptions(False))
    layer.setCrs(window.crs)
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), 1, 2, 3)
    renderer.setAlphaBand(4)
    layer.setRenderer(renderer)
    look.put_on(layer)
    return layer


def _image_of(picture: Picture) -> QImage:
    width, height = picture.width, picture.height
    return QImage(picture.pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _take_away(image: QImage, gaps: QImage, window: Grid) -> None:
    """Make a block transparent in its gaps."""
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.drawImage(window.column % BLOCK, window.row % BLOCK, gaps)
    painter.end()
