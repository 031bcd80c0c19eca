"""Twins of further products: TerraClimate, ERA5-Land by the hour, CHELSA, Obu's ground temperature, Copernicus tiles.

As in `products`: made from public descriptions, by netCDF4 and rasterio, never from a reader of ours.
"""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

import netCDF4
import numpy as np
import rasterio
from affine import Affine
from products import _axes, zipped

TERRA_LAT, TERRA_LON = 33 - (np.arange(24) + 0.5) / 24, 90 + (np.arange(24) + 0.5) / 24


def terraclimate(folder: Path, year: int, millimetres: float) -> Path:
    """A year of TerraClimate's precipitation: tenths of mm a month as whole numbers, north to south.

    Beside it stand the number of stations and a scalar ``crs``; time counts days since 1900.
    """
    path = folder / f"TerraClimate_ppt_{year}.nc"
    months = np.arange(f"{year}-01", f"{year + 1}-01", dtype="datetime64[M]")
    with netCDF4.Dataset(path, "w") as file:
        days = (months - np.datetime64("1900-01-01")).astype("timedelta64[D]").astype("f8")
        _axes(
            file,
            lat=(TERRA_LAT, "degrees_north"),
            lon=(TERRA_LON, "degrees_east"),
            time=(days, "days since 1900-01-01 00:00:00"),
        )
        file.createVariable("crs", "i2", ()).grid_mapping_name = "latitude_longitude"
        made = file.createVariable("ppt", "i4", ("time", "lat", "lon"), zlib=True, fill_value=-2147483648)
        made.setncatts({"units": "mm", "scale_factor": 0.1, "grid_mapping": "crs", "long_name": "precipitation_amount"})
        made[:] = millimetres
        stations = file.createVariable("station_influence", "i2", ("time", "lat", "lon"), fill_value=-32768)
        stations[:] = 8
    return path


def era5_land_hours(folder: Path, year: int, millimetres: float) -> Path:
    """A year of ERA5-Land by the hour: metres since 00 UTC, the stamp of 00 UTC with the sum of the day before.

    Each day has `millimetres`, evenly; the sea is void (NaN).
    """
    path = folder / "data_stream-oper_stepType-accum.nc"
    hours = np.arange(f"{year}-01-01T01", f"{year + 1}-01-01T01", dtype="datetime64[h]")
    with netCDF4.Dataset(path, "w") as file:
        file.Conventions, file.GRIB_centre = "CF-1.7", "ecmf"
        _axes(
            file,
            valid_time=(hours.astype("datetime64[s]").astype(np.int64), "seconds since 1970-01-01"),
            latitude=(np.arange(33.0, 32.35, -0.1), "degrees_north"),
            longitude=(np.arange(90.0, 90.65, 0.1), "degrees_east"),
        )
        file["valid_time"].calendar, file["valid_time"].standard_name = "proleptic_gregorian", "time"
        made = file.createVariable("tp", "f4", ("valid_time", "latitude", "longitude"), zlib=True, fill_value=np.nan)
        made.setncatts({"units": "m", "GRIB_shortName": "tp", "GRIB_stepType": "accum", "GRIB_dataType": "fc"})
        hour = hours.astype("datetime64[h]").astype(int) % 24
        so_far = np.where(hour == 0, 24, hour) / 24 * millimetres / 1000
        made[:] = np.repeat(so_far, 49).reshape(-1, 7, 7)
    return path


def _raster(path: Path, values: np.ndarray, transform: Affine, crs: str, nodata: float | None) -> Path:
    size = {"width": values.shape[1], "height": values.shape[0], "count": 1, "dtype": values.dtype.name}
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=transform, nodata=nodata, **size) as file:
        file.write(values, 1)
    return path


def chelsa(folder: Path, celsius: float, *, old: bool = False) -> list[Path]:
    """Twelve months of CHELSA 2.1 temperature as delivered today (K, offset 0), or as before (offset -273.15)."""
    found = []
    for month in range(1, 13):
        path = folder / f"CHELSA_tas_{month:02}_1981-2010_V.2.1.tif"
        stored = np.full((60, 60), round((celsius + 273.15) * 10), np.uint16)
        _raster(path, stored, Affine(1 / 120, 0, 90, 0, -1 / 120, 33), "EPSG:4326", None if old else 65535)
        with rasterio.open(path, "r+") as file:
            file.scales, file.offsets = (0.1,), (-273.15 if old else 0.0,)
            if not old:
                file.units = ("K",)
        found.append(path)
    return found


def obu(
    folder: Path, celsius: float, nodata: float | None = -9999.0, corner: tuple[float, float] = (6_600_000, -60_000)
) -> Path:
    """Obu's ground temperature: decimals of 32 bits, cells of 1 km, polar stereographic; the Tibetan part."""
    path = folder / "UiO_PEX_MAGTM_5.0_20181127_2000_2016_NH.tif"
    return _raster(
        path,
        np.full((40, 40), celsius, np.float32),
        Affine(1000, 0, corner[0], 0, -1000, corner[1]),
        "EPSG:3995",
        nodata,
    )


def copernicus(folder: Path, south: int, west: int, metres: float) -> Path:
    """A tile of Copernicus GLO-30 (a part of its rows and columns): half a cell north and west of the degree."""
    path = folder / f"Copernicus_DSM_COG_10_N{south:02}_00_E{west:03}_00_DEM.tif"
    cell = 1 / 3600
    where = Affine(cell, 0, west - cell / 2, 0, -cell, south + 1 + cell / 2)
    return _raster(path, np.full((360, 360), metres, np.float32), where, "EPSG:4326", None)


def void(path: Path, variable: str, row: int, column: int) -> None:
    """Make a cell and those around it void as the file declares voids; -9999 in decimals where it declares nothing."""
    here = slice(row - 1, row + 2), slice(column - 1, column + 2)
    if path.suffix == ".gz":
        plain = path.with_suffix("")
        plain.write_bytes(gzip.decompress(path.read_bytes()))
        void(plain, variable, row, column)
        path.write_bytes(gzip.compress(plain.read_bytes(), 1))
        plain.unlink()
    elif path.suffix in (".nc", ".HDF5"):
        with netCDF4.Dataset(path, "a") as file:
            stored = file[variable]
            stored.set_auto_maskandscale(False)
            place = here[::-1] if stored.dimensions[-1] == "lat" else here
            stored[(slice(None), *place)] = stored._FillValue
    else:
        with rasterio.open(path, "r+") as file:
            values = file.read(1)
            if file.nodata is not None or values.dtype.kind == "f":
                values[here] = -9999 if file.nodata is None else file.nodata
            file.write(values, 1)


def tarred(path: Path, files: list[Path]) -> Path:
    """A tar archive of files, as some portals send them."""
    with tarfile.open(path, "w:gz") as archive:
        for file in files:
            archive.add(file, file.name)
    return path


FORMS = {
    "folder": lambda folder, files: folder,
    "pattern": lambda folder, files: folder / f"{files[0].name[:4]}*",
    "list": lambda folder, files: ";".join(map(str, files)),
    "zip": lambda folder, files: zipped(folder.parent / "as sent 冰.zip", files),
    "tar": lambda folder, files: tarred(folder.parent / "as sent.tar.gz", files),
    "file": lambda folder, files: files[0],
}
"""How many files are given as one source; the last is for those that are one file."""
