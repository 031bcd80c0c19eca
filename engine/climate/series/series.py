"""A climate series whose steps lie in many files, read as one file is; see `source.Source`.

All files are looked at once, when the series is opened: times decide their order, not names. Of the values
nothing is read until a window is asked for, and few files are open at a time, however many there are.
"""

from __future__ import annotations

import filecmp
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ....inventory.errors import UserError
from ...gathering.files import Files
from ...gathering.open_files import OpenFiles
from ...gathering.unpacking import unpacked
from ...ground.raster_values import tells_untold
from ...telling.report import Report, SilentReport
from ..cell_grid import CellGrid
from ..climate_rasters import RasterSource, open_raster
from ..netcdf.netcdf import NetcdfSource, open_netcdf, open_variable
from ..netcdf.netcdf_times import check_yearly
from ..seasons import month_of
from ..source import FileFacts, Source
from ..steps import Steps, in_order, mean_year
from .choosing import choose, looks_at, without_parts
from .joining import Joined, Place, join
from .member import Dates, Look
from .netcdf_member import open_member
from .raster_member import dates_in_name, open_raster_member

Floats = npt.NDArray[np.float64]

MOST_OPEN = 8
"""Files that are open at a time; the library keeps up to 16 MB of each."""
CELLS_OF_AN_OPENING = 200_000
"""Opening a file takes as long as reading these: so large are the windows that are worth it."""
_ROWS_COMPARED = 256
_NAMED = 6


