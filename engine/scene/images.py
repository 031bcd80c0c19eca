"""Opening images: their bands, what their numbers mean, and which of their pixels are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.naming.source_names import called
from ...models.cards.card import BandRange
from ..ground.files.raster_files import open_raster_file
from ..ground.geodesy import check_georeference
from ..ground.raster_values import NEGATIVE_VOID_VALUES, RasterValues, tells_untold
from ..telling.report import Report
from .arriving import Arrival
from .band_names import names_of
from .bands import choose_bands, opacity_bands
from .grid import Grid
from .looks_void import Samples, opacity_in_disguise, tell_of_collars
from .mosaic.quads import CatalogueFacts
from .numbers import Line, line_of

CACHE_BYTES = 32 * 2**20
"""GDAL's block cache: its default grows with the machine's memory; rows are read once, so this suffices."""
_DTYPES = ("uint8", "uint16", "int16", "float32", "float64")


@dataclass(frozen=True)
class WantedBands:
    """What of images is wanted: bands by name, and the ranges of numbers that a model reads by kind of value.

    Without ranges, numbers are those that are stored.
    """

    bands: Sequence[str]
    ranges: Mapping[str, BandRange] | None = None


@contextmanager
def open_raster(path: str) -> Iterator[Any]:
    """Open any raster, with a small block cache.

    Raises
    ------
    UserError
        No such file, not a raster, or a container of several; see `open_raster_file`.
    """
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES):
        dataset = open_raster_file(path, "an image", "give a GeoTIFF")
        with dataset:
            yield dataset


def check_image(dataset: Any, name: str, *, anywhere: bool = False) -> None:
    """Raise `UserError` where an open raster has pixels of an unusable type, or no place on Earth.

    `anywhere` allows it to have none.
    """
    if not anywhere:
        check_georeference(dataset, name)
    for dtype in set(dataset.dtypes):
        if str(np.dtype(dtype)) not in _DTYPES:
            raise UserError(f"{name} has pixels of type {dtype}; convert it to one of {', '.join(_DTYPES)}.")


@dataclass(frozen=True)
class Reading:
    """How an image is to be read: plain values, found once, so that it can be opened again without a look."""

    bands: tuple[int, ...]
    alpha: tuple[int, ...]
    nodata: float | None
    zero_is_void: bool
    line: Line | None
    dtype: str


def reading_of(
    dataset: Any,
    name: str,
    wanted: WantedBands,
    report: Report,
    told: CatalogueFacts,
    *,
    arrives: bool = False,
    look_at_edges: bool = True,
) -> Reading:
    """Find out how an open image is to be read.

    Of an image that still arrives no pixel is looked at, of others only where that decides something.

    Raises
    ------
    UserError
        Too few bands, names that do not fit, bands of several types.
    rasterio.errors.RasterioError
        Pixels cannot be read.
    """
    bands = choose_bands(dataset, wanted.bands, name, report, told.names, told.tags)
    dtypes = sorted({dataset.dtypes[number - 1] for number in bands})
    if len(dtypes) > 1:
        raise UserError(f"The bands of {name} have pixels of {' and '.join(dtypes)}; convert them to one type.")
    names = names_of(dataset, told.names)
    alpha = [number for number in opacity_bands(dataset, names) if number not in bands]
    if not alpha and not arrives:
        alpha = opacity_in_disguise(dataset, bands, names, name, report)
    values = RasterValues(dataset, bands, alpha=alpha, nodata=told.nodata, untold=NEGATIVE_VOID_VALUES)
    values.zero_is_void = not values.declares_voids
    line = None
    if not arrives:
        samples = Samples(values)
        if look_at_edges:
            tell_of_collars(samples, name, report)
        if wanted.ranges is not None:
            line = line_of(dataset, bands, name, wanted.ranges, report, told, samples.pixels, doubt=look_at_edges)
    return Reading(tuple(bands), tuple(alpha), told.nodata, values.zero_is_void, line, str(np.dtype(dtypes[0])))


class Image:
    """One open image: what a model reads of it, in its own grid. `dtype` and `bands` are those of `read`."""

    def __init__(self, dataset: Any, reading: Reading, name: str, report: Report) -> None:
        self.grid = Grid(dataset.transform, dataset.width, dataset.height, dataset.crs)
        self.bands, self.dtype = len(reading.bands), reading.dtype
        self.zero_is_void = reading.zero_is_void
        self.values = RasterValues(
            dataset,
            reading.bands,
            alpha=reading.alpha,
            nodata=reading.nodata,
            untold=NEGATIVE_VOID_VALUES,
            warn=tells_untold(name, report),
        )
        self.values.zero_is_void, self._line = reading.zero_is_void, reading.line

    def read(
        self, window: Window, shape: tuple[int, int] | None = None
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """Values (bands, h, w) of a window, and whether they are data (h, w); `shape` for a picture of it."""
        values, valid = self.values.read(window, shape)
        return (values if self._line is None else self._line.of(values)), valid


def unreadable(name: str) -> UserError:
    """The sentence for an image whose pixels cannot be read."""
    return UserError(
        f"{name} cannot be read to its end (it may be truncated or its disk may have gone); copy or download it again."
    )


@contextmanager
def open_image(
    path: str, wanted: WantedBands, report: Report, arrival: Arrival | None = None, *, anywhere: bool = False
) -> Iterator[Any]:
    """Open an image, or a mosaic of many, for reading what is wanted of it.

    `anywhere` takes an image that lies nowhere on Earth, too: what is read is only to be looked at.

    Yields
    ------
    Image or mosaic_reading.Mosaic

    Raises
    ------
    UserError
        No such file, not an image, no coordinate system, too few bands, an unusable pixel type.
    """
    from .mosaic.mosaic import is_mosaic
    from .mosaic.mosaic_reading import open_mosaic  # which opens images itself

    name = called(path)
    with ExitStack() as stack:
        if is_mosaic(path):
            stack.enter_context(rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES))
            yield stack.enter_context(open_mosaic(path, wanted, report))
            return
        dataset = stack.enter_context(open_raster(path))
        check_image(dataset, name, anywhere=anywhere)
        try:
            reading = reading_of(dataset, name, wanted, report, CatalogueFacts(), arrives=arrival is not None)
        except RasterioError as error:
            raise unreadable(name) from error
        if reading.zero_is_void:
            tell_zero_is_void(name, report)
        yield Image(dataset, reading, name, report)


def tell_zero_is_void(name: str, report: Report) -> None:
    """Warn that voids are guessed."""
    report.warning(f"{name} declares no nodata value; pixels that are 0 in every band are taken as without data.")
