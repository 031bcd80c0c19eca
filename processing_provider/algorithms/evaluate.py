"""Accuracy of outlines against reference outlines."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
)

from ...inventory.requests.small import EvaluateRequest
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.layers import vector_source
from ..adapters.translation import tr

NO_BREAK_SPACE = "\u00a0"


class Evaluate(EngineAlgorithm):
    """Precision, recall, F1 and IoU, whole and by subregion."""

    REQUEST = EvaluateRequest
    INPUT, REFERENCE, OUTPUT = "INPUT", "REFERENCE", "OUTPUT"
    SUBREGIONS, AREA = "SUBREGIONS", "AREA"
    FIGURES = ("precision", "recall", "f1", "iou")

    def name(self) -> str:
        return "evaluate"

    def displayName(self) -> str:
        return tr("Evaluate against reference outlines")

    def group(self) -> str:
        return tr("Validation")

    def groupId(self) -> str:
        return "validation"

    def tags(self) -> list[str]:
        return tr("accuracy,precision,recall,F1,IoU,validation").split(",")

    def summary(self) -> str:
        return tr(
            "Compares outlines, for example candidates, with reference outlines and tells "
            "precision, recall, F1 and IoU by area, for the whole and for each subregion. The "
            "table is in the log, all numbers are in the file."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(
            QgsProcessingParameterFeatureSource(self.INPUT, tr("Outlines"), polygons),
            tr("The outlines to judge: candidates (removed ones are left out) or rock glaciers."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(self.REFERENCE, tr("Reference outlines"), polygons),
            tr("The outlines that are taken as true, for example those of an expert."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(self.SUBREGIONS, tr("Subregions"), polygons, optional=True),
            tr("Polygons with a field NAME. With them the table has a row for each."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(self.AREA, tr("Area"), polygons, optional=True),
            tr("Only what lies inside these polygons is judged. Empty: everything."),
        )
        self.add_option(
            "minimum_iou",
            tr("Smallest IoU of a match"),
            tr("From this intersection over union on, an outline and a reference count as the same landform."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Accuracy"), tr("JSON files (*.json)")),
            tr("All numbers, those of single polygons included, as JSON. The table is written beside it as text."),
        )
        for name in self.FIGURES:
            self.addOutput(QgsProcessingOutputNumber(name.upper(), name))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        for key, layer_option in ((self.INPUT, "layer"), (self.REFERENCE, "reference_layer")):
            path, layer = vector_source(self, parameters, key, context, feedback)
            self.option(key.lower(), path)
            self.option(layer_option, layer)
        for key in (self.SUBREGIONS, self.AREA):
            path, _ = vector_source(self, parameters, key, context, feedback, one_layer=True)
            self.option(key.lower(), path)
        self.take_options(parameters, context)
        self._file = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        self.option("output", self._file)
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        values = self.run_command(feedback)
        if values is None:
            return {}
        # The log is HTML, in which a run of common spaces is one.
        feedback.pushConsoleInfo(values["table"].replace(" ", NO_BREAK_SPACE))
        return {self.OUTPUT: self._file, **{name.upper(): values[name] for name in self.FIGURES}}
