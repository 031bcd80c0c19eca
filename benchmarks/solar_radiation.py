"""A year of solar radiation: the whole raster, only polygons, against GRASS's horizon and sun.

Real relief of the western Nyainqêntanglha at 30 m where the shared data are there, else fractal ground.
GRASS gets 24 directions of the horizon (ours are 180) and is timed for one day, times 365.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from affine import Affine
from attributes_against_exactextract import elevations
from grass import is_there, radiation
from measure import ENGINE, ROOT, in_turn, measure, row
from pyogrio.raw import write as write_layer
from scipy.stats import spearmanr

sys.path.insert(0, str(ROOT / ".venv" / "src"))
sys.path.insert(0, str(ROOT / "tests" / "unit"))

from lakes import differences_by_azimuth
from rock_glacier_inventory.engine.attributes.solar_attributes import RadiationOptions, radiation_statistics
from rock_glacier_inventory.engine.solar.raster import write_radiation
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from solar_cells import horizons

SIDE, CELL, CRS = 1024, 30.0, "EPSG:32646"
PART = 320
"""Cells along the side of the piece for which GRASS sums days through the year."""
ROUNDS = 3
SHARE = 0.01
SHARED_LAKES = ROOT.parent / "shared" / "data" / "lakes_horizon"


def write_dem(path: Path, values: npt.NDArray[Any]) -> Path:
    """Elevations as a DEM in metres."""
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=values.shape[1],
        height=values.shape[0],
        count=1,
        dtype="float32",
        crs=CRS,
        transform=Affine(CELL, 0, 300_000, 0, -CELL, 3_380_000),
        tiled=True,
    ) as dataset:
        dataset.write(values.astype(np.float32), 1)
    return path


def outlines(dem: Path) -> npt.NDArray[Any]:
    """Ellipses of about 0.14 km² that cover `SHARE` of a DEM."""
    rng = np.random.default_rng(3)
    with rasterio.open(dem) as source:
        left, bottom, right, top = source.bounds
    unit = shapely.Point(0, 0).buffer(1, 16)
    long, short = 300.0, 150.0
    count = round(SHARE * (right - left) * (top - bottom) / (np.pi * long * short))
    shapes = []
    for x, y, turn in zip(
        rng.uniform(left + long, right - long, count),
        rng.uniform(bottom + long, top - long, count),
        rng.uniform(0, 180, count),
        strict=True,
    ):
        ellipse = shapely.affinity.rotate(shapely.affinity.scale(unit, long, short), turn)
        shapes.append(shapely.affinity.translate(ellipse, x, y))
    return np.array(shapes, dtype=object)


def time_ours(folder: Path, dem: Path, polygons: npt.NDArray[Any]) -> tuple[list[float], list[float]]:
    """Seconds of computing: the whole raster (written), only the polygons; and their ratio."""

    def whole() -> float:
        begin = time.perf_counter()
        write_radiation(dem, folder / "whole.tif", RadiationOptions(), SilentReport(), device="cpu")
        return time.perf_counter() - begin

    def inside() -> float:
        begin = time.perf_counter()
        with open_dem(dem, SilentReport()) as opened:
            radiation_statistics(polygons, CRS, opened, RadiationOptions(), SilentReport(), "cpu")
        return time.perf_counter() - begin

    inside()  # compiles the loops
    return in_turn(inside, whole, rounds=ROUNDS)


def compare_with_grass(folder: Path, values: npt.NDArray[Any]) -> float:
    """Rank correlation of a year of ours with GRASS's sum of every 15th day."""
    dem = write_dem(folder / "part.tif", values[:PART, :PART])
    theirs = radiation(dem, CRS, list(range(8, 366, 15)), folder, horizon=False)
    write_radiation(dem, folder / "ours.tif", RadiationOptions(), SilentReport(), device="cpu")
    with rasterio.open(folder / "ours.tif") as ours, rasterio.open(theirs.total) as other:
        inner = (slice(1, -1), slice(1, -1))  # GRASS has no slope at the edge
        pair = [source.read(1)[inner].ravel() for source in (ours, other)]
    known = np.isfinite(pair[0]) & np.isfinite(pair[1])
    return float(spearmanr(pair[0][known], pair[1][known]).statistic)


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values = elevations()[2400 : 2400 + SIDE, :SIDE]
        dem = write_dem(folder / "dem.tif", values)
        polygons = outlines(dem)
        (small, large), (ratio,) = time_ours(folder, dem, polygons)
        command = [*ENGINE, "solar-radiation", "--dem", dem, "--output", folder / "pisr.tif", "--device", "cpu"]
        whole = measure(command)
        what = f"annual PISR of {SIDE} x {SIDE} cells of {CELL:g} m, half-hour steps, horizon to 30 km"
        row(
            what,
            "<= 60 s, try 20 s",
            f"**{large:.1f} s** (the command with its start and compilation {whole.seconds:.1f} s, "
            f"{whole.peak_mib:.0f} MiB)",
        )
        area = folder / "area.gpkg"
        wkb = np.array(shapely.to_wkb(polygons), dtype=object)
        write_layer(str(area), wkb, [], [], crs=CRS, geometry_type="Polygon", driver="GPKG")
        part = measure([*command, "--area", area])
        row(
            f"PISR only inside polygons that cover {SHARE:.0%} of it, against the whole",
            "<= 1/20",
            f"**1/{1 / ratio:.0f}** ({small:.2f} s of computing; the whole command {part.seconds:.1f} s)",
        )
        report_grass(folder, dem, values, large)
    report_horizons()


def report_grass(folder: Path, dem: Path, values: npt.NDArray[Any], ours: float) -> None:
    """The rows that need GRASS."""
    if not is_there():
        row("the same against GRASS", "report", "not measured: GRASS is not installed (grass-core)")
        return
    theirs = radiation(dem, CRS, [172], folder, horizon=True)
    year = theirs.horizon + 365 * theirs.day
    row(
        "the same against GRASS `r.horizon` + 365 x `r.sun` (one day timed)",
        "report",
        f"**1/{year / ours:.0f}** (GRASS: {theirs.horizon:.0f} s + 365 x {theirs.day:.1f} s = {year:.0f} s)",
    )
    row(
        f"PISR against `r.sun`, {PART} x {PART} cells, every 15th day, rank correlation",
        ">= 0.98",
        f"**{compare_with_grass(folder, values):.4f}**",
    )


def report_horizons() -> None:
    """The row that needs the shared data."""
    what = "horizon against IPW at Mammoth Lakes, mean absolute difference"
    if not SHARED_LAKES.is_dir():
        row(what, "<= 0.5°", "not measured: the shared data are not there")
        return
    with tempfile.TemporaryDirectory() as name:
        found = differences_by_azimuth(SHARED_LAKES, Path(name), horizons)
    listed = ", ".join(f"{azimuth}° {difference:.2f}" for azimuth, difference in sorted(found.items()))
    row(what, "<= 0.5°", f"**{np.mean(list(found.values())):.2f}°** (by azimuth: {listed})")


if __name__ == "__main__":
    main()
