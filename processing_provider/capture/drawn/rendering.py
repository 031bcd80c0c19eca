"""All other layers, and the map as it is seen: drawn by QGIS in blocks of the capture's own pixels."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsMapLayerStyle,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProviderRegistry,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize, Qt, QThread
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ..grid import Grid
from ..looks import pixels_of
from ..pieces import Area, Drawn, Painter, Picture, Piece
from ..store import Store, layer_key
from ..terms import host_of
from ..writing import BLOCK, get_pixels, memory_raster, put_pixels

WEB_PROVIDERS = frozenset(
    {"wms", "wcs", "wfs", "oapif", "arcgismapserver", "arcgisfeatureserver", "vectortile", "xyzvectortiles"}
)
_CONNECTIONS = 6
"""Requests that QGIS has under way at once for one drawing of a layer that comes in tiles."""


def is_from_web(layer: QgsMapLayer) -> bool:
    """Whether its data come over the network."""
    return (layer.providerType() or "").lower() in WEB_PROVIDERS


def _asks_once(layer: QgsMapLayer) -> bool:
    """Whether a block of this layer is one request: a WMS without tiles."""
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return layer.providerType() == "wms" and "tileMatrixSet" not in uri and uri.get("type") is None


class RenderedSource:
    """Blocks of a grid, drawn from one layer or from several, the uppermost first."""

    piece_pixels = BLOCK

    def __init__(
        self,
        layers: Sequence[QgsMapLayer],
        grid: Grid,
        transform_context: QgsCoordinateTransformContext,
        title: str,
    ) -> None:
        self._layers, self._grid, self._context = list(layers), grid, transform_context
        self.crs, self.title = grid.crs, title
        self.from_web = any(map(is_from_web, layers))
        self._host = ", ".join(sorted({host_of(layer) for layer in layers} - {""}))
        # Files, databases and maps of several layers change under our hands; drawing them is quick.
        self.is_cacheable = self.from_web and len(self._layers) == 1
        self.key = (
            "blocks", repr(grid.pixel), grid.crs.toWkt(),
            *(text for layer in layers for text in (layer.source(), _style_of(layer))),
        )  # fmt: skip

    def pieces(self, grid: Grid, area: Area | None) -> Iterator[Piece]:
        touches = area.toucher(self.crs) if area else None
        columns, rows = _blocks(grid.column, grid.width), _blocks(grid.row, grid.height)
        for row in rows:
            for column in columns:
                piece = Piece(column, row)
                if touches is None or touches(self.extent_of(piece)):
                    yield piece

    def count(self, grid: Grid) -> int:
        """How many blocks there are at most."""
        return len(_blocks(grid.column, grid.width)) * len(_blocks(grid.row, grid.height))

    def extent_of(self, piece: Piece) -> QgsRectangle:
        return self._grid.window(piece.column * BLOCK, piece.row * BLOCK, BLOCK, BLOCK)

    def name_of(self, piece: Piece) -> str:
        return f"{piece.column}/{piece.row}"

    def host_of(self, piece: Piece) -> str:
        return self._host

    def is_web_piece(self, piece: Piece) -> bool:
        return self.from_web

    def store_folder(self, piece: Piece) -> str | None:
        return self._folder if self.is_cacheable else None

    @cached_property
    def _folder(self) -> str:
        return layer_key(*self.key)

    def painters(self, limit: int) -> list[Painter]:
        if not self.from_web:
            limit = min(limit, os.cpu_count() or 1)
        elif len(self._layers) > 1 or not _asks_once(self._layers[0]):
            limit = max(1, limit // _CONNECTIONS)
        return [_MapPainter(self, self._settings(), self._clones()) for _ in range(limit)]

    def _clones(self) -> list[QgsMapLayer]:
        return [layer.clone() for layer in self._layers]

    def _settings(self) -> QgsMapSettings:
        settings = QgsMapSettings()
        settings.setDestinationCrs(self.crs)
        settings.setTransformContext(self._context)
        settings.setOutputSize(QSize(BLOCK, BLOCK))
        settings.setBackgroundColor(QColor(0, 0, 0, 0))  # what no layer covers is unknown, and not white
        settings.setOutputImageFormat(QImage.Format.Format_ARGB32_Premultiplied)
        settings.setFlag(_flag("RenderMapTile"), True)
        settings.setFlag(_flag("UseAdvancedEffects"), True)
        settings.setFlag(_flag("Antialiasing"), True)
        return settings

    def compose(self, grid: Grid, good: Callable[[Piece], bool], store: Store) -> Iterator[Picture]:
        """In blocks of the file, which lie across those that were drawn."""
        for row in range(0, grid.height, BLOCK):
            for column in range(0, grid.width, BLOCK):
                width, height = min(BLOCK, grid.width - column), min(BLOCK, grid.height - row)
                pixels = self._block(grid.column + column, grid.row + row, good, store)
                if pixels is not None:
                    yield Picture(column, row, width, height, get_pixels(pixels, 0, 0, width, height))

    def _block(self, column: int, row: int, good: Callable[[Piece], bool], store: Store) -> Any:
        """A raster in memory with the pixels from there on; None where nothing was drawn."""
        raster = None
        for piece_row in _blocks(row, BLOCK):
            for piece_column in _blocks(column, BLOCK):
                piece = Piece(piece_column, piece_row)
                found = store.get(self.store_folder(piece), self.name_of(piece)) if good(piece) else None
                if found is None:
                    continue
                if raster is None:
                    raster = memory_raster(BLOCK, BLOCK, self._grid.geotransform, self.crs)
                left, top = piece_column * BLOCK - column, piece_row * BLOCK - row
                part = found[0].copy(max(0, -left), max(0, -top), BLOCK - abs(left), BLOCK - abs(top))
                put_pixels(raster, max(0, left), max(0, top), part.width(), part.height(), pixels_of(part))
        return raster


def _blocks(first: int, count: int) -> range:
    return range(first // BLOCK, (first + count - 1) // BLOCK + 1)


def _flag(name: str) -> Any:
    """A flag of map settings; they moved in QGIS 3.22."""
    from qgis.core import Qgis

    return getattr(getattr(Qgis, "MapSettingsFlag", QgsMapSettings), name)


def _style_of(layer: QgsMapLayer) -> str:
    style = QgsMapLayerStyle()
    style.readFromLayer(layer)
    return style.xmlData()


class _MapPainter:
    """Draws blocks with its own clones of the layers."""

    def __init__(self, source: RenderedSource, settings: QgsMapSettings, layers: list[QgsMapLayer]) -> None:
        self._source, self._settings, self._layers = source, settings, layers
        self._lock = threading.Lock()
        self._job: QgsMapRendererCustomPainterJob | None = None
        self._is_cancelled = False
        for layer in layers:
            layer.moveToThread(None)  # so that the thread can take it over

    def begin(self) -> None:
        for layer in self._layers:
            layer.moveToThread(QThread.currentThread())
        self._settings.setLayers(self._layers)

    def draw(self, piece: Piece) -> Drawn:
        self._settings.setExtent(self._source.extent_of(piece))
        image = QImage(QSize(BLOCK, BLOCK), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
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

    def cancel(self) -> None:
        with self._lock:
            self._is_cancelled = True
            if self._job is not None:
                self._job.cancelWithoutBlocking()

    def end(self) -> None:
        self._settings.setLayers([])
        for layer in self._layers:
            layer.moveToThread(None)
