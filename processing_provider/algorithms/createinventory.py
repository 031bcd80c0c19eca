"""A new, empty inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
)

from ...inventory.requests.option import option_of
from ...inventory.requests.small import CreateRequest
from ...inventory.schema import LAYERS, REVIEWED_GROUND
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.layers import crs_text
from ..adapters.results import layer_uri
from ..adapters.translation import tr, tr_noop


def is_temporary(path: Path) -> bool:
    """Whether a file lies in the folder that Processing throws away when QGIS closes."""
    return Path(QgsProcessingUtils.tempFolder()).resolve() in path.resolve().parents


class CreateInventory(EngineAlgorithm):
    """Makes the GeoPackage that everything else works on."""

    NAME = "createinventory"
    GROUP = "inventory"
    TITLE = tr_noop("Create inventory")
    TAGS = tr_noop("new,geopackage,rock glacier,database")
    SUMMARY = tr_noop(
        "Makes a new, empty inventory. It is one GeoPackage that holds rock glaciers, "
        "candidates, primary markers, subregions, reviews, the record of every run and the "
        "journal of every change."
    )
    REQUEST = CreateRequest
    OUTPUT = "OUTPUT"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_option(
            "title", tr("Title"), tr("Name of the inventory, for example of the mountain range. It stands in reports.")
        )
        self.add(
            # QGIS 3.22 takes a default for missing unless the parameter is optional.
            QgsProcessingParameterCrs(
                "CRS", tr("Coordinate system"), option_of(self.REQUEST, "crs").default, optional=True
            ),
            tr(
                "Coordinate system of its layers. Any will do: areas and distances are always "
                "measured on the ellipsoid. Published inventories use EPSG:4326."
            ),
            read=_crs_text,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Inventory"), tr("GeoPackage files (*.gpkg)")),
            tr(
                "The file to make. One that exists is not overwritten, and "
                "a temporary file is refused: an inventory holds work."
            ),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
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
        # What was looked at is empty as yet, and the dock shows it to whoever wants to see it.
        return [layer for layer in LAYERS if layer.geometry_type and layer is not REVIEWED_GROUND]

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        file, layers = self.values["output"], self._spatial_layers()
        self.has_changed(file, *layers)
        return {self.OUTPUT: file, **{layer.name.upper(): layer_uri(file, layer.name) for layer in layers}}


def _crs_text(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> str:
    return crs_text(algorithm.parameterAsCrs(parameters, key, context))
