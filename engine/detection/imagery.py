"""The scene: an image read in rows, on a north-up grid of the ground resolution that a network wants."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..report import Report
from .arriving import Arrival, ArrivingDataset, CompleteDataset
from .cells import cells
from .grid import Grid, fits, ground_resolution, target_grid
from .images import check_image, choose_bands, declares_voids, open_raster

_WARP_ROWS, _WARP_COLUMNS = 128, 512
"""Cells in which a resampled scene is read (GDAL's own blocks of a warped dataset)."""


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

    def limit_to(self, bounds: tuple[float, float, float, float] | None, what: str = "extent") -> None:
        """Read only the part within `bounds` (left, bottom, right, top in the scene's coordinate system).

        None stands for bounds that share nothing with the scene; `what` they are, for the sentence.

        Raises
        ------
        UserError
            Where the bounds do not touch the scene.
        """
        if bounds is None:
            raise self._elsewhere(what)
        inverse = ~self.grid.transform
        corners = [inverse @ (x, y) for x in bounds[::2] for y in bounds[1::2]]
        columns, rows = zip(*corners, strict=True)
        # A hundredth of a pixel of slack keeps an extent that was printed and read back on its grid.
        left, right = math.floor(min(columns) + 0.01), math.ceil(max(columns) - 0.01)
        top, bottom = math.floor(min(rows) + 0.01), math.ceil(max(rows) - 0.01)
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.grid.width), min(bottom, self.grid.height)
        if left >= right or top >= bottom:
            raise self._elsewhere(what)
        self._row, self._column = self._row + top, self._column + left
        self.grid = self.grid.part(top, left, bottom - top, right - left)

    def _elsewhere(self, what: str) -> UserError:
        bounds = ", ".join(f"{value:.6g}" for value in self.grid.bounds)
        return UserError(
            f"The {what} lies outside {self.name}, whose bounds are {bounds} in {self.grid.crs}; "
            f"choose an {what} that overlaps it.",
            kind="extent",
        )

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
        if fits(dataset, resolution):
            grid = Grid(dataset.transform, dataset.width, dataset.height, dataset.crs)
            source = dataset if arrival is None else stack.enter_context(ArrivingDataset(dataset, arrival))
            scene = Scene(source, name, chosen, grid, resampled=False, zero_is_void=zero_is_void)
            scene.arrival = arrival
            yield scene
            return
        own = ground_resolution(dataset.crs, dataset.transform, dataset.width, dataset.height)
        grid = target_grid(dataset, resolution or min(own))
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
