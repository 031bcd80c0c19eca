"""Results of the engine in QGIS: into the sink the person chose, with their style."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt import sip

from ...inventory.schema import FEATURE_ID, Layer
from .layers import file_of, table_of
from .reloading import reload_layers
from .translation import tr

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
STYLES = RESOURCES / "styles"
FROM_BOTTOM_TO_TOP = (
    "probability",
    "disagreement",
    "training_patches",
    "training_polygons",
    "reviewed_ground",
    "subregions",
    "sample_windows",
    "trust",
    "cells",
    "candidates",
    "rock_glaciers",
    "units",
    "cuts",
    "differences",
    "primary_markers",
    "missed_points",
    "marker_differences",
    "problem_outlines",
    "problems",
)
"""Styles in the order in which their layers lie on each other on the map."""


NO_BREAK_SPACE = "\u00a0"


def push_table(feedback: QgsProcessingFeedback, table: str) -> None:
    """Show a table of text; the log is HTML, in which a run of common spaces is one."""
    feedback.pushConsoleInfo(table.replace(" ", NO_BREAK_SPACE))


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Gives a result its style when QGIS has opened it, and its title, where QGIS would call it as its table or file.

    A layer of an inventory has the style that is in the file, where a person may have changed it.
    """

    _kept: list[_Styler] = []
    """References to those in use: QGIS holds none, and deletes each with the context it was given to."""

    def __init__(self, style: str, from_file: bool, title: str) -> None:
        super().__init__()
        self._style = style
        self._from_file = from_file
        self._title = title

    @classmethod
    def of(cls, style: str, *, from_file: bool = False, title: str = "") -> _Styler:
        cls._kept = [styler for styler in cls._kept if not sip.isdeleted(styler)]
        cls._kept.append(cls(style, from_file, title))
        return cls._kept[-1]

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        if not (self._from_file and layer.loadDefaultStyle()[1]):
            layer.loadNamedStyle(str(STYLES / f"{self._style}.qml"))
        if self._title:
            layer.setName(self._title)
        layer.triggerRepaint()


def style_on_completion(context: QgsProcessingContext, destination: str, style: str) -> None:
    """Have the layer opened with one of our styles, if it will be opened at all."""
    if context.willLoadLayerOnCompletion(destination):
        details = context.layerToLoadOnCompletionDetails(destination)
        details.setPostProcessor(_Styler.of(style))
        _put_in_order(details, style)


def _put_in_order(details: QgsProcessingContext.LayerDetails, style: str) -> None:
    if hasattr(details, "layerSortKey"):  # not in QGIS 3.22, which goes by the layers' sources
        details.layerSortKey = FROM_BOTTOM_TO_TOP.index(style)


def write_sink(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    key: str,
    context: QgsProcessingContext,
    file: str,
    layer_name: str,
) -> str:
    """Copy a layer that the engine wrote into the sink the person chose, and return where that is.

    Where the sink cannot be written the exception says where the result is kept.
    """
    uri = layer_uri(file, layer_name)
    fields, geometry_type, crs = _description(uri)
    sink, destination = None, ""
    with suppress(QgsProcessingException):
        sink, destination = algorithm.parameterAsSink(parameters, key, context, fields, geometry_type, crs)
    if sink is None or not _copy(uri, fields, sink):
        raise QgsProcessingException(
            tr("{} The result is kept in {} until QGIS is closed.").format(
                algorithm.invalidSinkError(parameters, key), file
            )
        )
    del sink  # closes the file
    return destination


def _description(uri: str) -> tuple[QgsFields, QgsWkbTypes.Type, QgsCoordinateReferenceSystem]:
    """Fields (the sink numbers its own features), kind of geometry and CRS of a layer."""
    layer = QgsVectorLayer(uri, "result", "ogr")
    fields = QgsFields()
    for field in layer.fields():
        if field.name() != FEATURE_ID:
            fields.append(field)
    return fields, layer.wkbType(), layer.crs()


def _copy(uri: str, fields: QgsFields, sink: QgsFeatureSink) -> bool:
    """Copy all features, and say whether that went well."""
    layer = QgsVectorLayer(uri, "result", "ogr")
    for feature in layer.getFeatures():
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        copy.setAttributes([feature.attribute(field.name()) for field in fields])
        if not sink.addFeature(copy, QgsFeatureSink.Flag.FastInsert):
            return False
    return layer.isValid() and sink.flushBuffer()


def _open_layers(context: QgsProcessingContext, file: str) -> list[QgsMapLayer]:
    """Layers of the project whose data are in the file. Main thread only."""
    project = context.project()
    if project is None:
        return []
    wanted = Path(file).resolve()
    layers = project.mapLayers().values()
    return [layer for layer in layers if (path := file_of(layer)) and Path(path).resolve() == wanted]


def reload_open_layers(context: QgsProcessingContext, file: str) -> None:
    """Make open layers of this file show what is in it now. Main thread only."""
    for layer in _open_layers(context, file):
        reload_layers([layer])


def open_on_completion(context: QgsProcessingContext, inventory: str, layers: Sequence[Layer]) -> None:
    """Have layers of an inventory opened (with the style that is in the file), unless they are open.

    Main thread only.
    """
    project = context.project()
    if project is None:
        return
    already = {table_of(layer) for layer in _open_layers(context, inventory)}
    for layer in reversed(layers):  # the first comes to lie on top
        uri = layer_uri(inventory, layer.name)
        if layer.name not in already:
            title = layer.description.split(":")[0]
            details = QgsProcessingContext.LayerDetails(title, project, layer.name)
            details.setPostProcessor(_Styler.of(layer.name, from_file=True, title=title))
            _put_in_order(details, layer.name)
            context.addLayerToLoadOnCompletion(uri, details)


def open_file_on_completion(context: QgsProcessingContext, uri: str, title: str, style: str) -> None:
    """Have the layer of a file opened with one of our styles. Main thread only."""
    project = context.project()
    if project is not None:
        details = QgsProcessingContext.LayerDetails(title, project, title)
        details.setPostProcessor(_Styler.of(style, title=title))
        _put_in_order(details, style)
        context.addLayerToLoadOnCompletion(uri, details)


def layer_uri(file: str, layer: str) -> str:
    """How QGIS names a layer of a GeoPackage."""
    return f"{file}|layername={layer}"
