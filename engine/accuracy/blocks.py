"""Blocks of ground in which an accuracy is counted: what is found in one says little of another.

Outlines that meet, of either side, stay together; such groups are put into compact blocks of about the same area by
halving the ground, no narrower than the ground around an outline that a network is trained with.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from ..matching.halving import halved
from .comparing import Comparison

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NARROWEST = 1500.0
"""Metres: ground within so much of an outline is in its patches (Sun et al. 2024), so networks see it together."""
MOST_BLOCKS = 100
_METRES_PER_DEGREE = 111_195.0


def blocks_of(compared: Comparison) -> tuple[Ints, Ints]:
    """Number of the block that each candidate, (n,), and each reference, (m,), is in, counted from 0."""
    found, truth = compared.units
    unit = np.concatenate((found, truth))
    if not len(unit):
        return found, truth
    places = metres_of(np.concatenate((compared.found.outlines, compared.truth.outlines)), compared.crs)
    areas = np.concatenate((compared.found.areas, compared.truth.areas)) + 1e-3
    weight = np.bincount(unit, areas)
    middle = np.column_stack([np.bincount(unit, areas * axis) / weight for axis in places.T])
    pieces = halved([np.arange(len(weight))], middle, weight, MOST_BLOCKS, NARROWEST)
    block = np.zeros(len(weight), np.int64)
    for number, piece in enumerate(sorted(pieces, key=lambda piece: int(piece.min()))):
        block[piece] = number
    return block[found], block[truth]


def metres_of(outlines: npt.NDArray[Any], crs: Any) -> Floats:
    """Metres east and north of their middle of the centres of outlines, on the sinusoidal map, shape (n, 2)."""
    centres = shapely.get_coordinates(transform_geometries(shapely.centroid(outlines), crs, LONGITUDE_LATITUDE))
    around = np.exp(1j * np.radians(centres[:, 0])).mean()
    east = (centres[:, 0] - np.degrees(np.angle(around)) + 180) % 360 - 180
    latitude = np.radians(centres[:, 1])
    return np.asarray(np.column_stack((east * np.cos(latitude), centres[:, 1])) * _METRES_PER_DEGREE)
