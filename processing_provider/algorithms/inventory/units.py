"""Units of rock glacier systems, proposed as layers."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.requests.units import UnitsRequest
from ....inventory.schema import ROCK_GLACIERS
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.results import layer_uri, open_file_on_completion
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop


class Units(EngineAlgorithm):
    """An inventory and a DEM -> units and cut lines."""

    NAME = "units"
    HELP = "units"
    GROUP = "inventory"
    TITLE = tr_noop("Propose units")
    TAGS = tr_noop("split,rock glacier unit,rock glacier system,RGU,RGS,coalescence,furrow,DEM")
    SUMMARY = tr_noop(
        "Proposes the units of rock glacier systems, where an elevation model shows furrows between bodies that have "
        "grown together. Nothing is written into the inventory: look at the layers and decide, or use P in the dock. "
        "One unit on the back of another is not found, and on cells of 30 m little is."
    )
    REQUEST = UnitsRequest
    OUTPUT, COUNT, SYSTEMS = "OUTPUT", "COUNT", "SYSTEMS"

    def __init__(self) -> None:
        super().__init__()
        self._layers: dict[str, str] = {}

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory whose outlines are looked at; it is only read."))
        self.add_option(
            "layer", tr("Layer"), tr("Whose outlines: rock glaciers or candidates."), default=ROCK_GLACIERS.name
        )
        self.add_option(
            "feature",
            tr("Only these"),
            tr("Identifiers or feature ids with commas between. Empty: all outlines of the layer."),
        )
        elevations = tr("Elevations in metres, best of cells up to 15 m. Empty: as the inventory remembers.")
        self.add_raster("DEM", tr("Elevation model"), f"{elevations} {many_words()}")
        propose(self.parameterDefinition("DEM"), PROPOSALS.now().dem_of_project)
        self.add_option(
            "least_strength",
            tr("Least strength of a cut"),
            tr("From 0.5 to 1: cuts that are less sure are left out. The higher it is, the fewer units are proposed."),
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Units and cuts"), "GeoPackage (*.gpkg)"),
            tr("Two layers: the units of each outline, and the cut lines, numbered from the surest on."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of units")))
        self.addOutput(QgsProcessingOutputNumber(self.SYSTEMS, tr("Number of outlines with several units")))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        feedback.pushInfo(
            tr("{} of {} outlines have several units, {} units in all.").format(
                values["systems"], values["features"], values["units"]
            )
        )
        self._layers = {name: layer_uri(values["output"], name) for name in values["layers"]}
        return {self.OUTPUT: values["output"], self.COUNT: values["units"], self.SYSTEMS: values["systems"]}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show what is proposed."""
        if self._layers and QThread.currentThread() == QgsApplication.instance().thread():
            titles = {"units": tr("Proposed units"), "cuts": tr("Proposed cuts")}
            for name, uri in self._layers.items():
                open_file_on_completion(context, uri, titles[name], name)
        return super().postProcessAlgorithm(context, feedback)
