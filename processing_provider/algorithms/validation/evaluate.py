"""Accuracy of outlines against reference outlines."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.requests.small import EvaluateRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.engine import usual_models_folder
from ...adapters.layers import raster_source
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.parameters.several_layers import join_references, polygons_parameter, several_polygons
from ...adapters.results import layer_uri, open_file_on_completion, push_table
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop


class Evaluate(EngineAlgorithm):
    """Precision, recall, F1 and IoU, whole and by subregion."""

    NAME = "evaluate"
    HELP = "accuracy"
    GROUP = "validation"
    TITLE = tr_noop("Evaluate against reference outlines")
    TAGS = tr_noop("accuracy,precision,recall,F1,IoU,validation")
    SUMMARY = tr_noop(
        "Compares outlines, for example candidates, with reference outlines and tells "
        "precision, recall, F1 and IoU by area, for the whole and for each subregion. Of candidates that somebody "
        "decided on both are told: as found (what the network offered) and as mapped (what the inventory holds), and "
        "what the mappers did. Intervals are by blocks of ground. The tables are in the log, all numbers are in the "
        "file, and a picture of precision and recall stands beside it."
    )
    REQUEST = EvaluateRequest
    OUTPUT = "OUTPUT"
    OTHER_REFERENCES, TRUST, KEEP, PICTURE = "OTHER_REFERENCES", "TRUST", "KEEP", "PICTURE"
    FIGURES = ("precision", "recall", "f1", "iou")
    MAPPED = "_MAPPED"

    def __init__(self) -> None:
        super().__init__()
        self._trust: dict[str, str] = {}

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_polygons(
            "input",
            tr("Outlines"),
            tr("The outlines to judge: candidates, with all that was decided on them, or rock glaciers."),
            optional=False,
            layer="layer",
        )
        self.add_polygons(
            "reference",
            tr("Reference outlines"),
            tr(
                "The outlines that are taken as true, for example those of an expert. Rock glaciers of an inventory "
                "judge only where somebody looked at the ground."
            ),
            optional=False,
            layer="reference_layer",
        )
        known = PROPOSALS.now()
        propose(self.parameterDefinition("INPUT"), known.candidates)
        propose(self.parameterDefinition("REFERENCE"), known.rock_glaciers)
        self.add(
            polygons_parameter(self.OTHER_REFERENCES, tr("Other references")),
            tr("Each judges by itself, too, and where references contradict each other is told."),
        )
        regions = tr("Polygons with a field NAME. With them the table has a row for each.")
        self.add_polygons("subregions", tr("Subregions"), f"{regions} {many_words()}", many=True)
        self.add_polygons("area", tr("Area"), tr("Only what lies inside these polygons is judged. Empty: everything."))
        self.add(
            QgsProcessingParameterRasterLayer("PROBABILITY", tr("Probabilities"), optional=True),
            tr(
                "The probability raster of the run: scores at every threshold are told of its pixels, too, also below "
                "the threshold from which candidates were made."
            ),
            advanced=True,
            read=raster_source,
        )
        self.add_option(
            "everywhere",
            tr("Judge all ground"),
            tr(
                "Judges also ground that the runs did not search, or that nobody looked at in a reference's inventory: "
                "what was missed there counts as missed, and what was found there as false."
            ),
            advanced=True,
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
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.TRUST, tr("Where it can be trusted"), "GeoPackage (*.gpkg)", optional=True, createByDefault=False
            ),
            tr("Layers with accuracy and share of corrections of each block of ground and of each subregion."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.add(
            QgsProcessingParameterBoolean(self.KEEP, tr("Tell it on the page of models"), False),
            tr(
                "Keeps beside each model that found something how it did here, so that the page of models says where "
                "it is good and where not."
            ),
        )
        for name in self.FIGURES:
            self.addOutput(QgsProcessingOutputNumber(name.upper(), name))
        for name in self.FIGURES:
            self.addOutput(QgsProcessingOutputNumber(name.upper() + self.MAPPED, tr("{}, as mapped").format(name)))
        self.addOutput(QgsProcessingOutputFile(self.PICTURE, tr("Picture of precision and recall")))

    def validateInputCrs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        return True  # each source has its own, and is read so

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        join_references(self.values, several_polygons(self, parameters, self.OTHER_REFERENCES, context))
        if self.parameterAsBool(parameters, self.KEEP, context):
            self.option("models_folder", self.models_folder() or usual_models_folder())
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        push_table(feedback, values["table"])
        mapped = values["as_mapped"] or {}
        if values["trust"]:
            self._trust = {name: layer_uri(values["trust"], name) for name in values["trust_layers"]}
        return {
            self.OUTPUT: self.values["output"],
            self.TRUST: values["trust"],
            self.PICTURE: values["picture"],
            **{name.upper(): values[name] for name in self.FIGURES},
            **{name.upper() + self.MAPPED: mapped.get(name) for name in self.FIGURES},
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show where it can be trusted."""
        if self._trust and QThread.currentThread() == QgsApplication.instance().thread():
            titles = {"trust_blocks": tr("Trust by block of ground"), "trust_subregions": tr("Trust by subregion")}
            for name, uri in self._trust.items():
                open_file_on_completion(context, uri, titles[name], "trust")
        return super().postProcessAlgorithm(context, feedback)
