"""Rows of a scene as tiles need them: each read once, what the area leaves out not at all, and counted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..scene.imagery import Scene
from ..scene.tiling import Area, Part
from ..second_image.filled_scene import KINDS, FilledScene


@dataclass(slots=True)
class Tally:
    """What a detection has done so far; `filled` are square kilometres by the order of `filling.KINDS`."""

    tiles: int = 0
    skipped: int = 0
    seconds: float = 0.0
    rows: int = 0
    filled: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(KINDS)))
    _started: float = field(default_factory=time.monotonic)

    def done(self, tiles: int) -> None:
        """Count predicted tiles."""
        self.tiles += tiles
        self.seconds = time.monotonic() - self._started


class Beside(Protocol):
    """What is known of the ground beside an image (`terrain_bands.beside.Ground` is one)."""

    bands: int
    dtype: str

    def beside(
        self, values: npt.NDArray[Any], valid: npt.NDArray[np.bool_], row: int, column: int
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Values (bands, h, w) and validity (h, w) of an image, with the ground beside them."""
        ...


class RowReader:
    """Reads every row of a part of a scene once, and keeps what the next tile row shares with this one.

    Parameters
    ----------
    scene, tile, area
        As those of the detection.
    part
        What its tiles read.
    own
        What of that it gives: only there is counted what was filled from another image.
    tally
        Counts it.
    ground
        What is put beside the image's values.
    """

    def __init__(
        self,
        scene: Scene,
        tile: int,
        area: Area | None,
        part: Part,
        own: Part,
        tally: Tally,
        ground: Beside | None = None,
    ) -> None:
        self._scene, self._tile, self._area, self._part = scene, tile, area, part
        self._own, self._tally, self._ground = own, tally, ground
        self._bands, self._dtype = (scene.bands, scene.dtype) if ground is None else (ground.bands, ground.dtype)
        self._values: npt.NDArray[Any] | None = None
        self._valid = np.zeros((0, part.width), bool)
        self._first = self._end = part.row

    def band(self, row: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Values (bands, h, width) and validity (h, width) of a tile row; validity of its new rows."""
        end = min(row + self._tile, self._scene.grid.height)
        values, new_valid = self._read(self._end, end - self._end)
        valid = new_valid
        if self._values is not None:
            keep = row - self._first
            values = np.concatenate([self._values[:, keep:], values], axis=1)
            valid = np.concatenate([self._valid[keep:], new_valid], axis=0)
        self._values, self._valid, self._first, self._end = values, valid, row, end
        return values, valid, new_valid

    def _read(self, row: int, count: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Values and validity of rows; columns on both sides that are outside the area are not read."""
        column, width = self._part.column, self._part.width
        inside = np.ones((count, width), bool) if self._area is None else self._area.mask(row, count, column, width)
        wanted = np.flatnonzero(inside.any(axis=0))
        if not wanted.size:
            return np.zeros((self._bands, count, width), self._dtype), inside
        there = slice(int(wanted[0]), int(wanted[-1]) + 1)
        found = self._read_columns(row, column + there.start, inside[:, there])
        if there.stop - there.start == width:
            return found, inside
        values = np.zeros((self._bands, count, width), self._dtype)
        values[:, :, there] = found
        return values, inside

    def _read_columns(self, row: int, column: int, inside: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
        """Values of a window; what has no data is taken out of `inside`."""
        count, width = inside.shape
        if isinstance(self._scene, FilledScene):
            values, valid, origin = self._scene.read_with_origin(row, count, column, width)
            own = self._own.within(row, column)
            filled = np.where(inside[own], origin[own], 0).astype(np.uint8)
            self._tally.filled += self._scene.square_kilometres(filled, max(row, self._own.row))
        else:
            values, valid = self._scene.read(row, count, column, width)
        inside &= valid
        if self._ground is not None:
            values, inside[:] = self._ground.beside(values, inside, row, column)
        return values
