"""A run over ground that is known already: what it adds, what it leaves alone, what it replaces."""

from contextlib import closing

import numpy as np
import pytest
import shapely
from known_ground import OTHER_HASH, SIDE, UTM, box, search
from mapping import ME, assert_whole, candidate_outline, decode, encode, journal, open_inventory, rows_of
from rock_glacier_inventory.engine.detection.candidates import Candidate
from rock_glacier_inventory.engine.inventories.inventory_file import (
    append_candidates,
    create_inventory,
    new_run,
)
from rock_glacier_inventory.inventory import geopackage, operations, schema, undoing
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, ROCK_GLACIERS, RUNS


@pytest.fixture(params=["EPSG:4326", UTM])
def path(request, tmp_path):
    path = tmp_path / "Inventar é 冰.gpkg"
    create_inventory(path, crs=request.param)
    return path


def states(path):
    return {fid: row["STATE"] for fid, row in rows_of(path, CANDIDATES).items()}


def remove(path, fid):
    with closing(open_inventory(path)) as inventory:
        operations.remove(inventory, fid, "talus", ME)


def test_a_second_run_replaces_what_nobody_has_decided(path):
    assert search(path, [box(10, 10), box(100, 10), box(10, 200)]) == (3, 0, 0)
    old = rows_of(path, CANDIDATES)
    # One has moved a little, one is not found again, one is new.
    assert search(path, [box(14, 8), box(100, 10), box(300, 300)]) == (3, 0, 3)
    assert list(states(path)) == [4, 5, 6], "no feature id is given twice"
    assert_whole(path)
    kept = {}
    for row in journal(path):
        if "replaced" in row["TOUCHED"]["candidates"]:
            assert row["OPERATION"] == schema.APPEND
            outlines = row["GEO_BEFORE"]["candidates"]
            for fid, values in row["ATT_BEFORE"]["candidates"].items():
                kept[int(fid)] = {**values, GEOMETRY: bytes.fromhex(outlines[fid])}
    assert kept.keys() == old.keys()
    assert all(kept[fid].items() >= row.items() for fid, row in old.items()), (
        "what was replaced is kept whole"
    )
    assert [run["FEATURES"] for run in rows_of(path, RUNS).values()] == [3, 3]


def test_what_was_decided_is_not_offered_again(path):
    search(path, [box(10, 10), box(100, 10)])
    remove(path, 1)
    before = rows_of(path, CANDIDATES)[1]
    assert search(path, [box(12, 12), box(102, 12)]) == (1, 1, 1)
    assert list(states(path)) == [1, 3] and rows_of(path, CANDIDATES)[1] == before


def test_neither_is_a_rock_glacier_whatever_became_of_its_candidate(tmp_path):
    path = tmp_path / "a.gpkg"
    create_inventory(path)
    search(path, [box(10, 10), box(100, 10)])
    with closing(open_inventory(path)) as inventory:
        operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
        operations.retrieve(inventory, candidate_outline(inventory, 2), ME)
    before = rows_of(path, ROCK_GLACIERS)
    assert search(path, [box(10, 10), box(100, 10)]) == (0, 2, 1)
    assert states(path) == {1: "remain"}
    assert rows_of(path, ROCK_GLACIERS) == before


def test_half_of_the_smaller_outline_makes_it_the_same(path):
    search(path, [box(10, 10, 40, 40)])
    remove(path, 1)
    assert search(path, [box(31, 10, 40, 40)]) == (1, 0, 0), "19 of 40 columns are common"
    remove(path, 2)
    assert search(path, [box(10, 10, 200, 200)]) == (0, 1, 0), "it holds all of a smaller one"
    assert search(path, [box(20, 20, 4, 4)]) == (0, 1, 0)


def test_another_model_is_left_alone_and_adds_its_own(path):
    search(path, [box(10, 10)])
    assert search(path, [box(10, 10)], model=OTHER_HASH) == (1, 0, 0)
    assert search(path, []) == (0, 0, 1)
    assert list(states(path)) == [2]


