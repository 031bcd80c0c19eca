"""Elevations of one raster in metres, and what must be right with a raster so that it can be a DEM."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pyproj
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ..ground.geodesy import check_latitudes, check_reach, raster_bounds, to_pyproj
from ..ground.lengths import vertical_unit, warn_of_doubts
from ..ground.raster_values import VOID_VALUES, RasterValues, alpha_bands
from ..telling.report import Report

Floats = npt.NDArray[np.float64]

_VOIDS_OF_DEMS = (-999999.0, 32767.0, 99999.0)
"""Further values that mean "no data" in DEMs whose file forgot to say so."""


class Ground(Protocol):
    """Elevations on one grid, of one raster or of many."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""

    @property
    def transform(self) -> Any:
        """Affine transformation from column, row to the coordinate system."""

    @property
    def crs(self) -> Any:
        """The coordinate system, as rasterio has it."""

    def read(self, window: Window) -> Floats:
        """Elevations of a window inside, metres, shape (height, width), voids as NaN.

        Raises
        ------
        UserError
            A file is truncated or damaged.
        """


class RasterGround:
    """The first band of an open raster.

    Parameters
    ----------
    dataset
        Of rasterio.
    path
        What a sentence calls it.
    to_metres
        The length of its unit.
    warn
        Is told a value that was taken as void though nothing declares it so.
    """

    def __init__(self, dataset: Any, path: Path, to_metres: float, warn: Callable[[float], None]) -> None:
        self._dataset, self._path, self._to_metres = dataset, path, to_metres
        self._values = RasterValues(dataset, [1], untold=(*VOID_VALUES, *_VOIDS_OF_DEMS), warn=warn)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self._dataset.height), int(self._dataset.width)

    @property
    def transform(self) -> Any:
        """Affine transformation from column, row to the coordinate system."""
        return self._dataset.transform

    @property
    def crs(self) -> Any:
        """The coordinate system, as rasterio has it."""
        return self._dataset.crs

    def read(self, window: Window) -> Floats:
        """Elevations of a window; see `Ground.read`."""
        try:
            stored, valid = self._values.read_each(window)
        except RasterioError as error:
            raise UserError(f"{self._path} cannot be read to its end; it is truncated or damaged.") from error
        values: Floats = stored[0].astype(np.float64)
        values[~valid[0]] = np.nan
        values *= (self._dataset.scales[0] or 1.0) * self._to_metres
        values += (self._dataset.offsets[0] or 0.0) * self._to_metres
        return values


class Described(NamedTuple):
    """The coordinate system of a DEM, the unit of its elevations in words, and its length in metres."""

    crs: pyproj.CRS
    unit: str
    to_metres: float


def describe(dataset: Any, path: Path, report: Report) -> Described:
    """What an open raster tells of itself as a DEM.

    Raises
    ------
    UserError
        No coordinate system, no position, an image, or an unknown unit.
    """
    if dataset.crs is None:
        raise UserError(f"The DEM {path} has no coordinate system; set it first.", kind="crs")
    transform = dataset.transform
    if transform.is_identity or not np.isfinite(transform[:6]).all() or transform.determinant == 0:
        raise UserError(f"The DEM {path} does not say where it lies; give a georeferenced one.")
    if dataset.count >= 3 and dataset.dtypes[0] == "uint8":
        raise UserError(f"{path} is an image of {dataset.count} bands, not a DEM; give an elevation raster.")
    if dataset.dtypes[0].startswith("complex"):
        raise UserError(f"{path} holds complex numbers, not elevations; give a DEM.")
    if dataset.count - len(alpha_bands(dataset)) > 1:
        report.warning(f"{path.name} has {dataset.count} bands; the first is taken as the elevation.")
    crs = to_pyproj(dataset.crs, f"the DEM {path}")
    bounds = raster_bounds(dataset)
    check_reach(bounds, f"The DEM {path}")
    check_latitudes(bounds, crs, f"The DEM {path}")
    unit, to_metres = vertical_unit(dataset, crs, path)
    warn_of_doubts(dataset, crs, unit, path.name, report)
    return Described(crs, unit, to_metres)
