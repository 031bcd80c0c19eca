"""How sharply the ground bends along an outline: where a body ends, its side or front meets other ground in a bend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage

from ..ground.geodesy import transformer_between
from ..terrain.dem import Dem
from .kept_ground import KeptGround
from .sharpness import places_along

Floats = npt.NDArray[np.float64]

_FINEST = 8.0
"""Metres: finer cells show stones and not bodies, so they are averaged."""
_BLUR = 0.5
"""Cells. A wider one loses the bend: on simulated scenes 1 to 1.4 was worse, and most of all with cells of 30 m."""
_MARGIN = 4
"""Cells around the outlines, for the blur and the neighbours."""
_MOST_CELLS = 2**24
"""Of the part of a DEM that is read: more would take too long to wait for."""
_LITTLE = 0.004
"""Per metre: along the rims of simulated bodies ground bends by 0.02 in cells of 10 m, by 0.006 in cells of 30 m; where
it bends by less than this along every level, the probability decides nearly alone."""
_LEAST_KNOWN = 0.9
"""Share of an outline along which the DEM must tell something."""


def bends_along(outlines: Sequence[shapely.Polygon], ground: KeptGround, dem: Dem) -> Floats | None:
    """Of each outline how the ground bends along it, on the mean.

    Parameters
    ----------
    outlines
        In the system of the run.
    ground
        The run's grid, which says how dense an outline is looked at.
    dem
        Elevations.

    Returns
    -------
    ndarray of float64, shape (n,)
        Change of the slope per metre, summed over both directions, positive where the ground is hollow; None where the
        DEM does not tell it of each of them.
    """
    found = [places_along(outline, ground.transform) for outline in outlines]
    x, y = ground.transform @ np.concatenate([places for places, _ in found]).T
    columns, rows = ~dem.transform @ transformer_between(ground.run.crs, dem.crs).transform(x, y)
    bend = _bend_at(dem, np.asarray(rows), np.asarray(columns))
    if bend is None:
        return None
    ends = np.cumsum([len(weights) for _, weights in found])
    means = []
    for along, (_, weights) in zip(np.split(bend, ends[:-1]), found, strict=True):
        known = np.isfinite(along)
        if weights[known].sum() < _LEAST_KNOWN * weights.sum():
            return None
        means.append(np.average(along[known], weights=weights[known]))
    return np.array(means)


def _bend_at(dem: Dem, rows: Floats, columns: Floats) -> Floats | None:
    """The bend at places of a DEM, in cells from the corner of its first one; NaN where it tells nothing."""
    if not (np.isfinite(rows).all() and np.isfinite(columns).all()):
        return None
    places = np.array([rows, columns])
    sides = _sides(dem, *places.mean(axis=1).astype(int).tolist())
    if sides is None:
        return None
    parts = np.maximum(_FINEST / sides, 1).astype(int)
    first = np.maximum(np.floor(places.min(axis=1)).astype(int) - _MARGIN * parts, 0)
    last = np.minimum(np.ceil(places.max(axis=1)).astype(int) + _MARGIN * parts, dem.shape)
    height, width = (last - first) // parts
    if min(height, width) < _MARGIN or height * width * parts.prod() > _MOST_CELLS:
        return None
    top, left = first.tolist()
    z = dem.elevations(top, left, int(height * parts[0]), int(width * parts[1]))
    mean = z.reshape(height, parts[0], width, parts[1]).mean(axis=(1, 3))
    within = (places - first[:, np.newaxis]) / parts[:, np.newaxis] - 0.5
    bend = _hollowness(mean, *(sides * parts).tolist())
    return np.asarray(ndimage.map_coordinates(bend, within, order=1, mode="constant", cval=np.nan))


def _hollowness(z: Floats, down: float, across: float) -> Floats:
    """Second derivatives of elevations on cells of these sides (metres), added up; NaN at the rim."""
    smooth = ndimage.gaussian_filter(z, _BLUR)
    bend = np.full(z.shape, np.nan)
    middle = 2 * smooth[1:-1, 1:-1]
    bend[1:-1, 1:-1] = (smooth[:-2, 1:-1] + smooth[2:, 1:-1] - middle) / down**2
    bend[1:-1, 1:-1] += (smooth[1:-1, :-2] + smooth[1:-1, 2:] - middle) / across**2
    return bend


def _sides(dem: Dem, row: int, column: int) -> Floats | None:
    """Metres of a cell's step down and across; None where the DEM is elsewhere."""
    if not (0 <= row < dem.shape[0] and 0 <= column < dem.shape[1]):
        return None
    east_c, north_c, east_r, north_r = dem.ground_steps(row, column, 1, 1).values[:, 0, 0]
    return np.hypot([east_r, east_c], [north_r, north_c])


def edges_of(sharpness: Sequence[float], bends: Floats | None) -> list[float]:
    """How much of an edge each of an outline's levels is, from 0 to 1, which the sharpest has.

    Parameters
    ----------
    sharpness
        Of each level how steep the probability falls along it.
    bends
        Of each how the ground bends along it; None where nobody knows.

    Notes
    -----
    A network is sure of an end, or not; ground bends where a body ends, but elsewhere too. Where both are known, an
    edge is what is one by both, each as a share of its greatest, averaged over neighbouring levels. There are no
    weights of levels, so nothing decides that was learnt on simulated ground.
    """
    edges = _shares(np.asarray(sharpness, np.float64))
    if bends is not None and bends.max() > 0:
        hollow = _shares(np.maximum(bends, 0) + _LITTLE)
        edges = _shares(ndimage.gaussian_filter1d(edges * hollow, 1.0, mode="nearest"))
    return [float(edge) for edge in edges]


def _shares(values: Floats) -> Floats:
    """Of the greatest; nothing is less than 0."""
    greatest = float(values.max())
    return np.maximum(values, 0) / greatest if greatest > 0 else np.zeros_like(values)
