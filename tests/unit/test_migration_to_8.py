"""An inventory of version 7 becomes one of version 8: what RGIK asks for as it came in, what a marker stands for."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from mapping import assert_whole, journal, make_inventory, open_inventory
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import reviews, undoing
from rock_glacier_inventory.gestures.sampling import read_sample, sample_names
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from test_migration import OF_VERSION_9, all_rows, ask, layout, without_version_8


@pytest.fixture
def old(tmp_path):
    return of_version(7, tmp_path)


def test_the_fixture_is_of_version_7(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("7",)]
    assert_whole(old, later=OF_VERSION_9)
    with pytest.raises(UserError, match="old schema version 7"):
        open_inventory(old)


def test_nothing_is_lost_and_the_new_fields_are_empty(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema7.gpkg"
    assert all_rows(copy) == before
    after = without_version_8(all_rows(old))
    assert [len(after[name]) for name in ("rock_glaciers", "primary_markers", "samples", "consensus")] == [1, 1, 2, 1]
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    for layer in (layer for layer in schema.LAYERS if layer.name in after):
        assert after[layer.name] == before[layer.name]
    assert_whole(old)


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    brought_up(old)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_a_change_by_another_tool_is_journalled_with_the_new_fields(old):
    brought_up(old)
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute("""UPDATE rock_glaciers SET RGIK = '{"PM": {"Morpho.": "simple"}}' WHERE fid = 1""")
        other.execute("UPDATE primary_markers SET LANDFORM = 'uncertain' WHERE fid = 1")
    *_, of_outline, of_marker = journal(old)
    assert of_outline["ATT_AFTER"]["rock_glaciers"]["1"]["RGIK"] == '{"PM": {"Morpho.": "simple"}}'
    assert of_marker["ATT_AFTER"]["primary_markers"]["1"]["LANDFORM"] == "uncertain"


def test_work_of_before_goes_on(old):
    brought_up(old)
    with closing(open_inventory(old)) as store:
        name = sample_names(store)[0]
        assert read_sample(store, name).drawn == {"": 1}
        assert reviews.ReviewQueue(store, name, "Cem").decided() == 1
        assert undoing.undo(store, "Ada").operation == "consensus"
    assert journal(old)[-1]["OPERATION"] == "undo"
