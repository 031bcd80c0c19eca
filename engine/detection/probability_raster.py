"""Writes a probability raster row by row: tiled, compressed, never held whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..outlines.probability import NODATA, SCALE
from ..scene.grid import Grid
from ..telling.new_rasters import BLOCK, new_geotiff, write_failure

IMAGERY_TAG = "imagery"
"""Names of the images that were searched, as `inventory.imagery.join_names` joins them."""


class RowWriter:
    """Takes rows from top to bottom and writes them in whole rows of blocks.

    A block that is written in two parts would be compressed twice and leave a hole in the file.
    """

    def __init__(self, dataset: Any, path: Path, band: int = 1) -> None:
        self._dataset, self._path, self._band = dataset, path, band
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
            self._dataset.write(rows, self._band, window=window)
        except RasterioError as error:
            raise write_failure(self._path) from error
        self._written += len(rows)


def profile_of(grid: Grid, bands: int = 1) -> dict[str, Any]:
    """What rasterio wants to know of probabilities on a grid, and of more bands of such bytes."""
    return {
        "width": grid.width,
        "height": grid.height,
        "count": bands,
        "dtype": "uint8",
        "crs": grid.crs,
        "transform": grid.transform,
        "nodata": NODATA,
        # Band by band as they are written, so that no block is compressed once for each.
        **({"interleave": "band"} if bands > 1 else {}),
    }


@contextmanager
def probability_raster(
    path: Path, grid: Grid, tags: dict[str, str], describes: str = "probability"
) -> Iterator[RowWriter]:
    """A new GeoTIFF of probabilities, or of how far they disagree; appears when the block ends without an error.

    Parameters
    ----------
    path
        Where it goes.
    grid
        Its grid.
    tags
        Provenance, written as metadata (scrub sources first).
    describes
        Name of its band.

    Raises
    ------
    UserError
        Where the folder cannot be written, or the disk is full.
    """
    with new_geotiff(path, **profile_of(grid)) as dataset:
        dataset.scales = (SCALE,)
        dataset.descriptions = (describes,)
        dataset.update_tags(**tags)
        writer = RowWriter(dataset, path)
        yield writer
        writer.finish()
