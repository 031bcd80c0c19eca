"""Image -> candidate polygons, and a probability raster if wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
)

from ....inventory.model_cards.cards import default_card, find_card, list_card_titles
from ....inventory.requests.detection import DetectionRequest
from ....inventory.secrets import scrub
from ...adapters.candidates import CandidateAlgorithm
from ...adapters.layers import crs_text, extent_text, is_left_out, is_raster_file, raster_layer, raster_source
from ...adapters.parameters.model_choice import model_parameter
from ...adapters.parameters.proposals import PROPOSALS, propose
from ...adapters.results import style_on_completion
from ...adapters.source_parameters import many_words
from ...adapters.translation import tr, tr_noop
from ...capture.addresses import RasterLayerOrAddress, is_address, web_layer
from ...capture.for_engine import CaptureForEngine

if TYPE_CHECKING:
    from ...capture.capture import Capture


class Detect(CaptureForEngine, CandidateAlgorithm):
    """Runs a network over an image. A layer that is no raster file is captured into one."""

    NAME = "detect"
    HELP = "detect"
    TITLE = tr_noop("Detect rock glaciers")
    TAGS = tr_noop("deep learning,neural network,segmentation,candidates,satellite,permafrost")
    SUMMARY = tr_noop(
        "Runs a neural network over an image, tile by tile, and outlines what it finds as candidates. "
        "It works on the graphics card where there is one and on the processor otherwise. Give an "
        "inventory to add the candidates to it, a layer to look at them first, or both."
    )
    REQUEST = DetectionRequest
    INPUT, PROBABILITY, DISAGREEMENT = "INPUT", "PROBABILITY", "DISAGREEMENT"

    def __init__(self) -> None:
        super().__init__()
        self._capture: Capture | None = None

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self._add_what_and_where()
        self.add_outline_parameters()
        self._add_search_limits()
        self._add_how()
        self._add_large()
        self.add_inventory(
            tr("An inventory that gets the candidates and the record of this run. Leave it empty to look first."),
            optional=True,
        )
        self.add_replacing()
        self.add_candidates_sink()
        self.add(
            QgsProcessingParameterRasterDestination(
                self.PROBABILITY, tr("Probability"), optional=True, createByDefault=False
            ),
            tr(
                "The network's output, 0 to 1, as a GeoTIFF. From it other outlines can be made in seconds "
                "with 'Outline candidates'."
            ),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.DISAGREEMENT, tr("Disagreement"), optional=True, createByDefault=False
            ),
            tr(
                "How far the networks of the model disagree: the standard deviation of their probabilities, as a "
                "GeoTIFF. Only for a model of several networks, as training on all folds makes."
            ),
            advanced=True,
        )
        self.add_capture_options()
        self.add_gaps_sink(advanced=True)
        self.add_candidate_outputs()

    def _add_what_and_where(self) -> None:
        self.add(
            RasterLayerOrAddress(self.INPUT, tr("Image")),
            tr(
                "The image to search: a raster file with red, green and blue as its first bands and a "
                "coordinate system, resampled on the fly to the ground resolution the model was trained at; "
                "or a basemap from the web (XYZ, WMTS, WMS), of which the extent below is captured first."
            ),
        )
        cards = list_card_titles(self.models_folder())
        model = model_parameter(self.MODEL, tr("Model"), cards, default=default_card(cards))
        known = "; ".join(f"{card.name}: {card.title}" for card in cards)
        self.add(
            model,
            tr("The network to use: a model card's name, or the path of its JSON file. {}").format(known),
            read=QgsProcessingAlgorithm.parameterAsString,
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), optional=True),
            tr("Search only this rectangle. Empty: the whole image."),
        )
        self.add_polygons(
            "area",
            tr("Area"),
            tr("Search only inside these polygons, for example mountain ranges. Empty: everywhere."),
            layer="area_layer",
        )

    def _add_search_limits(self) -> None:
        """Add the second image, the DEM and the two ranges."""
        second = tr(
            "A raster of the same ground, of another date: it fills what is without data, clouded or "
            "shaded in the first, in the first's colours. Of any coordinate system and resolution."
        )
        self.add_raster("FILL", tr("Second image"), f"{second} {many_words()}", advanced=True)
        elevations = tr(
            "Elevations for the next two limits, of any coordinate system and resolution (10 to 90 m "
            "serve best). What lies outside costs nothing; where it has no data, everything is searched. "
            "A model that reads the ground beside the image needs them, too, and finds nothing where they end."
        )
        self.add_raster("DEM", tr("Elevation model"), f"{elevations} {many_words()}", advanced=True)
        propose(self.parameterDefinition("DEM"), PROPOSALS.now().dem)
        self.add_advanced(
            (
                "elevation",
                tr("Elevations (m)"),
                tr("Search only these, lowest and highest: 4000,5500. One may be left out: 4000, or ,5500."),
            ),
            (
                "slope",
                tr("Slopes (degrees)"),
                tr("Search only these, gentlest and steepest: 5,40. One may be left out: ,40. Lakes are flat: 0."),
            ),
        )

    def _add_how(self) -> None:
        self.add_advanced(
            (
                "resolution",
                tr("Ground resolution (m)"),
                tr("Pixel size on the ground at which the network works. Empty: the one it was trained at."),
            ),
            (
                "device",
                tr("Device"),
                tr(
                    "Where the network runs: cuda (NVIDIA), mps (Apple), cpu, or auto for the fastest at hand. "
                    "Where a graphics card fails midway the processor goes on."
                ),
            ),
            (
                "backend",
                tr("Library"),
                tr(
                    "What runs the network: torch (PyTorch, on every device), openvino (OpenVINO, on processors, "
                    "where it is installed), or auto for the faster one."
                ),
            ),
            (
                "precision",
                tr("Number format"),
                tr("Number format of the network. auto takes a 16-bit format where that is faster."),
            ),
            (
                "mirrored",
                tr("Mirrored and turned copies"),
                tr(
                    "Average over mirrored and turned copies of each tile: outlines hang less on where the search "
                    "begins, and it takes eight times as long. auto: as the model says."
                ),
            ),
            (
                "batch_size",
                tr("Tiles at a time"),
                tr("How many tiles go through the network at once. Empty: what fits into memory and is fast."),
            ),
        )

    def _add_large(self) -> None:
        self.add(
            QgsProcessingParameterFile(
                "LEDGER", tr("Ledger"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr(
                "A folder for the finished parts of a long run. After a stop or a crash the same settings "
                "go on from there, with the same result. Empty: a run that is stopped starts anew."
            ),
            advanced=True,
            read=QgsProcessingAlgorithm.parameterAsFile,
        )
        self.add_advanced(
            (
                "workers",
                tr("Workers"),
                tr(
                    "Compute in so many processes at once, each with one thread and its own copy of the network. "
                    "It pays with several graphics cards or many cores. Empty: one process that uses them all."
                ),
            )
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        if all(is_left_out(parameters, key) for key in (self.OUTPUT, self.INVENTORY, self.PROBABILITY)):
            return False, tr("Nothing would be kept: choose a layer, an inventory or a probability raster.")
        try:
            if self._plan_capture(parameters, context) is None:
                raster_source(self, parameters, self.INPUT, context)
        except QgsProcessingException as error:
            return False, scrub(str(error))
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._capture = self._plan_capture(parameters, context)
        if self._capture is None:
            self.option("input", raster_source(self, parameters, self.INPUT, context))
            self._prepare_extent(parameters, context)
        else:
            self._capture.take_layers()
        self.option("models_folder", self.models_folder())
        ready = super().prepareAlgorithm(parameters, context, feedback)
        if ready and self._is_proposed_for_nothing(parameters):
            told = tr("The elevation model is left out: the model {} reads none, and there is no limit by it.")
            feedback.pushInfo(told.format(self.values["model"]))
            self.option("dem", "")
        return ready

    def _is_proposed_for_nothing(self, parameters: dict[str, Any]) -> bool:
        """Whether nothing reads the elevations, and the dialog proposed them: the engine refuses such a choice."""
        proposed = self.parameterDefinition("DEM").defaultValueForGui()
        if not proposed or parameters.get("DEM") != proposed:
            return False
        card = find_card(self.values["model"], self.models_folder())
        has_limits = self.values["elevation"] or self.values["slope"]
        return card is not None and not card.reads_dem and not has_limits

    def _plan_capture(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Capture | None:
        """The capture of a layer that is no raster file; None where there is nothing to capture."""
        if is_address(parameters[self.INPUT]):
            layer = web_layer(parameters[self.INPUT])
            if layer is None:
                raise QgsProcessingException(tr("The layer to search could not be opened."))
        else:
            layer = raster_layer(self, parameters, self.INPUT, context)
        if layer is None or is_raster_file(layer):
            return None
        return self.plan_capture(parameters, context, [layer], None)

    def _prepare_extent(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        extent = self.parameterAsExtent(parameters, self.EXTENT, context)
        if extent.isNull():
            return
        self.option("extent", extent_text(extent))
        # A bare rectangle is in the project's system; without a project it is in the image's.
        self.option("extent_crs", crs_text(self.parameterAsExtentCrs(parameters, self.EXTENT, context)))

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        rasters = {}
        for key in (self.PROBABILITY, self.DISAGREEMENT):
            if not is_left_out(parameters, key):
                # Here and not before: QGIS opens only what this thread's context has been told of.
                rasters[key] = self.parameterAsOutputLayer(parameters, key, context)
                self.option(key.lower(), rasters[key])
        results: dict[str, Any] = {}
        if self._capture is None:
            values = self.run_command(feedback)
        else:
            values, results = self.run_on_capture(parameters, context, self._capture, feedback)
        if values is None:
            return {}
        results |= self.candidate_results(values, parameters, context)
        for key, raster in rasters.items():
            results[key] = raster
            style_on_completion(context, raster, key.lower())
        return results
