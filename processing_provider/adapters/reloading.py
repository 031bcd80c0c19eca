"""Layers that show anew what is in their file, at a moment at which QGIS survives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import qgis.utils
from qgis.core import QgsMapLayer, QgsPointLocator, QgsVectorLayer


def reload_layer(layer: QgsMapLayer) -> None:
    """Show what is in the layer's file now; its attributes and its snapping as soon as that is safe."""
    after_indexing(layer, layer.reload)
    layer.triggerRepaint()


def after_indexing(layer: QgsMapLayer, act: Callable[[], object]) -> None:
    """Do what makes a layer tell that its data or its style has changed, but not while it is indexed for snapping.

    QGIS makes that index in a thread, from the first move of the mouse of a tool that snaps, and destroys it
    when the layer tells so, also in the middle: then it crashes (seen with 3.22 and 3.44).
    """
    busy = next((locator for locator in _locators(layer) if locator.isIndexing()), None)
    if busy is None:
        act()
        return

    def go_on() -> None:
        busy.initFinished.disconnect(go_on)
        after_indexing(layer, act)

    busy.initFinished.connect(go_on)


def _locators(layer: QgsMapLayer) -> Iterator[QgsPointLocator]:
    """The layer's index of each map; none where QGIS runs without its window."""
    if qgis.utils.iface is None or not isinstance(layer, QgsVectorLayer) or not layer.isSpatial():
        return
    for canvas in qgis.utils.iface.mapCanvases():
        yield canvas.snappingUtils().locatorForLayer(layer)
