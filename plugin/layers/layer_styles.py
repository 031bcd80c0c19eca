"""What the layers of an inventory look like in a project: rims, categories, nothing filled while drawing."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsCategorizedSymbolRenderer, QgsProperty, QgsRenderContext, QgsSymbolLayer, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtXml import QDomDocument

from ...processing_provider.adapters.reloading import after_indexing
from ...processing_provider.adapters.results import STYLES

DRAWING = "rock_glacier_drawing"
"""Variable of the map that is true while an outline is drawn; fills of ours are clear then."""
_CLEAR = f"if(@{DRAWING}, '0,0,0,0', NULL)"
"""NULL is the colour of the style: so it is in a print layout, and in a QGIS without the plugin."""


def style_as_glaciers(layer: QgsVectorLayer) -> None:
    """Light blue rims. Not by `loadNamedStyle`, which prefers the style that is in a GeoPackage."""
    style = QDomDocument()
    style.setContent((STYLES / "glaciers.qml").read_text("utf-8"))
    layer.importNamedStyle(style)


def show_categories(layer: QgsVectorLayer, values: Iterable[str], shown: bool) -> None:
    """Switch categories of the style on or off; a style that is not by category is left alone."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    for value in values:
        place = renderer.categoryIndexForValue(value)
        if place >= 0:
            renderer.updateCategoryRenderState(place, shown)
    after_indexing(layer, layer.emitStyleChanged)
    layer.triggerRepaint()


def clear_while_drawing(layer: QgsVectorLayer) -> None:
    """Have the layer's fills follow `DRAWING`, whoever made the style; a fill that follows a field does not.

    It is in the style and not put on and off: whatever ends QGIS in the middle leaves nothing to restore,
    and a project that is saved in the middle is as it was.
    """
    renderer = layer.renderer()
    if renderer is None:
        return
    fill = QgsSymbolLayer.Property.PropertyFillColor
    for symbol in renderer.symbols(QgsRenderContext()):
        for part in symbol.symbolLayers():
            if part.layerType() == "SimpleFill" and not part.dataDefinedProperties().isActive(int(fill)):
                part.setDataDefinedProperty(fill, QgsProperty.fromExpression(_CLEAR))


def say_drawing(canvas: QgsMapCanvas, drawing: bool) -> None:
    """Tell the map whether an outline is being drawn; the caller repaints what is to follow."""
    canvas.expressionContextScope().setVariable(DRAWING, drawing)
