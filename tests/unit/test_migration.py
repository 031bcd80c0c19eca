"""An inventory of version 1 becomes one of the present version, and nothing of it is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import engine_here
import pytest
from mapping import ME, assert_whole, candidate_outline, journal, make_inventory, open_inventory, rows_of
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.upkeep import migration
from rock_glacier_inventory.store.geopackage.upkeep.checking import check_inventory
from rock_glacier_inventory.store.geopackage.upkeep.migration import migrate, needs_migration
from test_geopackage import _as_nobody

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION_1 = (Path(__file__).parent / "schema_1.sql").read_text("utf-8")
OF_VERSION_7 = {"samples", "sample_windows", "window_reviews", "missed_points", "consensus"}
OF_VERSION_9 = {"kept_probability"}
NEW = {"review_samples", "reviewed_ground", *OF_VERSION_7, *OF_VERSION_9}


def write_version_1(path):
    with closing(sqlite3.connect(path)) as connection:
        geometry.register_functions(connection)
        connection.executescript(VERSION_1)
    return path


@pytest.fixture
def old(tmp_path):
    return write_version_1(tmp_path / "Inventar é 冰 100%?#.gpkg")


@contextmanager
def connected(path):
    with closing(SqliteConnection(path, seconds_to_wait=0.05)) as connection:
        yield connection


def ask(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def all_rows(path):
    """The rows of every table that is no index, by table and then by field."""
    tables = ask(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%'")
    found = {}
    for (name,) in tables:
        with closing(sqlite3.connect(path)) as connection:
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            names = [column[0] for column in cursor.description]
            found[name] = [dict(zip(names, row)) for row in cursor]
    return found


def without_version_9(rows):
    """All rows without what came with version 9: nothing was kept, and no outline tells how it was made."""
    assert [rows.pop(name) for name in OF_VERSION_9] == [[]]
    assert {row.pop("PARAMETERS") for row in rows["journal"]} <= {None}
    return rows


def without_version_8(rows):
    """All rows without the fields that came with version 8, which are empty, and without what came later."""
    without_version_9(rows)
    for name, fields in (("rock_glaciers", ("RGIK",)), ("primary_markers", ("LANDFORM", "RGIK"))):
        for row in rows[name]:
            assert [row.pop(field) for field in fields] == [None] * len(fields)
    return rows


def without_version_7(rows):
    """All rows but those of what came with version 7, which are none, and without what came later."""
    without_version_8(rows)
    assert [rows.pop(name) for name in OF_VERSION_7] == [[]] * len(OF_VERSION_7)
    for row in rows["review_samples"]:
        assert (row.pop("STRATUM"), row.pop("WEIGHT")) == (None, None)
    return rows


def test_the_fixture_is_what_version_1_was(old):
    told = ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'")
    assert told == [("1",)]
    assert_whole_of_version_1(old)
    with connected(old) as connection:
        assert needs_migration(connection)
        with pytest.raises(UserError, match="old schema version 1"):
            check_inventory(connection.rows, old)
    with pytest.raises(UserError, match="run 'migrate'"):
        open_inventory(old)


def assert_whole_of_version_1(path):
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    names = {name for (name,) in ask(path, "SELECT name FROM sqlite_master")}
    assert names.isdisjoint({"review_samples", "journal_before", "watch_rock_glaciers_insert"})
    assert ask(path, "SELECT count(*) FROM candidates, rock_glaciers, journal") == [(3 * 1 * 2,)]


def test_all_rows_are_kept_and_the_copy_is_the_old_file(old):
    before, laid_out = all_rows(old), layout(old)
    with connected(old) as connection:
        copy = migrate(connection)
        assert not needs_migration(connection)
        check_inventory(connection.rows, old)
    assert copy == old.with_name("Inventar é 冰 100%?#.schema1.gpkg")
    assert all_rows(copy) == before
    assert layout(copy) == laid_out
    assert_whole_of_version_1(copy)
    assert sorted(path.name for path in old.parent.iterdir()) == sorted([old.name, copy.name])
    after = all_rows(old)
    for layer in schema.LAYERS:
        name = layer.name
        if name in NEW:
            assert after[name] == []
            continue
        assert len(after[name]) == len(before[name])
        for then, now in zip(before[name], after[name]):
            if then.get("KEY") == "schema_version":
                then = {**then, "VALUE": str(schema.SCHEMA_VERSION)}
            new = now.keys() - then.keys()
            told = {"SOUR_DATA": "tiles.example.org"} if name == "candidates" else {}
            assert now == {**then, **dict.fromkeys(new), **told}
    assert [row["fid"] for row in after["journal"]] == [1, 7]
    assert_whole(old)


def layout(path):
    """The objects of the file and what its own tables tell of them, in no order and without times."""
    objects = {
        (kind, name, table, " ".join((sql or "").split()))
        for kind, name, table, sql in ask(path, "SELECT type, name, tbl_name, sql FROM sqlite_master")
    }
    tables = {
        "gpkg_contents": "table_name, data_type, identifier, description, srs_id",
        "gpkg_geometry_columns": "*",
        "gpkg_extensions": "*",
        "gpkg_data_columns": "*",
        "gpkg_data_column_constraints": "*",
        "gpkg_spatial_ref_sys": "*",
    }
    told = {name: ask(path, f"SELECT {columns} FROM {name}") for name, columns in tables.items()}
    for rows in told.values():
        assert len(set(rows)) == len(rows)
    facts = ("application_id", "user_version", "encoding", "page_size", "journal_mode")
    kind = [ask(path, f"PRAGMA {fact}") for fact in facts]
    return objects, {name: set(rows) for name, rows in told.items()}, kind


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    with connected(old) as connection:
        migrate(connection)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_our_styles_are_renewed_and_a_persons_own_stay(old, tmp_path):
    with connected(old) as connection:
        migrate(connection)
    sql = "SELECT f_table_name, styleName, useAsDefault, styleQML FROM layer_styles"
    found = {(table, name): (default, qml) for table, name, default, qml in ask(old, sql)}
    new = {row[0]: row[3] for row in ask(make_inventory(tmp_path / "new.gpkg"), sql)}
    assert found == {
        ("rock_glaciers", "rock_glaciers"): (1, new["rock_glaciers"]),
        ("rock_glaciers", "print"): (0, "<qgis><!-- for print --></qgis>"),
        ("candidates", "candidates"): (0, new["candidates"]),
        ("candidates", "mine"): (1, "<qgis><!-- my own --></qgis>"),
        ("primary_markers", "primary_markers"): (1, "<qgis><!-- mine --></qgis>"),
        ("subregions", "subregions"): (1, new["subregions"]),
        ("reviewed_ground", "reviewed_ground"): (1, new["reviewed_ground"]),
        ("kept_probability", "kept_probability"): (1, new["kept_probability"]),
        ("sample_windows", "sample_windows"): (1, new["sample_windows"]),
        ("missed_points", "missed_points"): (1, new["missed_points"]),
    }


def test_what_comes_after_works_on_it(old):
    with connected(old) as connection:
        migrate(connection)
    with closing(open_inventory(old)) as inventory:
        fid = operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
        operations.comment(inventory, schema.CANDIDATES, 2, "new in version 2", ME)
        assert undoing.undo(inventory, ME.person).operation == "comment"
        assert undoing.undo(inventory, ME.person).operation == "remain"
        assert undoing.undo(inventory, "it's Ann é").operation == "retrieve"
    assert fid not in rows_of(old, schema.ROCK_GLACIERS)
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute("UPDATE candidates SET COMMENT = 'by hand' WHERE fid = 2")
    assert journal(old)[-1]["OPERATION"] == "external"
    assert_whole(old)


def test_a_copy_never_replaces_another(old):
    present = [old.with_name(f"{old.stem}.schema1{end}.gpkg") for end in ("", "-2")]
    for path in present:
        path.write_text("kept")
    with connected(old) as connection:
        assert migrate(connection) == old.with_name(f"{old.stem}.schema1-3.gpkg")
    assert {path.read_text() for path in present} == {"kept"}


def test_a_file_of_another_tools_views_and_triggers_is_migrated(old):
    with closing(sqlite3.connect(old)) as other, other:
        other.execute("CREATE VIEW broken AS SELECT * FROM a_table_that_is_gone")
        other.execute("CREATE TRIGGER theirs AFTER DELETE ON runs BEGIN DELETE FROM gone; END")
    with connected(old) as connection:
        migrate(connection)
        check_inventory(connection.rows, old)


# What goes wrong


@contextmanager
def left_as_it_was(path, words, error=UserError):
    """The block is refused; the file is as it was, byte for byte, and nothing is beside it."""
    content, beside = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(error, match=words):
        yield
    assert path.read_bytes() == content
    assert sorted(path.parent.iterdir()) == beside
    assert_whole_of_version_1(path)


def test_a_fault_in_the_middle_leaves_version_1(old):
    with closing(sqlite3.connect(old)) as other, other:
        other.execute("CREATE TABLE watch (x)")
        other.execute("CREATE TRIGGER watch_reviews_delete AFTER DELETE ON watch BEGIN SELECT 1; END")
    with connected(old) as connection, left_as_it_was(old, "already exists", sqlite3.OperationalError):
        migrate(connection)
    with closing(sqlite3.connect(old)) as other, other:
        other.execute("DROP TRIGGER watch_reviews_delete")
    with connected(old) as connection:
        assert migrate(connection).is_file()


@pytest.mark.parametrize("pages", [0, 1, 5, 20])
def test_a_disk_that_is_full_while_it_is_changed_leaves_version_1(old, pages):
    with connected(old) as connection:
        ((now,),) = connection.rows("PRAGMA page_count")
        connection.rows(f"PRAGMA max_page_count = {now + pages}")  # SQLite says then that the disk is full
        with left_as_it_was(old, "disk is full"):
            migrate(connection)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 512 KiB, which only root can have."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("room", [1, 3, 5])
def test_a_disk_without_room_for_copy_or_change(small_disk, old, room):
    path = small_disk / "a.gpkg"
    shutil.copy(old, path)
    filling = small_disk / "filling"
    free = shutil.disk_usage(small_disk).free - path.stat().st_size * room // 4
    filling.write_bytes(b"x" * free)
    with connected(path) as connection, left_as_it_was(path, "full|No space left"):
        migrate(connection)
    filling.unlink()
    shutil.copy(path, old)
    assert_whole_of_version_1(old)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs another user on a POSIX system")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_where_nothing_may_be_written(old, what):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "a.gpkg"
        shutil.copy(old, path)
        path.chmod(0o444 if what == "file" else 0o666)
        folder.chmod(0o777 if what == "file" else 0o555)
        content = path.read_bytes()
        said = _as_nobody(lambda: migrate(SqliteConnection(path)))
        folder.chmod(0o755)
        assert said.startswith("UserError"), said
        assert "a.gpkg" in said
        assert [it.name for it in folder.iterdir()] == ["a.gpkg"]
        assert path.read_bytes() == content


def test_a_file_that_another_program_is_writing(old):
    with closing(sqlite3.connect(old, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with connected(old) as connection, left_as_it_was(old, "locked by another program"):
            migrate(connection)
        other.execute("ROLLBACK")


def test_what_stands_in_a_write_ahead_log_is_copied_too(old):
    with closing(sqlite3.connect(old, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        other.execute("UPDATE inventory_info SET VALUE = 'in the log' WHERE KEY = 'title'")
        with connected(old) as connection:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM candidates").fetchone()  # who reads holds the log where it is
            with closing(sqlite3.connect(old)) as third, third:
                third.execute("UPDATE inventory_info SET VALUE = 'later' WHERE KEY = 'title'")
            copy = migrate(connection)
            other.execute("ROLLBACK")
    title = "SELECT VALUE FROM inventory_info WHERE KEY = 'title'"
    assert ask(copy, title) == ask(old, title) == [("later",)]
    assert ask(copy, "PRAGMA journal_mode") == [("delete",)]
    assert_whole(old)


_KILLED_MIDWAY = """
import importlib.util, sys, time
spec = importlib.util.spec_from_file_location("conftest", sys.argv[1])
m = importlib.util.module_from_spec(spec)
spec.loader.exec_module(m)
from pathlib import Path
from rock_glacier_inventory.store.geopackage.upkeep import migration
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
step = migration.STEPS[1]
def slowly(connection):
    connection.execute("PRAGMA cache_size = 1")  # so that changed pages reach the file at once
    step(connection)
    print("midway", flush=True)
    time.sleep(60)
