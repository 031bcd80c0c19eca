"""Elevation, slope and aspect of single cells of a DEM, on true metres."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import rasterio
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import stamp_of
from ..gathering.files import Files, files_of
from ..ground.files.raster_files import open_raster_file
from ..ground.ground_steps import GroundSteps, degrees_of, ground_steps
from ..ground.raster_values import tells_untold
from ..telling.report import Report
from .elevations import Ground, RasterGround, describe
from .implausible import Plausible
from .tiles import WANTED, open_tiles

Floats = npt.NDArray[np.float64]

HIGHEST, LOWEST = 8900.0, -11100.0
"""Metres; no ground is above or below."""

_HIGHEST_FEET = 29_100.0

FLAT = 1e-6
"""Rise per metre below which a cell has no aspect."""

CACHE_BYTES = 128 * 2**20
"""GDAL's block cache: its default grows with the machine's memory."""

_CELLS_AT_A_TIME = 400_000

_HORN = np.array([1.0, 2.0, 1.0])


@dataclass
class Dem:
    """An open DEM; read in windows, voids as NaN, elevations in metres.

    `path` is what sentences call it, `source` the text that a record keeps, which may stand for many files;
    `stamp` changes when a file does; `files` are its tiles, None where it is one raster; `product` is the known
    product that it is, for a record.
    """

    path: Path
    ground: Ground
    crs: pyproj.CRS
    unit: str
    report: Report
    to_degrees: pyproj.Transformer
    source: str
    stamp: list[object]
    files: Files | None = None
    product: str = ""
    _warned: set[str] = field(default_factory=set)
    _plausible: Plausible = field(init=False)

    def __post_init__(self) -> None:
        self._plausible = Plausible(
            lambda *window: self._read(Window(window[1], window[0], window[3], window[2])), self.shape, self._cell_size
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.ground.shape

    @property
    def transform(self) -> Any:
        """Affine transformation from column, row to the coordinate system."""
        return self.ground.transform

    def block(self, row: int, column: int, height: int, width: int) -> DemWindow:
        """A window with a margin of one cell for the slopes; beyond the DEM's edge there are voids."""
        top, left = max(row - 1, 0), max(column - 1, 0)
        bottom, right = min(row + height + 1, self.shape[0]), min(column + width + 1, self.shape[1])
        padded = np.full((height + 2, width + 2), np.nan)
        inner = padded[top - row + 1 : bottom - row + 1, left - column + 1 : right - column + 1]
        inner[:] = self._plausible.window(top, left, bottom - top, right - left)
        return DemWindow(row, column, padded, self.ground_steps(row, column, height, width))

    def elevations(self, row: int, column: int, height: int, width: int) -> Floats:
        """A window inside the DEM, metres, voids as NaN."""
        return self._plausible.window(row, column, height, width)

    def ground_steps(self, row: int, column: int, height: int, width: int) -> GroundSteps:
        """What the cells of a window are on the ground."""
        return ground_steps(self.transform, self.to_degrees, row, column, height, width)

    def latitudes(self, rows: npt.NDArray[Any], columns: npt.NDArray[Any]) -> Floats:
        """Latitude of the middle of cells (n,), degrees, WGS84."""
        x, y = self.transform @ (columns + 0.5, rows + 0.5)
        return np.asarray(self.to_degrees.transform(x, y)[1])

    def tell(self) -> None:
        """Warn of elevations that were taken as void because no ground has them beside its neighbours."""
        for sentence in self._plausible.taken.sentences(self.path.name):
            self.report.warning(sentence)

    def _cell_size(self, row: int, column: int) -> float:
        """Metres on the ground of a cell; 0 where the coordinate system has no such place."""
        try:
            east_c, north_c, east_r, north_r = self.ground_steps(row, column, 1, 1).values[:, 0, 0]
        except UserError:
            return 0.0
        return float(np.sqrt(abs(east_c * north_r - east_r * north_c)))

    def _read(self, window: Window) -> Floats:
        values = self.ground.read(window)
        self._take_out_impossible(values)
        return values

    def _take_out_impossible(self, metres: Floats) -> None:
        """Make NaN of elevations that are none on Earth."""
        lowest, highest = _range(metres)
        if lowest >= LOWEST and highest <= HIGHEST:
            return
        impossible = (metres > HIGHEST) | (metres < LOWEST)
        if impossible.any():
            value = metres[impossible][0]
            self._warn_once(
                "impossible",
                f"{self.path.name} holds an elevation of {value:g} m, which is none on Earth"
                f"{' (feet?)' if HIGHEST < value < _HIGHEST_FEET else ''}; such cells were left out.",
            )
        metres[impossible] = np.nan

    def _warn_once(self, kind: str, message: str) -> None:
        if kind not in self._warned:
            self._warned.add(kind)
            self.report.warning(message)


def _range(values: Floats) -> tuple[float, float]:
    """Lowest and highest value that is a number; (inf, -inf) where none is."""
    flat = values.ravel()
    return float(np.fmin.reduce(flat, initial=np.inf)), float(np.fmax.reduce(flat, initial=-np.inf))


