"""All that limits a search: polygons, elevation and slope, or both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.requests.detection import DetectionRequest
from ..ground.vectors import read_polygons
from ..scene.imagery import ImageScene
from ..scene.ranges import Range, parse_range
from ..scene.tiling import Area
from ..telling.report import Report
from ..terrain.dem import HIGHEST, LOWEST, open_dem
from .study_area import StudyArea
from .terrain_limits import TerrainLimits


class Limits(Area):
    """What lies inside of everything that limits a search; asked as a `StudyArea` is."""

    def __init__(self, parts: list[StudyArea | TerrainLimits]) -> None:
        self._parts = parts

    @property
    def facts(self) -> dict[str, Any]:
        """What decides the mask, by name."""
        return {name: fact for part in self._parts for name, fact in part.facts.items()}

    def messages(self) -> list[str]:
        """What a person should know at the end."""
        return [message for part in self._parts for message in part.messages()]

    def mask(self, row: int, count: int, column: int = 0, width: int | None = None) -> npt.NDArray[np.bool_]:
        """Whether each pixel lies inside; shape (count, width), of full rows if not told."""
        first, *others = self._parts
        inside = first.mask(row, count, column, width)
        for part in others:
            if inside.any():
                inside &= part.mask(row, count, column, width)
        return inside


def terrain_ranges(request: DetectionRequest) -> tuple[Range, Range]:
    """Elevations (metres) and slopes (degrees) to search; `UserError` where a text is no range."""
    return (
        parse_range(request.elevation, "elevations", LOWEST, HIGHEST),
        parse_range(request.slope, "slopes", 0.0, 90.0),
    )


@contextmanager
def open_limits(request: DetectionRequest, scene: ImageScene, report: Report) -> Iterator[Limits | None]:
    """What a request limits the search to, None where nothing; the scene is limited to the polygons' bounds.

    Raises
    ------
    UserError
        See `read_polygons`, `open_dem` and `TerrainLimits`; or where the polygons lie outside the scene.
    """
    parts: list[StudyArea | TerrainLimits] = []
    with ExitStack() as stack:
        if request.area is not None:
            polygons = read_polygons(request.area, request.area_layer, option="--area-layer", report=report)
            area = StudyArea(polygons.geometries, polygons.crs, scene.grid.crs, scene.grid.bounds)
            scene.limit_to(area.bounds, "area")
            area.lay_on(scene.grid)
            parts.append(area)
        if request.dem is not None:
            dem = stack.enter_context(open_dem(request.dem, report))
            parts.append(TerrainLimits(dem, *terrain_ranges(request), scene.grid))
        yield Limits(parts) if parts else None
