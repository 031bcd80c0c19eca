"""Directions: their mean, how much they agree, whether they have a preference, and how many face each of eight ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SECTORS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
"""Eight sectors of 45 degrees, each around its direction: north is 337.5 to 22.5."""
_WIDTH = 360 / len(SECTORS)
_NOTHING = 1e-12


@dataclass(frozen=True)
class Directions:
    """What is known of directions, clockwise from north in degrees.

    `number` of them; their circular `mean` (None where they cancel out, or there are none), `resultant` length (0: all
    ways alike, 1: all the same), `p` of Rayleigh's test that there is no preferred direction, and how many are in each
    of `SECTORS`.
    """

    number: int
    mean: float | None
    resultant: float | None
    p: float | None
    sectors: tuple[int, ...]


def directions(degrees: Floats) -> Directions:
    """Mean, resultant length, Rayleigh's test and sectors; NaN are left out.

    Parameters
    ----------
    degrees
        Clockwise from north, shape (n,).
    """
    known = degrees[np.isfinite(degrees)]
    sectors = tuple(np.bincount(sector_of(known), minlength=len(SECTORS)).tolist())
    if not len(known):
        return Directions(0, None, None, None, sectors)
    mean, length = mean_direction(np.zeros(len(known), np.intp), known, 1)
    return Directions(
        len(known),
        float(mean[0]) if np.isfinite(mean[0]) else None,
        float(length[0]),
        float(rayleigh(length, np.array([len(known)]))[0]),
        sectors,
    )


def mean_direction(group: npt.NDArray[np.intp], degrees: Floats, count: int) -> tuple[Floats, Floats]:
    """Circular mean, 0 to 360, and resultant length of groups, shape (count,); NaN of one that is empty.

    Parameters
    ----------
    group
        Which group each direction is of, shape (n,).
    degrees
        Directions, shape (n,), none NaN.
    count
        How many groups there are.
    """
    angles = np.radians(degrees)
    number = np.bincount(group, minlength=count).astype(np.float64)
    east = np.bincount(group, np.sin(angles), count)
    north = np.bincount(group, np.cos(angles), count)
    with np.errstate(invalid="ignore", divide="ignore"):
        length = np.minimum(np.hypot(east, north) / number, 1.0)
    mean = np.degrees(np.arctan2(east, north)) % 360
    mean[mean >= 360] = 0.0  # of -1e-17 the remainder is rounded up
    return np.where(length > _NOTHING, mean, np.nan), length


def rayleigh(resultant: Floats, number: npt.NDArray[np.integer]) -> Floats:
    """Rayleigh's p that directions have no preference, by Zar's (1999, eq. 27.4) approximation.

    For groups, shape (k,): their resultant length and number; NaN where a group is empty. It is good to 0.001 from ten
    directions on. One direction prefers nothing: p is 1.
    """
    n = np.asarray(number, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        total = n * resultant
        root = np.sqrt(1 + 4 * n + 4 * (n**2 - total**2))
        # sqrt(...) - (1 + 2 n), without the loss of digits where n is large
        exponent = -4 * total**2 / (root + 1 + 2 * n)
    p = np.exp(exponent)
    return np.where(n > 0, np.where(n == 1, 1.0, p), np.nan)


def sector_of(degrees: Floats) -> npt.NDArray[np.intp]:
    """Number of the sector, an index into `SECTORS`, of each direction, none NaN."""
    return (np.floor((degrees % 360 + _WIDTH / 2) / _WIDTH) % len(SECTORS)).astype(np.intp)
