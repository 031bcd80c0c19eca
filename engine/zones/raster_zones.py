"""Zones of outlines from a raster of classes or of probability."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import part_of_netcdf
from ...inventory.schema import PERMAFROST_ZONES
from ..climate.climate_rasters import open_raster
from ..climate.netcdf.netcdf_bytes import is_netcdf
from ..climate.raster_classes import classes_told_by
from ..climate.source import Source, read_round
from ..ground.zonal import PlannedBlock, covered_cells, plan_blocks, strips
from ..telling.report import Report
from .classes import VOID, Classes, classes_of
from .shares import Shares
from .words import GivenClasses

OPTION = "--permafrost-variable"


class RasterZones:
    """An open raster of zones; see `shares.ZonePart`."""

    def __init__(self, source: Source, classes: Classes) -> None:
        self.name = source.path.name
        self._source, self._classes = source, classes

    @property
    def grid(self) -> Any:
        """Where its cells lie."""
        return self._source.grid

    def shares(self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any, report: Report) -> Shares:
        """See `shares.ZonePart.shares`; cells count by the share that an outline covers (exactextract)."""
        grid = self._source.grid
        polygons, points = grid.cells_of(outlines, crs), grid.cells_of(markers, crs)
        told = Shares.nothing(len(outlines))
        told.cells[:] = shapely.area(polygons)
        together = self._source.stored[1] * self._source.stored[2]
        blocks, _ = plan_blocks(polygons, grid.planned_shape, block=together)
        done = 0
        for block in blocks:
            report.progress(done / len(outlines), f"Permafrost zones: {done} of {len(outlines)}")
            self._of_block(block, polygons, points, told)
            done += len(block.members)
        with np.errstate(invalid="ignore", divide="ignore"):
            told.areas[:] = np.where(told.cells[:, None] > 0, told.areas / told.cells[:, None], 0.0)
        return told

    def _of_block(
        self, block: PlannedBlock, polygons: npt.NDArray[Any], points: npt.NDArray[Any], told: Shares
    ) -> None:
        """Add the cells of one block's members, as areas in cells; and the zones of the cells at their markers."""
        for row, height in strips(block):
            window = (row, block.column, height, block.width)
            zones = self._classes.zones(read_round(self._source, [0], *window)[0])
            cells = covered_cells(polygons, block.members, *window)
            zone = zones[cells.row - row, cells.column - block.column]
            known = zone != VOID
            place = cells.owner[known] * len(PERMAFROST_ZONES) + zone[known]
            sums = np.bincount(place, cells.share[known], len(block.members) * len(PERMAFROST_ZONES))
            told.areas[block.members] += sums.reshape(len(block.members), -1)
            self._at_markers(zones, row, block, points, told)

    def _at_markers(
        self, zones: npt.NDArray[np.int8], row: int, block: PlannedBlock, points: npt.NDArray[Any], told: Shares
    ) -> None:
        x, y = shapely.get_x(points[block.members]), -shapely.get_y(points[block.members])
        there = np.isfinite(x) & np.isfinite(y)
        members, rows = block.members[there], np.floor(y[there]).astype(np.intp) - row
        columns = np.floor(x[there]).astype(np.intp) - block.column
        if self._source.grid.closes:
            columns %= self._source.grid.shape[1]
        inside = (rows >= 0) & (rows < zones.shape[0]) & (columns >= 0) & (columns < zones.shape[1])
        told.at_marker[members[inside]] = zones[rows[inside], columns[inside]]

    def record(self) -> dict[str, Any]:
        """See `shares.ZonePart.record`."""
        return {"variable": self._source.told.variable, **self._classes.record()}

    def warn(self, report: Report) -> None:
        """See `shares.ZonePart.warn`."""
        self._classes.warn(report)


def _opened(path: Path, file: Path, variable: str | None, report: Report) -> AbstractContextManager[Source]:
    """A variable of a NetCDF file, else a raster's band."""
    if not (file.is_file() and is_netcdf(file)):
        return open_raster(path, variable, OPTION, report)
    from ..climate.netcdf.netcdf import open_netcdf  # xarray, for which a raster need not wait

    return open_netcdf(file, variable, OPTION, report)


@contextmanager
def open_raster_zones(path: Path, variable: str | None, given: GivenClasses, report: Report) -> Iterator[RasterZones]:
    """Open a raster, or a variable of a NetCDF file, in place.

    Parameters
    ----------
    path
        The file.
    variable
        Its band or variable; None where it has only one.
    given
        What a person says of its classes.
    report
        Gets warnings.

    Raises
    ------
    UserError
        It cannot be opened, has several bands or times, or whole numbers of which nobody says what they are.
    """
    part = part_of_netcdf(path)
    file, variable = (part[0], variable or part[1]) if part else (path, variable)
    with _opened(path, file, variable, report) as source:
        if source.steps is not None and len(source.steps.days) > 1:
            raise UserError(
                f"{source.path} holds {len(source.steps.days)} bands or times, and a permafrost zone is of one; say "
                f"which with {OPTION}, or write the one that is wanted to a file of its own."
            )
        told = source.told
        yield RasterZones(
            source, classes_of(source.path.name, classes_told_by(source), given, told.unit, told.whole_numbers)
        )


def same_cells(one: RasterZones, other: RasterZones) -> bool:
    """Whether two rasters lie on the same cells."""
    mine, its = one.grid, other.grid
    return bool(mine.crs == its.crs and mine.shape == its.shape and mine.transform.almost_equals(its.transform))
