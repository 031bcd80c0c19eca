"""Air temperature corrected from the elevation of a climate model's cells to that of a landform, by a lapse rate.

``MAAT = value + rate (model elevation - mean elevation of the landform) / 1000``, the rate in K per km, positive where
it grows colder upwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..climate.averages import Fields
from ..climate.climate_rasters import open_raster
from ..climate.netcdf.cell_bounds import told
from ..climate.netcdf.netcdf_bytes import is_netcdf
from ..climate.netcdf.netcdf_groups import groups_in
from ..climate.netcdf.plain_group import PlainGroup
from ..climate.reading import Asked, Reading
from ..climate.series.wanted import WANTED
from ..climate.source import Source
from ..gathering.files import files_of
from ..gathering.unpacking import unpacked
from ..ground.lengths import METRES
from ..telling.report import Report
from .climate_attributes import Climate
from .climate_opening import Kind
from .groups import Chunk, Floats, Notes

STANDARD_GRAVITY = 9.80665
"""m s-2 (CGPM 1901): geopotential in m2 s-2, divided by it, is elevation in metres."""

LOWEST, HIGHEST = -500.0, 9000.0
"""Metres; no cell of a model's surface lies below or above."""
FAR = 2000.0
"""Metres between model and landform from which on a person is told."""

_OPTION = "--maat-elevation-variable"
_KIND = Kind("elevation of the climate model", "--maat-elevation")
_GEOPOTENTIAL = re.compile(r"m\^?2/?s\^?-?2|m\^?2/\(s\^?2\)|j/?kg(\^?-1)?")
_NAMES = ("z", "orog", "oro", "topo", "topography", "elevation", "elev", "hgt", "altitude", "hsurf", "surface_altitude")
_STANDARD_NAMES = ("surface_altitude", "surface_geopotential", "geopotential", "altitude")
_ALIKE, _SHIFTED = 0.01, 0.05


class ModelElevation(Climate):
    """The elevation of a climate model's cells, open; taken at outlines in the way in which temperatures are."""

    def _reading(self, blocks: Any, report: Report) -> Fields:
        factor, unit = _metres(self.source)
        one = np.ones(1)
        return Fields(
            self.source, None, Reading(unit, one, False, factor, 0.0, one * LOWEST / factor, one * HIGHEST / factor)
        )

    def _check(self, fields: Fields, report: Report) -> None:
        """Raise `UserError` where values are no elevations in the unit that was told or assumed."""
        if fields.seen.impossible:
            examples = ", ".join(f"{value:.6g}" for value in sorted(fields.seen.impossible)[:3])
            raise UserError(
                f"{self.source.path.name} ({self.source.told.variable}) holds values such as {examples} in "
                f"{fields.reading.unit}, which are no elevations; give metres, or geopotential that says so (m2 s-2)."
            )


class LapseRate:
    """A lapse rate (K per km, positive: colder upwards) and the model's elevation that it starts from."""

    def __init__(self, rate: float, model: ModelElevation, source: str) -> None:
        self.rate, self._model, self._source = rate, model, scrub(source)
        self._corrected, self._lowest, self._highest = 0, np.inf, -np.inf

    def corrected(self, chunk: Chunk, values: Floats, notes: Notes, report: Report) -> Floats:
        """Temperatures at the landforms' own mean elevation, °C, shape (n,); NaN where an elevation is unknown."""
        model = self._model.of(chunk.outlines, chunk.markers, chunk.crs, report)
        known = np.isfinite(values)
        file = self._model.source.path.name
        own = np.full(len(chunk), np.nan) if chunk.elevations is None else chunk.elevations
        notes.add(
            "Outlines whose air temperature was not corrected and left as it was, because their mean elevation is not "
            "known; fill the terrain in the same run (--dem), or before",
            chunk.labels,
            known & np.isnan(own),
        )
        notes.add(
            f"Outlines whose air temperature was not corrected and left as it was, because {file} is void there",
            chunk.labels,
            known & ~np.isnan(own) & np.isnan(model.values),
        )
        above = model.values - own
        with np.errstate(invalid="ignore"):
            far = known & (np.abs(above) > FAR)
        notes.add(f"Outlines more than {FAR:g} m above or below the model's ground in {file}", chunk.labels, far)
        done = known & np.isfinite(above)
        if done.any():
            self._corrected += int(done.sum())
            self._lowest = min(self._lowest, float(above[done].min()))
            self._highest = max(self._highest, float(above[done].max()))
        return np.asarray(values + self.rate * above / 1000.0)

    def record(self) -> dict[str, Any]:
        """What `runs` keeps of it."""
        told = self._model.record
        model = {"source": self._source, "variable": told["variable"], "unit": told.get("unit")}
        found = {"lapse_rate": self.rate, "corrected": self._corrected, "model_elevation": model}
        if not self._corrected:
            return found
        return {**found, "model_above_landform": [round(self._lowest, 1), round(self._highest, 1)]}


