"""Training data of inventories and imagery, to train a model of one's own."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)
from qgis.PyQt.QtCore import QThread

from ....inventory.model_cards.cards import list_card_titles
from ....inventory.model_cards.targets import ROCK_GLACIER
from ....inventory.requests.training import TrainingDataRequest
from ....inventory.schema import REMOVAL_REASONS
from ...adapters.parameters.model_choice import model_parameter
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.parameters.several_layers import polygons_parameter, rasters_parameter, several_polygons
from ...adapters.results import layer_uri, open_file_on_completion
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop
from ...capture.images_around import ImagesAround

_HALF = 50
"""Percentage at which a capture is done."""


class TrainingData(ImagesAround):
    """Outlines and imagery -> patches with labels, and the outlines with their faults."""

    NAME = "trainingdata"
    HELP = "training"
    GROUP = "training"
    TITLE = tr_noop("Make training data")
    TAGS = tr_noop("deep learning,training,patches,chips,labels,tiles,cross-validation,split,rock glacier")
    SUMMARY = tr_noop(
        "Makes patches of imagery with labels of your outlines, to train a model on. Outlines with a fault are left "
        "out and shown with the reason; only ground that somebody looked at is background; training and validation "
        "are kept apart in space. The folder is what 'Train model' takes."
    )
    REQUEST = TrainingDataRequest
    OUTLINES = ("INVENTORY", "NEGATIVES")
    OUTPUT, POLYGONS, PATCHES, TARGETS, COUNT = "OUTPUT", "POLYGONS", "PATCHES", "TARGETS", "COUNT"

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, str] = {}

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self._add_what()
        self._add_patches()
        self._add_split()
        self.add_capture_options()
        self.add_gaps_sink(advanced=True)
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, tr("Training data")),
            tr("A new folder for the training data. It appears when it is whole."),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.addOutput(QgsProcessingOutputVectorLayer(self.POLYGONS, tr("Outlines with their faults")))
        self.addOutput(QgsProcessingOutputVectorLayer(self.PATCHES, tr("Patches")))
        self.addOutput(QgsProcessingOutputNumber(self.TARGETS, tr("Number of targets that are used")))
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of patches")))

    def _add_what(self) -> None:
        inventory = polygons_parameter(self.INVENTORY, tr("Inventories"))
        propose(inventory, [one for one in (PROPOSALS.now().rock_glaciers,) if one])
        self.add(
            inventory,
            tr(
                "Layers of outlines, each in a coordinate system of its own. A layer of an inventory stands for the "
                "whole of it: its rock glaciers are targets, its removed candidates are not, and the ground that was "
                "reviewed is background."
            ),
            read=several_polygons,
        )
        self.add(
            rasters_parameter("IMAGE", tr("Images")),
            tr(
                "Raster files or folders of them, or one basemap from the web (XYZ, WMTS, WMS), of which the ground "
                "around the outlines is captured first. The first that holds a place counts."
            ),
        )
        self.add(
            polygons_parameter("NEGATIVES", tr("Other landforms")),
            tr("Polygons that are not the target, such as moraines or debris-covered glaciers; they are background."),
            read=several_polygons,
        )
        self.add(
            polygons_parameter("SEARCHED", tr("Areas that were searched")),
            tr("Polygons in which all targets are outlined: what is none in there is background."),
            read=several_polygons,
            advanced=True,
        )
        elevations = tr("Elevations in metres, for bands of slope, relative elevation, curvature and shaded relief.")
        self.add_raster("DEM", tr("Elevation model"), f"{elevations} {many_words()}")
        self.add(
            QgsProcessingParameterFile(
                "CHIPS", tr("Folder of chips"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr(
                "Instead of inventories and images: a folder with images and their masks (PNG, GeoTIFF, npy), which "
                "need no coordinates."
            ),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.add_option(
            "target",
            tr("Target"),
            tr("What the outlines are. A model says so of what it finds."),
            words=(ROCK_GLACIER, *REMOVAL_REASONS[:-1]),
        )
        self.add_option(
            "terms",
            tr("Terms of the imagery"),
            tr("Licence or terms of use of the images. The card of a model that is trained on them keeps it."),
            advanced=True,
        )

    def _add_patches(self) -> None:
        self.add_option(
            "buffer",
            tr("Ground around the outlines (m)"),
            tr(
                "Patches are taken of the ground so far around the outlines, and outlines that are nearer to each "
                "other are never on different sides."
            ),
        )
        self.add_option(
            "background",
            tr("Background"),
            tr(
                "Ground that counts as looked at. auto: what an inventory has kept as reviewed, else all around its "
                "outlines. reviewed: only what was kept. buffer: all around the outlines."
            ),
        )
        cards = list_card_titles(self.models_folder())
        self.add(
            model_parameter("MODEL", tr("Bands and resolution of the model"), cards, optional=True),
            tr("A model card, whose bands and resolution count."),
            advanced=True,
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.add_advanced(
            ("bands", tr("Bands"), tr("The bands of the images that are learnt, in their order.")),
            (
                "resolution",
                tr("Ground resolution (m)"),
                tr("Images are resampled to it. Empty: that of the model, else that of the first image."),
            ),
            ("patch", tr("Patch (pixels)"), tr("Height and width of a patch in pixels.")),
            ("overlap", tr("Overlap (pixels)"), tr("How many pixels neighbouring patches have in common.")),
            ("minimum_area", tr("Smallest target (m²)"), tr("Smaller targets are left out; their ground is unknown.")),
            (
                "leave_out_doubtful",
                tr("Leave out doubtful outlines"),
                tr("Leaves out outlines under what looks like cloud or shadow, which are otherwise only marked."),
            ),
        )

    def _add_split(self) -> None:
        self.add_option(
            "split",
            tr("Kept apart"),
            tr(
                "What is on one side: blocks of ground, whole inventories, or whole subregions. name: as in the paper, "
                "where nothing is kept apart, for comparison. none: no split."
            ),
        )
        self.add_option(
            "folds", tr("Folds"), tr("Number of parts for cross-validation; there are fewer where ground is short.")
        )
        subregions = tr("Polygons with names, where subregions are kept apart. Empty: the outlines' field SUBREGION.")
        self.add_polygons("subregions", tr("Subregions"), f"{subregions} {many_words()}", many=True)
        self.add_advanced(
            ("held_out", tr("Share held out"), tr("Share of the targets that is for validation, from 0 to 1.")),
            ("seed", tr("Seed"), tr("Another number gives another split of the same kind.")),
        )

    def results(self, values: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        self._made = {name: layer_uri(values[name], name) for name in ("patches", "polygons")}
        return {
            self.OUTPUT: values["output"],
            self.POLYGONS: self._made["polygons"],
            self.PATCHES: self._made["patches"],
            self.TARGETS: values["targets"],
            self.COUNT: values["count"],
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Show the patches, and the outlines on them."""
        if self._made and QThread.currentThread() == QgsApplication.instance().thread():
            open_file_on_completion(context, self._made["patches"], tr("Training patches"), "training_patches")
            open_file_on_completion(context, self._made["polygons"], tr("Training outlines"), "training_polygons")
        return super().postProcessAlgorithm(context, feedback)
