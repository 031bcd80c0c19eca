"""Glacier outlines of one file: where they lie, and the outlines themselves, by longitude and latitude."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ..ground.antimeridian import cut_where_broken
from ..ground.files.vector_files import VectorLayer, read_boxes, read_layer
from ..ground.geodesy import LONGITUDE_LATITUDE, check_latitudes, to_pyproj, transform_what_can_be
from ..ground.vectors import WITHOUT_GEOMETRY, close_at_antimeridian, layer_crs, mend_polygons
from .groups import Floats

_PIECES, _MARGIN = 8, 0.01
"""Of a box that is transformed: each edge in so many pieces, and so much added to be safe, of its size."""


class GlacierFile:
    """A layer of outlines; `mended` counts what was done to them, each once, however often it is read.

    Raises
    ------
    UserError
        It has no coordinate system.
    """

    def __init__(self, of: VectorLayer) -> None:
        self.of, self.crs = of, layer_crs(of)
        self.mended: Counter[str] = Counter()
        self._fids = np.zeros(0, dtype=np.int64)
        self._seen = np.zeros(0, dtype=bool)

    def boxes(self) -> Floats:
        """Boxes of the n outlines in degrees, shape (n, 4); what has no geometry is left out, and counted."""
        fids, bounds = read_boxes(self.of)
        known = np.isfinite(bounds).all(axis=1)
        self.mended[WITHOUT_GEOMETRY] = int((~known).sum())
        self._fids, self._seen = fids[known], np.zeros(int(known.sum()), dtype=bool)
        if not known.any():
            return np.zeros((0, 4))
        whole = (*bounds[known, :2].min(axis=0), *bounds[known, 2:].max(axis=0))
        check_latitudes(whole, self.crs, f"Layer {self.of.place}")
        return _boxes_in_degrees(bounds[known], self.crs)

    def read(self, places: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
        """Some of the n outlines, valid; empty where one is no polygon."""
        fids = self._fids[places]
        found, wkb, _ = read_layer(self.of, fids=fids)
        raw = np.full(len(fids), None, dtype=object)
        order = np.argsort(fids)
        raw[order[np.searchsorted(fids, found, sorter=order)]] = shapely.from_wkb(wkb, on_invalid="fix")
        raw = cut_where_broken(raw, self.crs)
        polygons, polygonal, counts = mend_polygons(raw)
        fresh = ~self._seen[places]
        if any(counts.values()) and fresh.any():
            self.mended.update(mend_polygons(raw[fresh])[2])
        self._seen[places] = True
        shapes = np.full(len(fids), shapely.Polygon(), dtype=object)
        shapes[polygonal] = in_degrees(polygons, self.crs)
        return shapes


def in_degrees(polygons: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
    """Polygons by longitude and latitude, valid, in one piece at the antimeridian; empty where impossible."""
    moved = cut_where_broken(transform_what_can_be(polygons, crs, LONGITUDE_LATITUDE), LONGITUDE_LATITUDE)
    broken = ~shapely.is_valid(moved)
    if broken.any():
        moved = moved.copy()
        moved[broken] = shapely.make_valid(moved[broken], method="structure", keep_collapsed=False)
    return close_at_antimeridian(moved)


def to_boxes(bounds: Floats) -> npt.NDArray[Any]:
    """Boxes as polygons, shape (n,), of bounds (n, 4)."""
    return np.asarray(shapely.box(*bounds.T), dtype=object)


def _boxes_in_degrees(bounds: Floats, crs: pyproj.CRS) -> Floats:
    """Boxes by longitude and latitude that hold those of another system, a little too large, shape (n, 4)."""
    size = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    boxes = to_boxes(bounds)
    if crs != to_pyproj(LONGITUDE_LATITUDE):
        # Edges that are straight in one system are bent in the other.
        boxes = shapely.segmentize(boxes, np.maximum(size / _PIECES, np.finfo(np.float64).tiny))
        boxes = close_at_antimeridian(transform_what_can_be(boxes, crs, LONGITUDE_LATITUDE))
    found: Floats = shapely.bounds(boxes)
    margin = _MARGIN * np.maximum(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1])
    found += margin[:, None] * (-1, -1, 1, 1)
    found[np.isnan(found).any(axis=1)] = (-180, -90, 180, 90)  # it will show when the outline itself is read
    return found
