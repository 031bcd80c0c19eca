"""The one reader of a raster's values and of which of them are data, whatever way its file tells that.

A file may tell voids by a nodata value, an alpha band, a mask inside or beside it, not-a-number, or all of
them; GDAL's own mask hears only the first that it finds (RFC 15: mask, nodata value, alpha), and alpha only
as the last of two or four bands. Here a pixel is data only where every carrier says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.enums import ColorInterp, Resampling

from ..telling.report import Report

Bools = npt.NDArray[np.bool_]

VOID_VALUES = (-32768.0, -32767.0, -9999.0, -99999.0, 65535.0)
"""Values that mean "no data" in rasters whose file forgot to say so."""
NEGATIVE_VOID_VALUES = tuple(value for value in VOID_VALUES if value < 0)
HUGE = 1e19
"""No quantity of ours is as large: 1e20, 9.97e36 (NetCDF) and -3.4e38 (ESRI) mean "no data"."""
_CLOSE = 4 * np.finfo(np.float32).eps
"""Share by which a nodata value that was written as text may miss the pixels' own."""


def untold_values(dtype: np.dtype[Any], offset: float = 0.0) -> tuple[float, ...]:
    """Of `VOID_VALUES`, those that can hardly be meant in a raster of a type and a declared offset.

    Whole numbers that are packed with an offset use all of their range, but for its ends.
    """
    if dtype.kind == "f":
        return NEGATIVE_VOID_VALUES
    packed = (-9999.0, -99999.0) if offset else ()
    return tuple(value for value in VOID_VALUES if _can_hold(dtype, value) and value not in packed)


def alpha_bands(dataset: Any) -> list[int]:
    """Numbers of the bands that say how opaque a pixel is, wherever they stand."""
    found = zip(dataset.indexes, dataset.colorinterp, strict=True)
    return [number for number, colour in found if colour == ColorInterp.alpha]


def tells_untold(name: str, report: Report) -> Callable[[float], None]:
    """Who tells, of each value once, that it was taken as void though no file of a source says so."""
    told: set[float] = set()

    def tell(value: float) -> None:
        if value in told:
            return
        told.add(value)
        report.warning(f"{name} holds {value:g} without saying that it means no data; taken as void.")

    return tell


