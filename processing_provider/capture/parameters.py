"""What the algorithms that capture a basemap share: their parameters, and the layer of gaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsRectangle,
    QgsWkbTypes,
)

from ...inventory.model_cards.cards import card_resolution
from ..adapters.layers import is_left_out
from ..adapters.translation import tr
from .addresses import is_address
from .drawn.kinds import is_group
from .plan.pieces import Area

if TYPE_CHECKING:
    from .asking.fetching import Fetched
    from .capture import Capture

# What captures is loaded by the first capture: QGIS reads the parameters of all tools at its start.

DEFAULT_METRES = 4.77
"""Ground resolution of a PlanetScope basemap at the equator, as in published inventories."""


class CaptureParameters:
    """Parameters of an algorithm that captures. Mixed into an `EngineAlgorithm`."""

    EXTENT, AREA, RESOLUTION, MODEL = "EXTENT", "AREA", "RESOLUTION", "MODEL"
    MAXIMUM_TILES, PARALLEL, RETRIES = "MAXIMUM_TILES", "PARALLEL", "RETRIES"
    CACHE_DAYS, CACHE_SIZE, GAPS = "CACHE_DAYS", "CACHE_SIZE", "GAPS"

    def add_capture_options(self) -> None:
        """Add how politely to ask, and what to keep."""
        number = QgsProcessingParameterNumber
        whole, real = number.Type.Integer, number.Type.Double
        for parameter, help_text in (
            (
                number(self.MAXIMUM_TILES, tr("Most tiles"), whole, 5000, False, 1),
                tr(
                    "A capture that would take more tiles (or blocks of 512 pixels) is refused before anything "
                    "is fetched. Raise it where the terms of use of the service allow it."
                ),
            ),
            (
                number(self.PARALLEL, tr("Requests at a time"), whole, 4, False, 1, 16),
                tr("How many tiles are asked for at the same time. Be polite: the server has other users."),
            ),
            (
                number(self.RETRIES, tr("Tries again"), whole, 4, False, 0, 20),
                tr(
                    "How often a tile is asked for again after a fault, each time after a longer pause, or after "
                    "the time the server asks to wait."
                ),
            ),
            (
                number(self.CACHE_DAYS, tr("Keep tiles (days)"), real, 90, False, 0),
                tr("Captured tiles younger than this are taken from the cache and not fetched again."),
            ),
            (
                number(self.CACHE_SIZE, tr("Size of the cache (GB)"), real, 5, False, 0),
                tr("The oldest tiles are removed where the cache grows beyond this. 0: no cache."),
            ),
        ):
            self.add(parameter, help_text, advanced=True)

    def add_gaps_sink(self, *, advanced: bool = False) -> None:
        """Add the layer of gaps."""
        self.add(
            QgsProcessingParameterFeatureSink(
                self.GAPS, tr("Gaps"), QgsProcessing.SourceType.TypeVectorPolygon, None, True, not advanced
            ),
            tr(
                "Polygons of what could not be had, with the reason: not found, server error, blank, a "
                "placeholder, and so on. These places are without data in the image."
            ),
            advanced=advanced,
        )

    # ---- main thread

    def validateInputCrs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        """QGIS's hook: whether systems of layers differ. An address is not for QGIS, see `is_address`."""
        known = {key: value for key, value in parameters.items() if not is_address(value)}
        return super().validateInputCrs(known, context)

    def plan_capture(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        layers: list[QgsMapLayer],
        crs: QgsCoordinateReferenceSystem | None,
    ) -> Capture:
        """Plan a capture. Raises `QgsProcessingException` with one sentence where something is wrong."""
        extent, extent_crs = self._extent_of(parameters, context, layers)
        area = self._area_of(parameters, context)
        if area is not None:
            try:
                limits = area.extent_in(extent_crs)
            except QgsCsException:
                raise QgsProcessingException(self.invalidSourceError(parameters, self.AREA)) from None
            extent = limits if extent is None else extent.intersect(limits)
        if extent is None or extent.isEmpty():
            raise QgsProcessingException(
                tr("Choose an extent, for example that of the map canvas, or polygons on the layer.")
            )
        return self._captured(parameters, context, layers, extent, extent_crs, area, crs)

    def plan_capture_of(
        self, parameters: dict[str, Any], context: QgsProcessingContext, layer: QgsMapLayer, area: Area
    ) -> Capture:
        """Plan a capture of what of a layer lies in an area; errors as `plan_capture`."""
        try:
            extent = area.extent_in(layer.crs())
        except QgsCsException:
            raise QgsProcessingException(
                tr("The polygons have no place in the system of the layer '{}'.").format(layer.name())
            ) from None
        return self._captured(parameters, context, [layer], extent, layer.crs(), area)

    def _captured(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        layers: list[QgsMapLayer],
        extent: QgsRectangle,
        extent_crs: QgsCoordinateReferenceSystem,
        area: Area | None,
        crs: QgsCoordinateReferenceSystem | None = None,
    ) -> Capture:
        """Plan what is captured there, at the resolution and with the limits that are asked for."""
        from .asking.piece_store import CacheLimits
        from .capture import Capture, CaptureRequest

        request = CaptureRequest(
            layers,
            extent,
            extent_crs,
            self._metres(parameters, context),
            area,
            crs,
            self.parameterAsInt(parameters, self.MAXIMUM_TILES, context),
            self.parameterDefinition("INPUT") is not None and is_left_out(parameters, "INPUT"),
            self.parameterAsInt(parameters, self.PARALLEL, context),
            self.parameterAsInt(parameters, self.RETRIES, context),
            CacheLimits(
                self.parameterAsDouble(parameters, self.CACHE_DAYS, context),
                self.parameterAsDouble(parameters, self.CACHE_SIZE, context),
            ),
        )
        return Capture(request, context.transformContext())

    def _extent_of(
        self, parameters: dict[str, Any], context: QgsProcessingContext, layers: list[QgsMapLayer]
    ) -> tuple[QgsRectangle | None, QgsCoordinateReferenceSystem]:
        layer_crs = layers[0].crs()
        extent = self.parameterAsExtent(parameters, self.EXTENT, context)
        if not extent.isNull():
            # A bare rectangle is in the project's system; without a project it is in the layer's.
            crs = self.parameterAsExtentCrs(parameters, self.EXTENT, context)
            return extent, crs if crs.isValid() else layer_crs
        if len(layers) == 1 and not is_left_out(parameters, "INPUT"):
            return layers[0].extent(), layer_crs
        return None, layer_crs

    def _area_of(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Area | None:
        source = self.parameterAsSource(parameters, self.AREA, context)
        if source is None:
            if not is_left_out(parameters, self.AREA):
                raise QgsProcessingException(self.invalidSourceError(parameters, self.AREA))
            return None
        features = source.getFeatures(QgsFeatureRequest().setNoAttributes())
        parts = [feature.geometry() for feature in features if feature.hasGeometry()]
        if not parts:
            raise QgsProcessingException(tr("The layer of polygons holds none."))
        return Area(QgsGeometry.unaryUnion(parts), source.sourceCrs(), context.transformContext())

    def _metres(self, parameters: dict[str, Any], context: QgsProcessingContext) -> float:
        if not is_left_out(parameters, self.RESOLUTION):
            return self.parameterAsDouble(parameters, self.RESOLUTION, context)
        model = self.parameterAsString(parameters, self.MODEL, context)
        if not model:
            return DEFAULT_METRES
        metres = card_resolution(model, self.models_folder())
        if metres is None:
            raise QgsProcessingException(
                tr("There is no model card '{}' that tells a ground resolution; give the resolution.").format(model)
            )
        return metres

    # ---- any thread

    def write_gaps(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        capture: Capture,
        fetched: Fetched,
        feedback: QgsProcessingFeedback,
    ) -> str:
        """Tell of the gaps and write their layer; return where it is, empty where nobody wants it."""
        from .gaps import gap_features, gap_fields
        from .telling import summary_of

        gaps = fetched.gaps
        for note in capture.source.notes():
            feedback.pushInfo(note)
        for warning in capture.coarser_words(fetched):
            feedback.pushWarning(warning)
        if gaps:
            feedback.pushWarning(
                tr("{:,} of {:,} tiles show no ground and are without data in the image ({}).").format(
                    len(gaps), len(fetched.pieces), summary_of(gaps)
                )
            )
        if fetched.gave_up:
            feedback.pushWarning(
                tr("The server failed too often and was left alone. Run again later: what is there is kept.")
            )
        if is_left_out(parameters, self.GAPS):
            return ""
        sink, destination = self.parameterAsSink(
            parameters, self.GAPS, context, gap_fields(), QgsWkbTypes.Type.Polygon, capture.grid.crs
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, self.GAPS))
        for feature in gap_features(capture, gaps, context.transformContext()):
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        del sink  # closes the file
        return destination


def file_name_of(capture: Capture) -> str:
    """A file name after the layer and its server, because the record of the run names it."""
    return re.sub(r"[^\w .,-]+", " ", capture.name).strip() or "basemap"


def visible_layers(context: QgsProcessingContext) -> list[QgsMapLayer]:
    """Layers of the map that are switched on, the uppermost first."""
    project = context.project()
    root = project.layerTreeRoot() if project is not None else None
    if root is None:
        return []
    shown = {layer.id() for layer in root.checkedLayers()}
    return [
        layer
        for layer in root.layerOrder()
        if layer.id() in shown and layer.isSpatial() and layer.isValid() and not is_group(layer)
    ]
