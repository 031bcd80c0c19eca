"""What a drawing looks like: the layer in memory that it is on, and QGIS's own lines at the mouse."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsEditFormConfig,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerLineSymbolLayer,
    QgsMarkerSymbol,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsGeometryRubberBand, QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from ...processing_provider.adapters.translation import tr

SCRATCH = "rock_glacier_inventory/scratch"
"""Property by which a scratch layer is recognised that a project was saved with."""

_COLOUR, _WIDTH = "#ff00c8", "0.7"
_DOT = {"name": "circle", "color": "#ffffff", "outline_color": _COLOUR, "outline_width": "0.4", "size": "1.8"}
_CLEAR = QColor(0, 0, 0, 0)


def scratch_layer(geometry_type: str, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """An empty layer in memory that asks no questions."""
    layer = QgsVectorLayer(geometry_type, tr("Outline being drawn"), "memory")
    layer.setCrs(crs)
    layer.setCustomProperty(SCRATCH, True)
    layer.setCustomProperty("skipMemoryLayersCheck", 1)  # no question when QGIS closes
    form = layer.editFormConfig()
    form.setSuppress(QgsEditFormConfig.FeatureFormSuppress.SuppressOn)
    layer.setEditFormConfig(form)
    show_vertices(layer, False)
    return layer


def show_vertices(layer: QgsVectorLayer, shown: bool) -> None:
    """Draw its rim, with a dot on each vertex or without."""
    if layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry:
        symbol = QgsLineSymbol.createSimple({"color": _COLOUR, "width": _WIDTH})
    else:  # a rim, since a fill would hide the ridges that it is drawn by
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": _COLOUR, "outline_width": _WIDTH})
    if shown:
        dots = QgsMarkerLineSymbolLayer.create({"placement": "vertex"})
        dots.setSubSymbol(QgsMarkerSymbol.createSimple(_DOT))
        symbol.appendSymbolLayer(dots)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    layer.triggerRepaint()


class DigitisingLooks:
    """Clears the fill of what is on the map while something is drawn, and was not there before.

    The colour is in QGIS's settings, for all that a person digitises; they are left alone. Each drawing
    has bands of its own, which go with it, so there is nothing to bring back.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._before: list[object] = []

    def begin(self) -> None:
        """Before QGIS's tool is started: what is there now belongs to somebody else."""
        self._before = list(self._canvas.scene().items())

    def clear(self) -> None:
        """After a click, which may have begun a band."""
        for item in self._canvas.scene().items():
            if isinstance(item, (QgsRubberBand, QgsGeometryRubberBand)) and not any(
                item is other for other in self._before
            ):
                item.setFillColor(_CLEAR)

    def end(self) -> None:
        """Nothing is drawn any longer."""
        self._before = []
