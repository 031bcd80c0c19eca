"""Climate from anything that GDAL reads: a mean annual raster, or one band a month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cftime
import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Interleaving
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ..ground.files.raster_files import open_raster_file
from ..ground.geodesy import check_georeference, to_pyproj
from ..ground.raster_values import RasterValues, alpha_bands, tells_untold, untold_values
from ..telling.report import Report
from ..terrain.dem import CACHE_BYTES
from .cell_grid import CellGrid
from .seasons import month_of
from .source import FileFacts, damaged
from .steps import Steps, decode_times, in_order, mean_year, steps_of

Floats = npt.NDArray[np.float64]

DATE = re.compile(r"(?<!\d)(1[5-9]\d\d|2[01]\d\d)[-_./]?(0[1-9]|1[0-2])(?:[-_./]?([0-3]\d))?(?!\d)")
"""A date in a name: ``198201``, ``2001-07-01``."""

_SINCE = re.compile(r"(time|valid_time|t)#units=.* since .*")
_TITLES = re.compile(
    r"(.*#)?(long_name|standard_name|description|title|variable|parameter|varname|name|"
    r"netcdf_varname|tifftag_imagedescription|tifftag_documentname|grib_comment|grib_element|cell_methods|month)",
    re.IGNORECASE,
)
"""Tags that say what a raster holds, also as GDAL writes those of NetCDF (``t2m#long_name``)."""


@dataclass(frozen=True)
class RasterSource:
    """An open raster; see `source.Source`. `bands` are those that are read, counted from one."""

    path: Path
    dataset: Any
    grid: CellGrid
    bands: tuple[int, ...]
    steps: Steps | None
    told: FileFacts
    values: RasterValues

    @property
    def stored(self) -> tuple[int, int, int]:
        """Steps, rows and columns that are stored together."""
        height, width = self.dataset.block_shapes[0]
        together = self.dataset.interleaving == Interleaving.pixel
        return len(self.bands) if together else 1, int(height), int(width)

    def read(self, steps: Sequence[int], row: int, column: int, height: int, width: int) -> Floats:
        """Values of some steps in a window; see `source.Source.read`."""
        bands = [self.bands[step] for step in steps]
        try:
            stored, valid = self.values.read_each(Window(column, row, width, height), steps)
        except RasterioError as error:
            raise UserError(damaged(self.path)) from error
        values: Floats = stored.astype(np.float64)
        values[~valid] = np.nan
        scale = np.array([self.dataset.scales[band - 1] or 1.0 for band in bands])
        offset = np.array([self.dataset.offsets[band - 1] or 0.0 for band in bands])
        if (scale != 1).any() or offset.any():
            values *= scale[:, None, None]
            values += offset[:, None, None]
        return values


@contextmanager
def open_raster(path: Path, variable: str | None, option: str, report: Report) -> Iterator[RasterSource]:
    """Open a raster in place.

    Parameters
    ----------
    path
        GeoTIFF, VRT or the like.
    variable
        A band by its number or its description; None takes all: one band is a mean annual raster,
        twelve are January to December, and bands whose descriptions hold dates are a series.
    option
        The caller's option that names a band.
    report
        Gets a warning where months are assumed.

    Raises
    ------
    UserError
        Not a raster, no coordinate system, an image, or bands that are neither one nor months.
    """
    dataset = open_raster_file(path, "a climate raster", "give a GeoTIFF, VRT or NetCDF file", report)
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES), dataset:
        if dataset.driver == "netCDF":
            raise UserError(
                f"{path} is a NetCDF file in an archive or on a server, where its times and units cannot be "
                "read; unpack or copy it first."
            )
        check_georeference(dataset, str(path))
        if dataset.transform.determinant == 0:
            raise UserError(f"{path} does not say where it lies; give a georeferenced raster.")
        if dataset.driver == "GRIB":
            raise UserError(f"{path} is a GRIB file; convert it to NetCDF first, which tells times surely.")
        if dataset.dtypes[0].startswith("complex"):
            raise UserError(f"{path} holds complex numbers; give a raster of temperatures or precipitation.")
        bands = _bands(dataset, variable, option)
        steps = _steps(dataset, bands, option, report)
        crs = to_pyproj(dataset.crs, str(path))
        grid = CellGrid(crs, dataset.transform, (int(dataset.height), int(dataset.width)))
        untold = untold_values(np.dtype(dataset.dtypes[0]), dataset.offsets[bands[0] - 1] or 0.0)
        values = RasterValues(dataset, bands, untold=untold, warn=tells_untold(path.name, report))
        yield RasterSource(path, dataset, grid, bands, steps, _told(dataset, bands), values)


