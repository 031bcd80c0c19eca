"""Elevation, slope and aspect of polygons from a DEM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ..climate.cell_grid import CellGrid
from ..ground.zonal import (
    Cells,
    Floats,
    Indices,
    PlannedBlock,
    Summary,
    covered_cells,
    plan_blocks,
    strips,
    summarise,
    weighted_sums,
)
from ..telling.report import Report
from ..terrain.dem import Dem, downhill, slope_degrees

_STATISTICS = (("MEAN", "mean"), ("MEDIAN", "median"), ("MIN", "minimum"), ("MAX", "maximum"))
FIELDS = schema.ATTRIBUTE_GROUPS[schema.TERRAIN]
"""The inventory's fields that are told here."""


@dataclass(frozen=True)
class TerrainStatistics:
    """Terrain of n polygons, each of shape (n,); NaN where the DEM does not tell.

    `values` holds the inventory's fields; `known` the share of each polygon on cells with an
    elevation; `cells` its size in cells; `too_large` those that were not looked at. `reached` tells
    whether any of them lies on the DEM at all, were it on voids.
    """

    values: dict[str, Floats]
    known: Floats
    cells: Floats
    too_large: npt.NDArray[np.bool_]
    reached: bool


def terrain_statistics(geometries: npt.NDArray[Any], crs: Any, dem: Dem, report: Report) -> TerrainStatistics:
    """Statistics of elevation, slope and aspect, weighted by the share of each cell that is covered.

    Elevation in metres, slope in degrees (Horn, on true metres). The aspect is the direction of the
    mean of the cells' unit vectors downhill, in degrees clockwise from true north, flat cells left
    out; `ASP_R` is that mean's length, 1 where all face one way, near 0 where they face all ways.
    Smallest and largest values count every cell that is touched.

    Parameters
    ----------
    geometries
        Valid polygons, shape (n,).
    crs
        Their coordinate system; they are transformed to the DEM's, never the DEM to theirs.
    dem
        From `terrain.open_dem`. At most one block of it is in memory.
    report
        Gets progress, and raises `Cancelled` where a stop was asked for.
    """
    count = len(geometries)
    polygons = CellGrid(dem.crs, dem.transform, dem.shape).cells_of(geometries, crs)
    blocks, too_large = plan_blocks(polygons, dem.shape)
    values = {name: np.full(count, np.nan) for name in FIELDS}
    known = np.zeros(count)
    done = 0
    for block in blocks:
        report.progress(done / count, f"Terrain: {done} of {count}")
        part = _of_block(dem, polygons, block)
        for name, found in part.items():
            target = known if name == "known" else values[name]
            target[block.members] = found
        done += len(block.members)
    cells = shapely.area(polygons)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(cells > 0, known / cells, 0)
    return TerrainStatistics(values, share, cells, too_large, bool(blocks) or bool(too_large.any()))


def _of_block(dem: Dem, polygons: npt.NDArray[Any], block: PlannedBlock) -> dict[str, Floats]:
    """The fields, and `known` (cells with an elevation), of the polygons of one block."""
    pieces: list[tuple[Cells, Floats]] = []
    for row, height in strips(block):
        cells = covered_cells(polygons, block.members, row, block.column, height, block.width)
        window = dem.block(row, block.column, height, block.width)
        pieces.append((cells, window.terrain(cells.row, cells.column)))
    owner = np.concatenate([cells.owner for cells, _ in pieces])
    share = np.concatenate([cells.share for cells, _ in pieces])
    elevation, east, north = np.concatenate([found for _, found in pieces], axis=1)
    count = len(block.members)
    fields = _named("ELE", summarise(elevation, share, owner, count))
    fields |= _named("SLO", summarise(slope_degrees(east, north), share, owner, count))
    fields |= _aspect(*downhill(east, north), share, owner, count)
    fields["known"] = weighted_sums(np.where(np.isnan(elevation), np.nan, 1.0), share, owner, count)
    return fields


def _named(stem: str, summary: Summary) -> dict[str, Floats]:
    return {f"{stem}_{end}": getattr(summary, name) for end, name in _STATISTICS}


def _aspect(east: Floats, north: Floats, share: Floats, owner: Indices, count: int) -> dict[str, Floats]:
    """Direction and length of the mean unit vector; NaN where all is flat or nothing is known."""
    weight = weighted_sums(np.where(np.isnan(east), np.nan, 1.0), share, owner, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_east = weighted_sums(east, share, owner, count) / weight
        mean_north = weighted_sums(north, share, owner, count) / weight
    direction = np.degrees(np.arctan2(mean_east, mean_north)) % 360
    direction[direction >= 360] = 0  # a hair below zero, rounded up by the modulo
    return {"ASPECT": direction, "ASP_R": np.minimum(np.hypot(mean_east, mean_north), 1.0)}
