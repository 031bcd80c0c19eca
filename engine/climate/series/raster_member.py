"""One GeoTIFF or the like of a series: its bands are steps, dated by their tags, their names or the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import cftime
import numpy as np

from ....inventory.secrets import scrub
from ...ground.raster_values import RasterValues, untold_values
from ...telling.report import SilentReport
from ..climate_rasters import DATE, RasterSource, open_raster, tagged_dates
from .member import Dates, Described, Look

_MONTH_AND_YEAR = re.compile(r"_(0[1-9]|1[0-2])_(1[89]\d\d|20\d\d)_")
"""``CHELSA_tas_07_1981_V.2.1``; in ``CHELSA_tas_07_1981-2010_V.2.1`` the years are those of a mean."""


def look_at_raster(path: Path, variable: str | None, option: str) -> Look:
    """What a raster holds.

    Raises
    ------
    UserError
        As `open_raster`.
    """
    with open_raster(path, variable, option, SilentReport()) as source:
        transform, (rows, columns) = source.grid.transform, source.grid.shape
        facts = Described(
            variable=source.told.variable,
            unit=source.told.unit,
            quantity=(),
            axes=(
                transform.c + transform.a * (np.arange(columns) + 0.5),
                transform.f + transform.e * (np.arange(rows) + 0.5),
            ),
            dates=_dates(source),
            steps=len(source.bands),
            place=f"{source.grid.crs.to_wkt()} {transform.b:.9g} {transform.d:.9g}",
        )
    return Look(path, Path(scrub(str(path))), ("bands of rasters",), facts, is_raster=True, band=variable)


@contextmanager
def open_raster_member(look: Look, warn: Callable[[float], None]) -> Iterator[RasterSource]:
    """A raster of a series open for reading; `warn` is told values that nothing declares void.

    Its times were told when it was looked at, so that nothing is said of them again.
    """
    with open_raster(look.path, look.band, "", SilentReport()) as source:
        offset = source.dataset.offsets[source.bands[0] - 1] or 0.0
        untold = untold_values(np.dtype(source.dataset.dtypes[0]), offset)
        yield replace(source, values=RasterValues(source.dataset, source.bands, untold=untold, warn=warn))


def _dates(source: RasterSource) -> Dates | None:
    """When the bands are; None where nothing inside the file tells it."""
    tagged = tagged_dates(source.dataset, source.bands, source.path.name)
    if tagged is not None:
        return Dates(tagged)
    found = [DATE.search(source.dataset.descriptions[band - 1] or "") for band in source.bands]
    if not all(found):
        return None
    return Dates(np.array([_date(date) for date in found if date], dtype=object))


def dates_in_name(look: Look) -> Dates | None:
    """When the only step of a file is, as its name tells it; None where it has several or the name tells no date."""
    if look.facts is None or look.facts.steps != 1:
        return None
    found, turned = DATE.search(look.label.name), _MONTH_AND_YEAR.search(look.label.name)
    if found is not None:
        return Dates(np.array([_date(found)], dtype=object), by_name=True)
    if turned is not None:
        return Dates(np.array([cftime.datetime(int(turned[2]), int(turned[1]), 15)], dtype=object), by_name=True)
    return None


def _date(found: re.Match[str]) -> Any:
    year, month, day = found.groups()
    return cftime.datetime(int(year), int(month), int(day or 15))
