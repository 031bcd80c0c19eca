"""Accuracy of outlines against reference outlines."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ...inventory.requests.small import EvaluateRequest
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.source_parameters import many_words
from ..adapters.translation import tr, tr_noop

NO_BREAK_SPACE = "\u00a0"


class Evaluate(EngineAlgorithm):
    """Precision, recall, F1 and IoU, whole and by subregion."""

    NAME = "evaluate"
    GROUP = "validation"
    TITLE = tr_noop("Evaluate against reference outlines")
    TAGS = tr_noop("accuracy,precision,recall,F1,IoU,validation")
    SUMMARY = tr_noop(
        "Compares outlines, for example candidates, with reference outlines and tells "
        "precision, recall, F1 and IoU by area, for the whole and for each subregion. The "
        "table is in the log, all numbers are in the file."
    )
    REQUEST = EvaluateRequest
    OUTPUT = "OUTPUT"
    FIGURES = ("precision", "recall", "f1", "iou")

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_polygons(
            "input",
            tr("Outlines"),
            tr("The outlines to judge: candidates (removed ones are left out) or rock glaciers."),
            optional=False,
            layer="layer",
        )
        self.add_polygons(
            "reference",
            tr("Reference outlines"),
            tr("The outlines that are taken as true, for example those of an expert."),
            optional=False,
            layer="reference_layer",
        )
        regions = tr("Polygons with a field NAME. With them the table has a row for each.")
        self.add_polygons("subregions", tr("Subregions"), f"{regions} {many_words()}", many=True)
        self.add_polygons("area", tr("Area"), tr("Only what lies inside these polygons is judged. Empty: everything."))
        self.add_option(
            "minimum_iou",
            tr("Smallest IoU of a match"),
            tr("From this intersection over union on, an outline and a reference count as the same landform."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Accuracy"), tr("JSON files (*.json)")),
            tr("All numbers, those of single polygons included, as JSON. The table is written beside it as text."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        for name in self.FIGURES:
            self.addOutput(QgsProcessingOutputNumber(name.upper(), name))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        # The log is HTML, in which a run of common spaces is one.
        feedback.pushConsoleInfo(values["table"].replace(" ", NO_BREAK_SPACE))
        return {self.OUTPUT: self.values["output"], **{name.upper(): values[name] for name in self.FIGURES}}
