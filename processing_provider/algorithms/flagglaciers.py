"""Fills the share of each candidate that lies inside glacier outlines."""

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
    QgsProcessingParameterFeatureSource,
)

from ...inventory.requests.attributes import FlagGlaciersRequest
from ...inventory.schema import CANDIDATES
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.layers import vector_source
from ..adapters.results import layer_uri
from ..adapters.source_parameters import add_remember, check_remember
from ..adapters.translation import tr


class FlagGlaciers(EngineAlgorithm):
    """Glacier outlines -> GLAC_FRAC of candidates."""

    REQUEST = FlagGlaciersRequest
    GLACIERS, ONLY_DUE, OUTPUT, COUNT = "GLACIERS", "ONLY_DUE", "OUTPUT", "COUNT"

    def name(self) -> str:
        return "flagglaciers"

    def displayName(self) -> str:
        return tr("Flag candidates on glaciers")

    def group(self) -> str:
        return tr("Inventory")

    def groupId(self) -> str:
        return "inventory"

    def tags(self) -> list[str]:
        return tr("glacier,RGI,GLIMS,debris-covered glacier,overlap,GLAC_FRAC").split(",")

    def summary(self) -> str:
        return tr(
            "Fills GLAC_FRAC: the share of each candidate that lies inside glacier outlines. A "
            "debris-covered glacier is the landform that is most often mistaken for a rock glacier; "
            "candidates with a large share can be sorted out first. Ground under several outlines counts "
            "once."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory whose candidates are flagged; it is changed in place."))
        self.add(
            QgsProcessingParameterFeatureSource(
                self.GLACIERS, tr("Glacier outlines"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
            ),
            tr(
                "Outlines of glaciers, for example of the Randolph Glacier Inventory, in any coordinate "
                "system. Empty: as the inventory remembers."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(self.ONLY_DUE, tr("Only candidates without a share"), True),
            tr("Leaves candidates alone that have a share. Without it all are computed anew."),
        )
        add_remember(self)
        self.addOutput(QgsProcessingOutputVectorLayer(self.OUTPUT, tr("Candidates")))
        self.addOutput(QgsProcessingOutputFile(self.INVENTORY, tr("Inventory with the candidates")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of candidates")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._inventory = self.parameterAsFile(parameters, self.INVENTORY, context)
        self.option("inventory", self._inventory)
        path, name = vector_source(self, parameters, self.GLACIERS, context, feedback)
        self.option("glaciers", path)
        self.option("glaciers_layer", name)
        self.option("all", not self.parameterAsBool(parameters, self.ONLY_DUE, context))
        self.take_options(parameters, context)
        check_remember(self, path)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        self.has_changed(self._inventory, CANDIDATES)  # also where it is stopped: it keeps what is done
        values = self.run_command(feedback)
        if values is None:
            return {}
        return {
            self.INVENTORY: self._inventory,
            self.OUTPUT: layer_uri(self._inventory, CANDIDATES.name),
            self.COUNT: values["features"],
        }
