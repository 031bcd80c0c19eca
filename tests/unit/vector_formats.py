"""The same outlines in every format that people exchange, as other programs write them."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

FORMATS = {
    "gpkg": ("GPKG", {}),
    "shp": ("ESRI Shapefile", {}),
    "fgb": ("FlatGeobuf", {}),
    "unindexed.fgb": ("FlatGeobuf", {"SPATIAL_INDEX": "NO"}),
    "geojson": ("GeoJSON", {}),
    "kml": ("KML", {}),
    "gml": ("GML", {}),
    "tab": ("MapInfo File", {}),
    "gdb": ("OpenFileGDB", {}),
    "sqlite": ("SQLite", {}),
}
"""Ending -> driver and what it is told."""


def write(folder: Path, ending: str, outlines: Any, crs: str = "EPSG:4326", **columns: Any) -> Path:
    """A file with a layer of these outlines; shapefiles cut the fields' names to ten characters."""
    driver, told = FORMATS[ending]
    path = folder / f"umrisse 冰.{ending}"
    values = [np.array(column, dtype=object) for column in columns.values()]
    kinds = {shape.geom_type for shape in outlines if shape is not None}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Normalized/laundered")
        wkb = np.array([None if shape is None else shapely.to_wkb(shape) for shape in outlines], dtype=object)
        pyogrio.raw.write(
            path,
            wkb,
            values,
            list(columns),
            driver=driver,
            crs=crs,
            layer="umrisse",
            geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
            **told,
        )
    return path


def write_shapefile(path: Path, outlines: Any, names: list[bytes], language: int = 0, cpg: str = "") -> Path:
    """A shapefile whose field NAME holds these bytes, and which says of them what it is told to say."""
    wkb, room = shapely.to_wkb(np.asarray(outlines, dtype=object)), np.array(["x" * 20] * len(names), object)
    pyogrio.raw.write(path, wkb, [room], ["NAME"], driver="ESRI Shapefile", geometry_type="Polygon", crs="EPSG:4326")
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = language
    head, row = struct.unpack("<HH", table[8:12])
    for index, name in enumerate(names):
        start = head + index * row + 1
        table[start : start + row - 1] = name.ljust(row - 1)[: row - 1]
    path.with_suffix(".dbf").write_bytes(table)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    return path
