"""Images of the ground around outlines: files, or one basemap from the web that is captured first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsRasterLayer,
)

from ...inventory.naming.source_names import joined
from ...inventory.secrets import scrub
from ..adapters.algorithm import EngineAlgorithm
from ..adapters.parameters.several_layers import outline_layers, several_rasters
from ..adapters.translation import tr
from .addresses import web_layer
from .around import area_around
from .parameters import CaptureParameters, file_name_of

if TYPE_CHECKING:
    from .capture import Capture

_HALF = 50
"""Percentage at which a capture is done."""


class ImagesAround(CaptureParameters, EngineAlgorithm):
    """An algorithm with parameters `INVENTORY` (outlines), `IMAGE` and `BUFFER` (metres).

    `OUTLINES` are the keys of the layers around whose outlines a basemap is captured, `USUAL_BUFFER` counts where
    none is chosen.
    """

    OUTLINES: tuple[str, ...] = ("INVENTORY",)
    USUAL_BUFFER = 1500.0

    def __init__(self) -> None:
        super().__init__()
        self._capture: Capture | None = None

    def validateInputCrs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        return True  # each source has its own, and is read so

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        try:
            self._plan_capture(parameters, context, self._images(parameters, context))
        except QgsProcessingException as error:
            return False, scrub(str(error))
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        images = self._images(parameters, context)
        self._capture = self._plan_capture(parameters, context, images)
        if self._capture is not None:
            self._capture.take_layers()
            self._image = Path(QgsProcessingUtils.generateTempFilename(f"{file_name_of(self._capture)}.tif"))
        files = [one if isinstance(one, str) else str(self._image) for one in images]
        self.option("image", joined(files) if files else "")
        self.option("models_folder", self.models_folder())
        return True

    def _images(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str | QgsRasterLayer]:
        return several_rasters(parameters, "IMAGE", context, web_layer)

    def _plan_capture(
        self, parameters: dict[str, Any], context: QgsProcessingContext, images: list[str | QgsRasterLayer]
    ) -> Capture | None:
        """The capture of a basemap around the outlines; None where all images are files."""
        basemaps = [one for one in images if not isinstance(one, str)]
        if not basemaps:
            return None
        if len(basemaps) > 1:
            raise QgsProcessingException(
                tr("There are several basemaps from the web; choose one, or capture them with 'Capture basemap'.")
            )
        layers = [layer for key in self.OUTLINES for layer in outline_layers(parameters, key, context)]
        buffer = self.parameterAsDouble(parameters, "BUFFER", context) or self.USUAL_BUFFER
        area = area_around(layers, buffer, context)
        if area is None:
            raise QgsProcessingException(
                tr(
                    "There are no outlines around which the basemap '{}' could be captured; choose layers or files."
                ).format(basemaps[0].name())
            )
        return self.plan_capture_of(parameters, context, basemaps[0], area)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        outputs: dict[str, Any] = {}
        if self._capture is not None:
            self._capture.describe(feedback)
            self._image.parent.mkdir(parents=True, exist_ok=True)
            from .running import CaptureRun

            fetched = CaptureRun(self._capture, feedback, _HALF).to_file(self._image)
            if fetched is None:
                return {}
            gaps = self.write_gaps(parameters, context, self._capture, fetched, feedback)
            outputs = {self.GAPS: gaps} if gaps else {}
        values = self.run_command(feedback, _HALF if self._capture is not None else 0)
        return {} if values is None else {**outputs, **self.results(values, feedback)}
