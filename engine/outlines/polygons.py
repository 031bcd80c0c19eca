"""Candidate polygons from rows of probability, strip by strip.

The outlines follow pixel edges and are then smoothed (see `outlines`). Components are 4-connected.
Everything that is decided about a component depends on its pixels and on those of its neighbours alone,
never on where a strip ends: so the candidates, and their order, are those of the whole raster at once,
while memory holds one strip, the components that reach into the next, and the polygons near them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from ...inventory.errors import UserError
from ..ground.geodesy import ellipsoidal_areas
from ..ground.ground_cells import GroundCells
from ..telling.report import Report
from .candidates import Candidate
from .neighbours import Neighbourhood, TracedOutline
from .outlines import smooth
from .probability import HIGHEST, NODATA, lowest_byte_above
from .probability_source import ProbabilitySource
from .rings import Rings, trace
from .runs import ComponentBuilder, Components, Labels, Runs, find_runs, keep_components, summarise

FIXED_POINT = 2**24
"""Probabilities that come as floating point are summed in steps of 1 / 2^24, so no order of sums matters."""
_BLOCK = 64
"""Small components are sorted out with the cell size of their block of so many pixels ..."""
_CELL_MARGIN = 1.5
"""... times this, as it changes within the block."""
_CELL_ACCURACY = 1e-3
"""Cells differ little within a component that is near the minimum area."""
_DEFAULT_TOLERANCE = 1.0


def check_settings(threshold: float, minimum_area: float, fill_holes: float | None, tolerance: float | None) -> None:
    """Raise `UserError` where a setting makes no sense."""
    if not 0 <= threshold <= 1:
        raise UserError(f"The threshold {threshold:g} is not a probability; give a number from 0 to 1.")
    sizes = {"minimum area": minimum_area, "size of holes to fill": fill_holes, "tolerance": tolerance}
    for name, size in sizes.items():
        if size is not None and not 0 <= size < float("inf"):
            unit = "metres" if name == "tolerance" else "square metres"
            raise UserError(f"The {name} {size:g} cannot be used; give 0 or more {unit}.")


class OutlineTracer:
    """Takes rows of probability from top to bottom and gives candidates as soon as they are complete.

    Parameters
    ----------
    transform
        Geotransform of the raster: (column, row) -> (x, y); it may be rotated.
    crs
        Coordinate system of the raster.
    width
        Of the raster, in pixels.
    threshold
        A pixel is inside where its probability (0 to 1) is at least this.
    minimum_area
        Smallest area of a candidate on the ground, in square metres: of its pixels (with filled holes) and
        of its outline.
    fill_holes
        Holes smaller than this are filled, in square metres; default: as `minimum_area`.
    tolerance
        The outline is nowhere farther than this from the pixel edges, in metres on the ground; 0 keeps the
        pixel edges; default: one pixel (its longer side, where its sides differ).

    Raises
    ------
    UserError
        Where a setting makes no sense, or the coordinate system is not understood.
    """

    def __init__(
        self,
        transform: Affine,
        crs: Any,
        width: int,
        *,
        threshold: float,
        minimum_area: float = 10_000.0,
        fill_holes: float | None = None,
        tolerance: float | None = None,
    ) -> None:
        check_settings(threshold, minimum_area, fill_holes, tolerance)
        self._transform, self._crs, self._width = transform, crs, width
        self._threshold = threshold
        self._minimum_area = minimum_area
        self._fill_holes = minimum_area if fill_holes is None else fill_holes
        self._tolerance = tolerance
        self._cells = GroundCells(transform, crs)
        self._builder = ComponentBuilder(width)
        self._neighbourhood = Neighbourhood()
        self._next_row = 0
        self._scale = 1.0
        self._has_spread = False

    def add_rows(self, probability: npt.NDArray[Any], spread: npt.NDArray[np.uint8] | None = None) -> list[Candidate]:
        """Add the next rows, and get the candidates that are complete with them.

        Parameters
        ----------
        probability
            Shape (h, width). Bytes as in `engine.probability` (0 to 254, 255 without data), or floating
            point from 0 to 1 (NaN without data); the same kind in each call.
        spread
            Bytes of the same shape: how far networks disagree, for `Candidate.probability_sd`. None where there is one
            network, and for rows in which none was asked.

        Returns
        -------
        list of Candidate
            In the order of their last rows, then of their first columns there.
        """
        if probability.ndim != 2 or probability.shape[1] != self._width:
            raise ValueError(f"rows of {self._width} pixels are wanted, not {probability.shape}")
        if not len(probability):
            return []
        if probability.dtype == np.uint8:
            inside = (probability >= lowest_byte_above(self._threshold)) & (probability != NODATA)
            values = probability[inside]
            self._scale = 1 / HIGHEST
        else:
            inside = probability >= self._threshold
            values = np.rint(probability[inside].astype(np.float64) * FIXED_POINT).astype(np.int64)
            self._scale = 1 / FIXED_POINT
        self._has_spread |= spread is not None
        runs = find_runs(inside, values, self._next_row, None if spread is None else spread[inside])
        self._next_row += len(probability)
        self._close(*self._builder.add(runs, self._next_row - 1))
        if not len(self._neighbourhood):
            return []
        return self._candidates(self._neighbourhood.release(self._next_row, self._builder.open_boxes))

    def finish(self) -> list[Candidate]:
        """The candidates that are left when all rows have been added."""
        self._close(*self._builder.finish())
        return self._candidates(self._neighbourhood.release_all())

    def _close(self, runs: Runs, owners: Labels) -> None:
        """Make outlines of complete components and let them wait for their neighbours."""
        if not len(owners):
            return
        runs, owners = keep_components(runs, owners, self._may_be_large(summarise(runs, owners)))
        if not len(owners):
            return
        components = summarise(runs, owners)
        rings = self._without_small_holes(trace(runs, owners))
        large = self._are_large(rings, components)
        if not large.any():
            return
        rings = rings.select(large[rings.owners])
        tolerance = self._tolerance_in_pixels(components)
        shapes = smooth(rings, tolerance[rings.owners])
        self._neighbourhood.add(
            [
                self._outline(components, i, shape, part, float(tolerance[i]))
                for i, shape, part in zip(np.flatnonzero(large).tolist(), shapes, rings.split(), strict=True)
            ]
        )

    def _outline(
        self, components: Components, i: int, shape: shapely.Polygon, rings: Rings, tolerance: float
    ) -> TracedOutline:
        first_row = int(components.first_row[i])
        return TracedOutline(
            smooth=shape,
            rings=rings,
            tolerance=tolerance,
            first_row=first_row,
            last_row=int(components.last_row[i]),
            left=int(components.left[i]),
            right=int(components.right[i]),
            inside=(float(components.first_column[i]) + 0.5, first_row + 0.5),
            probability_mean=float(components.total[i] / components.pixels[i]) * self._scale,
            probability_max=float(components.highest[i]) * self._scale,
            probability_sd=float(components.spread[i] / components.pixels[i]) / HIGHEST if self._has_spread else None,
        )

    def _may_be_large(self, components: Components) -> npt.NDArray[np.bool_]:
        """Whether an outline can have the minimum area: no more than its bounding box has it.

        Speckle is many times more frequent than landforms, so this looks at blocks, not at each.
        """
        column = (components.left + components.right) // (2 * _BLOCK)
        row = (components.first_row + components.last_row) // (2 * _BLOCK)
        places, place = np.unique(row * (self._width // _BLOCK + 1) + column, return_inverse=True)
        rows, columns = np.divmod(places, self._width // _BLOCK + 1)
        cells = self._cells.areas((columns + 0.5) * _BLOCK, (rows + 0.5) * _BLOCK)
        sides = (components.right - components.left) * (components.last_row + 1 - components.first_row)
        large: npt.NDArray[np.bool_] = sides * cells[place] * _CELL_MARGIN >= self._minimum_area
        return large

    def _are_large(self, rings: Rings, components: Components) -> npt.NDArray[np.bool_]:
        """Whether the pixels, filled holes included, have the minimum area.

        The outline must have it too, which is measured exactly when it is final.
        """
        pixels = np.add.reduceat(rings.signed_areas(), np.flatnonzero(rings.is_exterior))
        columns = (components.left + components.right) / 2
        rows = (components.first_row + components.last_row + 1) / 2
        cells = self._cells.areas(columns, rows)
        return np.asarray(pixels * cells >= self._minimum_area * (1 - _CELL_ACCURACY))

    def _tolerance_in_pixels(self, components: Components) -> npt.NDArray[np.float64]:
        """Tolerance for each component, small enough for its largest cells."""
        if self._tolerance is None:
            return np.full(len(components.pixels), _DEFAULT_TOLERANCE)
        columns = np.concatenate([components.left, components.right, components.left, components.right])
        rows = np.concatenate([components.first_row] * 2 + [components.last_row + 1] * 2)
        sides = self._cells.longest_sides(columns, rows).reshape(4, -1).max(axis=0)
        return np.asarray(self._tolerance / sides)

    def _without_small_holes(self, rings: Rings) -> Rings:
        holes = ~rings.is_exterior
        if not holes.any():
            return rings
        keep = np.ones(len(holes), np.bool_)
        columns, rows = rings.points[rings.offsets[:-1][holes]].T
        areas = np.abs(rings.signed_areas()[holes]) * self._cells.areas(columns, rows)
        keep[holes] = areas >= self._fill_holes
        return rings.select(keep)

    def _candidates(self, outlines: Sequence[TracedOutline]) -> list[Candidate]:
        """Place outlines on the ground and measure them; those that are too small are left out."""
        if not outlines:
            return []
        shapes = np.array([outline.result for outline in outlines], object)
        placed = shapely.orient_polygons(shapely.transform(shapes, self._place))
        areas = ellipsoidal_areas(placed, self._crs)
        return [
            Candidate(
                shape,
                outline.probability_mean,
                outline.probability_max,
                float(area),
                probability_sd=outline.probability_sd,
            )
            for shape, outline, area in zip(placed, outlines, areas, strict=True)
            if area >= self._minimum_area
        ]

    def _place(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        column, row = points.T
        a, b, c, d, e, f = self._transform[:6]
        return np.column_stack([a * column + b * row + c, d * column + e * row + f])


def trace_raster(
    raster: ProbabilitySource,
    tracer: OutlineTracer,
    report: Report,
    passed: Callable[[npt.NDArray[Any]], None] = lambda rows: None,
) -> Iterator[list[Candidate]]:
    """Lead an open probability raster through a tracer, strip by strip; `passed` is told of the rows."""
    for rows, done in raster.strips():
        report.progress(done, "Tracing outlines")
        passed(rows)
        yield tracer.add_rows(rows)
    yield tracer.finish()
