"""The layer in memory that outlines and lines are drawn on."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsEditFormConfig,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ...processing_provider.adapters.translation import tr

SCRATCH = "rock_glacier_inventory/scratch"
"""Property by which a scratch layer is recognised that a project was saved with."""

_COLOUR, _WIDTH = "#ff00c8", "0.7"


def scratch_layer(geometry_type: str, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """An empty layer in memory that asks no questions."""
    layer = QgsVectorLayer(geometry_type, tr("Outline being drawn"), "memory")
    layer.setCrs(crs)
    layer.setCustomProperty(SCRATCH, True)
    layer.setCustomProperty("skipMemoryLayersCheck", 1)  # no question when QGIS closes
    form = layer.editFormConfig()
    form.setSuppress(QgsEditFormConfig.FeatureFormSuppress.SuppressOn)
    layer.setEditFormConfig(form)
    if geometry_type == "LineString":
        symbol = QgsLineSymbol.createSimple({"color": _COLOUR, "width": _WIDTH})
    else:  # a rim, since a fill would hide the ridges that it is drawn by
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": _COLOUR, "outline_width": _WIDTH})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer
