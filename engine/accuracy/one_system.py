"""Both sides of an evaluation in one coordinate system that holds them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import shapely

from ..ground.boxes import Box, has_room_for
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj
from ..ground.vectors import close_at_antimeridian
from .reference import Geometries, Outlines


def in_one_system(found: Outlines, truth: Outlines) -> tuple[Outlines, Outlines]:
    """Candidates and references in the candidates' system; by longitude and latitude where it is too small.

    In degrees what lies on both sides of the antimeridian is put side by side.
    """
    crs = found.crs
    shapes = truth.polygons if truth.extent is None else np.append(truth.polygons, truth.extent)
    if not has_room_for(shapes, truth.crs, crs):
        crs = LONGITUDE_LATITUDE
    found, truth = found.in_crs(crs), truth.in_crs(crs)
    if not to_pyproj(crs).is_geographic:
        return found, truth
    sides = [close_at_antimeridian(side.polygons) for side in (found, truth)]
    if any(len(side) and shapely.total_bounds(side)[2] > 180 for side in sides):
        sides = [_eastwards(side) for side in sides]
        if truth.extent is not None:
            truth = replace(truth, extent=_eastwards(np.array([truth.extent], dtype=object))[0])
    return replace(found, polygons=sides[0]), replace(truth, polygons=sides[1])


def _eastwards(polygons: Geometries) -> Geometries:
    """Polygons of the western half of the Earth, after those of the eastern."""
    moved = polygons.copy()
    west = shapely.bounds(polygons)[:, 2] <= 0
    if west.any():
        moved[west] = shapely.transform(polygons[west], partial(np.add, [360.0, 0.0]))
    return moved


def bounds_of(*sides: Outlines) -> Box | None:
    """Bounds of all outlines of some sides; None where there are none."""
    polygons: Any = np.concatenate([side.polygons for side in sides])
    if not len(polygons):
        return None
    left, bottom, right, top = shapely.total_bounds(polygons).tolist()
    return left, bottom, right, top
