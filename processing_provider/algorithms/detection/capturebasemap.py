"""Any map layer, or the map as it is seen -> a GeoTIFF at a true ground resolution. QGIS draws; no engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from ....inventory.model_cards.cards import list_card_titles
from ...adapters.algorithm import EngineAlgorithm
from ...adapters.layers import is_left_out
from ...adapters.parameters.model_choice import model_parameter
from ...adapters.translation import tr, tr_noop
from ...capture.addresses import MapLayerOrAddress, is_address, web_layer
from ...capture.parameters import DEFAULT_METRES, CaptureParameters, visible_layers

if TYPE_CHECKING:
    from ...capture.capture import Capture


class CaptureBasemap(CaptureParameters, EngineAlgorithm):
    """Fetches what a layer shows, checks every piece of it, and writes an image."""

    NAME = "capturebasemap"
    HELP = "basemaps"
    GROUP = "detection"
    TITLE = tr_noop("Capture basemap")
    TAGS = tr_noop("xyz,wmts,wms,tiles,basemap,screenshot,save as image,offline,satellite")
    SUMMARY = tr_noop(
        "Turns any map layer, or the visible map, into a GeoTIFF at a true ground resolution. Every "
        "tile is checked: what is missing, blank or a placeholder becomes 'no data' and is listed, and "
        "is never taken for landscape. Tiles are cached, so a second run fetches nothing."
    )
    INPUT, CRS, OUTPUT, ESTIMATE_ONLY = "INPUT", "CRS", "OUTPUT", "ESTIMATE_ONLY"

    def canExecute(self) -> tuple[bool, str]:
        return True, ""  # QGIS draws; the engine is not needed

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self._add_what_and_where()
        self._add_resolution()
        self.add_capture_options()
        self.add(
            QgsProcessingParameterBoolean(self.ESTIMATE_ONLY, tr("Only estimate"), False),
            tr("Tell how many tiles, megabytes and minutes it would take, and fetch nothing."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Image")),
            tr("GeoTIFF with red, green, blue and a mask of what is known."),
        )
        self.add_gaps_sink()
        for key, title in (
            ("TILES", tr("Tiles")),
            ("GAP_COUNT", tr("Number of gaps")),
            ("FROM_CACHE", tr("Tiles from the cache")),
            ("REQUESTS", tr("Requests")),
            ("MEGABYTES", tr("Megabytes, estimated")),
            ("MINUTES", tr("Minutes, estimated")),
        ):
            self.addOutput(QgsProcessingOutputNumber(key, title))

    def _add_what_and_where(self) -> None:
        self.add(
            MapLayerOrAddress(self.INPUT, tr("Layer"), optional=True),
            tr(
                "The layer to capture: a basemap (XYZ, WMTS, WMS), or any raster or vector layer as it is "
                "drawn. Empty: the map as it is seen, all visible layers in their order."
            ),
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), optional=True),
            tr(
                "What to capture; the button beside it takes the view of the map canvas. Empty: around the "
                "polygons, or the whole layer."
            ),
        )
        self.add_polygons(
            "area", tr("Area"), tr("Capture only tiles that touch these polygons. Empty: the whole extent.")
        )

    def _add_resolution(self) -> None:
        number = QgsProcessingParameterNumber
        self.add(
            number(self.RESOLUTION, tr("Ground resolution (m)"), number.Type.Double, None, True, 0.01),
            tr(
                "Size of a pixel in true metres on the ground, at every latitude. Empty: that of the model "
                "below, or {} m."
            ).format(DEFAULT_METRES),
        )
        cards = list_card_titles(self.models_folder())
        model = model_parameter(self.MODEL, tr("Model"), cards, optional=True)
        self.add(model, tr("Take the ground resolution that this model was trained at."))
        self.add(
            QgsProcessingParameterCrs(self.CRS, tr("Coordinate system"), optional=True),
            tr(
                "Coordinate system of the image. Empty: the layer's own; where its scale changes by more "
                "than 0.5 % inside the extent, a UTM zone or a conformal conic projection that keeps it."
            ),
            advanced=True,
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        output = parameters.get(self.OUTPUT)
        if isinstance(output, str) and Path(output).suffix.lower() not in ("", ".tif", ".tiff"):
            return False, tr("The image is a GeoTIFF; give it a name that ends with .tif.")
        try:
            self._plan(parameters, context)
        except QgsProcessingException as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._capture = self._plan(parameters, context)
        self._capture.take_layers()
        return True

    def _plan(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Capture:
        crs = self.parameterAsCrs(parameters, self.CRS, context)
        return self.plan_capture(parameters, context, self._layers(parameters, context), crs if crs.isValid() else None)

    def _layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[QgsMapLayer]:
        if is_left_out(parameters, self.INPUT):
            layers = visible_layers(context)
            if not layers:
                raise QgsProcessingException(tr("The map shows no layer; switch one on, or choose a layer."))
            return layers
        if is_address(parameters[self.INPUT]):
            layer = web_layer(parameters[self.INPUT])
        else:
            layer = self.parameterAsLayer(parameters, self.INPUT, context)
        if layer is None or not layer.isValid():
            raise QgsProcessingException(tr("The layer to capture could not be opened."))
        return [layer]

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        capture = self._capture
        capture.describe(feedback)
        estimate = capture.estimate
        results: dict[str, Any] = {
            "TILES": estimate.pieces,
            "MEGABYTES": estimate.megabytes + estimate.megabytes_written,
            "MINUTES": estimate.seconds / 60,
        }
        if self.parameterAsBool(parameters, self.ESTIMATE_ONLY, context):
            return results
        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        from ...capture.running import CaptureRun

        fetched = CaptureRun(capture, feedback).to_file(Path(output))
        if fetched is None:
            return {}
        results[self.OUTPUT] = output
        gaps = self.write_gaps(parameters, context, capture, fetched, feedback)
        if gaps:
            results[self.GAPS] = gaps
        feedback.pushInfo(
            tr("{:,} tiles from the cache, {:,} requests to the server.").format(fetched.from_cache, fetched.requests)
        )
        return {
            **results,
            "GAP_COUNT": len(fetched.gaps),
            "FROM_CACHE": fetched.from_cache,
            "REQUESTS": fetched.requests,
        }
