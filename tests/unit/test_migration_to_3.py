"""An inventory of version 2 becomes one of version 3: its candidates name the imagery under them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from mapping import (
    ME,
    assert_whole,
    candidate_outline,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    square,
)
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from test_migration import OF_VERSION_7, OF_VERSION_9, all_rows, ask, layout, without_version_7

LAYERS = [layer.name for layer in schema.LAYERS]


@pytest.fixture
def old(tmp_path):
    return of_version(2, tmp_path)


def test_the_fixture_is_of_version_2(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("2",)]
    assert "SOUR_DATA" not in rows_of(old, schema.CANDIDATES)[1]
    assert_whole(old, later={"reviewed_ground", *OF_VERSION_7, *OF_VERSION_9})
    with pytest.raises(UserError, match="old schema version 2"):
        open_inventory(old)


def test_nothing_is_lost_and_candidates_name_the_image_of_their_run(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema2.gpkg"
    after = without_version_7(all_rows(old))
    for row in after["candidates"] + after["rock_glaciers"]:
        assert (row.pop("PERMAFROST"), row.pop("PZI")) == (None, None), "version 4 came after"
    named = [row.pop("SOUR_DATA") for row in after["candidates"]]
    assert named == ["scene.tif"] * 3 + ["Basemap, summer 2021", None], "the last one's run is gone"
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    assert after.pop("reviewed_ground") == []
    assert {row.pop("TARGET") for row in after["runs"]} == {"rock glacier"}, "so did version 5"
    assert {row.pop("PROB_SD") for row in after["candidates"]} == {None}, "and version 6"
    for name in set(LAYERS) - {"reviewed_ground", *OF_VERSION_7, *OF_VERSION_9}:
        assert after[name] == before[name]
    assert_whole(old)


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    brought_up(old)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_our_styles_are_renewed_and_a_persons_own_stay(old, tmp_path):
    brought_up(old)
    sql = "SELECT f_table_name, styleName, useAsDefault, styleQML FROM layer_styles"
    found = {(table, name): (default, qml) for table, name, default, qml in ask(old, sql)}
    new = {row[0]: row[3] for row in ask(make_inventory(tmp_path / "new.gpkg"), sql)}
    assert found.pop(("candidates", "mine")) == (1, "<qgis><!-- my own --></qgis>")
    assert found.pop(("candidates", "candidates")) == (0, new["candidates"])
    assert found == {(name, name): (1, new[name]) for name, _ in found}


def test_what_another_tool_changes_is_noted_with_the_new_field(old):
    brought_up(old)
    before = len(journal(old))
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute("UPDATE candidates SET SOUR_DATA = 'other.tif' WHERE fid = 4")
        other.execute("DELETE FROM candidates WHERE fid = 5")
    changed, deleted = journal(old)[before:]
    assert changed["ATT_BEFORE"]["candidates"]["4"]["SOUR_DATA"] == "Basemap, summer 2021"
    assert changed["ATT_AFTER"]["candidates"]["4"]["SOUR_DATA"] == "other.tif"
    assert deleted["ATT_BEFORE"]["candidates"]["5"].keys() == set(schema.CANDIDATES.field_names)


def test_what_was_done_in_version_2_can_be_undone_and_what_comes_after_works(old):
    brought_up(old)
    with closing(open_inventory(old)) as inventory:
        person = "it's Ann é"
        assert undoing.undo(inventory, person).operation == "comment"
        assert undoing.undo(inventory, person).operation == "remove"
        assert undoing.undo(inventory, person).operation == "remain"
        operations.remain(inventory, 4, candidate_outline(inventory, 4), ME)
        operations.refine(inventory, 1, outline_of(square(97.2, 28.1)), ME)
        assert undoing.undo(inventory, ME.person).operation == "refine"
    candidates = rows_of(old, schema.CANDIDATES)
    assert {fid: row["STATE"] for fid, row in candidates.items() if row["STATE"] != "undecided"} == {4: "remain"}
    assert [row["SOUR_DATA"] for row in candidates.values()][:4] == ["scene.tif"] * 3 + ["Basemap, summer 2021"]
    assert_whole(old)
