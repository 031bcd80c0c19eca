"""Bring an inventory of an older schema up to date, one step per version, with a copy of it beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ....inventory.cards import list_card_titles
from ....inventory.errors import UserError
from ....inventory.imagery import join_names, source_name
from ....inventory.naming.long_names import JOURNAL_ENDING, longest_name, shortened, size
from ....inventory.schema import (
    CANDIDATES,
    FEATURE_ID,
    INFO_VERSION,
    JOURNAL,
    REVIEW_SAMPLES,
    REVIEWED_GROUND,
    ROCK_GLACIERS,
    RUNS,
    SCHEMA_VERSION,
    Layer,
)
from ...records import Wanted
from ..connection import Connection
from ..layer_styles import STYLE_DESCRIPTION, new_style_statements, style_statements
from ..layout import add_field_statement, field_statements, layer_statements
from ..sql import compose, name, names
from ..watching import trigger_name, watch_statement, watch_statements, watched_events
from ..writer import Writer
from .checking import check_inventory, has_table, schema_version
from .completeness import lost_parts, undescribed
from .contradictions import find_twins
from .mending import make_own_tables


def _to_2(connection: Connection) -> None:
    """Version 2: comments of candidates, samples for review, journal geometries as text, watching triggers.

    Default styles are those of version 2 where the file still has ours.
    """
    run = connection.execute
    run(compose('ALTER TABLE {table} ADD COLUMN "COMMENT" TEXT(254)', table=CANDIDATES))
    for statement in field_statements(CANDIDATES, CANDIDATES.field("COMMENT")):
        run(statement)
    if not has_table(connection.rows, REVIEW_SAMPLES.name):
        for statement in layer_statements(REVIEW_SAMPLES, 0):
            run(statement)
    _new_journal(connection)
    for statement in [*watch_statements(), *style_statements(), _OWN_DEFAULTS_STAY]:
        run(statement)


def _to_3(connection: Connection) -> None:
    """Version 3: candidates name the imagery under them. That of older ones is their run's image.

    The triggers that watch candidates list their fields, so they are made anew; while they are away, what is
    written here is no other tool's change.
    """
    run, table, field = connection.execute, name(CANDIDATES.name), CANDIDATES.field("SOUR_DATA")
    for event in ("UPDATE", "DELETE"):
        run(compose("DROP TRIGGER IF EXISTS {trigger}", trigger=name(trigger_name(CANDIDATES, event))))
    for statement in (
        add_field_statement(CANDIDATES, field),
        *field_statements(CANDIDATES, field),
        *field_statements(JOURNAL, JOURNAL.field("OPERATION")),  # 'settle' is new among them
    ):
        run(statement)
    writer = Writer(connection)
    for _, run_id, source in writer.rows(RUNS, ("RUN_ID", "SOURCE")):
        image = join_names([source_name(source or "")], field.length)
        if run_id and image:
            writer.update(CANDIDATES, {field.name: image}, Wanted(having={"RUN_ID": run_id}))
    watching = [text for text in watch_statements() if f" ON {table} " in text]
    for statement in [*watching, *style_statements(), _OWN_DEFAULTS_STAY]:
        run(statement)


def _to_4(connection: Connection) -> None:
    """Version 4: rock glaciers and candidates have a permafrost zone and a zonation index, empty as yet."""
    run = connection.execute
    for table in (ROCK_GLACIERS, CANDIDATES):
        events = [event for watched, event in watched_events() if watched is table]
        for event in events:  # they list their fields
            run(compose("DROP TRIGGER IF EXISTS {trigger}", trigger=name(trigger_name(table, event))))
        for field in (table.field(named) for named in ("PERMAFROST", "PZI")):
            for statement in (add_field_statement(table, field), *field_statements(table, field)):
                run(statement)
        for event in events:
            run(watch_statement(table, event))
    for statement in [*style_statements(), _OWN_DEFAULTS_STAY]:
        run(statement)


def _to_5(connection: Connection) -> None:
    """Version 5: reviewed ground, none as yet; runs tell what their model finds, the shipped ones at once."""
    run, writer, target = connection.execute, Writer(connection), RUNS.field("TARGET")
    if not has_table(connection.rows, REVIEWED_GROUND.name):
        for statement in layer_statements(REVIEWED_GROUND, writer.srs_id(ROCK_GLACIERS)):
            run(statement)
        for statement in new_style_statements([REVIEWED_GROUND]):
            run(statement)
    for statement in (add_field_statement(RUNS, target), *field_statements(RUNS, target)):
        run(statement)
    for card in list_card_titles():
        if card.target:
            writer.update(RUNS, {target.name: card.target[: target.length]}, Wanted(having={"MODEL": card.name}))
    for statement in [*style_statements(), _OWN_DEFAULTS_STAY]:
        run(statement)


def _to_6(connection: Connection) -> None:
    """Version 6: candidates tell how far several networks disagree, unknown as yet."""
    run, field = connection.execute, CANDIDATES.field("PROB_SD")
    events = [event for watched, event in watched_events() if watched is CANDIDATES]
    for event in events:  # they list its fields
        run(compose("DROP TRIGGER IF EXISTS {trigger}", trigger=name(trigger_name(CANDIDATES, event))))
    for statement in (add_field_statement(CANDIDATES, field), *field_statements(CANDIDATES, field)):
        run(statement)
    for event in events:
        run(watch_statement(CANDIDATES, event))
    for statement in [*style_statements(), _OWN_DEFAULTS_STAY]:
        run(statement)


_OWN_DEFAULTS_STAY = compose(
    "UPDATE layer_styles SET useAsDefault = 0 WHERE description = {ours} AND EXISTS ("
    "SELECT 1 FROM layer_styles o WHERE o.f_table_name = layer_styles.f_table_name AND o.useAsDefault "
    "AND o.description IS NOT {ours})",
    ours=STYLE_DESCRIPTION,
)
"""A person's own style that was the default is it again, before the new one of ours."""


def _new_journal(connection: Connection) -> None:
    """The journal anew: SQLite cannot change the type of a column. Its rows keep their feature ids.

    They are set aside in a plain table; to rename the old one SQLite would have to understand every
    trigger and view in the file, also those of other tools.
    """
    run, old, journal = connection.execute, name("journal_1"), name(JOURNAL.name)
    kept = names((FEATURE_ID, "TIME", "PERSON", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "UNDOES"))
    run(compose("CREATE TABLE {old} AS SELECT {kept} FROM {journal}", old=old, kept=kept, journal=journal))
    run(compose(_DROP, table=journal))
    for table in ("gpkg_contents", "gpkg_data_columns"):
        statement = "DELETE FROM {table} WHERE table_name = {journal}"
        run(compose(statement, table=name(table), journal=JOURNAL.name))
    for statement in layer_statements(JOURNAL, 0):
        run(statement)
    back = "INSERT INTO {journal} ({kept}) SELECT {kept} FROM {old}"
    run(compose(back, journal=journal, kept=kept, old=old))
    run(compose(_DROP, table=old))


_DROP = "/* by SQLite */ DROP TABLE {table}"
"""GDAL does what begins with DROP TABLE in its own way, and begins a transaction inside ours."""

STEPS: dict[int, Callable[[Connection], None]] = {1: _to_2, 2: _to_3, 3: _to_4, 4: _to_5, 5: _to_6}
"""From a version to the next."""


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
