"""A model and corrected inventories -> a better model, compared on ground that neither has seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.model_cards.cards import default_card, list_card_titles
from ....inventory.model_cards.model_files import next_name
from ....inventory.model_cards.targets import finds_rock_glaciers
from ....inventory.requests.training import ImproveRequest
from ...adapters.engine import usual_models_folder
from ...adapters.parameters.model_choice import model_parameter
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.parameters.several_layers import polygons_parameter, rasters_parameter, several_polygons
from ...adapters.source_parameters import many_words
from ...adapters.training import TRAININGS
from ...adapters.translation import tr, tr_noop
from ...capture.images_around import ImagesAround


class Improve(ImagesAround):
    """A model learns from what was corrected; the better one of before and after is kept."""

    NAME = "improve"
    HELP = "improve"
    GROUP = "training"
    TITLE = tr_noop("Improve model")
    TAGS = tr_noop("deep learning,training,fine-tune,active learning,corrections,compare,weights,rock glacier")
    SUMMARY = tr_noop(
        "Lets a model learn from what people corrected in inventories, on top of what it was trained on. It is "
        "compared with the model before on blocks of ground that neither was trained on; the better one is kept among "
        "your models, and both figures are told. Cancel keeps the model as it is, and the same run again goes on. The "
        "inventories are only read."
    )
    REQUEST = ImproveRequest
    OUTPUT, IN_USE, CARD, CURVES = "OUTPUT", "IN_USE", "CARD", "CURVES"
    F1_OLD, F1_NEW, DIFFERENCE = "F1_OLD", "F1_NEW", "DIFFERENCE"

    def __init__(self) -> None:
        super().__init__()
        self._ended: tuple[str, str, bool] | None = None

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self._add_what()
        self._add_model()
        self._add_how()
        self.add_capture_options()
        self.add_gaps_sink(advanced=True)
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, tr("Report"), "JSON (*.json)", optional=True, createByDefault=False
            ),
            tr("A file that tells both figures, their difference with its interval, and what was kept."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.addOutput(QgsProcessingOutputString(self.IN_USE, tr("Model to use from now on")))
        self.addOutput(QgsProcessingOutputFile(self.CARD, tr("Card of the new model")))
        self.addOutput(QgsProcessingOutputFile(self.CURVES, tr("Curves of loss and IoU")))
        self.addOutput(QgsProcessingOutputNumber(self.F1_OLD, tr("F1 of the model before")))
        self.addOutput(QgsProcessingOutputNumber(self.F1_NEW, tr("F1 of the new model")))
        self.addOutput(QgsProcessingOutputNumber(self.DIFFERENCE, tr("Difference of F1")))

    def _add_what(self) -> None:
        inventory = polygons_parameter(self.INVENTORY, tr("Inventories"))
        inventory.setFlags(inventory.flags() & ~inventory.Flag.FlagOptional)
        propose(inventory, [one for one in (PROPOSALS.now().rock_glaciers,) if one])
        self.add(
            inventory,
            tr(
                "Inventories that people have worked in; one layer of each stands for the whole. Its rock glaciers "
                "are learnt, its removed candidates are learnt to be none, and ground that was shown while deciding "
                "is background. What nobody has decided on counts for nothing."
            ),
            read=several_polygons,
        )
        self.add(
            rasters_parameter("IMAGE", tr("Images")),
            tr(
                "Images of that ground: raster files or folders of them, or one basemap from the web (XYZ, WMTS, WMS), "
                "which is captured first. Empty: those of the inventories' detections, where they are still there."
            ),
        )
        elevations = tr("Elevations in metres, for a model that reads bands of the terrain.")
        self.add_raster("DEM", tr("Elevation model"), f"{elevations} {many_words()}", advanced=True)

    def _add_model(self) -> None:
        cards = [card for card in list_card_titles(self.models_folder()) if finds_rock_glaciers(card.target)]
        self.add(
            model_parameter(self.MODEL, tr("Model"), cards, default=default_card(cards)),
            tr("The model as it is now: a model card's name, or the path of its JSON file. It is not changed."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.add(
            QgsProcessingParameterString("NAME", tr("Name of the new model"), optional=True),
            tr("Small letters, digits, - _ and . Empty: that of the model with the next number."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )

    def _add_how(self) -> None:
        self.add_option("steps", tr("Steps"), tr("Optimiser steps. Empty: by the amount of training data."))
        folder = QgsProcessingParameterFile.Behavior.Folder
        for key, label, help_text in (
            (
                "EARLIER_DATA",
                tr("Earlier training data"),
                tr("Of the model, where they are no longer in their place. Empty: where they were."),
            ),
            (
                "DATA",
                tr("Training data"),
                tr("A folder that grows where you give it each time. Empty: one beside the new model."),
            ),
        ):
            self.add(
                QgsProcessingParameterFile(key, label, folder, optional=True),
                help_text,
                advanced=True,
                read=QgsProcessingAlgorithm.parameterAsString,
            )
        self.add_advanced(
            (
                "terms",
                tr("Terms of the imagery"),
                tr("Licence or terms of use of the images. The card of a model that is trained on them keeps it."),
            ),
            (
                "buffer",
                tr("Ground around the outlines (m)"),
                tr("So much ground is learnt around them. Empty: as in the earlier data, else 1500."),
            ),
            (
                "minimum_area",
                tr("Smallest target (m²)"),
                tr("Smaller ones are left out. Empty: as in the earlier data, else 10 000."),
            ),
            ("batch_size", tr("Windows a step"), tr("What does not fit into memory goes through in parts.")),
            ("device", tr("Device"), tr("Where to compute: cuda (NVIDIA), mps (Apple), cpu, or auto for the fastest.")),
            ("seed", tr("Seed"), tr("Another number gives another training of the same kind.")),
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        try:
            if not several_polygons(self, parameters, self.INVENTORY, context):
                return False, tr("Choose an inventory that people have worked in.")
        except QgsProcessingException as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        folder = self.models_folder() or usual_models_folder()
        self.option("models_folder", folder)
        name = self.values["name"] or next_name(folder, Path(self.values["model"]).stem)
        TRAININGS.tell(name, str(folder))
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        feedback.pushInfo(values["table"])
        if values["is_better"]:
            feedback.pushInfo(
                tr(
                    "Detect again with {}: with 'Replace what nobody has decided on' its candidates take the place of "
                    "those that are left."
                ).format(values["in_use"])
            )
        self._ended = values["in_use"], values["table"], values["is_better"]
        return {
            self.OUTPUT: self.values.get("output"),
            self.IN_USE: values["in_use"],
            self.CARD: values["model"],
            self.CURVES: values["curves"],
            self.F1_OLD: values["f1_old"],
            self.F1_NEW: values["f1_new"],
            self.DIFFERENCE: values["f1_difference"],
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Let the dock know, which lives in the main thread."""
        if self._ended is not None and QThread.currentThread() == QgsApplication.instance().thread():
            TRAININGS.improved.emit(*self._ended)
        return super().postProcessAlgorithm(context, feedback)
