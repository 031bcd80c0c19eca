"""What is compared: outlines with their markers, or markers alone, and the ground that a file speaks of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ..accuracy.outlines import Outlines, in_one_system, read_outlines
from ..ground.files.vector_files import VectorLayer, layer_names, look_at, read_layer
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_geometries, transform_what_can_be
from ..ground.vectors import choose_layer, layer_crs, read_polygons, text_of
from ..telling.report import Report

_PREFERRED = (schema.ROCK_GLACIERS.name, schema.CANDIDATES.name)
_POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_EDGE_DEGREES, _EDGE_METRES = 1e-5, 1.0
SUBREGIONS, HULL = "subregions", "hull"
"""What is taken as the ground that a file speaks of: its own subregions, else what lies around all that it holds."""


@dataclass(frozen=True)
class Side:
    """One inventory.

    `outlines` are its polygons, or its markers where `only_markers`; their `extent` is the ground that it speaks of,
    found in the way `ground` says. `markers` are points in the same system, shape (n,). Hulls and markers are there
    from `beside_each_other` on.
    """

    name: str
    outlines: Outlines
    only_markers: bool
    ground: str
    markers: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.outlines)

    @property
    def shapes(self) -> npt.NDArray[Any]:
        """Polygons or points, shape (n,)."""
        return self.outlines.polygons


def read_side(path: Path, layer: str | None, name: str, option: str, report: Report) -> Side:
    """Read outlines or markers; what was removed in an inventory is left out.

    Raises
    ------
    UserError
        It cannot be read, or holds neither.
    """
    of = look_at(path, choose_layer(path, layer, _PREFERRED, option), report)
    if _is_of_points(of):
        outlines = _markers(of, report)
    else:
        outlines = _without_removed(read_outlines(of, ("LON", "LAT", "STATE"), report, allow_empty=False), of, report)
    own = _subregions(of, outlines.crs)
    ground = HULL if own is None else SUBREGIONS
    markers = np.full(len(outlines), None, dtype=object)
    return Side(name, replace(outlines, extent=own), _is_of_points(of), ground, markers)


def _hull(outlines: Outlines) -> Any:
    """What lies around all, a metre wider: markers on its edge are inside, and one marker has ground."""
    hull = shapely.convex_hull(shapely.geometrycollections(outlines.polygons))
    return shapely.buffer(hull, _EDGE_DEGREES if to_pyproj(outlines.crs).is_geographic else _EDGE_METRES)


def beside_each_other(one: Side, other: Side) -> tuple[Side, Side]:
    """Both in one coordinate system, in degrees on the same side of 180, with their markers and their ground."""
    ours, theirs = in_one_system(one.outlines, other.outlines)
    return _whole(replace(one, outlines=ours)), _whole(replace(other, outlines=theirs))


def _whole(side: Side) -> Side:
    if side.outlines.extent is None:  # only now are all on the same side of 180
        side = replace(side, outlines=replace(side.outlines, extent=_hull(side.outlines)))
    return _with_markers(side)


def _with_markers(side: Side) -> Side:
    """With a point for each outline: where its fields say, if that is inside; else any point inside."""
    shapes, crs = side.outlines.polygons, side.outlines.crs
    if side.only_markers:
        return replace(side, markers=shapes)
    markers = np.asarray(shapely.point_on_surface(shapes), dtype=object)
    told = [_degrees(side.outlines.columns.get(name), len(side)) for name in ("LON", "LAT")]
    known = np.flatnonzero(np.isfinite(told[0]) & (np.abs(told[1]) <= 90))
    points = np.asarray(shapely.points(told[0][known], told[1][known]), dtype=object)
    moved = transform_what_can_be(points, LONGITUDE_LATITUDE, crs)
    if to_pyproj(crs).is_geographic:
        west = shapely.get_x(moved) < shapely.bounds(shapes[known])[:, 0] - 180
        moved[west] = shapely.transform(moved[west], partial(np.add, [360.0, 0.0]))
    inside = shapely.covers(shapes[known], moved)
    markers[known[inside]] = moved[inside]
    return replace(side, markers=markers)


def _degrees(values: npt.NDArray[Any] | None, count: int) -> npt.NDArray[np.float64]:
    if values is None or values.dtype.kind not in "fiu":
        return np.full(count, np.nan)
    return np.asarray(values, dtype=np.float64)


def _is_of_points(of: VectorLayer) -> bool:
    if of.geometry_type.lower() not in ("unknown", "geometry", "geometrycollection"):
        return "point" in of.geometry_type.lower()
    _, wkb, _ = read_layer(of)
    kinds = shapely.get_type_id(shapely.from_wkb(wkb, on_invalid="ignore"))
    return bool(np.isin(kinds, _POINTS).any() and np.isin(kinds, (*_POINTS, -1)).all())


def _markers(of: VectorLayer, report: Report) -> Outlines:
    crs = layer_crs(of)
    labels = of.those_of("ID", "CANDIDATE_ID", "NAME")
    fids, wkb, values = read_layer(of, labels, report)
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    there = np.flatnonzero(np.isin(shapely.get_type_id(shapes), _POINTS) & ~shapely.is_empty(shapes))
    if not len(there):
        raise UserError(f"Layer {of.place} holds no markers; there is nothing to compare.")
    if len(there) < len(shapes):
        report.warning(f"{len(shapes) - len(there)} in layer {of.place} have no place; they are left out.")
    parts, owner = shapely.get_parts(shapes[there], return_index=True)
    points = parts[np.searchsorted(owner, np.arange(len(there)))]
    texts = [next((text_of(values[label][at]) for label in labels if text_of(values[label][at])), "") for at in there]
    names = [text or f"feature {fid}" for text, fid in zip(texts, fids[there].tolist(), strict=True)]
    return Outlines(points, names, crs)


def _without_removed(outlines: Outlines, of: VectorLayer, report: Report) -> Outlines:
    if "STATE" not in outlines.columns:
        return outlines
    removed = np.array([text_of(state).lower() == schema.REMOVE for state in outlines.columns["STATE"]], dtype=bool)
    if removed.any():
        report.warning(f"{int(removed.sum())} removed candidates in layer {of.place} are not compared.")
    return outlines.some(~removed)


def _subregions(of: VectorLayer, crs: Any) -> Any:
    """The subregions of an inventory as one shape in a system; None where it has none."""
    if of.name not in _PREFERRED or schema.SUBREGIONS.name not in layer_names(of.path):
        return None
    found = read_polygons(of.path, schema.SUBREGIONS.name, allow_empty=True)
    return shapely.union_all(transform_geometries(found.geometries, found.crs, crs)) if len(found) else None
