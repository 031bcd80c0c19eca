"""A capture that an engine's command reads: while it arrives if it can, else when it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProcessingUtils

from ..adapters.translation import tr
from .parameters import CaptureParameters, file_name_of

if TYPE_CHECKING:
    from .arriving import ArrivingImage
    from .asking.fetching import Fetched
    from .capture import Capture
    from .running import BackgroundCapture

_HALF = 50
"""Percentage at which a capture is done that is made before the engine begins."""
_LARGEST_ARRIVING = 4e9
"""Bytes. An arriving image is not compressed; what would be larger is captured as a whole first."""


def arriving_image(capture: Capture) -> ArrivingImage:
    """An image for a capture, in a temporary folder of its own; not there yet."""
    from .arriving import ArrivingImage

    folder = Path(QgsProcessingUtils.generateTempFilename("arriving"))
    return ArrivingImage(folder, file_name_of(capture), capture.grid)


Ran = tuple[Optional[dict[str, Any]], dict[str, Any]]
"""The engine's result, None where it was cancelled, and our own outputs."""
Tell = Callable[["Fetched"], "dict[str, Any]"]
"""Tells of the gaps of what was fetched, writes their layer, and gives our own outputs."""


class CaptureForEngine(CaptureParameters):
    """Runs the command of an `EngineAlgorithm` on a capture. Mixed into one."""

    def run_on_capture(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        capture: Capture,
        feedback: QgsProcessingFeedback,
    ) -> Ran:
        """Capture and run."""

        def tell(fetched: Fetched) -> dict[str, Any]:
            gaps = self.write_gaps(parameters, context, capture, fetched, feedback)
            return {self.GAPS: gaps} if gaps else {}

        from .running import BackgroundCapture

        capture.describe(feedback)
        self.option("image_name", capture.source.title)
        self.option("image_note", capture.drawn_in)
        image = arriving_image(capture)
        ledger = self.values["ledger"]
        if ledger or self.values["workers"] or image.size > _LARGEST_ARRIVING:
            # Beside the ledger, so that the next run goes on with the same image.
            kept = Path(f"{ledger.rstrip('/')} captured.tif") if ledger else None
            return self._run_after(capture, kept, feedback, tell)
        return self._run_beside(BackgroundCapture(capture, image), feedback, tell)

    def _run_beside(self, background: BackgroundCapture, feedback: QgsProcessingFeedback, tell: Tell) -> Ran:
        """Run the engine while the image arrives."""
        from .telling import no_room

        image = background.image
        try:
            background.start()
            self.option("input", image.path)
            self.option("arrival", image.log)
            values = self.run_command(feedback)
        except OSError as error:
            raise QgsProcessingException(no_room(image.path.parent.parent, error)) from error
        finally:
            background.stop()
            image.remove()
        if values is None:
            return None, {}
        if background.fetched is None:  # the engine had read all that it needed
            raise background.failure or QgsProcessingException(tr("The capture was stopped."))
        return values, tell(background.fetched)

    def _run_after(self, capture: Capture, kept: Path | None, feedback: QgsProcessingFeedback, tell: Tell) -> Ran:
        """Capture the whole into a GeoTIFF, a temporary one or `kept`, and run the engine then."""
        from .running import CaptureRun
        from .writing import is_capture_of

        image = kept or Path(QgsProcessingUtils.generateTempFilename(f"{file_name_of(capture)}.tif"))
        self.option("input", image)
        if kept is not None and kept.exists():
            # Another capture might show other ground, and what the ledger holds would no longer fit.
            if not is_capture_of(kept, capture.grid, capture.metadata()):
                raise QgsProcessingException(
                    tr(
                        "{} is the image of another search with this ledger; choose another ledger, or "
                        "remove both if that search is over."
                    ).format(kept)
                )
            feedback.pushInfo(tr("The image that was captured for this ledger is searched again."))
            return self.run_command(feedback), {}
        image.parent.mkdir(parents=True, exist_ok=True)
        fetched = CaptureRun(capture, feedback, _HALF).to_file(image)
        if fetched is None:
            return None, {}
        outputs = tell(fetched)
        return self.run_command(feedback, _HALF), outputs
