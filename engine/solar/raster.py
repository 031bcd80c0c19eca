"""The command `solar-radiation`: a raster of potential incoming solar radiation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasterio.windows import Window

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ...inventory.version import VERSION
from ..ground.geodesy import transform_what_can_be
from ..ground.vectors import read_polygons
from ..ground.zonal import MOST_CELLS_WITH_MARGIN, covered_cells, plan_blocks, to_cells
from ..telling.new_rasters import BLOCK, new_geotiff
from ..telling.report import Report
from ..terrain.dem import Dem, open_dem
from .equations import RadiationOptions
from .processors import AUTOMATIC, processor
from .radiation import RadiationModel
from .surroundings import Heights, margin

NODATA = -9999.0
CELLS_AT_A_TIME = 262_144
BANDS = (("total", "kWh/m2"), ("direct", "kWh/m2"), ("diffuse", "kWh/m2"), ("reflected", "kWh/m2"), ("sunshine", "h"))
"""What the bands hold, with `components`; without, there is only the first."""

Window4 = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Part:
    """A window of the output, and the polygons whose cells are asked for (None: all cells)."""

    window: Window4
    members: npt.NDArray[np.intp] | None


def write_radiation(
    dem_path: Path,
    output: Path,
    options: RadiationOptions,
    report: Report,
    *,
    area: Path | None = None,
    area_layer: str | None = None,
    components: bool = False,
    device: str = AUTOMATIC,
) -> dict[str, Any]:
    """Write the radiation of a DEM's cells, on its own grid.

    Parameters
    ----------
    dem_path
        Elevations; see `terrain.dem.open_dem`.
    output
        A new GeoTIFF of float32, `NODATA` where nothing is known or asked for.
    options
        How the year is summed.
    report
        Gets progress and warnings.
    area, area_layer
        Polygons; cells that none of them touches are only seen as horizon, never computed.
    components
        Whether to write `BANDS` and not only the total.
    device
        One of `processors.DEVICES`.

    Returns
    -------
    dict
        What was done, in numbers.

    Raises
    ------
    UserError
        The DEM or the polygons cannot be used, or the output cannot be written.
    """
    bands = BANDS if components else BANDS[:1]
    with open_dem(dem_path, report) as dem:
        model = RadiationModel(dem, options, processor(device))
        height, width = dem.shape
        around = margin(dem, height // 2, width // 2, options.horizon_metres)
        polygons = _polygons(dem, area, area_layer, report)
        parts = _whole(dem, around) if polygons is None else _around(dem, polygons, around)
        number, total = 0, 0.0
        with new_geotiff(
            output,
            width=width,
            height=height,
            count=len(bands),
            dtype="float32",
            crs=dem.ground.crs,
            transform=dem.transform,
            nodata=NODATA,
            sparse_ok=True,
            predictor=3,
        ) as dataset:
            dataset.descriptions = tuple(name for name, _ in bands)
            dataset.units = tuple(unit for _, unit in bands)
            dataset.update_tags(**_tags(dem, options))
            report.progress(0.0, "Solar radiation")
            work = _Work(model, dem, polygons, len(bands), report)
            for done, window, cells in work.windows(list(parts)):
                report.progress(done, "Solar radiation")
                _write(dataset, window, cells, polygons is not None)
                known = cells[0] != NODATA
                number += int(known.sum())
                total += float(cells[0][known].sum(dtype=np.float64))
    report.progress(1.0, f"{number} cells")
    if not number:
        report.warning(f"No cell of {dem_path.name} could be computed; it holds voids only.")
    return {
        "output": str(output),
        "cells": number,
        "mean_kwh_m2": round(total / number, 1) if number else None,
        "device": processor(device).name,
        "elevation_unit": dem.unit,
    }


def _polygons(dem: Dem, area: Path | None, layer: str | None, report: Report) -> npt.NDArray[Any] | None:
    """The polygons of the area, in cells of the DEM."""
    if area is None:
        return None
    read = read_polygons(area, layer, option="--area-layer", report=report)
    return to_cells(transform_what_can_be(read.geometries, read.crs, dem.crs), dem.transform)


def _whole(dem: Dem, around: tuple[int, int]) -> Iterator[_Part]:
    """Windows that fill the DEM: as large as memory allows, because each is read with its margin."""
    height, width = dem.shape
    side = int(np.sqrt(MOST_CELLS_WITH_MARGIN))
    rows = max(side - 2 * around[0], 2 * BLOCK) // BLOCK * BLOCK
    columns = max(side - 2 * around[1], 2 * BLOCK) // BLOCK * BLOCK
    for row in range(0, height, rows):
        for column in range(0, width, columns):
            yield _Part((row, column, min(rows, height - row), min(columns, width - column)), None)


def _around(dem: Dem, polygons: npt.NDArray[Any], around: tuple[int, int]) -> Iterator[_Part]:
    """Windows around polygons."""
    blocks, too_large = plan_blocks(polygons, dem.shape, margin=around)
    if not blocks or too_large.any():
        what = "is too large to be taken at once" if too_large.any() else "lies on it"
        start = "One of the polygons" if too_large.any() else "None of the polygons"
        raise UserError(f"{start} {what} (DEM {dem.path.name}); check them, or leave the area out.")
    for block in blocks:
        yield _Part((block.row, block.column, block.height, block.width), block.members)


@dataclass(frozen=True)
class _Work:
    """Computes the windows of an output one after the other."""

    model: RadiationModel
    dem: Dem
    polygons: npt.NDArray[Any] | None
    bands: int
    report: Report

    def windows(self, parts: list[_Part]) -> Iterator[tuple[float, Window4, npt.NDArray[np.float32]]]:
        """How far each brings the whole (0 to 1), where it lies, its values (bands, rows, columns)."""
        whole = sum(part.window[2] * part.window[3] for part in parts)
        done = 0
        for part in parts:
            with self.report.stops_at_once():
                grids = self.model.grids(part.window)
            row, column, height, width = part.window
            rows = max(BLOCK, CELLS_AT_A_TIME // max(width, 1) // BLOCK * BLOCK)
            for start in range(row, row + height, rows):
                window = start, column, min(rows, row + height - start), width
                with self.report.stops_at_once():
                    values = self._values(grids, window, part.members)
                done += window[2] * width
                yield done / whole, window, values

    def _values(
        self, grids: list[Heights], window: Window4, members: npt.NDArray[np.intp] | None
    ) -> npt.NDArray[np.float32]:
        row, column, height, width = window
        if self.polygons is None or members is None:
            rows, columns = (axis.ravel() for axis in np.mgrid[row : row + height, column : column + width])
        else:
            cells = covered_cells(self.polygons, members, *window)
            key = np.unique(cells.row * self.dem.shape[1] + cells.column)
            rows, columns = key // self.dem.shape[1], key % self.dem.shape[1]
        found = self.model.of_cells(self.dem.block(*window), grids, rows, columns)
        all_bands = (found.total, found.direct, found.diffuse, found.reflected, found.hours)
        values = np.full((self.bands, height, width), NODATA, dtype=np.float32)
        for band, told in zip(values, all_bands, strict=False):
            band[rows - row, columns - column] = np.where(np.isnan(told), NODATA, told)
        return values


def _write(dataset: Any, window: Window4, values: npt.NDArray[np.float32], sparse: bool) -> None:
    """Write a window; where polygons were asked for, windows can overlap, and what stands there stays."""
    row, column, height, width = window
    place = Window(column, row, width, height)
    if sparse:
        present = dataset.read(window=place)
        values = np.where(values == NODATA, present, values)
    dataset.write(values, window=place)


def _tags(dem: Dem, options: RadiationOptions) -> dict[str, str]:
    return {
        "METHOD": "Kumar et al. 1997, doi:10.1080/136588197242266",
        "DEM": scrub(dem.source),
        "OPTIONS": json.dumps(options.record()),
        "SOFTWARE": f"rock glacier inventory {VERSION}",
    }
