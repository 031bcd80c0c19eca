"""The scene: an image read in rows, on a north-up grid of the ground resolution that a network wants."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..ground.geodesy import check_georeference, ground_metres_per_unit
from ..report import Report
from .arriving import Arrival, ArrivingDataset, CompleteDataset
from .cells import cells
from .mosaic import as_one_file, is_mosaic

RESOLUTION_TOLERANCE = 0.05
"""A scene whose pixels differ by less than this from the model's ground resolution is read as it is."""
CACHE_BYTES = 32 * 2**20
"""GDAL's block cache: its default grows with the machine's memory; rows are read once, so this suffices."""
_DTYPES = ("uint8", "uint16", "int16", "float32", "float64")
_WARP_ROWS, _WARP_COLUMNS = 128, 512
"""Cells in which a resampled scene is read (GDAL's own blocks of a warped dataset)."""


@dataclass(frozen=True)
class Grid:
    """A north-up raster grid."""

    transform: Affine
    width: int
    height: int
    crs: Any

    def part(self, row: int, column: int, height: int, width: int) -> Grid:
        """The grid of a window of this one."""
        return Grid(self.transform @ Affine.translation(column, row), width, height, self.crs)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        left, top = self.transform @ (0, 0)
        right, bottom = self.transform @ (self.width, self.height)
        return left, bottom, right, top


def ground_resolution(crs: Any, transform: Affine, width: int, height: int) -> tuple[float, float]:
    """True ground size of the pixel in the middle of a raster, in metres, along its rows and columns."""
    x, y = transform @ (width / 2, height / 2)
    per_x, per_y = ground_metres_per_unit(crs, x, y)
    return (
        math.hypot(transform.a * per_x, transform.d * per_y),
        math.hypot(transform.b * per_x, transform.e * per_y),
    )


def choose_bands(dataset: Any, wanted: Sequence[str], name: str, report: Report) -> list[int]:
    """Band numbers (from 1) that hold what the network wants: by description, by colour, else by order."""
    described = [(text or "").strip().lower() for text in dataset.descriptions]
    if all(band in described for band in wanted):
        return [described.index(band) + 1 for band in wanted]
    colours = [colour.name for colour in dataset.colorinterp]
    if all(band in colours for band in wanted):
        return [colours.index(band) + 1 for band in wanted]
    usable = [number for number in dataset.indexes if colours[number - 1] != ColorInterp.alpha.name]
    names = ", ".join(wanted)
    if len(usable) < len(wanted):
        palette = " with a colour table (convert it to RGB first)" if "palette" in colours else ""
        raise UserError(
            f"{name} has {len(usable)} band{'s' * (len(usable) != 1)}{palette}, but the model needs "
            f"{len(wanted)} ({names}); choose an image that has them."
        )
    if len(usable) > len(wanted):
        report.warning(
            f"{name} has {len(usable)} bands without names; the first {len(wanted)} are taken as {names}."
        )
    return usable[: len(wanted)]


