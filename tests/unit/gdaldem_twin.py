"""Slope and aspect of whole DEMs, ours and those of `gdaldem`, and how far they differ."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pyproj
import rasterio
from affine import Affine
from rasters import write_raster
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import downhill, open_dem, slope_degrees

GEOD = pyproj.Geod(ellps="WGS84")
EXPLORADORES = "exploradores/AST_L1A_00303182012144228_Z.tif"
BAND, BANDS, FIRST, APART = 12, 4, 50, 40
"""Rows of a band; how many, from which row, how far apart."""


def cells(path, report=None):
    """Elevation, slope and aspect of a whole DEM, each (h, w)."""
    with open_dem(path, report or SilentReport()) as dem:
        height, width = dem.shape
        rows, columns = np.indices((height, width))
        z, east, north = dem.block(0, 0, height, width).terrain(rows.ravel(), columns.ravel())
    x, y = downhill(east, north)
    aspect = np.degrees(np.arctan2(x, y)) % 360
    return tuple(values.reshape(height, width) for values in (z, slope_degrees(east, north), aspect))


def turn(a, b):
    """Smallest angle between two directions, degrees, signed."""
    return (np.asarray(a) - b + 180) % 360 - 180


def gdaldem(mode: str, path: Path) -> np.ndarray:
    """Its slope or aspect in degrees; the edge is left out."""
    out = path.with_name(f"{path.stem}_{mode}.tif")
    subprocess.run(["gdaldem", mode, str(path), str(out), "-q"], check=True)
    with rasterio.open(out) as dataset:
        return dataset.read(1, masked=True).filled(np.nan)


def _differences(ours, theirs, north_of_grid=0.0) -> tuple[float, float]:
    """Mean absolute differences in degrees: slope, and aspect where it slopes by more than 2 degrees."""
    (_, slope, aspect), (their_slope, their_aspect) = ours, theirs
    both = np.isfinite(slope) & np.isfinite(their_slope)
    assert both.mean() > 0.5
    steep = both & (their_slope > 2) & (their_aspect >= 0)
    difference = turn(their_aspect + north_of_grid, aspect)
    return float(np.abs(slope - their_slope)[both].mean()), float(np.abs(difference[steep]).mean())


def projected_differences(dem: Path, scratch: Path) -> tuple[float, float]:
    """Of a DEM in metres; gdaldem tells directions from the grid's north, we from the true one."""
    path = scratch / "dem.tif"
    shutil.copy(dem, path)
    with rasterio.open(path) as dataset:
        rows, columns = np.indices(dataset.shape)
        x, y = dataset.transform @ (columns.ravel() + 0.5, rows.ravel() + 0.5)
        projection = pyproj.Proj(dataset.crs)
        factors = projection.get_factors(*projection(x, y, inverse=True))
        convergence = np.asarray(factors.meridian_convergence).reshape(dataset.shape)
    assert np.abs(convergence).mean() > 0.5, "grid north is true north there: nothing is tested"
    return _differences(cells(path), (gdaldem("slope", path), gdaldem("aspect", path)), convergence)


def geographic_differences(dem: Path, scratch: Path) -> tuple[float, float]:
    """Of its twin in degrees: the largest differences of some bands of rows.

    gdaldem knows one scale a file, so it gets bands of rows, relabelled in the true metres of each. Its
    aspect takes cells for squares, whatever their size, so its directions are stretched afterwards.
    """
    path = scratch / "geographic.tif"
    subprocess.run(
        [
            "gdalwarp",
            "-q",
            "-t_srs",
            "EPSG:4326",
            "-r",
            "cubic",
            "-ot",
            "Float32",
            "-dstnodata",
            "-32767",
            str(dem),
            str(path),
        ],
        check=True,
    )
    ours = cells(path)
    with rasterio.open(path) as dataset:
        values, transform, nodata = dataset.read(), dataset.transform, dataset.nodata
    found = []
    for start in range(FIRST, FIRST + BANDS * APART, APART):
        middle = transform.f + transform.e * (start + BAND / 2)
        width = GEOD.inv(0, middle, transform.a, middle)[2]
        height = GEOD.inv(0, middle, 0, middle + transform.e)[2]
        band = write_raster(
            scratch / f"band{start}.tif",
            values[:, start : start + BAND],
            crs="EPSG:32632",
            nodata=nodata,
            transform=Affine(width, 0, 0, 0, -height, 0),
        )
        square = np.radians(gdaldem("aspect", band)[1:-1])
        stretched = np.degrees(np.arctan2(np.sin(square) / width, np.cos(square) / height)) % 360
        theirs = gdaldem("slope", band)[1:-1], np.where(square < 0, -9999, stretched)
        found.append(_differences([part[start + 1 : start + BAND - 1] for part in ours], theirs))
    slopes, aspects = zip(*found, strict=True)
    return max(slopes), max(aspects)
