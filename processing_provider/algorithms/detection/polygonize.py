"""Probability raster -> candidate polygons."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterRasterLayer

from ....inventory.requests.detection import PolygonizeRequest
from ...adapters.candidates import CandidateAlgorithm
from ...adapters.layers import is_left_out, raster_source
from ...adapters.translation import tr, tr_noop


class Polygonize(CandidateAlgorithm):
    """Outlines what a probability raster shows."""

    NAME = "polygonize"
    HELP = "detect#choices"
    TITLE = tr_noop("Outline candidates")
    TAGS = tr_noop("probability,threshold,outlines,candidates,raster to vector")
    SUMMARY = tr_noop(
        "Outlines the candidates in a probability raster, for example to try another threshold without "
        "running the network again. Outlines follow pixel edges and are smoothed within a tolerance."
    )
    REQUEST = PolygonizeRequest

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add(
            QgsProcessingParameterRasterLayer("INPUT", tr("Probability")),
            tr("A probability raster that 'Detect rock glaciers' wrote, or any raster of values 0 to 1."),
            read=raster_source,
        )
        self.add_outline_parameters()
        self.add_inventory(
            tr("An inventory that gets the candidates and the record of this run. Leave it empty to look first."),
            optional=True,
        )
        self.add_replacing()
        self.add_candidates_sink()
        self.add_candidate_outputs()

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        if all(is_left_out(parameters, key) for key in (self.OUTPUT, self.INVENTORY)):
            return False, tr("Nothing would be kept: choose a layer or an inventory.")
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        values = self.run_command(feedback)
        return {} if values is None else self.candidate_results(values, parameters, context)
