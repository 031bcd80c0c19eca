"""Triggers in the file itself that note in the journal what other tools change.

Whatever edits an inventory besides the dock (the attribute table, the field calculator, ogr2ogr, a
script) goes through SQLite, so a trigger sees it, whether or not QGIS is open. Our own writes hold
the key `INFO_WRITING` in `inventory_info` for the length of their transaction; no other connection
ever sees it, and a crash takes it back with everything else.
"""

from __future__ import annotations

from ...inventory.schema import (
    CANDIDATES,
    EXTERNAL,
    FEATURE_ID,
    GEOMETRY,
    INFO_WRITING,
    INVENTORY_INFO,
    JOURNAL,
    ROCK_GLACIERS,
    WATCHED,
    Layer,
)
from .sql import column, literal

_INFO = column(INVENTORY_INFO.name)

BEGIN_OWN = f"INSERT OR REPLACE INTO {_INFO} (\"KEY\", \"VALUE\") VALUES ('{INFO_WRITING}', '1')"
"""Said at the beginning of a transaction of ours."""

END_OWN = f"DELETE FROM {_INFO} WHERE \"KEY\" = '{INFO_WRITING}'"
"""Said at its end, before it is committed."""

_QUIET = f"NOT EXISTS (SELECT 1 FROM {_INFO} WHERE \"KEY\" = '{INFO_WRITING}')"


def _values(layer: Layer, row: str) -> str:
    """SQL for the attributes of OLD or NEW, as JSON: layer -> feature id -> values."""
    pairs = ", ".join(f"{literal(name)}, {row}.{column(name)}" for name in layer.field_names)
    return (
        f"json_object({literal(layer.name)}, "
        f"json_object(CAST({row}.{FEATURE_ID} AS TEXT), json_object({pairs})))"
    )


def _geometry(layer: Layer, row: str) -> str:
    """The same for the geometry, as hex."""
    if not layer.geometry_type:
        return "NULL"
    return (
        f"json_object({literal(layer.name)}, "
        f"json_object(CAST({row}.{FEATURE_ID} AS TEXT), hex({row}.{column(GEOMETRY)})))"
    )


def _note(layer: Layer, before: bool, after: bool) -> str:
    row = "NEW" if after else "OLD"
    touched = f"json_object({literal(layer.name)}, json_array({row}.{FEATURE_ID}))"
    parts = [
        f"{make(layer, name) if told else 'NULL'}"
        for make in (_values, _geometry)
        for name, told in (("OLD", before), ("NEW", after))
    ]
    fields = '"TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", "GEO_AFTER"'
    return (
        f"INSERT INTO {column(JOURNAL.name)} ({fields}) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
        f"{literal(EXTERNAL)}, {touched}, {', '.join(parts)});"
    )


def watch_statement(layer: Layer, event: str) -> str:
    """SQL that makes one trigger."""
    before, after = event != "INSERT", event != "DELETE"
    body = _note(layer, before, after)
    if layer is ROCK_GLACIERS and event == "UPDATE":
        # Said to be ours, because in GDAL's connections triggers fire each other.
        body += (
            f" {BEGIN_OWN};"
            f' UPDATE {column(layer.name)} SET "STALE" = 1 WHERE {FEATURE_ID} = NEW.{FEATURE_ID}'
            f" AND OLD.{column(GEOMETRY)} IS NOT NEW.{column(GEOMETRY)};"
            f" {END_OWN};"
        )
    name = column(trigger_name(layer, event))
    return f"CREATE TRIGGER {name} AFTER {event} ON {column(layer.name)} WHEN {_QUIET} BEGIN {body} END"


def trigger_name(layer: Layer, event: str) -> str:
    """The name of the trigger that notes an event: INSERT, UPDATE or DELETE."""
    return f"watch_{layer.name}_{event.lower()}"


def watched_events() -> list[tuple[Layer, str]]:
    """What is noted of which layer.

    Candidates are added by detections, which write a journal row of their own, so only their changes
    and their removal are noted.
    """
    return [
        (layer, event)
        for layer in WATCHED
        for event in ("INSERT", "UPDATE", "DELETE")
        if not (layer is CANDIDATES and event == "INSERT")
    ]


def watch_statements() -> list[str]:
    """SQL that makes the triggers."""
    return [watch_statement(layer, event) for layer, event in watched_events()]