@dataclass(frozen=True)
class DemWindow:
    """A window of a DEM in memory: `padded` (height + 2, width + 2) metres, NaN where there is nothing."""

    row: int
    column: int
    padded: Floats
    steps: GroundSteps

    def elevations(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Floats:
        """Elevation of cells of the raster inside the window, metres, shape (n,)."""
        return self.padded[rows - self.row + 1, columns - self.column + 1]

    def terrain(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Floats:
        """Elevation and gradient of cells of the raster.

        Parameters
        ----------
        rows, columns
            Cells inside the window, in the raster's own counting, shape (n,).

        Returns
        -------
        ndarray of float64, shape (3, n)
            Elevation in metres, rise per metre to the east, rise per metre to the north; NaN where
            unknown. See `gradient`.
        """
        found = np.empty((3, len(rows)))
        for start in range(0, len(rows), _CELLS_AT_A_TIME):
            part = slice(start, start + _CELLS_AT_A_TIME)
            found[:, part] = self._terrain(rows[part], columns[part])
        return found

    def _terrain(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Floats:
        width = self.padded.shape[1]
        centre = (rows - self.row + 1) * width + (columns - self.column + 1)
        flat = self.padded.ravel()
        around = [[flat[centre + i * width + j] for j in (-1, 0, 1)] for i in (-1, 0, 1)]
        per_column, per_row = horn(np.array(around))
        east_c, north_c, east_r, north_r = self.steps.at(rows, columns)
        area = east_c * north_r - east_r * north_c
        with np.errstate(divide="ignore", invalid="ignore"):  # at a pole, east is no direction
            east = (per_column * north_r - per_row * north_c) / area
            north = (per_row * east_c - per_column * east_r) / area
        return np.array([around[1][1], east, north])


def horn(around: Floats) -> tuple[Floats, Floats]:
    """Rise per column and per row by Horn's (1981, doi:10.1109/PROC.1981.11918) 3 x 3 differences.

    Where neighbours are void or beyond the edge, each of the three differences falls back to the
    one-sided one, and a row or column that allows none is left out of the weighted mean. A plane
    keeps its exact gradient either way.

    Parameters
    ----------
    around
        Elevations of the cells and their neighbours, shape (3, 3, n): rows, columns, cells.

    Returns
    -------
    tuple of ndarray, shape (n,)
        Metres per column (to the right), per row (downwards); NaN where the cell itself is void or
        has no neighbour along that axis.
    """
    per_column = np.einsum("i,in->n", _HORN, around[:, 2] - around[:, 0]) / 8
    per_row = np.einsum("i,in->n", _HORN, around[2] - around[0]) / 8
    # The differences do not use the cell itself, so a void there must be looked for.
    broken = np.isnan(per_column) | np.isnan(per_row) | np.isnan(around[1, 1])
    if broken.any():
        few = around[:, :, broken]
        per_column[broken] = _patched(few)
        per_row[broken] = _patched(few.transpose(1, 0, 2))
    return per_column, per_row


def _patched(around: Floats) -> Floats:
    """Differences along the second axis where some neighbours are void, shape (n,)."""
    before, middle, after = around[:, 0], around[:, 1], around[:, 2]
    differences = (after - before) / 2
    differences = np.where(np.isnan(before), after - middle, differences)
    differences = np.where(np.isnan(after), middle - before, differences)
    known = ~np.isnan(differences)
    weights = known * _HORN[:, None]
    total = weights.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (np.where(known, differences, 0) * weights).sum(axis=0) / total
    mean[np.isnan(around[1, 1])] = np.nan
    return np.asarray(mean)


def slope_degrees(east: Floats, north: Floats) -> Floats:
    """Slope from the gradient, in degrees."""
    return np.degrees(np.arctan(np.hypot(east, north)))


def downhill(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Unit vectors (east, north) of the steepest descent; NaN on flat cells, which face nowhere."""
    steepness = np.hypot(east, north)
    with np.errstate(invalid="ignore"):
        length = np.where(steepness > FLAT, steepness, np.nan)
    return -east / length, -north / length


@contextmanager
def open_dem(path: str | Path, report: Report) -> Iterator[Dem]:
    """Open a DEM of any projection, unit, orientation and type; the first band is taken.

    Parameters
    ----------
    path
        A raster by any name that GDAL knows, or many tiles: a folder, a pattern, a list, an archive.
    report
        Gets warnings of what is assumed, now and when it is closed.

    Raises
    ------
    UserError
        No such file, not a raster, no coordinate system, no position, an image, an unknown unit, or tiles that are
        no parts of one DEM.
    """
    files = files_of(path, WANTED)
    ground: Ground
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES), ExitStack() as stack:
        if files is not None:
            name, stamp = files.path, files.stamp
            ground, told = stack.enter_context(open_tiles(files, report))
        else:
            name, stamp = Path(path), stamp_of(path)
            dataset = stack.enter_context(
                open_raster_file(path, "a DEM", "give a DEM as GeoTIFF", report, missing="DEM")
            )
            told = describe(dataset, name, report)
            ground = RasterGround(dataset, name, told.to_metres, tells_untold(name.name, report))
        dem = Dem(name, ground, told.crs, told.unit, report, degrees_of(told.crs), str(path), stamp, files)
        yield dem
        dem.tell()
