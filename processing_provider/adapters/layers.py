"""Layers of QGIS as files that the engine can read, and back."""

from __future__ import annotations

from typing import Any

from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from .many_files import is_many
from .translation import tr

VECTOR_FORMATS = ["gpkg", "shp", "geojson", "fgb"]
"""Files that the engine reads as they are; everything else is saved to a GeoPackage first."""


def is_left_out(parameters: dict[str, Any], key: str) -> bool:
    """Whether an optional parameter has no value (dialogs say NULL, scripts None, models an empty text)."""
    return parameters.get(key) in (None, "", NULL)


def raster_source(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    key: str,
    context: QgsProcessingContext,
    *,
    many: bool = False,
) -> str:
    """The GDAL name of a raster parameter, or the text of `many` files; empty where an optional one was left out.

    Raises `QgsProcessingException` where the layer is not a raster file (a basemap from the web).
    """
    if is_left_out(parameters, key):
        return ""
    if many and is_many(parameters[key]):
        return str(parameters[key]).strip()
    layer = raster_layer(algorithm, parameters, key, context)
    if layer is None:
        raise QgsProcessingException(algorithm.invalidRasterError(parameters, key))
    return raster_name(layer)


def raster_name(layer: QgsRasterLayer) -> str:
    """The GDAL name of a raster layer; `QgsProcessingException` where it is no raster file."""
    if not is_raster_file(layer):
        raise QgsProcessingException(
            tr(
                "The layer '{}' is of the kind '{}', which QGIS draws from the web; a raster file is needed "
                "here. 'Capture basemap' makes a GeoTIFF of it."
            ).format(layer.name(), layer.providerType())
        )
    return gdal_name_of(layer)


def raster_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> QgsRasterLayer | None:
    """The layer of a raster parameter, which may be the name of a file or what only GDAL knows."""
    return algorithm.parameterAsRasterLayer(parameters, key, context) or _open_by_name(str(parameters[key]))


def is_raster_file(layer: QgsRasterLayer) -> bool:
    """Whether GDAL reads the layer, as the engine does; all others exist in QGIS alone."""
    return layer.providerType() == "gdal"


def _open_by_name(name: str) -> QgsRasterLayer | None:
    """QGIS opens only paths of files where a script gives a text; GDAL knows more (archives, subdatasets)."""
    layer = QgsRasterLayer(name, name, "gdal")
    return layer if layer.isValid() else None


def gdal_name_of(layer: QgsRasterLayer) -> str:
    """The layer's source; a small VRT over it where the person gave the layer another CRS in QGIS."""
    source = layer.source()
    if layer.crs() == layer.dataProvider().crs() or not layer.crs().isValid():
        return source
    path = QgsProcessingUtils.generateTempFilename("source.vrt")
    leave_exceptions_as_they_are()
    try:
        written = gdal.Translate(path, source, format="VRT", outputSRS=layer.crs().toWkt())
    except RuntimeError:  # another plugin has switched exceptions on
        written = None
    if written is None:
        raise QgsProcessingException(tr("The layer '{}' could not be read by GDAL.").format(layer.name()))
    return path


def leave_exceptions_as_they_are() -> None:
    """Say so to GDAL, whose newer bindings warn where nobody has."""
    if not gdal.GetUseExceptions():
        gdal.DontUseExceptions()


def vector_source(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    key: str,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    *,
    one_layer: bool = False,
    many: bool = False,
) -> tuple[str, str]:
    """Path and layer name of a vector parameter; two empty strings where an optional one was left out.

    A plain file is used as it is, and so is a text of `many` files. Whatever exists only in QGIS (memory layers,
    databases, filters, selections, unsaved edits, a CRS given by hand) is saved to a temporary GeoPackage; with
    `one_layer` a plain file is too, for options of the engine that take a file without a layer's name.
    """
    if is_left_out(parameters, key):
        return "", ""
    if many and is_many(parameters[key]):
        return str(parameters[key]).strip(), ""
    layer = algorithm.parameterAsVectorLayer(parameters, key, context)
    as_it_is = layer is not None and not one_layer and is_what_its_file_says(layer)
    path, name = algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(
        parameters, key, context, VECTOR_FORMATS if as_it_is else [], "gpkg", feedback
    )
    if not path:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, key))
    if layer is None or path != file_of(layer):  # a copy has one layer, under a name of its own
        name = ""
    return path, name


def is_what_its_file_says(layer: QgsVectorLayer) -> bool:
    return not layer.isModified() and layer.crs() == layer.dataProvider().crs()


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """The CRS in words that the engine understands: authority code, else WKT; empty where invalid."""
    if not crs.isValid():
        return ""
    authority = crs.authid()
    if authority and not authority.startswith("USER:"):
        return authority
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)


def extent_text(extent: QgsRectangle) -> str:
    """The edges as the engine takes them: left, right, bottom, top."""
    edges = (extent.xMinimum(), extent.xMaximum(), extent.yMinimum(), extent.yMaximum())
    return ",".join(map(repr, edges))


def file_of(layer: QgsMapLayer) -> str:
    """The file that a layer's data are in; empty where there is none."""
    return str(_parts_of(layer).get("path") or "")


def table_of(layer: QgsMapLayer) -> str:
    """The layer of that file; empty where its source names none."""
    return str(_parts_of(layer).get("layerName") or "")


def _parts_of(layer: QgsMapLayer) -> dict[str, Any]:
    provider = layer.dataProvider()
    if provider is None:
        return {}
    parts: dict[str, Any] = QgsProviderRegistry.instance().decodeUri(provider.name(), layer.source())
    return parts
