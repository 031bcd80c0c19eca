"""Layers as people have them, imported into an inventory, and what is in it then."""

from __future__ import annotations

import warnings

import engine_here
import numpy as np
import pyogrio
import shapely
from mapping import make_inventory, rows_of, square
from pyproj import Geod
from rock_glacier_inventory.inventory.dialects.known import by_name
from rock_glacier_inventory.inventory.identifiers import format_identifier
from vector_formats import FORMATS

WEST, SOUTH = 90.1, 31.2
SQUARES = [square(WEST + step / 50, SOUTH) for step in range(4)]
NAMES = [format_identifier(SOUTH + 0.002, WEST + 0.002 + step / 50) for step in range(4)]
CLIMATE = {"PISR": 2930.0, "MAAT": -2.7, "MAGT": -1.6, "AP": 597.0}


def take(source, inventory, *more):
    done = engine_here.run("import", f"--input={source}", f"--inventory={inventory}", *more)
    assert done.code == 0, done
    return done


def refused(source, inventory, *more):
    done = engine_here.run("import", f"--input={source}", f"--inventory={inventory}", *more)
    assert done.code == 1, done
    return done.error


def of(layer, inventory):
    return list(rows_of(inventory, layer).values())


def layer_of(folder, shapes=SQUARES, crs="EPSG:4326", ending="gpkg", **columns):
    """A file with a layer of these outlines; numbers are numbers, dates are dates."""
    path = folder / f"umrisse 冰.{ending}"
    wkb = np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], object)
    values = [np.array(column, object if isinstance(column[0], str) else None) for column in columns.values()]
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    kind = kinds.pop() if len(kinds) == 1 else "Unknown"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        driver = FORMATS[ending][0]
        pyogrio.raw.write(path, wkb, values, list(columns), driver=driver, layer="umrisse", geometry_type=kind, crs=crs)
    return path


def published(folder, **changed):
    """As the Tibetan Plateau's inventory is published: a shapefile, with its fields."""
    terrain = {name: [10.0 + place] * 4 for place, name in enumerate(by_name("tprogi").fields) if name[:4] in ("SLO_",)}
    heights = {f"ELE_{what}": [4700.0 + step for step in range(4)] for what in ("MEAN", "MEDIAN", "MIN", "MAX")}
    columns = {
        "ID": NAMES,
        "SUBREGION": ["Nyainqêntanglha 念青"] * 4,
        "LAT": [SOUTH + 0.001] * 4,
        "LON": [WEST + 0.001 + step / 50 for step in range(4)],
        "AREA": [square_metres(shape) for shape in SQUARES],
        **heights,
        **terrain,
        "ASPECT": [12.0, 350.0, 0.0, 90.0],
        **{name: [value] * 4 for name, value in CLIMATE.items()},
        "SOUR_DATA": ["Planet Basemap"] * 4,
        "MAP_DATE": ["Q3/Q4 2021"] * 4,
        "MAPPER": ["Z. Sun"] * 4,
        "REVIEWER": ["L. Liu"] * 4,
        "ADDI_INF": ["", "a false identification?", "", ""],
        **changed,
    }
    return layer_of(folder, ending="shp", **columns)


def square_metres(shape):
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0])


def make_inventory_at(path):
    make_inventory(path)
    return path
