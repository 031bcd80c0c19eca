"""The scene: an image read in rows, on a north-up grid of the ground resolution that a network wants."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ...models.cards.card import BandRange
from ..telling.report import Report
from .arriving import Arrival, ArrivingDataset, CompleteDataset
from .grid import Grid, fits, ground_resolution, target_grid
from .images import Image, WantedBands, open_image, unreadable
from .resampled import Pixels, Resampled


class Scene(Protocol):
    """What is searched: an image, or one that another fills, read by rows.

    Attributes
    ----------
    name
        For people.
    whole
        The grid of the whole image.
    window
        Which part of it is read: first row and column, height, width.
    grid
        The grid of that part, on which rows are read.
    ground_resolution_m
        True size of its pixels in the middle, along rows and columns.
    bands, dtype
        Number of bands and data type of what `read` gives.
    resampled
        Whether pixels are resampled on the fly.
    arrival
        What tells which rows are there, where the image is still being written.
    """

    name: str
    whole: Grid
    window: tuple[int, int, int, int]
    grid: Grid
    ground_resolution_m: tuple[float, float]
    bands: int
    dtype: str
    resampled: bool
    arrival: Arrival | None

    def would_wait(self, row: int) -> bool:
        """Whether the rows of `grid` before `row` are not there yet; raises as `Arrival.is_there`."""
        ...

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
        ...


class ImageScene:
    """The scene of one image. Make it with `open_scene`."""

    def __init__(self, pixels: Pixels, name: str) -> None:
        self._pixels = pixels
        self.name, self.resampled = name, isinstance(pixels, Resampled)
        self.whole = self.grid = grid = pixels.grid
        self.window = 0, 0, grid.height, grid.width
        self.bands, self.dtype = pixels.bands, pixels.dtype
        self.ground_resolution_m = ground_resolution(grid.crs, grid.transform, grid.width, grid.height)
        self.arrival: Arrival | None = None

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
        self.limit_to_window(self.window[0] + top, self.window[1] + left, bottom - top, right - left)

    def _elsewhere(self, what: str) -> UserError:
        bounds = ", ".join(f"{value:.6g}" for value in self.grid.bounds)
        return UserError(
            f"The {what} lies outside {self.name}, whose bounds are {bounds} in {self.grid.crs}; "
            f"choose an {what} that overlaps it.",
            kind="extent",
        )

    def limit_to_window(self, row: int, column: int, height: int, width: int) -> None:
        """Read only this part of the whole image (a `window` of the same image, opened elsewhere)."""
        self.window = row, column, height, width
        self.grid = self.whole.part(*self.window)

    def would_wait(self, row: int) -> bool:
        """As `Scene.would_wait`."""
        if self.arrival is None:
            return False
        end = self.window[0] + row
        return not self.arrival.is_there(None if self.resampled or end >= self.whole.height else end)

    def read(
        self, row: int, count: int, column: int = 0, width: int | None = None
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """As `Scene.read`."""
        width = self.grid.width - column if width is None else width
        window = Window(self.window[1] + column, self.window[0] + row, width, count)
        try:
            return self._pixels.read(window)
        except RasterioError as error:
            raise unreadable(self.name) from error


@contextmanager
def open_scene(
    path: str,
    bands: Sequence[str],
    resolution: float | None,
    report: Report,
    arrival: Arrival | None = None,
    ranges: Mapping[str, BandRange] | None = None,
) -> Iterator[ImageScene]:
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
    ranges
        The numbers that the network reads, by kind of value (`ModelCard.scaling`): an image that declares a
        scale and an offset is brought to them. None leaves numbers as they are stored.

    Yields
    ------
    ImageScene

    Raises
    ------
    UserError
        No such file, not an image, no coordinate system, too few bands, an unusable pixel type.
    """
    with open_image(path, WantedBands(tuple(bands), ranges), report, arrival) as image:
        pixels: Pixels = image
        if not fits(image.grid, resolution):
            own = ground_resolution(image.grid.crs, image.grid.transform, image.grid.width, image.grid.height)
            wanted = resolution or min(own)
            across, along = (size / wanted for size in own)
            pixels = Resampled(image, target_grid(image.grid, wanted), across, along)
        scene = ImageScene(pixels, scrub(path))
        with _arriving(image, arrival, whole=scene.resampled):
            scene.arrival = arrival
            yield scene


@contextmanager
def _arriving(image: Any, arrival: Arrival | None, *, whole: bool) -> Iterator[None]:
    """Inside the block an image that still arrives is read when its rows, or the whole of it, are there."""
    if arrival is None or not isinstance(image, Image):
        yield
    elif whole:
        image.values.dataset = CompleteDataset(image.values.dataset, arrival)
        yield
    else:
        with ArrivingDataset(image.values.dataset, arrival) as dataset:
            image.values.dataset = dataset
            yield
