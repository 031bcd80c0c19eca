"""Blocks of one raster layer, pixel by pixel as its own chain of filters makes them."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsRasterBlockFeedback, QgsRasterLayer
from qgis.PyQt.QtCore import QSize, Qt, QThread
from qgis.PyQt.QtGui import QImage

from ..asking.threads import let_go_without_python
from ..plan.pieces import Drawn, Painter, Piece
from ..writing import BLOCK
from .blocks import Blocks

DOTS_PER_INCH = 96
"""What QGIS's map canvas tells a map server on most screens; servers draw lines and labels by it."""


def transparent(width: int, height: int) -> QImage:
    """A picture of so many pixels with nothing in it."""
    image = QImage(QSize(width, height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


class LayerPainter(Painter):
    """Draws with clones of layers that nobody else uses; the thread that draws takes them over."""

    def __init__(self, layers: Iterable[QgsMapLayer]) -> None:
        self.layers = list(layers)
        self.end()  # so that the thread can take them over

    def begin(self) -> None:
        for layer in self.layers:
            layer.moveToThread(QThread.currentThread())

    def end(self) -> None:
        for layer in self.layers:
            layer.moveToThread(None)


class RasterPainter(LayerPainter):
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

    def __init__(self, blocks: Blocks, layer: QgsRasterLayer) -> None:
        self._blocks, self._layer = blocks, layer
        self._feedback = let_go_without_python(QgsRasterBlockFeedback())
        self._reach = layer.extent()  # here, as a map server may have to be asked for it
        layer.dataProvider().setDpi(DOTS_PER_INCH)
        super().__init__([layer])

    def draw(self, piece: Piece) -> Drawn:
        extent = self._blocks.extent_of(piece)
        if not self._reach.isEmpty() and not self._reach.intersects(extent):
            return Drawn(transparent(BLOCK, BLOCK), True)
        block = self._layer.resampleFilter().block(1, extent, BLOCK, BLOCK, self._feedback)
        image = block.image()
        return Drawn(None if image.isNull() else image, not self._feedback.errors())

    def cancel(self) -> None:
        self._feedback.cancel()