def test_without_a_known_model_the_same_source_stands_for_it(path):
    search(path, [box(10, 10)], model="", source="a.tif")
    assert search(path, [box(10, 10)], model="", source="b.tif") == (1, 0, 0)
    assert search(path, [box(10, 10)], model="", source="a.tif") == (1, 0, 1)


def test_what_reaches_beyond_the_searched_part_stays_and_its_cut_twin_is_not_offered(path):
    search(path, [box(90, 10, 40), box(150, 10, 40), box(10, 10, 40)])
    # Now only the first 110 columns are searched: one is cut in the middle, one is outside.
    assert search(path, [box(90, 10, 20, 40), box(10, 10, 40)], size=(SIDE, 110)) == (1, 1, 1)
    assert list(states(path)) == [1, 2, 4]


@pytest.mark.parametrize("void", [np.s_[100:120, 30:35], np.s_[100:101, :], np.s_[:, 45:]])
def test_what_lies_partly_where_there_is_no_data_stays(path, void):
    search(path, [box(10, 90, 40), box(10, 10, 20)])
    assert search(path, [], void=void) == (0, 0, 1)
    assert list(states(path)) == [1]


def test_an_outline_on_the_rim_of_what_is_searched_is_inside(path):
    rim = [box(-1, 10, 40), box(SIDE - 39, 10, 40), box(50, -1.5, 40), box(60, 100, 40)]
    search(path, rim)
    assert search(path, rim, void=np.s_[100:140, 100:]) == (4, 0, 4)


def test_a_candidate_with_a_comment_is_somebodys_work(path):
    search(path, [box(10, 10), box(100, 10)])
    with closing(open_inventory(path)) as inventory:
        operations.comment(inventory, CANDIDATES, 1, "look again", ME)
    assert search(path, [box(10, 10), box(100, 10)]) == (1, 1, 1)
    assert rows_of(path, CANDIDATES)[1]["COMMENT"] == "look again"


def test_where_it_is_not_known_what_was_searched_nothing_is_replaced(path):
    search(path, [box(10, 10)])
    run = new_run("detect", "s.tif", model="m", model_sha256="ab" * 32)
    assert append_candidates(path, run, [Candidate(box(10, 10), 0.7, 0.9, 1.0)], UTM) == 0
    assert (run.parameters["known"], run.parameters["replaced"]) == (1, 0)
    assert list(states(path)) == [1]


def test_candidates_of_one_run_do_not_stand_in_each_others_way(path):
    assert search(path, [box(10, 10, 40), box(20, 20, 10)]) == (2, 0, 0)
    assert search(path, [box(10, 10, 40), box(20, 20, 10)]) == (2, 0, 2)


def test_undo_and_redo_beside_a_run(path):
    search(path, [box(10, 10), box(100, 10)])
    with closing(open_inventory(path)) as inventory:
        operations.remove(inventory, 1, "talus", ME)
        assert search(path, [box(10, 10), box(100, 10)]) == (1, 1, 1)
        undoing.undo(inventory, ME.person)  # it is undecided again ...
        assert search(path, [box(10, 10), box(100, 10)]) == (2, 0, 2)  # ... and now replaced
        with pytest.raises(UserError, match="was changed since"):
            undoing.redo(inventory, ME.person)
        operations.remove(inventory, 4, "moraine", ME)
        assert undoing.undo(inventory, ME.person).operation == "remove"
    assert states(path) == {4: "undecided", 5: "undecided"}
    assert_whole(path)


def test_an_outline_that_crosses_itself_is_understood(path):
    """A rock glacier as another tool may have left it."""
    search(path, [box(10, 10)])
    x0, y0, x1, y1 = decode(rows_of(path, CANDIDATES)[1][GEOMETRY]).bounds
    bow = shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        srs_id = geopackage.reference_of(connection, ROCK_GLACIERS).srs_id
        row = (encode(bow, srs_id), *(None for _ in ROCK_GLACIERS.fields))
        geopackage.insert_rows(connection, ROCK_GLACIERS, [row])
    assert search(path, [box(10, 10), box(200, 200)], model=OTHER_HASH) == (1, 1, 0)
