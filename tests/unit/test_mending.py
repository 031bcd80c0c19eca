"""A copy by ogr2ogr has all rows and lacks what hangs on tables; it is found out, made complete, and told."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing

import engine_here
import numpy as np
import plain_geopackage as geopackage
import pytest
import rasterio
from affine import Affine
from delivering import append_candidates
from mapping import (
    ME,
    SOUTH,
    WEST,
    assert_whole,
    candidate_outline,
    candidate_squares,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    square,
    stored,
)
from rock_glacier_inventory.engine.intake.destinations import Destinations
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.geopackage.connection import SqliteConnection
from rock_glacier_inventory.store.geopackage.upkeep.checking import check_inventory
from rock_glacier_inventory.store.geopackage.upkeep.completeness import lost_parts, undescribed
from rock_glacier_inventory.store.geopackage.upkeep.mending import mend
from rock_glacier_inventory.store.geopackage.upkeep.migration import migrate
from test_migration import ask, layout, write_version_1

pytestmark = pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="needs the program ogr2ogr")

WATCHED = tuple(layer.name for layer in schema.WATCHED)


@pytest.fixture
def original(tmp_path):
    """Three candidates, two of them taken in, and attributes that are as old as the outlines."""
    path = make_inventory(tmp_path / "original.gpkg", candidate_squares(3))
    with closing(open_inventory(path)) as inventory:
        for fid in (1, 2):
            operations.remain(inventory, fid, candidate_outline(inventory, fid), ME)
    change(path, "UPDATE rock_glaciers SET STALE = 0, ELE_MEAN = 4800", own=True)
    return path


@pytest.fixture
def small_dem(tmp_path):
    path = tmp_path / "dem.tif"
    profile = {"driver": "GTiff", "width": 40, "height": 40, "count": 1, "dtype": "float32"}
    with rasterio.open(
        path, "w", crs="EPSG:4326", transform=Affine(0.001, 0, WEST, 0, -0.001, SOUTH + 0.04), **profile
    ) as dem:
        dem.write(np.full((1, 40, 40), 4800, np.float32))
    return path


def change(path, sql, own=False):
    """By another tool, or as ours."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        geometry.register_functions(connection)
        if own:
            with geopackage.own_transaction(connection):
                connection.execute(sql)
        else:
            connection.execute(sql)


