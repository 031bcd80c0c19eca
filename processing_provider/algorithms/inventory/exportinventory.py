"""An inventory in the form of other communities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
)

from ....inventory.dialects.known import NAMES
from ....inventory.requests.exchange import ExportRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.parameters.proposals import propose
from ...adapters.translation import tr, tr_noop


class ExportInventory(EngineAlgorithm):
    """Inventory -> shapefiles, GeoPackages and FlatGeobufs with the fields of a dialect, and a README."""

    NAME = "exportinventory"
    HELP = "export"
    GROUP = "inventory"
    TITLE = tr_noop("Export inventory")
    TAGS = tr_noop("TPRoGI,RGIK,ESA CCI,ROGI-CH,shapefile,GeoPackage,FlatGeobuf,publish,exchange,rock glacier")
    SUMMARY = tr_noop(
        "Writes an inventory with the names, units and codes of another community, and a README that lists every "
        "field. Only what is decided goes out: what is open is told, and you say what becomes of it. All files are "
        "written, or none, and what the other side has no field for is counted in the log."
    )
    REQUEST = ExportRequest
    OUTPUT, README, OUTLINES, MARKERS, OPEN_ONES = "OUTPUT", "README", "OUTLINES", "MARKERS", "OPEN_ONES"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory that goes out. It is only read."))
        self.add_option(
            "dialect",
            tr("In the form of"),
            tr(
                "tprogi: the published inventory of the Tibetan Plateau, two shapefiles. rgik: RGIK's template. "
                "rgik-released: RGIK as released by ESA CCI. rogi-ch: RGIK in Switzerland. global: the global "
                "inventory of 2026."
            ),
        )
        propose(self.parameterDefinition("DIALECT"), NAMES[0])
        self.add_option(
            "open_",
            tr("What is open"),
            tr(
                "Rock glaciers that are stale, judged no, disputed, doubled or without identifier, and candidates that "
                "are undecided. refuse: tells them and writes nothing. leave-out: writes the others. include: writes "
                "those rock glaciers too. Candidates never go out."
            ),
        )
        self.add_option("name", tr("Name"), tr("What the files are called. Empty: as the inventory's file."))
        self.add_option(
            "formats",
            tr("Formats"),
            tr("Which files are written. None: all that are usual in this form."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, tr("Folder")),
            tr("A new or empty folder for the files. They appear when they are whole."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.addOutput(QgsProcessingOutputFile(self.README, tr("README")))
        self.addOutput(QgsProcessingOutputNumber(self.OUTLINES, tr("Number of outlines")))
        self.addOutput(QgsProcessingOutputNumber(self.MARKERS, tr("Number of markers")))
        self.addOutput(QgsProcessingOutputNumber(self.OPEN_ONES, tr("Number of rock glaciers that are open")))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        folder = self.values["output"]
        return {
            self.OUTPUT: folder,
            self.README: str(Path(folder) / values["files"][-1]),
            self.OUTLINES: values["outlines"],
            self.MARKERS: values["markers"],
            self.OPEN_ONES: sum(map(len, values["open"].values())),
        }
