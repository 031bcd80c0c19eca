"""Where a model was trained, as boxes on the map."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface

from ...processing_provider.adapters.boxes import transformed
from ...processing_provider.adapters.translation import tr

_AREAS = "rock_glacier_inventory/areas"
"""Property by which a layer of ours is known, with the name of the model."""
_DEGREES = "EPSG:4326"


def show_areas(iface: QgisInterface, name: str, boxes: Sequence[Sequence[float]]) -> None:
    """Show where a model was trained: a layer in memory, in place of an earlier one, and the map goes there.

    Parameters
    ----------
    iface
        QGIS's interface.
    name
        Of the model.
    boxes
        West, south, east, north in degrees; one whose west is greater than its east crosses the 180th meridian.

    Raises
    ------
    QgsCsException
        The map's system has no place there; the layer is added all the same.
    """
    project = QgsProject.instance()
    project.removeMapLayers([key for key, layer in project.mapLayers().items() if layer.customProperty(_AREAS)])
    layer = QgsVectorLayer(f"Polygon?crs={_DEGREES}", tr("Where {} was trained").format(name), "memory")
    parts = [part for box in boxes for part in _parts(box)]
    for part in parts:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(part))
        layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    look = {"outline_color": "#c2185b", "outline_width": "0.6", "style": "no"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
    layer.setCustomProperty(_AREAS, name)
    layer.setCustomProperty("skipMemoryLayersCheck", 1)
    project.addMapLayer(layer, False)
    project.layerTreeRoot().insertLayer(0, layer)
    canvas, whole = iface.mapCanvas(), QgsRectangle(parts[0]) if parts else QgsRectangle()
    for part in parts[1:]:
        whole.combineExtentWith(part)
    if not whole.isNull():
        there = canvas.mapSettings().destinationCrs()
        degrees = QgsCoordinateReferenceSystem(_DEGREES)
        view = transformed(QgsCoordinateTransform(degrees, there, project.transformContext()), whole)
        view.scale(1.2)
        canvas.setExtent(view)
        canvas.refresh()


def _parts(box: Sequence[float]) -> list[QgsRectangle]:
    west, south, east, north = box
    if west <= east:
        return [QgsRectangle(west, south, east, north)]
    return [QgsRectangle(west, south, 180, north), QgsRectangle(-180, south, east, north)]
