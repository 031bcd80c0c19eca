"""Opening what climate attributes come from: one file or many, which product they are, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import is_plain, part_of_netcdf
from ..climate.climate_rasters import open_raster
from ..climate.netcdf.netcdf_bytes import is_netcdf
from ..climate.quantities import check_quantity
from ..climate.raster_classes import check_no_classes
from ..climate.reading import Asked, check_product_unit, check_unit, unit_text
from ..climate.series.wanted import WANTED
from ..climate.source import Source
from ..climate.steps import Chosen, choose_years
from ..gathering.files import Files, files_of
from ..ground.files.raster_files import is_raster_folder
from ..products.kinds import Served, served
from ..telling.report import Report

METHODS = ("auto", "mean", "marker")
"""By the size of the polygon; coverage-weighted mean; bilinear at the primary marker."""


@dataclass(frozen=True)
class Kind:
    """One attribute: its words, the stem of the caller's options, and whether it is a yearly total."""

    title: str
    option: str
    is_total: bool = False


KINDS = {
    "MAAT": Kind("air temperature", "--maat"),
    "MAGT": Kind("ground temperature", "--magt"),
    "AP": Kind("precipitation", "--precipitation", is_total=True),
}
"""The inventory's fields that come from a climate raster."""


@dataclass(frozen=True)
class ClimateOptions:
    """What is read, and how.

    `path` may stand for many files (`gathering.files`). `variable` names a NetCDF variable or a band; `years` are
    the first and the last, inclusive; `unit` overrules what the file says of its unit (``0.1 degC``, ``m/day``);
    `method` is one of `METHODS`.
    """

    path: str | Path
    variable: str | None = None
    years: tuple[int, int] | None = None
    method: str = "auto"
    unit: str | None = None


@dataclass(frozen=True)
class Opened:
    """An open source of climate, what is asked of it, and its steps that are used; None of a single raster."""

    kind: Kind
    asked: Asked
    method: str
    source: Source
    chosen: Chosen | None


@contextmanager
def open_source(kind: str, options: ClimateOptions, report: Report) -> Iterator[Opened]:
    """Open a climate raster or series in place; nothing but its description is read yet.

    Parameters
    ----------
    kind
        A key of `KINDS`.
    options
        What is read, and how.
    report
        Gets warnings of years that are left out.

    Raises
    ------
    UserError
        No such file, neither a raster nor NetCDF, truncated, no coordinate system, several variables of
        which none was named, or no whole year in the range.
    """
    what = KINDS[kind]
    if options.method not in METHODS:
        raise UserError(f"'{options.method}' is no way to take a value; it is one of: {', '.join(METHODS)}.")
    with opened(what, options, report) as (source, asked):
        check_no_classes(source, what.title, what.option, unit_text(source, asked))
        check_unit(source, asked, what.is_total)
        check_product_unit(source, asked, report)
        check_quantity(source, what.title, what.option, options.variable is not None, report)
        name = f"{source.path.name} ({source.told.variable})"
        if source.steps is None and options.years is not None:
            raise UserError(f"{name} is a single raster without years; leave the years out.")
        chosen = None if source.steps is None else choose_years(source.steps, options.years, name, report)
        yield Opened(what, asked, options.method, source, chosen)


@contextmanager
def opened(what: Kind, options: ClimateOptions, report: Report) -> Iterator[tuple[Source, Asked]]:
    """A source by the reader of what the options name, and what is asked of it, before any of it is checked."""
    files = files_of(options.path, WANTED)
    known = _served(what, options, files, report)
    with _reader(what, options, files, known, report) as source:
        yield source, _asked(what, options, known, source)


def _served(what: Kind, options: ClimateOptions, files: Files | None, report: Report) -> Served | None:
    """The known product that the files are, where they are one that serves."""
    part = part_of_netcdf(options.path) if files is None else None
    path, part_named = part or (Path(options.path), None)
    option = None if options.variable or part_named else f"{what.option}-variable"
    return served(what.option.removeprefix("--"), path, files, option, report)


def _asked(what: Kind, options: ClimateOptions, known: Served | None, source: Source) -> Asked:
    """What is asked of a source; its product's unit is that of the product's variable alone."""
    asked = Asked(what.title, options.unit, f"{what.option}-unit")
    if known is None or known.what.variable not in ("", source.told.variable):
        return asked
    return replace(asked, product=known.product.name, product_unit=known.what.unit)


def _reader(
    what: Kind, options: ClimateOptions, files: Files | None, known: Served | None, report: Report
) -> AbstractContextManager[Source]:
    """The reader of what the options name: of a series in many files, of NetCDF, or of whatever GDAL reads."""
    option = f"{what.option}-variable"
    of_product = (known.what.variable or None) if known is not None else None
    if files is not None:
        from ..climate.series.series import open_series  # xarray takes a while to load

        return open_series(files, options.variable or of_product, option, report)
    path, variable = part_of_netcdf(options.path) or (Path(options.path), of_product)
    if is_plain(str(path)) and not (path.is_file() or is_raster_folder(path)):
        raise UserError(f"There is no file of {what.title} {path}; check the name.")
    if path.is_file() and is_netcdf(path):
        from ..climate.netcdf.netcdf import open_netcdf

        return open_netcdf(path, options.variable or variable, option, report)
    return open_raster(path, options.variable or variable, option, report)
