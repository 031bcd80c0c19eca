"""A plan of a training: what the data show, and what is proposed because of it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ....inventory.requests.training import PlanRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.results import NO_BREAK_SPACE
from ...adapters.training import add_choices, add_data, add_start, take_start_file
from ...adapters.translation import tr, tr_noop


class PlanTraining(EngineAlgorithm):
    """Training data -> a plan that a person can read and change."""

    NAME = "plantraining"
    HELP = "training#plan"
    GROUP = "training"
    TITLE = tr_noop("Plan training")
    TAGS = tr_noop("deep learning,training,plan,time,memory,DeepLabv3+,rock glacier")
    SUMMARY = tr_noop(
        "Says what training data show, measures a step on this computer, and writes what it proposes: network, steps, "
        "time and memory. The plan is a text file that you can change; 'Train model' takes it."
    )
    REQUEST = PlanRequest
    OUTPUT, HOURS = "OUTPUT", "HOURS"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_data(self)
        add_start(self)
        add_choices(self)
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Plan"), tr("Plans (*.json)")),
            tr("A JSON file, which any editor of texts opens."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.addOutput(QgsProcessingOutputNumber(self.HOURS, tr("Hours that training will take here")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.option("models_folder", self.models_folder())
        super().prepareAlgorithm(parameters, context, feedback)
        take_start_file(self, parameters, context)
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        feedback.pushConsoleInfo(values["table"].replace("  ", NO_BREAK_SPACE * 2))
        return {self.OUTPUT: values["plan"], self.HOURS: values["hours"]}
