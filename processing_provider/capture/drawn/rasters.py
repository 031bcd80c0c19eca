"""Blocks of one raster layer, pixel by pixel as its own chain of filters makes them."""

from __future__ import annotations

from qgis.core import QgsRasterBlockFeedback, QgsRasterLayer
from qgis.PyQt.QtCore import QSize, Qt, QThread
from qgis.PyQt.QtGui import QImage

from ..plan.pieces import Drawn, Piece
from ..writing import BLOCK
from .blocks import Blocks

DOTS_PER_INCH = 96
"""What QGIS's map canvas tells a map server on most screens; servers draw lines and labels by it."""


class RasterPainter:
    """Asks the last filter of a raster layer for blocks of its pixels.

    A map that is drawn asks for the same, but of a rectangle that it has brought to pixels of the map and
    back: where rounding makes that a pixel wider, the whole block is drawn into one pixel more. A stretch of
    colours that follows the map's extent would begin anew in every block; here it is what the map had last.

    Parameters
    ----------
    blocks
        In the layer's own system.
    layer
        A clone that nobody else uses.
    """

    tells = False

    def __init__(self, blocks: Blocks, layer: QgsRasterLayer) -> None:
        self._blocks, self._layer = blocks, layer
        self._feedback = QgsRasterBlockFeedback()
        self._reach = layer.extent()  # here, as a map server may have to be asked for it
        layer.dataProvider().setDpi(DOTS_PER_INCH)
        layer.moveToThread(None)  # so that the thread can take it over

    def begin(self) -> None:
        self._layer.moveToThread(QThread.currentThread())

    def draw(self, piece: Piece) -> Drawn:
        extent = self._blocks.extent_of(piece)
        if not self._reach.isEmpty() and not self._reach.intersects(extent):
            image = QImage(QSize(BLOCK, BLOCK), QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            return Drawn(image, True)
        block = self._layer.resampleFilter().block(1, extent, BLOCK, BLOCK, self._feedback)
        image = block.image()
        return Drawn(None if image.isNull() else image, not self._feedback.errors())

    def cancel(self) -> None:
        self._feedback.cancel()

    def end(self) -> None:
        self._layer.moveToThread(None)
