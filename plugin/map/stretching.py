"""An image of more than 8 bits is shown from the darkest to the brightest of what is in view, when a person asks."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsCoordinateTransform,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
)
from qgis.gui import QgsMapCanvas

from ...inventory.errors import UserError
from ...processing_provider.adapters.boxes import transformed
from ...processing_provider.adapters.layers import is_raster_file
from ...processing_provider.adapters.translation import tr
from .basemap import view_of

_PIXELS = 250_000
"""So many are looked at: enough for two percent at either end."""


def stretch_to_view(canvas: QgsMapCanvas, project: QgsProject) -> str:
    """Stretch the uppermost image of the view, without the darkest and the brightest two percent; what was done.

    Only its colours on the map change: what is searched are the pixels of its file.

    Raises
    ------
    UserError
        There is no image in view, or none whose numbers need it.
    """
    layer = view_of(canvas, project).layers[0]
    if not needs_stretch(layer):
        raise UserError(tr("{} has 8 bits, and QGIS shows its values as they are.").format(layer.name()))
    settings = canvas.mapSettings()
    change = QgsCoordinateTransform(settings.destinationCrs(), layer.crs(), project.transformContext())
    seen = transformed(change, settings.visibleExtent()).intersect(layer.extent())
    algorithm = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    limits = QgsRasterMinMaxOrigin.Limits.CumulativeCut
    layer.setContrastEnhancement(algorithm, limits, seen, _PIXELS)
    layer.triggerRepaint()
    project.setDirty(True)
    return tr("{} is shown from the darkest to the brightest of what is in view.").format(layer.name())


def needs_stretch(layer: QgsRasterLayer) -> bool:
    """Whether a layer is a file with more than 8 bits a band."""
    return is_raster_file(layer) and layer.dataProvider().dataType(1) != Qgis.DataType.Byte
