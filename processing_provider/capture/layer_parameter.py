"""Parameters for a layer that may be told by the address of a basemap."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProcessingParameterMapLayer, QgsProcessingParameterRasterLayer

from .parameters import is_address


class _TakesAddresses:
    """QGIS would try an address as a file, see `is_address`; the algorithm finds out what it is."""

    def checkValueIsAcceptable(self, value: object, context: QgsProcessingContext | None = None) -> bool:
        """QGIS's hook."""
        return is_address(value) or super().checkValueIsAcceptable(value, context)


class MapLayerOrAddress(_TakesAddresses, QgsProcessingParameterMapLayer):
    """A layer of any kind."""


class RasterLayerOrAddress(_TakesAddresses, QgsProcessingParameterRasterLayer):
    """A raster layer."""