def _bands(dataset: Any, variable: str | None, option: str) -> tuple[int, ...]:
    """Numbers of the bands to read."""
    if variable is None:
        opaque = alpha_bands(dataset)
        return tuple(number for number in dataset.indexes if number not in opaque)
    names = [description or "" for description in dataset.descriptions]
    if variable in names:
        return (names.index(variable) + 1,)
    if variable.isdecimal() and 1 <= int(variable) <= dataset.count:
        return (int(variable),)
    listed = ", ".join(f"{at + 1} {name}".strip() for at, name in enumerate(names[:12]))
    raise UserError(f"{dataset.name} has no band '{variable}' ({option}); it has: {listed}.")


def _steps(dataset: Any, bands: tuple[int, ...], option: str, report: Report) -> Steps | None:
    """When the bands are; None for a single one."""
    name = Path(dataset.name).name
    tagged = tagged_dates(dataset, bands, name)
    if tagged is not None and len(bands) > 1:
        return steps_of(tagged, name)
    if tagged is not None:
        when = tagged[0].strftime("%Y-%m-%d")
        report.warning(f"{name} holds a single time ({when}); taken as the mean or the sum of whole years.")
    if len(bands) == 1:
        if dataset.count >= 12 and dataset.count % 12 == 0 and not dataset.descriptions[bands[0] - 1]:
            report.warning(
                f"{name} has {dataset.count} bands, months perhaps, of which band {bands[0]} alone was taken "
                f"as the mean or the sum of whole years; leave {option} out to take all."
            )
        return None
    found = [DATE.search(description or "") for description in dataset.descriptions]
    if all(found):
        dates = [cftime.datetime(int(date[1]), int(date[2]), int(date[3] or 15)) for date in found if date]
        return steps_of(np.array(dates, dtype=object), name)
    if len(bands) % 12:
        raise UserError(
            f"{dataset.name} has {len(bands)} bands without dates, which are no whole years of months; say "
            f"which band with {option}."
        )
    if len(bands) > 12:
        report.warning(
            f"The {len(bands)} bands of {name} tell no dates; taken as months from January on, "
            f"{len(bands) // 12} years."
        )
    months = [month_of(description or "") for description in dataset.descriptions]
    if len(bands) == 12 and sorted(month or 0 for month in months) == list(range(1, 13)):
        return in_order(mean_year(12), [month - 1 for month in months if month])
    if any(months) and months != [at % 12 + 1 for at in range(len(bands))]:
        raise UserError(
            f"The bands of {dataset.name} name months, but not each of a year once; give twelve of one year, "
            f"or say which band with {option}."
        )
    return mean_year(len(bands))


def tagged_dates(dataset: Any, bands: tuple[int, ...], name: str) -> npt.NDArray[Any] | None:
    """The dates that GDAL's tags of bands tell, which were NetCDF once; None where it tells none."""
    tags = dataset.tags()
    axis = next((key.split("#")[0] for key, text in tags.items() if _SINCE.fullmatch(f"{key}={text}")), None)
    if axis is None:
        return None
    values = [dataset.tags(band).get(f"NETCDF_DIM_{axis}", "") for band in bands]
    try:
        numbers = np.array([float(value) for value in values])
    except ValueError:
        return None
    return decode_times(numbers, tags[f"{axis}#units"], tags.get(f"{axis}#calendar", ""), name)


def _titles(dataset: Any, bands: tuple[int, ...]) -> list[str]:
    """What a band is called, by description or tags; of several bands, only what the file is called."""
    tags = dict(dataset.tags())
    if len(bands) == 1:
        tags |= dataset.tags(bands[0])
    found = [str(text) for key, text in tags.items() if _TITLES.fullmatch(key)]
    return [dataset.descriptions[bands[0] - 1] or "", *found] if len(bands) == 1 else found


def _told(dataset: Any, bands: tuple[int, ...]) -> FileFacts:
    first = bands[0] - 1
    texts = [dataset.descriptions[first] or "", *dataset.tags().values(), *dataset.tags(first + 1).values()]
    unscaled = (dataset.scales[first] or 1.0) == 1.0 and not dataset.offsets[first]
    return FileFacts(
        variable=f"band {bands[0]}" if len(bands) == 1 else f"bands {bands[0]} to {bands[-1]}",
        unit=(dataset.units[first] or "").strip(),
        words=" ".join(texts).lower(),
        title=" ".join(_titles(dataset, bands)),
        is_band=True,
        whole_numbers=unscaled and np.dtype(dataset.dtypes[first]).kind in "iu",
    )
