"""Whether a file is an inventory of this version, with all its layers and fields."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.schema import FEATURE_ID, GEOMETRY, INFO_VERSION, INVENTORY_INFO, LAYERS, SCHEMA_VERSION, Layer
from ..layout import WATCH
from ..sql import compose
from .completeness import Rows, can_be_made, lost_parts


def has_table(rows: Rows, table: str) -> bool:
    """Whether the file has a table or view of that name."""
    query = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = {name}"
    return bool(rows(compose(query, name=table)))


def check_layers(rows: Rows, path: Path, layers: Iterable[Layer]) -> None:
    """Raise `UserError` where a layer or one of its fields is missing."""
    for layer in layers:
        if not has_table(rows, layer.name):
            raise UserError(f"{path} has no layer '{layer.name}'; it is not a complete inventory.", "inventory")
        present = {row[1] for row in rows(compose("PRAGMA table_info({table})", table=layer))}
        needed = [FEATURE_ID, *([GEOMETRY] if layer.geometry_type else []), *layer.field_names]
        missing = [field for field in needed if field not in present]
        if missing:
            raise UserError(
                f"Layer '{layer.name}' of {path} lacks the field {missing[0]}; restore it or use a copy of "
                f"the inventory.",
                "inventory",
            )


def read_info(rows: Rows) -> dict[str, str]:
    """The facts of the inventory: schema version, title, coordinate system ..."""
    told = rows(compose('SELECT "KEY", "VALUE" FROM {table}', table=INVENTORY_INFO))
    # Another tool may have written numbers; SQLite keeps what it is given.
    return {str(key): "" if value is None else str(value) for key, value in told}


def schema_version(rows: Rows, path: Path) -> int:
    """The version that the file says it has; `UserError` where it is no inventory or says none."""
    if not has_table(rows, INVENTORY_INFO.name):
        raise UserError(
            f"{path} is a GeoPackage but not an inventory; choose another file, or make a new inventory.", "inventory"
        )
    check_layers(rows, path, [INVENTORY_INFO])
    version = read_info(rows).get(INFO_VERSION, "")
    if not version.isdigit():
        raise UserError(f"{path} does not say its schema version; restore it from a copy.", "inventory")
    if int(version) > SCHEMA_VERSION:
        raise UserError(
            f"{path} has schema version {version}, newer than this plugin knows ({SCHEMA_VERSION}); update the plugin.",
            "inventory",
        )
    return int(version)


def check_inventory(rows: Rows, path: Path, to_write: bool = True) -> None:
    """Raise `UserError` where the file is no inventory of this schema version.

    `to_write`: also where it lacks what notes changes and keeps identifiers apart, see `completeness`.
    """
    version = schema_version(rows, path)
    if version < SCHEMA_VERSION:
        raise UserError(
            f"{path} has the old schema version {version}; open it once in the dock, or run 'migrate', "
            "to bring it up to date.",
            "inventory",
        )
    check_layers(rows, path, LAYERS)
    if to_write:
        _check_is_complete(rows, path)


def _check_is_complete(rows: Rows, path: Path) -> None:
    lost = [part for part in lost_parts(rows) if can_be_made(rows, part)]
    if not lost:
        return
    layers = ", ".join(dict.fromkeys(part.layer.name for part in lost))
    what = "its indexes"
    if any(part.kind == WATCH for part in lost):
        what = "what notes the changes of other tools, so attributes may be older than their outlines"
    raise UserError(
        f"{path} ({layers}) lacks {what}, as after a copy by another tool such as ogr2ogr; open it once in "
        "the dock, or run 'migrate', to make it complete.",
        "inventory",
    )
