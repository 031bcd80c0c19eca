"""The subregion of each outline, from a layer of subregions."""

from __future__ import annotations

import numpy as np
import shapely

from ...gathering.regions import read_regions
from ...ground.geodesy import LONGITUDE_LATITUDE
from ...telling.report import Report
from ..outlines import Outlines


def find_subregions(outlines: Outlines, source: str, report: Report) -> None:
    """Name each outline's subregion by a point inside it; what lies in none keeps what its own file says.

    Raises
    ------
    UserError
        As `read_regions`.
    """
    regions = read_regions(source, None, report)
    there = np.flatnonzero(~shapely.is_empty(outlines.shapes))
    if not len(there):
        return
    points = shapely.point_on_surface(outlines.shapes[there])
    left, bottom, right, top = shapely.total_bounds(points).tolist()
    areas = regions.near((left - 1e-6, bottom - 1e-6, right + 1e-6, top + 1e-6), LONGITUDE_LATITUDE)
    point, area = shapely.STRtree(areas).query(points, predicate="intersects")
    for index, number in zip(there[point].tolist(), area.tolist(), strict=True):
        outlines.subregions[index] = regions.names[number]
