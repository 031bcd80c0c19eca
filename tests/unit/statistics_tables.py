"""Tables and layers for the tests of statistics."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import shapely
from rock_glacier_inventory.engine.statistics.table import Table


def table_of(longitude, latitude, subregions=(), **columns):
    """A table of markers, with columns by name."""
    longitude, latitude = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    names = np.array([f"RG{number}" for number in range(len(longitude))], dtype=object)
    kept = {
        name: np.asarray(values, dtype=object if isinstance(values[0], str) else np.float64)
        for name, values in columns.items()
    }
    return Table(
        Path("made.gpkg"),
        "made",
        longitude,
        latitude,
        names,
        kept,
        stale=np.zeros(len(longitude), bool),
        subregions=tuple(subregions),
    )


def write_layer(path, geometries, fields=None, crs="EPSG:4326", kind="Unknown", layer=None, append=False):
    """A vector layer with some fields, by pyogrio; the path."""
    fields = fields or {}
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(shape) for shape in geometries], dtype=object),
        [
            np.asarray(values, dtype=object if any(isinstance(value, str) for value in values) else None)
            for values in fields.values()
        ],
        list(fields),
        driver={".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile"}[Path(path).suffix],
        geometry_type=kind,
        crs=crs,
        layer=layer,
        append=append,
    )
    return path
