"""Layers that show anew what is in their file, at a moment at which QGIS survives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import qgis.utils
from qgis.core import QgsMapLayer, QgsPointLocator, QgsVectorLayer
from qgis.gui import QgsMapCanvas


def reload_layers(layers: Sequence[QgsMapLayer], with_same_rows: Sequence[QgsMapLayer] = ()) -> None:
    """Show what is in the layers' files now; attributes and snapping as soon as that is safe.

    Where rows and outlines are the same as before, and only values have changed, a file need not be opened anew:
    that takes longer than to write a decision.
    """
    canvases = _canvases()
    for layer in layers:
        after_indexing(layer, layer.reload, canvases)
    for layer in with_same_rows:
        after_indexing(layer, layer.dataChanged.emit, canvases)
    for layer in (*layers, *with_same_rows):
        layer.triggerRepaint()


def after_indexing(
    layer: QgsMapLayer, act: Callable[[], object], canvases: Sequence[QgsMapCanvas] | None = None
) -> None:
    """Do what makes a layer tell that its data or its style has changed, but not while it is indexed for snapping.

    QGIS makes that index in a thread, from the first move of the mouse of a tool that snaps, and destroys it
    when the layer tells so, also in the middle: then it crashes (seen with 3.22 and 3.44).
    """
    canvases = _canvases() if canvases is None else canvases
    busy = next((locator for locator in _locators(layer, canvases) if locator.isIndexing()), None)
    if busy is None:
        act()
        return

    def go_on() -> None:
        busy.initFinished.disconnect(go_on)
        after_indexing(layer, act)

    busy.initFinished.connect(go_on)


def _canvases() -> list[QgsMapCanvas]:
    """The maps that are open; QGIS looks through all its widgets for them. None where it runs without its window."""
    return [] if qgis.utils.iface is None else list(qgis.utils.iface.mapCanvases())


def _locators(layer: QgsMapLayer, canvases: Sequence[QgsMapCanvas]) -> Iterator[QgsPointLocator]:
    """The layer's index of each map."""
    if isinstance(layer, QgsVectorLayer) and layer.isSpatial():
        for canvas in canvases:
            yield canvas.snappingUtils().locatorForLayer(layer)
