"""Terrain and climate attributes of 44 273 polygons against exactextract alone on the same statistics.

The DEM is a degree square at one second of arc: the real three-second tile of the western Nyainqêntanglha,
bilinear, where the shared data are there; else fractal ground of the same relief. The outlines have the
sizes of an inventory of the Tibetan Plateau, 0.137 km² in the mean. We read files and work the slope, the
aspect and the mean of twelve months out. exactextract gets all of that ready made, as arrays in memory:
elevation and slope (mean, median, smallest, largest), sine and cosine of the aspect and the mean annual
temperature (mean), in one call for each grid and with its polygons in their leanest form.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from affine import Affine
from exactextract import Operation, exact_extract
from exactextract.raster import NumPyRasterSource
from measure import ROOT, row
from scipy import ndimage

sys.path.insert(0, str(ROOT / ".venv" / "src"))

from rock_glacier_inventory.engine.attributes.climate_attributes import open_climate
from rock_glacier_inventory.engine.attributes.climate_opening import ClimateOptions
from rock_glacier_inventory.engine.attributes.terrain_attributes import terrain_statistics
from rock_glacier_inventory.engine.ground.zonal import Collector, Polygons
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import downhill, open_dem, slope_degrees

Array = npt.NDArray[Any]

COUNT = 44_273
SEED = 137
ROUNDS = 3
SIDE = 3600
"""Cells of a degree; the DEM has one more, as such tiles do."""
MEAN_AREA, SPREAD, SMALLEST, LARGEST = 0.137e6, 1.0, 0.01e6, 4e6
"""Square metres, and the spread of the logarithm of the areas."""
METRES_OF_A_DEGREE = 111_000.0
WEST, NORTH = 90.0, 31.0
SHARED_DATA = Path(os.environ.get("ROCK_GLACIER_SHARED_DATA", ROOT.parent / "shared" / "data"))
TILE = SHARED_DATA / "nyainqentanglha" / "n30_e090_3arc_v2.tif"
STATISTICS = ["mean", "median", "min", "max"]


def elevations() -> Array:
    """Metres, shape (SIDE + 1, SIDE + 1)."""
    if TILE.is_file():
        with rasterio.open(TILE) as dataset:
            coarse = dataset.read(1).astype(np.float32)
        coarse[coarse < 0] = np.median(coarse[coarse >= 0])
    else:
        rng = np.random.default_rng(SEED)
        coarse = np.full((1201, 1201), 5000, dtype=np.float32)
        for nodes in (8, 16, 32, 64, 128, 256, 512):
            rough = rng.standard_normal((nodes, nodes)).astype(np.float32) * 8000 / nodes
            coarse += ndimage.zoom(rough, 1201 / nodes, order=1)
    return np.rint(ndimage.zoom(coarse, (SIDE + 1) / len(coarse), order=1)).astype(np.int16)


def write(path: Path, values: Array, transform: Affine) -> Path:
    """A GeoTIFF of bands, tiled and deflated, in degrees."""
    count, height, width = values.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=count,
        dtype=values.dtype,
        crs="EPSG:4326",
        transform=transform,
        tiled=True,
        blockxsize=256,
        blockysize=256,
        compress="deflate",
    ) as dataset:
        dataset.write(values)
    return path


def outlines() -> Array:
    """Uneven ellipses of 40 corners, in no order, shape (COUNT,)."""
    rng = np.random.default_rng(SEED)
    area = rng.lognormal(np.log(MEAN_AREA) - SPREAD**2 / 2, SPREAD, COUNT * 2)
    area = area[(area > SMALLEST) & (area < LARGEST)][:COUNT]
    area *= MEAN_AREA / area.mean()
    around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    longer = np.sqrt(area / np.pi)[:, None] * np.array([1.5, 1 / 1.5])[:, None, None]
    wobble = 1 + 0.1 * np.cos(3 * around + rng.uniform(0, 6, (COUNT, 1)))
    turn = rng.uniform(0, np.pi, (COUNT, 1))
    x, y = longer[0] * np.cos(around) * wobble, longer[1] * np.sin(around) * wobble
    east, north = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    latitude = rng.uniform(NORTH - 0.98, NORTH - 0.02, (COUNT, 1))
    longitude = rng.uniform(WEST + 0.02, WEST + 0.98, (COUNT, 1))
    east /= METRES_OF_A_DEGREE * np.cos(np.radians(latitude))
    north /= METRES_OF_A_DEGREE
    return np.asarray(shapely.polygons(np.stack((longitude + east, latitude + north), axis=-1)))


def derived(dem_path: Path) -> dict[str, Array]:
    """Elevation, slope, and sine and cosine of the aspect of all cells."""
    with open_dem(dem_path, SilentReport()) as dem:
        height, width = dem.shape
        rows, columns = np.indices(dem.shape)
        z, east, north = dem.block(0, 0, height, width).terrain(rows.ravel(), columns.ravel())
        found = {"height": z, "slope": slope_degrees(east, north)}
        found["sine"], found["cosine"] = downhill(east, north)
        return {name: values.reshape(height, width).astype(np.float32) for name, values in found.items()}


def months() -> Array:
    """Temperatures of twelve months at a tenth of a degree, over the DEM and a little beyond."""
    rng = np.random.default_rng(SEED)
    year = 10 * np.cos((np.arange(12) - 6.5) / 6 * np.pi) - 4
    return np.asarray(year[:, None, None] + rng.normal(0, 2, (1, 12, 12)), dtype=np.float32)


def theirs(
    arrays: dict[str, Array], operations: dict[str, list[str]], transform: Affine, polygons: Array
) -> list[dict[str, Any]]:
    """What exactextract finds on arrays of one grid: by the names of the arrays, what is asked of each."""
    height, width = next(iter(arrays.values())).shape
    bounds = (*transform @ (0, height), *transform @ (width, 0))
    rasters = {name: NumPyRasterSource(values, *bounds, name=name) for name, values in arrays.items()}
    asked = [Operation(stat, f"{name}_{stat}", rasters[name]) for name in rasters for stat in operations[name]]
    found: list[dict[str, Any]] = exact_extract(
        list(rasters.values()), Polygons(shapely.to_wkb(polygons).tolist()), asked, output=Collector()
    )
    return found


def seconds(thing: Callable[[], Any]) -> float:
    """Wall time."""
    started = time.perf_counter()
    thing()
    return time.perf_counter() - started


def compare(folder: Path) -> None:
    """Measure in turn, and print the rows."""
    fine = Affine(1 / SIDE, 0, WEST - 0.5 / SIDE, 0, -1 / SIDE, NORTH + 0.5 / SIDE)
    coarse = Affine(0.1, 0, WEST - 0.1, 0, -0.1, NORTH + 0.1)
    dem_path = write(folder / "dem.tif", elevations()[None], fine)
    climate_path = write(folder / "months.tif", months(), coarse)
    ground, year = derived(dem_path), {"year": months().mean(axis=0)}
    polygons = outlines()
    markers = shapely.point_on_surface(polygons)
    asked = {"height": STATISTICS, "slope": STATISTICS, "sine": ["mean"], "cosine": ["mean"], "year": ["mean"]}
    kept: dict[str, Any] = {}

    def our_terrain() -> None:
        with open_dem(dem_path, SilentReport()) as dem:
            kept["ours"] = terrain_statistics(polygons, "EPSG:4326", dem, SilentReport()).values

    def our_climate() -> None:
        with open_climate("MAAT", ClimateOptions(climate_path), SilentReport()) as climate:
            climate.of(polygons, markers, "EPSG:4326", SilentReport())

    def their_terrain() -> None:
        kept["theirs"] = theirs(ground, asked, fine, polygons)

    def their_climate() -> None:
        theirs(year, asked, coarse, polygons)

    things = (our_terrain, our_climate, their_terrain, their_climate)
    for thing in things:
        thing()  # we find our files in memory from now on
    tell([tuple(seconds(thing) for thing in things) for _ in range(ROUNDS)], kept["ours"], kept["theirs"])


def tell(seen: list[tuple[float, ...]], ours: dict[str, Array], found: list[dict[str, Any]]) -> None:
    """Print the rows: the whole with its parts, and that both found the same."""
    terrain, climate, their_terrain, their_climate = (statistics.median(part) for part in zip(*seen, strict=True))
    ratio = statistics.median((a + b) / (c + d) for a, b, c, d in seen)
    row(
        f'terrain + climate attributes of {COUNT} polygons on a 1° x 1° 1" DEM, against exactextract alone',
        "<= 1.5",
        f"**{ratio:.2f}** ({terrain + climate:.1f} s against {their_terrain + their_climate:.1f} s; terrain "
        f"{terrain:.1f} against {their_terrain:.1f}, climate {climate:.2f} against {their_climate:.2f})",
    )
    differences = [
        np.nanmax(np.abs(ours[field] - np.array([of[name] for of in found])))
        for field, name in (("ELE_MEAN", "height_mean"), ("ELE_MAX", "height_max"), ("SLO_MEAN", "slope_mean"))
    ]
    row(
        "the same: largest difference of the mean and highest elevation (m) and of the mean slope (degrees)",
        "<= 0.001",
        ", ".join(f"{value:.0e}" for value in differences),
    )


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name))


if __name__ == "__main__":
    main()
