"""Parameters of several layers, each a source of its own, as one text of names for the engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ....inventory.naming.source_names import joined, names_in
from ....inventory.schema import CANDIDATES, ROCK_GLACIERS
from ..layers import VECTOR_FORMATS, file_of, is_raster_file, is_what_its_file_says, raster_name, table_of
from ..translation import tr

_INVENTORY = (ROCK_GLACIERS.name, CANDIDATES.name)
"""Layers that stand for their whole inventory."""
_QGIS = "layername="
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


def vectors_parameter(key: str, label: str) -> SeveralLayers:
    """Layers of outlines or points, or files of them; at least one."""
    return SeveralLayers(key, label, QgsProcessing.SourceType.TypeVectorAnyGeometry)


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


def join_references(values: dict[str, Any], others: str) -> None:
    """Put further references behind the first of a command's `values`, which may be a layer of a file."""
    names = names_in(others)
    if names:
        layer = values["reference_layer"]
        first = f"{values['reference']}|{layer}" if layer else values["reference"]
        values |= {"reference": joined([first, *names]), "reference_layer": ""}


def several_rasters(
    parameters: dict[str, Any], key: str, context: QgsProcessingContext, web_layer: Callable[[object], Any]
) -> list[str | QgsRasterLayer]:
    """Rasters in their order: the names of those that are files, and the layers of others, which QGIS draws.

    `web_layer` gives the layer of a text that is meant for one, None for other texts.
    """
    found: list[str | QgsRasterLayer] = []
    for one in _each(parameters.get(key), context):
        web = web_layer(one) if isinstance(one, str) else None
        if web is not None:
            found.append(web)
        elif isinstance(one, str):
            found += names_in(one)
        elif not isinstance(one, QgsRasterLayer):
            raise QgsProcessingException(tr("The layer '{}' is no raster.").format(one.name()))
        else:
            found.append(raster_name(one) if is_raster_file(one) else one)
    return found


def outline_layers(parameters: dict[str, Any], key: str, context: QgsProcessingContext) -> list[QgsVectorLayer]:
    """The layers of polygons that are meant, those of an inventory together; texts of many files give none."""
    found: list[QgsVectorLayer] = []
    for one in _each(parameters.get(key), context):
        if isinstance(one, QgsVectorLayer) and not _is_of_inventory(one):
            found.append(one)
        else:
            names = [file_of(one)] if isinstance(one, QgsVectorLayer) else names_in(one) if isinstance(one, str) else []
            found += [layer for name in names for layer in _layers_in(name)]
    return found


def _layers_in(name: str) -> list[QgsVectorLayer]:
    """Layers of polygons of a file, or the one that its name tells behind a bar."""
    file, _, wanted = name.partition(BETWEEN) if not Path(name).exists() else (name, "", "")
    wanted = wanted[len(_QGIS) :] if wanted.startswith(_QGIS) else wanted
    options = QgsProviderSublayerDetails.LayerOptions(QgsCoordinateTransformContext())
    known = QgsProviderRegistry.instance().querySublayers(file)
    layers = {one.name(): one.toLayer(options) for one in known}
    there = {name: layer for name, layer in layers.items() if isinstance(layer, QgsVectorLayer) and layer.isSpatial()}
    chosen = [wanted] if wanted else [name for name in _INVENTORY if name in there] or list(there)
    return [there[name] for name in chosen if name in there]


def _names(value: object, context: QgsProcessingContext, name_of: Callable[[QgsMapLayer], str]) -> str:
    found: list[str] = []
    for one in _each(value, context):
        found += names_in(one) if isinstance(one, str) else [name_of(one)]
    return joined(found) if found else ""


def _each(value: object, context: QgsProcessingContext) -> list[str | QgsMapLayer]:
    """Each layer, or text that is none of the project's."""
    found: list[str | QgsMapLayer] = []
    for one in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(one, QgsMapLayer):
            found.append(one)
        elif isinstance(one, str) and one.strip():
            layer = QgsProcessingUtils.mapLayerFromString(one, context, False)
            found.append(one.strip() if layer is None else layer)
    return found


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [one for one in values if isinstance(one, str) and one.strip()]


def _is_of_inventory(layer: QgsVectorLayer) -> bool:
    """Whether a layer stands for its whole inventory: one of its two, as the file has it."""
    is_whole = not layer.subsetString() and not layer.isModified()
    return is_whole and table_of(layer) in _INVENTORY and file_of(layer).lower().endswith(".gpkg")


def _polygons(layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> str:
    if not isinstance(layer, QgsVectorLayer):
        raise QgsProcessingException(tr("The layer '{}' holds no polygons.").format(layer.name()))
    if _is_of_inventory(layer):
        return file_of(layer)
    formats = VECTOR_FORMATS if is_what_its_file_says(layer) else []
    path, name = QgsProcessingUtils.convertToCompatibleFormatAndLayerName(
        layer, False, "outlines", formats, "gpkg", context, feedback
    )
    if not path:
        raise QgsProcessingException(tr("The layer '{}' could not be read.").format(layer.name()))
    return f"{path}{BETWEEN}{name}" if name and path == file_of(layer) else path
