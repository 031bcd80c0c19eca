"""Fills the computed attributes of an inventory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
)

from ..inventory.schema import CANDIDATES, ROCK_GLACIERS, layer
from .algorithm import EngineAlgorithm
from .layers import raster_source, vector_source
from .results import layer_uri
from .translation import tr


class Attributes(EngineAlgorithm):
    """Area, position, elevation, slope, aspect and subregion of each polygon."""

    COMMAND = "attributes"
    LAYER, DEM, SUBREGIONS, OUTPUT = "LAYER", "DEM", "SUBREGIONS", "OUTPUT"

    def name(self) -> str:
        return "attributes"

    def displayName(self) -> str:
        return tr("Fill attributes")

    def group(self) -> str:
        return tr("Inventory")

    def groupId(self) -> str:
        return "inventory"

    def tags(self) -> list[str]:
        return tr("elevation,slope,aspect,area,terrain,zonal statistics").split(",")

    def summary(self) -> str:
        return tr(
            "Fills the computed attributes of an inventory's rock glaciers or candidates: "
            "identifier, position, area, elevation, slope, aspect and subregion. Areas and slopes "
            "are true ground measures in any coordinate system; pixels that an outline cuts count "
            "by their share inside."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory to fill; it is changed in place."))
        self.add(
            QgsProcessingParameterEnum(
                self.LAYER,
                tr("Layer"),
                [ROCK_GLACIERS.name, CANDIDATES.name],
                defaultValue=ROCK_GLACIERS.name,
                usesStaticStrings=True,
            ),
            tr("Which of its layers. Candidates get the same values, so that they can be sorted by them."),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.DEM, tr("Elevation model")),
            tr("Elevations in metres, in any coordinate system. It must cover the outlines."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.SUBREGIONS, tr("Subregions"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
            ),
            tr("Polygons with a field NAME. Empty: the subregions in the inventory, if it has any."),
        )
        self.addOutput(QgsProcessingOutputVectorLayer(self.OUTPUT, tr("Filled layer")))
        self.addOutput(QgsProcessingOutputFile(self.INVENTORY, tr("Filled inventory")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._inventory = self.parameterAsFile(parameters, self.INVENTORY, context)
        self._layer = self.parameterAsEnumString(parameters, self.LAYER, context)
        self.option("inventory", self._inventory)
        self.option("layer", self._layer)
        self.option("dem", raster_source(self, parameters, self.DEM, context))
        path, name = vector_source(self, parameters, self.SUBREGIONS, context, feedback)
        self.option("subregions", path)
        self.option("subregions-layer", name)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if self.run_command(feedback) is None:
            return {}
        self.has_changed(self._inventory, layer(self._layer))
        return {self.INVENTORY: self._inventory, self.OUTPUT: layer_uri(self._inventory, self._layer)}
