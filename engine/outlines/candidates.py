"""A candidate: one polygon that a network predicted."""

from __future__ import annotations

from dataclasses import dataclass

import shapely


@dataclass(frozen=True, slots=True)
class Candidate:
    """One predicted landform.

    Attributes
    ----------
    geometry
        Its outline, a valid polygon in the raster's coordinate system.
    probability_mean, probability_max
        Over the pixels that were found (filled holes do not count), 0 to 1.
    area_m2
        Area of the outline on the WGS84 ellipsoid, in square metres.
    probability_sd
        Mean over these pixels of the standard deviation of several networks' probabilities; None for one network.
    imagery
        Names of the images under it, as `inventory.imagery.join_names` joins them; empty where not known.
    """

    geometry: shapely.Polygon
    probability_mean: float
    probability_max: float
    area_m2: float
    imagery: str = ""
    probability_sd: float | None = None
