"""What a project holds that a dialog can propose: elevations, and outlines that are none of an inventory's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

from ..layers import file_of, is_raster_file

_ELEVATIONS = re.compile(
    r"(?<![a-z])(dem|dtm|dsm|dhm|dgm|gdem|mnt|srtm\w*|nasadem\w*|aw3d\w*|glo-?[39]0|elevations?|höhen\w*)(?![a-z])"
)
"""Words of which one stands in the name of a layer or file of elevations; products among them."""
_MADE_OF_THEM = re.compile(r"slope|aspect|hill_?shade|shaded|relief|roughness|curvature|rugged|contour")
"""What is made of elevations is called after them, too."""


def elevations_in(project: QgsProject) -> str:
    """Id of the uppermost layer of the project that is a file of elevations by its name; empty where there is none."""
    return next((layer.id() for layer in _layers(project) if _is_of_elevations(layer)), "")


def outlines_beside(project: QgsProject, inventories: Iterable[Path], *others: str) -> str:
    """Id of the uppermost layer of polygons that is neither in an inventory's file nor one of the `others`."""
    ours = {path.resolve() for path in inventories}
    for layer in _layers(project):
        if (
            isinstance(layer, QgsVectorLayer)
            and layer.isValid()
            and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
            and layer.id() not in others
            and Path(file_of(layer)).resolve() not in ours
        ):
            return str(layer.id())
    return ""


def _layers(project: QgsProject) -> Iterator[QgsMapLayer]:
    """As they lie in the tree, the uppermost first."""
    for key in project.layerTreeRoot().findLayerIds():
        layer = project.mapLayer(key)
        if layer is not None:
            yield layer


def _is_of_elevations(layer: QgsMapLayer) -> bool:
    if not isinstance(layer, QgsRasterLayer) or not layer.isValid() or not is_raster_file(layer):
        return False
    if layer.bandCount() != 1 or layer.dataProvider().dataType(1) == Qgis.DataType.Byte:  # a picture
        return False
    names = (layer.name().lower(), Path(file_of(layer)).stem.lower())
    return any(_ELEVATIONS.search(name) for name in names) and not any(_MADE_OF_THEM.search(name) for name in names)
