"""Zones of outlines from polygons, such as PERZONES of Obu et al. or the map of Brown et al."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.errors import UserError
from ...inventory.schema import PERMAFROST_ZONES
from ..ground.antimeridian import cut_where_broken
from ..ground.geodesy import check_latitudes, ellipsoidal_areas, transform_what_can_be
from ..ground.vector_files import VectorLayer, look_at, read_boxes, read_layer
from ..ground.vectors import (
    choose_layer,
    close_at_antimeridian,
    layer_crs,
    mend_polygons,
    polygons_of,
    text_of,
    warn_of_mending,
)
from ..telling.lists import few
from ..telling.report import Report
from .classes import VOID
from .shares import Floats, Shares
from .words import GivenClasses, same_code, zone_of

FIELDS = ("EXTENT", "PERMAFROST", "PERZONE", "ZONE", "ZONATION", "CLASS", "GRIDCODE", "DN")
"""Names of fields that may say the zone, the first that is there: of Obu et al. and of Brown et al. EXTENT."""

_MOST_VERTICES = 200
"""Of a piece into which a polygon of a continent is cut, so that no outline is compared with all of it."""
_TURNS = (0.0, -360.0, 360.0)
_ALL = 1 - 1e-9
_LISTED = 6
_AT_A_TIME = 500

Indices = npt.NDArray[np.intp]


class PolygonZones:
    """Polygons of zones in a file of any coordinate system; see `shares.ZonePart`.

    A polygon is read when the first outline lies near it, and stays, cut into pieces. What lies in none of them is
    unknown, unless a person says what it is (``outside=none``): then it counts inside the extent of all.

    Parameters
    ----------
    path, layer
        Any vector file GDAL can read; its layer, None where it has only one.
    given
        What a person says of the texts or numbers of the field.

    Raises
    ------
    UserError
        No such file or layer, no coordinate system, or no field that says the zone.
    """

    def __init__(self, path: Path, layer: str | None, given: GivenClasses) -> None:
        self.name = path.name
        self._given = given
        self._of = look_at(path, choose_layer(path, layer, (), "--permafrost-variable"))
        self._crs: pyproj.CRS = layer_crs(self._of)
        self._field = _zone_field(self._of)
        self._boxes: _Boxes | None = None
        self._pieces: list[Any] = []
        self._zone_of_piece: list[int] = []
        self._tree: Any = None
        self._met: set[str] = set()
        self._other: Counter[str] = Counter()
        self._mended: Counter[str] = Counter()

    def shares(self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any, report: Report) -> Shares:
        """See `shares.ZonePart.shares`; areas are ellipsoidal, and ground that was mapped twice counts once."""
        ours = self._moved(outlines, crs)
        points = transform_what_can_be(markers, crs, self._crs)
        self._read_around(ours, report)
        told = Shares.nothing(len(outlines), cells=np.inf)
        for place, zone, part in self._overlaps(ours):
            told.areas[place, zone] = self._share(part, ours[place])
        self._at_markers(points, told)
        if self._given.outside is not None:
            self._fill_outside(ours, points, PERMAFROST_ZONES.index(self._given.outside), told)
        return told

    def _moved(self, outlines: npt.NDArray[Any], crs: Any) -> npt.NDArray[Any]:
        """Outlines in the layer's system, valid; empty where they have no place in it."""
        moved = cut_where_broken(transform_what_can_be(outlines, crs, self._crs), self._crs)
        broken = ~shapely.is_valid(moved)
        if broken.any():
            moved = moved.copy()
            moved[broken] = shapely.make_valid(moved[broken], method="structure", keep_collapsed=False)
        return close_at_antimeridian(moved) if self._crs.is_geographic else moved

    @property
    def _turns(self) -> Sequence[float]:
        return _TURNS if self._crs.is_geographic else (0.0,)

    def _turned(self, geometries: npt.NDArray[Any], turn: float) -> npt.NDArray[Any]:
        if not turn:
            return geometries
        return np.asarray(shapely.transform(geometries, lambda points: points + np.array((turn, 0.0))), dtype=object)

    def _overlaps(self, ours: npt.NDArray[Any]) -> list[tuple[int, int, Any]]:
        """Place of an outline, zone, and what of the outline lies in it."""
        found: dict[tuple[int, int], list[Any]] = {}
        pieces, zones = np.array(self._pieces, dtype=object), np.array(self._zone_of_piece)
        for turn in self._turns if self._pieces else ():
            here = self._turned(ours, turn)
            which, piece = self._tree.query(here, predicate="intersects")
            cut = shapely.intersection(here[which], pieces[piece])
            for place, zone, part in zip(which.tolist(), zones[piece].tolist(), cut, strict=True):
                found.setdefault((place, zone), []).append(part)
        return [(*key, polygons_of(shapely.union_all(parts))) for key, parts in found.items()]

    def _share(self, part: Any, outline: Any) -> float:
        whole = outline.area
        if whole <= 0 or part.is_empty:
            return 0.0
        if part.area >= _ALL * whole:
            return 1.0
        areas = ellipsoidal_areas(np.array([part, outline], dtype=object), self._crs)
        return float(min(areas[0] / areas[1], 1.0))

    def _at_markers(self, points: npt.NDArray[Any], told: Shares) -> None:
        for turn in self._turns if self._pieces else ():
            which, piece = self._tree.query(self._turned(points, turn), predicate="intersects")
            zones = np.array(self._zone_of_piece, dtype=np.int8)[piece]
            order = np.lexsort((-zones, which))  # of two zones, the one with more permafrost is written last
            told.at_marker[which[order]] = zones[order]

    def _fill_outside(self, ours: npt.NDArray[Any], points: npt.NDArray[Any], zone: int, told: Shares) -> None:
        if self._boxes is None:
            return
        inside = self._boxes.hold(shapely.bounds(ours), self._turns)
        told.areas[inside, zone] += np.maximum(1.0 - told.areas[inside].sum(axis=1), 0.0)
        told.at_marker[inside & (told.at_marker == VOID)] = zone

    def _read_around(self, ours: npt.NDArray[Any], report: Report) -> None:
        """Read the polygons that come near outlines and were not read yet, and cut them into pieces."""
        if self._boxes is None:
            self._boxes = _Boxes(self._of, self._crs)
        wanted = self._boxes.new_near(ours, self._turns)
        for done in range(0, len(wanted), _AT_A_TIME):
            report.progress(done / len(wanted), f"Permafrost zones: {done} of {len(wanted)} polygons read")
            _, wkb, columns = read_layer(self._of, [self._field], fids=wanted[done : done + _AT_A_TIME])
            for text, shape in zip(map(text_of, columns[self._field]), wkb, strict=True):
                self._take_in(text, shape)
        if wanted:
            self._tree = shapely.STRtree(self._pieces)

    def _take_in(self, text: str, wkb: bytes | None) -> None:
        zone = self._given.zones.get(same_code(text)) or zone_of(text)
        if zone is None:
            self._other[text or "(empty)"] += 1
            return
        self._met.add(f"{text} = {zone}")
        shape = np.array([shapely.from_wkb(wkb, on_invalid="fix")], dtype=object)
        polygons, _, counts = mend_polygons(cut_where_broken(shape, self._crs))
        self._mended.update(counts)
        pieces = _cut(polygons)
        self._pieces += pieces
        self._zone_of_piece += [PERMAFROST_ZONES.index(zone)] * len(pieces)

    def record(self) -> dict[str, Any]:
        """See `shares.ZonePart.record`."""
        found = {"layer": self._of.name, "field": self._field, "classes": sorted(self._met), "classes_by": "polygons"}
        return found | ({"outside": self._given.outside} if self._given.outside else {})

    def warn(self, report: Report) -> None:
        """See `shares.ZonePart.warn`."""
        warn_of_mending(self._mended, self._of.place, report)
        if self._other:
            told = few([f"'{text}'" for text in self._other], _LISTED)
            report.warning(
                f"Polygons of {self.name} whose {self._field} is no permafrost zone were left out: {told}; if they are "
                f"one, say which with --permafrost-classes, such as '{next(iter(self._other))}=none'."
            )


