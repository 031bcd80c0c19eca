"""Zones of outlines from polygons, such as PERZONES of Obu et al. or the map of Brown et al."""

from __future__ import annotations

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
from ..ground.files.vector_files import VectorLayer, look_at
from ..ground.geodesy import ellipsoidal_areas, transform_what_can_be
from ..ground.vectors import choose_layer, close_at_antimeridian, layer_crs, polygons_of, warn_of_mending
from ..telling.lists import few
from ..telling.report import Report
from .classes import VOID
from .shares import Shares
from .words import GivenClasses
from .zone_pieces import zone_pieces

FIELDS = ("EXTENT", "PERMAFROST", "PERZONE", "ZONE", "ZONATION", "CLASS", "GRIDCODE", "DN")
"""Names of fields that may say the zone, the first that is there: of Obu et al. and of Brown et al. EXTENT."""

_TURNS = (0.0, -360.0, 360.0)
_ALL = 1 - 1e-9
_LISTED = 6


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
        self._pieces = zone_pieces(path, self._of, self._crs, self._field, given)

    def shares(self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any, report: Report) -> Shares:
        """See `shares.ZonePart.shares`; areas are ellipsoidal, and ground that was mapped twice counts once."""
        ours = self._moved(outlines, crs)
        points = transform_what_can_be(markers, crs, self._crs)
        turned = [_turned(ours, turn) for turn in self._turns]
        self._pieces.read_near(turned, report)
        told = Shares.nothing(len(outlines), cells=np.inf)
        for place, zone, part in self._overlaps(turned):
            told.areas[place, zone] = self._share(part, ours[place])
        self._at_markers(points, told)
        if self._given.outside is not None:
            self._fill_outside(turned, PERMAFROST_ZONES.index(self._given.outside), told)
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

    def _overlaps(self, turned: Sequence[npt.NDArray[Any]]) -> list[tuple[int, int, Any]]:
        """Place of an outline, zone, and what of the outline lies in it."""
        found: dict[tuple[int, int], list[Any]] = {}
        for here in turned:
            which, piece = self._pieces.meeting(here)
            zones = self._pieces.zones[piece].tolist()
            for place, zone, part in zip(which.tolist(), zones, self._pieces.parts(here[which], piece), strict=True):
                if not part.is_empty:
                    found.setdefault((place, zone), []).append(part)
        alone = ((key, parts[0] if len(parts) == 1 else shapely.union_all(parts)) for key, parts in found.items())
        return [(*key, part if part.geom_type == "Polygon" else polygons_of(part)) for key, part in alone]

    def _share(self, part: Any, outline: Any) -> float:
        whole = outline.area
        if whole <= 0 or part.is_empty:
            return 0.0
        if part.area >= _ALL * whole:
            return 1.0
        areas = ellipsoidal_areas(np.array([part, outline], dtype=object), self._crs)
        return float(min(areas[0] / areas[1], 1.0))

    def _at_markers(self, points: npt.NDArray[Any], told: Shares) -> None:
        for turn in self._turns:
            here = _turned(points, turn)
            which, piece = self._pieces.meeting(here)
            inside = self._pieces.hold_points(here[which], piece)
            which, zones = which[inside], self._pieces.zones[piece[inside]]
            order = np.lexsort((-zones, which))  # of two zones, the one with more permafrost is written last
            told.at_marker[which[order]] = zones[order]

    def _fill_outside(self, turned: Sequence[npt.NDArray[Any]], zone: int, told: Shares) -> None:
        """What lies in no polygon, of the outlines inside the extent of all polygons."""
        west, south, east, north = self._pieces.extent
        inside = np.zeros(len(told.cells), dtype=bool)
        for here in turned:
            left, bottom, right, top = shapely.bounds(here).T
            inside |= (left >= west) & (right <= east) & (bottom >= south) & (top <= north)
        told.areas[inside, zone] += np.maximum(1.0 - told.areas[inside].sum(axis=1), 0.0)
        told.at_marker[inside & (told.at_marker == VOID)] = zone

    def record(self) -> dict[str, Any]:
        """See `shares.ZonePart.record`."""
        found = {
            "layer": self._of.name,
            "field": self._field,
            "classes": sorted(self._pieces.met),
            "classes_by": "polygons",
        }
        return found | ({"outside": self._given.outside} if self._given.outside else {})

    def warn(self, report: Report) -> None:
        """See `shares.ZonePart.warn`."""
        warn_of_mending(self._pieces.mended, self._of.place, report)
        if self._pieces.other:
            told = few([f"'{text}'" for text in self._pieces.other], _LISTED)
            report.warning(
                f"Polygons of {self.name} whose {self._field} is no permafrost zone were left out: {told}; if they are "
                f"one, say which with --permafrost-classes, such as '{next(iter(self._pieces.other))}=none'."
            )


def _zone_field(of: VectorLayer) -> str:
    found = of.those_of(*FIELDS)
    if not found:
        raise UserError(
            f"Layer {of.place} has no field that says the permafrost zone ({', '.join(FIELDS)}); it has: "
            f"{', '.join(of.fields) or 'none'}. Name it EXTENT."
        )
    return found[0]


def _turned(geometries: npt.NDArray[Any], turn: float) -> npt.NDArray[Any]:
    """Geometries that many degrees farther east."""
    if not turn:
        return geometries
    return np.asarray(shapely.transform(geometries, lambda points: points + np.array((turn, 0.0))), dtype=object)
