"""Check of 50 000 rock glaciers, as published: two shapefiles, one of 20 with something wrong.

Reach: 30 s and 1 GB. ``python benchmarks/check_of_many.py [COUNT] [FOLDER]`` keeps the files.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from exchange import told
from large_inventory import LARGEST, MEDIAN, SEED, SMALLEST, columns_of, outlines, places
from measure import ENGINE, measure, row
from rock_glacier_inventory.engine.matching.areas import ground_areas
from rock_glacier_inventory.inventory.identifiers import format_identifier

COUNT = 50_000
_SPOILT = 20
_LEFT_OUT = ("CANDIDATE_ID", "RUN_ID", "STATE", "PROB_MEAN", "PROB_MAX", "GLAC_FRAC")


def write(folder: Path, count: int = COUNT) -> tuple[Path, Path]:
    """Footprints and markers; of every twentieth something is wrong."""
    random = np.random.default_rng(SEED)
    lonlat = places(random, count)
    area = np.clip(random.lognormal(np.log(MEDIAN), 0.9, count), SMALLEST, LARGEST)
    aspect = np.degrees(random.vonmises(0, 0.7, count)) % 360
    shapes = outlines(random, lonlat, area, aspect)
    points = shapely.point_on_surface(shapes)
    xy = shapely.get_coordinates(points)
    columns: dict[str, Any] = {
        name: values for name, values in columns_of(random, lonlat, area, aspect).items() if name not in _LEFT_OUT
    }
    names = np.array([format_identifier(y, x) for x, y in xy.tolist()], dtype=object)
    columns |= {
        "ID": names,
        "LAT": xy[:, 1],
        "LON": xy[:, 0],
        "AREA": ground_areas(shapes, "EPSG:4326"),
        "PISR": np.full(count, 2930.0),
        "MAAT": random.normal(-2.7, 1, count),
        "MAGT": random.normal(-1.6, 1, count),
        "AP": random.normal(597, 50, count).clip(100),
        **{name: np.full(count, text, object) for name, text in (("SOUR_DATA", "Planet"), ("MAPPER", "Z. Sun"))},
        "MAP_DATE": np.full(count, "Q3/Q4 2021", object),
        "REVIEWER": np.full(count, "冰", object),
        "ADDI_INF": np.full(count, "", object),
    }
    columns["SUBREGION"] = columns["SUBREGION"].astype(object)
    columns["AREA"][::_SPOILT] *= 1.5
    columns["MAAT"][1::_SPOILT] = 400.0
    outlines_file, markers_file = folder / "many_Extended_Footprint.shp", folder / "many_Primary_Marker.shp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _write(outlines_file, shapes, columns, "Polygon")
        _write(markers_file, points, {name: columns[name] for name in ("ID", "LAT", "LON")}, "Point")
    return outlines_file, markers_file


def _write(path: Path, shapes: Any, columns: dict[str, Any], kind: str) -> None:
    wkb = np.array(shapely.to_wkb(shapes), dtype=object)
    pyogrio.raw.write(
        path, wkb, list(columns.values()), list(columns), driver="ESRI Shapefile", geometry_type=kind, crs="EPSG:4326"
    )


def main(count: int = COUNT, folder: Path | None = None) -> None:
    """Measure, and print the row."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made) if folder is None else folder
        files = write(place, count)
        output = place / "problems.gpkg"
        done = measure(
            [*ENGINE, "check", *(f"--input={file}" for file in files), f"--output={output}", "--progress=json"]
        )
        result = json.loads(done.output.splitlines()[-1])["result"]
        what = f"check of {count} published rock glaciers, {result['problems']} problems"
        row(what, "30 s, 1000 MiB", told(done))
        print(result["table"], file=sys.stderr)


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((int, Path), sys.argv[1:], strict=False)))
