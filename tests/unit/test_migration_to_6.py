"""An inventory of version 5 becomes one of version 6: candidates can tell how far several networks disagree."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from mapping import ME, assert_whole, candidate_outline, journal, make_inventory, open_inventory, rows_of
from migrating import brought_up, of_version
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.queue.candidates import CandidateQueue
from rock_glacier_inventory.gestures.queue.names import MOST_DISPUTED
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from test_migration import OF_VERSION_7, OF_VERSION_9, all_rows, ask, layout, without_version_7


@pytest.fixture
def old(tmp_path):
    return of_version(5, tmp_path)


def test_the_fixture_is_of_version_5(old):
    assert ask(old, "SELECT VALUE FROM inventory_info WHERE KEY = 'schema_version'") == [("5",)]
    assert_whole(old, later=OF_VERSION_7 | OF_VERSION_9)
    with pytest.raises(UserError, match="old schema version 5"):
        open_inventory(old)


def test_nothing_is_lost_and_the_new_field_is_empty(old):
    before = all_rows(old)
    copy = brought_up(old)
    assert copy.name == f"{old.stem}.schema5.gpkg"
    assert all_rows(copy) == before
    after = without_version_7(all_rows(old))
    assert len(after["reviewed_ground"]) == 1 and len(after["candidates"]) == 5
    before["inventory_info"][0]["VALUE"] = str(schema.SCHEMA_VERSION)
    for layer in (layer for layer in schema.LAYERS if layer.name in after):
        more = {"PROB_SD": None} if layer is schema.CANDIDATES else {}
        assert after[layer.name] == [{**row, **more} for row in before[layer.name]]
    assert_whole(old)


def test_it_is_laid_out_as_a_new_file(old, tmp_path):
    brought_up(old)
    for one, other in zip(layout(old), layout(make_inventory(tmp_path / "new.gpkg"))):
        assert one == other


def test_a_change_by_another_tool_is_journalled_with_the_new_field(old):
    brought_up(old)
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.execute("UPDATE candidates SET PROB_SD = 0.25 WHERE fid = 1")
    entry = journal(old)[-1]
    assert (entry["OPERATION"], entry["ATT_AFTER"]["candidates"]["1"]["PROB_SD"]) == ("external", 0.25)


def test_gestures_of_before_are_undone_and_the_queue_reads_the_field(old):
    brought_up(old)
    with closing(sqlite3.connect(old)) as other, other:
        geometry.register_functions(other)
        other.executescript("UPDATE candidates SET STATE = 'undecided', PROB_SD = 0.1 * fid WHERE fid IN (2, 4)")
    with closing(open_inventory(old)) as store:
        queue = CandidateQueue(store, geographic=True)
        queue.set_order(MOST_DISPUTED)
        assert (queue.next(), queue.next(4)) == (4, 2)
        operations.remain(store, 4, candidate_outline(store, 4), ME)
        assert undoing.undo(store, ME.person).operation == "remain"
        assert rows_of(old, schema.CANDIDATES)[4]["STATE"] == "undecided"
