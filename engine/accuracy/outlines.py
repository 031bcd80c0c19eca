"""Outlines that are compared, with what is known of each, and of the ground that their file speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.boxes import has_room_for
from ..ground.files.vector_files import VectorLayer
from ..ground.geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_geometries, transform_what_can_be
from ..ground.vectors import close_at_antimeridian, polygons_in, polygons_of, text_of
from ..telling.report import Report

Geometries = npt.NDArray[Any]
_PIECES = 50
"""Pieces of the width of an extent, because what is straight in one system is bent in another."""


@dataclass(frozen=True)
class Outlines:
    """Polygons (n,), a label for each, their coordinate system, and values (n,) of some fields.

    `extent` is where the file tells anything (None: not known), `unknown` polygons on which it says nothing all the
    same.
    """

    polygons: Geometries
    labels: list[str]
    crs: Any
    extent: Any = None
    unknown: Geometries | None = None
    columns: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.polygons)

    def in_crs(self, crs: Any) -> Outlines:
        """The same in another coordinate system."""
        extent, unknown = self.extent, self.unknown
        if extent is not None:
            edges = shapely.segmentize(extent, max(extent.bounds[2] - extent.bounds[0], 1e-9) / _PIECES)
            extent = transform_geometries([edges], self.crs, crs)[0]
        if unknown is not None:
            unknown = _valid(transform_geometries(unknown, self.crs, crs))
        return replace(
            self, polygons=transform_geometries(self.polygons, self.crs, crs), crs=crs, extent=extent, unknown=unknown
        )

    def some(self, chosen: npt.NDArray[Any]) -> Outlines:
        """Those that a mask or numbers choose."""
        places = np.arange(len(self))[chosen]
        columns = {name: values[places] for name, values in self.columns.items()}
        labels = [self.labels[place] for place in places.tolist()]
        return replace(self, polygons=self.polygons[places], labels=labels, columns=columns)


def _valid(polygons: Geometries) -> Geometries:
    """Polygons of which a few, narrow somewhere, crossed themselves on their way to another system."""
    invalid = ~shapely.is_valid(polygons)
    if not invalid.any():
        return polygons
    mended = polygons.copy()
    repaired = shapely.make_valid(polygons[invalid], method="structure", keep_collapsed=False)
    mended[invalid] = [polygons_of(shape) for shape in repaired]
    return mended


def read_outlines(of: VectorLayer, columns: Sequence[str], report: Report | None, *, allow_empty: bool) -> Outlines:
    """The polygons of a layer with their labels, and those of some fields that are there, by their names here.

    Raises
    ------
    UserError
        See `vectors.read_polygons`.
    """
    labels = of.those_of("CANDIDATE_ID", "ID", "NAME")
    named = {name: field for name in columns for field in of.those_of(name)}
    fields = list(dict.fromkeys([*labels, *named.values()]))
    found = polygons_in(of, columns=fields, allow_empty=allow_empty, report=report)
    texts = [[text_of(name) for name in found.columns[field]] for field in labels]
    names = next((column for column in texts if any(column)), [""] * len(found))
    told = [name or f"feature {fid}" for name, fid in zip(names, found.fids.tolist(), strict=True)]
    values = {name: found.columns[field] for name, field in named.items()}
    return Outlines(found.geometries, told, found.crs, columns=values)


def extent_in(ground: Sequence[Any], crs: Any) -> Any:
    """Polygons in degrees as one extent in a coordinate system; what has no place there is left out."""
    bent = np.array([shapely.segmentize(shape, max(shape.length, 1e-9) / 4 / _PIECES) for shape in ground], object)
    moved = transform_what_can_be(bent, LONGITUDE_LATITUDE, crs)
    return shapely.union_all(shapely.make_valid(moved[~shapely.is_empty(moved)]))


def in_one_system(found: Outlines, truth: Outlines) -> tuple[Outlines, Outlines]:
    """Candidates and references in the candidates' system; by longitude and latitude where it is too small.

    In degrees what lies on both sides of the antimeridian is put side by side.
    """
    crs = found.crs
    shapes = truth.polygons if truth.extent is None else np.append(truth.polygons, truth.extent)
    if not has_room_for(shapes, truth.crs, crs):
        crs = LONGITUDE_LATITUDE
    sides = found.in_crs(crs), truth.in_crs(crs)
    if not to_pyproj(crs).is_geographic:
        return sides
    closed = [_moved(side, close_at_antimeridian) for side in sides]
    if any(len(shapes) and shapely.total_bounds(shapes)[2] > 180 for side in closed for shapes in _shapes_of(side)):
        closed = [_moved(side, eastwards) for side in closed]
    return closed[0], closed[1]


def _shapes_of(side: Outlines) -> list[Geometries]:
    extent = [] if side.extent is None else [shapely.get_parts([side.extent])]
    return [side.polygons, *extent, *([] if side.unknown is None else [side.unknown])]


def _moved(side: Outlines, move: Any) -> Outlines:
    extent = side.extent
    if extent is not None:
        extent = shapely.union_all(move(np.asarray(shapely.get_parts([extent]), dtype=object)))
    unknown = None if side.unknown is None else move(side.unknown)
    return replace(side, polygons=move(side.polygons), extent=extent, unknown=unknown)


def eastwards(polygons: Geometries) -> Geometries:
    """Polygons of the western half of the Earth, after those of the eastern."""
    moved = polygons.copy()
    west = shapely.bounds(polygons)[:, 2] <= 0
    if west.any():
        moved[west] = shapely.transform(polygons[west], partial(np.add, [360.0, 0.0]))
    return moved


def clip(outlines: Outlines, area: Any) -> Outlines:
    """What lies inside an area, polygon by polygon; labels and values stay with their polygons."""
    shapely.prepare(area)
    polygons = outlines.polygons.copy()
    whole = shapely.contains_properly(area, polygons)
    touched = shapely.intersects(area, polygons) & ~whole
    for index in np.flatnonzero(touched):
        polygons[index] = polygons_of(shapely.intersection(polygons[index], area))
    return replace(outlines, polygons=polygons).some(whole | (touched & ~shapely.is_empty(polygons)))
