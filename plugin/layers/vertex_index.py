"""The index in which QGIS looks for what the mouse is at, where it is that of another layer."""

from __future__ import annotations

from qgis.core import QgsPointLocator, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip

from ...processing_provider.adapters.reloading import after_indexing


def let_be_caught(layer: QgsVectorLayer, canvas: QgsMapCanvas) -> None:
    """See to it that snapping and the vertex tool find a new layer, and not one that is gone; before it is shown.

    QGIS 3.22 keeps the index of a layer's vertices by the layer's address, and keeps it when the layer is gone (3.40
    has mended that). A new layer often gets the address of an old one: then nothing of it can be caught, and what can
    be caught are vertices that nobody sees. An index of the layer's own listens to it, and that can be counted.
    """
    listening = layer.receivers(layer.geometryChanged)
    _index_of(layer, canvas)
    if layer.receivers(layer.geometryChanged) > listening:
        return

    def forget_index(*_: object) -> None:
        if sip.isdeleted(layer) or sip.isdeleted(canvas):
            return
        # All of the layer: it is read anew when something is looked for.
        after_indexing(layer, lambda: _index_of(layer, canvas).setExtent(None), (canvas,))

    for signal in (layer.featureAdded, layer.featureDeleted, layer.geometryChanged, layer.dataChanged):
        signal.connect(forget_index)
    forget_index()


def _index_of(layer: QgsVectorLayer, canvas: QgsMapCanvas) -> QgsPointLocator:
    return canvas.snappingUtils().locatorForLayer(layer)
