"""The ground of training data in a few boxes, for the card of a model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from .ground import Shapes, metres_per_degree

MOST = 100
"""Boxes at most."""
_CELLS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 360.0)
"""Degrees: sides of cells whose blocks share one box; 0 gives each block its own."""


def areas_of(shapes: Shapes, blocks: npt.NDArray[np.int64], buffer: float) -> list[list[float]]:
    """West, south, east, north of the ground around each block, in degrees; of many blocks those near each other.

    Parameters
    ----------
    shapes, blocks
        Outlines in degrees, and their blocks; -1 is of none.
    buffer
        Metres around them.
    """
    used = np.flatnonzero(blocks >= 0)
    if not len(used):
        return []
    bounds = shapely.bounds(shapes[used])
    east, north = metres_per_degree(np.abs(bounds[:, [1, 3]]).max(axis=1))
    wide = bounds + np.column_stack((-buffer / east, -buffer / north, buffer / east, buffer / north))
    boxes: npt.NDArray[np.float64] = _boxes(wide, blocks[used])
    for side in _CELLS:
        if side:
            middle = np.floor((boxes[:, :2] + boxes[:, 2:]) / 2 / side).astype(np.int64)
            boxes = _boxes(boxes, np.unique(middle, axis=0, return_inverse=True)[1].ravel())
        if len(boxes) <= MOST:
            break
    return [
        [round(float(_within(value) if place % 2 == 0 else value), 4) for place, value in enumerate(box)]
        for box in boxes
    ]


def _boxes(bounds: npt.NDArray[np.float64], groups: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Bounds of each group."""
    numbers = np.unique(groups)
    low = np.array([bounds[groups == number, :2].min(axis=0) for number in numbers])
    high = np.array([bounds[groups == number, 2:].max(axis=0) for number in numbers])
    return np.column_stack((low, high))


def _within(longitude: float) -> float:
    return longitude - 360 if longitude > 180 else longitude
