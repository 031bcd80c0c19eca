"""A raster file that is complete or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from .outputs import check_free_space, finished_file

BLOCK = 256

GEOTIFF: dict[str, Any] = {
    "driver": "GTiff",
    "tiled": True,
    "blockxsize": BLOCK,
    "blockysize": BLOCK,
    "compress": "deflate",
    "zlevel": 1,
}
"""How all GeoTIFFs of ours are written."""


@contextmanager
def new_geotiff(path: Path, **profile: Any) -> Iterator[Any]:
    """A new GeoTIFF in blocks of `BLOCK`; appears under its name when the block ends without an error.

    Parameters
    ----------
    path
        Where it goes.
    profile
        What rasterio wants to know: width, height, count, dtype, crs, transform, nodata ...

    Yields
    ------
    The open dataset.

    Raises
    ------
    UserError
        The folder cannot be written, or the disk is full.
    """
    with finished_file(path) as part:
        try:
            with rasterio.open(part, "w+", **GEOTIFF, bigtiff="if_safer", **profile) as dataset:
                yield dataset
        except RasterioError as error:
            raise write_failure(path) from error
        # A full disk shows only when GDAL closes the file, and then silently: read the last block back.
        _check_complete(part, path)


def write_failure(path: Path) -> UserError:
    """The sentence for a raster that could not be written to its end."""
    try:
        check_free_space(path.parent)
    except UserError as full:
        return full
    return UserError(f"{path} could not be written; check its disk and folder.", kind="output")


def _check_complete(part: Path, path: Path) -> None:
    try:
        with rasterio.open(part) as dataset:
            size = dataset.height, dataset.width
            dataset.read(1, window=Window(max(size[1] - 1, 0), max(size[0] - 1, 0), 1, 1))
    except RasterioError as error:
        raise write_failure(path) from error
