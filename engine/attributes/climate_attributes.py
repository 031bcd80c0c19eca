"""Air temperature, ground temperature and precipitation of polygons, from rasters and NetCDF series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..climate.averages import Fields, check
from ..climate.cell_grid import Neighbours, bilinear, neighbours
from ..climate.precipitation import read_precipitation
from ..climate.reading import Asked, Sample, read_temperature
from ..climate.source import Source, read_round
from ..climate.steps import Chosen
from ..ground.zonal import Floats, PlannedBlock, covered_cells, plan_blocks, strips, weighted_sums
from ..telling.report import Report
from .climate_opening import ClimateOptions, Kind, open_source

CELLS_FOR_A_MEAN = 4.0
"""Size of a polygon in cells from which ``auto`` takes the mean; below it a value between cells is truer."""

_SIDE_OF_A_SERIES = 6
_BLOCKS_SAMPLED, _SIDE_SAMPLED, _LARGE_SIDE_SAMPLED, _STEPS_SAMPLED = 8, 64, 1024, 12


@dataclass(frozen=True)
class ClimateValues:
    """Of n polygons, each of shape (n,): `values` in °C or mm a year, NaN where unknown.

    `known` is the share of the polygon's area, or of the weights around its marker, that lies on cells
    with a value; `by_mean` which polygons got their coverage-weighted mean.
    """

    values: Floats
    known: Floats
    by_mean: npt.NDArray[np.bool_]


@contextmanager
def open_climate(kind: str, options: ClimateOptions, report: Report) -> Iterator[Climate]:
    """As `climate_opening.open_source`, ready for polygons."""
    with open_source(kind, options, report) as opened:
        yield Climate(opened.kind, opened.asked, opened.method, opened.source, opened.chosen)


@dataclass
class Climate:
    """An open climate raster or series.

    `record` tells what was found and assumed, for the row in `runs`; it grows with each call of `of`.
    """

    kind: Kind
    asked: Asked
    method: str
    source: Source
    chosen: Chosen | None
    record: dict[str, Any] = field(init=False)
    _fields: Fields | None = None

    def __post_init__(self) -> None:
        told, steps = self.source.told, self.source.steps
        self.record = {"variable": told.variable, "method": self.method, "by_mean": 0, "by_marker": 0}
        self.record |= told.gathered
        self.record |= {"product": self.asked.product} if self.asked.product else {}
        if steps is not None and self.chosen is not None:
            self.record |= {
                "steps": len(self.chosen.index),
                "resolution": steps.resolution,
                "calendar": steps.calendar,
                "number_of_years": len(self.chosen.years),
            }
            if steps.dated:
                self.record["years"] = [self.chosen.years[0], self.chosen.years[-1]]

    def of(self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any, report: Report) -> ClimateValues:
        """The attribute of polygons.

        The coverage-weighted mean of the cells where a polygon is `CELLS_FOR_A_MEAN` cells large, else the
        value between the four cells around its primary marker (bilinear); where some of them are void,
        between the others. `ClimateOptions.method` can force one of the two.

        Parameters
        ----------
        outlines, markers
            Valid polygons and their primary markers (points), shape (n,).
        crs
            Their coordinate system; they are transformed to the raster's, never the raster to theirs.
        report
            Gets progress and warnings, and raises `Cancelled` where a stop was asked for.

        Raises
        ------
        UserError
            The unit is unknown, the values are none of this kind, or the file is damaged.
        """
        count = len(outlines)
        polygons, around, by_mean = self._places(outlines, markers, crs)
        values, known = np.full(count, np.nan), np.zeros(count)
        reach = np.where(by_mean, polygons, around.boxes())
        steps = 1 if self.chosen is None else len(self.chosen.index)
        shape = self.source.grid.planned_shape
        together = self.source.stored[1] * self.source.stored[2]
        blocks, _ = plan_blocks(reach, shape, steps=steps, block=together)
        fields = self._fields = self._fields or self._reading(blocks, report)
        if fields is None:
            return ClimateValues(values, known, by_mean)
        done = 0
        for block in blocks:
            report.progress(done / count, f"{self.kind.title.capitalize()}: {done} of {count}")
            self._of_block(block, polygons, around, by_mean, fields, values, known)
            done += len(block.members)
        self._check(fields, report)
        self._note(fields, known > 0, by_mean)
        return ClimateValues(values, known, by_mean)

    def _places(
        self, outlines: npt.NDArray[Any], markers: npt.NDArray[Any], crs: Any
    ) -> tuple[npt.NDArray[Any], Neighbours, npt.NDArray[np.bool_]]:
        """Polygons in cells, the cells around the markers, and which polygons get their mean."""
        grid = self.source.grid
        polygons, points = grid.cells_of(outlines, crs), grid.cells_of(markers, crs)
        if self.method == "auto":
            by_mean = shapely.area(polygons) >= CELLS_FOR_A_MEAN
        else:
            by_mean = np.full(len(outlines), self.method == "mean")
        return polygons, neighbours(points, grid), by_mean

    def _of_block(
        self,
        block: PlannedBlock,
        polygons: npt.NDArray[Any],
        around: Neighbours,
        by_mean: npt.NDArray[np.bool_],
        fields: Fields,
        values: Floats,
        known: Floats,
    ) -> None:
        """Fill `values` and `known` of one block's members."""
        of_mean = block.members[by_mean[block.members]]
        at_marker = block.members[~by_mean[block.members]]
        sums, shares = np.zeros(len(of_mean)), np.zeros(len(of_mean))
        for row, height in strips(block):
            window = (row, block.column, height, block.width)
            field_ = fields.window(*window)
            if len(at_marker):  # a block of several strips has one member, which is large
                found = bilinear(field_, row, block.column, around.of(at_marker))
                values[at_marker], known[at_marker] = found
            if len(of_mean):
                cells = covered_cells(polygons, of_mean, *window)
                here = field_[cells.row - row, cells.column - block.column]
                sums += weighted_sums(here, cells.share, cells.owner, len(of_mean))
                there = np.where(np.isnan(here), np.nan, 1.0)
                shares += weighted_sums(there, cells.share, cells.owner, len(of_mean))
        with np.errstate(invalid="ignore", divide="ignore"):
            values[of_mean] = np.where(shares > 0, sums / shares, np.nan)
            known[of_mean] = np.minimum(shares / shapely.area(polygons[of_mean]), 1.0)

    def _reading(self, blocks: list[PlannedBlock], report: Report) -> Fields | None:
        """The means, whose unit is found out once, from where the first polygons lie, if it must be guessed.

        None where there is nothing to guess by: no polygon on the raster, or all on voids.
        """
        if not blocks:
            return None
        read = read_precipitation if self.kind.is_total else read_temperature
        sample = Sample(lambda: self._sample(blocks), lambda steps: self._series(blocks, steps))
        reading = read(self.source, self.chosen, self.asked, sample, report)
        return Fields(self.source, reading.chosen or self.chosen, reading) if reading.is_certain else None

    def _check(self, fields: Fields, report: Report) -> None:
        """Say what was wrong with the values that were read; raises `UserError` where they are of another unit."""
        check(fields.seen, fields.reading, self.source, self.asked, report)

    def _sample(self, blocks: list[PlannedBlock]) -> Floats:
        """Some values as stored from where polygons lie, spread over the first year; shape (m,)."""
        steps = [0]
        if self.chosen is not None:
            first_year = np.split(self.chosen.index, self.chosen.begins[1:])[0]
            steps = first_year[:: max(1, len(first_year) // _STEPS_SAMPLED)].tolist()
        found = np.empty(0)
        for block in blocks[:: max(1, len(blocks) // _BLOCKS_SAMPLED)]:
            found = np.append(found, self._read_middle(block, steps, _SIDE_SAMPLED))
        for block in blocks if not found.size else ():  # mostly void: look further
            found = self._read_middle(block, steps[:1], _LARGE_SIDE_SAMPLED)
            if found.size:
                break
        return found

    def _series(self, blocks: list[PlannedBlock], steps: Sequence[int]) -> Floats:
        """Values of some steps in the middles of some blocks, shape (steps, cells); NaN where void."""
        every = max(1, len(blocks) // _BLOCKS_SAMPLED)
        parts = [
            read_round(self.source, steps, *self._middle(block, _SIDE_OF_A_SERIES)).reshape(len(steps), -1)
            for block in blocks[::every]
        ]
        return np.concatenate(parts, axis=1)

    def _read_middle(self, block: PlannedBlock, steps: list[int], side: int) -> Floats:
        """The known values of a window of `side` cells around the middle of a block, shape (m,)."""
        values = read_round(self.source, steps, *self._middle(block, side))
        return np.asarray(values[~np.isnan(values)])

    def _middle(self, block: PlannedBlock, side: int) -> tuple[int, int, int, int]:
        """A window of `side` cells around the middle of a block."""
        height, width = self.source.grid.planned_shape
        row = max(block.row + (block.height - side) // 2, 0)
        column = max(block.column + (block.width - side) // 2, 0)
        return row, column, min(side, height - row), min(side, width - column)

    def _note(self, fields: Fields, found: npt.NDArray[np.bool_], by_mean: npt.NDArray[np.bool_]) -> None:
        """Bring the record up to date."""
        lowest, highest = fields.seen.lowest, fields.seen.highest
        self.record["by_mean"] += int((found & by_mean).sum())
        self.record["by_marker"] += int((found & ~by_mean).sum())
        self.record |= {
            "unit": fields.reading.unit,
            "range": [round(lowest, 3), round(highest, 3)] if lowest <= highest else None,
            "assumptions": list(fields.reading.assumptions),
        }