def check_rate(text: str | None) -> float:
    """The lapse rate, K per km; 0 where none is given.

    Raises
    ------
    UserError
        It is no number, or none of K per km.
    """
    if not text:
        return 0.0
    try:
        rate = float(text)
    except ValueError:
        rate = np.nan
    if not -15 <= rate <= 15 or 0 < abs(rate) < 0.1:
        raise UserError(
            f"'{text}' (--lapse-rate) is no lapse rate; give K per km, such as 6.5, which is 6.5 K colder in 1000 m "
            "upwards, or 0 for none."
        )
    return rate


@contextmanager
def open_lapse_rate(
    rate: float, path: str | None, variable: str | None, temperature: Climate, temperature_path: str, report: Report
) -> Iterator[LapseRate]:
    """Open the elevation of a climate model's cells in place.

    Parameters
    ----------
    rate
        K per km.
    path, variable
        The file with elevations or geopotential; None for the file of the temperatures itself, if it has some.
    temperature, temperature_path
        The open temperatures, and the text that names them.
    report
        Is told that geopotential was divided.

    Raises
    ------
    UserError
        No such file, no elevations in it, or cells of another size than the temperatures'.
    """
    with ExitStack() as stack:
        source = stack.enter_context(_opened(path or temperature_path, path is None, variable, report))
        _check_cells(source, temperature.source, report)
        asked = Asked(_KIND.title, None, _OPTION)
        model = ModelElevation(_KIND, asked, temperature.method, source, None)
        if _metres(source)[0] == 1 / STANDARD_GRAVITY:
            report.warning(
                f"{source.path.name} ({source.told.variable}) is geopotential in m2 s-2; divided by {STANDARD_GRAVITY} "
                "it is the elevation of the climate model."
            )
        yield LapseRate(rate, model, path or temperature_path)


@contextmanager
def _opened(path: str, is_own: bool, variable: str | None, report: Report) -> Iterator[Source]:
    files = files_of(path, WANTED)
    names = (path,) if files is None else files.names
    if len(names) > 1:
        raise UserError(_asks_for_one(path) if not is_own else _asks_for_elevation(path))
    with ExitStack() as stack:
        (file,) = [Path(path)] if files is None else stack.enter_context(unpacked(names))
        if not file.exists() and not is_own:
            raise UserError(f"There is no file of the climate model's elevation {path}; check the name.")
        if file.is_file() and is_netcdf(file):
            found = variable or _height_in(file)
            if is_own and found is None:
                raise UserError(_asks_for_elevation(path))
            from ..climate.netcdf.netcdf import open_variable  # xarray, for which a raster need not wait

            yield stack.enter_context(open_variable(file, found, _OPTION, report))[1]
        elif is_own:
            raise UserError(_asks_for_elevation(path))
        else:
            yield stack.enter_context(open_raster(file, variable, _OPTION, report))


def _asks_for_one(path: str) -> str:
    return f"{path} stands for several files, and a climate model's elevation is in one; give it with --maat-elevation."


def _asks_for_elevation(path: str) -> str:
    return (
        f"--lapse-rate needs the elevation of the climate model's cells, which {path} does not hold; give it with "
        "--maat-elevation, such as the model's own orography or geopotential."
    )


def _height_in(file: Path) -> str | None:
    """The variable of a NetCDF file that holds the model's elevation or geopotential; None where none is known to."""
    with netCDF4.Dataset(file) as dataset:
        for group, inside in groups_in(dataset):
            plain = PlainGroup(inside)
            for name in plain.on_grid():
                standard = told(plain.variables[name], "standard_name").lower()
                if standard in _STANDARD_NAMES or name.lower() in _NAMES:
                    return f"{group}/{name}" if group else name
    return None


def _metres(source: Source) -> tuple[float, str]:
    """Metres that one unit is, and what it is called."""
    unit = source.told.unit.strip().lower()
    compact = unit.replace(" ", "").replace("**", "^").replace("·", "")
    if _GEOPOTENTIAL.fullmatch(compact):
        return 1 / STANDARD_GRAVITY, f"m2 s-2, divided by {STANDARD_GRAVITY}"
    if unit in METRES:
        return METRES[unit], unit
    if unit in ("gpm", ""):
        return 1.0, "m" if unit else "m (assumed: it names no unit)"
    raise UserError(
        f"{source.path.name} ({source.told.variable}) tells its values in '{scrub(source.told.unit)}', no unit of "
        f"elevation; give another file, or another variable with {_OPTION}."
    )


def _check_cells(heights: Source, temperature: Source, report: Report) -> None:
    """The model's own elevation lies on the cells of its temperatures."""
    mine, its = heights.grid, temperature.grid
    wide, high = mine.transform.a / its.transform.a, abs(mine.transform.e / its.transform.e)
    if mine.crs != its.crs or abs(wide - 1) > _ALIKE or abs(high - 1) > _ALIKE:
        raise UserError(
            f"The cells of {heights.path.name} are not those of {temperature.path.name} (another size or coordinate "
            "system), so it is not that climate model's own elevation; give that with --maat-elevation."
        )
    shift = ~its.transform @ (mine.transform.c, mine.transform.f)
    if any(abs(part - round(part)) > _SHIFTED for part in shift):
        report.warning(
            f"The cells of {heights.path.name} are shifted against those of {temperature.path.name} by a part of a "
            "cell; elevations were taken where they lie."
        )