@dataclass
class FileSeries:
    """An open series of files; see `source.Source`. `looks` are its files, `joined` says where each step lies."""

    path: Path
    grid: CellGrid
    told: FileFacts
    stored_in_files: tuple[int, int, int]
    looks: Sequence[Look]
    joined: Joined
    opener: _Opener

    @property
    def steps(self) -> Steps:
        """When its values are."""
        return self.joined.steps

    @property
    def stored(self) -> tuple[int, int, int]:
        """Steps, rows and columns that are read together; at least what is worth opening a file for."""
        steps, rows, columns = self.stored_in_files
        return steps, rows, max(columns, -(-CELLS_OF_AN_OPENING // rows))

    def read(self, steps: Sequence[int], row: int, column: int, height: int, width: int) -> Floats:
        """Values of some steps in a window; see `source.Source.read`."""
        values = np.empty((len(steps), height, width))
        files, inside = self.joined.file[list(steps)], self.joined.inside[list(steps)]
        for file in dict.fromkeys(files.tolist()):
            of_file = np.flatnonzero(files == file)
            values[of_file] = self.opener[file].read(inside[of_file].tolist(), row, column, height, width)
        return values


class _Opener(OpenFiles[Source]):
    """The files of a series; `warn` is told what nothing declares void in any of them."""

    def __init__(self, looks: Sequence[Look], pattern: Source, warn: Callable[[float], None]) -> None:
        super().__init__(self._of_series, MOST_OPEN)
        self._looks, self._pattern, self._warn = looks, pattern, warn

    def _of_series(self, number: int) -> AbstractContextManager[Source]:
        look = self._looks[number]
        if isinstance(self._pattern, NetcdfSource) and look.facts is not None:
            return open_member(look, look.facts.variable, self._pattern, self._warn)
        return open_raster_member(look, self._warn)

    def are_equal(self, one: Place, other: Place) -> bool:
        """Whether two steps have the same values, cell by cell, and the same voids."""
        mine, its = (self._looks[file].path for file, _ in (one, other))
        if one[1] == other[1] and mine.is_file() and its.is_file() and filecmp.cmp(mine, its, shallow=False):
            return True
        rows, columns = self._pattern.grid.shape
        for row in range(0, rows, _ROWS_COMPARED):
            height = min(_ROWS_COMPARED, rows - row)
            first, second = (self[file].read([step], row, 0, height, columns) for file, step in (one, other))
            if not np.array_equal(first, second, equal_nan=True):
                return False
        return True


@contextmanager
def open_series(files: Files, variable: str | None, option: str, report: Report) -> Iterator[Source]:
    """Open one variable of many files as one series; of a single file, as it is.

    Parameters
    ----------
    files
        NetCDF files or rasters, in any order.
    variable
        Which variable of each; None where all have only one, the same.
    option
        The caller's option that names a variable.
    report
        Gets warnings of what is missing, there twice, left out or assumed.

    Raises
    ------
    UserError
        Files of several kinds, of other grids, units, versions or times; or one that cannot be read.
    """
    files, variable = without_parts(files, variable)
    with ExitStack() as stack:
        paths = stack.enter_context(unpacked(files.names))
        seen = looks_at(files, paths, variable, option, report)
        chosen = choose(files, seen, variable, option, report)
        if len(chosen) == 1:
            yield stack.enter_context(_single(chosen[0], variable, option, report))
            return
        dataset, pattern = stack.enter_context(_first(chosen[0], variable, option, report))
        name = f"{files.path.name} ({pattern.told.variable})"
        opener = _Opener(chosen, pattern, tells_untold(name, report))
        stack.callback(opener.close)
        labels = [look.label for look in chosen]
        dates = [_dates(look) for look in chosen]
        if all(each is None for each in dates):
            joined = _months_of_names(chosen, name, report)
        else:
            accumulates = pattern.told.step_type == "accum"
            known = _all_dated(dates, chosen, name, report)
            joined = join(known, labels, name, accumulates, opener.are_equal, report)
            if dataset is not None and joined.steps.resolution == "yearly":
                check_yearly(dataset, np.concatenate([each.middles for each in known]), name, report)
        yield _series(files, pattern, chosen, joined, opener)


def _single(look: Look, variable: str | None, option: str, report: Report) -> AbstractContextManager[Source]:
    """A single file, as if it had been named itself."""
    if look.is_raster:
        return open_raster(look.path, variable, option, report)
    return open_netcdf(look.path, look.whole_name, option, report, look.label)


def _first(look: Look, variable: str | None, option: str, report: Report) -> Any:
    """The dataset (None of a raster) and the source of the first file, from which grid and words are taken."""
    if look.is_raster:
        return _raster(look, variable, option)
    return open_variable(look.path, look.whole_name, option, report, look.label)


@contextmanager
def _raster(look: Look, variable: str | None, option: str) -> Iterator[tuple[None, RasterSource]]:
    with open_raster(look.path, variable, option, SilentReport()) as source:
        yield None, source


def _dates(look: Look) -> Dates | None:
    told = look.facts.dates if look.facts is not None else None
    return told or dates_in_name(look)


def _all_dated(dates: Sequence[Dates | None], looks: Sequence[Look], name: str, report: Report) -> list[Dates]:
    """The dates, of which a person is told where only a file's name tells them."""
    for each, look in zip(dates, looks, strict=True):
        if each is None:
            raise UserError(f"{look.label} tells no date, and other files of {name} do; give files of one series.")
    known = [each for each in dates if each is not None]
    if any(each.by_name for each in known):
        at = next(at for at, each in enumerate(known) if each.by_name)
        when = known[at].middles[0].strftime("%Y-%m")
        report.warning(
            f"The files of {name} tell their times in their names only; taken so ({looks[at].label.name} as {when})."
        )
    return known


def _months_of_names(looks: Sequence[Look], name: str, report: Report) -> Joined:
    """Twelve files without dates, of which each name tells another month."""
    months = [month_of(look.label.stem) or 0 for look in looks]
    if sorted(months) != list(range(1, 13)) or any(look.facts is None or look.facts.steps != 1 for look in looks):
        named = ", ".join(str(look.label) for look in looks[:_NAMED]) + (", ..." if len(looks) > _NAMED else "")
        raise UserError(
            f"{name} stands for several files; give one of them as a climate raster, or files that tell their dates "
            f"or each month of a year once: {named}."
        )
    report.warning(f"The files of {name} tell no dates; taken as the months of a mean year that their names tell.")
    steps = in_order(mean_year(12), [month - 1 for month in months])
    return Joined(steps, np.arange(12), np.zeros(12, dtype=np.intp))


def _series(files: Files, pattern: Any, looks: Sequence[Look], joined: Joined, opener: _Opener) -> FileSeries:
    told = pattern.told
    if told.is_band or not told.title.strip():  # the file's name tells of it, and the folder's does not
        told = replace(told, title=f"{told.title} {looks[0].label.stem}".strip(), is_band=False)
    record: dict[str, Any] = {"files": len(looks), "left_out": len(files.names) - len(looks), "stamp": files.stamp[1]}
    record |= {"lacking": list(joined.lacking)} if joined.lacking else {}
    told = replace(told, gathered=record)
    return FileSeries(files.path, pattern.grid, told, pattern.stored, looks, joined, opener)
