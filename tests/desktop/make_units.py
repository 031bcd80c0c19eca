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
import shapely
from affine import Affine
from rasterio.merge import merge
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, transform_geometries
from rock_glacier_inventory.engine.runs.inventories import open_inventory
from rock_glacier_inventory.engine.simulation.systems import System
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS
from rock_glacier_inventory.store.sources import Sources, write_sources
from shapely import affinity
from simulated_systems import system, tongue

ZONE_60 = "EPSG:32660"


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
    _across_180_degrees(three, folder)


def _across_180_degrees(one: System, folder: Path) -> None:
    """The ground of a system in zone 60, at its eastern edge."""
    middle = one.outline.centroid
    latitude = transform_geometries([middle], one.crs, "EPSG:4326")[0].y
    east = transform_geometries([shapely.Point(180, latitude)], "EPSG:4326", ZONE_60)[0].x - middle.x
    height, width = one.dem.shape
    transform = Affine.translation(east, 0) @ one.transform
    how = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": "float32", "nodata": -9999}
    with rasterio.open(folder / "edge é.tif", "w", crs=ZONE_60, transform=transform, **how) as file:
        file.write(one.dem.astype(np.float32), 1)
    south = middle.y - (one.transform @ (0, height))[1]
    outlines = [affinity.translate(one.outline, east, -move) for move in (0, south)]
    degrees = [_cut_at_180(shape) for shape in transform_geometries(outlines, ZONE_60, "EPSG:4326")]
    path = inventories.make(folder / "edge é.gpkg", "EPSG:4326")
    areas = ellipsoidal_areas(np.array(outlines, dtype=object), ZONE_60).tolist()
    known = {"CANDIDATE_ID": ["edge-1", "edge-2"], "STATE": ["undecided"] * 2, "AREA": areas, "PROB_MEAN": [0.9, 0.8]}
    inventories.put(path, CANDIDATES, degrees, "EPSG:4326", **known)
    store = open_inventory(path)
    write_sources(store, Sources(dem=str(folder / "edge é.tif")))
    store.close()


def _cut_at_180(shape: shapely.Polygon) -> shapely.MultiPolygon:
    """In two parts, west and east of it, as inventories hold it."""
    wide = shapely.transform(shape, lambda xy: np.column_stack((xy[:, 0] % 360, xy[:, 1])))
    assert wide.bounds[0] < 180 < wide.bounds[2]
    west, east = (wide.intersection(shapely.box(left, -90, left + 180, 90)) for left in (0, 180))
    parts = [*shapely.get_parts(west), *shapely.get_parts(affinity.translate(east, -360))]
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
