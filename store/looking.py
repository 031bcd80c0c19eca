"""What an inventory's file says of itself, of whatever version, without opening it as one and without changing it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..inventory.errors import UserError
from ..inventory.schema import CANDIDATES, INVENTORY_INFO, LAYERS, PRIMARY_MARKERS, ROCK_GLACIERS
from .geopackage.connection import SqliteConnection
from .geopackage.sql import compose
from .geopackage.sql import name as as_name
from .geopackage.upkeep.checking import check_layers, has_table, schema_version
from .geopackage.upkeep.completeness import Rows
from .geopackage.upkeep.contradictions import find_twins
from .twins import Twin

_NEEDED = {
    ROCK_GLACIERS.name: ("ID", "CANDIDATE", "RGS_ID"),
    CANDIDATES.name: ("CANDIDATE_ID", "STATE"),
    PRIMARY_MARKERS.name: ("ID",),
}
"""Fields without which nobody can say what contradicts what."""


@dataclass(frozen=True)
class FileFacts:
    """Schema version, a sentence for each layer or field that it lacks, and what contradicts what."""

    version: int
    missing: tuple[str, ...]
    contradictions: tuple[Twin, ...]


def facts_of_file(path: Path) -> FileFacts | None:
    """The facts of an inventory of any version; None where the file is no inventory. Not for use inside QGIS.

    Raises
    ------
    UserError
        It is of a version that this plugin does not know, or damaged.
    """
    with closing(SqliteConnection(path, writable=False)) as connection:
        rows = connection.rows
        if not has_table(rows, INVENTORY_INFO.name):
            return None
        version = schema_version(rows, path)
        missing = {layer.name: _lacks(rows, path, layer.name) for layer in LAYERS}
        there = [layer for layer in LAYERS if not missing[layer.name]]
        can_tell = all(set(fields) <= _fields(rows, name) for name, fields in _NEEDED.items())
        twins = tuple(find_twins(rows, there)) if can_tell else ()
    return FileFacts(version, tuple(filter(None, missing.values())), twins)


def _lacks(rows: Rows, path: Path, name: str) -> str:
    """What is missing of a layer, in a sentence; empty where nothing is."""
    try:
        check_layers(rows, path, [layer for layer in LAYERS if layer.name == name])
    except UserError as error:
        return error.message
    return ""


def _fields(rows: Rows, name: str) -> set[str]:
    """Names of the columns of a table; none where it is not there."""
    return {str(row[1]) for row in rows(compose("PRAGMA table_info({table})", table=as_name(name)))}


def told_geometry(path: Path, layer: str) -> str:
    """The kind of geometry that a GeoPackage tells of a layer, such as CURVEPOLYGON; empty where it tells none."""
    told = "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = {layer}"
    try:
        with closing(SqliteConnection(path, writable=False)) as connection:
            rows = connection.rows(compose(told, layer=layer))
    except UserError:  # GDAL reads more of a damaged one than it should
        return ""
    return str(rows[0][0]) if rows else ""