def _zone_field(of: VectorLayer) -> str:
    found = of.those_of(*FIELDS)
    if not found:
        raise UserError(
            f"Layer {of.place} has no field that says the permafrost zone ({', '.join(FIELDS)}); it has: "
            f"{', '.join(of.fields) or 'none'}. Name it EXTENT."
        )
    return found[0]


class _Boxes:
    """Boxes of the features of a layer, and which of them were read."""

    def __init__(self, of: VectorLayer, crs: pyproj.CRS) -> None:
        fids, bounds = read_boxes(of)
        known = np.isfinite(bounds).all(axis=1)
        if not known.any():
            raise UserError(f"Layer {of.place} holds no polygons; give one with permafrost zones.")
        self._fids, self._bounds = fids[known], bounds[known]
        self._read = np.zeros(len(self._fids), dtype=bool)
        self.extent = (*self._bounds[:, :2].min(axis=0), *self._bounds[:, 2:].max(axis=0))
        check_latitudes(self.extent, crs, f"Layer {of.place}")
        self._tree = shapely.STRtree(_to_boxes(self._bounds))

    def new_near(self, ours: npt.NDArray[Any], turns: Sequence[float]) -> list[int]:
        """Feature ids, of those not asked for before, whose box meets that of an outline."""
        bounds = shapely.bounds(ours)
        bounds = bounds[np.isfinite(bounds).all(axis=1)]
        for turn in turns:
            moved = bounds + np.array([turn, 0, turn, 0])
            _, places = self._tree.query(_to_boxes(moved), predicate="intersects")
            met = np.unique(places)
            fresh = met[~self._read[met]]
            self._read[fresh] = True
            if fresh.size:
                return sorted([*self._fids[fresh].tolist(), *self.new_near(ours, turns)])
        return []

    def hold(self, bounds: Floats, turns: Sequence[float]) -> npt.NDArray[np.bool_]:
        """Which boxes (n, 4) lie inside the extent of all features."""
        west, south, east, north = self.extent
        inside = np.zeros(len(bounds), dtype=bool)
        for turn in turns:
            left, right = bounds[:, 0] + turn, bounds[:, 2] + turn
            inside |= (left >= west) & (right <= east)
        return np.asarray(inside & (bounds[:, 1] >= south) & (bounds[:, 3] <= north))


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
