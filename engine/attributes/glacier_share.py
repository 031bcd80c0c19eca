"""Which share of a candidate lies inside glacier outlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..gathering.vectors import layers_of
from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas
from ..ground.vectors import polygons_of, warn_of_mending
from ..products.kinds import products_of
from ..runs.run_record import crs_name
from ..telling.report import Report
from .glacier_files import GlacierFile, in_degrees, to_boxes
from .groups import Chunk, Floats, Group, GroupValues

FARTHEST = 1.0
"""Degrees beyond the extent of all glacier outlines from which on a candidate is not called free of them."""

AT_A_TIME = 1_000
"""Glacier outlines that are in memory at a time."""

Indices = npt.NDArray[np.intp]


class GlacierOutlines:
    """Glacier outlines in files of any coordinate systems; in memory are their boxes alone.

    Parameters
    ----------
    source, layer
        Any vector file GDAL can read, or many as `files_of` takes them; the layer, None where a file has only one
        or one called ``glaciers``.
    report
        Gets warnings of files that are left out, and of files of several kinds.

    Raises
    ------
    UserError
        No such file, no such layer, no coordinate system, or nothing but points or lines.
    """

    def __init__(self, source: str | Path, layer: str | None = None, report: Report | None = None) -> None:
        found = layers_of(source, "glacier outlines", layer, ("glaciers",), "--glaciers-layer", report)
        self.source, self.path, self.place = found.source, found.path, found.place
        self._files = [GlacierFile(of) for of in found.layers]
        self.layer = ", ".join(dict.fromkeys(of.name for of in found.layers))
        self._index: _Index | None = None

    @property
    def mended(self) -> Counter[str]:
        """What was done to how many outlines, in words."""
        return sum((file.mended for file in self._files), Counter())

    @property
    def record(self) -> dict[str, Any]:
        """What a run keeps of the files."""
        systems = ", ".join(dict.fromkeys(crs_name(file.crs) for file in self._files))
        many = {"files": len(self._files)} if len(self._files) > 1 else {}
        products = products_of(file.of for file in self._files)
        return {"layer": self.layer, "crs": systems, **many, **({"products": products} if products else {})}

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
        ours = in_degrees(outlines, crs)
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
            boxes = [file.boxes() for file in self._files]
            if not sum(map(len, boxes)):
                raise UserError(f"Layer {self.place} holds no outlines; give the glaciers of the area.")
            self._index = _Index(boxes)
        return self._index

    def _read(self, index: _Index, glaciers: Indices) -> npt.NDArray[Any]:
        """Outlines in degrees, valid; empty where one is no polygon. `glaciers` are in ascending order."""
        cuts = np.searchsorted(glaciers, index.starts)
        parts = [
            file.read(glaciers[cuts[number] : cuts[number + 1]] - index.starts[number])
            for number, file in enumerate(self._files)
            if cuts[number + 1] > cuts[number]
        ]
        return np.concatenate(parts)


class _Index:
    """The boxes of the outlines of each file, in degrees, shape (n, 4); `starts` are the first ones of the files."""

    def __init__(self, files: Sequence[Floats]) -> None:
        self.starts = np.cumsum([0, *map(len, files)])
        boxes = np.concatenate(files)
        self._tree = shapely.STRtree(to_boxes(boxes))
        self._extents = [(*of[:, :2].min(axis=0), *of[:, 2:].max(axis=0)) for of in files if len(of)]

    def meeting(self, bounds: Floats) -> tuple[Indices, Indices]:
        """Pairs of places in `bounds` (m, 4) and of outlines whose boxes meet, also round the Earth."""
        pairs = [
            self._tree.query(to_boxes(bounds + np.array([turn, 0, turn, 0])), predicate="intersects").T
            for turn in _TURNS
        ]
        both = np.unique(np.concatenate(pairs), axis=0)
        return both[:, 0], both[:, 1]

    def beyond(self, bounds: Floats) -> Floats:
        """Degrees by which boxes (m, 4) lie beyond the extent of each file's outlines; 0 where they meet one."""
        least = np.full(len(bounds), np.inf)
        for west, south, east, north in self._extents:
            far = [np.maximum(west - bounds[:, 2] - turn, bounds[:, 0] + turn - east) for turn in _TURNS]
            across = np.maximum(south - bounds[:, 3], bounds[:, 1] - north)
            least = np.minimum(least, np.maximum(np.min(far, axis=0), across))
        return np.asarray(np.maximum(least, 0.0))


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


class Glaciers(Group):
    """Share of a candidate's area inside glacier outlines."""

    name = schema.GLACIERS
    cost = 2.0

    def __init__(self, outlines: GlacierOutlines) -> None:
        super().__init__(scrub(outlines.source))
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
        return {"source": self.source, **self._outlines.record}

    def warn(self, report: Report) -> None:
        warn_of_mending(self._outlines.mended, self._outlines.place, report)
        super().warn(report)
