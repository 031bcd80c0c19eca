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
    INFO_WRITING,
    INVENTORY_INFO,
    JOURNAL,
    ROCK_GLACIERS,
    WATCHED,
    Layer,
)
from .sql import Sql, compose, name

_SAID = {"info": name(INVENTORY_INFO.name), "writing": INFO_WRITING}

BEGIN_OWN = compose('INSERT OR REPLACE INTO {info} ("KEY", "VALUE") VALUES ({writing}, \'1\')', **_SAID)
"""Said at the beginning of a transaction of ours."""

END_OWN = compose('DELETE FROM {info} WHERE "KEY" = {writing}', **_SAID)
"""Said at its end, before it is committed."""

_QUIET = compose('NOT EXISTS (SELECT 1 FROM {info} WHERE "KEY" = {writing})', **_SAID)


def _values(layer: Layer, row: Sql) -> Sql:
    """SQL for the attributes of OLD or NEW, as JSON: layer -> feature id -> values."""
    pairs = [compose("{told}, {row}.{field}", told=field, row=row, field=name(field)) for field in layer.field_names]
    return _of_one(layer, row, compose("json_object({pairs})", pairs=pairs))


def _geometry(layer: Layer, row: Sql) -> Sql:
    """The same for the geometry, as hex."""
    if not layer.geometry_type:
        return Sql("NULL")
    return _of_one(layer, row, compose("hex({row}.{geom})", row=row))


def _of_one(layer: Layer, row: Sql, told: Sql) -> Sql:
    return compose(
        "json_object({layer}, json_object(CAST({row}.fid AS TEXT), {told}))", layer=layer.name, row=row, told=told
    )


def _note(layer: Layer, before: bool, after: bool) -> Sql:
    old, new = Sql("OLD"), Sql("NEW")
    parts = [
        make(layer, row) if told else Sql("NULL")
        for make in (_values, _geometry)
        for row, told in ((old, before), (new, after))
    ]
    return compose(
        'INSERT INTO {journal} ("TIME", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "GEO_BEFORE", '
        "\"GEO_AFTER\") VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), {external}, "
        "json_object({layer}, json_array({row}.fid)), {parts});",
        journal=JOURNAL,
        external=EXTERNAL,
        layer=layer.name,
        row=new if after else old,
        parts=parts,
    )


def watch_statement(layer: Layer, event: str) -> Sql:
    """SQL that makes one trigger."""
    body = _note(layer, event != "INSERT", event != "DELETE")
    if layer is ROCK_GLACIERS and event == "UPDATE":
        # Said to be ours, because in GDAL's connections triggers fire each other.
        body = compose(
            '{body} {begin}; UPDATE {table} SET "STALE" = 1 WHERE fid = NEW.fid '
            "AND OLD.{geom} IS NOT NEW.{geom}; {end};",
            body=body,
            begin=BEGIN_OWN,
            table=layer,
            end=END_OWN,
        )
    return compose(
        "CREATE TRIGGER {trigger} AFTER {event} ON {table} WHEN {quiet} BEGIN {body} END",
        trigger=name(trigger_name(layer, event)),
        event=Sql(event),
        table=layer,
        quiet=_QUIET,
        body=body,
    )


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


def watch_statements() -> list[Sql]:
    """SQL that makes the triggers."""
    return [watch_statement(layer, event) for layer, event in watched_events()]