migration.STEPS[1] = slowly
migration.migrate(SqliteConnection(Path(sys.argv[2])))
"""


def test_kill_9_in_the_middle_leaves_version_1(old):
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED_MIDWAY, str(ROOT / "tests" / "conftest.py"), str(old)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "midway\n"
    assert old.with_name(old.name + "-journal").exists()
    child.kill()
    child.wait()
    child.stdout.close()
    assert_whole_of_version_1(old)
    with connected(old) as connection:
        migrate(connection)
        check_inventory(connection.rows, old)


def test_newer_files_and_what_is_no_inventory_are_refused(old, tmp_path):
    def changed(sql):
        path = tmp_path / "changed.gpkg"
        shutil.copy(old, path)
        with closing(sqlite3.connect(path)) as other, other:
            other.execute(sql)
        return path

    newer = schema.SCHEMA_VERSION + 1
    cases = {
        f"UPDATE inventory_info SET VALUE = '{newer}' WHERE KEY = 'schema_version'": f"schema version {newer}, newer",
        "DELETE FROM inventory_info WHERE KEY = 'schema_version'": "does not say its schema version",
        "DROP TABLE inventory_info": "not an inventory",
    }
    for sql, words in cases.items():
        path = changed(sql)
        content = path.read_bytes()
        for action in (needs_migration, migrate):
            with connected(path) as connection, pytest.raises(UserError, match=words) as told:
                action(connection)
            assert "changed.gpkg" in told.value.message
        assert path.read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([old.name, "changed.gpkg"])
    assert set(migration.STEPS) == set(range(1, schema.SCHEMA_VERSION)), "a step for each older version"


# The command


def test_the_command_migrates_once(old):
    first = engine_here.run("migrate", "--inventory", old)
    copy = old.with_name(f"{old.stem}.schema1.gpkg")
    assert first.result == {
        "inventory": str(old),
        "schema_version": schema.SCHEMA_VERSION,
        "copy": str(copy),
        "made_again": 0,
        "stale": 0,
        "contradictions": 0,
    }
    assert any(str(copy) in said for said in messages(first))
    again = engine_here.run("migrate", "--inventory", old)
    assert again.result["copy"] is None
    assert any("up to date already" in said for said in messages(again))
    assert sorted(path.name for path in old.parent.iterdir()) == sorted([old.name, copy.name])


def messages(finished):
    return [message["message"] for message in finished.messages if "progress" in message]


def test_the_command_refuses_in_a_sentence(tmp_path):
    (tmp_path / "text.gpkg").write_text("no inventory at all, but a text that is long enough to be one")
    for name, words in (("none.gpkg", "There is no file"), ("text.gpkg", "not a GeoPackage")):
        finished = engine_here.run("migrate", "--inventory", tmp_path / name)
        assert finished.code == 1
        assert words in finished.error
        assert name in finished.error
