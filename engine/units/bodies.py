"""Where bodies stand out of a slope, where furrows lie between them, and where the outline bends in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import fft, ndimage

from .along import Along, downhill

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
BAYS = (40.0, 80.0, 140.0)
"""Metres: circles that tell where the outline bends in."""
_TO_DEVIATION = 2.355
"""A Gaussian's width at half its height is so many standard deviations."""


@dataclass(frozen=True)
class Bodies:
    """Maps over the cells of an outline's ground.

    `z` elevations; `heights` in metres above the ground at each of `WIDTHS`, below 0 in furrows; `down` the unit vector
    downslope (rows, columns); `away` metres to the edge of the outline; `bays` by how much more than half of a circle
    of each of `BAYS` lies inside.
    """

    z: Floats
    heights: tuple[Floats, ...]
    down: tuple[Floats, Floats]
    away: Floats
    bays: tuple[Floats, ...]


def lines_along(z: Floats, inside: Bools, cell: float) -> Along:
    """The lines down the slope that maps of this ground are averaged along."""
    return Along(smoothed(z, WIDTHS[-1], cell), inside, cell, max(ALONG))


def bodies_of(z: Floats, inside: Bools, cell: float, along: Along) -> Bodies:
    """See `Bodies`.

    Parameters
    ----------
    z
        Elevations in metres without voids, on square cells, also around the outline.
    inside
        The cells of the outline.
    cell
        Metres along the side of a cell.
    along
        See `lines_along`.
    """
    fine = smoothed(z, STONES, cell)
    heights = [
        along.means([fine - smoothed(z, width, cell)], metres)[0] for width, metres in zip(WIDTHS, ALONG, strict=True)
    ]
    # Half a cell: the cells at the edge lie in it.
    away = np.maximum(ndimage.distance_transform_edt(inside) - 0.5, 0) * cell
    bays = tuple(_share_inside(inside, radius, cell) - 0.5 for radius in BAYS)
    return Bodies(z, tuple(heights), downhill(smoothed(z, SLOPE, cell)), away, bays)


def smoothed(z: Floats, metres: float, cell: float) -> Floats:
    """The ground without forms narrower than some metres."""
    return np.asarray(ndimage.gaussian_filter(z, metres / _TO_DEVIATION / cell, mode="nearest"), np.float64)


def _share_inside(inside: Bools, radius: float, cell: float) -> Floats:
    """The share of a circle around each cell that lies inside the outline: a half at a straight edge."""
    reach = int(np.ceil(radius / cell))
    rows, columns = np.ogrid[-reach : reach + 1, -reach : reach + 1]
    circle = (np.hypot(rows, columns) * cell <= radius).astype(float)
    padded = np.pad(inside.astype(float), reach)
    # As SciPy's fftconvolve, whose room loads all of its statistics.
    shape = [fft.next_fast_len(size + 2 * reach, real=True) for size in padded.shape]
    around = fft.irfft2(fft.rfft2(padded, shape) * fft.rfft2(circle / circle.sum(), shape), shape)
    height, width = inside.shape
    return np.asarray(around[2 * reach : 2 * reach + height, 2 * reach : 2 * reach + width], np.float64)