def ogr2ogr(*arguments):
    done = subprocess.run(["ogr2ogr", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def whole_copy(original, *more):
    copy = original.with_name("copy é 冰.gpkg")
    ogr2ogr("-f", "GPKG", *more, copy, original)
    return copy


def one_layer_overwritten(original):
    copy = original.with_name("one.gpkg")
    shutil.copy(original, copy)
    ogr2ogr("-f", "GPKG", "-update", "-overwrite", copy, original, "rock_glaciers")
    return copy


def one_layer_renamed_back(original):
    """Written under another name, and given the old one by SQL, as people do in a database browser."""
    copy = original.with_name("renamed.gpkg")
    shutil.copy(original, copy)
    ogr2ogr("-f", "GPKG", "-update", "-nln", "edited", copy, original, "rock_glaciers")
    ogr2ogr("-f", "GPKG", "-update", "-overwrite", "-nln", "rock_glaciers", copy, copy, "edited")
    ogrinfo = ["ogrinfo", "-q", str(copy), "-sql", "DROP TABLE edited"]
    subprocess.run(ogrinfo, check=True, capture_output=True)
    return copy


COPIES = {"whole": whole_copy, "one layer": one_layer_overwritten, "another name": one_layer_renamed_back}


@pytest.fixture(params=COPIES)
def copy(original, request):
    return COPIES[request.param](original)


def mended(path):
    with closing(SqliteConnection(path)) as connection:
        check_inventory(connection.rows, path, to_write=False)
        return mend(connection)


def lost(path):
    with closing(SqliteConnection(path)) as connection:
        return [part.name for part in lost_parts(connection.rows)]


def test_nothing_is_lost_where_all_is_as_we_wrote_it(original):
    before = original.read_bytes()
    assert lost(original) == []
    assert not mended(original)
    assert original.read_bytes() == before


def test_no_command_takes_an_incomplete_copy_in_silence(copy, original, small_dem):
    assert lost(copy)
    before = copy.read_bytes()
    with pytest.raises(UserError, match="as after a copy by another tool such as ogr2ogr") as told:
        open_inventory(copy)
    assert copy.name in told.value.message and "run 'migrate'" in told.value.message
    for arguments in (
        ("attributes", "--inventory", copy, "--dem", small_dem),
        ("flag-glaciers", "--inventory", copy, "--glaciers", original),
    ):
        finished = engine_here.run(*arguments)
        assert finished.code == 1, arguments
        assert "ogr2ogr" in finished.error and copy.name in finished.error
    with pytest.raises(UserError, match="ogr2ogr"):
        Destinations(None, copy).check()
    with pytest.raises(UserError, match="ogr2ogr"):
        append_candidates(copy, new_run("detect", "scene"), [], "EPSG:4326")
    with geopackage.connect(copy) as connection, pytest.raises(UserError, match="lacks"):
        geopackage.check_inventory(connection, copy)
    assert copy.read_bytes() == before


def test_it_is_made_complete_once(copy, original):
    names = set(lost(copy))
    done = mended(copy)
    assert done.parts == len(names)
    assert done.unwatched == (WATCHED if "watch_reviews_update" in names else ("rock_glaciers",))
    assert done.stale == 0, "the journal knows these outlines"
    assert done.doubles == ()
    assert not mended(copy)
    assert_whole(copy)
    with closing(SqliteConnection(copy)) as connection:
        assert undescribed(connection.rows) == []
    (objects, told, _), (expected, expected_told, _) = layout(copy), layout(original)
    kinds = {(kind, name) for kind, name, *_ in objects}
    assert kinds >= {(kind, name) for kind, name, *_ in expected if "update" not in name or "rtree" not in name}
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints", "gpkg_geometry_columns"):
        assert told[table] >= expected_told[table]
    for layer in schema.LAYERS:
        if layer is not schema.JOURNAL:
            assert rows_of(copy, layer) == rows_of(original, layer)


def test_then_all_works_again(copy):
    mended(copy)
    with closing(open_inventory(copy)) as inventory:
        fid = operations.remain(inventory, 3, candidate_outline(inventory, 3), ME)
        assert undoing.undo(inventory, ME.person).operation == "remain"
        assert undoing.redo(inventory, ME.person).operation == "remain"
    count = len(journal(copy))
    change(copy, f"UPDATE rock_glaciers SET geom = (SELECT geom FROM candidates WHERE fid = 1) WHERE fid = {fid}")
    assert [row["OPERATION"] for row in journal(copy)[count:]] == ["external"]
    assert rows_of(copy, schema.ROCK_GLACIERS)[fid]["STALE"] == 1
    for sql in (
        "INSERT INTO candidates (CANDIDATE_ID) VALUES ('c1')",
        "INSERT INTO inventory_info (KEY) VALUES ('title')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            change(copy, sql)
    assert_whole(copy)


def test_an_outline_that_was_changed_unseen_makes_its_attributes_stale(copy):
    changed = stored(outline_of(square(90, 30)))
    change(copy, f"UPDATE rock_glaciers SET geom = X'{changed.hex()}' WHERE fid = 2")
    assert rows_of(copy, schema.ROCK_GLACIERS)[2]["STALE"] == 0, "nobody saw it"
    count = len(journal(copy))
    assert mended(copy).stale == 1
    rows = rows_of(copy, schema.ROCK_GLACIERS)
    assert (rows[1]["STALE"], rows[2]["STALE"]) == (0, 1)
    (note,) = journal(copy)[count:]
    assert (note["OPERATION"], note["PERSON"]) == ("external", None)
    assert note["TOUCHED"] == {"rock_glaciers": [2]}
    assert note["ATT_AFTER"] == {"rock_glaciers": {"2": {"STALE": 1}}}


def test_features_that_were_renumbered_are_stale(original):
    copy = original.with_name("renumbered.gpkg")
    shutil.copy(original, copy)
    ogr2ogr(
        "-f",
        "GPKG",
        "-update",
        "-overwrite",
        "-unsetFid",
        "-nln",
        "rock_glaciers",
        "-dialect",
        "SQLite",
        "-sql",
        "SELECT * FROM rock_glaciers ORDER BY ID DESC",
        copy,
        original,
    )
    rows, before = rows_of(copy, schema.ROCK_GLACIERS), rows_of(original, schema.ROCK_GLACIERS)
    assert rows[1]["ID"] == before[2]["ID"]
    assert mended(copy).stale == 2
    with closing(open_inventory(copy)) as inventory:
        content = rows_of(copy, schema.ROCK_GLACIERS)
        with pytest.raises(UserError, match=r"renumbered by another tool.* cannot be taken back"):
            undoing.undo(inventory, ME.person)
    assert rows_of(copy, schema.ROCK_GLACIERS) == content


def test_styles_and_their_table_are_there(original):
    copy = whole_copy(original)
    mended(copy)
    sql = "SELECT f_table_name, styleName, useAsDefault, styleQML FROM layer_styles ORDER BY 1"
    assert ask(copy, sql) == ask(original, sql)
    change(copy, "DROP TABLE layer_styles")
    change(copy, "DROP INDEX unique_runs_RUN_ID")
    mended(copy)
    assert ask(copy, sql) == ask(original, sql)
    assert ask(copy, "SELECT count(*) FROM gpkg_contents WHERE table_name = 'layer_styles'") == [(1,)]


def test_a_copy_without_spatial_index(original):
    copy = original.with_name("plain.gpkg")
    ogr2ogr("-f", "GPKG", "-lco", "SPATIAL_INDEX=NO", copy, original)
    assert "rtree_candidates_geom" in lost(copy)
    mended(copy)
    assert_whole(copy)
    sql = "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' ORDER BY 1"
    assert ask(copy, sql) == ask(original, sql)
    with closing(open_inventory(copy)) as inventory:
        operations.remain(inventory, 3, candidate_outline(inventory, 3), ME)
    assert_whole(copy)


def test_what_is_there_twice_is_named_and_all_else_is_made(original):
    copy = whole_copy(original)
    for table in ("candidates", "inventory_info"):
        change(copy, f'ALTER TABLE {table} RENAME TO "of ogr2ogr"')
        change(copy, f'CREATE TABLE {table} AS SELECT * FROM "of ogr2ogr"')
        change(copy, 'DROP TABLE "of ogr2ogr"')
    change(copy, "INSERT INTO candidates (fid, CANDIDATE_ID, STATE) VALUES (9, 'c2', 'undecided')")
    done = mended(copy)
    assert [(it.layer.name, it.field, it.key, it.fids) for it in done.doubles] == [
        ("candidates", "CANDIDATE_ID", "c2", (2, 9))
    ]
    assert lost(copy) == ["unique_candidates_CANDIDATE_ID"]
    with closing(open_inventory(copy)) as inventory:
        assert inventory.facts()["title"] == "t"
    change(copy, "DELETE FROM candidates WHERE fid = 9")
    assert mended(copy).doubles == ()
    assert lost(copy) == []


def test_an_old_inventory_that_was_copied(tmp_path):
    """Up to date first, then complete."""
    old = write_version_1(tmp_path / "old.gpkg")
    copy = whole_copy(old)
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        change(copy, f"DROP TABLE {table}")
    with closing(SqliteConnection(copy)) as connection:
        migrate(connection)
        assert mend(connection)
        assert not mend(connection)
        check_inventory(connection.rows, copy)
    told, expected = (layout(path)[1] for path in (copy, make_inventory(tmp_path / "new.gpkg")))
    assert told["gpkg_data_columns"] == expected["gpkg_data_columns"]
    assert_whole(copy)


def test_what_another_tool_has_written_of_a_field_stays(original):
    change(
        original,
        "UPDATE gpkg_data_columns SET title = 'Höhe', description = 'own words' WHERE column_name = 'ELE_MEAN'",
    )
    change(original, "DELETE FROM gpkg_data_columns WHERE column_name = 'SLO_MEAN'")
    mended(original)
    told = "SELECT DISTINCT title, description FROM gpkg_data_columns WHERE column_name = 'ELE_MEAN'"
    assert ask(original, told) == [("Höhe", "own words")]
    assert ask(original, "SELECT count(*) FROM gpkg_data_columns WHERE column_name = 'SLO_MEAN'") == [(2,)]


# Beside others, and where nothing may be written


def test_another_program_writes_at_every_moment(copy, beside_another_program):
    with closing(SqliteConnection(copy, seconds_to_wait=0)) as connection:
        beside, other = beside_another_program(connection, lambda number, what: True)
        done = mend(beside)
        begun = beside.calls.index("begin")
        assert len(other.acknowledged) == begun + 1
        assert len(other.refused) == len(beside.calls) - begun - 1 > 5
        assert done.parts and lost(copy) == []
        assert other.write()
        other.assert_nothing_lost()
        check_inventory(connection.rows, copy)


def test_a_fault_in_the_middle_leaves_it_as_it_was(copy):
    before = copy.read_bytes()
    with closing(SqliteConnection(copy)) as connection:
        execute = connection.execute

        def failing(sql):
            if "watch_rock_glaciers_delete" in sql:
                raise UserError("The disk is full.")
            execute(sql)

        connection.execute = failing
        with pytest.raises(UserError, match="full"):
            mend(connection)
    assert copy.read_bytes() == before


def test_a_copy_that_is_locked_is_told(copy):
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(SqliteConnection(copy, seconds_to_wait=0)) as connection, pytest.raises(UserError, match="locked"):
            mend(connection)
        other.execute("ROLLBACK")
    assert mended(copy)


# The command


def test_the_command_makes_it_complete_and_says_so(copy):
    change(copy, "DELETE FROM primary_markers")
    change(copy, "UPDATE rock_glaciers SET geom = (SELECT geom FROM candidates WHERE fid = 3) WHERE fid = 1")
    first = engine_here.run("migrate", "--inventory", copy)
    assert first.code == 0
    assert first.result["made_again"] > 0
    assert first.result["stale"] == 1
    assert first.result["copy"] is None
    (warning,) = [message["warning"] for message in first.messages if "warning" in message]
    assert copy.name in warning and "rock_glaciers" in warning
    assert "is not in the journal" in warning and "does not know: 1;" in warning
    again = engine_here.run("migrate", "--inventory", copy)
    assert again.result["made_again"] == 0
    assert not [message for message in again.messages if "warning" in message]
