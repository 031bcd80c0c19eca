"""Parameters that limit a search by elevation and slope."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from .layers import raster_source
from .translation import tr


class SearchLimits:
    """Limits by a DEM. Mixed into an `EngineAlgorithm`."""

    DEM, ELEVATION, SLOPE = "DEM", "ELEVATION", "SLOPE"

    def add_search_limits(self) -> None:
        """Add the DEM and the two ranges."""
        self.add(
            QgsProcessingParameterRasterLayer(self.DEM, tr("Elevation model"), optional=True),
            tr(
                "Elevations for the next two limits, of any coordinate system and resolution (10 to 90 m "
                "serve best). What lies outside costs nothing; where it has no data, everything is searched."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(self.ELEVATION, tr("Elevations (m)"), optional=True),
            tr("Search only these, lowest and highest: 4000,5500. One may be left out: 4000, or ,5500."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(self.SLOPE, tr("Slopes (degrees)"), optional=True),
            tr(
                "Search only these, gentlest and steepest: 5,40. One may be left out: ,40. Lakes are flat: 0."
            ),
            advanced=True,
        )

    def prepare_search_limits(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Hand them to the engine."""
        self.option("dem", raster_source(self, parameters, self.DEM, context))
        for key in (self.ELEVATION, self.SLOPE):
            self.option(key.lower(), self.parameterAsString(parameters, key, context).strip())
