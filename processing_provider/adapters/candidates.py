"""What the algorithms that write candidates share: outline parameters, sink and inventory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingUtils,
)

from ...inventory.requests.option import option_of
from ...inventory.schema import CANDIDATES
from .algorithm import EngineAlgorithm
from .layers import is_left_out
from .results import layer_uri, style_on_completion, write_sink
from .translation import tr


class CandidateAlgorithm(EngineAlgorithm):
    """An engine command that writes candidates to a file, to an inventory or to both."""

    GROUP = "detection"
    OUTPUT, COUNT = "OUTPUT", "COUNT"

    def __init__(self) -> None:
        super().__init__()
        self._file = ""
        self._inventory = ""

    def add_outline_parameters(self) -> None:
        """Add what decides on the outlines."""
        threshold_help = tr("Lowest probability (0 to 1) that counts as rock glacier.")
        if option_of(self.REQUEST, "threshold").default is None:
            threshold_help += " " + tr("Empty: the one on the model's card.")
        self.add_option("threshold", tr("Threshold"), threshold_help)
        self.add_option(
            "minimum_area",
            tr("Smallest area (m²)"),
            tr("Smaller candidates are left out. True ground area; inventories commonly use 10 000 m² (0.01 km²)."),
        )
        self.add_option(
            "fill_holes",
            tr("Fill holes up to (m²)"),
            tr("Holes smaller than this are filled. Empty: as the smallest area."),
            advanced=True,
        )
        self.add_advanced(
            (
                "tolerance",
                tr("Smoothing (m)"),
                tr("An outline may move by at most so much when its pixel steps are smoothed. Empty: one pixel."),
            )
        )

    def add_replacing(self) -> None:
        """Add whether what nobody has decided on gives way to what is found."""
        self.add_option(
            "replace_undecided",
            tr("Replace what nobody has decided on"),
            tr(
                "Candidates of the inventory on the searched ground that nobody has decided on or commented are "
                "replaced, whichever model found them; else only those of the same model. The journal keeps them."
            ),
            advanced=True,
        )

    def add_candidates_sink(self) -> None:
        """Add the layer of candidates, which may be left out where an inventory gets them."""
        self.add(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, tr("Candidates"), QgsProcessing.SourceType.TypeVectorPolygon, None, True, True
            ),
            tr(
                "The candidates as a layer, with mean and highest probability and area of each. Where an "
                "inventory gets them, a temporary layer would only double them on the map: it is left out, "
                "and the inventory's own layer is opened. Choose a file to have them there too."
            ),
        )

    def add_candidate_outputs(self) -> None:
        """Add the values that a model or a script can go on with."""
        self.addOutput(QgsProcessingOutputFile(self.INVENTORY, tr("Inventory with the candidates")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of candidates")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._inventory = self.values["inventory"]
        self._file = ""
        self._twin_is_left_out = bool(self._inventory) and _is_only_to_be_seen(parameters.get(self.OUTPUT))
        if self._twin_is_left_out:
            feedback.pushInfo(
                tr(
                    "The candidates are in the inventory, whose layer shows them; no temporary layer is made "
                    "beside it. Choose a file to have them there too."
                )
            )
        elif not is_left_out(parameters, self.OUTPUT):
            self._file = QgsProcessingUtils.generateTempFilename("candidates.gpkg")
            self.option("output", self._file)
        return True

    def candidate_results(
        self, values: dict[str, Any], parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        """Write the sink, have the inventory's candidates opened, and return the outputs."""
        results: dict[str, Any] = {self.COUNT: values["candidates"]}
        if self._inventory:
            results[self.INVENTORY] = self._inventory
            # One copy of the candidates on the map is enough.
            if self._twin_is_left_out:  # what follows in a model has a layer to go on with
                results[self.OUTPUT] = layer_uri(self._inventory, CANDIDATES.name)
            self.has_changed(self._inventory, *([] if self._file else [CANDIDATES]))
        if self._file:
            results[self.OUTPUT] = write_sink(self, parameters, self.OUTPUT, context, self._file, CANDIDATES.name)
            style_on_completion(context, results[self.OUTPUT], CANDIDATES.name)
        return results


def _is_only_to_be_seen(output: object) -> bool:
    """Whether an output is a temporary layer that QGIS opens, as its dialogs ask for by default.

    A script that asks for a temporary layer wants to go on with it, and gets it.
    """
    return (
        isinstance(output, QgsProcessingOutputLayerDefinition)
        and output.destinationProject is not None
        and output.sink.staticValue() == QgsProcessing.TEMPORARY_OUTPUT
    )
