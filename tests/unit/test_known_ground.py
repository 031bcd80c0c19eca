"""A run over ground that is known already: what it adds, what it leaves alone, what it replaces."""

from contextlib import closing

import engine_here
import numpy as np
import plain_geopackage as geopackage
import pytest
import shapely
from delivering import append_candidates
from known_ground import OTHER_HASH, SIDE, UTM, box, search, search_run
from mapping import ME, assert_whole, candidate_outline, decode, encode, journal, open_inventory, outline_of, rows_of
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, ROCK_GLACIERS, RUNS


@pytest.fixture(params=["EPSG:4326", UTM])
def path(request, tmp_path):
    path = tmp_path / "Inventar é 冰.gpkg"
    create_inventory(path, crs=request.param)
    return path


@pytest.fixture
def degrees(tmp_path):
    """One in degrees, in which `mapping` can decide."""
    path = tmp_path / "degrees.gpkg"
    create_inventory(path)
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
    assert all(kept[fid].items() >= row.items() for fid, row in old.items()), "what was replaced is kept whole"
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


def remain(path, *fids):
    with closing(open_inventory(path)) as inventory:
        for fid in fids:
            operations.remain(inventory, fid, candidate_outline(inventory, fid), ME)


def test_what_half_of_a_new_outline_lies_on_makes_it_known(path):
    search(path, [box(10, 10, 40, 40)])
    remove(path, 1)
    assert search(path, [box(31, 10, 40, 40)]) == (1, 0, 0), "19 of 40 columns are common"
    remove(path, 2)
    assert search(path, [box(15, 52, 40, 40)]) == (1, 0, 0), "it only meets what was removed"
    assert search(path, [box(10, 31, 39, 38)]) == (0, 1, 1), "19 of its 38 rows are common"
    assert search(path, [box(20, 20, 4, 4)]) == (0, 1, 0), "it is a hundredth of what was removed"


@pytest.mark.parametrize("side", [50, 60, 200])
def test_a_speck_that_was_removed_hides_no_rock_glacier(degrees, side):
    search(degrees, [box(20, 20, 35)])
    remove(degrees, 1)
    assert search(degrees, [box(10, 10, side)]) == (1, 0, 0)
    # It is offered again until somebody has decided on it, and not afterwards.
    assert search(degrees, [box(10, 10, side)]) == (1, 0, 1)
    remain(degrees, max(states(degrees)))
    assert search(degrees, [box(10, 10, side)]) == (0, 1, 0)


def test_many_specks_hide_what_they_cover_by_half_together(path):
    specks = [box(10 + 20 * i, 10 + 20 * j, 16, 16) for i in range(3) for j in range(3)]
    search(path, specks[:5])
    for fid in states(path):
        remove(path, fid)
    whole = box(10, 10, 56)  # five specks are 0.41 of it, seven 0.57
    assert search(path, [whole, *specks[5:]]) == (5, 0, 0)
    for fid in list(states(path))[-2:]:
        remove(path, fid)
    assert search(path, [whole]) == (0, 1, 3)


def test_what_covers_the_same_part_counts_once(degrees):
    """A candidate that remained and its rock glacier are one outline, not two."""
    search(degrees, [box(10, 10, 15, 40)])
    remain(degrees, 1)
    assert search(degrees, [box(10, 10, 40)]) == (1, 0, 0), "15 of 40 columns, twice"


def test_a_system_that_was_split_into_three_does_not_come_back(degrees):
    search(degrees, [box(10, 10, 60, 40)])
    with closing(open_inventory(degrees)) as inventory:
        x0, y0, x1, y1 = decode(inventory.row(CANDIDATES, 1)[GEOMETRY]).bounds
        for number in range(3):  # each of them covers 0.3
            left = x0 + (x1 - x0) * number / 3
            unit = shapely.box(left, y0, left + (x1 - x0) * 0.3, y1)
            operations.retrieve(inventory, outline_of(unit), ME)
    assert search(degrees, [box(10, 10, 60, 40)]) == (0, 1, 1)


