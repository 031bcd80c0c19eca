"""Which share of a candidate lies inside glacier outlines."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import LONGITUDE_LATITUDE, check_latitudes, ellipsoidal_areas, to_pyproj, transform_what_can_be
from ..ground.vector_files import look_at, read_boxes, read_layer
from ..ground.vectors import choose_layer, close_at_antimeridian, layer_crs, mend_polygons, polygons_of, warn_of_mending
from ..runs.run_record import crs_name
from ..telling.report import Report
from .groups import Chunk, Floats, Group, GroupValues

FARTHEST = 1.0
"""Degrees beyond the extent of all glacier outlines from which on a candidate is not called free of them."""

AT_A_TIME = 1_000
"""Glacier outlines that are in memory at a time."""

_NO_OUTLINES = ("Point", "MultiPoint", "LineString", "MultiLineString")
_PIECES, _MARGIN = 8, 0.01
"""Of a box that is transformed: each edge in so many pieces, and so much added to be safe, of its size."""

Indices = npt.NDArray[np.intp]


class GlacierOutlines:
    """Glacier outlines in a file of any coordinate system; in memory are their boxes alone.

    Parameters
    ----------
    path, layer
        Any vector file GDAL can read; its layer, None where it has only one or one called ``glaciers``.

    Raises
    ------
    UserError
        No such file, no such layer, no coordinate system, or nothing but points or lines.
    """

    def __init__(self, path: Path, layer: str | None = None) -> None:
        self.path = path
        self.layer = choose_layer(path, layer, ("glaciers",), "--glaciers-layer")
        self._of = look_at(path, self.layer)
        kind = self._of.geometry_type.removeprefix("3D ").removeprefix("2.5D ").split()[0]
        self.crs: pyproj.CRS = layer_crs(self._of)
        if kind in _NO_OUTLINES:
            raise UserError(f"Layer '{self.layer}' of {path} holds no polygons but {kind}; give a layer with outlines.")
        self.mended: Counter[str] = Counter()
        self._index: _Index | None = None

    def shares(self, outlines: npt.NDArray[Any], crs: Any, report: Report) -> tuple[Floats, Floats]:
        """Share of the area of each outline that lies inside the union of the glacier outlines.

        Areas are ellipsoidal. Where glacier outlines overlap, or were mapped twice, the ground under them
        counts once. Invalid ones are repaired.

        Parameters
        ----------
        outlines
            Valid polygons, shape (n,).
        crs
            Their coordinate system.
        report
            Gets progress, and raises `Cancelled` where a stop was asked for.

        Returns
        -------
        tuple of ndarray, shape (n,)
            The shares, 0 to 1, and how many degrees each outline lies beyond the extent of all glaciers.
        """
        index = self._read_index()
        ours = _in_degrees(outlines, crs)
        pieces: dict[int, list[Any]] = {}
        which, glaciers = index.meeting(shapely.bounds(ours))
        for start in range(0, len(wanted := np.unique(glaciers)), AT_A_TIME):
            report.progress(start / len(wanted), f"Glaciers: {start} of {len(wanted)} outlines")
            part = wanted[start : start + AT_A_TIME]
            shapes = self._read(index, part)
            here = np.isin(glaciers, part)
            there = shapes[np.searchsorted(part, glaciers[here])]
            _cut(ours, which[here], there, pieces)
        inside = np.full(len(ours), shapely.Polygon(), dtype=object)
        for place, found in pieces.items():
            inside[place] = polygons_of(shapely.union_all(found))
        areas = ellipsoidal_areas(ours, LONGITUDE_LATITUDE)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(areas > 0, ellipsoidal_areas(inside, LONGITUDE_LATITUDE) / areas, 0.0)
        return np.minimum(share, 1.0), index.beyond(shapely.bounds(ours))

    def _read_index(self) -> _Index:
        """Where the outlines lie; read once, when it is first needed."""
        if self._index is None:
            fids, bounds = read_boxes(self._of)
            known = np.isfinite(bounds).all(axis=1)
            if not known.any():
                raise UserError(
                    f"Layer '{self.layer}' of {self.path} holds no outlines; give the glaciers of the area."
                )
            whole = (*bounds[known, :2].min(axis=0), *bounds[known, 2:].max(axis=0))
            check_latitudes(whole, self.crs, f"Layer {self._of.place}")
            boxes = _boxes_in_degrees(bounds[known], self.crs)
            self._index = _Index(fids[known], boxes)
        return self._index

    def _read(self, index: _Index, glaciers: Indices) -> npt.NDArray[Any]:
        """Outlines in degrees, valid; empty where one is no polygon."""
        fids = index.fids[glaciers]
        found, wkb, _ = read_layer(self._of, fids=fids)
        raw = np.full(len(fids), None, dtype=object)
        order = np.argsort(fids)
        raw[order[np.searchsorted(fids, found, sorter=order)]] = shapely.from_wkb(wkb, on_invalid="fix")
        raw = cut_where_broken(raw, self.crs)
        polygons, polygonal, counts = mend_polygons(raw)
        fresh = ~index.seen[glaciers]
        if any(counts.values()) and fresh.any():  # each is told once, however often it is read
            self.mended.update(mend_polygons(raw[fresh])[2])
        index.seen[glaciers] = True
        shapes = np.full(len(fids), shapely.Polygon(), dtype=object)
        shapes[polygonal] = _in_degrees(polygons, self.crs)
        return shapes


class _Index:
    """Feature ids of glacier outlines and their boxes in degrees, shape (n, 4); `seen` have been read."""

    def __init__(self, fids: npt.NDArray[np.int64], boxes: Floats) -> None:
        self.fids = fids
        self.seen = np.zeros(len(fids), dtype=bool)
        self._tree = shapely.STRtree(_to_boxes(boxes))
        self._extent = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))

    def meeting(self, bounds: Floats) -> tuple[Indices, Indices]:
        """Pairs of places in `bounds` (m, 4) and of outlines whose boxes meet, also round the Earth."""
        pairs = [
            self._tree.query(_to_boxes(bounds + np.array([turn, 0, turn, 0])), predicate="intersects").T
            for turn in _TURNS
        ]
        both = np.unique(np.concatenate(pairs), axis=0)
        return both[:, 0], both[:, 1]

    def beyond(self, bounds: Floats) -> Floats:
        """Degrees by which boxes (m, 4) lie beyond the extent of all outlines; 0 where they meet it."""
        west, south, east, north = self._extent
        far = [np.maximum(west - bounds[:, 2] - turn, bounds[:, 0] + turn - east) for turn in _TURNS]
        across = np.maximum(south - bounds[:, 3], bounds[:, 1] - north)
        return np.asarray(np.maximum(np.maximum(np.min(far, axis=0), across), 0.0))


_TURNS = (-360.0, 0.0, 360.0)
"""Files count longitudes from -180 or from 0, and an outline at the antimeridian goes beyond either end."""


def _cut(ours: npt.NDArray[Any], which: Indices, glaciers: npt.NDArray[Any], pieces: dict[int, list[Any]]) -> None:
    """Add to `pieces` what of each outline lies inside the glacier that it is paired with."""
    whole = ~shapely.is_empty(glaciers)
    which, glaciers = which[whole], glaciers[whole]
    middles = [shapely.bounds(shapes)[:, ::2].mean(axis=1) for shapes in (glaciers, ours[which])]
    turns = 360.0 * np.round((middles[0] - middles[1]) / 360.0)
    for turn in np.unique(turns):
        here = turns == turn
        moved = glaciers[here]
        if turn:
            moved = shapely.transform(moved, partial(np.add, [-turn, 0.0]))
        shapely.prepare(moved)
        meet = shapely.intersects(moved, ours[which[here]])
        places = which[here][meet]
        for place, piece in zip(places.tolist(), shapely.intersection(ours[places], moved[meet]), strict=True):
            pieces.setdefault(place, []).append(piece)


def _in_degrees(polygons: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
    """Polygons by longitude and latitude, valid, in one piece at the antimeridian; empty where impossible."""
    moved = cut_where_broken(transform_what_can_be(polygons, crs, LONGITUDE_LATITUDE), LONGITUDE_LATITUDE)
    broken = ~shapely.is_valid(moved)
    if broken.any():
        moved = moved.copy()
        moved[broken] = shapely.make_valid(moved[broken], method="structure", keep_collapsed=False)
    return close_at_antimeridian(moved)


def _to_boxes(bounds: Floats) -> npt.NDArray[Any]:
    return np.asarray(shapely.box(*bounds.T), dtype=object)


def _boxes_in_degrees(bounds: Floats, crs: pyproj.CRS) -> Floats:
    """Boxes by longitude and latitude that hold those of another system, a little too large, shape (n, 4)."""
    size = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    boxes = _to_boxes(bounds)
    if crs != to_pyproj(LONGITUDE_LATITUDE):
        # Edges that are straight in one system are bent in the other.
        boxes = shapely.segmentize(boxes, np.maximum(size / _PIECES, np.finfo(np.float64).tiny))
        boxes = close_at_antimeridian(transform_what_can_be(boxes, crs, LONGITUDE_LATITUDE))
    found: Floats = shapely.bounds(boxes)
    margin = _MARGIN * np.maximum(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1])
    found += margin[:, None] * (-1, -1, 1, 1)
    found[np.isnan(found).any(axis=1)] = (-180, -90, 180, 90)  # it will show when the outline itself is read
    return found


class Glaciers(Group):
    """Share of a candidate's area inside glacier outlines."""

    name = schema.GLACIERS
    cost = 2.0

    def __init__(self, outlines: GlacierOutlines) -> None:
        super().__init__(scrub(str(outlines.path)))
        self._outlines = outlines

    def compute(self, chunk: Chunk, report: Report) -> GroupValues:
        shares, beyond = self._outlines.shares(chunk.outlines, chunk.crs, report)
        near = beyond <= FARTHEST
        file = self._outlines.path.name
        self.notes.add(
            f"Candidates beyond all glaciers of {file}, taken as free of glaciers if it covers them",
            chunk.labels,
            near & (beyond > 0),
        )
        self.notes.add(
            f"Candidates more than {FARTHEST:g}° beyond all glaciers of {file}; theirs was left as it was",
            chunk.labels,
            ~near,
        )
        return GroupValues({"GLAC_FRAC": shares}, near, bool(near.any()))

    def nowhere(self) -> str:
        return (
            f"No candidate lies near the glaciers of {self._outlines.path}; check both coordinate systems and the area."
        )

    def record(self) -> dict[str, Any]:
        return {"source": self.source, "layer": self._outlines.layer, "crs": crs_name(self._outlines.crs)}

    def warn(self, report: Report) -> None:
        warn_of_mending(self._outlines.mended, f"'{self._outlines.layer}' of {self._outlines.path}", report)
        super().warn(report)
