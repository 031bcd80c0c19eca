"""What files and folders are, before anything is computed from them."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingFeedback, QgsProcessingOutputNumber

from ....inventory.requests.small import SourcesRequest
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.many_files import file_parameter
from ...adapters.results import NO_BREAK_SPACE
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop


class Sources(EngineAlgorithm):
    """Product, period, resolution, unit and cover of files, in the log."""

    NAME = "sources"
    HELP = "data"
    GROUP = "inventory"
    TITLE = tr_noop("Look at sources")
    TAGS = tr_noop("data,product,climate,elevation,FLDAS,ERA5,IMERG,NASADEM,RGI,folder,check")
    SUMMARY = tr_noop(
        "Says of files and folders what they are. The log names the product, the period and what is missing, the "
        "grid, the unit, a value at a place, and how many outlines of an inventory lie on them. Nothing is computed "
        "and nothing is written."
    )
    REQUEST = SourcesRequest
    GOOD, COUNT = "GOOD", "COUNT"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        what = tr("Elevation, climate, permafrost, glaciers or subregions, as they were downloaded.")
        file = file_parameter("INPUT", tr("Files or folder"), optional=False)
        self.add(file, f"{what} {many_words()}", read=QgsProcessingAlgorithm.parameterAsString)
        self.add_inventory(tr("Tells how many of its outlines lie on the files. Empty: nothing of it."), optional=True)
        self.add_option(
            "purpose",
            tr("Meant for"),
            tr("Opens the files as this attribute's source. Empty: as what a known product is for."),
        )
        self.add_option(
            "place", tr("Place"), tr("Longitude and latitude of the value, such as 91.2,32.1. Empty: at an outline.")
        )
        self.add_advanced(
            ("variable", tr("Variable"), tr("Name of the variable, or number of the band, where there are several.")),
            ("unit", tr("Unit"), tr("Unit of the values, only where the file names none or a wrong one.")),
            (
                "classes",
                tr("Classes of permafrost zones"),
                tr("What the codes of a raster mean, such as 1=continuous,2=discontinuous, where it does not say so."),
            ),
        )
        self.addOutput(QgsProcessingOutputNumber(self.GOOD, tr("1 where all can be used as they are")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of kinds of files")))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        # The log is HTML, in which a run of common spaces is one; single ones may break a long line.
        table = re.sub("^ +| {2,}", lambda spaces: NO_BREAK_SPACE * len(spaces[0]), values["table"], flags=re.MULTILINE)
        feedback.pushConsoleInfo(table)
        for seen in values["sources"]:
            if not seen["good"]:
                feedback.reportError(seen["line"])
        return {self.GOOD: int(values["good"]), self.COUNT: len(values["sources"])}
