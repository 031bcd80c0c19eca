"""A grid of cells of equal area: squares or hexagons on Lambert's azimuthal projection around the middle of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.errors import UserError
from ...inventory.requests.statistics import SQUARE
from ..ground.geodesy import LONGITUDE_LATITUDE, transformer_between

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_KM, MOST_KM = 0.01, 2000.0
FAR_DEGREES = 60.0
"""Of arc from the middle, beyond which cells keep their area but visibly not their shape."""
_FARTHEST_DEGREES = 150.0
_SPHERE = 6_371_007.0
_CORNERS = np.radians(np.arange(6) * 60 + 30)  # a hexagon stands on its tip


@dataclass(frozen=True)
class Grid:
    """Cells of one area, whichever their shape: that of a square of `side` metres. `crs` is its projection."""

    crs: pyproj.CRS
    side: float
    shape: str

    @property
    def circumradius(self) -> float:
        """From a hexagon's middle to its corners, m."""
        return float(self.side * np.sqrt(2 / (3 * np.sqrt(3))))

    def cells_of(self, longitude: Floats, latitude: Floats) -> Ints:
        """Column and row of the one cell that holds each place, shape (n, 2); an edge belongs to one side."""
        x, y = transformer_between(LONGITUDE_LATITUDE, self.crs).transform(longitude, latitude)
        if self.shape == SQUARE:
            return np.column_stack((np.floor(x / self.side), np.floor(y / self.side))).astype(np.int64)
        return _hexagon_of(x / self.circumradius, y / self.circumradius)

    def middles(self, cells: Ints) -> Floats:
        """Middles of cells, m, shape (k, 2)."""
        column, row = cells[:, 0], cells[:, 1]
        if self.shape == SQUARE:
            return np.column_stack(((column + 0.5) * self.side, (row + 0.5) * self.side))
        radius = self.circumradius
        return np.column_stack((np.sqrt(3) * radius * (column + row / 2), 1.5 * radius * row))

    def outlines(self, cells: Ints) -> npt.NDArray[Any]:
        """Polygons of cells in the grid's projection, shape (k,)."""
        middles = self.middles(cells)
        if self.shape == SQUARE:
            half = self.side / 2
            x, y = middles.T
            return np.asarray(shapely.box(x - half, y - half, x + half, y + half), dtype=object)
        corners = self.circumradius * np.column_stack((np.cos(_CORNERS), np.sin(_CORNERS)))
        return np.asarray(shapely.polygons(middles[:, None, :] + corners[None]), dtype=object)


def grid_around(longitude: Floats, latitude: Floats, cell_km: float, shape: str = SQUARE) -> Grid:
    """The grid for places, with its projection's middle in theirs, to a tenth of a degree.

    Parameters
    ----------
    longitude, latitude
        Degrees, shape (n,), none NaN, at least one.
    cell_km
        Side of a square cell; a hexagon has the same area.
    shape
        One of `CELL_SHAPES`.

    Raises
    ------
    UserError
        Such a size cannot be, or the places are all over the globe.
    """
    if not LEAST_KM <= cell_km <= MOST_KM:
        raise UserError(
            f"A cell must be {LEAST_KM:g} to {MOST_KM:g} km wide, not {cell_km:g}; 50 is what is usually published."
        )
    east, north = middle_of(longitude, latitude)
    if farthest(longitude, latitude, east, north) > _FARTHEST_DEGREES:
        raise UserError(
            "The markers lie all over the globe, where no one grid has cells of equal area around them; give a part."
        )
    return Grid(_projection(east, north), cell_km * 1000, shape)


def _projection(east: float, north: float) -> pyproj.CRS:
    """Lambert's azimuthal equal-area projection around a place, with a name that QGIS shows."""
    told = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={north:g} +lon_0={east:g} +datum=WGS84 +units=m +no_defs")
    return pyproj.CRS.from_json_dict({**told.to_json_dict(), "name": f"Lambert equal area around {north:g}, {east:g}"})


def middle_of(longitude: Floats, latitude: Floats) -> tuple[float, float]:
    """Middle of places on a round Earth, to a tenth of a degree: across 180 degrees and at a pole, too."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    return round(float(np.degrees(np.arctan2(y, x))), 1), round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 1)


def farthest(longitude: Floats, latitude: Floats, east: float, north: float) -> float:
    """Degrees of arc from a place to the farthest of others."""
    lon, lat, lat_0 = np.radians(longitude - east), np.radians(latitude), np.radians(north)
    cosine = np.sin(lat) * np.sin(lat_0) + np.cos(lat) * np.cos(lat_0) * np.cos(lon)
    return float(np.degrees(np.arccos(np.clip(cosine.min(), -1, 1))))


def _hexagon_of(x: Floats, y: Floats) -> Ints:
    """Axial coordinates of the hexagon, of circumradius 1, that holds each place: the nearest middle."""
    column, row = np.sqrt(3) / 3 * x - y / 3, 2 / 3 * y
    third = -column - row
    nearest = np.round(np.column_stack((column, row, third)))
    off = np.abs(nearest - np.column_stack((column, row, third)))
    # The three add up to 0; the one that was rounded most gives way.
    worst = np.argmax(off, axis=1)
    nearest[worst == 0, 0] = -nearest[worst == 0, 1] - nearest[worst == 0, 2]
    nearest[worst == 1, 1] = -nearest[worst == 1, 0] - nearest[worst == 1, 2]
    return nearest[:, :2].astype(np.int64)
