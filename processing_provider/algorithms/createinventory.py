"""A new, empty inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
)

from ...inventory.requests.option import option_of
from ...inventory.requests.small import CreateRequest
from ...inventory.schema import LAYERS
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.layers import crs_text
from ..adapters.results import layer_uri
from ..adapters.translation import tr


def is_temporary(path: Path) -> bool:
    """Whether a file lies in the folder that Processing throws away when QGIS closes."""
    return Path(QgsProcessingUtils.tempFolder()).resolve() in path.resolve().parents


class CreateInventory(EngineAlgorithm):
    """Makes the GeoPackage that everything else works on."""

    REQUEST = CreateRequest
    OUTPUT, CRS = "OUTPUT", "CRS"

    def name(self) -> str:
        return "createinventory"

    def displayName(self) -> str:
        return tr("Create inventory")

    def group(self) -> str:
        return tr("Inventory")

    def groupId(self) -> str:
        return "inventory"

    def tags(self) -> list[str]:
        return tr("new,geopackage,rock glacier,database").split(",")

    def summary(self) -> str:
        return tr(
            "Makes a new, empty inventory. It is one GeoPackage that holds rock glaciers, "
            "candidates, primary markers, subregions, reviews, the record of every run and the "
            "journal of every change."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_option(
            "title", tr("Title"), tr("Name of the inventory, for example of the mountain range. It stands in reports.")
        )
        self.add(
            # QGIS 3.22 takes a default for missing unless the parameter is optional.
            QgsProcessingParameterCrs(
                self.CRS, tr("Coordinate system"), option_of(self.REQUEST, "crs").default, optional=True
            ),
            tr(
                "Coordinate system of its layers. Any will do: areas and distances are always "
                "measured on the ellipsoid. Published inventories use EPSG:4326."
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Inventory"), tr("GeoPackage files (*.gpkg)")),
            tr(
                "The file to make. One that exists is not overwritten, and "
                "a temporary file is refused: an inventory holds work."
            ),
        )
        for layer in self._spatial_layers():
            self.addOutput(QgsProcessingOutputVectorLayer(layer.name.upper(), layer.description.split(":")[0]))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        file = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        if file and is_temporary(Path(file)):
            return False, tr("A temporary file is gone when QGIS closes, and an inventory holds work: choose a file.")
        return super().checkParameterValues(parameters, context)

    @staticmethod
    def _spatial_layers() -> list[Any]:
        return [layer for layer in LAYERS if layer.geometry_type]

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        crs: QgsCoordinateReferenceSystem = self.parameterAsCrs(parameters, self.CRS, context)
        self._file = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        self.option("output", self._file)
        self.option("crs", crs_text(crs))
        self.take_options(parameters, context)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if self.run_command(feedback) is None:
            return {}
        layers = self._spatial_layers()
        self.has_changed(self._file, *layers)
        return {self.OUTPUT: self._file, **{layer.name.upper(): layer_uri(self._file, layer.name) for layer in layers}}
