"""Fills the computed attributes of an inventory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
)

from ...inventory.requests.attributes import AttributesRequest
from ...inventory.requests.option import option_of
from ...inventory.schema import ROCK_GLACIERS, layer
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.layers import raster_source, vector_source
from ..adapters.results import layer_uri
from ..adapters.source_parameters import (
    add_climate_files,
    add_radiation_parameters,
    add_remember,
    check_remember,
    prepare_climate_files,
)
from ..adapters.translation import tr


class Attributes(EngineAlgorithm):
    """Place, area, terrain, solar radiation, climate and glacier share of each polygon."""

    REQUEST = AttributesRequest
    LAYER, DEM, SUBREGIONS, GLACIERS = "LAYER", "DEM", "SUBREGIONS", "GLACIERS"
    ONLY_DUE, OUTPUT, COUNT = "ONLY_DUE", "OUTPUT", "COUNT"

    def name(self) -> str:
        return "attributes"

    def displayName(self) -> str:
        return tr("Fill attributes")

    def group(self) -> str:
        return tr("Inventory")

    def groupId(self) -> str:
        return "inventory"

    def tags(self) -> list[str]:
        return tr(
            "elevation,slope,aspect,area,terrain,solar radiation,temperature,precipitation,climate,zonal statistics"
        ).split(",")

    def summary(self) -> str:
        return tr(
            "Fills the computed attributes of an inventory: place, area, elevation, slope, aspect, solar "
            "radiation, temperatures and precipitation. It fills what there is a file for, chosen here or "
            "remembered by the inventory, of rock glaciers or of candidates. Areas and slopes are true "
            "ground measures in any coordinate system; pixels that an outline cuts count by their share "
            "inside. A stop keeps what is done."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory to fill; it is changed in place."))
        self.add(
            QgsProcessingParameterEnum(
                self.LAYER,
                tr("Layer"),
                list(option_of(self.REQUEST, "layer").choices),
                defaultValue=ROCK_GLACIERS.name,
                usesStaticStrings=True,
            ),
            tr("Which of its layers. Candidates get the same values, so that they can be sorted by them."),
        )
        self._add_what()
        self._add_sources()
        add_climate_files(self)
        add_radiation_parameters(self)
        self.addOutput(QgsProcessingOutputVectorLayer(self.OUTPUT, tr("Filled layer")))
        self.addOutput(QgsProcessingOutputFile(self.INVENTORY, tr("Filled inventory")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of filled features")))

    def _add_what(self) -> None:
        self.add_option(
            "groups",
            tr("Groups of attributes"),
            tr(
                "What to fill. Empty: every group that has a file. Solar radiation (from the elevation "
                "model) takes by far the longest; glaciers is the share of candidates inside glacier "
                "outlines."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(self.ONLY_DUE, tr("Only stale or missing"), True),
            tr(
                "Computes only features whose outline is newer than their attributes (STALE), and groups "
                "that are empty. Without it everything is computed anew, for example from a better "
                "elevation model."
            ),
        )

    def _add_sources(self) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(
            QgsProcessingParameterRasterLayer(self.DEM, tr("Elevation model"), optional=True),
            tr(
                "Elevations in metres, in any coordinate system; outlines that it does not cover are named. "
                "Empty: as the inventory remembers."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(self.SUBREGIONS, tr("Subregions"), polygons, optional=True),
            tr("Polygons with a field NAME. Empty: the subregions in the inventory, if it has any."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(self.GLACIERS, tr("Glacier outlines"), polygons, optional=True),
            tr("Outlines of glaciers, for candidates only. Empty: as the inventory remembers."),
        )
        add_remember(self)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._inventory = self.parameterAsFile(parameters, self.INVENTORY, context)
        self._layer = self.parameterAsEnumString(parameters, self.LAYER, context)
        self.option("inventory", self._inventory)
        self.option("layer", self._layer)
        self.option("all", not self.parameterAsBool(parameters, self.ONLY_DUE, context))
        dem = raster_source(self, parameters, self.DEM, context)
        self.option("dem", dem)
        files = []
        for key in (self.SUBREGIONS, self.GLACIERS):
            path, name = vector_source(self, parameters, key, context, feedback)
            self.option(key.lower(), path)
            self.option(f"{key.lower()}_layer", name)
            files.append(path)
        prepare_climate_files(self, parameters, context)
        self.take_options(parameters, context)
        check_remember(self, dem, files[1])
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        self.has_changed(self._inventory, layer(self._layer))  # also where it is stopped: it keeps what is done
        values = self.run_command(feedback)
        if values is None:
            return {}
        return {
            self.INVENTORY: self._inventory,
            self.OUTPUT: layer_uri(self._inventory, self._layer),
            self.COUNT: values["features"],
        }
