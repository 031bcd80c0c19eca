"""An inventory of version 3 becomes one of version 4: its outlines can have a permafrost zone and an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from mapping import ME, assert_whole, candidate_outline, journal, make_inventory, open_inventory, rows_of
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.opening import open_store
from test_migration import OF_VERSION_7, OF_VERSION_9, all_rows, ask, layout, without_version_7

OUTLINES = ("rock_glaciers", "candidates")


@pytest.fixture
def old(tmp_path):
    return of_version(3, tmp_path)


def test_the_fixture_is_of_version_3(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("3",)]
    assert_whole(old, later={"reviewed_ground", *OF_VERSION_7, *OF_VERSION_9})
    with pytest.raises(UserError, match="old schema version 3"):
        open_inventory(old)


def test_nothing_is_lost_and_the_new_fields_are_empty(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema3.gpkg"
    assert all_rows(copy) == before
    after = without_version_7(all_rows(old))
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    assert after.pop("reviewed_ground") == []
    assert {row.pop("TARGET") for row in after["runs"]} == {"rock glacier"}, "version 5 came after"
    assert {row.pop("PROB_SD") for row in after["candidates"]} == {None}, "and version 6"
    for layer in (layer for layer in schema.LAYERS if layer.name in after):
        more = {"PERMAFROST": None, "PZI": None} if layer.name in OUTLINES else {}
        assert after[layer.name] == [{**row, **more} for row in before[layer.name]]
    assert after["rock_glaciers"][0]["MAGT"] == -1.5
    assert_whole(old)


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    brought_up(old)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_the_zones_are_told_to_other_tools(old):
    brought_up(old)
    told = (
        "SELECT value FROM gpkg_data_columns JOIN gpkg_data_column_constraints USING (constraint_name) "
        "WHERE table_name = '{}' AND column_name = 'PERMAFROST'"
    )
    for layer in OUTLINES:
        assert {value for (value,) in ask(old, told.format(layer))} == set(schema.PERMAFROST_ZONES)


def test_our_styles_are_renewed_and_a_persons_own_stay(old, tmp_path):
    brought_up(old)
    sql = "SELECT f_table_name, styleName, useAsDefault, styleQML FROM layer_styles"
    found = {(table, name): (default, qml) for table, name, default, qml in ask(old, sql)}
    new = {row[0]: row[3] for row in ask(make_inventory(tmp_path / "new.gpkg"), sql)}
    assert found.pop(("candidates", "mine")) == (1, "<qgis><!-- my own --></qgis>")
    assert found.pop(("candidates", "candidates")) == (0, new["candidates"])
    assert found == {(name, name): (1, new[name]) for name, _ in found}
    assert "PERMAFROST" in new["rock_glaciers"]


@pytest.mark.parametrize("layer", OUTLINES)
def test_what_another_tool_changes_is_noted_with_the_new_fields(old, layer):
    brought_up(old)
    before = len(journal(old))
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute(f"UPDATE {layer} SET PERMAFROST = 'sporadic', PZI = 0.25 WHERE fid = 1")
    (changed,) = journal(old)[before:]
    then, now = (changed[when][layer]["1"] for when in ("ATT_BEFORE", "ATT_AFTER"))
    assert (then["PERMAFROST"], then["PZI"]) == (None, None)
    assert (now["PERMAFROST"], now["PZI"]) == ("sporadic", 0.25)
    assert now.keys() == set(schema.layer(layer).field_names)


def test_what_was_done_in_version_3_can_be_undone_and_a_rock_glacier_takes_its_candidates_zone(old):
    brought_up(old)
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute("UPDATE candidates SET PERMAFROST = 'isolated', PZI = 0.1 WHERE fid = 4")
    with closing(open_inventory(old)) as inventory:
        person = "it's Ann é"
        assert undoing.undo(inventory, person).operation == "comment"
        assert undoing.undo(inventory, person).operation == "remove"
        assert undoing.undo(inventory, person).operation == "remain"
        made = operations.remain(inventory, 4, candidate_outline(inventory, 4), ME)
    row = rows_of(old, schema.ROCK_GLACIERS)[made]
    assert (row["PERMAFROST"], row["PZI"]) == ("isolated", 0.1)
    assert_whole(old)


@pytest.fixture
def of_a_detection(tmp_path, old):
    """A detection's own file as version 3 wrote it: candidates and runs."""
    with closing(sqlite3.connect(old)) as connection:
        geometry.register_functions(connection)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in tables & {layer.name for layer in schema.LAYERS} - {"candidates", "runs"}:
            for table in (f"rtree_{name}_geom", name):
                connection.execute(f'DROP TABLE IF EXISTS "{table}"')
            for listing in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_data_columns", "gpkg_extensions"):
                connection.execute(f"DELETE FROM {listing} WHERE table_name = ?", (name,))
        for event in ("update", "delete"):
            connection.execute(f"DROP TRIGGER watch_candidates_{event}")
        connection.commit()
    return old


def test_a_detections_own_file_of_version_3_gains_the_fields_when_it_is_to_be_filled(of_a_detection):
    before = all_rows(of_a_detection)["candidates"]
    with closing(open_store(of_a_detection, detections=True)) as store:
        store.check_can_fill(schema.CANDIDATES)
        with store.fill(schema.CANDIDATES) as filling:
            filling.update_many(schema.CANDIDATES, ("PERMAFROST", "PZI"), [("none", 0.0, 2)])
    after = all_rows(of_a_detection)["candidates"]
    assert [(row.pop("PERMAFROST"), row.pop("PZI")) for row in after][:3] == [(None, None), ("none", 0.0), (None, None)]
    assert {row.pop("PROB_SD") for row in after} == {None}
    assert after == before
    assert ask(of_a_detection, "PRAGMA integrity_check") == [("ok",)]


def test_a_field_that_is_no_newer_one_is_asked_for(of_a_detection):
    with closing(sqlite3.connect(of_a_detection)) as connection:
        geometry.register_functions(connection)
        connection.execute("ALTER TABLE candidates RENAME COLUMN PROB_MAX TO P")
    with closing(open_store(of_a_detection, detections=True)) as store:
        with pytest.raises(UserError, match="lacks the field PROB_MAX"):
            store.check_can_fill(schema.CANDIDATES)
