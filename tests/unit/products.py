"""Twins of climate and elevation products: small files in the products' own layout, with known answers.

Each is made from the product's public description (dimensions and their order, groups, names, attributes, fillers),
by netCDF4 and zipfile, and never from a reader of ours. What is not described is left out or told beside it.
"""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import netCDF4
import numpy as np
import rasterio
from affine import Affine

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


def imerg(
    folder: Path, year: int, month: int, rate: float, *, version: str = "06B", unit: str = "mm/hr", east: float = 0.0
) -> Path:
    """A month of IMERG: everything in /Grid, (time, lon, lat), south to north, seconds since 1970, mm an hour.

    `rate` is that of the western column; each column to the east has 0.001 mm/hr more. `east` moves it in degrees.
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
        axes = (("lon", IMERG_LON + np.float32(east), "degrees_east"), ("lat", IMERG_LAT, "degrees_north"))
        for axis, values, units in axes:
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


def nasadem(folder: Path, south: int, west: int, metres: np.ndarray) -> Path:
    """A tile of NASADEM_HGT v001 as downloaded: a zip with elevations (``.hgt``), their origin and water (bytes).

    `metres` (1201, 1201) stands for 3601 x 3601; GDAL's driver takes both. Whole numbers of 16 bits, big-endian,
    northern row first; the outer rows and columns are the neighbours' too.
    """
    name = f"n{south:02}e{west:03}"
    path = folder / f"NASADEM_HGT_{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.hgt", metres.astype(">i2").tobytes())
        archive.writestr(f"{name}.num", bytes(100))
        archive.writestr(f"{name}.swb", bytes(100))
    return path


def _axes(file: netCDF4.Dataset, **axes: tuple[np.ndarray, str]) -> None:
    """Dimensions with their coordinates and units."""
    for name, (values, unit) in axes.items():
        file.createDimension(name, len(values))
        file.createVariable(name, values.dtype, (name,))[:] = values
        file[name].units = unit


ERA5_LAT, ERA5_LON = np.arange(33.0, 30, -0.25), np.arange(90.0, 93, 0.25)


def era5_zip(path: Path, kelvin: np.ndarray, metres: float) -> Path:
    """Monthly means of ERA5 as the store of 2024 delivers them: a zip of a file for each kind of step.

    Latitudes descend; ``valid_time`` counts seconds since 1970, ``expver`` is a text of each time and ``number`` a
    scalar. `kelvin` are months from January 2001 on; precipitation is `metres` a day, though the unit says m.
    """
    files = []
    stamps = np.arange("2001-01", len(kelvin), dtype="datetime64[M]").astype("datetime64[s]").astype(np.int64)
    for kind, variable, unit, values in (
        ("avgua", "t2m", "K", kelvin),
        ("avgad", "tp", "m", metres * np.ones(len(kelvin))),
    ):
        files.append(path.parent / f"data_stream-moda_stepType-{kind}.nc")
        with netCDF4.Dataset(files[-1], "w") as file:
            file.Conventions, file.GRIB_centre = "CF-1.7", "ecmf"
            _axes(
                file,
                valid_time=(stamps, "seconds since 1970-01-01"),
                latitude=(ERA5_LAT, "degrees_north"),
                longitude=(ERA5_LON, "degrees_east"),
            )
            file["valid_time"].calendar, file["valid_time"].standard_name = "proleptic_gregorian", "time"
            file.createVariable("number", "i8", ())[...] = 0
            file.createVariable("expver", str, ("valid_time",))[:] = np.array(["0001"] * len(kelvin), dtype=object)
            made = file.createVariable(variable, "f4", ("valid_time", "latitude", "longitude"), fill_value=np.nan)
            made.setncatts({"units": unit, "GRIB_shortName": variable, "GRIB_stepType": kind, "GRIB_dataType": "an"})
            made.coordinates = "number valid_time latitude longitude expver"
            made[:] = values[:, None, None]
    return zipped(path, files)


def era5_packed(folder: Path, year: int, kelvin: np.ndarray) -> Path:
    """A year of months as the store before 2024 packed it: each file has a scale and offset of its own."""
    path = folder / f"era5_{year}.nc"
    with netCDF4.Dataset(path, "w", format="NETCDF3_64BIT_OFFSET") as file:
        months = np.arange(f"{year}-01", f"{year + 1}-01", dtype="datetime64[M]")
        hours = ((months - np.datetime64("1900-01-01")).astype("timedelta64[h]")).astype("i4")
        _axes(
            file,
            longitude=(ERA5_LON.astype("f4"), "degrees_east"),
            latitude=(ERA5_LAT.astype("f4"), "degrees_north"),
            time=(hours, "hours since 1900-01-01 00:00:00.0"),
        )
        made = file.createVariable("t2m", "i2", ("time", "latitude", "longitude"), fill_value=-32767)
        made.scale_factor, made.add_offset = 0.001 + year * 1e-7, float(kelvin.mean())
        made.units, made.missing_value = "K", np.int16(-32767)
        made[:] = np.repeat(kelvin, len(ERA5_LAT) * len(ERA5_LON)).reshape(made.shape)
    return path


def gpcc(folder: Path, years: tuple[int, int], millimetres: float) -> Path:
    """Months of GPCC's full product: NetCDF-3 inside gzip, mm a month, north to south, land only."""
    plain, path = folder / "plain.nc", folder / f"full_data_monthly_v2022_{years[0]}_{years[1]}_05.nc.gz"
    months = np.arange(f"{years[0]}-01", f"{years[1] + 1}-01", dtype="datetime64[M]")
    with netCDF4.Dataset(plain, "w", format="NETCDF3_CLASSIC") as file:
        days = (months - np.datetime64(f"{years[0]}-01-01")).astype("timedelta64[D]").astype("i4")
        _axes(
            file,
            lat=(np.arange(32.75, 30, -0.5).astype("f4"), "degrees_north"),
            lon=(np.arange(90.25, 93, 0.5).astype("f4"), "degrees_east"),
        )
        file.createDimension("time", None)
        file.createVariable("time", "i4", ("time",)).units = f"days since {years[0]}-01-01 00:00:00"
        for name, unit in (("precip", "mm/month"), ("numgauge", "gauges per gridcell")):
            file.createVariable(name, "f4", ("time", "lat", "lon"), fill_value=np.float32(-99999.99)).units = unit
            file[name][0 : len(months)] = millimetres
        file["time"][:] = days
    path.write_bytes(gzip.compress(plain.read_bytes(), 1))
    plain.unlink()
    return path


def worldclim(path: Path, values: np.ndarray, kind: str = "tavg") -> Path:
    """WorldClim 2.1: a zip of twelve GeoTIFFs whose names alone tell the month; 32-bit decimals."""
    files = []
    for month, value in enumerate(values.tolist(), 1):
        files.append(path.parent / f"wc2.1_10m_{kind}_{month:02}.tif")
        with rasterio.open(
            files[-1],
            "w",
            driver="GTiff",
            width=18,
            height=18,
            count=1,
            dtype="float32",
            crs="EPSG:4326",
            transform=Affine(1 / 6, 0, 90, 0, -1 / 6, 33),
            nodata=-3.4e38,
        ) as file:
            file.write(np.full((18, 18), value, np.float32), 1)
    return zipped(path, files)