class Scene:
    """One image, opened for reading by rows. Make it with `open_scene`.

    Attributes
    ----------
    grid
        The grid that rows are read on (the whole image, or the part that was asked for).
    ground_resolution_m
        True size of its pixels in the middle, along rows and columns.
    bands, dtype
        Number of bands and data type of what `read` gives.
    resampled
        Whether pixels are resampled on the fly.
    arrival
        What tells which rows are there, where the image is still being written.
    """

    arrival: Arrival | None = None

    def __init__(
        self, dataset: Any, name: str, bands: list[int], grid: Grid, *, resampled: bool, zero_is_void: bool
    ) -> None:
        self._dataset, self._bands, self._zero_is_void = dataset, bands, zero_is_void
        self._whole, self._row, self._column = grid, 0, 0
        self.name, self.grid, self.resampled = name, grid, resampled
        self.bands, self.dtype = len(bands), str(np.dtype(dataset.dtypes[bands[0] - 1]))
        self.ground_resolution_m = ground_resolution(grid.crs, grid.transform, grid.width, grid.height)

    def limit_to(self, bounds: tuple[float, float, float, float]) -> None:
        """Read only the part within `bounds` (left, bottom, right, top in the scene's coordinate system).

        Raises
        ------
        UserError
            Where the bounds do not touch the scene.
        """
        inverse = ~self.grid.transform
        corners = [inverse @ (x, y) for x in bounds[::2] for y in bounds[1::2]]
        columns, rows = zip(*corners, strict=True)
        # A hundredth of a pixel of slack keeps an extent that was printed and read back on its grid.
        left, right = math.floor(min(columns) + 0.01), math.ceil(max(columns) - 0.01)
        top, bottom = math.floor(min(rows) + 0.01), math.ceil(max(rows) - 0.01)
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.grid.width), min(bottom, self.grid.height)
        if left >= right or top >= bottom:
            raise UserError(
                f"The extent lies outside {self.name}, whose bounds are "
                f"{', '.join(f'{value:.6g}' for value in self.grid.bounds)} in {self.grid.crs}; "
                "choose an extent that overlaps it.",
                kind="extent",
            )
        self._row, self._column = self._row + top, self._column + left
        self.grid = self.grid.part(top, left, bottom - top, right - left)

    @property
    def whole(self) -> Grid:
        """The grid of the whole image."""
        return self._whole

    @property
    def window(self) -> tuple[int, int, int, int]:
        """Which part of the whole image `grid` is: first row and column, height, width."""
        return self._row, self._column, self.grid.height, self.grid.width

    def would_wait(self, row: int) -> bool:
        """Whether the rows of `grid` before `row` are not there yet; raises as `Arrival.is_there`."""
        if self.arrival is None:
            return False
        end = self._row + row
        return not self.arrival.is_there(None if self.resampled or end >= self._whole.height else end)

    def limit_to_window(self, row: int, column: int, height: int, width: int) -> None:
        """Read only this part of the whole image (a `window` of the same image, opened elsewhere)."""
        self._row, self._column = row, column
        self.grid = self._whole.part(row, column, height, width)

    def read(
        self, row: int, count: int, column: int = 0, width: int | None = None
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Read rows. A pixel's values do not depend on what is read with it.

        Parameters
        ----------
        row, count
            First row of `grid`, and how many.
        column, width
            First column of `grid`, and how many (default: to the right edge).

        Returns
        -------
        values : ndarray, shape (bands, count, width)
        valid : ndarray of bool, shape (count, width)
            False where any band has no data.

        Raises
        ------
        UserError
            Where the file cannot be read (truncated, on a disk that went away).
        """
        width = self.grid.width - column if width is None else width
        try:
            values, masks = self._read(self._row + row, self._column + column, count, width)
        except RasterioError as error:
            raise UserError(
                f"{self.name} cannot be read to its end (it may be truncated or its disk may have gone); "
                "copy or download it again.",
            ) from error
        valid: npt.NDArray[np.bool_] = (masks != 0).all(axis=0)
        if np.issubdtype(values.dtype, np.floating):
            valid &= np.isfinite(values).all(axis=0)
        if self._zero_is_void:
            valid &= (values != 0).any(axis=0)
        return values, valid

    def _read(
        self, row: int, column: int, height: int, width: int
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.uint8]]:
        """Values and masks, each (bands, height, width), of a window of the whole image."""
        if not self.resampled:
            window = Window(column, row, width, height)
            return (
                self._dataset.read(self._bands, window=window),
                self._dataset.read_masks(self._bands, window=window),
            )
        values = np.empty((len(self._bands), height, width), self.dtype)
        masks = np.empty(values.shape, np.uint8)
        for cell in cells(row, column, height, width, _WARP_ROWS, _WARP_COLUMNS):
            down = min(_WARP_ROWS, self._whole.height - cell.row)
            across = min(_WARP_COLUMNS, self._whole.width - cell.column)
            window, (rows, columns) = Window(cell.column, cell.row, across, down), cell.place
            part = (slice(None), *cell.part)
            values[:, rows, columns] = self._dataset.read(self._bands, window=window)[part]
            masks[:, rows, columns] = self._dataset.read_masks(self._bands, window=window)[part]
        return values, masks


def _target_grid(dataset: Any, resolution: float) -> Grid:
    """A north-up grid over the dataset whose pixels have the true ground size `resolution`."""
    corners = [dataset.transform @ (x, y) for x in (0, dataset.width) for y in (0, dataset.height)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    per_x, per_y = ground_metres_per_unit(dataset.crs, (left + right) / 2, (bottom + top) / 2)
    size_x, size_y = resolution / per_x, resolution / per_y
    width, height = math.ceil((right - left) / size_x - 1e-6), math.ceil((top - bottom) / size_y - 1e-6)
    return Grid(Affine(size_x, 0, left, 0, -size_y, top), max(width, 1), max(height, 1), dataset.crs)


def check_image(dataset: Any, name: str) -> None:
    """Raise `UserError` where an open raster has no place on Earth, or pixels of an unusable type."""
    check_georeference(dataset, name)
    for dtype in set(dataset.dtypes):
        if str(np.dtype(dtype)) not in _DTYPES:
            raise UserError(f"{name} has pixels of type {dtype}; convert it to one of {', '.join(_DTYPES)}.")


@contextmanager
def open_raster(path: str) -> Iterator[Any]:
    """Open any raster, or a mosaic of them (see `mosaic.is_mosaic`), with a small block cache.

    Raises
    ------
    UserError
        No such file, or not a raster.
    """
    name = scrub(path)
    is_plain_path = "://" not in path and not path.startswith("/vsi") and ":" not in path[2:]
    if is_plain_path and not Path(path).exists() and not is_mosaic(path):
        raise UserError(f"There is no file {name}; check the path.")
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES), as_one_file(path) as file:
        try:
            dataset = rasterio.open(file)
        except RasterioError as error:
            raise UserError(
                f"{name} cannot be opened as an image; it is no raster file, or it is damaged."
            ) from error
        with dataset:
            yield dataset


@contextmanager
def open_scene(
    path: str, bands: Sequence[str], resolution: float | None, report: Report, arrival: Arrival | None = None
) -> Iterator[Scene]:
    """Open an image for a network.

    Parameters
    ----------
    path
        File, or anything GDAL opens; also a folder, pattern or list of files.
    bands
        What the network wants, in order (`red`, `green`, `blue`).
    resolution
        True ground resolution in metres that it wants. The image is resampled on the fly where its own
        differs by more than 5 percent along rows or columns, and where its grid is rotated or south-up.
    report
        Takes the warnings.
    arrival
        Given where another program still writes the image: reading waits for the rows that it wants.

    Yields
    ------
    Scene

    Raises
    ------
    UserError
        No such file, not an image, no coordinate system, too few bands, an unusable pixel type.
    """
    name = scrub(path)
    with open_raster(path) as dataset, ExitStack() as stack:
        check_image(dataset, name)
        chosen = choose_bands(dataset, bands, name, report)
        zero_is_void = not declares_voids(dataset)
        if zero_is_void:
            report.warning(
                f"{name} declares no nodata value; pixels that are 0 in every band are taken as without data."
            )
        if _fits(dataset, resolution):
            grid = Grid(dataset.transform, dataset.width, dataset.height, dataset.crs)
            source = dataset if arrival is None else stack.enter_context(ArrivingDataset(dataset, arrival))
            scene = Scene(source, name, chosen, grid, resampled=False, zero_is_void=zero_is_void)
            scene.arrival = arrival
            yield scene
            return
        own = ground_resolution(dataset.crs, dataset.transform, dataset.width, dataset.height)
        grid = _target_grid(dataset, resolution or min(own))
        across, along = (size / (resolution or min(own)) for size in own)
        # Without the two scales GDAL guesses them from each window it is asked for, and smooths accordingly.
        with WarpedVRT(
            dataset, crs=dataset.crs, transform=grid.transform, width=grid.width, height=grid.height,
            resampling=Resampling.bilinear, add_alpha=zero_is_void, warp_mem_limit=64,
            XSCALE=across, YSCALE=along,
        ) as warped:  # fmt: skip
            source = warped if arrival is None else CompleteDataset(warped, arrival)
            scene = Scene(source, name, chosen, grid, resampled=True, zero_is_void=zero_is_void)
            scene.arrival = arrival
            yield scene


def declares_voids(dataset: Any) -> bool:
    """Whether the file says which pixels have no data (nodata value, alpha band or mask)."""
    return any("all_valid" not in [flag.name for flag in flags] for flags in dataset.mask_flag_enums)


def _fits(dataset: Any, resolution: float | None) -> bool:
    """Whether the file's own grid can be read as it is: north-up, and near enough to the resolution."""
    transform = dataset.transform
    if transform.b != 0 or transform.d != 0 or not transform.a > 0 > transform.e:
        return False
    if resolution is None:
        return True
    own = ground_resolution(dataset.crs, transform, dataset.width, dataset.height)
    return all(abs(size / resolution - 1) <= RESOLUTION_TOLERANCE for size in own)
