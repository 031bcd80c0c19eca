"""An inventory or a published file against schema and guidelines."""

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

from ....inventory.requests.checks import CheckRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.parameters.several_layers import several_polygons, vectors_parameter
from ...adapters.results import NO_BREAK_SPACE, layer_uri, open_file_on_completion
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop


class CheckInventory(EngineAlgorithm):
    """What breaks schema and guidelines, in the log and as layers."""

    NAME = "checkinventory"
    HELP = "check"
    GROUP = "inventory"
    TITLE = tr_noop("Check inventory")
    TAGS = tr_noop("validate,schema,RGIK,TPRoGI,identifiers,overlaps,topology,units,encoding,quality")
    SUMMARY = tr_noop(
        "Checks an inventory, or a published file of anybody, against schema and guidelines. Identifiers, geometry, "
        "sizes, overlaps, markers, values and their units, texts, systems: each thing that is found is told with the "
        "rule it breaks and by whose word that stands. Nothing is changed, and an older inventory is read as it is."
    )
    REQUEST = CheckRequest
    INPUT, OUTPUT = "INPUT", "OUTPUT"
    COUNTS = {"problems": "PROBLEMS", "faults": "FAULTS", "doubts": "DOUBTS", "hints": "HINTS"}

    def __init__(self) -> None:
        super().__init__()
        self._layers: dict[str, str] = {}

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        what = tr("An inventory, outlines of rock glaciers, their primary markers, or both in layers of their own.")
        self.add(vectors_parameter(self.INPUT, tr("Inventory, or outlines and markers")), f"{what} {many_words()}")
        propose(self.parameterDefinition(self.INPUT), [one for one in (PROPOSALS.now().rock_glaciers,) if one])
        self.add_advanced(
            ("layer", tr("Layer of outlines"), tr("Its name, where a file has several.")),
            ("markers", tr("Layer of markers"), tr("Its name, where a file has several.")),
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Problems"), "GeoPackage (*.gpkg)", optional=True),
            tr("Layers with a point and an outline for each thing that was found. The log tells all of it by rule."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        for name, label in (
            ("problems", tr("Number of problems")),
            ("faults", tr("Number of faults, which cannot be right")),
            ("doubts", tr("Number of doubts, which a person should look at")),
            ("hints", tr("Number of hints")),
        ):
            self.addOutput(QgsProcessingOutputNumber(self.COUNTS[name], label))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self.option("input", several_polygons(self, parameters, self.INPUT, context))
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        # The log is HTML, in which a run of common spaces is one; single ones may break a long line.
        for line in values["table"].splitlines():
            indent = len(line) - len(line.lstrip(" "))
            feedback.pushConsoleInfo(NO_BREAK_SPACE * indent + line[indent:])
        if values["output"]:
            self._layers = {name: layer_uri(values["output"], name) for name in values["layers"]}
        return {self.OUTPUT: values["output"], **{key: values[name] for name, key in self.COUNTS.items()}}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show where it is."""
        if self._layers and QThread.currentThread() == QgsApplication.instance().thread():
            titles = {"problems": tr("Problems"), "problem_outlines": tr("Outlines with problems")}
            for name, uri in self._layers.items():
                open_file_on_completion(context, uri, titles[name], name)
        return super().postProcessAlgorithm(context, feedback)
