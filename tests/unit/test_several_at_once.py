"""Gestures on several candidates at once: each is one row of the journal, and one undo takes it back."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
import shapely
from mapping import (
    ME,
    candidate_outline,
    candidate_squares,
    decode,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    snapshot,
)
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.gestures.operations import By, Found
from rock_glacier_inventory.inventory.errors import ChangedElsewhere, UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, JOURNAL, PRIMARY_MARKERS, ROCK_GLACIERS

OTHER_IMAGE = By(ME.person, "Second image", "2022-09")


@pytest.fixture
def inventory(tmp_path):
    path = make_inventory(tmp_path / "a.gpkg", candidate_squares(8), SUBREGION=["W"] * 4 + ["E"] * 4)
    with closing(open_inventory(path)) as inventory:
        yield inventory


def found(inventory, *fids):
    return [Found(fid, ME, inventory.row(CANDIDATES, fid)) for fid in fids]


def with_outlines(inventory, *fids):
    return [(one, candidate_outline(inventory, one.fid)) for one in found(inventory, *fids)]


def states(inventory):
    return {fid: row["STATE"] for fid, row in rows_of(inventory.path, CANDIDATES).items()}


def halves(inventory, fid):
    west, south, east, north = decode(inventory.row(CANDIDATES, fid)[GEOMETRY]).bounds
    third = west + (east - west) / 3
    return [outline_of(shapely.box(west, south, third, north)), outline_of(shapely.box(third, south, east, north))]


def whole_of(inventory, *fids):
    return outline_of(shapely.union_all([decode(inventory.row(CANDIDATES, fid)[GEOMETRY]) for fid in fids]))


def undone_and_done_again(inventory, before):
    after = snapshot(inventory.path)
    undoing.undo(inventory, ME.person)
    assert snapshot(inventory.path) == before
    undoing.redo(inventory, ME.person)
    assert snapshot(inventory.path) == after


def test_remain_of_several_is_what_remain_of_each_is(inventory, tmp_path):
    before = snapshot(inventory.path)
    fids = operations.remain_all(inventory, ME.person, with_outlines(inventory, 2, 5, 7))
    with closing(open_inventory(make_inventory(tmp_path / "b.gpkg", candidate_squares(8)))) as other:
        single = [operations.remain(other, fid, candidate_outline(other, fid), ME) for fid in (2, 5, 7)]
        told = rows_of(other.path, ROCK_GLACIERS)
    assert fids == single == [1, 2, 3]
    rows = rows_of(inventory.path, ROCK_GLACIERS)
    assert {fid: {**row, "SUBREGION": None} for fid, row in rows.items()} == told
    assert [rows[fid]["SUBREGION"] for fid in fids] == ["W", "E", "E"]
    assert [fid for fid, state in states(inventory).items() if state == "remain"] == [2, 5, 7]
    (row,) = journal(inventory.path)
    assert (row["OPERATION"], row["TOUCHED"][CANDIDATES.name]) == ("remain", [2, 5, 7])
    undone_and_done_again(inventory, before)


def test_where_one_was_decided_meanwhile_none_is_taken_in(inventory):
    wanted = with_outlines(inventory, 2, 5, 7)
    with closing(open_inventory(inventory.path)) as other:
        operations.remove(other, 5, "talus", By("Rosa"))
    before = snapshot(inventory.path)
    with pytest.raises(ChangedElsewhere):
        operations.remain_all(inventory, ME.person, wanted)
    assert snapshot(inventory.path) == before


def statements(inventory):
    """What the connection is asked from now on."""
    asked = []
    for name in ("rows", "execute"):
        ask = getattr(inventory.connection, name)
        setattr(inventory.connection, name, lambda *told, ask=ask: asked.append(told[0]) or ask(*told))
    return asked


def test_many_are_read_and_written_by_few_statements(tmp_path):
    """Each of 1 200 asked and written by itself took 15 seconds in the dock, and as long again to take back."""
    path = make_inventory(tmp_path / "a.gpkg", candidate_squares(1200))
    with closing(open_inventory(path)) as inventory:
        wanted, before = with_outlines(inventory, *range(1200, 0, -1)), snapshot(path)
        asked = statements(inventory)
        fids = operations.remain_all(inventory, ME.person, wanted)
        assert len(asked) < 100
        rows = rows_of(path, ROCK_GLACIERS)
        assert [rows[fid]["CANDIDATE"] for fid in fids] == [f"c{n}" for n in range(1200, 0, -1)]
        assert [decode(rows[fid][GEOMETRY]) for fid in fids[::100]] == [
            decode(outline.geometry) for _, outline in wanted[::100]
        ]
        assert {row["ID"] for row in rows.values()} == {row["ID"] for row in rows_of(path, PRIMARY_MARKERS).values()}
        assert set(states(inventory).values()) == {"remain"}
        for gesture in (undoing.undo, undoing.redo):
            asked.clear()
            gesture(inventory, ME.person)
            assert len(asked) < 100
        undone_and_done_again(inventory, before)


def test_one_that_is_named_twice_is_not_taken_in_twice(inventory):
    before = snapshot(inventory.path)
    with pytest.raises(UserError, match="c2 is in the inventory already"):
        operations.remain_all(inventory, ME.person, with_outlines(inventory, 2, 3, 2))
    assert snapshot(inventory.path) == before


def test_of_one_that_was_drawn_anew_the_earlier_outline_goes(inventory):
    drawn = operations.refine(inventory, 2, whole_of(inventory, 2, 3), ME)
    operations.retrieve(inventory, whole_of(inventory, 6), ME)
    before = snapshot(inventory.path)
    fids = operations.remain_all(inventory, ME.person, with_outlines(inventory, 1, 2, 4))
    rows = rows_of(inventory.path, ROCK_GLACIERS)
    assert drawn not in rows
    assert [rows[fid]["CANDIDATE"] for fid in fids] == ["c1", "c2", "c4"]
    assert len(rows) == len(rows_of(inventory.path, PRIMARY_MARKERS)) == 4
    undone_and_done_again(inventory, before)


def test_two_at_one_place_get_two_identifiers(tmp_path):
    squares = candidate_squares(1) * 2
    with closing(open_inventory(make_inventory(tmp_path / "a.gpkg", squares))) as inventory:
        operations.remain_all(inventory, ME.person, with_outlines(inventory, 1, 2))
        assert len({row["ID"] for row in rows_of(inventory.path, PRIMARY_MARKERS).values()}) == 2


def test_a_candidate_is_kept_and_cut_in_one_gesture(inventory):
    before = snapshot(inventory.path)
    shown = inventory.row(CANDIDATES, 3)
    large, small = reshaping.split_candidate(inventory, 3, halves(inventory, 3), ME, shown)
    rows = rows_of(inventory.path, ROCK_GLACIERS)
    assert rows[large]["AREA"] > rows[small]["AREA"]
    assert rows[large]["RGS_ID"] == rows[small]["RGS_ID"] == "RGS" + rows[large]["ID"][3:]
    for row in (rows[large], rows[small]):
        told = {name: row[name] for name in ("CANDIDATE", "OPERATION", "STALE", "SUBREGION", "SOUR_DATA", "MAP_DATE")}
        assert told == {
            "CANDIDATE": "c3",
            "OPERATION": "refine",
            "STALE": 1,
            "SUBREGION": "W",
            "SOUR_DATA": ME.source,
            "MAP_DATE": ME.date,
        }
    assert states(inventory)[3] == "refine"
    assert inventory.contradictions() == []
    assert [row["OPERATION"] for row in journal(inventory.path)] == ["split"]
    undone_and_done_again(inventory, before)


def test_the_journal_tells_how_cuts_were_proposed(inventory):
    how = {"method": "bodies and seams 1", "cuts_taken": 1}
    units = reshaping.split_candidate(inventory, 3, halves(inventory, 3), ME, None, how)
    reshaping.split(inventory, units[0], halves(inventory, 3), ME, None, {"cuts_taken": 2})
    reshaping.split(inventory, units[1], halves(inventory, 3), ME)
    told = [row["PARAMETERS"] for row in rows_of(inventory.path, JOURNAL).values()]
    assert [json.loads(text) if text else None for text in told] == [how, {"cuts_taken": 2}, None]


def test_what_is_in_already_is_not_cut_as_a_candidate(inventory):
    operations.remain(inventory, 3, candidate_outline(inventory, 3), ME)
    before = snapshot(inventory.path)
    with pytest.raises(UserError, match="c3 is in the inventory already"):
        reshaping.split_candidate(inventory, 3, halves(inventory, 3), ME)
    with pytest.raises(UserError, match="c3 is in the inventory already"):
        reshaping.merge(inventory, [], whole_of(inventory, 3, 4), ME, None, found(inventory, 3, 4))
    with pytest.raises(UserError, match="does not cut"):
        reshaping.split_candidate(inventory, 4, halves(inventory, 4)[:1], ME)
    assert snapshot(inventory.path) == before


def test_candidates_become_parts_of_a_rock_glacier(inventory):
    kept = operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
    identifier = rows_of(inventory.path, ROCK_GLACIERS)[kept]["ID"]
    operations.comment(inventory, CANDIDATES, 2, "its front", ME)
    before = snapshot(inventory.path)
    parts = [Found(2, OTHER_IMAGE, inventory.row(CANDIDATES, 2)), *found(inventory, 3)]
    assert reshaping.merge(inventory, [kept], whole_of(inventory, 1, 2, 3), ME, None, parts) == kept
    (row,) = rows_of(inventory.path, ROCK_GLACIERS).values()
    assert (row["ID"], row["CANDIDATE"], row["OPERATION"]) == (identifier, "c1", "refine")
    assert row["SOUR_DATA"] == f"{ME.source}; {OTHER_IMAGE.source}"
    assert row["COMMENT"] == "its front"
    assert [states(inventory)[fid] for fid in (1, 2, 3, 4)] == ["refine", "refine", "refine", "undecided"]
    assert len(rows_of(inventory.path, PRIMARY_MARKERS)) == 1
    assert inventory.contradictions() == []
    assert journal(inventory.path)[-1]["OPERATION"] == "merge"
    undone_and_done_again(inventory, before)


def test_of_candidates_alone_the_largest_becomes_the_rock_glacier(inventory):
    before = snapshot(inventory.path)
    parts = [*found(inventory, 4), Found(7, OTHER_IMAGE, inventory.row(CANDIDATES, 7))]
    kept = reshaping.merge(inventory, [], whole_of(inventory, 4, 7), ME, None, parts)
    row = rows_of(inventory.path, ROCK_GLACIERS)[kept]
    assert (row["CANDIDATE"], row["OPERATION"], row["SUBREGION"], row["STALE"]) == ("c7", "refine", "E", 1)
    assert set(row["SOUR_DATA"].split("; ")) == {ME.source, OTHER_IMAGE.source}
    assert set(row["MAP_DATE"].split("; ")) == {ME.date, OTHER_IMAGE.date}
    assert inventory.contradictions() == []
    undone_and_done_again(inventory, before)


def test_one_outline_alone_is_not_merged(inventory):
    with pytest.raises(UserError, match="two or more"):
        reshaping.merge(inventory, [], whole_of(inventory, 4), ME, None, found(inventory, 4))
