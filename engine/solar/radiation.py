"""Horizons and a year of solar radiation for chosen cells of a DEM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..terrain.dem import Dem, DemWindow
from .equations import RadiationOptions, slope_factors
from .processors import GROUPS_AT_A_TIME, Processor
from .sun import METRES_PER_LEVEL, SunTables, latitude_bins, sun_tables
from .surroundings import MARGIN, MOST_STEPS, Heights, steps_of, surroundings

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

SECTORS = 180
"""Directions in which the horizon is looked for, 2° apart; between them it is interpolated."""

NEAREST_TO_A_POLE = 85.0
"""Degrees of latitude beyond which a grid of degrees has no usable cells."""

EARTH_RADIUS = 6_371_000.0
_HIGHER_THAN_ALL = np.float32(1e6)
_INVERSE = (1 / np.maximum(np.arange(8 * MOST_STEPS), 1)).astype(np.float32)


@dataclass(frozen=True)
class Radiation:
    """Sums over the days asked for, each of shape (n,): kWh m⁻² on the slope's own surface; NaN unknown.

    `hours` are those in which the sun shines on the cell.
    """

    direct: Singles
    diffuse: Singles
    reflected: Singles
    hours: Singles

    @property
    def total(self) -> Singles:
        """Direct, diffuse and reflected together."""
        return self.direct + self.diffuse + self.reflected


@dataclass(frozen=True)
class _Groups:
    """Cells (sorted by group) as neighbours along a row.

    `first` (groups + 1,) is where each group's cells begin; `group`, `lane` (cells,) where a cell
    stands; `row`, `column` (groups,) the group's first cell in the DEM; `elevations` (groups, lanes),
    far above everything where no cell is asked for; `steps` (groups, 4); `latitude` (groups,).
    """

    first: Indices
    group: Indices
    lane: Indices
    row: Indices
    column: Indices
    elevations: Singles
    steps: Singles
    latitude: Floats


class RadiationModel:
    """Radiation of cells of one DEM.

    Parameters
    ----------
    dem
        An open DEM.
    options
        How the year is summed.
    processor
        From `processors.processor`.

    Raises
    ------
    UserError
        The DEM is in degrees and lies at a pole.
    """

    def __init__(self, dem: Dem, options: RadiationOptions, processor: Processor) -> None:
        self._dem, self._options, self._processor = dem, options, processor

    def grids(self, window: tuple[int, int, int, int]) -> list[Heights]:
        """The ground around a window (row, column, height, width), for `of_cells` in it."""
        self._check_latitude(window)
        return surroundings(self._dem, window, steps_of(self._dem, window), self._options.horizon_metres)

    def _check_latitude(self, window: tuple[int, int, int, int]) -> None:
        row, column, height, width = window
        rows = np.array([row, row + height])
        farthest = np.abs(self._dem.latitudes(rows, np.full(2, column + width // 2))).max()
        if self._dem.crs.is_geographic and farthest > NEAREST_TO_A_POLE:
            raise UserError(
                f"The DEM {self._dem.path} is in degrees and reaches {farthest:.1f}° of latitude, where its "
                "cells are slivers; reproject it to a polar projection such as EPSG:3413 or EPSG:3031.",
                kind="crs",
            )

    def horizon(self, block: DemWindow, grids: list[Heights], rows: Indices, columns: Indices) -> Singles:
        """Elevation of the horizon, in degrees, at least 0: shape (n, `SECTORS`).

        The first direction is true north, the others follow clockwise. Parameters as in `of_cells`.
        """
        known = np.flatnonzero(~np.isnan(block.terrain(rows, columns)[0]))
        found = np.full((len(rows), SECTORS), np.nan, dtype=np.float32)
        order, groups = self._group(block, rows[known], columns[known])
        tangents = np.zeros((len(groups.row), SECTORS, self._processor.lanes), dtype=np.float32)
        self._trace(groups, slice(0, len(groups.row)), grids, np.arange(SECTORS), tangents)
        found[known[order]] = np.degrees(np.arctan(tangents[groups.group, :, groups.lane]))
        return found

    def of_cells(self, block: DemWindow, grids: list[Heights], rows: Indices, columns: Indices) -> Radiation:
        """The radiation of cells.

        Parameters
        ----------
        block
            A window of the DEM that holds them.
        grids
            From `grids` of a window that holds them.
        rows, columns
            Cells of the DEM, each once, shape (n,).

        Returns
        -------
        Radiation
            NaN where the elevation or the slope is unknown. Voids around throw no shadow.
        """
        elevation, east, north = block.terrain(rows, columns)
        known = np.flatnonzero(~np.isnan(elevation + east + north))
        order, groups = self._group(block, rows[known], columns[known])
        chosen = known[order]
        elevation, east, north = elevation[chosen], east[chosen], north[chosen]
        found = np.full((4, len(rows)), np.nan, dtype=np.float32)
        if len(chosen):
            direct, hours = self._beam(groups, grids, elevation, east, north)
            found[0, chosen], found[3, chosen] = direct, hours
            found[1:3, chosen] = self._from_all_around(groups, elevation, np.hypot(east, north))
        return Radiation(*found)

    def _group(self, block: DemWindow, rows: Indices, columns: Indices) -> tuple[Indices, _Groups]:
        """The order of the cells by group, and the groups."""
        lanes = self._processor.lanes
        key = rows * (self._dem.shape[1] + lanes) + columns // lanes
        order = np.argsort(key, kind="stable")
        rows, columns, key = rows[order], columns[order], key[order]
        begins = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, np.intp)
        first = np.r_[begins, len(key)]
        group = np.repeat(np.arange(len(begins)), np.diff(first))
        lane = columns % lanes
        row, column = rows[begins], columns[begins] // lanes * lanes
        elevations = np.full((len(begins), lanes), _HIGHER_THAN_ALL, dtype=np.float32)
        elevations[group, lane] = block.elevations(rows, columns)
        middle = column + (lanes - 1) / 2
        steps = np.ascontiguousarray(block.steps.at(row, middle).T, dtype=np.float32)
        latitude = self._dem.latitudes(row, middle)
        return order, _Groups(first, group, lane, row, column, elevations, steps, latitude)

    def _tables(self, groups: _Groups, elevation: Floats) -> tuple[SunTables, Indices]:
        """The sun at the groups' latitudes, and which of these each group has."""
        bins, which = np.unique(latitude_bins(groups.latitude), return_inverse=True)
        span = float(elevation.min()), float(elevation.max())
        return sun_tables(bins, span, SECTORS, self._options), which

    def _beam(self, groups: _Groups, grids: list[Heights], elevation: Floats, east: Floats, north: Floats) -> Singles:
        """Direct radiation and hours of sunshine of the cells, in the groups' order: shape (2, n)."""
        tables, latitude = self._tables(groups, elevation)
        sectors = np.flatnonzero((np.diff(tables.starts, axis=1) > 0).any(axis=0))
        rays = np.unique(np.r_[sectors, (sectors + 1) % SECTORS])
        slots = np.zeros(SECTORS + 1, dtype=np.int64)
        slots[rays] = np.arange(len(rays))
        slots[SECTORS] = slots[0]
        place = (elevation - tables.lowest) / METRES_PER_LEVEL
        level = place.astype(np.int64)
        above = (place - level).astype(np.float32)
        normal = np.column_stack([-east, -north, np.ones_like(east)])
        normal /= np.linalg.norm(normal, axis=1)[:, None]
        normal = np.ascontiguousarray(normal, dtype=np.float32)
        sums = np.zeros((len(elevation), 2), dtype=np.float32)
        sun = (
            tables.east,
            tables.north,
            tables.up,
            tables.tangent,
            tables.fraction,
            tables.hours,
            tables.beam,
            tables.starts,
        )

        def work(part: slice) -> None:
            tangents = np.zeros((part.stop - part.start, len(rays), self._processor.lanes), dtype=np.float32)
            self._trace(groups, part, grids, rays, tangents)
            cells = slice(groups.first[part.start], groups.first[part.stop])
            group = groups.group[cells]
            self._processor.beam(
                len(group),
                group - part.start,
                groups.lane[cells],
                latitude[group],
                level[cells],
                above[cells],
                normal[cells],
                tangents,
                slots,
                *sun,
                sums[cells],
            )

        number = len(groups.row)
        size = min(GROUPS_AT_A_TIME, max(64, number // 16))
        pieces = [slice(start, min(start + size, number)) for start in range(0, number, size)]
        self._processor.map(work, pieces)
        return sums.T

    def _trace(self, groups: _Groups, part: slice, grids: list[Heights], rays: Indices, tangents: Singles) -> None:
        """Tangents of the horizon of some groups in some directions, filled in: (groups, rays, lanes)."""
        azimuths = rays * (2 * np.pi / SECTORS)
        sines, cosines = np.sin(azimuths).astype(np.float32), np.cos(azimuths).astype(np.float32)
        row, column = groups.row[part], groups.column[part]
        elevations, steps = groups.elevations[part], groups.steps[part]
        for grid in grids:
            found = tangents
            if grid.factor > 1:  # neighbours are not neighbours there: one by one
                lanes = self._processor.lanes
                row = np.repeat(groups.row[part], lanes) // grid.factor
                column = (groups.column[part][:, None] + np.arange(lanes)).ravel() // grid.factor
                elevations = np.ascontiguousarray(groups.elevations[part].reshape(-1, 1))
                steps = np.repeat(groups.steps[part] * grid.factor, lanes, axis=0)
                found = np.ascontiguousarray(tangents.transpose(0, 2, 1).reshape(-1, len(rays), 1))
            height, width = grid.values.shape
            self._processor.rays(
                len(row),
                len(rays),
                grid.values.ravel(),
                width,
                height,
                grid.fine,
                grid.coarse,
                np.float32(grid.highest),
                row - grid.top,
                column - grid.left + MARGIN,
                elevations,
                steps,
                sines,
                cosines,
                _INVERSE,
                np.float32(grid.first),
                np.float32(grid.last),
                np.float32(1 / (2 * EARTH_RADIUS)),
                MARGIN,
                found,
            )
            if grid.factor > 1:
                shape = (len(tangents), lanes, len(rays))
                tangents[:] = found.reshape(shape).transpose(0, 2, 1)

    def _from_all_around(self, groups: _Groups, elevation: Floats, gradient: Floats) -> Any:
        """Diffuse and reflected radiation, which no shadow takes part in: shape (2, n)."""
        tables, latitude = self._tables(groups, elevation)
        place = (elevation - tables.lowest) / METRES_PER_LEVEL
        level = place.astype(np.int64)
        part, where = place - level, latitude[groups.group]
        sky, ground = slope_factors(gradient, self._options.diffuse)
        sums = [
            table[level, where] * (1 - part) + table[level + 1, where] * part
            for table in (tables.diffuse, tables.reflected)
        ]
        return sums[0] * sky, sums[1] * ground * self._options.albedo
