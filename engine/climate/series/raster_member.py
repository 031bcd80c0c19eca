"""One GeoTIFF or the like of a series: its bands are steps, dated by their tags, their names or the file's name."""

from __future__ import annotations

from pathlib import Path

import cftime
import numpy as np

from ...telling.report import SilentReport
from ..climate_rasters import DATE, RasterSource, open_raster, tagged_dates
from .member import Dates, Described, Look


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
    return Look(path, path, ("bands of rasters",), facts, is_raster=True)


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
    found = DATE.search(look.label.name)
    if found is None or look.facts is None or look.facts.steps != 1:
        return None
    return Dates(np.array([_date(found)], dtype=object), by_name=True)


def _date(found: object) -> cftime.datetime:
    year, month, day = found.groups()  # type: ignore[attr-defined]
    return cftime.datetime(int(year), int(month), int(day or 15))
