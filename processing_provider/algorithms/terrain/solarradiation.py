"""Potential incoming solar radiation of a DEM, as a raster."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterRasterDestination,
)

from ....inventory.requests.attributes import SolarRadiationRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.source_parameters import add_radiation_parameters, many_words
from ...adapters.translation import tr, tr_noop


class SolarRadiation(EngineAlgorithm):
    """DEM -> sum of the solar radiation of a year, shaded by the horizon."""

    NAME = "solarradiation"
    HELP = "radiation"
    GROUP = "terrain"
    TITLE = tr_noop("Potential incoming solar radiation")
    TAGS = tr_noop("PISR,insolation,sun,horizon,shading,Kumar,DEM")
    SUMMARY = tr_noop(
        "Sums direct, diffuse and reflected radiation of a clear sky over a year (Kumar et al. 1997), in "
        "kWh per square metre of the slope's own surface. Terrain as far as 30 km throws shade. It runs "
        "on all cores of the processor, or on the graphics card where there is one."
    )
    REQUEST = SolarRadiationRequest
    OUTPUT, COUNT, MEAN = "OUTPUT", "COUNT", "MEAN"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        elevations = tr(
            "Elevations in metres, in any coordinate system. Give more ground than you need: mountains "
            "beyond its edge throw no shade."
        )
        self.add_raster("DEM", tr("Elevation model"), f"{elevations} {many_words()}", optional=False)
        propose(self.parameterDefinition("DEM"), PROPOSALS.now().dem)
        self.add_polygons(
            "area",
            tr("Area"),
            tr("Computes only cells that these polygons touch; all others are seen as horizon. Empty: all cells."),
            layer="area_layer",
        )
        self.add_option(
            "components",
            tr("Components apart"),
            tr("Writes five bands: total, direct, diffuse, reflected, and hours of sunshine."),
        )
        add_radiation_parameters(self)
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Solar radiation")),
            tr("The radiation in kWh per square metre and year, on the cells of the elevation model, as GeoTIFF."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of cells computed")))
        self.addOutput(QgsProcessingOutputNumber(self.MEAN, tr("Mean (kWh/m²)")))

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        # Here and not before: QGIS opens only what this thread's context has been told of.
        self.option("output", self.parameterAsOutputLayer(parameters, self.OUTPUT, context))
        return super().processAlgorithm(parameters, context, feedback)

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        return {self.OUTPUT: self.values["output"], self.COUNT: values["cells"], self.MEAN: values["mean_kwh_m2"]}
