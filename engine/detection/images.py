"""Opening images, and what must be known of one before it is read: bands, pixel type, how it tells voids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..ground.geodesy import check_georeference
from ..ground.raster_files import open_raster_file
from ..report import Report
from .mosaic import as_one_file

CACHE_BYTES = 32 * 2**20
"""GDAL's block cache: its default grows with the machine's memory; rows are read once, so this suffices."""
_DTYPES = ("uint8", "uint16", "int16", "float32", "float64")


@contextmanager
def open_raster(path: str) -> Iterator[Any]:
    """Open any raster, or a mosaic of them (see `mosaic.is_mosaic`), with a small block cache.

    Raises
    ------
    UserError
        No such file, not a raster, or a container of several; see `open_raster_file`.
    """
    name = scrub(path)
    with rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES), as_one_file(path) as file:
        label = None if file == path else name
        dataset = open_raster_file(file, "an image", "give a GeoTIFF", label=label)
        with dataset:
            yield dataset


def check_image(dataset: Any, name: str) -> None:
    """Raise `UserError` where an open raster has no place on Earth, or pixels of an unusable type."""
    check_georeference(dataset, name)
    for dtype in set(dataset.dtypes):
        if str(np.dtype(dtype)) not in _DTYPES:
            raise UserError(f"{name} has pixels of type {dtype}; convert it to one of {', '.join(_DTYPES)}.")


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


def declares_voids(dataset: Any) -> bool:
    """Whether the file says which pixels have no data (nodata value, alpha band or mask)."""
    return any("all_valid" not in [flag.name for flag in flags] for flags in dataset.mask_flag_enums)
