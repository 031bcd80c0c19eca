"""Where bodies stand out of a slope, and where furrows lie between them, seen without the ridges across the flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

STONES = 20.0
"""Metres: narrower forms are smoothed away."""
WIDTHS = (80.0, 120.0, 200.0)
"""Metres: a body is what stands above the ground smoothed to these widths."""
ALONG = (60.0, 30.0, 60.0)
"""Metres up and down the slope over which each is averaged: arcs of ridges go, furrows along the flow stay."""
SLOPE = 150.0
"""Metres to which the ground is smoothed to tell where down is."""
_TO_DEVIATION = 2.355
"""A Gaussian's width at half its height is so many standard deviations."""


@dataclass(frozen=True)
class Bodies:
    """Maps over the cells of an outline's ground.

    `heights` in metres above the ground at each of `WIDTHS`, below 0 in furrows; `down` the unit vector downslope
    (rows, columns); `away` metres to the edge of the outline; `bays` by how much more than half of a circle of 40 and
    of 80 m lies inside.
    """

    heights: tuple[Floats, ...]
    down: tuple[Floats, Floats]
    away: Floats
    bays: tuple[Floats, Floats]
    field: Floats


def bodies_of(z: Floats, inside: Bools, cell: float) -> Bodies:
    """See `Bodies`; `field` is what cells are drawn down by: a slope whose bodies are turned into channels.

    Parameters
    ----------
    z
        Elevations in metres without voids, on square cells, also around the outline.
    inside
        The cells of the outline.
    cell
        Metres along the side of a cell.
    """
    fine = smoothed(z, STONES, cell)
    broad = [smoothed(z, width, cell) for width in WIDTHS]
    path = _path_along(smoothed(z, 200.0, cell), max(ALONG), cell)
    heights = tuple(_averaged(fine - one, path, along, cell) for one, along in zip(broad, ALONG, strict=True))
    # Half a cell: the cells at the edge lie in it.
    away = np.maximum(ndimage.distance_transform_edt(inside) - 0.5, 0) * cell
    narrow = _averaged(fine - broad[0], path, 30.0, cell)
    field = broad[0] - 6 * narrow - 0.1 * away
    bays = tuple(_share_inside(inside, radius, cell) - 0.5 for radius in (40.0, 80.0))
    return Bodies(heights, _downhill(smoothed(z, SLOPE, cell)), away, (bays[0], bays[1]), field)


def smoothed(z: Floats, metres: float, cell: float) -> Floats:
    """The ground without forms narrower than some metres."""
    return np.asarray(ndimage.gaussian_filter(z, metres / _TO_DEVIATION / cell, mode="nearest"), np.float64)


def _downhill(z: Floats) -> tuple[Floats, Floats]:
    down, right = np.gradient(z)
    length = np.maximum(np.hypot(down, right), 1e-9)
    return -down / length, -right / length


def _path_along(z: Floats, reach: float, cell: float) -> list[tuple[int, Floats]]:
    """Places (2, rows, columns) on the line through each cell down and up the slope, with their steps from it."""
    down = _downhill(z)
    here = np.array(np.meshgrid(*(np.arange(size, dtype=float) for size in z.shape), indexing="ij"))
    path = [(0, here)]
    for sign in (1, -1):
        place = here
        for step in range(1, round(reach / cell) + 1):
            way = np.array([ndimage.map_coordinates(part, place, order=1, mode="nearest") for part in down])
            place = place + sign * way
            path.append((step, place))
    return path


def _averaged(values: Floats, path: list[tuple[int, Floats]], along: float, cell: float) -> Floats:
    """Means along the slope, `along` metres up and down."""
    places = [place for step, place in path if step * cell <= along + cell / 2]
    parts = [ndimage.map_coordinates(values, place, order=1, mode="nearest") for place in places]
    return np.asarray(np.mean(parts, axis=0))


def _share_inside(inside: Bools, radius: float, cell: float) -> Floats:
    """The share of a circle around each cell that lies inside the outline: a half at a straight edge."""
    reach = int(np.ceil(radius / cell))
    rows, columns = np.ogrid[-reach : reach + 1, -reach : reach + 1]
    circle = (np.hypot(rows, columns) * cell <= radius).astype(float)
    return np.asarray(ndimage.convolve(inside.astype(float), circle / circle.sum(), mode="constant"))
