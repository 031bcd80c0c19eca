"""Writes a probability raster row by row: tiled, compressed, never held whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ...inventory.errors import UserError
from ..outputs import check_free_space, finished_file
from .imagery import Grid
from .probability import NODATA, SCALE

BLOCK = 256


class RowWriter:
    """Takes rows from top to bottom and writes them in whole rows of blocks.

    A block that is written in two parts would be compressed twice and leave a hole in the file.
    """

    def __init__(self, dataset: Any, path: Path) -> None:
        self._dataset, self._path = dataset, path
        self._waiting: list[npt.NDArray[np.uint8]] = []
        self._count = self._written = 0

    def add_rows(self, rows: npt.NDArray[np.uint8]) -> None:
        """Add the next rows, shape (h, width)."""
        self._waiting.append(rows)
        self._count += len(rows)
        if self._count >= BLOCK:
            whole = np.concatenate(self._waiting)
            full = len(whole) // BLOCK * BLOCK
            self._write(whole[:full])
            self._waiting, self._count = [whole[full:]], len(whole) - full

    def finish(self) -> None:
        """Write what is left."""
        if self._count:
            self._write(np.concatenate(self._waiting))
        self._waiting, self._count = [], 0

    def _write(self, rows: npt.NDArray[np.uint8]) -> None:
        window = Window(0, self._written, rows.shape[1], len(rows))
        try:
            self._dataset.write(rows, 1, window=window)
        except RasterioError as error:
            raise write_failure(self._path) from error
        self._written += len(rows)


def write_failure(path: Path) -> UserError:
    """The sentence for a raster that could not be written to its end."""
    try:
        check_free_space(path.parent)
    except UserError as full:
        return full
    return UserError(f"{path} could not be written; check its disk and folder.", kind="output")


@contextmanager
def probability_raster(path: Path, grid: Grid, tags: dict[str, str]) -> Iterator[RowWriter]:
    """A new probability GeoTIFF; appears under its name when the block ends without an error.

    Parameters
    ----------
    path
        Where it goes.
    grid
        Its grid.
    tags
        Provenance, written as metadata (scrub sources first).

    Raises
    ------
    UserError
        Where the folder cannot be written, or the disk is full.
    """
    with finished_file(path) as part:
        try:
            with rasterio.open(
                part, "w", driver="GTiff", width=grid.width, height=grid.height, count=1, dtype="uint8",
                crs=grid.crs, transform=grid.transform, nodata=NODATA, tiled=True, blockxsize=BLOCK,
                blockysize=BLOCK, compress="deflate", zlevel=1, bigtiff="if_safer",
            ) as dataset:  # fmt: skip
                dataset.scales = (SCALE,)
                dataset.descriptions = ("probability",)
                dataset.update_tags(**tags)
                writer = RowWriter(dataset, path)
                yield writer
                writer.finish()
        except RasterioError as error:
            raise write_failure(path) from error
        # A full disk shows only when GDAL closes the file, and then silently: read the last block back.
        _check_complete(part, path)


def _check_complete(part: Path, path: Path) -> None:
    try:
        with rasterio.open(part) as dataset:
            size = dataset.height, dataset.width
            dataset.read(1, window=Window(max(size[1] - 1, 0), max(size[0] - 1, 0), 1, 1))
    except RasterioError as error:
        raise write_failure(path) from error
