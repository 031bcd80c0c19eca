"""Text in an inventory that is damaged, or written by another tool: told with the file and the field."""

from __future__ import annotations

import re
import sqlite3
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from mapping import ME, add_candidates, candidate_squares, open_inventory
from rock_glacier_inventory.engine.command_line import parse
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.finishing.image_dates import read_dates
from rock_glacier_inventory.gestures.queue.candidates import CandidateQueue
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage.connection import sentence
from rock_glacier_inventory.store.geopackage.geometry import decode, envelope_of, register_functions
from rock_glacier_inventory.store.sources import sources_of
from scripted_gestures import CANDIDATE_COUNT, gesture

BAD = {
    "not UTF-8": "CAST(X'47E474E4' AS TEXT)",
    "a blob": "X'FF00'",
    "half a JSON": "'{\"a\": [1,'",
    "another JSON": "'[1]'",
}


OFTEN_WRITTEN = ("inventory_info", "journal", "candidates")
"""What other tools and people write into most."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "Inventar é 冰.gpkg"
    create_inventory(path)
    add_candidates(path, candidate_squares(CANDIDATE_COUNT))
    with closing(open_inventory(path)) as inventory:
        for number in range(6):
            gesture(inventory, number)
    return path


def text_columns(path):
    """Table, field: every text of our layers and of the GeoPackage's own tables that has rows."""
    with closing(sqlite3.connect(path)) as connection:
        master = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = [name for (name,) in connection.execute(master) if not name.startswith(("rtree", "sqlite"))]
        return [
            (table, row[1])
            for table in tables
            if connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
            for row in connection.execute(f'PRAGMA table_info("{table}")')
            if row[2].upper().startswith(("TEXT", "DATETIME", "VARCHAR"))
        ]


def spoiled(whole, folder, table, field, value):
    """A copy with one value of a field that is not what it should be; the triggers do not notice it."""
    path = folder / "inventory.gpkg"
    path.unlink(missing_ok=True)
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        register_functions(connection)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        try:
            connection.execute(
                f'UPDATE "{table}" SET "{field}" = {value} WHERE rowid = (SELECT max(rowid) FROM "{table}")'
            )
        except sqlite3.IntegrityError:
            return None  # NULL or a double, which the file itself refuses
        finally:
            for _, statement in triggers:
                connection.execute(statement)
    return path


def in_a_sentence(act, path):
    """Whether it fails in a sentence; another error is a fault of ours."""
    try:
        act(path)
    except UserError as error:
        return error.message.endswith(".") and "\n" not in error.message
    return False


def command(*words):
    def act(path):
        command, options = parse([word.replace("PATH", str(path)) for word in words])
        command(options, SilentReport())

    return act


def as_the_dock(path):
    """What the dock does with a file: looks, queues, decides, comments, undoes and does again."""
    with closing(open_inventory(path)) as inventory:
        queue = CandidateQueue(inventory, geographic=True)
        queue.next()
        assert isinstance(queue.subregions, list)
        inventory.contradictions()
        read_dates(inventory.facts())
        sources_of(inventory.facts(), path)
        operations.comment(inventory, schema.CANDIDATES, 50, "a comment", ME)
        for step in (undoing.undo, undoing.undo):
            step(inventory, ME.person)


ACTS = {"migrate": command("migrate", "--inventory", "PATH"), "dock": as_the_dock}


@pytest.mark.parametrize("kind", BAD)
def test_a_spoiled_text_is_never_a_fault(whole, tmp_path, kind):
    told, faults = 0, []
    for table, field in text_columns(whole):
        if kind != "not UTF-8" and table not in OFTEN_WRITTEN:
            continue
        path = spoiled(whole, tmp_path, table, field, BAD[kind])
        for name, act in ACTS.items() if path else ():
            try:
                told += in_a_sentence(act, path)
            except Exception as error:  # any other than a sentence
                faults.append((name, table, field, repr(error), traceback.extract_tb(error.__traceback__)[-1]))
    assert faults == []
    assert told > 3 or kind == "another JSON"


def last_of_journal(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT max(fid) FROM journal").fetchone()[0]


def test_the_sentence_names_the_file_and_the_field(whole, tmp_path):
    path = spoiled(whole, tmp_path, "candidates", "COMMENT", BAD["not UTF-8"])
    told = f"{path} holds text in the field COMMENT that is not UTF-8: it is damaged, or was written by another"
    with closing(open_inventory(path)) as inventory, pytest.raises(UserError, match=re.escape(told)):
        inventory.rows(schema.CANDIDATES, ("COMMENT",))
    assert sentence(path, "'utf-8' codec can't decode byte 0xe4") == (
        f"{path} holds text that is not UTF-8: it is damaged, or was written by another tool in another "
        "encoding; restore it from a copy, or correct that text."
    )


def test_a_journal_that_is_damaged_is_told_by_its_row_and_nothing_is_changed(whole, tmp_path):
    path = spoiled(whole, tmp_path, "journal", "TOUCHED", BAD["half a JSON"])
    row = last_of_journal(path)
    before = path.read_bytes()
    with (
        closing(open_inventory(path)) as inventory,
        pytest.raises(UserError, match=f"Row {row} of the journal of .* is damaged"),
    ):
        undoing.undo(inventory, ME.person)
    assert path.read_bytes() == before


def test_a_geometry_that_is_cut_anywhere_is_told(whole):
    with closing(sqlite3.connect(whole)) as connection:
        (blob,) = connection.execute("SELECT geom FROM candidates LIMIT 1").fetchone()
    plain = blob[:3] + bytes([blob[3] & 0b1111_0001]) + blob[4:8] + blob[40:]  # without an envelope
    assert envelope_of(plain) == pytest.approx(envelope_of(blob))
    for end in range(len(plain)):
        with pytest.raises(UserError, match="restore the file from a copy"):
            envelope_of(plain[:end])
    for end in range(40):
        with pytest.raises(UserError, match="restore the file from a copy"):
            decode(blob[:end])


def test_a_file_that_is_damaged_before_it_is_migrated_is_left_as_it_is(tmp_path):
    path = tmp_path / "old.gpkg"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        register_functions(connection)
        connection.executescript((Path(__file__).parent / "schema_1.sql").read_text("utf-8"))
        connection.execute(f"UPDATE gpkg_data_columns SET constraint_name = {BAD['not UTF-8']}")
    before = path.read_bytes()
    assert in_a_sentence(ACTS["migrate"], path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_header_of_a_newer_sqlite_is_no_lack_of_permission(whole, tmp_path):
    path = tmp_path / "newer.gpkg"
    content = bytearray(whole.read_bytes())
    content[18] = 9  # the version of SQLite that may write it
    path.write_bytes(content)
    with (
        pytest.raises(UserError, match="its header is damaged or of a newer SQLite"),
        closing(open_inventory(path)) as inventory,
    ):
        inventory.remember({"a": "b"})
    assert path.read_bytes() == content
