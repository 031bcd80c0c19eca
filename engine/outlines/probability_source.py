"""Reads a probability raster strip by strip, whatever way its probabilities are stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ..ground.files.raster_files import open_raster_file
from ..ground.geodesy import check_georeference, raster_bounds
from ..ground.raster_values import RasterValues, alpha_bands
from .probability import HIGHEST, NODATA

_PIXELS_PER_STRIP = 2**21
_CACHE_BYTES = 4 * 2**20
"""GDAL's block cache: each block is read once, so a larger one would only cost memory."""
_SLACK = 1e-6
"""Probabilities may be out of 0 to 1 by so much (floating point, interpolation)."""


class ProbabilitySource:
    """One open probability raster. Make it with `open_probability`.

    Attributes
    ----------
    transform, crs, width, height
        Its grid.
    tags
        What the file says about itself (`detect` notes its model).
    """

    def __init__(self, dataset: Any, path: Path) -> None:
        self._dataset, self._path = dataset, path
        self._values = RasterValues(dataset, [1], largest=np.inf)  # what is none is told, not left out
        self.transform: Affine = dataset.transform
        self.crs: Any = dataset.crs
        self.width: int = dataset.width
        self.height: int = dataset.height
        self.tags: dict[str, str] = dataset.tags()
        scale, offset = dataset.scales[0], dataset.offsets[0]
        self._scale, self._offset = scale, offset
        is_ours = offset == 0 and abs(scale * HIGHEST - 1) < 1e-6 and dataset.nodata == NODATA
        self._is_bytes = dataset.dtypes[0] == "uint8" and is_ours

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, also of a rotated raster."""
        return raster_bounds(self)

    def _strips(self) -> Iterator[tuple[Window, float]]:
        """Windows of full rows, whole rows of blocks each, and how far the raster is done with each."""
        block = self._dataset.block_shapes[0][0]
        rows = max(_PIXELS_PER_STRIP // self.width // block, 1) * block
        if block > 1 and rows * self.width > 16 * _PIXELS_PER_STRIP:  # one block for the whole raster
            rows = max(_PIXELS_PER_STRIP // self.width, 1)
        for row in range(0, self.height, rows):
            count = min(rows, self.height - row)
            yield Window(0, row, self.width, count), (row + count) / self.height

    def _read(self, window: Window) -> npt.NDArray[Any]:
        """Values as they are stored (bytes of ours), else as probabilities with NaN for no data."""
        try:
            stored, known = self._values.read_each(window)
        except RasterioError as error:
            raise UserError(
                f"{self._path} cannot be read to its end (it may be truncated or its disk may have gone); "
                "copy it or make it again."
            ) from error
        values, valid = stored[0], known[0]
        if self._is_bytes:
            values[~valid] = NODATA
            return np.asarray(values)
        kind = np.float32 if values.dtype.itemsize < 4 or values.dtype == np.float32 else np.float64
        probability = values.astype(kind)
        if (self._scale, self._offset) != (1.0, 0.0):
            probability = probability * kind(self._scale) + kind(self._offset)
        probability[~valid] = np.nan
        return np.asarray(probability)

    def strips(self) -> Iterator[tuple[npt.NDArray[Any], float]]:
        """Rows from top to bottom, shape (h, width), and how far the raster is done with them (0 to 1).

        Either bytes as in `engine.probability`, or floating point from 0 to 1 with NaN for no data.

        Raises
        ------
        UserError
            Where the values are not probabilities, or the file cannot be read to its end.
        """
        for window, done in self._strips():
            rows = self._read(window)
            if rows.dtype != np.uint8:
                rows = self._checked(rows)
            yield rows, done

    def _checked(self, rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
        low, high = _range(rows)
        if low >= 0 and high <= 1:
            return rows
        if low >= -_SLACK and high <= 1 + _SLACK:
            return np.asarray(np.clip(rows, 0, 1))
        for window, _ in self._strips():  # the whole raster, for a message that helps
            next_low, next_high = _range(self._read(window))
            low, high = min(low, next_low), max(high, next_high)
        raise UserError(
            f"{self._path} holds values from {low:g} to {high:g}, not probabilities from 0 to 1; set the "
            "band's scale (gdal_edit.py -scale) or divide it with the raster calculator."
        )


def _range(values: npt.NDArray[Any]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)


def _check(dataset: Any, path: Path) -> None:
    if dataset.count - len(alpha_bands(dataset)) != 1 or 1 in alpha_bands(dataset):
        raise UserError(
            f"{path} has {dataset.count} bands, but a probability raster has one; "
            "choose another file or extract the band."
        )
    if dataset.dtypes[0].startswith("complex"):
        raise UserError(f"{path} holds complex numbers, not probabilities; choose another file.")
    check_georeference(dataset, str(path))


@contextmanager
def open_probability(path: Path) -> Iterator[ProbabilitySource]:
    """Open a probability raster.

    Understood are the bytes that `detect` writes (0 to 254 with the scale 1/254, 255 without data), and
    any other type whose values, times the band's scale and plus its offset, are from 0 to 1.

    Raises
    ------
    UserError
        No such file, not a raster, several bands, no coordinate system or georeference.
    """
    with rasterio.Env(GDAL_CACHEMAX=_CACHE_BYTES):
        dataset = open_raster_file(path, "a probability raster", "give one that detect wrote")
        with dataset:
            _check(dataset, path)
            yield ProbabilitySource(dataset, path)
