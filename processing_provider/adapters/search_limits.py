"""Parameters of a search beside its image: a second image that fills it, limits by elevation and slope."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterRasterLayer

from .layers import raster_source
from .translation import tr


class SearchLimits:
    """A second image, and limits by a DEM. Mixed into an `EngineAlgorithm`."""

    def add_search_limits(self) -> None:
        """Add the second image, the DEM and the two ranges."""
        self.add(
            QgsProcessingParameterRasterLayer("FILL", tr("Second image"), optional=True),
            tr(
                "A raster of the same ground, of another date: it fills what is without data, clouded or "
                "shaded in the first, in the first's colours. Of any coordinate system and resolution."
            ),
            advanced=True,
            read=raster_source,
        )
        self.add(
            QgsProcessingParameterRasterLayer("DEM", tr("Elevation model"), optional=True),
            tr(
                "Elevations for the next two limits, of any coordinate system and resolution (10 to 90 m "
                "serve best). What lies outside costs nothing; where it has no data, everything is searched."
            ),
            advanced=True,
            read=raster_source,
        )
        self.add_option(
            "elevation",
            tr("Elevations (m)"),
            tr("Search only these, lowest and highest: 4000,5500. One may be left out: 4000, or ,5500."),
            advanced=True,
        )
        self.add_option(
            "slope",
            tr("Slopes (degrees)"),
            tr("Search only these, gentlest and steepest: 5,40. One may be left out: ,40. Lakes are flat: 0."),
            advanced=True,
        )
