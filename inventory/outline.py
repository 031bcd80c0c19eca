"""An outline that is to be written: its geometry, and what only a program that knows geometry can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """An outline in the inventory's coordinate system, with its true area and its primary marker.

    Attributes
    ----------
    geometry
        WKB of a MultiPolygon.
    area
        m², on the WGS84 ellipsoid.
    latitude, longitude
        Of the primary marker, degrees (WGS84), inside the outline.
    marker_at
        From latitude and longitude to the WKB of a Point in the inventory's coordinate
        system; None where that place is outside the outline.
    """

    geometry: bytes
    area: float
    latitude: float
    longitude: float
    marker_at: Callable[[float, float], bytes | None]
