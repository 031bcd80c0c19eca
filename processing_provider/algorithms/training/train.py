"""A model from training data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ....inventory.requests.training import TrainRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.engine import usual_models_folder
from ...adapters.training import TRAININGS, add_choices, add_data, add_start, take_start_file
from ...adapters.translation import tr, tr_noop

LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0", "GPL-2.0-or-later")
"""Usual ones, as SPDX spells them."""


class Train(EngineAlgorithm):
    """Training data -> a model card with its weights, judged on ground that it never saw."""

    NAME = "train"
    HELP = "training#train"
    GROUP = "training"
    TITLE = tr_noop("Train model")
    TAGS = tr_noop("deep learning,training,fine-tune,DeepLabv3+,weights,model card,cross-validation,rock glacier")
    SUMMARY = tr_noop(
        "Trains a network on training data and keeps it among your models, with figures of how well it finds the "
        "target on ground that it never saw. Loss, IoU and the time left are told as it goes, and a curve grows. "
        "Cancel keeps the best so far, and the same run again goes on from where it was, also after a crash."
    )
    REQUEST = TrainRequest
    OUTPUT, MODEL, CURVES, RELIABILITY, IOU, F1 = "OUTPUT", "MODEL", "CURVES", "RELIABILITY", "IOU", "F1"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_data(self)
        name = QgsProcessingParameterString("NAME", tr("Name of the model"))
        self.add(
            name,
            tr("Small letters, digits, - _ and . The model is called so in menus and in the record of a run."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        add_start(self)
        add_choices(self)
        self.add(
            QgsProcessingParameterFile("PLAN", tr("Plan"), extension="json", optional=True),
            tr("Of 'Plan training', perhaps changed by you; what is chosen here counts before it. Empty: one is made."),
            advanced=True,
            read=QgsProcessingAlgorithm.parameterAsFile,
        )
        folder = QgsProcessingParameterFile.Behavior.Folder
        self.add(
            QgsProcessingParameterFile(self.OUTPUT, tr("Folder of models"), folder, optional=True),
            tr(
                "Gets the card and its weights. Empty: the folder of your own models, which is in QGIS's "
                "profile unless the plugin's settings name another."
            ),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self._add_words()
        self.addOutput(QgsProcessingOutputFile(self.MODEL, tr("Model card")))
        self.addOutput(QgsProcessingOutputFile(self.CURVES, tr("Curves of loss and IoU")))
        self.addOutput(QgsProcessingOutputFile(self.RELIABILITY, tr("Reliability of the probabilities")))
        self.addOutput(QgsProcessingOutputNumber(self.IOU, tr("IoU on ground that it never saw")))
        self.addOutput(QgsProcessingOutputNumber(self.F1, tr("F1 on ground that it never saw")))

    def _add_words(self) -> None:
        """Add what only a person can say on the card."""
        licence = tr("Under which others may use the weights.")
        self.add_option("licence", tr("Licence"), licence, advanced=True, words=LICENCES)
        self.add_advanced(
            ("title", tr("Title"), tr("As menus show the model. Empty: made of target and name.")),
            ("imagery_terms", tr("Terms of the imagery"), tr("What its provider asks of those who train on it.")),
            ("citation", tr("Citation"), tr("What those should cite who use the model.")),
            ("not_for", tr("Not for"), tr("What the model should not be used for.")),
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.option("models_folder", self.models_folder())
        super().prepareAlgorithm(parameters, context, feedback)
        take_start_file(self, parameters, context)
        if not self.values["output"]:
            self.option("output", str(self.models_folder() or usual_models_folder()))
        TRAININGS.tell(self.values["name"], self.values["output"])
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        feedback.pushInfo(values["table"])
        if Path(self.values["output"]) == (self.models_folder() or usual_models_folder()):
            feedback.pushInfo(
                tr(
                    "'Detect rock glaciers' offers the model {} now, and so does the arrow beside 'Detect in view'."
                ).format(self.values["name"])
            )
        else:
            feedback.pushInfo(
                tr(
                    "To detect with it, import {} on the page of models (the arrow beside 'Detect in view', Models…)."
                ).format(values["model"])
            )
        return {
            self.OUTPUT: self.values["output"],
            self.MODEL: values["model"],
            self.CURVES: values["curves"],
            self.RELIABILITY: values["reliability"],
            self.IOU: values["metrics"].get("iou"),
            self.F1: values["metrics"].get("f1"),
        }
