"""Means and annual totals of a series over its chosen years, window by window, in little memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ...inventory.errors import UserError
from ..telling.report import Report
from .reading import COLDEST, HOTTEST, WETTEST, Asked, Reading
from .source import Source, read_round
from .steps import Chosen

Floats = npt.NDArray[np.float64]

MOST_VALUES = 4_000_000
"""Values of all steps that are in memory at once (32 MB)."""

MOST_CELLS_KEPT = 4_000_000
"""Cells whose means are kept for the next outlines (32 MB)."""

_SNAP = 16  # cells to which kept windows grow, so that the next ones lie inside
_SNAP_OF_FILES = 256  # where each step lies in a file of its own: opening it takes as long as reading these
_KINDS_KEPT = 8
_WRONG_UNIT = 0.1
"""Share of impossible values, of several sizes, from which it is the unit that is wrong."""


@dataclass
class Seen:
    """What was met while reading: `lowest` and `highest` are of the means or totals.

    `impossible` holds examples of values as stored that no place on Earth has, and how often all were;
    `told` is what a person has been warned of.
    """

    lowest: float = np.inf
    highest: float = -np.inf
    values: int = 0
    impossible: set[float] = field(default_factory=set)
    impossible_count: int = 0
    negative_count: int = 0
    cells_with_gaps: int = 0
    told: set[str] = field(default_factory=set)


class Fields:
    """Mean temperatures or mean annual totals of a source, window by window.

    Windows of a series are kept, up to `MOST_CELLS_KEPT`: outlines come in chunks, or one after the other
    from a person, and many years need not be read again for a neighbour. Those of a series in many files are kept
    until the process ends, for the next command: opening hundreds of files takes seconds.
    """

    def __init__(self, source: Source, chosen: Chosen | None, reading: Reading) -> None:
        self.source, self.chosen, self.reading = source, chosen, reading
        self._kept, self.seen = _remembered(source, chosen, reading)

    def window(self, row: int, column: int, height: int, width: int) -> Floats:
        """Mean or total of the cells of a window, shape (height, width); NaN where void.

        Parameters
        ----------
        row, column, height, width
            The window; it may go on beyond the last column where the grid closes round the Earth.
        """
        if self.chosen is None:
            return self._read(row, column, height, width)
        for top, left, field_ in self._kept:
            bottom, right = top + field_.shape[0], left + field_.shape[1]
            if top <= row and left <= column and row + height <= bottom and column + width <= right:
                return field_[row - top : row - top + height, column - left : column - left + width]
        rows, columns = self.source.grid.planned_shape
        snap = _SNAP_OF_FILES if self.source.told.gathered else _SNAP
        top, left = row // snap * snap, column // snap * snap
        bottom = min(-(-(row + height) // snap) * snap, rows)
        right = min(-(-(column + width) // snap) * snap, columns)
        self._keep(top, left, self._read(top, left, bottom - top, right - left))
        return self.window(row, column, height, width)

    def _keep(self, row: int, column: int, field_: Floats) -> None:
        self._kept.insert(0, (row, column, field_))
        while len(self._kept) > 1 and sum(kept.size for *_, kept in self._kept) > MOST_CELLS_KEPT:
            self._kept.pop()

    def _read(self, row: int, column: int, height: int, width: int) -> Floats:
        field_ = mean_of_window(self.source, self.chosen, self.reading, row, column, height, width, self.seen)
        known = field_[~np.isnan(field_)]
        if known.size:
            self.seen.lowest = min(self.seen.lowest, float(known.min()))
            self.seen.highest = max(self.seen.highest, float(known.max()))
        return field_


Kept = list[tuple[int, int, Floats]]
"""Row and column of the upper left cell of windows, and their means."""

_REMEMBERED: OrderedDict[tuple[object, ...], tuple[Kept, Seen]] = OrderedDict()
_SERIES_REMEMBERED = 3


def _remembered(source: Source, chosen: Chosen | None, reading: Reading) -> tuple[Kept, Seen]:
    """What is kept of the same files, read in the same way; nobody was told yet of what was met in them."""
    stamp = source.told.gathered.get("stamp")
    if stamp is None or chosen is None:
        return [], Seen()
    key = (stamp, source.told.variable, tuple(chosen.years), len(chosen.index), reading.unit, reading.is_total)
    kept, seen = _REMEMBERED.pop(key, ([], Seen()))
    seen.told.clear()
    _REMEMBERED[key] = kept, seen
    while len(_REMEMBERED) > _SERIES_REMEMBERED:
        _REMEMBERED.popitem(last=False)
    return kept, seen


def mean_of_window(
    source: Source, chosen: Chosen | None, reading: Reading, row: int, column: int, height: int, width: int, seen: Seen
) -> Floats:
    """Mean temperature or mean annual total of the cells of a window, shape (height, width).

    A cell that is void in a step lacks that whole year, or the seasons would not balance; it is NaN
    where it has no whole year. Read in slabs of some steps and some rows, so that memory stays bounded,
    cut where the file's own blocks are, so that none is unpacked twice.

    Parameters
    ----------
    source, chosen, reading
        The file, the steps that are used (None for a single raster), and what its values mean.
    row, column, height, width
        The window.
    seen
        Is added to.
    """
    index = np.zeros(1, dtype=np.intp) if chosen is None else chosen.index
    begins = np.zeros(1, dtype=np.intp) if chosen is None else chosen.begins
    rows, steps = _slab(source.stored[:2], len(index), height, width)
    result = np.empty((height, width))
    first = row
    while first < row + height:
        end = min(first - first % rows + rows, row + height)
        years = _Years((end - first, width), begins, reading)
        for start in range(0, len(index), steps):
            part = slice(start, min(start + steps, len(index)))
            values = read_round(source, index[part].tolist(), first, column, end - first, width)
            _take_out_impossible(values, reading, part, seen)
            years.add(values, part)
        result[first - row : end - row] = years.mean(seen)
        first = end
    return result


def _slab(stored: tuple[int, int], count: int, height: int, width: int) -> tuple[int, int]:
    """Rows and steps to read at once, of `count` steps of a window; whole blocks of the file if they fit."""
    steps_stored, rows_stored = min(stored[0], count), min(stored[1], height)
    rows = MOST_VALUES // (steps_stored * width)
    rows = max(1, min(height, rows // rows_stored * rows_stored or rows))
    steps = MOST_VALUES // (rows * width)
    return rows, max(1, min(count, steps // steps_stored * steps_stored or steps))


class _Years:
    """Adds up the years of some rows, step by step, and of each cell those that are known whole."""

    def __init__(self, shape: tuple[int, int], begins: npt.NDArray[np.intp], reading: Reading) -> None:
        self._reading = reading
        self._begins, self._ends = begins, np.append(begins[1:], len(reading.weights))
        self._year = np.zeros(shape)
        self._total, self._norm, self._whole = np.zeros(shape), np.zeros(shape), 0.0

    def add(self, values: Floats, part: slice) -> None:
        """Add the next steps, shape (steps, rows, columns), which are changed."""
        values *= self._reading.weights[part][:, None, None]
        inside = np.flatnonzero((self._ends > part.start) & (self._begins < part.stop))
        sums = np.add.reduceat(values, np.maximum(self._begins[inside] - part.start, 0), axis=0)
        for year, of_year in zip(inside.tolist(), sums, strict=True):
            self._year += of_year
            if self._ends[year] <= part.stop:
                self._close(year)

    def _close(self, year: int) -> None:
        known = ~np.isnan(self._year)
        weights = self._reading.weights[self._begins[year] : self._ends[year]]
        length = 1.0 if self._reading.is_total else float(weights.sum())
        self._total[known] += self._year[known]
        self._norm += length * known
        self._whole += length
        self._year[:] = 0

    def mean(self, seen: Seen) -> Floats:
        """The mean of the years that are known, in °C or mm."""
        seen.cells_with_gaps += int(((self._norm > 0) & (self._norm < self._whole * (1 - 1e-9))).sum())
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = self._total / self._norm
        return np.asarray(mean * self._reading.factor + self._reading.offset)


def _take_out_impossible(values: Floats, reading: Reading, of_steps: slice, seen: Seen) -> None:
    """Make NaN of values that no place has, and zero of what packing rounded to below zero."""
    lowest, highest = reading.lowest[of_steps], reading.highest[of_steps]
    flat = values.reshape(len(values), -1)
    least = np.fmin.reduce(flat, axis=1, initial=np.inf)
    most = np.fmax.reduce(flat, axis=1, initial=-np.inf)
    seen.values += flat.size - int(np.isnan(flat).sum())
    if ((least < lowest) | (most > highest)).any():
        bad = (values < lowest[:, None, None]) | (values > highest[:, None, None])
        seen.impossible_count += int(bad.sum())
        if len(seen.impossible) < _KINDS_KEPT:
            seen.impossible.update(np.unique(values[bad])[:_KINDS_KEPT].tolist())
        if reading.is_total:
            seen.negative_count += int((values < lowest[:, None, None]).sum())
        values[bad] = np.nan
    if reading.is_total and (least < 0).any():
        np.maximum(values, 0, out=values)


def check(seen: Seen, reading: Reading, source: Source, asked: Asked, report: Report) -> None:
    """Say what was wrong with the values that were read.

    Raises
    ------
    UserError
        They are of another unit: many are impossible and they differ, or an annual total is too high.
    """
    name = f"{source.path.name} ({source.told.variable})"
    if seen.impossible_count:
        examples = ", ".join(f"{value:.6g}" for value in sorted(seen.impossible)[:3])
        if len(seen.impossible) > 2 and seen.impossible_count > _WRONG_UNIT * seen.values:
            bounds = f"{COLDEST:g} to {HOTTEST:g} °C"
            if reading.is_total:
                bounds = f"0 to {WETTEST:g} mm"
            raise UserError(
                f"{name} holds values such as {examples} in {reading.unit}, beyond {bounds}; give another "
                f"variable, or the unit with {asked.option}."
            )
        kind = "negative" if seen.negative_count == seen.impossible_count else "impossible"
        _warn_once(f"{name} holds {kind} values ({examples}); such were taken as void.", kind, seen, report)
    if reading.is_total and seen.highest > WETTEST:
        raise UserError(
            f"{name} gives {seen.highest:.0f} mm of precipitation a year in {reading.unit}, more than any "
            f"place gets; give the unit with {asked.option}."
        )
    if seen.cells_with_gaps:
        message = f"Some cells of {name} are void in some years; those years were left out there."
        _warn_once(message, "gaps", seen, report)


def _warn_once(message: str, kind: str, seen: Seen, report: Report) -> None:
    if kind not in seen.told:
        seen.told.add(kind)
        report.warning(message)
