"""Run by the engine's Python: an inventory with systems of units and the DEM of their ground, into a folder.

`units.gpkg` remembers the DEM, `no dem.gpkg` is the same without. A candidate is a system of five units, another a
single one, and the rock glacier a system of three. `edge é.gpkg` is in degrees: that system lies across 180°, and once
more where its DEM covers about half of it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import filling_inventories as inventories
import numpy as np
import rasterio
from rasterio.merge import merge
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.runs.inventories import open_inventory
from rock_glacier_inventory.engine.simulation.systems import System
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS
from rock_glacier_inventory.store.sources import Sources, write_sources
from shapely import affinity
from simulated_systems import across_180_degrees, cut_at_180, system, tongue


def main(folder: Path) -> None:
    """Make the files."""
    five, three, single = system(5), system(3), tongue()
    tiles = []
    for index, one in enumerate((five, three, single)):
        tiles.append(folder / f"tile {index}.tif")
        height, width = one.dem.shape
        how = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": "float32", "nodata": -9999}
        with rasterio.open(tiles[-1], "w", crs=one.crs, transform=one.transform, **how) as file:
            file.write(one.dem.astype(np.float32), 1)
    merge(tiles, dst_path=folder / "dem.tif")
    plain = inventories.make(folder / "no dem.gpkg", five.crs)
    found = [five.outline, single.outline]
    names, areas = ["sim-1", "sim-2"], ellipsoidal_areas(np.array(found, dtype=object), five.crs).tolist()
    known = {"CANDIDATE_ID": names, "STATE": ["undecided"] * 2, "AREA": areas, "PROB_MEAN": [0.9, 0.8]}
    inventories.put(plain, CANDIDATES, found, five.crs, **known)
    name = "RGU306012N0860958E"
    inventories.put(plain, ROCK_GLACIERS, [three.outline], five.crs, ID=[name], OPERATION=["retrieve"], STALE=[0])
    remembering = Path(shutil.copy(plain, folder / "units.gpkg"))
    store = open_inventory(remembering)
    write_sources(store, Sources(dem=str(folder / "dem.tif")))
    store.close()
    _across_180_degrees(across_180_degrees(three), folder)


def _across_180_degrees(one: System, folder: Path) -> None:
    """A system on both sides, and the same outline farther south, where the DEM ends in its middle."""
    height, width = one.dem.shape
    how = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": "float32", "nodata": -9999}
    with rasterio.open(folder / "edge é.tif", "w", crs=one.crs, transform=one.transform, **how) as file:
        file.write(one.dem.astype(np.float32), 1)
    south = one.outline.centroid.y - (one.transform @ (0, height))[1]
    outlines = [affinity.translate(one.outline, 0, -move) for move in (0, south)]
    path = inventories.make(folder / "edge é.gpkg", "EPSG:4326")
    areas = ellipsoidal_areas(np.array(outlines, dtype=object), one.crs).tolist()
    known = {"CANDIDATE_ID": ["edge-1", "edge-2"], "STATE": ["undecided"] * 2, "AREA": areas, "PROB_MEAN": [0.9, 0.8]}
    inventories.put(path, CANDIDATES, [cut_at_180(shape) for shape in outlines], "EPSG:4326", **known)
    store = open_inventory(path)
    write_sources(store, Sources(dem=str(folder / "edge é.tif")))
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
