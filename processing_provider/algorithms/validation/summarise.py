"""Tables of an inventory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
)

from ....inventory.requests.statistics import SummariseRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.results import push_table
from ...adapters.translation import tr, tr_noop


class Summarise(EngineAlgorithm):
    """Number, areas, percentiles, shares, extremes and aspects, whole and by classes."""

    NAME = "summarise"
    HELP = "statistics#tables"
    GROUP = "validation"
    TITLE = tr_noop("Summarise inventory")
    TAGS = tr_noop("statistics,table,CSV,mean,median,percentile,aspect,subregion")
    SUMMARY = tr_noop(
        "Writes tables of an inventory: number, total and mean area, percentiles of all attributes, shares by class, "
        "extremes, and aspects by eight sectors. They are told for the whole, for each subregion and by other classes. "
        "Each figure is of those that have the attribute, and how many these are stands beside it."
    )
    REQUEST = SummariseRequest
    OUTPUT, COUNT = "OUTPUT", "COUNT"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory, which is not changed."))
        self.add_option(
            "by",
            tr("By"),
            tr("Fields of classes, with commas between. Empty: SUBREGION, PERMAFROST and OPERATION, where known."),
        )
        self.add_advanced(
            ("layer", tr("Layer"), tr("Layer of the file. Empty: its rock glaciers.")),
            ("breaks", tr("Breaks"), tr("Where classes end, such as 4000,4500,5000, if a field holds numbers.")),
        )
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, tr("Tables")),
            tr("Folder of the tables, as CSV with commas, in UTF-8. Other files in it stay."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of rock glaciers")))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        push_table(feedback, values["table"])
        return {self.OUTPUT: values["output"], self.COUNT: values["features"]}
