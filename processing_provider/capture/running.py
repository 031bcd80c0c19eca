"""A planned capture is run: fetched, composed and written, whole or strip by strip."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProcessingUtils

from ..adapters.translation import tr
from .arriving import ArrivingImage
from .asking.fetching import Fetched, Fetcher
from .asking.piece_store import PieceStore, basemaps_folder, empty, tidy
from .asking.threads import let_go_without_python, let_main_thread_serve
from .capture import Capture
from .drawn.stack import StackedSource
from .plan.grid import Grid
from .plan.pieces import Piece
from .telling import no_room, nothing_captured, progress_text
from .writing import BLOCK, finished, write_geotiff

_SHARE_OF_COMPOSING = 0.1
_SECONDS_BETWEEN_NEWS = 0.2
_TICK = 0.05


class CaptureRun:
    """One run of a capture that has taken its layers; in any thread.

    Parameters
    ----------
    capture
        The plan.
    feedback
        Hears of progress, and stops the run.
    until
        Percentage of the whole that is done at the end.
    """

    def __init__(self, capture: Capture, feedback: QgsProcessingFeedback, until: float = 100.0) -> None:
        self._capture, self._feedback, self._until = capture, feedback, until
        self._started, self._told = time.monotonic(), 0.0

    def to_file(self, output: Path) -> Fetched | None:
        """Capture all, and write a GeoTIFF. None where it was cancelled: then nothing is left."""
        capture, fetched = self._capture, Fetched()
        try:
            with self._store() as store, finished(output) as part:
                self._fetch(self._fetcher(store), capture.pieces, fetched, store)
                self._check(fetched)
                self._feedback.setProgressText(tr("Writing the image"))
                write_geotiff(part, capture.grid, self._pictures(fetched, store), capture.metadata())
        except _Cancelled:
            return None
        self._feedback.setProgress(self._until)
        return fetched

    def to_arriving(self, image: ArrivingImage) -> Fetched | None:
        """Capture from the top down, and tell after each strip that its rows are there.

        What only later strips show to be a placeholder is then among the gaps, but was in the image. None
        where it was cancelled.
        """
        capture, fetched = self._capture, Fetched()
        wanted = set(capture.pieces)
        try:
            with self._store() as store:
                fetcher = self._fetcher(store)
                for strip in _strips(capture.grid):
                    near = capture.source.pieces(strip, None)
                    new = [piece for piece in near if piece in wanted and piece not in fetched.pieces]
                    self._fetch(fetcher, new, fetched, store)
                    self._stop_if_cancelled()
                    image.add(strip, capture.source.compose(strip, fetched.is_good, store))
                self._check(fetched)
            image.end()
        except _Cancelled:
            image.stopped()
            return None
        except Exception as error:
            image.failed(str(error))
            raise
        return fetched

    def _fetcher(self, store: PieceStore) -> Fetcher:
        capture = self._capture
        return Fetcher(capture.source, capture.painters, store, capture.request.retries)

    def _fetch(self, fetcher: Fetcher, pieces: list[Piece], fetched: Fetched, store: PieceStore) -> None:
        """Fetch the pieces; those of a map of several layers before the blocks that are made of them."""
        source = self._capture.source
        stages = source.stages(pieces, fetched, store) if isinstance(source, StackedSource) else [pieces]
        for stage in stages:
            fetcher.run(stage, self._tick, fetched)
            self._stop_if_cancelled()

    def _pictures(self, fetched: Fetched, store: PieceStore):
        capture, done = self._capture, 0
        total = capture.grid.width * capture.grid.height
        for picture in capture.source.compose(capture.grid, fetched.is_good, store):
            self._stop_if_cancelled()
            yield picture
            done = max(done, picture.row * capture.grid.width + picture.column)
            self._feedback.setProgress(self._until * (1 - _SHARE_OF_COMPOSING * (1 - done / total)))

    def _tick(self, fetched: Fetched) -> bool:
        """Tell how far it is; no where it is to stop."""
        now = time.monotonic()
        if now - self._told > _SECONDS_BETWEEN_NEWS:
            self._told = now
            total = len(self._capture.pieces)
            done = min(len(fetched.pieces), total)
            self._feedback.setProgress(self._until * (1 - _SHARE_OF_COMPOSING) * done / total)
            self._feedback.setProgressText(progress_text(fetched, done, total, now - self._started))
        return not self._feedback.isCanceled()

    def _stop_if_cancelled(self) -> None:
        if self._feedback.isCanceled():
            raise _Cancelled

    def _check(self, fetched: Fetched) -> None:
        """Raise where there is no picture at all, or no wish for one any more."""
        self._stop_if_cancelled()
        source, shown = self._capture.source, fetched.pieces.values()
        if isinstance(source, StackedSource):
            shown = [got for got in shown if source.is_block(got.piece)]
        if all(got.fault is not None or got.is_nothing for got in shown):
            reasons = [nothing_captured(fetched, self._capture.source.title)]
            raise QgsProcessingException(" ".join(reasons + self._capture.coarser_words(fetched)))

    @contextmanager
    def _store(self) -> Iterator[PieceStore]:
        """Where pieces are kept: the cache, or a folder that is gone at the end."""
        limits = self._capture.request.limits
        spare = Path(QgsProcessingUtils.generateTempFilename("capture"))
        cache = basemaps_folder() if limits.gigabytes > 0 else None
        try:
            yield PieceStore(cache, spare, limits)
        except OSError as error:
            raise QgsProcessingException(no_room(spare.parent, error)) from error
        finally:
            empty(spare)
            if limits.gigabytes > 0:
                tidy(basemaps_folder(), limits)


def _strips(grid: Grid) -> Iterator[Grid]:
    """The grid in strips of one row of blocks, from the top."""
    for row in range(0, grid.height, BLOCK):
        yield replace(grid, row=grid.row + row, height=min(BLOCK, grid.height - row))


class BackgroundCapture:
    """A capture that runs in a thread of its own while the engine searches what has arrived.

    Parameters
    ----------
    capture
        Has taken its layers.
    image
        Not there yet; `remove` it when the engine has ended.
    """

    def __init__(self, capture: Capture, image: ArrivingImage) -> None:
        self.capture, self.image = capture, image
        self.fetched: Fetched | None = None
        self.failure: Exception | None = None
        self._feedback = let_go_without_python(QgsProcessingFeedback(False))
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)

    def start(self) -> None:
        """Make the empty image, and begin.

        Raises
        ------
        OSError
            Where the image cannot be made.
        """
        self.image.create()
        self._thread.start()

    def _run(self) -> None:
        try:
            self.fetched = CaptureRun(self.capture, self._feedback).to_arriving(self.image)
        except Exception as error:  # told by whoever started it
            self.failure = error

    def stop(self) -> None:
        """End it, and wait for the end."""
        self._feedback.cancel()
        while self._thread.is_alive():
            let_main_thread_serve()
            self._thread.join(_TICK)

    @property
    def is_running(self) -> bool:
        """Whether pieces are still fetched."""
        return self._thread.is_alive()


class _Cancelled(Exception):
    """The person stopped the run."""
