"""One outline and the ground around it on square cells of true metres, wherever it lies and whatever the DEM's grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from affine import Affine
from rasterio.features import rasterize
from scipy import ndimage

from ...inventory.errors import UserError
from ..climate.cell_grid import CellGrid
from ..ground.geodesy import LONGITUDE_LATITUDE, transformer_between
from ..terrain.dem import Dem
from ..terrain.places import Places
from .weights import COARSE

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FINEST = 8.0
"""Metres: finer cells would only show stones."""
MOST_CELLS = 60_000
MARGIN = 250.0
"""Metres around the outline that its surroundings are judged by."""
LEAST_COVERED = 0.95
_PER_CELL = 4
"""At most so many places a side are averaged for one cell."""


@dataclass(frozen=True)
class Ground:
    """Elevations `z` (no voids), which cells lie `inside` the outline (one piece), and where they lie.

    `outline` is in the local coordinate system of metres, `transform` leads from columns and rows to it, `to_local`
    from the coordinate system that the outline came in; `resolution` is how large the DEM's own cells are there.
    """

    z: Floats
    inside: Bools
    cell: float
    resolution: float
    outline: Any
    transform: Affine
    to_local: pyproj.Transformer


def local_ground(outline: Any, crs: Any, dem: Dem) -> Ground:
    """An outline on cells of a map of its own, an equal-area one around its middle.

    Parameters
    ----------
    outline
        A valid (multi)polygon; over 180 degrees its longitudes go on.
    crs
        Its coordinate system.
    dem
        Elevations.

    Raises
    ------
    UserError
        The DEM does not cover it.
    """
    local = _map_around(outline, crs)
    to_local = transformer_between(crs, local)
    shape = shapely.transform(outline, lambda xy: np.stack(to_local.transform(xy[:, 0], xy[:, 1]), 1))
    shape = shape if shape.is_valid else shape.buffer(0)
    left, bottom, right, top = shape.bounds
    resolution = _cell_of(dem, local)
    shown = resolution if resolution <= COARSE else max(resolution / 2, COARSE)
    cell = float(max(FINEST, np.sqrt((right - left) * (top - bottom) / MOST_CELLS), shown))
    transform = Affine(cell, 0, left - MARGIN, 0, -cell, top + MARGIN)
    size = (int((top - bottom + 2 * MARGIN) / cell) + 1, int((right - left + 2 * MARGIN) / cell) + 1)
    inside = _largest(rasterize([(shape, 1)], size, transform=transform, dtype="uint8").astype(bool))
    z = _elevations(dem, local, transform, size, cell)
    known = np.isfinite(z)
    covered = float(known[inside].mean()) if inside.any() else 0.0
    if covered < LEAST_COVERED:
        raise UserError(
            f"{dem.path.name} tells the elevation of {100 * covered:.0f} % of this outline, too little to propose "
            "units; take a DEM that covers it, or draw the line by hand.",
            "dem",
        )
    nearest = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return Ground(z[nearest[0], nearest[1]], inside, cell, resolution, shape, transform, to_local)


def _map_around(outline: Any, crs: Any) -> pyproj.CRS:
    """Lambert's equal-area map whose middle is that of the outline."""
    to_degrees = transformer_between(crs, LONGITUDE_LATITUDE)
    longitude, latitude = to_degrees.transform(*shapely.get_coordinates(outline).T)
    longitude = longitude[0] + (longitude - longitude[0] + 180) % 360 - 180
    middle = [(float(np.min(values)) + float(np.max(values))) / 2 for values in (latitude, longitude)]
    return pyproj.CRS.from_dict({"proj": "laea", "lat_0": middle[0], "lon_0": middle[1], "datum": "WGS84"})


def _cell_of(dem: Dem, local: pyproj.CRS) -> float:
    """Metres of the DEM's cell at the middle of the map."""
    x, y = transformer_between(local, dem.crs).transform(0.0, 0.0)
    column, row = ~dem.transform @ (x, y)
    if not (np.isfinite(column) and np.isfinite(row)):
        return 0.0
    east_c, north_c, east_r, north_r = dem.ground_steps(int(row), int(column), 1, 1).values[:, 0, 0]
    return float(np.sqrt(abs(east_c * north_r - east_r * north_c)))


def _largest(mask: Bools) -> Bools:
    labels, count = ndimage.label(mask, np.ones((3, 3)))
    if count < 2:
        return mask
    return np.asarray(labels == 1 + int(np.argmax(np.bincount(labels.ravel())[1:])))


def _elevations(dem: Dem, local: pyproj.CRS, transform: Affine, size: tuple[int, int], cell: float) -> Floats:
    """Metres on the cells, each the mean of the DEM in it; NaN where it tells nothing."""
    parts = int(np.clip(round(cell / max(_cell_of(dem, local), 1e-3)), 1, _PER_CELL))
    fine = transform @ Affine.scale(1 / parts)
    around = CellGrid(dem.crs, dem.transform, dem.shape).period
    places = Places(fine, dem.transform, transformer_between(local, dem.crs), around)
    rows, columns = places.window(0, 0, size[0] * parts, size[1] * parts)
    found = _sampled(dem, rows - 0.5, columns - 0.5, around, finer=cell < 0.9 * _cell_of(dem, local))
    blocks = found.reshape(size[0], parts, size[1], parts)
    known = np.isfinite(blocks)
    count = known.sum(axis=(1, 3))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, blocks, 0).sum(axis=(1, 3)) / np.where(count > 0, count, np.nan))


def _sampled(dem: Dem, rows: Floats, columns: Floats, around: float | None, finer: bool) -> Floats:
    """The DEM between the middles of its cells; whole circles are taken off where it goes round the Earth.

    Bilinear, and cubic where `finer` than its cells, because a bilinear ground is bent at their edges alone.
    """
    if not (np.isfinite(rows).any() and np.isfinite(columns).any()):
        return np.full(rows.shape, np.nan)
    if around:
        columns = columns - np.floor(np.nanmin(columns) / around) * around
    top, left = int(np.floor(np.nanmin(rows))), int(np.floor(np.nanmin(columns)))
    height, width = int(np.nanmax(rows)) + 2 - top, int(np.nanmax(columns)) + 2 - left
    ground = np.full((height, width), np.nan)
    for turn in (0, -round(around)) if around else (0,):
        first, last = max(left + turn, 0), min(left + turn + width, dem.shape[1])
        above, below = max(top, 0), min(top + height, dem.shape[0])
        if first < last and above < below:
            start = first - left - turn
            piece = dem.elevations(above, first, below - above, last - first)
            ground[above - top : below - top, start : start + last - first] = piece
    places = [np.nan_to_num(rows - top, nan=-9.0), np.nan_to_num(columns - left, nan=-9.0)]
    found = ndimage.map_coordinates(ground, places, order=1, mode="constant", cval=np.nan)
    if finer and np.isfinite(found).any():
        nearest = ndimage.distance_transform_edt(~np.isfinite(ground), return_distances=False, return_indices=True)
        smooth = ndimage.map_coordinates(ground[nearest[0], nearest[1]], places, order=3, mode="nearest")
        found = np.where(np.isfinite(found), smooth, np.nan)
    return np.asarray(found)
