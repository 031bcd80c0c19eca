"""The tables, triggers and styles that make a SQLite file a GeoPackage with our layers.

GeoPackage 1.2 with its R-tree and schema extensions, and QGIS's own table of layer styles. Version
1.2 because every GDAL that QGIS 3.22 and later bring reads and writes it without a remark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ...inventory.schema import GEOMETRY, INVENTORY_INFO, Field, Layer
from ..records import SpatialReference
from .layer_styles import new_style_statements
from .sql import Sql, compose, name
from .watching import watch_statements

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10200

_SQL_TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "boolean": "BOOLEAN",
    "time": "DATETIME",
    "blob": "BLOB",
}

_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('layer_styles', 'attributes', 'layer_styles', '');
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema',
   'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema',
   'read-write');
"""

_BOX = "ST_MinX(NEW.{geom}), ST_MaxX(NEW.{geom}), ST_MinY(NEW.{geom}), ST_MaxY(NEW.{geom})"
_RTREE_EVENTS = ("insert", "update1", "update2", "update3", "update4", "delete")
_RTREE = """
CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy);
CREATE TRIGGER {insert} AFTER INSERT ON {table}
  WHEN (NEW.{geom} NOT NULL AND NOT ST_IsEmpty(NEW.{geom}))
  BEGIN INSERT OR REPLACE INTO {index} VALUES (NEW.{fid}, {box}); END;
CREATE TRIGGER {update1} AFTER UPDATE OF {geom} ON {table}
  WHEN OLD.{fid} = NEW.{fid} AND (NEW.{geom} NOTNULL AND NOT ST_IsEmpty(NEW.{geom}))
  BEGIN INSERT OR REPLACE INTO {index} VALUES (NEW.{fid}, {box}); END;
CREATE TRIGGER {update2} AFTER UPDATE OF {geom} ON {table}
  WHEN OLD.{fid} = NEW.{fid} AND (NEW.{geom} ISNULL OR ST_IsEmpty(NEW.{geom}))
  BEGIN DELETE FROM {index} WHERE id = OLD.{fid}; END;
CREATE TRIGGER {update3} AFTER UPDATE ON {table}
  WHEN OLD.{fid} != NEW.{fid} AND (NEW.{geom} NOTNULL AND NOT ST_IsEmpty(NEW.{geom}))
  BEGIN DELETE FROM {index} WHERE id = OLD.{fid};
  INSERT OR REPLACE INTO {index} VALUES (NEW.{fid}, {box}); END;
CREATE TRIGGER {update4} AFTER UPDATE ON {table}
  WHEN OLD.{fid} != NEW.{fid} AND (NEW.{geom} ISNULL OR ST_IsEmpty(NEW.{geom}))
  BEGIN DELETE FROM {index} WHERE id IN (OLD.{fid}, NEW.{fid}); END;
CREATE TRIGGER {delete} AFTER DELETE ON {table} WHEN OLD.{geom} NOT NULL
  BEGIN DELETE FROM {index} WHERE id = OLD.{fid}; END;
"""


_WKT_4326 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],'
    'AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
WGS84 = SpatialReference(4326, "WGS 84", "EPSG", 4326, _WKT_4326)
"""The default coordinate system, known without PROJ."""

_REQUIRED_REFERENCES = (
    WGS84,
    SpatialReference(-1, "Undefined Cartesian SRS", "NONE", -1, "undefined"),
    SpatialReference(0, "Undefined geographic SRS", "NONE", 0, "undefined"),
)


def _column(field: Field) -> Sql:
    kind = Sql(_SQL_TYPES[field.kind])
    if not field.length:
        return compose("{field} {kind}", field=name(field.name), kind=kind)
    return compose("{field} {kind}({length})", field=name(field.name), kind=kind, length=field.length)


def layer_statements(layer: Layer, srs_id: int) -> list[Sql]:
    """SQL that makes one empty layer and lists it in the GeoPackage's own tables."""
    columns = [compose("{fid} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")]
    if layer.geometry_type:
        columns.append(compose("{geom} {type}", type=Sql(layer.geometry_type)))
    columns += [_column(field) for field in layer.fields]
    kind, system = ("features", srs_id) if layer.geometry_type else ("attributes", None)
    found = [
        compose("CREATE TABLE {table} ({columns})", table=layer, columns=columns),
        compose(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ({values})",
            values=[layer.name, kind, layer.name, layer.description, system],
        ),
    ]
    found += [Sql(index.statement) for index in indexes_of(layer)]
    if layer.geometry_type:
        known = [layer.name, GEOMETRY, layer.geometry_type, srs_id, 0, 0]
        found += [compose("INSERT INTO gpkg_geometry_columns VALUES ({known})", known=known), *spatial_index(layer)]
    return found + field_statements(layer, *layer.fields)


WATCH, UNIQUE, INDEX, SPATIAL = "watch", "unique", "index", "spatial"


