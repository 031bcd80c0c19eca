"""From a scene to rows of probability: tiles are read, predicted and blended, all at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..outlines.probability import NODATA, to_bytes
from ..scene.arriving import WAITING, Arrival, released
from ..scene.imagery import Scene
from ..scene.tiling import Area, Blender, Part, TilePlace, tiles_that_touch
from ..telling.report import Report
from .network_thread import Network
from .read_ahead import read_ahead
from .row_reader import Beside, RowReader, Tally

_BANDS_PER_BATCH = 4
"""Tile rows that a batch may wait for more tiles: bounds what is held where most of a scene is empty."""


@dataclass(slots=True)
class _Batch:
    """Tiles to predict, the validity of rows read since the last batch, and how far all is then final."""

    places: list[TilePlace] = field(default_factory=list)
    tiles: list[npt.NDArray[Any]] = field(default_factory=list)
    valid: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    final_before: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Finished rows of the scene: first row, and bytes of probability, shape (h, width).

    `spread` is how far several networks disagree there (standard deviation, as bytes of the same scale), None where
    there is one network, or none was asked there. Without a row they say that the next ones take a while.
    """

    first: int
    probability: npt.NDArray[np.uint8]
    spread: npt.NDArray[np.uint8] | None = None

    @property
    def is_pause(self) -> bool:
        return not len(self.probability)

    def bands(self, count: int) -> list[npt.NDArray[np.uint8]]:
        """Probability, and with `count` 2 the spread: without data where no network was asked."""
        if count == 1:
            return [self.probability]
        none = np.full_like(self.probability, NODATA)
        return [self.probability, none if self.spread is None else self.spread]

    @staticmethod
    def pause(first: int, width: int) -> Rows:
        """No row just now, before the row `first`."""
        return Rows(first, np.zeros((0, width), np.uint8))


class _ValidRows:
    """Validity of the rows that are read but not yet written, from the top down."""

    def __init__(self) -> None:
        self._parts: deque[npt.NDArray[np.bool_]] = deque()

    def extend(self, parts: list[npt.NDArray[np.bool_]]) -> None:
        self._parts.extend(parts)

    def take(self, count: int) -> npt.NDArray[np.bool_]:
        """The next `count` rows."""
        taken = []
        while count:
            part = self._parts.popleft()
            if len(part) > count:
                self._parts.appendleft(part[count:])
                part = part[:count]
            taken.append(part)
            count -= len(part)
        return np.concatenate(taken)


def _fill(values: npt.NDArray[Any], valid: npt.NDArray[np.bool_], tile: int) -> npt.NDArray[Any]:
    """A full tile: what is not valid gets the mean of what is, so that no false edge is seen."""
    bands, height, width = values.shape
    if height == width == tile and valid.all():
        return values
    full = np.empty((bands, tile, tile), values.dtype)
    for band in range(bands):
        mean = values[band][valid].mean(dtype=np.float64)
        full[band] = np.rint(mean) if np.issubdtype(values.dtype, np.integer) else mean
        full[band, :height, :width][valid] = values[band][valid]
    return full


def no_data(name: str) -> UserError:
    """The sentence for a scene in which there was nothing to search."""
    return UserError(
        f"{name} has no data where it was searched; choose another place or image, or wider limits.", "empty"
    )


