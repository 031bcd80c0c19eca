"""The report of an inventory."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFolder,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
)

from ....inventory.requests.report import ReportRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.layers import raster_source
from ...adapters.parameters.several_layers import SeveralLayers, several_polygons
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop


class Report(EngineAlgorithm):
    """A page, a PDF and tables: figures, what was done, methods, limits."""

    NAME = "report"
    HELP = "report"
    GROUP = "validation"
    TITLE = tr_noop("Report")
    TAGS = tr_noop("report,PDF,HTML,figure,map,table,statistics,publish")
    SUMMARY = tr_noop(
        "Writes a report of an inventory: a page of HTML that needs no network, a PDF if wanted, and all numbers as "
        "CSV. It has a map, histograms, roses of aspects, maps of cells, tables, what mappers and reviewers did, "
        "sources and methods from the record of every run, limits, a data dictionary and how to cite. A sentence "
        "stands where something is not known."
    )
    REQUEST = ReportRequest
    OUTPUT, PDF, TABLES = "OUTPUT", "PDF", "TABLES"
    COMPARE, DEM, TRAINING = "COMPARE", "DEM", "TRAINING"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory, which is not changed."))
        self.add_option("title", tr("Title"), tr("Title of the report. Empty: that of the inventory."))
        self.add_option(
            "authors", tr("Authors"), tr("Who made the inventory, for how it is cited. Empty: its mappers.")
        )
        self.add_option("date", tr("Day"), tr("That the report bears, such as 2026-11-30. Empty: now."), advanced=True)
        self.add_polygons(
            "subregions",
            tr("Subregions"),
            f"{tr('Polygons with a field NAME. Empty: those of the inventory.')} {many_words()}",
            many=True,
        )
        self.add(
            SeveralLayers(
                self.COMPARE, tr("Other inventories"), QgsProcessing.SourceType.TypeVectorAnyGeometry, optional=True
            ),
            tr("Outlines or markers of the same ground, with which the inventory is compared."),
            read=several_polygons,
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.DEM, tr("DEM"), optional=True),
            tr("Elevation, for shaded relief below the map, and below the examples where no image is."),
            read=raster_source,
        )
        self.add_raster(
            "IMAGE",
            tr("Image"),
            f"{tr('Lies below the examples. Empty: the images of the detections, where they are still there.')} "
            f"{many_words()}",
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile(
                self.TRAINING, tr("Training"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr("Folder of the training that made the model, for its curves."),
            advanced=True,
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.add_advanced(
            ("layer", tr("Layer"), tr("Layer of the file. Empty: its rock glaciers.")),
            (
                "cell_size",
                tr("Size of cells (km)"),
                tr("Side of the cells of the grid maps. Empty: 50, less where the inventory is of a small area."),
            ),
            ("shape", tr("Shape of cells"), tr("A hexagon has the area of the square.")),
            (
                "no_imagery",
                tr("No imagery"),
                tr("The examples hold no image: for a report that goes out where the image may not."),
            ),
        )
        self._add_outputs()

    def _add_outputs(self) -> None:
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Report"), tr("HTML files (*.html)")),
            tr("The page. A folder with the tables as CSV is written beside it."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.PDF, tr("Report as PDF"), tr("PDF files (*.pdf)"), optional=True, createByDefault=False
            ),
            tr("The same for print: fonts inside, figures as vectors."),
            read=QgsProcessingAlgorithm.parameterAsFileOutput,
        )
        self.addOutput(QgsProcessingOutputFolder(self.TABLES, tr("Tables")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self.option("models_folder", self.models_folder())
        return True

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        return {self.OUTPUT: values["output"], self.PDF: values["pdf"], self.TABLES: values["tables"]}
