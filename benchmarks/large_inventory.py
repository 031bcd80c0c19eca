"""A large inventory to measure the dock with: 50 000 candidates over an area like the Tibetan Plateau.

The candidates lie as 541 real rock glaciers of the western Nyainqêntanglha lie to each other (where the
shared data are absent: in seeded clusters), tiled over 12 by 8 places; their outlines are those of
the simulated rock glaciers. ``python benchmarks/large_inventory.py FILE.gpkg [CANDIDATES]`` writes one.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from measure import ROOT

sys.path.insert(0, str(ROOT / ".venv" / "src"))

from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.runs.run_record import Run
from rock_glacier_inventory.engine.simulation.landforms import swept_outline
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.opening import open_store

Array = npt.NDArray[Any]

SEED = 48_767
SHARED_DATA = Path(os.environ.get("ROCK_GLACIER_SHARED_DATA", ROOT.parent / "shared" / "data"))
POINTS = SHARED_DATA / "nyainqentanglha" / "rg_points_N30E090.geojson"
WEST, SOUTH = 76.0, 28.0
COLUMNS, ROWS = 12, 8
STEP_EAST, STEP_NORTH = 2.2, 1.4
"""Degrees from tile to tile; a tile is a degree wide."""
SUBREGIONS = (
    "West Himalaya",
    "Pamir",
    "Gangdise",
    "West Kunlun",
    "East Himalaya",
    "Tanggula",
    "Hengduan",
    "East Kunlun",
)
"""South and north, from west to east."""
SHAPES = 400
SMALLEST, MEDIAN, LARGEST = 10_000.0, 60_000.0, 1_500_000.0
"""Square metres."""
RUN_ID = "20260101T000000Z-000001"


def real_points() -> Array | None:
    """Longitudes and latitudes from the south-west corner of the real points, shape (n, 2)."""
    if not POINTS.is_file():
        return None
    features = json.loads(POINTS.read_text("utf-8"))["features"]
    points = np.array([feature["geometry"]["coordinates"][:2] for feature in features])
    return points - points.min(0)


def clustered_points(random: np.random.Generator, count: int = 541) -> Array:
    """Points that stand in groups, as rock glaciers do in their cirques."""
    groups = random.uniform((0, 0), (0.93, 0.63), (count // 9 + 1, 2))
    spread = random.normal(0, 0.012, (count, 2))
    return np.clip(groups[random.integers(len(groups), size=count)] + spread, 0, (0.93, 0.63))


def places(random: np.random.Generator, count: int) -> Array:
    """Longitudes and latitudes of the candidates, shape (count, 2): tile by tile, neighbours mirrored."""
    points = real_points()
    pattern = clustered_points(random) if points is None else points
    tiles = []
    for tile in range(-(-count // len(pattern))):
        again, cell = divmod(tile, COLUMNS * ROWS)
        row, column = divmod(cell, COLUMNS)
        place = pattern.copy()
        for axis, odd in ((0, column % 2), (1, row % 2)):
            if odd:
                place[:, axis] = place[:, axis].max() - place[:, axis]
        # More candidates than tiles hold stand half a step aside.
        shift = (WEST + (column + again / 2) * STEP_EAST, SOUTH + (row + again / 2) * STEP_NORTH)
        tiles.append(place + shift)
    return np.concatenate(tiles)[:count]


def shapes(random: np.random.Generator) -> list[Array]:
    """Outlines of simulated rock glaciers, one square metre large, head to the north; 60 to 200 corners."""
    found: list[Array] = []
    while len(found) < SHAPES:
        length = random.uniform(150, 420)
        turn = np.cumsum(random.normal(0, 0.06, 20))
        spine = np.cumsum(np.stack([np.cos(turn), np.sin(turn)], 1) * length / 20, 0)  # (row, column)
        taper = np.interp(np.linspace(0, 1, 20), (0, 0.25, 0.7, 1), (0.6, 0.8, 1, random.uniform(0.75, 1.2)))
        outline = swept_outline(spine, random.uniform(0.14, 0.36) * length * taper, 0.21, len(found))
        corners = np.asarray(outline.exterior.coords)
        if 60 <= len(corners) <= 200:
            middle = np.array(outline.centroid.coords[0])
            found.append((corners - middle) * (1, -1) / np.sqrt(outline.area))
    return found


def metres_per_degree(latitude: Array) -> tuple[Array, Array]:
    """Eastward and northward, on the WGS84 ellipsoid."""
    a, e2 = 6_378_137.0, 0.006_694_379_990_14
    phi = np.radians(latitude)
    w = np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return np.radians(a / w * np.cos(phi)), np.radians(a * (1 - e2) / w**3)


def outlines(random: np.random.Generator, lonlat: Array, area: Array, aspect: Array) -> Array:
    """Polygons of these areas (m²) that run down their aspect (degrees)."""
    known = shapes(random)
    kind = random.integers(len(known), size=len(lonlat))
    east, north = metres_per_degree(lonlat[:, 1])
    made = np.empty(len(lonlat), object)
    turn = np.radians(aspect - 180)  # the shapes run south
    for number, shape in enumerate(known):
        chosen = np.flatnonzero(kind == number)
        cosine, sine = np.cos(turn[chosen])[:, None], np.sin(turn[chosen])[:, None]
        side = np.sqrt(area[chosen])[:, None]
        x = (shape[:, 0] * cosine + shape[:, 1] * sine) * side / east[chosen, None]
        y = (shape[:, 1] * cosine - shape[:, 0] * sine) * side / north[chosen, None]
        corners = np.stack([lonlat[chosen, :1] + x, lonlat[chosen, 1:] + y], 2)
        made[chosen] = shapely.polygons(np.round(corners, 8))
    return made


def columns_of(random: np.random.Generator, lonlat: Array, area: Array, aspect: Array) -> dict[str, Array]:
    """Values of the fields; those that are not named stay empty."""
    count = len(lonlat)
    mean = 0.5 + 0.5 * random.beta(3, 2, count)
    # Lower towards the south-east, where it is wetter, and on shaded slopes.
    height = 4900 - 25 * (lonlat[:, 0] - 90) - 60 * (lonlat[:, 1] - 34) - 60 * np.cos(np.radians(aspect))
    elevation = random.normal(height, 220)
    relief, slope = np.sqrt(area) * random.uniform(0.2, 0.5, count), random.normal(17, 4, count).clip(6, 32)
    place = ((lonlat[:, 0] - WEST) // (STEP_EAST * COLUMNS / 4), (lonlat[:, 1] - SOUTH) // (STEP_NORTH * ROWS / 2))
    part = np.clip(place[0], 0, 3) * 2 + np.clip(place[1], 0, 1)
    on_ice = np.where(random.uniform(size=count) < 0.12, random.uniform(size=count), 0.0)
    return {
        "CANDIDATE_ID": np.array([f"{RUN_ID}-{serial}" for serial in range(1, count + 1)]),
        "RUN_ID": np.full(count, RUN_ID),
        "STATE": np.full(count, schema.UNDECIDED),
        "PROB_MEAN": mean,
        "PROB_MAX": mean + (1 - mean) * random.uniform(0.5, 1, count),
        "AREA": area,
        "GLAC_FRAC": on_ice,
        "SUBREGION": np.array(SUBREGIONS)[part.astype(int)],
        "ELE_MEAN": elevation,
        "ELE_MEDIAN": elevation + random.normal(0, 2, count),
        "ELE_MIN": elevation - relief,
        "ELE_MAX": elevation + relief,
        "SLO_MEAN": slope,
        "SLO_MEDIAN": slope - 0.5,
        "SLO_MIN": slope * 0.15,
        "SLO_MAX": slope * 2.1,
        "ASPECT": aspect,
        "ASP_R": random.uniform(0.5, 0.98, count),
    }


def rows(columns: dict[str, Array], polygons: Array) -> Iterator[tuple[Any, ...]]:
    """Rows of the layer, in the schema's order."""
    points = shapely.point_on_surface(polygons)
    columns = columns | {"LAT": shapely.get_y(points), "LON": shapely.get_x(points)}
    empty = [None] * len(polygons)
    values = [columns[name].tolist() if name in columns else empty for name in schema.CANDIDATES.field_names]
    wkbs = shapely.to_wkb(shapely.multipolygons(polygons, indices=np.arange(len(polygons))))
    for wkb, *fields in zip(wkbs, *values, strict=True):
        yield (wkb, *fields)


