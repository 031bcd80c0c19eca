"""Twins of climate and elevation products: small files in the products' own layout, with known answers.

Each is made from the product's public description (dimensions and their order, groups, names, attributes, fillers),
by netCDF4 and zipfile, and never from a reader of ours. What is not described is left out or told beside it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import netCDF4
import numpy as np

FLDAS_X = np.arange(90.05, 92, 0.1).astype("f4")
FLDAS_Y = np.arange(31.05, 33, 0.1).astype("f4")


def fldas(
    folder: Path,
    year: int,
    month: int,
    kelvin: float,
    *,
    unit: str = "K",
    x: np.ndarray = FLDAS_X,
    name: str | None = None,
    more: tuple[str, ...] = ("Rainf_f_tavg",),
) -> Path:
    """A month of FLDAS Noah, v001: (time, Y, X), Y ascending, coordinates called X and Y, -9999 for the sea.

    `kelvin` is the air temperature of the southern row; each row to the north is 0.1 K colder. The unit of time is
    not described: days since the month's first day here.
    """
    path = folder / (name or f"FLDAS_NOAH01_C_GL_M.A{year}{month:02}.001.nc")
    with netCDF4.Dataset(path, "w") as file:
        file.setncatts({"missing_value": np.float32(-9999), "DX": np.float32(0.1), "DY": np.float32(0.1)})
        for dimension, size in (("time", None), ("Y", len(FLDAS_Y)), ("X", len(x))):
            file.createDimension(dimension, size)
        for dimension, values, units in (("X", x, "degrees_east"), ("Y", FLDAS_Y, "degrees_north")):
            file.createVariable(dimension, "f4", (dimension,))[:] = values
            file[dimension].units = units
        file.createVariable("time", "f8", ("time",))[:] = [0.0]
        file["time"].units = f"days since {year}-{month:02}-01 00:00:00"
        for variable in ("Tair_f_tavg", *more):
            made = file.createVariable(variable, "f4", ("time", "Y", "X"), zlib=True, fill_value=np.float32(-9999))
            made.units = unit if variable == "Tair_f_tavg" else "kg m-2 s-1"
        values = np.repeat(kelvin - 0.1 * np.arange(len(FLDAS_Y))[:, None], len(x), axis=1)
        values[:, 0] = -9999
        file["Tair_f_tavg"][0] = values
    return path


def fldas_years(folder: Path, years: range = range(1982, 1984)) -> list[Path]:
    """Each month of some years: 270 K and its number, a year warmer by one."""
    folder.mkdir(exist_ok=True)
    return [fldas(folder, y, m, 270 + m + y - years[0]) for y in years for m in range(1, 13)]


IMERG_LON = np.arange(-2.95, 3, 0.1).astype("f4")
IMERG_LAT = np.arange(29.05, 31, 0.1).astype("f4")


def imerg(folder: Path, year: int, month: int, rate: float, *, version: str = "06B", unit: str = "mm/hr") -> Path:
    """A month of IMERG: everything in /Grid, (time, lon, lat), south to north, seconds since 1970, mm an hour.

    `rate` is that of the western column; each column to the east has 0.001 mm/hr more.
    """
    path = folder / f"3B-MO.MS.MRG.3IMERG.{year}{month:02}01-S000000-E235959.{month:02}.V{version}.HDF5"
    with netCDF4.Dataset(path, "w") as file:
        file.FileHeader = (
            f"DOI=10.5067/GPM/IMERG/3B-MONTH/{version[:2]};\nAlgorithmID=3IMERGM;\nFileName={path.name};\n"
            f"TimeInterval=MONTH;\nProductVersion=V{version};\nEmptyGranule=NOT_EMPTY;\n"
        )
        grid = file.createGroup("Grid")
        for dimension, size in (("time", None), ("lon", len(IMERG_LON)), ("lat", len(IMERG_LAT)), ("nv", 2)):
            grid.createDimension(dimension, size)
        for axis, values, units in (("lon", IMERG_LON, "degrees_east"), ("lat", IMERG_LAT, "degrees_north")):
            grid.createVariable(axis, "f4", (axis,))[:] = values
            grid[axis].units, grid[axis].bounds = units, f"{axis}_bnds"
            grid.createVariable(f"{axis}_bnds", "f4", (axis, "nv"))[:] = values[:, None] + [-0.05, 0.05]
        seconds = (np.datetime64(f"{year}-{month:02}-01") - np.datetime64("1970-01-01")).astype("timedelta64[s]")
        grid.createVariable("time", "i4", ("time",))[:] = [int(seconds.astype(int))]
        grid["time"].units, grid["time"].standard_name = "seconds since 1970-01-01 00:00:00 UTC", "time"
        for variable in ("precipitation", "randomError"):
            made = grid.createVariable(variable, "f4", ("time", "lon", "lat"), fill_value=np.float32(-9999.9))
            made.units = made.Units = unit
            made.CodeMissingValue, made.DimensionNames, made.coordinates = "-9999.9", "time,lon,lat", "time lon lat"
        grid["precipitation"][0] = np.repeat(rate + 0.001 * np.arange(len(IMERG_LON))[:, None], len(IMERG_LAT), axis=1)
        grid["randomError"][0] = 9.0
    return path


def zipped(path: Path, files: list[Path]) -> Path:
    """An archive of files, as it is downloaded."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return path
