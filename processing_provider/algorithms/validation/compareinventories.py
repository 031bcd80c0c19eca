"""An inventory beside others of the same ground."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.requests.statistics import CompareRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.parameters.several_layers import SeveralLayers, join_references, several_polygons
from ...adapters.results import layer_uri, open_file_on_completion, push_table
from ...adapters.translation import tr, tr_noop


class CompareInventories(EngineAlgorithm):
    """What both have, what one has as several, what one has alone."""

    NAME = "compareinventories"
    HELP = "statistics#beside-other-inventories"
    GROUP = "validation"
    TITLE = tr_noop("Compare inventories")
    TAGS = tr_noop("compare,inventory,difference,match,IoU,marker,overlap")
    SUMMARY = tr_noop(
        "Lays an inventory beside others of the same ground, outlines or markers only. It tells what both have, what "
        "is one landform here and several there, and what one has alone, with differences of area and outline. The "
        "table is in the log; a layer shows of each outline what it is."
    )
    REQUEST = CompareRequest
    OUTPUT, OTHER_REFERENCES = "OUTPUT", "OTHER_REFERENCES"
    FIGURES = ("one_to_one", "only_here", "only_there")

    def __init__(self) -> None:
        super().__init__()
        self._layers: dict[str, str] = {}

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_polygons(
            "input",
            tr("Inventory"),
            tr("Rock glaciers of an inventory, or any layer of outlines or markers."),
            optional=False,
            layer="layer",
            points=True,
        )
        self.add_polygons(
            "reference",
            tr("Other inventory"),
            tr("Outlines or markers that it is compared with."),
            optional=False,
            layer="reference_layer",
            points=True,
        )
        geometry = QgsProcessing.SourceType.TypeVectorAnyGeometry
        self.add(
            SeveralLayers(self.OTHER_REFERENCES, tr("Further inventories"), geometry, optional=True),
            tr("Each is compared by itself, and has a column in the table."),
        )
        self.add_polygons(
            "area",
            tr("Area"),
            tr(
                "Only what lies inside these polygons is compared. Empty: where the subregions of both overlap, or, "
                "where there are none, the hulls of all that they hold."
            ),
        )
        self.add_option(
            "minimum_iou",
            tr("Smallest IoU of a match"),
            tr("From this intersection over union on, two outlines count as matched."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Differences"), "GeoPackage (*.gpkg)"),
            tr("All outlines of both, and what each is. Figures (JSON) and the table (text) are written beside it."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        for name, label in zip(self.FIGURES, (tr("One to one"), tr("Only here"), tr("Only there"))):
            self.addOutput(QgsProcessingOutputNumber(name.upper(), label))

    def validateInputCrs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        return True  # each source has its own, and is read so

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        join_references(self.values, several_polygons(self, parameters, self.OTHER_REFERENCES, context))
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        push_table(feedback, values["table"])
        self._layers = {name: layer_uri(values["output"], name) for name in values["layers"]}
        return {self.OUTPUT: values["output"], **{name.upper(): values[name] for name in self.FIGURES}}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show what differs."""
        if self._layers and QThread.currentThread() == QgsApplication.instance().thread():
            titles = {"differences": tr("Differences of outlines"), "marker_differences": tr("Differences of markers")}
            for name, uri in self._layers.items():
                open_file_on_completion(context, uri, titles[name], name)
        return super().postProcessAlgorithm(context, feedback)
