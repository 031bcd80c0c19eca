"""A second image fills what is void, clouded or shaded in the first; read as a `Scene` is."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..ground.cells import cells
from ..ground.geodesy import ground_metres_per_unit
from ..scene.imagery import Scene
from .colours import Colours, Places
from .faults import CLOUD, MARGIN, MESH_METRES, SHADOW, Looks, find_faults, is_usual, meshes_of

VOID = 1
"""Code of what was without data, beside `CLOUD` and `SHADOW`."""
KINDS = {"void": VOID, "cloud": CLOUD, "shadow": SHADOW}
"""What is filled, by name."""
_CELL = 128
"""Side, in meshes, of the cells in which faults are found; each is looked at as a whole."""
_KEPT = 1024
"""Cells whose faults are kept (16 KiB each)."""
_COLUMNS = 2048
_ROWS_OF_ONE_SIZE = 256


@dataclass(frozen=True)
class Recipe:
    """What decides how one scene is filled from another, found once for all of it."""

    first: Looks
    second: Looks
    colours: Colours

    def plain(self) -> dict[str, Any]:
        """As numbers and lists, for a worker."""
        places = self.colours.places
        return {
            "looks": [self.first.bright, self.first.dark, self.second.bright, self.second.dark],
            "places": [places.height, places.width, places.rows, places.columns],
            "gains": self.colours.gains.tolist(),
            "offsets": self.colours.offsets.tolist(),
        }

    @staticmethod
    def of(plain: dict[str, Any]) -> Recipe:
        """What `plain` gave."""
        looks, gains, offsets = plain["looks"], np.array(plain["gains"]), np.array(plain["offsets"])
        colours = Colours(Places(*plain["places"]), gains, offsets)
        return Recipe(Looks(*looks[:2]), Looks(*looks[2:]), colours)

    @property
    def facts(self) -> dict[str, Any]:
        """For a ledger: the thresholds, and a word for the colours."""
        word = hashlib.sha256(self.colours.gains.tobytes() + self.colours.offsets.tobytes())
        names = ("bright", "dark", "bright in the second image", "dark in the second image")
        looks = dict(zip(names, map(str, self.plain()["looks"]), strict=True))
        return {**looks, "colours": word.hexdigest()[:16]}


class FilledScene:
    """The first scene, with pixels of the second where it has faults.

    A void pixel is filled wherever the second has data. A clouded or shaded one is filled where the second
    is neither bright nor dark at that place; elsewhere it stays as it is.

    Parameters
    ----------
    first
        Limited to what is searched, for good: the recipe is that of this part.
    second
        On the same grid, and limited as the first.
    recipe
        From `measure`.
    """

    def __init__(self, first: Scene, second: Scene, recipe: Recipe) -> None:
        self._first, self._second, self.recipe = first, second, recipe
        self.name, self.whole, self.window, self.grid = first.name, first.whole, first.window, first.grid
        self.bands, self.dtype, self.resampled = first.bands, first.dtype, first.resampled
        self.ground_resolution_m, self.arrival = first.ground_resolution_m, first.arrival
        self._lock = threading.RLock()  # read by the thread that reads ahead, and by who asks for origins
        self._side = max(2, round(MESH_METRES / min(first.ground_resolution_m)))
        self._faults_of_cell = lru_cache(_KEPT)(self._find_faults)
        self._pixel_km2 = lru_cache(_KEPT)(self._measure_pixel)

    def would_wait(self, row: int) -> bool:
        """As `Scene.would_wait`."""
        return self._first.would_wait(row)

    def read(
        self, row: int, count: int, column: int = 0, width: int | None = None
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """As `Scene.read`."""
        return self.read_with_origin(row, count, column, width)[:2]

    def read_with_origin(
        self, row: int, count: int, column: int = 0, width: int | None = None
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        """As `Scene.read`, and what each pixel was filled for (a code of `KINDS`), 0 where it was not."""
        width = self.grid.width - column if width is None else width
        with self._lock:
            return self._read_with_origin(row, count, column, width)

    def _read_with_origin(
        self, row: int, count: int, column: int, width: int
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        values, valid = self._first.read(row, count, column, width)
        origin = np.zeros((count, width), np.uint8)
        side = self._side * _CELL
        for cell in cells(row, column, count, width, side, side):
            faults = self._faults_of_cell(cell.row, cell.column)
            if faults.any():
                rows, columns = (np.arange(part.start, part.stop) // self._side for part in cell.part)
                origin[cell.place] = faults[np.ix_(rows, columns)]
        origin[~valid] = VOID
        for start in range(0, width, _COLUMNS):
            part = np.s_[:, start : start + _COLUMNS]
            self._fill(values[:, :, part[1]], valid[part], origin[part], row, column + start)
        return values, valid, origin

    def square_kilometres(self, origin: npt.NDArray[np.uint8], row: int) -> npt.NDArray[np.float64]:
        """True area of the pixels that were filled, by the order of `KINDS`, of rows that begin at `row`."""
        total = np.zeros(len(KINDS))
        for at, code in enumerate(KINDS.values()):
            for index, pixels in enumerate((origin == code).sum(axis=1)):
                if pixels:
                    total[at] += pixels * self._pixel_km2((row + index) // _ROWS_OF_ONE_SIZE)
        return total

    def _fill(
        self,
        values: npt.NDArray[Any],
        valid: npt.NDArray[np.bool_],
        origin: npt.NDArray[np.uint8],
        row: int,
        column: int,
    ) -> None:
        """Fill a window, in place, where `origin` says so and the second has data; elsewhere it becomes 0."""
        wanted = origin != 0
        if not wanted.any():
            return
        down, right = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
        part = np.s_[down[0] : down[-1] + 1, right[0] : right[-1] + 1]
        row, column = row + int(down[0]), column + int(right[0])
        shape = wanted[part].shape
        found, known = self._second.read(row, shape[0], column, shape[1])
        origin[part][~known] = 0
        take = origin[part] != 0
        adapted = self.recipe.colours.adapt(found.astype(np.float64), row, column)
        if np.issubdtype(values.dtype, np.integer):
            limits = np.iinfo(values.dtype)
            adapted = np.clip(np.rint(adapted), limits.min, limits.max)
        values[(slice(None), *part)][:, take] = adapted[:, take].astype(values.dtype)
        valid[part][take] = True

    def _find_faults(self, row: int, column: int) -> npt.NDArray[np.uint8]:
        """Codes of the meshes of a cell that can be mended; shape at most (_CELL, _CELL)."""
        side, grid = self._side, self.grid
        length, margin = side * _CELL, side * MARGIN
        top, left = max(row - margin, 0), max(column - margin, 0)
        bottom, right = min(row + length + margin, grid.height), min(column + length + margin, grid.width)
        window = top, bottom - top, left, right - left
        meshes = meshes_of(*self._first.read(*window), side)
        faults = find_faults(meshes, self.recipe.first)
        if faults.any():
            values, valid = self._second.read(*window)
            usual = is_usual(meshes_of(values, valid, side).brightness, self.recipe.second)
            adapted = self.recipe.colours.adapt(values.astype(np.float64), top, left)
            other = np.where(usual, meshes_of(adapted, valid, side).brightness, np.nan)
            faults = find_faults(meshes, self.recipe.first, other)
            faults[~usual] = 0
        down, across = (row - top) // side, (column - left) // side
        return np.ascontiguousarray(faults[down : down + _CELL, across : across + _CELL])

    def _measure_pixel(self, band: int) -> float:
        """Square kilometres of a pixel in the middle of a band of rows."""
        row = min((band + 0.5) * _ROWS_OF_ONE_SIZE, self.grid.height)
        x, y = self.grid.transform @ (self.grid.width / 2, row)
        per_x, per_y = ground_metres_per_unit(self.grid.crs, x, y)
        return abs(self.grid.transform.a * per_x * self.grid.transform.e * per_y) / 1e6


def filled_areas(square_kilometres: npt.NDArray[np.float64]) -> dict[str, float]:
    """What was filled, for a summary: by the order of `KINDS`."""
    return {f"filled_{kind}_km2": round(float(area), 4) for kind, area in zip(KINDS, square_kilometres, strict=True)}


def words_of_filling(square_kilometres: npt.NDArray[np.float64], name: str) -> str:
    """What was filled, for a person."""
    void, cloud, shadow = square_kilometres
    return f"Filled from {name}: {void:.3g} km² without data, {cloud:.3g} km² of cloud, {shadow:.3g} km² of shadow."
