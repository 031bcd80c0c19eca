"""Scores at every threshold of a probability raster: of pixels, also of those that no candidate was made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio.features
import shapely
from affine import Affine

from ...inventory.errors import UserError
from ..ground.boxes import polygons_near
from ..ground.ground_cells import GroundCells
from ..ground.vectors import PolygonLayer
from ..outlines.probability import HIGHEST, NODATA
from ..outlines.probability_source import ProbabilitySource, open_probability
from ..telling.report import Report
from .outlines import Outlines

Floats = npt.NDArray[np.float64]
_COLUMNS = 64
"""Pixels across that share an area: the ground along a row changes little."""


@dataclass(frozen=True)
class PixelSweep:
    """Thresholds in ascending order, (t,), with what pixels of at least that probability are worth, by area."""

    threshold: Floats
    precision: Floats
    recall: Floats
    f1: Floats

    @property
    def best(self) -> int:
        """Place of the threshold of the highest F1."""
        return int(np.argmax(self.f1))

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        each = {name: np.round(getattr(self, name), 6).tolist() for name in ("precision", "recall", "f1")}
        best = {"best_threshold": float(self.threshold[self.best]), "best_f1": float(self.f1[self.best])}
        return {**best, "thresholds": np.round(self.threshold, 6).tolist(), **each}


def pixels_of(path: Path, truth: Outlines, area: PolygonLayer | None, report: Report) -> PixelSweep:
    """Compare a probability raster with references, where the raster, the reference and an area tell anything.

    A pixel is of a reference where its middle is. Memory is that of a strip and of the references.

    Raises
    ------
    UserError
        See `open_probability`; also where the raster holds nothing of the references' ground.
    """
    with open_probability(path) as source:
        crs, box = source.crs, source.bounds
        target = polygons_near(truth.polygons, truth.crs, box, crs)
        limits = [polygons_near(np.array([truth.extent]), truth.crs, box, crs)] if truth.extent is not None else []
        if area is not None:
            limits.append(area.near(box, crs))
        unknown: Any = [] if truth.unknown is None else polygons_near(truth.unknown, truth.crs, box, crs)
        sums, row = np.zeros((2, HIGHEST + 1)), 0
        for strip, done in source.strips():
            report.progress(0.1 * done, "Reading probabilities")
            sums += _counted(strip, row, source, target, limits, unknown)
            row += len(strip)
    if not sums[1].sum():
        raise UserError(f"{path} has no pixels with a probability on the reference outlines; choose the run's raster.")
    false, hit = sums[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    references = sums[1].sum()
    threshold = np.arange(1, HIGHEST + 1) / HIGHEST
    return PixelSweep(
        threshold, hit / np.maximum(hit + false, 1e-9), hit / references, 2 * hit / (hit + false + references)
    )


def _counted(
    strip: npt.NDArray[Any], row: int, source: ProbabilitySource, target: Any, limits: Any, unknown: Any
) -> Floats:
    """m² of pixels outside and inside the references by probability in bytes, (2, `HIGHEST` + 1)."""
    transform = source.transform @ Affine.translation(0, row)
    value = strip
    if strip.dtype != np.uint8:
        value = np.where(np.isnan(strip), NODATA, np.round(np.nan_to_num(strip) * HIGHEST)).astype(np.uint8)
    known = value != NODATA
    for limit in limits:
        known &= _inside(limit, strip.shape, transform)
    if len(unknown):
        known &= ~_inside(unknown, strip.shape, transform)
    is_target = _inside(target, strip.shape, transform)
    weight = _areas(row, len(strip), source)
    bins = value[known].astype(np.int64) + (HIGHEST + 1) * is_target[known]
    return np.asarray(np.bincount(bins, weight[known], 2 * (HIGHEST + 1)).reshape(2, -1), np.float64)


def _areas(row: int, height: int, source: ProbabilitySource) -> Floats:
    """True areas of pixels in m², (height, width)."""
    starts = np.arange(0, source.width, _COLUMNS)
    columns = np.minimum(starts + _COLUMNS / 2, (starts + source.width) / 2)
    across, down = np.meshgrid(columns, np.arange(row, row + height) + 0.5)
    areas = GroundCells(source.transform, source.crs).areas(across.ravel(), down.ravel())
    return np.repeat(areas.reshape(across.shape), _COLUMNS, axis=1)[:, : source.width]


def _inside(shapes: Any, size: tuple[int, ...], transform: Affine) -> npt.NDArray[np.bool_]:
    """Pixels whose middle lies in one of some polygons."""
    there = [shape for shape in shapes if not shapely.is_empty(shape)]
    if not there:
        return np.zeros(size, np.bool_)
    return np.asarray(rasterio.features.rasterize(there, out_shape=size, transform=transform, dtype="uint8") == 1)
