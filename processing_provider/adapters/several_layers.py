"""Parameters of several layers, each a source of its own, as one text of names for the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    NULL,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ...inventory.naming.source_names import joined, names_in
from ...inventory.schema import CANDIDATES, ROCK_GLACIERS
from .layers import VECTOR_FORMATS, file_of, is_what_its_file_says, raster_name, table_of
from .translation import tr

_INVENTORY = (ROCK_GLACIERS.name, CANDIDATES.name)
"""Layers that stand for their whole inventory."""
BETWEEN = "|"
"""Between a file and its layer, as the engine takes it."""


class SeveralLayers(QgsProcessingParameterMultipleLayers):
    """Several layers of the project, files, or what the engine understands of a text."""

    def checkValueIsAcceptable(self, value: object, context: QgsProcessingContext | None = None) -> bool:
        """QGIS's hook: a text names files, which the engine looks for."""
        return bool(_texts(value)) or super().checkValueIsAcceptable(value, context)


def polygons_parameter(key: str, label: str) -> SeveralLayers:
    """Layers of polygons, none of them required."""
    return SeveralLayers(key, label, QgsProcessing.SourceType.TypeVectorPolygon, optional=True)


def rasters_parameter(key: str, label: str) -> SeveralLayers:
    """Raster layers, none of them required."""
    return SeveralLayers(key, label, QgsProcessing.SourceType.TypeRaster, optional=True)


def several_polygons(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> str:
    """The names of the files and layers of polygons; empty where there are none.

    A layer of an inventory stands for the whole of it. What exists only in QGIS is saved to a file first.
    """
    feedback = context.feedback() or QgsProcessingFeedback()
    return _names(parameters.get(key), context, lambda layer: _polygons(layer, context, feedback))


def several_rasters(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> str:
    """The names of the rasters; `QgsProcessingException` where one is no file."""
    return _names(parameters.get(key), context, _raster)


def _names(value: object, context: QgsProcessingContext, name_of: Callable[[QgsMapLayer], str]) -> str:
    found: list[str] = []
    for one in value if isinstance(value, (list, tuple)) else [value]:
        layer = one if isinstance(one, QgsMapLayer) else None
        if isinstance(one, str) and one.strip():
            layer = QgsProcessingUtils.mapLayerFromString(one, context, False)
            if layer is None:
                found += names_in(one.strip())
        if layer is not None:
            found.append(name_of(layer))
    return joined(found) if found else ""


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [one for one in values if isinstance(one, str) and one.strip() and one != NULL]


def _polygons(layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> str:
    if not isinstance(layer, QgsVectorLayer):
        raise QgsProcessingException(tr("The layer '{}' holds no polygons.").format(layer.name()))
    if table_of(layer) in _INVENTORY and not layer.subsetString() and file_of(layer).lower().endswith(".gpkg"):
        return file_of(layer)
    formats = VECTOR_FORMATS if is_what_its_file_says(layer) else []
    path, name = QgsProcessingUtils.convertToCompatibleFormatAndLayerName(
        layer, False, "outlines", formats, "gpkg", context, feedback
    )
    if not path:
        raise QgsProcessingException(tr("The layer '{}' could not be read.").format(layer.name()))
    return f"{path}{BETWEEN}{name}" if name and path == file_of(layer) else path


def _raster(layer: QgsMapLayer) -> str:
    if not isinstance(layer, QgsRasterLayer):
        raise QgsProcessingException(tr("The layer '{}' is no raster.").format(layer.name()))
    return raster_name(layer)
