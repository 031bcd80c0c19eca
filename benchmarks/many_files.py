"""Attributes of an inventory as large as that of the Tibetan Plateau, from its sources as they are downloaded.

44 273 outlines; 480 months like those of FLDAS (26 variables), 240 like those of IMERG, 600 zipped tiles of 1 arc
second like those of NASADEM. Beside it the same months merged into one file each: values are compared, and times.
``python benchmarks/many_files.py [FOLDER]`` keeps the files in a folder for the next time.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
from attributes_against_exactextract import elevations
from large_inventory import make
from measure import ENGINE, ROOT, Measured, measure, row

OUTLINES, TILES = 44_273, (30, 20)
WEST, SOUTH = 74, 26
LON, LAT = np.arange(70.05, 105, 0.1).astype("f4"), np.arange(25.05, 45, 0.1).astype("f4")
OTHERS = (
    "Rainf_f_tavg",
    "Snowf_tavg",
    "Evap_tavg",
    "Qs_tavg",
    "Qsb_tavg",
    "Psurf_f_tavg",
    "Qair_f_tavg",
    "Wind_f_tavg",
    "SWdown_f_tavg",
    "LWdown_f_tavg",
    "Lwnet_tavg",
    "Qg_tavg",
    "Qh_tavg",
    "Qle_tavg",
    "RadT_tavg",
    "SWE_inst",
    "SnowDepth_inst",
    "SnowCover_inst",
    "SoilMoi00_10cm_tavg",
    "SoilMoi10_40cm_tavg",
    "SoilMoi40_100cm_tavg",
    "SoilMoi100_200cm_tavg",
    "SoilTemp00_10cm_tavg",
    "SoilTemp10_40cm_tavg",
    "SoilTemp40_100cm_tavg",
)
SAME = 1e-6


def _grid(file: Any, first: tuple[str, Any], second: tuple[str, Any], months: Any) -> None:
    file.createDimension("time", None)
    for name, values in (first, second):
        file.createDimension(name, len(values))
        file.createVariable(name, "f4", (name,))[:] = values
        file[name].units = "degrees_east" if name in ("X", "lon") else "degrees_north"
    file.createVariable("time", "i4", ("time",))[:] = months.astype("datetime64[D]").astype(int)
    file["time"].units = "days since 1970-01-01"


def _months(first: int, years: int) -> Any:
    return np.arange(f"{first}-01", f"{first + years}-01", dtype="datetime64[M]")


def _write_fldas(path: Path, months: Any, values: Any, others: tuple[str, ...]) -> None:
    with netCDF4.Dataset(path, "w") as file:
        _grid(file, ("Y", LAT), ("X", LON), months)
        for name in ("Tair_f_tavg", *others):
            made = file.createVariable(name, "f4", ("time", "Y", "X"), zlib=True, complevel=1, fill_value=-9999.0)
            made.units = "K" if name == "Tair_f_tavg" else "1"
            made[:] = values if name == "Tair_f_tavg" else np.zeros(values.shape, "f4")


def _write_imerg(path: Path, months: Any, values: Any) -> None:
    with netCDF4.Dataset(path, "w") as file:
        file.FileHeader = "AlgorithmID=3IMERGM;\nTimeInterval=MONTH;\nProductVersion=V06B;\n"
        grid = file.createGroup("Grid")
        _grid(grid, ("lon", LON), ("lat", LAT), months)
        made = grid.createVariable(
            "precipitation", "f4", ("time", "lon", "lat"), zlib=True, complevel=1, fill_value=-9999.9
        )
        made.units = "mm/hr"
        made[:] = values


def write_months(folder: Path) -> None:
    """Each month as a file of its own, and all of them in one."""
    random = np.random.default_rng(11)
    for name, first, years in (("fldas", 1982, 40), ("imerg", 2001, 20)):
        months, place = _months(first, years), folder / name
        place.mkdir()
        shape = (len(LAT), len(LON)) if name == "fldas" else (len(LON), len(LAT))
        level, size = (268, 12) if name == "fldas" else (0.06, 0.02)
        values = (level + size * random.standard_normal((len(months), *shape))).clip(0).astype("f4")
        for month, value in zip(months, values, strict=True):
            label = str(month).replace("-", "")
            if name == "fldas":
                path = place / f"FLDAS_NOAH01_C_GL_M.A{label}.001.nc"
                _write_fldas(path, month.reshape(1), value[None], OTHERS)
            else:
                path = place / f"3B-MO.MS.MRG.3IMERG.{label}01-S000000-E235959.{label[4:]}.V06B.HDF5"
                _write_imerg(path, month.reshape(1), value[None])
        if name == "fldas":
            _write_fldas(folder / "fldas.nc", months, values, ())
        else:
            _write_imerg(folder / "imerg.HDF5", months, values)


def write_tiles(folder: Path) -> None:
    """Zipped tiles of 3601 x 3601 cells with one mountain range, which is packed once."""
    range_ = elevations().astype(np.float64)
    places = np.linspace(0, min(range_.shape) - 2, 3601)
    low, part = places.astype(int), places % 1
    lines = range_[low] * (1 - part)[:, None] + range_[low + 1] * part[:, None]
    metres = lines[:, low] * (1 - part) + lines[:, low + 1] * part
    place = folder / "nasadem"
    place.mkdir()
    pattern = folder / "pattern.zip"
    with zipfile.ZipFile(pattern, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nXXeYYY.hgt", metres.astype(">i2").tobytes())
        archive.writestr("nXXeYYY.num", bytes(1000))
    packed = pattern.read_bytes()
    for east in range(TILES[0]):
        for north in range(TILES[1]):
            name = f"n{SOUTH + north:02}e{WEST + east:03}"
            (place / f"NASADEM_HGT_{name}.zip").write_bytes(packed.replace(b"nXXeYYY", name.encode()))
    pattern.unlink()


def _fill(inventory: Path, groups: str, *sources: object) -> Measured:
    words = ["--layer", "candidates", "--all", "--groups", groups, "--climate-method", "auto"]
    return measure([*ENGINE, "attributes", "--inventory", inventory, *words, *sources])


def _column(inventory: Path, field: str) -> Any:
    connection = sqlite3.connect(inventory)
    try:
        return np.array(connection.execute(f"SELECT {field} FROM candidates ORDER BY fid").fetchall(), float)  # noqa: S608
    finally:
        connection.close()


def _told(measured: Measured) -> str:
    return f"{measured.seconds:.0f} s ({measured.cpu_seconds:.0f} s of processor), {measured.peak_mib:.0f} MiB"


def compare(folder: Path) -> None:
    """Print the rows of the table."""
    inventory = folder / "plateau.gpkg"
    inventory.unlink(missing_ok=True)
    make(inventory, OUTLINES)
    many = {
        "terrain": ("--dem", folder / "nasadem"),
        "air-temperature": ("--maat", folder / "fldas"),
        "precipitation": ("--precipitation", folder / "imerg"),
    }
    row(f"{OUTLINES} outlines, 480 + 240 months, 600 tiles", "10 min, 1.5 GB", _told(_all(inventory, many)))
    for group, sources in many.items():
        row(f"{group} alone", "", _told(_fill(inventory, group, *sources)))
    for group, field, source in (("air-temperature", "MAAT", "fldas.nc"), ("precipitation", "AP", "imerg.HDF5")):
        apart = _fill(inventory, group, *many[group])
        values = _column(inventory, field)
        merged = _fill(inventory, group, many[group][0], folder / source)
        most = float(np.nanmax(np.abs(_column(inventory, field) - values)))
        if most > SAME or np.isnan(values).mean() > 0.5:
            raise SystemExit(f"{field} differs by {most} between many files and one, or is not known")
        ratio = apart.cpu_seconds / merged.cpu_seconds
        row(f"{group}: many files / one merged, processor", "", f"{ratio:.2f}; merged {_told(merged)}")
        row(f"{field}: largest difference between them", f"{SAME:g}", f"{most:.2g}")


def _all(inventory: Path, many: dict[str, tuple[Any, ...]]) -> Measured:
    return _fill(inventory, ",".join(many), *(word for words in many.values() for word in words))


def looks(folder: Path) -> None:
    """How long a folder of mixed files takes to be told."""
    mixed = ";".join(str(folder / name) for name in ("fldas", "imerg", "nasadem"))
    seen = measure([*ENGINE, "sources", "--input", mixed, "--progress", "json"])
    found = json.loads(seen.output.splitlines()[-1])["result"]["sources"]
    files = sum(one["files"] for one in found)
    row(f"`sources` on {files} files of {len(found)} products", "5 s for 1 000", _told(seen))


_OPENING = """
import sys, time
sys.path.insert(0, sys.argv[1])
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions, open_source
from rock_glacier_inventory.engine.climate.series.series import open_series
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
kind, path = sys.argv[2:]
for _ in range(2):
    began = time.perf_counter()
    with open_dem(path, SilentReport()) if kind == "dem" else open_source(kind, ClimateOptions(path), SilentReport()):
        print(time.perf_counter() - began)
"""


def openings(folder: Path) -> None:
    """How long sources of many files take to be opened, libraries loaded; in a warm engine the second time counts."""
    for kind, name in (("MAAT", "fldas"), ("AP", "imerg"), ("dem", "nasadem")):
        words = [sys.executable, "-c", _OPENING, ROOT / ".venv" / "src", kind, folder / name]
        first, again = (float(line) for line in measure(words).output.split())
        files = len(list((folder / name).iterdir()))
        told = f"{first:.2f} s, {again:.2f} s"
        row(f"opening {files} files of {name}, and again in the same process", "2 s, 0.3 s", told)


def main() -> None:
    """Write the files, unless they are there, and measure."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 and __name__ == "__main__" else Path(temporary)
        if not (folder / "nasadem").is_dir():
            folder.mkdir(exist_ok=True)
            write_months(folder)
            write_tiles(folder)
        openings(folder)
        looks(folder)
        compare(folder)


if __name__ == "__main__":
    main()
