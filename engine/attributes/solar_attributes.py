"""Potential incoming solar radiation of polygons: only their own cells are computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..climate.cell_grid import CellGrid
from ..ground.zonal import Floats, PlannedBlock, covered_cells, plan_blocks, weighted_sums
from ..solar.equations import RadiationOptions
from ..solar.processors import AUTOMATIC, processor
from ..solar.radiation import RadiationModel
from ..solar.surroundings import margin
from ..telling.report import Report
from ..terrain.dem import Dem

__all__ = ["RadiationOptions", "RadiationStatistics", "radiation_statistics"]


@dataclass(frozen=True)
class RadiationStatistics:
    """Radiation of n polygons, each of shape (n,).

    `values` in kWh m⁻² over the days asked for, NaN where the DEM does not tell; `known` the share of
    each polygon on cells with a value; `too_large` those that were not looked at; `reached` tells
    whether any of them lies on the DEM.
    """

    values: Floats
    known: Floats
    too_large: npt.NDArray[np.bool_]
    reached: bool


def radiation_statistics(
    outlines: npt.NDArray[Any], crs: Any, dem: Dem, options: RadiationOptions, report: Report, device: str = AUTOMATIC
) -> RadiationStatistics:
    """Mean radiation of polygons, weighted by the share of each cell that is covered.

    Parameters
    ----------
    outlines
        Valid polygons, shape (n,).
    crs
        Their coordinate system; they are transformed to the DEM's, never the DEM to theirs.
    dem
        From `terrain.dem.open_dem`. Around the polygons it is read as far as terrain can shade.
    options
        How the year is summed.
    report
        Gets progress, and raises `Cancelled` where a stop was asked for.
    device
        One of `solar.processors.DEVICES`.
    """
    count = len(outlines)
    model = RadiationModel(dem, options, processor(device))
    polygons = CellGrid(dem.crs, dem.transform, dem.shape).cells_of(outlines, crs)
    blocks, too_large = _plan(dem, polygons, options.horizon_metres)
    values, known = np.full(count, np.nan), np.zeros(count)
    done = 0
    for block in blocks:
        report.progress(done / count, f"Solar radiation: {done} of {count}")
        with report.stops_at_once():
            values[block.members], known[block.members] = _of_block(model, dem, polygons, block)
        done += len(block.members)
    cells = shapely.area(polygons)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(cells > 0, known / cells, 0)
    return RadiationStatistics(values, share, too_large, bool(blocks) or bool(too_large.any()))


def _plan(dem: Dem, polygons: npt.NDArray[Any], reach: float) -> tuple[list[PlannedBlock], npt.NDArray[np.bool_]]:
    """Windows to compute, and which polygons are too large; a window costs what lies around it, too."""
    left, bottom, right, top = np.nan_to_num(shapely.total_bounds(polygons)).tolist()
    row = int(np.clip(-(top + bottom) / 2, 0, dem.shape[0] - 1))
    column = int(np.clip((left + right) / 2, 0, dem.shape[1] - 1))
    return plan_blocks(polygons, dem.shape, margin=margin(dem, row, column, reach))


def _of_block(
    model: RadiationModel, dem: Dem, polygons: npt.NDArray[Any], block: PlannedBlock
) -> tuple[Floats, Floats]:
    """Mean radiation of the polygons of one block, and their sizes in cells with a value."""
    window = block.row, block.column, block.height, block.width
    cells = covered_cells(polygons, block.members, *window)
    # A cell that two outlines share is computed once.
    key, place = np.unique(cells.row * dem.shape[1] + cells.column, return_inverse=True)
    rows, columns = key // dem.shape[1], key % dem.shape[1]
    found = model.of_cells(dem.block(*window), model.grids(window), rows, columns)
    total = found.total.astype(np.float64)[place]
    count = len(block.members)
    weight = weighted_sums(np.where(np.isnan(total), np.nan, 1.0), cells.share, cells.owner, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return weighted_sums(total, cells.share, cells.owner, count) / weight, weight
