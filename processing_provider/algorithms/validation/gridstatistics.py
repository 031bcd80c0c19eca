"""Cells of equal area: how many rock glaciers, how large, how low, how steep and facing where."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.requests.statistics import GridStatisticsRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.results import layer_uri, open_file_on_completion
from ...adapters.translation import tr, tr_noop


class GridStatistics(EngineAlgorithm):
    """An inventory, or any polygons or points -> cells."""

    NAME = "gridstatistics"
    HELP = "statistics#cells"
    GROUP = "validation"
    TITLE = tr_noop("Grid statistics")
    TAGS = tr_noop("statistics,density,grid,cells,hexagon,equal area,aspect,map")
    SUMMARY = tr_noop(
        "Counts rock glaciers in cells of equal area and tells their density, mean area, mean lowest elevation, mean "
        "slope and mean aspect in each. The cells lie on a projection around the middle of the markers, so all are of "
        "the same true size. Each marker is in one cell, and beside each mean stands of how many it is."
    )
    REQUEST = GridStatisticsRequest
    OUTPUT, CELLS, COUNT = "OUTPUT", "CELLS", "COUNT"

    def __init__(self) -> None:
        super().__init__()
        self._cells = ""

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_polygons(
            "input",
            tr("Rock glaciers"),
            tr("Rock glaciers of an inventory, or any layer of polygons or points."),
            optional=False,
            layer="layer",
            points=True,
        )
        self.add_option(
            "cell_size", tr("Size of a cell (km)"), tr("Side of a square; a hexagon gets the same area. Usual is 50.")
        )
        self.add_option("shape", tr("Shape"), tr("Squares, or hexagons, whose neighbours are all equally near."))
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Cells"), "GeoPackage (*.gpkg)"),
            tr("Cells with at least one marker, on their own equal-area projection."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.addOutput(QgsProcessingOutputVectorLayer(self.CELLS, tr("Cells")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of cells")))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        feedback.pushInfo(
            tr("{} markers in {} cells of {:g} km², at most {} in one.").format(
                values["features"], values["cells"], values["cell_area_km2"], values["most_in_a_cell"]
            )
        )
        self._cells = layer_uri(values["output"], values["layer"])
        return {self.OUTPUT: values["output"], self.CELLS: self._cells, self.COUNT: values["cells"]}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show the cells."""
        if self._cells and QThread.currentThread() == QgsApplication.instance().thread():
            open_file_on_completion(context, self._cells, tr("Cells with rock glaciers"), "cells")
        return super().postProcessAlgorithm(context, feedback)
