"""Probability rasters for the tests of polygons, and a plain tracer run over them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any

import numpy as np
import shapely
from affine import Affine
from hypothesis import HealthCheck, settings
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.outlines.polygons import OutlineTracer

UTM = "EPSG:32645"
TEN_METRES = Affine(10, 0, 500_000, 0, -10, 3_100_000)
INSIDE, OUTSIDE = 200, 20


def examples(count: int) -> settings:
    """So many examples, the same in each run, on a busy machine too."""
    slow = [HealthCheck.too_slow]
    return settings(max_examples=count, deadline=None, derandomize=True, suppress_health_check=slow)


def picture(text: str) -> np.ndarray:
    """Probabilities from a drawing: # is inside, anything else outside."""
    rows = text.split()
    return np.array([[INSIDE if pixel == "#" else OUTSIDE for pixel in row] for row in rows], np.uint8)


def trace(
    probability: np.ndarray,
    strips: Iterable[int] | None = None,
    *,
    transform: Affine = TEN_METRES,
    crs: Any = UTM,
    threshold: float = 0.5,
    **settings: Any,
) -> list[Candidate]:
    """Candidates of a whole raster, given to the tracer in strips of these heights (or at once)."""
    tracer = OutlineTracer(transform, crs, probability.shape[1], threshold=threshold, **settings)
    found: list[Candidate] = []
    row = 0
    for height in chain(strips or [len(probability)], repeat(max(len(probability), 1))):
        if row >= len(probability):
            break
        found += tracer.add_rows(probability[row : row + height])
        row += height
    return found + tracer.finish()


def farthest(one: Any, other: Any, step: float) -> float:
    """Hausdorff distance of two outlines, sampled every `step` along both."""
    distances = []
    for a, b in ((one, other), (other, one)):
        points = shapely.points(shapely.get_coordinates(shapely.segmentize(a.boundary, step)))
        distances.append(shapely.distance(points, b.boundary).max())
    return float(max(distances))


def frozen(candidates: list[Candidate]) -> list[tuple[bytes, float, float, float]]:
    """Everything about candidates, to compare bit by bit, order included."""
    return [(c.geometry.wkb, c.probability_mean, c.probability_max, c.area_m2) for c in candidates]