def test_a_larger_one_over_a_smaller_rock_glacier_is_offered_and_the_run_says_so(degrees):
    search(degrees, [box(20, 20, 20), box(200, 200, 40), box(300, 20, 40)])
    remain(degrees, 1, 2)
    remove(degrees, 3)
    taken = search_run(degrees, [box(10, 10, 60), box(205, 205, 30), box(290, 10, 80), box(100, 300, 30)])
    assert (taken.known, taken.overlapping) == (1, 1)
    assert list(states(degrees).values()).count("undecided") == 3


def test_what_is_undecided_gives_way_whichever_is_larger(path):
    """The model's last word counts: a speck within the new one, or a whole of which only a part is left."""
    search(path, [box(20, 20, 10), box(200, 200, 80)])
    assert search(path, [box(10, 10, 60), box(210, 210, 20), box(250, 250, 20)]) == (3, 0, 2)


def test_a_speck_that_reaches_out_of_the_searched_part_hides_nothing_larger(path):
    search(path, [box(100, 30, 20, 10)])
    assert search(path, [box(10, 10, 100, 60)], size=(SIDE, 110)) == (1, 0, 0)
    assert list(states(path).values()) == ["undecided", "undecided"]


def test_two_that_reach_out_hide_what_they_cover_together(path):
    search(path, [box(90, 10, 60, 20), box(90, 30, 60, 20)])
    # Each of them is larger than the part of it that was searched, and covers less than half of that.
    assert search(path, [box(80, 5, 30, 48)], size=(SIDE, 110)) == (0, 1, 0)


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
    taken = append_candidates(path, run, [Candidate(box(10, 10), 0.7, 0.9, 1.0)], UTM)
    assert (taken.added, taken.known, taken.replaced) == (0, 1, 0)
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


# What nobody has decided, of other models


def test_another_model_replaces_what_nobody_has_decided_where_it_is_asked_to(degrees):
    assert search(degrees, [box(10, 10), box(100, 10), box(10, 200), box(200, 200), box(300, 10)]) == (5, 0, 0)
    search_run(degrees, [box(300, 300)], model="ef" * 32, command="import")
    search_run(degrees, [box(200, 300)], model="12" * 32, target="debris-covered glacier")
    with closing(open_inventory(degrees)) as inventory:
        operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
        operations.remove(inventory, 2, "talus", ME)
        operations.comment(inventory, CANDIDATES, 3, "ask Zeynep", ME)
    before = rows_of(degrees, CANDIDATES), rows_of(degrees, ROCK_GLACIERS)
    found = [box(10, 10), box(100, 10), box(12, 202), box(202, 202), box(20, 320)]
    taken = search_run(degrees, found, model=OTHER_HASH, replaces_other_models=True)
    assert (taken.added, taken.known, taken.replaced) == (2, 3, 2), "one that moved, and one that was not found again"
    now = rows_of(degrees, CANDIDATES)
    stays = {fid: row for fid, row in before[0].items() if fid not in (4, 5)}
    assert {fid: now[fid] for fid in stays} == stays
    assert rows_of(degrees, ROCK_GLACIERS) == before[1]
    assert now.keys() == {*stays, 8, 9}
    (told,) = [
        row
        for row in journal(degrees)
        if "replaced" in row["TOUCHED"]["candidates"] and row["TOUCHED"]["candidates"]["replaced"] == [5]
    ]
    assert told["ATT_BEFORE"]["candidates"]["5"]["CANDIDATE_ID"] == before[0][5]["CANDIDATE_ID"]
    assert '"replace_undecided": true' in list(rows_of(degrees, RUNS).values())[-1]["PARAMETERS"]
    assert_whole(degrees)
    with closing(open_inventory(degrees)) as inventory:
        undoing.undo(inventory, ME.person)
        undoing.undo(inventory, ME.person)
    assert states(degrees)[2] == schema.UNDECIDED, "what was decided before is still undone"


def test_another_model_leaves_all_as_it_is_where_it_is_not_asked_to(path):
    assert search(path, [box(10, 10)]) == (1, 0, 0)
    assert search(path, [box(12, 12)], model=OTHER_HASH) == (1, 0, 0)


def test_where_there_is_no_inventory_nothing_can_be_replaced(tmp_path):
    done = engine_here.run(
        "polygonize", "--input", tmp_path / "p.tif", "--output", tmp_path / "c.gpkg", "--replace-undecided"
    )
    assert done.error == "Undecided candidates can be replaced only in an inventory; give one."
