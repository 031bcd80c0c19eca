"""Whether outlines are outlines: there, valid, whole, of one piece, on the Earth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely

from ...inventory.checks.rules import PARTS_APART_M, SMALLEST_M2
from ...store.looking import told_geometry
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import WGS84
from .found import Found, Row
from .outlines import Part

_ROUNDED_M2 = 0.5
_HALF_ROUND = 180.0
_CURVED = ("CURVE", "SURFACE", "CIRCULAR")
"""Parts of the names of curved kinds. GDAL makes straight pieces of them, and says nothing."""
_BEYOND_USE = 3.0
"""Degrees beyond where a coordinate system is meant for, from which it is rather another one."""


def check_layer(of: VectorLayer, found: Found) -> None:
    """What the layer's kind of geometry says."""
    kind = of.geometry_type
    words = kind.replace("2.5D ", "Z ").replace("3D ", "Z ").split()
    marks = [word for word in words if word in ("Z", "M", "ZM", "Measured")]
    if marks:
        text = f"Layer {of.place} has heights or measures ({kind}); they are left out: save it in two dimensions."
        found.add("z_m", Row(of.name), text)
    told = told_geometry(of.path, of.name) if of.driver == "GPKG" else ""
    if any(word in told.upper() for word in _CURVED):
        text = f"Layer {of.place} is curved ({told}); it is read as straight pieces: save it as polygons."
        found.add("curved", Row(of.name), text)


def tell_heard(heard: str, row: Row, found: Found) -> None:
    """What was said while a layer was read, by what it is about; of measures GDAL says so, and drops them."""
    if "geometry types are not supported" in heard:
        if not any(problem.rule == "z_m" for problem in found.problems):
            found.add("z_m", row, f"{heard}; they are left out: save it in two dimensions.")
    else:
        found.add("reading" if heard.startswith("GDAL") else "encoding", row, heard)


def check_part(part: Part, crs: pyproj.CRS, found: Found) -> None:
    """The geometry of some outlines."""
    rows, raw = part.rows, part.raw
    missing = shapely.is_missing(raw) | shapely.is_empty(raw)
    none = np.array([shape is None for shape in part.shapes], dtype=bool)
    for number in np.flatnonzero(none):
        what = "has no geometry" if missing[number] else f"is no polygon but a {raw[number].geom_type}"
        found.add("no_outline", rows[number], f"{rows[number].words} {what}; outline it, or take it out.")
    bounds = shapely.bounds(raw)
    across = crs.is_geographic & (bounds[:, 2] - bounds[:, 0] > _HALF_ROUND)
    there = np.array([shape is not None for shape in part.degrees], dtype=bool)
    for number in np.flatnonzero(across & there):
        text = f"{rows[number].words} reaches over 180°, from {bounds[number, 0]:.4f} to {bounds[number, 2]:.4f}°."
        found.add("across_180", rows[number], f"{text} Many programs draw it round the Earth: cut it there in two.")
    for number in np.flatnonzero(~missing & ~none & ~shapely.is_valid(raw) & ~across):
        reason = shapely.is_valid_reason(raw[number]).replace("[", " at ").replace("]", "")
        found.add("invalid", rows[number], f"{rows[number].words} is not valid: {reason}.")
    _check_reach(part, crs, none, found)
    _check_holes(part, found)
    _check_parts(part, found)
    for number in np.flatnonzero(part.areas < SMALLEST_M2 - _ROUNDED_M2):
        area = float(part.areas[number])
        text = f"{rows[number].words} covers {area:.0f} m², less than 0.01 km²."
        found.add("small", rows[number], text, amount=area)


def _check_reach(part: Part, crs: pyproj.CRS, none: Any, found: Found) -> None:
    """Places that have no longitude and latitude, or lie far from where the coordinate system is meant for."""
    lost = np.array([shape is None for shape in part.degrees], dtype=bool) & ~none
    for number in np.flatnonzero(lost):
        x, y = (float(value) for value in shapely.bounds(part.raw[number])[:2])
        text = f"{part.rows[number].words} lies at {x:g}, {y:g}, where {crs.name} has no ground"
        found.add("outside_crs", part.rows[number], f"{text}: its coordinates are of another system, or damaged.")
    use = crs.area_of_use
    if use is None or crs.is_geographic or use.west > use.east:
        return
    x, y = part.rows.places.T
    beyond = (x < use.west - _BEYOND_USE) | (x > use.east + _BEYOND_USE)
    beyond |= (y < use.south - _BEYOND_USE) | (y > use.north + _BEYOND_USE)
    for number in np.flatnonzero(beyond):
        text = f"{part.rows[number].words} lies at {x[number]:.2f}° E, {y[number]:.2f}° N, far from where {crs.name}"
        found.add("outside_crs", part.rows[number], f"{text} is used ({use.name}); it may be of another system.")


def _check_holes(part: Part, found: Found) -> None:
    inner, owner = shapely.get_parts(part.shapes, return_index=True)
    holes = np.bincount(owner, shapely.get_num_interior_rings(inner), len(part.shapes))
    for number in np.flatnonzero(holes):
        count = int(holes[number])
        what = "a hole" if count == 1 else f"{count} holes"
        found.add("hole", part.rows[number], f"{part.rows[number].words} has {what}; its area is without.", count)


def _check_parts(part: Part, found: Found) -> None:
    several = np.flatnonzero(shapely.get_num_geometries(part.degrees) > 1)
    for number in several:
        pieces = shapely.get_parts(part.degrees[number])
        apart = max(_apart(piece, np.delete(pieces, place)) for place, piece in enumerate(pieces))
        if apart > PARTS_APART_M:
            text = f"{part.rows[number].words} has {len(pieces)} parts that lie up to {apart:.0f} m apart"
            found.add("parts_apart", part.rows[number], f"{text}; each may be a rock glacier of its own.", amount=apart)


def _apart(piece: Any, others: Any) -> float:
    """Metres from a part to the nearest of the others."""
    line = shapely.shortest_line(piece, shapely.MultiPolygon(list(others)))
    return float(WGS84.geometry_length(line)) if line is not None else 0.0
