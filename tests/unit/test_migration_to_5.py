"""An inventory of version 4 becomes one of version 5: reviewed ground, and runs that tell what their model finds."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import shapely
from mapping import assert_whole, journal, make_inventory, open_inventory
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import reviewed_ground
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.seen_ground import SeenGround
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.opening import open_store
from test_migration import OF_VERSION_7, OF_VERSION_9, all_rows, ask, layout, without_version_7

TARGETS = ["rock glacier", "rock glacier", "debris-covered glacier"]


@pytest.fixture
def old(tmp_path):
    return of_version(4, tmp_path)


def changed(path, sql):
    with closing(sqlite3.connect(path)) as other, other:
        geometry.register_functions(other)
        other.execute(sql)


def test_the_fixture_is_of_version_4(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("4",)]
    assert_whole(old, later={"reviewed_ground", *OF_VERSION_7, *OF_VERSION_9})
    with pytest.raises(UserError, match="old schema version 4"):
        open_inventory(old)


def test_nothing_is_lost_and_runs_tell_what_their_model_finds(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema4.gpkg"
    assert all_rows(copy) == before
    after = without_version_7(all_rows(old))
    assert after.pop("reviewed_ground") == []
    assert [row.pop("TARGET") for row in after["runs"]] == TARGETS
    assert {row.pop("PROB_SD") for row in after["candidates"]} == {None}, "version 6 came after"
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    for name in {layer.name for layer in schema.LAYERS} & after.keys():
        assert after[name] == before[name]
    assert_whole(old)


def test_a_model_of_ones_own_is_not_guessed(old):
    changed(old, "UPDATE runs SET MODEL = 'mine'")
    brought_up(old)
    assert [row["TARGET"] for row in all_rows(old)["runs"]] == [None] * 3


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
    assert "b_diagonal" in new["reviewed_ground"] and ("reviewed_ground", "reviewed_ground") in found


def test_ground_is_kept_in_it_and_the_journal_says_nothing_of_it(old):
    brought_up(old)
    before = len(journal(old))
    box = (97.0, 28.0, 97.004, 28.004)
    wkb = shapely.to_wkb(shapely.MultiPolygon([shapely.box(*box)]))
    seen = SeenGround(wkb, box, "Ann", "remain", 2.5, 9000, "", "", lambda _: 1.0)
    with closing(open_inventory(old)) as inventory:
        assert reviewed_ground.keep(inventory, seen)
    changed(old, "UPDATE reviewed_ground SET PERSON = 'Ann é'")
    assert ask(old, "SELECT PERSON FROM reviewed_ground") == [("Ann é",)]
    assert len(journal(old)) == before
    assert_whole(old)


@pytest.fixture
def of_a_detection(old):
    """A detection's own file as version 4 wrote it: candidates and runs."""
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


def test_a_detections_own_file_gains_the_field_when_it_is_to_be_filled(of_a_detection):
    before = all_rows(of_a_detection)
    with closing(open_store(of_a_detection, detections=True)) as store:
        store.check_can_fill(schema.CANDIDATES)
    after = all_rows(of_a_detection)
    assert {row.pop("PROB_SD", None) for row in after["candidates"]} == {None}
    assert [row.pop("TARGET") for row in after["runs"]] == [None] * 3
    assert (after["runs"], after["candidates"]) == (before["runs"], before["candidates"])
    assert ask(of_a_detection, "PRAGMA integrity_check") == [("ok",)]