class RasterValues:
    """Bands of an open raster, with what tells which of their values are data.

    Parameters
    ----------
    dataset
        Open, of rasterio.
    bands
        Numbers from one, all of one data type.
    alpha
        Bands of opacity; a pixel is data where none of them is 0, however faint it is. Default: those that
        the file calls so, without `bands`.
    nodata
        A further nodata value, told elsewhere than in the file.
    untold
        Values that mean "no data" although the file does not say so.
    zero_is_data
        Whether 0 is an answer and no gap, even where the file calls it its nodata value.
    largest
        Decimals beyond it mean "no data".
    warn
        Is told a value that was taken out though the file does not say so, once for each.

    Attributes
    ----------
    dataset
        What is read from; may be replaced by anything that has its `read` and `read_masks`.
    declares_voids
        Whether the file tells voids at all.
    zero_is_void
        Set where it does not, and pixels that are 0 in every band have no data.
    """

    def __init__(
        self,
        dataset: Any,
        bands: Sequence[int],
        *,
        alpha: Sequence[int] | None = None,
        nodata: float | None = None,
        untold: Collection[float] = (),
        zero_is_data: bool = False,
        largest: float = HUGE,
        warn: Callable[[float], None] | None = None,
    ) -> None:
        self.dataset, self.bands, self.zero_is_void = dataset, list(bands), False
        self.dtype = np.dtype(dataset.dtypes[self.bands[0] - 1])
        told = alpha_bands(dataset) if alpha is None else alpha
        self.alpha = [number for number in told if number not in self.bands]
        told_void = [dataset.nodatavals[number - 1] for number in self.bands]
        self._nodata = [None if zero_is_data and value == 0 else value for value in told_void]
        self._more = nodata
        flags = [{flag.name for flag in dataset.mask_flag_enums[number - 1]} for number in self.bands]
        # A mask of the whole file is the same in every band; others belong to a band, or need all bands.
        self._has_mask = "per_dataset" in flags[0] and "alpha" not in flags[0]
        self._own_masks = [not self._has_mask and not flag for flag in flags]
        self._untold, self._largest, self._warn = tuple(untold), largest, warn
        self.declares_voids = bool(
            self.alpha
            or self._has_mask
            or any(self._own_masks)
            or nodata is not None
            or any(value is not None for value in self._nodata)
        )

    def read(self, window: Any, shape: tuple[int, int] | None = None) -> tuple[npt.NDArray[Any], Bools]:
        """Values (bands, h, w) of a window, and whether pixels (h, w) are data in every band.

        `shape` (h, w) gives a picture of the window instead of its own pixels.
        """
        values, valid = self.read_each(window, shape=shape)
        pixels: Bools = np.asarray(valid.all(axis=0))
        if self.zero_is_void:
            pixels = pixels & (values != 0).any(axis=0)
        return values, pixels

    def read_each(
        self, window: Any, which: Sequence[int] | None = None, shape: tuple[int, int] | None = None
    ) -> tuple[npt.NDArray[Any], Bools]:
        """Values (bands, h, w) of a window as they are stored, and which of them are data (same shape).

        Parameters
        ----------
        window
            Of rasterio.
        which
            Places in `bands`; default all.
        shape
            As in `read`.

        Raises
        ------
        rasterio.errors.RasterioError
            The file cannot be read.
        """
        at = range(len(self.bands)) if which is None else which
        bands = [self.bands[place] for place in at]
        values = self._read(bands, window, shape, Resampling.average)
        valid = self._tell_values(values, at)
        if self._has_mask:
            valid &= self._read_masks(bands[:1], window, shape)[0] != 0
        for index, place in enumerate(at):
            if self._own_masks[place]:
                valid[index] &= self._read_masks(bands[index : index + 1], window, shape)[0] != 0
        for number in self.alpha:
            valid &= self._read([number], window, shape, Resampling.nearest)[0] != 0
        return values, valid

    def _read(self, bands: list[int], window: Any, shape: Any, resampling: Resampling) -> npt.NDArray[Any]:
        if shape is None:
            return np.asarray(self.dataset.read(bands, window=window))
        size = (len(bands), *shape)
        return np.asarray(self.dataset.read(bands, window=window, out_shape=size, resampling=resampling))

    def _read_masks(self, bands: list[int], window: Any, shape: Any) -> npt.NDArray[Any]:
        if shape is None:
            return np.asarray(self.dataset.read_masks(bands, window=window))
        return np.asarray(self.dataset.read_masks(bands, window=window, out_shape=(len(bands), *shape)))

    def _tell_values(self, values: npt.NDArray[Any], at: Sequence[int]) -> Bools:
        """Which values are data as far as they tell it themselves."""
        if values.dtype.kind == "f":
            with np.errstate(invalid="ignore"):
                valid: Bools = np.asarray(np.abs(values) <= self._largest)  # not-a-number is not smaller
        else:
            valid = np.ones(values.shape, bool)
        for index, place in enumerate(at):
            for nodata in (self._nodata[place], self._more):
                if nodata is not None:
                    valid[index] &= ~_is_value(values[index], nodata)
        self._take_out_untold(values, valid)
        return valid

    def _take_out_untold(self, values: npt.NDArray[Any], valid: Bools) -> None:
        if values.dtype.kind == "f" and self._warn is not None and not valid.all():
            told = [nodata for nodata in (*self._nodata, self._more) if nodata is not None]
            with np.errstate(invalid="ignore"):
                huge = values[(np.abs(values) > self._largest) & np.isfinite(values)]
            if huge.size and not any(_is_value(huge[:1], nodata)[0] for nodata in told):
                self._warn(float(huge[0]))
        lowest, highest = (bound.reduce(values, axis=None, initial=0) for bound in (np.fmin, np.fmax))
        for value in self._untold:
            if not lowest <= value <= highest or not _can_hold(values.dtype, value):
                continue
            hit = valid & (values == values.dtype.type(value))
            if hit.any():
                valid &= ~hit
                if self._warn is not None:
                    self._warn(value)


def _can_hold(dtype: np.dtype[Any], value: float) -> bool:
    if dtype.kind not in "iu":
        return True
    limits = np.iinfo(dtype)
    return value == int(value) and limits.min <= value <= limits.max


def _is_value(values: npt.NDArray[Any], nodata: float) -> Bools:
    """Which values are a nodata value; decimals may miss it by the last digits of its text."""
    if np.isnan(nodata):
        return np.isnan(values) if values.dtype.kind == "f" else np.zeros(values.shape, bool)
    if not _can_hold(values.dtype, nodata):
        return np.zeros(values.shape, bool)
    if values.dtype.kind != "f" or nodata == 0 or not np.isfinite(nodata):
        with np.errstate(over="ignore"):
            return np.asarray(values == values.dtype.type(nodata))
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(np.abs(values - values.dtype.type(nodata)) <= abs(nodata) * _CLOSE)
