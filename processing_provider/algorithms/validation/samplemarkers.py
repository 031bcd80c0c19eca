"""A sample of primary markers, or of windows of ground, for reviewers."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingFeedback, QgsProcessingOutputNumber, QgsProcessingOutputString

from ....inventory.requests.review import SampleRequest
from ....inventory.schema import GROUND, SAMPLE_WINDOWS
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.translation import tr, tr_noop


class SampleMarkers(EngineAlgorithm):
    """Draws or extends a sample and keeps it in the inventory."""

    NAME = "samplemarkers"
    HELP = "review#draw-a-sample"
    GROUP = "validation"
    TITLE = tr_noop("Draw a sample for review")
    TAGS = tr_noop("sample,random,stratified,systematic,validation,review,markers,windows,completeness")
    SUMMARY = tr_noop(
        "Draws primary markers that reviewers judge in the dock: at random, from strata, or along a grid. Instead of "
        "a number, say how well the precision is to be known. It can also draw windows of ground, in which reviewers "
        "look for rock glaciers that were missed. The sample is kept in the inventory and can be extended later."
    )
    REQUEST = SampleRequest
    SAMPLE, DRAWN = "SAMPLE", "DRAWN"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_inventory(tr("The inventory to draw from; the sample is kept in it."))
        self.add_option(
            "number", tr("Number"), tr("How many markers or windows. With a sample to extend: how many more.")
        )
        self.add_option(
            "share", tr("Share"), tr("Share of the markers, 0 to 1. Where no number is given either, 0.05 are drawn.")
        )
        self.add_option(
            "half_width",
            tr("Half-width of the interval"),
            tr("Draws as many markers as it takes to know a share so well: 0.03 means to 3 % on both sides."),
        )
        self.add_option(
            "by",
            tr("Strata"),
            tr("Draws from each subregion, class of size or class of probability as many as it has of the whole."),
        )
        self.add_option(
            "design",
            tr("Way of drawing"),
            tr("random, or systematic: every k-th along a grid, so that the sample lies as the markers lie."),
        )
        self.add_option("reviewers", tr("Reviewers"), tr("How many persons judge each marker or window."))
        self.add_option(
            "ground",
            tr("Windows of ground instead of markers"),
            tr("Reviewers look in each for rock glaciers that the inventory lacks. Needs a number."),
        )
        self.add_option("window", tr("Side of a window (m)"), tr("Ground along one side of a window."))
        self.add_polygons(
            "area",
            tr("Study area"),
            tr(
                "Polygons over which windows are laid. Empty: the subregions of the inventory, or the ground that its "
                "runs searched."
            ),
        )
        self.add_advanced(
            (
                "extend",
                tr("Sample to extend"),
                tr(
                    "Name of a sample that gets more markers or windows, in its own way; windows over the same study "
                    "area. What it has stays. Empty: a new one."
                ),
            ),
            ("subregion", tr("Only this subregion"), tr("Name of the subregion to draw from. Empty: all.")),
            ("seed", tr("Seed"), tr("The same seed draws the same sample again.")),
            ("person", tr("Drawn by"), tr("Name of who draws it; it is noted with the sample.")),
        )
        self.addOutput(QgsProcessingOutputString(self.SAMPLE, tr("Name of the sample")))
        self.addOutput(QgsProcessingOutputNumber(self.DRAWN, tr("Number in the sample")))

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        self.has_changed(str(self.values["inventory"]), *([SAMPLE_WINDOWS] if values["kind"] == GROUND else []))
        for stratum, (count, size) in sorted(values["by_stratum"].items()):
            if stratum:
                feedback.pushInfo(tr("{}: {} of {}").format(stratum, count, "?" if size is None else round(size)))
        return {self.SAMPLE: values["sample"], self.DRAWN: values["drawn"]}
