"""Potential incoming solar radiation of a DEM, as a raster."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ...inventory.requests.attributes import SolarRadiationRequest
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.layers import raster_source, vector_source
from ..adapters.source_parameters import add_radiation_parameters
from ..adapters.translation import tr


class SolarRadiation(EngineAlgorithm):
    """DEM -> sum of the solar radiation of a year, shaded by the horizon."""

    REQUEST = SolarRadiationRequest
    DEM, AREA = "DEM", "AREA"
    OUTPUT, COUNT, MEAN = "OUTPUT", "COUNT", "MEAN"

    def name(self) -> str:
        return "solarradiation"

    def displayName(self) -> str:
        return tr("Potential incoming solar radiation")

    def group(self) -> str:
        return tr("Terrain")

    def groupId(self) -> str:
        return "terrain"

    def tags(self) -> list[str]:
        return tr("PISR,insolation,sun,horizon,shading,Kumar,DEM").split(",")

    def summary(self) -> str:
        return tr(
            "Sums direct, diffuse and reflected radiation of a clear sky over a year (Kumar et al. 1997), in "
            "kWh per square metre of the slope's own surface. Terrain as far as 30 km throws shade. It runs "
            "on all cores of the processor, or on the graphics card where there is one."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.DEM, tr("Elevation model")),
            tr(
                "Elevations in metres, in any coordinate system. Give more ground than you need: mountains "
                "beyond its edge throw no shade."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.AREA, tr("Area"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Computes only cells that these polygons touch; all others are seen as horizon. Empty: all cells."),
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

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.option("dem", raster_source(self, parameters, self.DEM, context))
        path, name = vector_source(self, parameters, self.AREA, context, feedback)
        self.option("area", path)
        self.option("area_layer", name)
        self.take_options(parameters, context)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        # Here and not before: QGIS opens only what this thread's context has been told of.
        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        self.option("output", output)
        values = self.run_command(feedback)
        if values is None:
            return {}
        return {self.OUTPUT: output, self.COUNT: values["cells"], self.MEAN: values["mean_kwh_m2"]}
