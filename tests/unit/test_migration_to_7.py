"""An inventory of version 6 becomes one of version 7: designs of samples, windows, consensus, longer operations."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from mapping import assert_whole, journal, make_inventory, open_inventory
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import consensus, reviews, undoing
from rock_glacier_inventory.gestures.sampling import read_sample, sample_names
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from test_migration import OF_VERSION_7, OF_VERSION_9, all_rows, ask, layout, without_version_8


@pytest.fixture
def old(tmp_path):
    return of_version(6, tmp_path)


def test_the_fixture_is_of_version_6(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("6",)]
    assert_whole(old, later=OF_VERSION_7 | OF_VERSION_9)
    with pytest.raises(UserError, match="old schema version 6"):
        open_inventory(old)


def test_nothing_is_lost_and_what_is_new_is_empty(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema6.gpkg"
    assert all_rows(copy) == before
    after = without_version_8(all_rows(old))
    assert len(after["journal"]) == 8 and len(after["reviews"]) == 2
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    for layer in (layer for layer in schema.LAYERS if layer.name in after):
        more = {"STRATUM": None, "WEIGHT": None} if layer is schema.REVIEW_SAMPLES else {}
        assert after[layer.name] == [{**row, **more} for row in before.get(layer.name, [])], layer.name
    assert_whole(old)


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    brought_up(old)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_the_journal_goes_on_where_it_was(old):
    """Its feature ids never come twice, and a gesture of before is undone."""
    brought_up(old)
    with closing(open_inventory(old)) as store:
        assert undoing.undo(store, "Cem").reviewed == ("RGU281033N0972033E",)
    entries = journal(old)
    assert [entry["fid"] for entry in entries] == list(range(1, 10))
    assert entries[-1]["OPERATION"] == "undo"


def test_a_sample_of_before_is_judged_and_a_consensus_kept(old):
    brought_up(old)
    with closing(open_inventory(old)) as store:
        (name,) = sample_names(store)
        sample = read_sample(store, name)
        assert (sample.design, sample.population, sample.drawn) == (schema.RANDOM, {}, {"": 1})
        assert reviews.ReviewQueue(store, name, "Cem").decided() == 1
        (found,) = consensus.disagreements(store, name)
        consensus.agree(store, found.identifier, schema.YES, ("Bea 冰", "Cem"), "Ada", "seen in another image")
        assert consensus.disagreements(store, name)[0].consensus == schema.YES
    assert journal(old)[-1]["OPERATION"] == "consensus"


def test_what_another_tool_does_to_the_new_layers_is_journalled(old):
    brought_up(old)
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute("INSERT INTO consensus (ID, DECISION) VALUES ('RGU281033N0972033E', 'no')")
    entry = journal(old)[-1]
    assert (entry["OPERATION"], entry["ATT_AFTER"]["consensus"]["1"]["DECISION"]) == ("external", "no")
