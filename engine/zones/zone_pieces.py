"""The polygons of a layer of zones, read as outlines come near them and cut into pieces; kept for the next command.

The zones of a continent have hundreds of thousands of vertices. Cut once, no outline is compared with all of them; a
warm engine, which fills one outline after the other, finds them cut already.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import stamp_of
from ...inventory.schema import PERMAFROST_ZONES
from ..ground.antimeridian import cut_where_broken
from ..ground.files.vector_files import VectorLayer, read_boxes, read_layer
from ..ground.geodesy import check_latitudes
from ..ground.vectors import mend_polygons, polygons_of, text_of
from ..telling.report import Report
from .words import GivenClasses, same_code, zone_of

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

_MOST_VERTICES = 500
"""Of a piece."""
_AT_A_TIME = 200
"""Polygons that are read at a time."""
_LAYERS_KEPT = 2


class ZonePieces:
    """Pieces of zones: `zones` are places in `PERMAFROST_ZONES`.

    `met` tells which texts were taken as which zone, `other` counts those that are none, `mended` what was repaired.
    """

    def __init__(self, of: VectorLayer, crs: pyproj.CRS, field: str, given: GivenClasses) -> None:
        self._of, self._crs, self._field, self._given = of, crs, field, given
        fids, bounds = read_boxes(of)
        known = np.isfinite(bounds).all(axis=1)
        if not known.any():
            raise UserError(f"Layer {of.place} holds no polygons; give one with permafrost zones.")
        self._fids, bounds = fids[known], bounds[known]
        self.extent = (*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0))
        check_latitudes(self.extent, crs, f"Layer {of.place}")
        self._boxes = shapely.STRtree(_to_boxes(bounds))
        self._is_read = np.zeros(len(self._fids), dtype=bool)
        self._pieces, self.zones = np.empty(0, dtype=object), np.empty(0, dtype=np.int8)
        self._tree = shapely.STRtree(self._pieces)
        self.met: set[str] = set()
        self.other: Counter[str] = Counter()
        self.mended: Counter[str] = Counter()

    def read_near(self, ours: Sequence[npt.NDArray[Any]], report: Report) -> None:
        """Read the polygons whose box meets that of an outline (each array of `ours`), and cut them."""
        near = np.zeros(len(self._fids), dtype=bool)
        for outlines in ours:
            bounds = shapely.bounds(outlines)
            bounds = bounds[np.isfinite(bounds).all(axis=1)]
            near[self._boxes.query(_to_boxes(bounds), predicate="intersects")[1]] = True
        wanted = np.flatnonzero(near & ~self._is_read)
        for done in range(0, len(wanted), _AT_A_TIME):
            report.progress(done / len(wanted), f"Permafrost zones: {done} of {len(wanted)} polygons read")
            part = wanted[done : done + _AT_A_TIME]
            self._take_in(self._fids[part].tolist())
            self._is_read[part] = True  # a stop before it leaves them to be read

    def meeting(self, outlines: npt.NDArray[Any]) -> tuple[Indices, Indices]:
        """Pairs of places in `outlines` (or points) and in the pieces, whose boxes meet."""
        which, piece = self._tree.query(outlines)
        return which, piece

    def parts(self, outlines: npt.NDArray[Any], pieces: Indices) -> npt.NDArray[Any]:
        """What of each outline lies in the piece that it is paired with; the outline itself where that is all of it."""
        found, there = outlines.copy(), self._pieces[pieces]
        cut = ~shapely.contains_properly(there, outlines)
        meet = cut.copy()
        meet[cut] = shapely.intersects(there[cut], outlines[cut])
        found[cut & ~meet] = shapely.Polygon()
        found[meet] = shapely.intersection(outlines[meet], there[meet])
        return found

    def hold_points(self, points: npt.NDArray[Any], pieces: Indices) -> npt.NDArray[np.bool_]:
        """Whether points lie in the pieces that they are paired with, or on their border."""
        return np.asarray(shapely.intersects(self._pieces[pieces], points))

    def _take_in(self, fids: list[int]) -> None:
        pieces: list[Any] = []
        zones: list[int] = []
        _, wkb, columns = read_layer(self._of, [self._field], fids=fids)
        for text, shape in zip(map(text_of, columns[self._field]), wkb, strict=True):
            zone = self._given.zones.get(same_code(text)) or zone_of(text)
            if zone is None:
                self.other[text or "(empty)"] += 1
                continue
            self.met.add(f"{text} = {zone}")
            raw = np.array([shapely.from_wkb(shape, on_invalid="fix")], dtype=object)
            polygons, _, counts = mend_polygons(cut_where_broken(raw, self._crs))
            self.mended.update(counts)
            fresh = _cut(polygons)
            pieces += fresh
            zones += [PERMAFROST_ZONES.index(zone)] * len(fresh)
        shapely.prepare(pieces)
        self._pieces = np.concatenate((self._pieces, np.array(pieces, dtype=object)))
        self.zones = np.concatenate((self.zones, np.array(zones, dtype=np.int8)))
        self._tree = shapely.STRtree(self._pieces)


_KEPT: OrderedDict[str, ZonePieces] = OrderedDict()


def zone_pieces(path: Path, of: VectorLayer, crs: pyproj.CRS, field: str, given: GivenClasses) -> ZonePieces:
    """Those of a layer; the same as before where the file has not changed and is read in the same way.

    Raises
    ------
    UserError
        It holds no polygons, or its coordinates are not what its system says.
    """
    texts = stamp_of(path.with_suffix(".dbf"))  # of a shapefile
    key = repr((stamp_of(path), texts, of.name, field, sorted(given.zones.items())))
    found = _KEPT.pop(key, None) or ZonePieces(of, crs, field, given)
    _KEPT[key] = found
    while len(_KEPT) > _LAYERS_KEPT:
        _KEPT.popitem(last=False)
    return found


def _to_boxes(bounds: Floats) -> npt.NDArray[Any]:
    return np.asarray(shapely.box(*bounds.T), dtype=object)


def _cut(polygons: npt.NDArray[Any]) -> list[Any]:
    """Polygons as pieces of few vertices: halved along their longer side until they are."""
    left, pieces = list(shapely.get_parts(polygons)), []
    while left:
        polygon = left.pop()
        if shapely.get_num_coordinates(polygon) <= _MOST_VERTICES:
            pieces.append(polygon)
            continue
        west, south, east, north = polygon.bounds
        x, y = (west + east) / 2, (south + north) / 2
        if east - west >= north - south:
            halves = (west, south, x, north), (x, south, east, north)
        else:
            halves = (west, south, east, y), (west, y, east, north)
        for half in halves:
            part = shapely.clip_by_rect(polygon, *half)
            if not shapely.is_valid(part):
                part = shapely.make_valid(part, method="structure", keep_collapsed=False)
            left += [piece for piece in polygons_of(part).geoms if piece.area > 0]
    return pieces
