"""Addresses of tiles in the place of a layer: told from files, and opened.

QGIS would try such a text as a file of every kind.
"""

from __future__ import annotations

import re

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ..adapters.translation import tr
from .tiled.sourcetext import escaped, template_of, with_plain_address

_WMS_SOURCE = re.compile(r"(?:wms://)?(?:[\w:-]+(?:=[^&]*)?&)*url=")


def is_address(text: object) -> bool:
    """Whether a text is meant for `web_layer`: a source of QGIS's provider "wms", or an address of tiles.

    Such a text must not be left to QGIS, which tries it as a file of every kind: GDAL asks the server what it
    is, and the library for meshes prints it.
    """
    return isinstance(text, str) and (template_of(text) != "" or _WMS_SOURCE.match(text) is not None)


def web_layer(text: object) -> QgsRasterLayer | None:
    """The layer behind a source string of QGIS (``type=xyz&url=...``) or behind a bare address of tiles.

    To be asked first: given such a text, GDAL would ask the server what it is.
    """
    if not isinstance(text, str):
        return None
    if _WMS_SOURCE.match(text):
        source = with_plain_address(text.partition("wms://")[2] or text)
    elif address := template_of(text):
        source = "type=xyz&url=" + escaped(address)
    else:
        return None
    layer = QgsRasterLayer(source, tr("Basemap"), "wms")
    return layer if layer.isValid() else None


class _TakesAddresses:
    """QGIS would try an address as a file, see `is_address`; the algorithm finds out what it is."""

    def checkValueIsAcceptable(self, value: object, context: QgsProcessingContext | None = None) -> bool:
        """QGIS's hook."""
        return is_address(value) or super().checkValueIsAcceptable(value, context)


class MapLayerOrAddress(_TakesAddresses, QgsProcessingParameterMapLayer):
    """A layer of any kind."""


class RasterLayerOrAddress(_TakesAddresses, QgsProcessingParameterRasterLayer):
    """A raster layer."""
