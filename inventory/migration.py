"""Bring an inventory of an older schema up to date, one step per version, with a copy of it beside it."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from .checking import has_table, schema_version
from .connection import Connection
from .errors import UserError
from .geopackage_layout import STYLE_DESCRIPTION, field_statements, layer_statements, style_statements
from .schema import (
    CANDIDATES,
    FEATURE_ID,
    INFO_VERSION,
    INVENTORY_INFO,
    JOURNAL,
    REVIEW_SAMPLES,
    SCHEMA_VERSION,
)
from .sql import column, columns, literal
from .watching import watch_statements


def _to_2(connection: Connection) -> None:
    """Version 2: comments of candidates, samples for review, journal geometries as text, watching triggers.

    Default styles are those of version 2 where the file still has ours.
    """
    run = connection.execute
    run(f'ALTER TABLE {column(CANDIDATES.name)} ADD COLUMN "COMMENT" TEXT(254)')
    for statement in field_statements(CANDIDATES, CANDIDATES.field("COMMENT")):
        run(statement)
    if not has_table(connection.rows, REVIEW_SAMPLES.name):
        for statement in layer_statements(REVIEW_SAMPLES, 0):
            run(statement)
    _new_journal(connection)
    for statement in [*watch_statements(), *style_statements(), _OWN_DEFAULTS_STAY]:
        run(statement)


_OWN_DEFAULTS_STAY = (
    f"UPDATE layer_styles SET useAsDefault = 0 WHERE description = {literal(STYLE_DESCRIPTION)} AND EXISTS ("
    "SELECT 1 FROM layer_styles o WHERE o.f_table_name = layer_styles.f_table_name AND o.useAsDefault "
    f"AND o.description IS NOT {literal(STYLE_DESCRIPTION)})"
)
"""A person's own style that was the default is it again, before the new one of ours."""


def _new_journal(connection: Connection) -> None:
    """The journal anew: SQLite cannot change the type of a column. Its rows keep their feature ids.

    They are set aside in a plain table; to rename the old one SQLite would have to understand every
    trigger and view in the file, also those of other tools.
    """
    run, old = connection.execute, column("journal_1")
    kept = [FEATURE_ID, "TIME", "PERSON", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "UNDOES"]
    run(f"CREATE TABLE {old} AS SELECT {columns(kept)} FROM {column(JOURNAL.name)}")
    run(_DROP + column(JOURNAL.name))
    for table in ("gpkg_contents", "gpkg_data_columns"):
        run(f"DELETE FROM {table} WHERE table_name = {literal(JOURNAL.name)}")
    for statement in layer_statements(JOURNAL, 0):
        run(statement)
    run(f"INSERT INTO {column(JOURNAL.name)} ({columns(kept)}) SELECT {columns(kept)} FROM {old}")
    run(_DROP + old)


_DROP = "/* by SQLite */ DROP TABLE "
"""GDAL does what begins with DROP TABLE in its own way, and begins a transaction inside ours."""

STEPS: dict[int, Callable[[Connection], None]] = {1: _to_2}
"""From a version to the next."""


def needs_migration(connection: Connection) -> bool:
    """Whether the file is an inventory of an older schema; raises `UserError` where it is none or newer."""
    return schema_version(connection.rows, connection.path) < SCHEMA_VERSION


def copy_path(path: Path, version: int) -> Path:
    """A free name for the copy beside the file."""
    copy, number = path.with_name(f"{path.stem}.schema{version}{path.suffix}"), 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.stem}.schema{version}-{number}{path.suffix}")
    return copy


def migrate(connection: Connection) -> Path:
    """Bring the file to `SCHEMA_VERSION`; the path of the copy of what it was.

    Raises
    ------
    UserError
        Where no copy can be made, or the file cannot be written; nothing is changed then.
    """
    path, copy = connection.path, None
    connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.begin()  # nobody else writes while the copy is made
    try:
        _check_all_is_in(path)
        version = schema_version(connection.rows, path)
        copy = _copy(path, version)
        while version < SCHEMA_VERSION:
            STEPS[version](connection)
            version += 1
        connection.execute(
            f'UPDATE {column(INVENTORY_INFO.name)} SET "VALUE" = {literal(str(version))} '
            f'WHERE "KEY" = {literal(INFO_VERSION)}'
        )
        connection.commit()
    except BaseException:
        connection.rollback()
        if copy is not None and filecmp.cmp(copy, path, shallow=False):
            copy.unlink()  # the file is as it was; it needs no copy, and the disk may be full
        raise
    return copy


def _check_all_is_in(path: Path) -> None:
    """Raise `UserError` where a part of the file stands in SQLite's write-ahead log, which is not copied."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise UserError(
            f"{path} is in use by another program and cannot be brought up to date; close it there and try "
            "again.", "inventory",
        )  # fmt: skip


def _copy(path: Path, version: int) -> Path:
    """Copy the file beside itself, whole or not at all."""
    copy = copy_path(path, version)
    part = copy.with_name(f".{copy.name}.part")
    try:
        shutil.copyfile(path, part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(copy)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            f"{path} is of an older version and no copy could be made beside it ({error.strerror}); "
            "free some space or move it to a folder where you may write.", "inventory",
        ) from error  # fmt: skip
    return copy