@dataclass(frozen=True)
class Part:
    """Something that hangs on a table: its kind, its layer, its name, and the SQL that makes it.

    Of a spatial index there is no SQL here, because it is to be filled, too. `field` is that of an index.
    """

    kind: str
    layer: Layer
    name: str
    statement: str = ""
    field: str = ""


def indexes_of(layer: Layer) -> list[Part]:
    """The indexes of a layer's fields; of unique ones no value may be there twice."""
    found = []
    for fields, kind, what in ((layer.unique, UNIQUE, "UNIQUE INDEX"), (layer.indexed, INDEX, "INDEX")):
        for field in fields:
            called = f"{kind}_{layer.name}_{field}"
            parts = {"what": Sql(what), "called": name(called), "table": layer, "field": name(field)}
            sql = compose("CREATE {what} {called} ON {table} ({field})", **parts)
            found.append(Part(kind, layer, called, sql, field))
    return found


def rtree_of(layer: Layer) -> str:
    """Name of a layer's spatial index."""
    return f"rtree_{layer.name}_{GEOMETRY}"


def spatial_index(layer: Layer) -> list[Sql]:
    """SQL that makes the spatial index of an empty layer, with its triggers, and lists it."""
    index = rtree_of(layer)
    script = compose(
        _RTREE,
        index=name(index),
        **{event: name(f"{index}_{event}") for event in _RTREE_EVENTS},
        table=layer,
        box=compose(_BOX),
    )
    listed = (
        "INSERT INTO gpkg_extensions VALUES ({table}, {geom}, 'gpkg_rtree_index', "
        "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')"
    )
    return [*_statements(script), compose(listed, table=layer.name, geom=GEOMETRY)]


@cache
def core_statements() -> tuple[Sql, ...]:
    """SQL that makes the tables in which a GeoPackage tells of itself, and that of the styles."""
    return tuple(_statements(_CORE))


def constraint_of(layer: Layer, field: Field) -> str | None:
    """What the domain of a field is called in the GeoPackage's own tables; None where any value may be."""
    return f"{layer.name}_{field.name}".lower() if field.domain else None


def description_of(field: Field) -> str:
    """What a field means, with its unit."""
    return field.description + (f" [{field.unit}]" if field.unit else "")


def field_statements(layer: Layer, *fields: Field) -> list[Sql]:
    """SQL that tells what fields mean, and their domains where they have any, in the GeoPackage's own tables."""
    row, value = "({values})", "({constraint}, 'enum', {value})"
    meanings = [
        [layer.name, field.name, None, None, description_of(field), None, constraint_of(layer, field)]
        for field in fields
    ]
    rows = [compose(row, values=values) for values in meanings]
    found = [compose("INSERT OR REPLACE INTO gpkg_data_columns VALUES {rows}", rows=rows)]
    domains = [
        compose(value, constraint=constraint_of(layer, field), value=one) for field in fields for one in field.domain
    ]
    if domains:
        one_of = (
            "INSERT OR IGNORE INTO gpkg_data_column_constraints (constraint_name, constraint_type, value) VALUES {rows}"
        )
        found.append(compose(one_of, rows=domains))
    return found


def add_field_statement(layer: Layer, field: Field) -> Sql:
    """SQL that gives a layer of an older file one more field, as its last."""
    return compose("ALTER TABLE {table} ADD COLUMN {column}", table=layer, column=_column(field))


def _statements(script: str) -> list[Sql]:
    """The single statements of a script; `executescript` would end our transaction."""
    found, current = list[Sql](), ""
    for line in script.strip().splitlines():
        current += line + "\n"
        if sqlite3.complete_statement(current):
            found.append(Sql(current))
            current = ""
    return found


def add_reference(connection: sqlite3.Connection, reference: SpatialReference) -> None:
    """List a coordinate system, unless it is there."""
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        (reference.name, reference.srs_id, reference.organization, reference.code, reference.wkt),
    )


def create_tables(connection: sqlite3.Connection, layers: Sequence[Layer], reference: SpatialReference) -> None:
    """Lay out an empty file, inside the caller's transaction.

    Parameters
    ----------
    connection
        To an empty file, with the functions of `geometry.register_functions`.
    layers
        Layers of the schema.
    reference
        Coordinate system of all of them.
    """
    connection.execute(compose("PRAGMA application_id = {number}", number=APPLICATION_ID))
    connection.execute(compose("PRAGMA user_version = {number}", number=USER_VERSION))
    for statement in core_statements():
        connection.execute(statement)
    for required in (*_REQUIRED_REFERENCES, reference):
        add_reference(connection, required)
    for statement in _statements_of(tuple(layers), reference.srs_id):
        connection.execute(statement)


@lru_cache(maxsize=8)  # to compose them takes a quarter of the time, and a program's files have the same layers
def _statements_of(layers: tuple[Layer, ...], srs_id: int) -> tuple[Sql, ...]:
    """SQL that makes layers and all that hangs on them."""
    made = [statement for layer in layers for statement in layer_statements(layer, srs_id)]
    watching = watch_statements() if INVENTORY_INFO in layers else []
    return (*made, *new_style_statements(layers), *watching)
