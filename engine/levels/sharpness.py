"""How steep the probability falls along an outline: a sharp edge is where something ends on the ground."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from ..ground.geodesy import ground_metres_per_unit
from .kept_ground import KeptGround

Floats = npt.NDArray[np.float64]


class Slope:
    """The slope of the probability on a piece of kept ground, per metre on the ground.

    Steps stand for the middle of what they hold; each pixel is averaged with its eight neighbours first, twice, so that
    the stairs between two steps are no edges.
    """

    def __init__(self, ground: KeptGround) -> None:
        probability = ground.steps.middles()[ground.pixels]
        for _ in range(2):
            probability = _averaged(_averaged(probability).T).T
        self._transform = ground.transform
        along, across = self._sides(ground)
        down, right = np.gradient(probability)
        self._slope: npt.NDArray[Any] = np.hypot(right / np.float32(along), down / np.float32(across))

    def _sides(self, ground: KeptGround) -> tuple[float, float]:
        """Metres on the ground along a pixel's row and its column, in the middle."""
        height, width = ground.pixels.shape
        transform = ground.transform
        per_x, per_y = ground_metres_per_unit(ground.run.crs, *(transform @ (width / 2, height / 2)))
        return (
            math.hypot(transform.a * per_x, transform.d * per_y),
            math.hypot(transform.b * per_x, transform.e * per_y),
        )

    def along(self, outline: shapely.Polygon) -> float:
        """The mean along an outline, its holes too."""
        places, weights = places_along(outline, self._transform)
        rows = np.clip(places[:, 1].astype(np.intp), 0, self._slope.shape[0] - 1)
        columns = np.clip(places[:, 0].astype(np.intp), 0, self._slope.shape[1] - 1)
        return float(np.average(self._slope[rows, columns], weights=weights))


def places_along(outline: shapely.Polygon, transform: Affine) -> tuple[Floats, Floats]:
    """Places along an outline and its holes, one for each pixel's length.

    Parameters
    ----------
    outline
        In the system that `transform` leads to from columns and rows.
    transform
        Of the pixels.

    Returns
    -------
    tuple of ndarray
        Columns and rows, shape (n, 2), and for how many pixels' length each place stands.
    """
    points, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(outline)), return_index=True)
    pixels = np.column_stack(~transform @ points.T)
    goes_on = np.diff(ring) == 0  # from a ring to the next one goes no edge
    starts, ways = pixels[:-1][goes_on], np.diff(pixels, axis=0)[goes_on]
    steps = np.hypot(*ways.T)
    counts = np.maximum(np.ceil(steps), 1).astype(np.intp)
    segment = np.repeat(np.arange(len(steps)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(segment)) - first + 0.5) / counts[segment]
    return starts[segment] + ways[segment] * share[:, np.newaxis], (steps / counts)[segment]


def _averaged(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Each row averaged with those above and below it; the outermost with themselves."""
    padded = np.concatenate([values[:1], values, values[-1:]])
    return np.asarray((padded[:-2] + padded[1:-1] + padded[2:]) / np.float32(3))
