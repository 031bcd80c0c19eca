"""Published files with one thing wrong, for the tests of `check`."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import engine_here
import imported
import numpy as np
import pyogrio
import shapely
from imported import SOUTH, WEST
from rock_glacier_inventory.inventory.identifiers import format_identifier
from rock_glacier_inventory.store.geopackage.geometry import register_functions

POINTS = [shapely.Point(WEST + 0.001 + step / 50, SOUTH + 0.001) for step in range(4)]
NAMES = [format_identifier(point.y, point.x) for point in POINTS]
_SLOPES = {"SLO_MIN": 3.0, "SLO_MEAN": 17.7, "SLO_MEDIAN": 17.0, "SLO_MAX": 44.0}


def published(folder, **changed):
    """As the Tibetan Plateau's inventory is published, with nothing wrong but what is changed."""
    slopes = {name: [value] * 4 for name, value in _SLOPES.items()}
    return imported.published(folder, **{"ID": NAMES, **slopes, **changed})


def markers_of(folder, names=NAMES, points=POINTS, crs="EPSG:4326", **columns):
    """Primary markers as the Tibetan Plateau's inventory has them: a shapefile of their own."""
    path = folder / "markers 冰.shp"
    told = {"ID": names, **columns}
    wkb = np.array([None if point is None else shapely.to_wkb(point) for point in points], object)
    values = [np.array(column, object if isinstance(column[0], str) else None) for column in told.values()]
    pyogrio.raw.write(path, wkb, values, list(told), driver="ESRI Shapefile", geometry_type="Point", crs=crs)
    return path


def check(*files, **options):
    """Run the command; the files are as they were, byte for byte."""
    before = [file.read_bytes() for file in files]
    more = [f"--{name}={value}" for name, value in options.items()]
    done = engine_here.run("check", *(f"--input={file}" for file in files), *more)
    assert [file.read_bytes() for file in files] == before, "an input was changed"
    return done


def checked(*files, **options):
    done = check(*files, **options)
    assert done.code == 0, done
    assert done.warnings == []
    return done.result


def counts(result):
    """Rule -> how many."""
    return {rule["rule"]: rule["count"] for rule in result["rules"]}


def sentence(result, rule):
    """The first that breaks a rule."""
    return next(told["first"] for told in result["rules"] if told["rule"] == rule)


def spoil(path, *statements):
    """As another tool changes an inventory."""
    with closing(sqlite3.connect(path)) as connection, connection:
        register_functions(connection)
        connection.execute("INSERT INTO inventory_info (KEY, VALUE) VALUES ('writing', '1')")
        for statement in statements:
            connection.execute(statement)
        connection.execute("DELETE FROM inventory_info WHERE KEY = 'writing'")
    return path
