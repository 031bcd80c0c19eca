"""The steps of a migration, each from one version of the schema to the next, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ....inventory.imagery import join_names, source_name
from ....inventory.model_cards.cards import list_card_titles
from ....inventory.schema import (
    CANDIDATES,
    CONSENSUS,
    FEATURE_ID,
    JOURNAL,
    KEPT_PROBABILITY,
    MISSED_POINTS,
    PRIMARY_MARKERS,
    REVIEW_SAMPLES,
    REVIEWED_GROUND,
    ROCK_GLACIERS,
    RUNS,
    SAMPLE_WINDOWS,
    SAMPLES,
    WINDOW_REVIEWS,
    Layer,
)
from ...records import Wanted
from ..connection import Connection
from ..layer_styles import STYLE_DESCRIPTION, new_style_statements, style_statements
from ..layout import add_field_statement, field_statements, layer_statements
from ..sql import compose, name, names
from ..watching import trigger_name, watch_statement, watch_statements, watched_events
from ..writer import Writer
from .checking import has_table


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
    _new_journal(connection, _JOURNAL_OF_2)
    there = [watch_statement(*event) for event in watched_events() if has_table(connection.rows, event[0].name)]
    for statement in [*there, *style_statements(), _OWN_DEFAULTS_STAY]:  # other layers come with later steps
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
    for table in (ROCK_GLACIERS, CANDIDATES):
        _add_fields(connection, table, ("PERMAFROST", "PZI"))
    _renew_styles(connection)


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
    _add_fields(connection, CANDIDATES, ("PROB_SD",))
    _renew_styles(connection)


def _to_7(connection: Connection) -> None:
    """Version 7: how samples were drawn, windows of ground, what was missed there, consensus; all empty as yet.

    Of samples that were drawn before only the markers are known: they have no row among `SAMPLES`.
    """
    run, writer = connection.execute, Writer(connection)
    present = {row[1] for row in connection.rows(compose("PRAGMA table_info({table})", table=REVIEW_SAMPLES))}
    for field in (REVIEW_SAMPLES.field("STRATUM"), REVIEW_SAMPLES.field("WEIGHT")):
        if field.name in present:  # a file of version 1 got the whole layer with its second
            continue
        for statement in (add_field_statement(REVIEW_SAMPLES, field), *field_statements(REVIEW_SAMPLES, field)):
            run(statement)
    new = [
        table
        for table in (SAMPLES, SAMPLE_WINDOWS, WINDOW_REVIEWS, MISSED_POINTS, CONSENSUS)
        if not has_table(connection.rows, table.name)
    ]
    for table in new:
        for statement in layer_statements(table, writer.srs_id(ROCK_GLACIERS) if table.geometry_type else 0):
            run(statement)
    for table, event in watched_events():
        if table in new:
            run(watch_statement(table, event))
    _new_journal(connection, _JOURNAL_OF_7)  # its operations have longer names
    _renew_styles(connection, new)


def _to_8(connection: Connection) -> None:
    """Version 8: what RGIK asks for and we do not, and what a marker stands for; empty as yet."""
    _add_fields(connection, ROCK_GLACIERS, ("RGIK",))
    _add_fields(connection, PRIMARY_MARKERS, ("LANDFORM", "RGIK"))
    _renew_styles(connection)


def _to_9(connection: Connection) -> None:
    """Version 9: what detections saw, nothing as yet; the journal says how an outline was made."""
    run = connection.execute
    for statement in layer_statements(KEPT_PROBABILITY, Writer(connection).srs_id(ROCK_GLACIERS)):
        run(statement)
    parameters = JOURNAL.field("PARAMETERS")
    present = {row[1] for row in connection.rows(compose("PRAGMA table_info({table})", table=JOURNAL))}
    if parameters.name not in present:  # older files got the whole journal with an earlier step
        for statement in (add_field_statement(JOURNAL, parameters), *field_statements(JOURNAL, parameters)):
            run(statement)
    _renew_styles(connection, (KEPT_PROBABILITY,))


_JOURNAL_OF_2 = ("TIME", "PERSON", "OPERATION", "TOUCHED", "ATT_BEFORE", "ATT_AFTER", "UNDOES")
_JOURNAL_OF_7 = (*_JOURNAL_OF_2, "GEO_BEFORE", "GEO_AFTER")
"""Fields that the journal had when it was made anew."""


def _add_fields(connection: Connection, table: Layer, fields: Sequence[str]) -> None:
    """Give a watched layer fields, empty as yet; the triggers that watch it list its fields, and are made anew."""
    run, events = connection.execute, [event for watched, event in watched_events() if watched is table]
    for event in events:
        run(compose("DROP TRIGGER IF EXISTS {trigger}", trigger=name(trigger_name(table, event))))
    for field in map(table.field, fields):
        for statement in (add_field_statement(table, field), *field_statements(table, field)):
            run(statement)
    for event in events:
        run(watch_statement(table, event))


def _renew_styles(connection: Connection, new: Sequence[Layer] = ()) -> None:
    """Our present default styles, also of layers that are new; what a person has made the default stays it."""
    for statement in [*new_style_statements(new), *style_statements(), _OWN_DEFAULTS_STAY]:
        connection.execute(statement)


_OWN_DEFAULTS_STAY = compose(
    "UPDATE layer_styles SET useAsDefault = 0 WHERE description = {ours} AND EXISTS ("
    "SELECT 1 FROM layer_styles o WHERE o.f_table_name = layer_styles.f_table_name AND o.useAsDefault "
    "AND o.description IS NOT {ours})",
    ours=STYLE_DESCRIPTION,
)
"""A person's own style that was the default is it again, before the new one of ours."""


def _new_journal(connection: Connection, fields: tuple[str, ...]) -> None:
    """The journal anew, with some of its fields: SQLite cannot change the type of a column. Rows keep their ids.

    They are set aside in a plain table; to rename the old one SQLite would have to understand every
    trigger and view in the file, also those of other tools.
    """
    run, old, journal = connection.execute, name("journal_before"), name(JOURNAL.name)
    kept = names((FEATURE_ID, *fields))
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

STEPS: dict[int, Callable[[Connection], None]] = {
    1: _to_2,
    2: _to_3,
    3: _to_4,
    4: _to_5,
    5: _to_6,
    6: _to_7,
    7: _to_8,
    8: _to_9,
}
"""From a version to the next."""
