"""How well reviewers agree, and what their sample tells of the inventory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.requests.review import AgreementRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.results import layer_uri, open_file_on_completion, push_table
from ...adapters.translation import tr, tr_noop


class Agreement(EngineAlgorithm):
    """Table 4 of Sun et al. 2024, coefficients of agreement, precision and completeness, with intervals."""

    NAME = "agreement"
    HELP = "agreement"
    GROUP = "validation"
    TITLE = tr_noop("Agreement of reviewers")
    TAGS = tr_noop("kappa,AC1,agreement,reviewers,precision,recall,completeness,consensus,validation")
    SUMMARY = tr_noop(
        "Tells how well reviewers agree, and the precision and completeness of the inventory that follow, with 95 % "
        "intervals. Of reviewers there are shares, a cross table of any two, Cohen's and Fleiss' kappa, Gwet's AC1 and "
        "the agreement on yes and on the rest. The precision is that under the way in which the sample was drawn, the "
        "completeness comes from windows of ground. As long as a decision is missing, nothing is told of what was "
        "said. The tables are in the log, all numbers are in the file."
    )
    REQUEST = AgreementRequest
    SAMPLE, OTHER, OUTPUT, DISAGREEMENTS = "SAMPLE", "OTHER", "OUTPUT", "DISAGREEMENTS"
    FIGURES = ("precision", "precision_low", "precision_high", "yes_by_all", "gwet_ac1", "recall")

    def __init__(self) -> None:
        super().__init__()
        self._layer = ""

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory that was reviewed; it is only read."))
        self.add(
            QgsProcessingParameterString(self.SAMPLE, tr("Samples"), optional=True),
            tr("Names of the samples to tell of, with ; between. Empty: all."),
            read=_names,
        )
        self.add(
            QgsProcessingParameterFile(self.OTHER, tr("Copy of another mapper"), extension="gpkg", optional=True),
            tr(
                "An inventory in which another mapper outlined the same units: how far the outlines of both differ is "
                "told of each."
            ),
            read=QgsProcessingAlgorithm.parameterAsFile,
        )
        self.add_option(
            "unfinished",
            tr("Tell though decisions are missing"),
            tr("For samples that nobody goes on judging: tells of the markers that all have judged."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Agreement"), tr("JSON files (*.json)")),
            tr("All numbers as JSON. The tables are written beside it as text."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.DISAGREEMENTS,
                tr("Disagreements"),
                tr("GeoPackage files (*.gpkg)"),
                optional=True,
                createByDefault=False,
            ),
            tr("A layer of the markers that reviewers do not judge alike, with what each said, when all are done."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        titles = (
            tr("Precision"),
            tr("Precision, lower end"),
            tr("Precision, upper end"),
            tr("Yes by all reviewers"),
            tr("Gwet's AC1"),
            tr("Recall"),
        )
        for name, title in zip(self.FIGURES, titles):
            self.addOutput(QgsProcessingOutputNumber(name.upper(), title))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        push_table(feedback, values["table"])
        if values["disagreements"]:
            self._layer = layer_uri(values["disagreements"], values["disagreements_layer"])
        return {
            self.OUTPUT: values["output"],
            self.DISAGREEMENTS: values["disagreements"],
            **{name.upper(): values[name] for name in self.FIGURES},
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show where reviewers disagree."""
        if self._layer and QThread.currentThread() == QgsApplication.instance().thread():
            open_file_on_completion(context, self._layer, tr("Disagreements"), "primary_markers")
        return super().postProcessAlgorithm(context, feedback)


def _names(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], key: str, context: QgsProcessingContext
) -> tuple[str, ...]:
    names = algorithm.parameterAsString(parameters, key, context).split(";")
    return tuple(name.strip() for name in names if name.strip())