class Detection:
    """One run of a network over a scene, or over a part of it.

    Parameters
    ----------
    scene
        The open image, already limited to the extent that is wanted.
    network
        The predictor.
    tile, overlap
        Tile size and overlap in pixels, of the model card.
    area
        Only pixels inside it get a probability, and only tiles that touch it are predicted.
    part
        What of the scene is wanted. Its tiles are those of the whole scene that touch it, so its
        probabilities are those of a run over the whole, to the last bit.
    ground
        What the network reads of a DEM; where it knows nothing there is no probability.
    """

    def __init__(
        self,
        scene: Scene,
        network: Network,
        tile: int,
        overlap: int,
        area: Area | None = None,
        part: Part | None = None,
        ground: Beside | None = None,
    ) -> None:
        self._ground = ground
        self._scene, self._network, self._tile, self._area = scene, network, tile, area
        self._overlap, grid = overlap, scene.grid
        self._is_whole, self._part = part is None, part or Part(0, 0, grid.height, grid.width)
        touching = tiles_that_touch(grid.height, grid.width, tile, overlap, self._part)
        self._row_starts, self._column_starts, self._read = touching.rows, touching.columns, touching.read
        self.total = len(self._row_starts) * len(self._column_starts)
        self.tally = Tally()

    def _batches(self) -> Iterator[_Batch]:
        """Batches of tiles in row order; a batch without tiles tells of rows that have no data."""
        reader = RowReader(self._scene, self._tile, self._area, self._read, self._part, self.tally, self._ground)
        batch = _Batch()
        for row in self._row_starts:
            awaited = min(row + self._tile, self._scene.grid.height)
            if row > self._row_starts[0] and self._scene.would_wait(awaited):
                # What is there is searched while the rest is awaited, as far down as no other tile reaches.
                batch.final_before = row
                yield batch
                batch = _Batch(final_before=row)
            values, valid, new_valid = reader.band(row)
            wanted = self._wanted(row, valid)
            batch.valid.append(new_valid)
            batch.final_before = row
            for column in self._column_starts:
                left = column - self._read.column
                part = np.s_[left : left + self._tile]
                if not wanted[:, part].any():
                    self.tally.skipped += 1
                    continue
                batch.places.append(TilePlace(row, column))
                batch.tiles.append(_fill(values[:, :, part], valid[:, part], self._tile))
                if len(batch.tiles) >= self._network.batch_size:
                    yield batch
                    batch = _Batch(final_before=row)
            if not batch.tiles or len(batch.valid) >= _BANDS_PER_BATCH:
                yield batch
                batch = _Batch(final_before=row)
        batch.final_before = self._read.row + self._read.height
        yield batch

    def _wanted(self, row: int, valid: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which pixels of a tile row (h, width) get a probability here: valid, and of the part."""
        if self._part == self._read:
            return valid
        wanted = np.zeros_like(valid)
        own = self._part.within(row, self._read.column)
        wanted[own] = valid[own]
        return wanted

    def _predict(self, batches: Iterator[_Batch]) -> Iterator[tuple[_Batch, npt.NDArray[np.float32]]]:
        nothing = np.zeros((0, self._tile, self._tile), np.float32)
        for batch in batches:
            yield batch, self._network.predict(np.stack(batch.tiles)) if batch.tiles else nothing

    def rows(self, report: Report) -> Generator[Rows, None, None]:
        """Finished rows from top to bottom, each once, with pauses between them.

        Reading, prediction and the consumer of these rows (blending, writing, polygons) run at the same
        time; memory holds a few tile rows, whatever the length of the scene.

        Raises
        ------
        UserError
            Where the whole scene holds no data (a part may), or cannot be read to its end; where the rest
            of an image that still arrives will not come.
        Cancelled
            Where a stop was asked for.
        """
        read, valid = self._read, _ValidRows()
        blender = Blender(read, self._tile, self._overlap)
        arrival, idle = self._scene.arrival, (_Batch(), np.zeros((0, 0, 0), np.float32))
        with (
            read_ahead(self._batches()) as batches,
            read_ahead(self._predict(batches), idle=idle) as results,
            released(arrival),
        ):
            for batch, probabilities in results:
                if batch is idle[0]:
                    self._tell(report, arrival)
                    yield Rows.pause(self._part.row + self.tally.rows, self._part.width)
                    continue
                valid.extend(batch.valid)
                for place, probability in zip(batch.places, probabilities, strict=True):
                    yield from self._finish(blender, valid, place.row)
                    blender.add(place, probability)
                yield from self._finish(blender, valid, batch.final_before)
                self.tally.done(len(batch.places))
                self._tell(report)
        if self._is_whole and self.tally.tiles == 0:
            raise no_data(self._scene.name)

    def _finish(self, blender: Blender, valid: _ValidRows, row: int) -> Iterator[Rows]:
        for first, found in blender.advance_to(row):
            there, own = valid.take(found.shape[-2]), self._part.within(first, self._read.column)
            each = [to_bytes(values, there)[own] for values in found.reshape(-1, *found.shape[-2:])]
            if len(each[0]):
                self.tally.rows += len(each[0])
                yield Rows(max(first, self._part.row), *each)

    @property
    def _share(self) -> float:
        return min((self.tally.tiles + self.tally.skipped) / self.total, 1.0)

    def _tell(self, report: Report, arrival: Arrival | None = None) -> None:
        """How far it is, or that rows are awaited; a stop is heard here in any case."""
        if arrival is not None and arrival.waiting:
            report.progress(self._share, WAITING)
            return
        done, words = self.tally.tiles + self.tally.skipped, ""
        if self.tally.tiles:
            pace = self.tally.tiles / max(self.tally.seconds, 1e-9)
            left = max(self.total - done, 0) / max(pace, 1e-9)
            minutes = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
            words = f", {pace:.1f} tiles/s, at most {minutes} left"
        report.progress(self._share, f"{done} of {self.total} tiles{words}")
