"""Outlines that cover the same ground: found by their boxes, compared a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.checks.rules import LEAST_OVERLAP_M2
from ..ground.files.vector_files import VectorLayer, read_layer
from ..ground.geodesy import LONGITUDE_LATITUDE, transform_what_can_be
from ..ground.vectors import close_at_antimeridian, mend_polygons
from ..matching.areas import ground_areas
from ..telling.report import Report
from .found import Found, Rows

_PAIRS = 5_000
"""Pairs that are compared at a time."""
_SAME = 0.99
"""Share of the larger outline that both cover, from which one is there twice."""


def check_overlaps(
    of: VectorLayer, crs: pyproj.CRS, rows: Rows, boxes: npt.NDArray[np.float64], found: Found, report: Report
) -> None:
    """All pairs of outlines that cover the same ground, each once.

    Parameters
    ----------
    of, crs
        The layer, and its system.
    rows, boxes
        Its rows, and the boxes of their outlines in degrees, (n, 4).
    found
        Gets the overlaps.
    report
        Is told how far it is.
    """
    pairs = _meeting(boxes)
    for start in range(0, len(pairs), _PAIRS):
        some = pairs[start : start + _PAIRS]
        _compare(of, crs, rows, some, found)
        report.progress(min(1.0, (start + _PAIRS) / len(pairs)), f"{min(start + _PAIRS, len(pairs))} pairs compared")


def _meeting(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Pairs of rows whose boxes meet, (m, 2), neighbours near each other."""
    there = np.flatnonzero(~np.isnan(boxes[:, 0]))
    shapes = np.asarray(shapely.box(*boxes[there].T), dtype=object)
    tree = shapely.STRtree(shapes)
    found = tree.query(shapes)
    once = found[:, found[0] < found[1]].T
    return there[once[np.argsort(once[:, 0], kind="stable")]] if len(once) else np.zeros((0, 2), np.int64)


def _compare(of: VectorLayer, crs: pyproj.CRS, rows: Rows, pairs: npt.NDArray[np.int64], found: Found) -> None:
    shapes = _shapes(of, crs, sorted({int(rows.fids[number]) for number in pairs.ravel().tolist()}))
    fids = [[int(rows.fids[number]) for number in pair] for pair in pairs.tolist()]
    known = np.array([one in shapes and other in shapes for one, other in fids], dtype=bool)
    if not known.any():
        return
    kept, pairs = [fid for fid, there in zip(fids, known, strict=True) if there], pairs[known]
    one = np.array([shapes[first] for first, _ in kept], dtype=object)
    other = np.array([shapes[second] for _, second in kept], dtype=object)
    meet = np.flatnonzero(shapely.intersects(one, other))
    if not len(meet):
        return
    common = ground_areas(shapely.intersection(one[meet], other[meet]), LONGITUDE_LATITUDE)
    largest = np.maximum(ground_areas(one[meet], LONGITUDE_LATITUDE), ground_areas(other[meet], LONGITUDE_LATITUDE))
    for number, area, whole in _over(meet, common, largest):
        first, second = rows[int(pairs[number, 0])], rows[int(pairs[number, 1])]
        if area >= _SAME * whole:
            text = f"{first.words} and {second.words} are one outline, there twice (feature {second.fid} is the other)."
            found.add("doubled", first, text, amount=area, other=second.fid)
        else:
            text = f"{first.words} and {second.words} overlap by {area:.0f} m²."
            found.add("overlap", first, text, amount=area, other=second.fid)


def _over(meet: Any, common: Any, largest: Any) -> Iterator[tuple[int, float, float]]:
    for number, area, whole in zip(meet.tolist(), common.tolist(), largest.tolist(), strict=True):
        if area > LEAST_OVERLAP_M2:
            yield number, area, whole


def _shapes(of: VectorLayer, crs: pyproj.CRS, fids: list[int]) -> dict[int, Any]:
    """Valid outlines in degrees, by their feature ids."""
    read, wkb, _ = read_layer(of, fids=np.array(fids))
    raw = np.atleast_1d(np.asarray(shapely.from_wkb(wkb, on_invalid="fix"), dtype=object))
    polygons, keep, _ = mend_polygons(raw)
    if crs.is_geographic:
        polygons = close_at_antimeridian(polygons)
    moved = transform_what_can_be(polygons, crs, LONGITUDE_LATITUDE)
    return {int(fid): shape for fid, shape in zip(read[keep].tolist(), moved, strict=True) if not shape.is_empty}
