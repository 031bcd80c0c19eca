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

from ..processing_provider.translation import tr

SCRATCH = "rock_glacier_inventory/scratch"
"""Property by which a scratch layer is recognised that a project was saved with."""

_COLOUR, _FILL = "#ff00c8", "255,0,200,25"


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
        symbol = QgsLineSymbol.createSimple({"color": _COLOUR, "width": "0.7"})
    else:
        symbol = QgsFillSymbol.createSimple(
            {"color": _FILL, "outline_color": _COLOUR, "outline_width": "0.7"}
        )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer
