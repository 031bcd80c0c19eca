"""Inventories with candidates, and outlines of shapely polygons, for the tests of a mapper's gestures.

Imports only what a child process needs that is started fifty times: shapely and the inventory.
"""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import closing

import plain_geopackage as geopackage
import shapely
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.outline import Outline
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.layout import WGS84
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore

METRES_PER_DEGREE = 111_320.0
WEST, SOUTH = 97.2, 28.1
STEP = 0.01
"""Degrees between the candidates of `candidate_squares`."""

ME = By("Ann Mapper", "Basemap é 冰", "2021-08")

FACTS = (schema.ROCK_GLACIERS, schema.CANDIDATES, schema.PRIMARY_MARKERS, schema.REVIEWS, schema.REVIEW_SAMPLES)
"""Layers that a gesture may change, the journal aside."""


def square(x, y, size=0.004):
    """A square, a degree of longitude and latitude wide by `size`, its lower left corner at x, y."""
    return shapely.box(x, y, x + size, y + size)


def candidate_squares(count):
    """Squares in rows of ten, the later ones a little larger."""
    return [
        square(WEST + index % 10 * STEP, SOUTH + index // 10 * STEP, 0.002 + index % 7 * 0.001)
        for index in range(count)
    ]


def encode(shape, srs_id=4326):
    """GeoPackage binary: polygons as multipolygons."""
    if shape.geom_type == "Polygon":
        shape = shapely.MultiPolygon([shape])
    return geometry.encode(shapely.to_wkb(shape), srs_id)


def decode(blob):
    """The shape of WKB, or of a GeoPackage binary."""
    return shapely.from_wkb(geometry.decode(blob)[0] if blob[:2] == b"GP" else blob)


def square_metres(shape):
    """Area of a shape in degrees, on a sphere: near enough to tell which of two is larger."""
    return shape.area * METRES_PER_DEGREE**2 * math.cos(math.radians(shape.centroid.y))


def outline_of(shape, to_map=lambda x, y: (x, y), to_degrees=lambda x, y: (x, y), area=None):
    """An outline to be written; `to_map` and `to_degrees` are for inventories that are not in degrees."""
    inside = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    longitude, latitude = to_degrees(inside.x, inside.y)

    def marker_at(north, east):
        point = shapely.Point(*to_map(east, north))
        return shapely.to_wkb(point) if shape.contains(point) else None

    size = square_metres(shape) if area is None else area
    whole = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
    return Outline(shapely.to_wkb(whole), size, latitude, longitude, marker_at)


def stored(outline, srs_id=4326):
    """The geometry of an outline as the file holds it."""
    return geometry.encode(outline.geometry, srs_id)


def make_inventory(path, shapes=(), **columns):
    """A new inventory with undecided candidates c1, c2 ...; other fields by name, one value for each."""
    geopackage.create(path, schema.LAYERS, WGS84)
    facts = [(schema.INFO_VERSION, str(schema.SCHEMA_VERSION)), (schema.INFO_TITLE, "t")]
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        geopackage.insert_rows(connection, schema.INVENTORY_INFO, facts)
    add_candidates(path, shapes, **columns)
    return path


def add_candidates(path, shapes, **columns):
    """Undecided candidates; a shape may be None."""
    drawn = [shape is not None and not shape.is_empty for shape in shapes]
    values = {
        "CANDIDATE_ID": [f"c{index}" for index in range(1, len(shapes) + 1)],
        "RUN_ID": ["c"] * len(shapes),
        "STATE": [schema.UNDECIDED] * len(shapes),
        "AREA": [square_metres(shape) if there else None for shape, there in zip(shapes, drawn)],
        **columns,
    }
    blobs = [None if shape is None else encode(shape) for shape in shapes]
    rows = zip(blobs, *(values.get(name, [None] * len(shapes)) for name in schema.CANDIDATES.field_names))
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        geopackage.insert_rows(connection, schema.CANDIDATES, rows)


def open_inventory(path, **options):
    """The file as the dock has it open; to be closed."""
    return GeoPackageStore(SqliteConnection(path, **options))


def candidate_outline(inventory, fid):
    """A candidate's own outline."""
    return outline_of(decode(inventory.row(schema.CANDIDATES, fid)[schema.GEOMETRY]))


def rows_of(path, layer):
    """Feature id -> values by field name, the geometry as bytes."""
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(f'SELECT * FROM "{layer.name}" ORDER BY fid')
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names[1:], row[1:])) for row in cursor}


def snapshot(path):
    """All that gestures may change, by layer."""
    return {layer.name: rows_of(path, layer) for layer in FACTS}


def journal(path, known=0):
    """The journal's rows in order, what is JSON taken apart but in the first ones that are known."""
    told = []
    for number, (fid, row) in enumerate(rows_of(path, schema.JOURNAL).items()):
        for name in ("TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER") if number >= known else ():
            row[name] = json.loads(row[name]) if row[name] else {}
        told.append({"fid": fid, **row})
    return told


def journal_length(path):
    """How many rows the journal has."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f'SELECT count(*) FROM "{schema.JOURNAL.name}"').fetchone()[0]


def assert_whole(path, later=()):
    """The file is sound, its spatial indexes hold what its tables hold, nothing of ours is left behind.

    `later` has the names of layers that its version does not know yet.
    """
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for layer in schema.LAYERS:
            if layer.geometry_type and layer.name not in later:
                held = connection.execute(f'SELECT id FROM "rtree_{layer.name}_geom" ORDER BY id').fetchall()
                there = connection.execute(
                    f'SELECT fid FROM "{layer.name}" WHERE geom IS NOT NULL ORDER BY fid'
                ).fetchall()
                assert held == there
        facts = dict(connection.execute("SELECT KEY, VALUE FROM inventory_info"))
        assert schema.INFO_WRITING not in facts
