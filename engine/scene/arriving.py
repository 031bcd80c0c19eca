"""An image that another program still writes, from the top down, while it is searched.

Beside the image there is a log that only grows. Each complete line is the number of rows, from the top,
that are complete and will not change; the last one is ``end``, ``stopped``, or ``failed`` and a sentence.
The other side is `processing_provider/capture/arriving.py`.

No pixel may be read before it is complete, and none is: the rows that are wanted are waited for. It is not
enough, though. GDAL keeps rows that it has read, and the C library beneath reads some kilobytes further than
it was asked to and serves the next read from them. So the image is opened anew whenever rows are wanted that
were not complete when it was opened, and never twice at the same time, because both would read through one
handle.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasterio

from ...inventory.errors import Cancelled, UserError

WAITING = "Waiting for the basemap"
"""What progress says meanwhile."""
SECONDS_BETWEEN_LOOKS = 0.02
_END, _STOPPED, _FAILED = "end", "stopped", "failed"


class Arrival:
    """What the log of an arriving image says.

    Parameters
    ----------
    log
        The file that the other program appends to.

    Attributes
    ----------
    waiting
        Whether a thread waits for rows just now.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._offset, self._rest = 0, b""
        self._released = threading.Event()
        self._lock = threading.Lock()
        self._ended, self._failure = False, ""
        self.waiting = False
        self.rows = 0

    def is_there(self, row: int | None) -> bool:
        """Whether the rows before `row` are complete (None: all, and the image is known to be whole).

        Raises
        ------
        Cancelled
            They are not, and a stop of the other program was asked for.
        UserError
            They are not, and will not be: the other program has failed, or its log is gone.
        """
        with self._lock:
            if not self._has(row):
                self._look()
            if self._has(row):
                return True
            if self._failure == _STOPPED:
                raise Cancelled
            if self._failure:
                raise UserError(self._failure.removeprefix(_FAILED).strip(), kind="capture")
            return False

    def wait_for(self, row: int | None) -> None:
        """Return when `is_there`; raises as it does, and `Cancelled` after `release`."""
        try:
            while not self.is_there(row):
                self.waiting = True
                if self._released.wait(SECONDS_BETWEEN_LOOKS):
                    raise Cancelled
        finally:
            self.waiting = False

    def release(self) -> None:
        """Let a thread that waits give up: nobody wants its rows any more."""
        self._released.set()

    def _has(self, row: int | None) -> bool:
        return self._ended or (row is not None and row <= self.rows)

    def _look(self) -> None:
        """Read what was added to the log; a line counts when its end is there."""
        try:
            with self._log.open("rb") as stream:
                stream.seek(self._offset)
                piece = stream.read()
        except FileNotFoundError as error:
            raise UserError(
                f"The basemap is no longer captured: {self._log} is gone; detect again.", kind="capture"
            ) from error
        self._offset += len(piece)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._take(line.decode("utf-8", "replace").strip())

    def _take(self, line: str) -> None:
        if line.isdecimal():
            self.rows = max(self.rows, int(line))
        elif line == _END:
            self._ended = True
        elif line == _STOPPED or line.startswith(f"{_FAILED} "):
            self._failure = line
        elif line:
            raise UserError(f"{self._log} says '{line}', which tells nothing of rows.", kind="capture")


@contextmanager
def released(arrival: Arrival | None) -> Iterator[None]:
    """When the block ends, for whatever reason, nobody waits for rows any more."""
    try:
        yield
    finally:
        if arrival is not None:
            arrival.release()


class ArrivingDataset:
    """The part of a rasterio dataset that a scene reads with, for an image that still arrives.

    Parameters
    ----------
    dataset
        The image, of which no pixel was read yet; it is closed.
    arrival
        Tells which rows are complete.
    """

    def __init__(self, dataset: Any, arrival: Arrival) -> None:
        self._path, self._height, self.dtypes = dataset.name, dataset.height, dataset.dtypes
        self._arrival = arrival
        self._dataset, self._complete = dataset, 0
        dataset.close()

    def read(self, bands: Any, window: Any) -> Any:
        """As rasterio's, when the rows are there."""
        return self._with_rows_of(window).read(bands, window=window)

    def read_masks(self, bands: Any, window: Any) -> Any:
        """As rasterio's, when the rows are there."""
        return self._with_rows_of(window).read_masks(bands, window=window)

    def __enter__(self) -> ArrivingDataset:
        return self

    def __exit__(self, *_: object) -> None:
        self._dataset.close()

    def _with_rows_of(self, window: Any) -> Any:
        """The image, opened after the rows of a window were complete."""
        end = window.row_off + window.height
        if end > self._complete:
            # The last row counts only when the other program says that the image is whole.
            last = end >= self._height
            self._arrival.wait_for(None if last else end)
            complete = self._height if last else min(self._arrival.rows, self._height - 1)
            self._dataset.close()
            self._dataset, self._complete = rasterio.open(self._path), complete
        return self._dataset


class CompleteDataset:
    """The same for an image that is resampled on the fly: it is read when all of it is there.

    How many rows around a row GDAL reads to resample it is GDAL's own affair.

    Parameters
    ----------
    dataset
        The image as it is resampled.
    arrival
        Tells when it is whole.
    """

    def __init__(self, dataset: Any, arrival: Arrival) -> None:
        self._dataset, self._arrival, self.dtypes = dataset, arrival, dataset.dtypes

    def read(self, bands: Any, window: Any) -> Any:
        """As rasterio's, when all is there."""
        self._arrival.wait_for(None)
        return self._dataset.read(bands, window=window)

    def read_masks(self, bands: Any, window: Any) -> Any:
        """As rasterio's, when all is there."""
        self._arrival.wait_for(None)
        return self._dataset.read_masks(bands, window=window)
