"""Peak memory of `attributes` (terrain and radiation) on a DEM of 20 000 x 20 000 cells."""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine
from attributes_against_exactextract import elevations
from measure import ENGINE, ROOT, measure, row
from rasterio.windows import Window

sys.path.insert(0, str(ROOT / ".venv" / "src"))

from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.opening import open_store

SIDE, CELL, CRS = 20_000, 30.0, "EPSG:32646"
COUNT = 1000
WEST, NORTH = 200_000.0, 3_900_000.0


def write_dem(path: Path) -> Path:
    """A mountain range, mirrored until it fills the raster."""
    tile = elevations()
    tile = np.block([[tile, tile[:, ::-1]], [tile[::-1], tile[::-1, ::-1]]])
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=SIDE,
        height=SIDE,
        count=1,
        dtype="int16",
        crs=CRS,
        tiled=True,
        transform=Affine(CELL, 0, WEST, 0, -CELL, NORTH),
        compress="deflate",
        zlevel=1,
    ) as dataset:
        for top in range(0, SIDE, 512):
            rows = np.arange(top, min(top + 512, SIDE)) % len(tile)
            columns = np.arange(SIDE) % tile.shape[1]
            window = Window(0, top, SIDE, len(rows))
            dataset.write(tile[np.ix_(rows, columns)], 1, window=window)
    return path


def fill(inventory: Path) -> None:
    """Rock glaciers of 0.14 km², strewn over the whole DEM."""
    rng = np.random.default_rng(5)
    places = rng.uniform(0.01, 0.99, (COUNT, 2)) * SIDE * CELL
    unit = shapely.affinity.scale(shapely.Point(0, 0).buffer(1, 16), 300, 150)
    field = schema.ROCK_GLACIERS.field_names.index("MAPPER")
    rows = []
    for east, south in places:
        shape = shapely.affinity.translate(unit, WEST + east, NORTH - south)
        values = [None] * len(schema.ROCK_GLACIERS.fields)
        values[field] = "benchmark"
        rows.append((shapely.to_wkb(shapely.MultiPolygon([shape])), *values))
    with closing(open_store(inventory)) as store, store.fill(schema.ROCK_GLACIERS) as filling:
        filling.insert_many(schema.ROCK_GLACIERS, rows)


def main() -> None:
    """Print the row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dem, inventory = write_dem(folder / "dem.tif"), folder / "inventory.gpkg"
        measure([*ENGINE, "create", "--output", inventory, "--crs", CRS])
        fill(inventory)
        command = [*ENGINE, "attributes", "--inventory", inventory, "--dem", dem, "--groups"]
        seen = measure([*command, "terrain,radiation"])
        row(
            f"peak memory of `attributes` (terrain, radiation), DEM of {SIDE} x {SIDE}, {COUNT} polygons",
            "<= 2 GB",
            f"**{seen.peak_mib / 1000 * 1.048576:.2f} GB** ({seen.seconds:.0f} s)",
        )


if __name__ == "__main__":
    main()
