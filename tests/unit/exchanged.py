"""Exports read back, as a plain reader of vector files sees them."""

from __future__ import annotations

from pathlib import Path

import engine_here
import numpy as np
import pyogrio
import shapely


def give(inventory, dialect, output, *more):
    done = engine_here.run("export", f"--inventory={inventory}", f"--dialect={dialect}", f"--output={output}", *more)
    assert done.code == 0, done
    return done


def not_given(inventory, dialect, output, *more):
    done = engine_here.run("export", f"--inventory={inventory}", f"--dialect={dialect}", f"--output={output}", *more)
    assert done.code == 1, done
    return done.error


def tables_in(folder, ending=".gpkg"):
    """Last letters of a layer's name (PM, GO, MA ...) or its kind -> its rows: values and shape."""
    found = {}
    for path in sorted(Path(folder).glob(f"*{ending}")):
        for layer, kind in pyogrio.list_layers(path):
            found[role_of(layer, kind)] = rows_of_layer(path, layer)
    return found


def role_of(layer, kind):
    if kind == "Point":
        return "PM"
    name = layer.upper()
    return "MA" if "MOVING" in name or name.endswith("_MA") else "AOI" if "AOI" in name.split("_") else "GO"


def rows_of_layer(path, layer):
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer)
    shapes = shapely.from_wkb(wkb)
    names = [str(name) for name in meta["fields"]]
    values = [[_plain(value) for value in column] for column in columns]
    return [
        {"shape": shape, **dict(zip(names, row, strict=True))}
        for shape, row in zip(shapes, zip(*values, strict=True), strict=True)
    ]


def _plain(value):
    if value is None or value != value:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    return value.strip() or None if isinstance(value, str) else value


def fields_of(path, layer=None):
    """Name and kind of each field, as a file tells them."""
    info = pyogrio.read_info(path, layer=layer)
    return list(zip(info["fields"].tolist(), info["ogr_types"], strict=True))
