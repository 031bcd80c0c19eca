"""Bring an inventory of an older schema up to date, one step per version, with a copy of it beside it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ....inventory.errors import UserError
from ....inventory.naming.long_names import JOURNAL_ENDING, longest_name, shortened, size
from ....inventory.schema import INFO_VERSION, SCHEMA_VERSION, Layer
from ..connection import Connection
from ..layout import add_field_statement, field_statements
from ..sql import compose
from ..writer import Writer
from .checking import check_inventory, has_table, schema_version
from .completeness import lost_parts, undescribed
from .contradictions import find_twins
from .mending import make_own_tables
from .steps import STEPS

_LATER_FIELDS = ("COMMENT", "SOUR_DATA", "PERMAFROST", "PZI", "TARGET", "PROB_SD")
"""Fields that outlines and runs gained with a step."""


def add_later_fields(connection: Connection, layer: Layer) -> None:
    """Give outlines and runs that stand in no inventory, as in a detection's own file, the fields of later versions.

    In the caller's transaction. Such a file tells no version, and there is nothing in it to migrate.
    """
    present = {row[1] for row in connection.rows(compose("PRAGMA table_info({table})", table=layer))}
    described = has_table(connection.rows, "gpkg_data_columns")
    for field in layer.fields:
        if present and field.name in _LATER_FIELDS and field.name not in present:
            connection.execute(add_field_statement(layer, field))
            for statement in field_statements(layer, field) if described else ():
                connection.execute(statement)


def needs_migration(connection: Connection) -> bool:
    """Whether the file is an inventory of an older schema; raises `UserError` where it is none or newer."""
    return schema_version(connection.rows, connection.path) < SCHEMA_VERSION


def copy_path(path: Path, version: int) -> Path:
    """A free name for the copy beside the file."""
    room = longest_name(path.parent) - len(f"..schema1-100.part{JOURNAL_ENDING}") - size(path.suffix)
    stem, number = shortened(path.stem, room), 1
    copy = path.with_name(f"{stem}.schema{version}{path.suffix}")
    while copy.exists():
        number += 1
        copy = path.with_name(f"{stem}.schema{version}-{number}{path.suffix}")
    return copy


def migrate(connection: Connection) -> Path | None:
    """Bring the file to `SCHEMA_VERSION`; the path of the copy of what it was.

    None where another program has brought it up to date meanwhile. The copy is made before the file is
    locked, because SQLite copies outside of transactions only; where someone has written between the two,
    it is made again.

    Raises
    ------
    UserError
        Where no copy can be made, or the file cannot be written; nothing is changed then.
    """
    connection.begin()  # to hear at once, and not after a long copy, that nothing may be written
    connection.rollback()
    _check_is_sound(connection)
    for _ in range(TRIES):
        seen = _data_version(connection)
        version = schema_version(connection.rows, connection.path)
        if version == SCHEMA_VERSION:
            return None
        copy = copy_beside(connection, version)
        try:
            connection.begin()  # nobody else writes from here on
        except BaseException:
            copy.unlink()
            raise
        try:
            if _data_version(connection) != seen:
                connection.rollback()
                copy.unlink()
                continue
            _bring_up(connection, version)
            connection.commit()
        except BaseException:
            connection.rollback()
            if _is_as_it_was(connection, version):
                copy.unlink(missing_ok=True)  # which nobody needs, and the disk may be full
            raise
        return copy
    raise UserError(
        f"{connection.path} is of an older version and another program keeps writing to it; nothing was "
        "changed, close it there and try again.",
        "inventory",
    )


TRIES = 3
"""How often the copy is made before a file that others keep writing to is given up."""


def _check_is_sound(connection: Connection) -> None:
    """A file that is damaged is left as it is, without a copy that is as damaged."""
    if connection.rows("PRAGMA quick_check(1)") != [("ok",)]:
        raise UserError(
            f"{connection.path} is damaged, so it is not brought up to date; nothing was changed, restore it "
            "from a copy.",
            "inventory",
        )


def _bring_up(connection: Connection, version: int) -> None:
    """All steps from a version to the present one, inside the caller's transaction."""
    make_own_tables(connection)
    while version < SCHEMA_VERSION:
        STEPS[version](connection)
        version += 1
    Writer(connection).remember({INFO_VERSION: str(version)})
    # What is read after it: what cannot be read is told now, while nothing is changed.
    check_inventory(connection.rows, connection.path, to_write=False)
    for read in (lost_parts, undescribed, find_twins):
        read(connection.rows)


def _data_version(connection: Connection) -> int:
    """A number that is another one as soon as another connection has written to the file."""
    return int(connection.rows("PRAGMA data_version")[0][0])


def _is_as_it_was(connection: Connection, version: int) -> bool:
    """Whether what failed has left the file whole and old; never raises."""
    try:
        if schema_version(connection.rows, connection.path) != version:
            return False
        return connection.rows("PRAGMA quick_check(1)") == [("ok",)]
    except Exception:  # what cannot be read may need the copy
        return False


def copy_beside(connection: Connection, version: int) -> Path:
    """Copy the file beside itself, whole or not at all, also what stands in its write-ahead log.

    SQLite reads it. To open it beside SQLite, in whatever way, would drop all locks that this process has
    on it as soon as it is closed again (POSIX forgets who took them), those of transactions included.
    """
    path = connection.path
    copy = copy_path(path, version)
    part = copy.with_name(f".{copy.name}.part")
    try:
        part.unlink(missing_ok=True)  # SQLite writes to no file that is there
        connection.execute(compose("VACUUM INTO {part}", part=str(part.absolute())))
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(copy)
        _synchronise(copy.parent)
    except OSError as error:
        _forget(part)
        raise UserError(
            f"{path} is of an older version and no copy could be made beside it ({error.strerror}); "
            "free some space or move it to a folder where you may write.",
            "inventory",
        ) from error
    except BaseException:
        _forget(part)
        raise
    return copy


def _forget(part: Path) -> None:
    """Remove what there is of a copy."""
    for end in ("", "-journal"):
        with suppress(OSError):
            part.with_name(part.name + end).unlink(missing_ok=True)


def _synchronise(folder: Path) -> None:
    """Bring the new name to the disk, too, where a folder can be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
