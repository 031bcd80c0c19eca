"""What the ground's form says at each cell of an outline: the measures by which a cell is told to be one of a seam."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from .along import Along
from .bodies import Bodies, smoothed

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SCALES = (14.0, 24.0, 40.0, 70.0)
"""Metres (a Gaussian's standard deviation): how broad the forms are whose curvature is measured."""
RIDGES = (25.0, 45.0)
"""Metres (a standard deviation) over which the direction of ridges is averaged."""
_LONG = 60.0
"""Metres up and down the slope."""
_OF_A_SCALE = ("bent across", "bent along", "hollow", "crest", "steeper")
_OF_RIDGES = ("fan", "fan along", "turned", "in order", "high")

FORMS = (
    *(f"{name} {scale:g} m" for scale in SCALES for name in _OF_A_SCALE),
    *(f"bent across along the slope {scale:g} m" for scale in SCALES[:2]),
    *(f"ridges {name} {scale:g} m" for scale in RIDGES for name in _OF_RIDGES),
    "slope",
    "away from the edge",
    "away, of the most",
    "bay 40 m",
    "bay 80 m",
    "bay 140 m",
    "height, of the whole",
)
"""The names of the measures in their order; none of them changes where the ground is mirrored."""


def forms_of(bodies: Bodies, along: Along, inside: Bools, cell: float) -> Floats:
    """The measures of each cell inside, shape (cells, len(FORMS)).

    Bent: the second derivative across and along the slope, above 0 in a furrow; hollow and crest: the largest and the
    smallest curvature whatever its direction; steeper: than the slope around, as fronts are. Ridges fan out on a
    body's back and meet in a seam, where the fan is below 0; turned is 1 where they lie across the slope and -1 along
    it. Curvatures are times their scale, so that all have no unit.
    """
    # Kernels of derivatives that are cut off do not add up to 0: of the elevation itself a little would stay.
    bodies = replace(bodies, z=bodies.z - float(bodies.z[inside].mean()))
    maps: list[Floats] = []
    slope = np.hypot(*np.gradient(smoothed(bodies.z, 150.0, cell), cell))
    across = []
    for scale in SCALES:
        found = _curvatures(bodies, scale, cell)
        across.append(found[0])
        maps += [*found, _gradient(bodies.z, scale, cell) - slope]
    maps += along.means(across[:2], _LONG)
    for scale in RIDGES:
        maps += _ridges(bodies, along, scale, cell)
    z = bodies.z[inside]
    maps += [np.degrees(np.arctan(slope)) / 10, bodies.away / 50, bodies.away / max(float(bodies.away.max()), 1.0)]
    maps += [*bodies.bays, (bodies.z - z.min()) / max(float(np.ptp(z)), 1.0)]
    return np.stack([one[inside] for one in maps], 1)


def _gradient(z: Floats, scale: float, cell: float) -> Floats:
    """Metres a metre, without forms narrower than the scale."""
    parts = [ndimage.gaussian_filter(z, scale / cell, order, mode="nearest") / cell for order in ((1, 0), (0, 1))]
    return np.asarray(np.hypot(*parts))


def _curvatures(bodies: Bodies, scale: float, cell: float) -> list[Floats]:
    """Across and along the slope, the largest and the smallest, times the scale."""
    rows, both, columns = (
        ndimage.gaussian_filter(bodies.z, scale / cell, order, mode="nearest") * (scale / cell**2)
        for order in ((2, 0), (1, 1), (0, 2))
    )
    down, right = bodies.down
    across = right**2 * rows - 2 * right * down * both + down**2 * columns
    along = down**2 * rows + 2 * right * down * both + right**2 * columns
    mean, apart = (rows + columns) / 2, np.hypot((rows - columns) / 2, both)
    return [across, along, mean + apart, mean - apart]


def _ridges(bodies: Bodies, lines: Along, scale: float, cell: float) -> list[Floats]:
    """How ridges fan, the same along the slope, how they are turned, how far in one order, and how high."""
    down, right = bodies.down
    small = smoothed(bodies.z, 15.0, cell) - smoothed(bodies.z, 70.0, cell)
    rows, columns = np.gradient(small, cell)
    across, along = down * columns - right * rows, down * rows + right * columns
    power = ndimage.gaussian_filter(across**2 + along**2, scale / cell) + 1e-6
    turned = ndimage.gaussian_filter(along**2 - across**2, scale / cell) / power
    aslant = ndimage.gaussian_filter(2 * across * along, scale / cell) / power
    rows, columns = np.gradient(ndimage.gaussian_filter(aslant, 0.8), cell)
    fan = (down * columns - right * rows) * scale
    return [fan, *lines.means([fan], _LONG), turned, np.hypot(turned, aslant), 3 * np.sqrt(power)]