def subregion_rows() -> Iterator[tuple[bytes, str]]:
    """The subregions: eight boxes."""
    wide, high = STEP_EAST * COLUMNS / 4, STEP_NORTH * ROWS / 2
    for number, name in enumerate(SUBREGIONS):
        west, south = WEST + number // 2 * wide, SOUTH + number % 2 * high
        box = shapely.multipolygons([shapely.box(west, south, west + wide, south + high)])
        yield shapely.to_wkb(box), name


def make(path: Path, candidates: int = 50_000) -> None:
    """Write the inventory; the same number of candidates gives the same candidates.

    Parameters
    ----------
    path
        A .gpkg file that does not exist.
    candidates
        How many.
    """
    random = np.random.default_rng(SEED)
    lonlat = places(random, candidates)
    area = np.clip(random.lognormal(np.log(MEDIAN), 0.9, candidates), SMALLEST, LARGEST)
    aspect = np.degrees(random.vonmises(0, 0.7, candidates)) % 360  # more of them in the shade
    polygons = outlines(random, lonlat, area, aspect)
    columns = columns_of(random, lonlat, area, aspect)
    run = Run(
        RUN_ID,
        "2026-01-01T00:00:00.000Z",
        "simulate",
        "benchmarks/large_inventory.py",
        model="simulated-alpine",
        resolution=4.77,
        threshold=0.5,
        minimum_area=SMALLEST,
        crs="EPSG:4326",
        parameters={"seed": SEED, "real points": POINTS.is_file()},
    )
    create_inventory(path, title="Large inventory")
    with closing(open_store(path)) as store, store.fill(schema.CANDIDATES) as filling:
        filling.insert_many(schema.CANDIDATES, rows(columns, polygons))
        filling.insert_many(schema.SUBREGIONS, subregion_rows())
        filling.run(run.row(candidates))


def main() -> None:
    """Write one where the command line says, and tell its size."""
    path = Path(sys.argv[1])
    started = time.perf_counter()
    make(path, *map(int, sys.argv[2:3]))
    print(f"{path}: {path.stat().st_size / 2**20:.0f} MiB in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
