"""An inventory of version 8 becomes one of version 9: what detections saw, and how an outline was made."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from mapping import assert_whole, journal, make_inventory, open_inventory, outline_of, rows_of, square
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import operations, reviews, undoing
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.gestures.sampling import read_sample, sample_names
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from test_migration import OF_VERSION_9, all_rows, ask, layout, without_version_9


@pytest.fixture
def old(tmp_path):
    return of_version(8, tmp_path)


def test_the_fixture_is_of_version_8(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("8",)]
    assert_whole(old, later=OF_VERSION_9)
    with pytest.raises(UserError, match="old schema version 8"):
        open_inventory(old)


def test_nothing_is_lost_and_the_new_fields_are_empty(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema8.gpkg"
    assert all_rows(copy) == before
    after = without_version_9(all_rows(old))
    assert [len(after[name]) for name in ("rock_glaciers", "primary_markers", "samples", "consensus")] == [1, 1, 2, 1]
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    for name in {layer.name for layer in schema.LAYERS} - OF_VERSION_9:
        assert after[name] == before[name]
    assert_whole(old)


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    brought_up(old)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_the_journal_tells_of_new_outlines_how_they_were_made(old):
    brought_up(old)
    with closing(open_inventory(old)) as store:
        candidate = rows_of(old, schema.CANDIDATES)[4]
        operations.refine(store, 4, outline_of(square(97.35, 28.1)), By("Ada"), level=0.35)
        assert undoing.undo(store, "Ada").operation == "refine"
    told = [json.loads(row["PARAMETERS"] or "{}") for row in rows_of(old, schema.JOURNAL).values()]
    assert told[-2:] == [{"level": 0.35}, {}]
    assert rows_of(old, schema.CANDIDATES)[4] == candidate


def test_work_of_before_goes_on(old):
    brought_up(old)
    with closing(open_inventory(old)) as store:
        name = sample_names(store)[0]
        assert read_sample(store, name).drawn == {"": 1}
        assert reviews.ReviewQueue(store, name, "Cem").decided() == 1
        assert undoing.undo(store, "Ada").operation == "consensus"
    assert journal(old)[-1]["OPERATION"] == "undo"
