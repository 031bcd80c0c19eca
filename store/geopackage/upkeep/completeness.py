"""What an inventory has beside its tables: triggers that watch, indexes, descriptions; and what a file lacks.

A copy by another tool (ogr2ogr, a database browser) holds all rows and looks the same in QGIS, but such
tools copy tables and not what hangs on them. Then changes by other tools are no longer noted, nothing says
that attributes are older than their outline, and an identifier can be given twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ....inventory.schema import LAYERS, Field, Layer
from ...twins import SAME_VALUE, Twin
from ..layout import SPATIAL, UNIQUE, WATCH, Part, constraint_of, indexes_of, rtree_of
from ..sql import compose, name
from ..watching import trigger_name, watch_statement, watched_events

Rows = Callable[[str], list[tuple[Any, ...]]]
"""Runs a SELECT or PRAGMA and gives its rows."""


def lost_parts(rows: Rows) -> list[Part]:
    """What the file lacks, of those of our layers that it has, in the order in which it is to be made."""
    present = {(str(table), str(its)) for table, its in rows("SELECT tbl_name, name FROM sqlite_master")}
    return [part for part in _parts() if (part.layer.name, part.layer.name) in present and not _is_there(part, present)]


@cache
def _parts() -> tuple[Part, ...]:
    """Composed once: each undo asks whether a file has them."""
    found = [Part(SPATIAL, layer, rtree_of(layer)) for layer in LAYERS if layer.geometry_type]
    for layer in LAYERS:
        found += indexes_of(layer)
    for layer, event in watched_events():
        found.append(Part(WATCH, layer, trigger_name(layer, event), watch_statement(layer, event)))
    return tuple(found)


def _is_there(part: Part, present: set[tuple[str, str]]) -> bool:
    if part.kind != SPATIAL:
        return (part.layer.name, part.name) in present
    # Which triggers serve updates, and what they are called, differs between versions of GDAL.
    events = (f"{part.name}_insert", f"{part.name}_delete")
    return (part.name, part.name) in present and all((part.layer.name, event) in present for event in events)


def doubles(rows: Rows, layer: Layer, field: str, kind: str = SAME_VALUE) -> list[Twin]:
    """Rows that have the same value of a field, as contradictions of a kind."""
    parts = {"field": name(field), "table": name(layer.name)}
    values = (
        "SELECT {field} FROM {table} WHERE {field} IS NOT NULL GROUP BY {field} HAVING count(*) > 1 ORDER BY {field}"
    )
    of_value = "SELECT {fid} FROM {table} WHERE {field} = {value} ORDER BY {fid}"
    found = []
    for (value,) in rows(compose(values, **parts)):
        fids = rows(compose(of_value, **parts, value=value))
        found.append(Twin(kind, layer, str(value), tuple(int(fid) for (fid,) in fids), field))
    return found


def can_be_made(rows: Rows, part: Part) -> bool:
    """Whether nothing stands in the way: an index of what is there once, where it is there twice."""
    return part.kind != UNIQUE or not doubles(rows, part.layer, part.field)


def undescribed(rows: Rows) -> list[tuple[Layer, Field]]:
    """Fields whose meaning, or domain, the GeoPackage's own tables do not tell."""
    described = {
        (table, column): (text, constraint)
        for table, column, text, constraint in _if_there(
            rows,
            "gpkg_data_columns",
            "SELECT table_name, column_name, description, constraint_name FROM gpkg_data_columns",
        )
    }
    domains = set(
        _if_there(
            rows, "gpkg_data_column_constraints", "SELECT constraint_name, value FROM gpkg_data_column_constraints"
        )
    )
    found = []
    for layer in LAYERS:
        for field in layer.fields:
            constraint = constraint_of(layer, field)
            told = described.get((layer.name, field.name))
            known = all((constraint, value) in domains for value in field.domain)
            if not (known and told and told[0] and constraint in (None, told[1])):
                found.append((layer, field))
    return found


def _if_there(rows: Rows, table: str, statement: str) -> list[tuple[Any, ...]]:
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = {table}"
    return rows(statement) if rows(compose(there, table=table)) else []
