"""Samples for review, and reviewers who do not see each other."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapping import (
    ME,
    assert_whole,
    candidate_outline,
    candidate_squares,
    journal,
    make_inventory,
    open_inventory,
    rows_of,
    snapshot,
)
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.reviews import ReviewQueue, decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample, sample_names
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import DECISIONS, PRIMARY_MARKERS, REVIEW_SAMPLES, REVIEWS, ROCK_GLACIERS

ANN, BEN, CID = "Ann", "Ben Überall", "Cid"


@pytest.fixture
def inventory(tmp_path):
    """Forty rock glaciers, ten of them in the East."""
    regions = ["West"] * 30 + ["O'st"] * 10
    path = make_inventory(tmp_path / "a é.gpkg", candidate_squares(40), SUBREGION=regions)
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        for fid in range(1, 41):
            operations.remain(inventory, fid, candidate_outline(inventory, fid), ME)
        yield inventory
    assert_whole(path)


def drawn(inventory, name):
    rows = [row for row in rows_of(inventory.path, REVIEW_SAMPLES).values() if row["SAMPLE"] == name]
    return [row["ID"] for row in sorted(rows, key=lambda row: row["PLACE"])]


def told(inventory, identifier):
    """What the rock glacier says of its review."""
    (row,) = (row for row in rows_of(inventory.path, ROCK_GLACIERS).values() if row["ID"] == identifier)
    return row["REVIEWER"], row["ADDI_INF"]


def test_a_seed_gives_the_same_markers_and_another_seed_others(inventory):
    names = [draw_sample(inventory, Draw(number=8, seed=seed)) for seed in (1, 1, 2)]
    first, again, other = (drawn(inventory, name) for name in names)
    assert first == again
    assert first != other
    assert len(set(names)) == 3
    assert sample_names(inventory) == names[::-1]
    markers = {row["ID"] for row in rows_of(inventory.path, PRIMARY_MARKERS).values()}
    assert len(set(first)) == 8
    assert set(first) <= markers


def test_the_draw_does_not_hang_on_the_order_of_the_rows(inventory):
    first = drawn(inventory, draw_sample(inventory, Draw(number=5)))
    operations.remove(inventory, 1, "talus", ME)
    undoing.undo(inventory, ME.person)
    with inventory.gesture("comment", "x") as edit:  # the same markers, in other rows
        for fid in (3, 2):
            row = edit.read(PRIMARY_MARKERS, fid)
            edit.delete(PRIMARY_MARKERS, fid)
            edit.insert(PRIMARY_MARKERS, row)
    assert drawn(inventory, draw_sample(inventory, Draw(number=5))) == first


@pytest.mark.parametrize(
    ("draw", "count"),
    [
        (Draw(), 2),
        (Draw(share=0.5), 20),
        (Draw(share=1.0), 40),
        (Draw(share=0.001), 1),
        (Draw(number=7), 7),
        (Draw(number=1000), 40),
        (Draw(share=0.5, subregion="O'st"), 5),
        (Draw(number=20, subregion="O'st"), 10),
    ],
)
def test_share_number_and_subregion(inventory, draw, count):
    name = draw_sample(inventory, draw)
    found = drawn(inventory, name)
    assert len(set(found)) == len(found) == count
    regions = {row["ID"]: row["SUBREGION"] for row in rows_of(inventory.path, PRIMARY_MARKERS).values()}
    if draw.subregion:
        assert {regions[identifier] for identifier in found} == {"O'st"}
    rows = list(rows_of(inventory.path, REVIEW_SAMPLES).values())
    assert [row["PLACE"] for row in rows] == list(range(1, count + 1))
    assert {(row["REVIEWERS"], row["SEED"]) for row in rows} == {(2, 1)}
    assert f"{count} markers" in name


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (Draw(share=0), "0 %"),
        (Draw(share=1.5), "150 %"),
        (Draw(number=-1), "cannot be drawn"),
        (Draw(reviewers=0), "At least one reviewer"),
        (Draw(subregion="nowhere"), "in the subregion nowhere"),
    ],
)
def test_a_draw_that_makes_no_sense_is_told(inventory, draw, words):
    before = snapshot(inventory.path)
    with pytest.raises(UserError, match=words):
        draw_sample(inventory, draw)
    assert snapshot(inventory.path) == before


def test_an_inventory_without_markers_has_no_sample(tmp_path):
    with closing(open_inventory(make_inventory(tmp_path / "a.gpkg", candidate_squares(1)))) as inventory:
        with pytest.raises(UserError, match="map rock glaciers first"):
            draw_sample(inventory, Draw())
        assert sample_names(inventory) == []


def test_a_decision_is_one_row_for_each_marker_and_reviewer(inventory):
    sample = draw_sample(inventory, Draw(number=2))
    first, second = drawn(inventory, sample)
    decide(inventory, sample, first, ANN, "yes")
    decide(inventory, sample, first, ANN, "no", " it's talus ")
    decide(inventory, sample, second, ANN, "undefined")
    decide(inventory, sample, first, BEN, "yes", "c" * 300)
    rows = sorted(rows_of(inventory.path, REVIEWS).values(), key=lambda row: (row["REVIEWER"], row["ID"]))
    assert sorted((row["ID"], row["REVIEWER"], row["DECISION"]) for row in rows) == sorted(
        [(first, ANN, "no"), (second, ANN, "undefined"), (first, BEN, "yes")]
    )
    comments = {(row["REVIEWER"], row["ID"]): row["COMMENT"] for row in rows}
    assert comments == {(ANN, first): "it's talus", (ANN, second): None, (BEN, first): "c" * 254}
    assert all(row["TIME"].endswith("Z") for row in rows)
    assert [row["PERSON"] for row in journal(inventory.path)[-4:]] == [ANN, ANN, ANN, BEN]


def test_a_rock_glacier_is_told_only_when_all_reviewers_are_done(inventory):
    sample = draw_sample(inventory, Draw(number=1, reviewers=3))
    (marker,) = drawn(inventory, sample)
    decide(inventory, sample, marker, CID, "no")
    assert told(inventory, marker) == (None, None)
    decide(inventory, sample, marker, ANN, "yes")
    assert told(inventory, marker) == (None, None)
    decide(inventory, sample, marker, BEN, "no")
    assert told(inventory, marker) == ("Ann; Ben Überall; Cid", "false identification (2 of 3 reviewers)")
    decide(inventory, sample, marker, CID, "uncertain")
    notes = "false identification (1 of 3 reviewers); uncertain (1 of 3 reviewers)"
    assert told(inventory, marker)[1] == notes
    for reviewer in (CID, BEN):
        decide(inventory, sample, marker, reviewer, "yes")
    assert told(inventory, marker) == ("Ann; Ben Überall; Cid", None)


def test_one_reviewer_alone_is_told_at_once(inventory):
    sample = draw_sample(inventory, Draw(number=1, reviewers=1))
    (marker,) = drawn(inventory, sample)
    decide(inventory, sample, marker, ANN, "undefined")
    assert told(inventory, marker) == (ANN, "undefined (1 of 1 reviewer)")


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from([ANN, BEN]), st.sampled_from(DECISIONS)), max_size=8),
    st.sampled_from([None, "lobate; active", "seen in 2019 (uncertain)", "x" * 250]),
)
def test_what_else_is_noted_stays(shared, decisions, note):
    inventory, sample = shared
    (marker,) = drawn(inventory, sample)
    with inventory.gesture("comment", "x") as edit:
        for fid in edit.find(REVIEWS, "ID", marker):
            edit.delete(REVIEWS, fid)
        (fid,) = edit.find(ROCK_GLACIERS, "ID", marker)
        edit.update(ROCK_GLACIERS, fid, {"ADDI_INF": note, "REVIEWER": None})
    last = {}
    for reviewer, decision in decisions:
        decide(inventory, sample, marker, reviewer, decision)
        last[reviewer] = decision
    names, text = told(inventory, marker)
    if len(last) < 2:
        assert (names, text) == (None, note)
        return
    assert names == f"{ANN}; {BEN}"
    doubts = [decision for decision in last.values() if decision != "yes"]
    assert (text or "").startswith(note or "")
    if note and len(note) > 200:
        assert text == note, "half a note is none; the decisions are in the table of reviews"
    else:
        for decision in ("no", "uncertain", "undefined"):
            name = "false identification" if decision == "no" else decision
            expected = doubts.count(decision)
            assert (f"{name} ({expected} of 2 reviewers)" in (text or "")) == bool(expected)
        assert (text or "").count("of 2 reviewers") == len(set(doubts))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    path = make_inventory(tmp_path_factory.mktemp("reviews") / "a.gpkg", candidate_squares(1))
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        operations.remain(inventory, 1, candidate_outline(inventory, 1), ME)
        yield inventory, draw_sample(inventory, Draw(number=1))


def test_undo_of_a_decision_restores_all(inventory):
    sample = draw_sample(inventory, Draw(number=1))
    (marker,) = drawn(inventory, sample)
    states = [snapshot(inventory.path)]
    for reviewer, decision in ((ANN, "no"), (BEN, "no"), (BEN, "yes"), (BEN, "uncertain")):
        decide(inventory, sample, marker, reviewer, decision)
        states.append(snapshot(inventory.path))
    for state in states[-2:0:-1]:
        undone = undoing.undo(inventory, BEN)
        assert (undone.operation, undone.reviewed) == ("review", (marker,)), "also where the row is gone"
        assert snapshot(inventory.path) == state
    assert undoing.undo(inventory, BEN) is None
    undoing.undo(inventory, ANN)
    assert snapshot(inventory.path) == states[0]


def test_a_decision_taken_back_after_the_other_reviewer_was_done(inventory):
    sample = draw_sample(inventory, Draw(number=1))
    (marker,) = drawn(inventory, sample)
    decide(inventory, sample, marker, ANN, "no")
    decide(inventory, sample, marker, BEN, "yes")
    done = snapshot(inventory.path)
    assert told(inventory, marker) == (f"{ANN}; {BEN}", "false identification (1 of 2 reviewers)")
    undoing.undo(inventory, ANN)
    assert told(inventory, marker) == (None, None), "not all have decided any more"
    undoing.redo(inventory, ANN)
    assert snapshot(inventory.path) == done


def test_a_reviewers_queue_never_holds_what_another_said(inventory):
    sample = draw_sample(inventory, Draw(number=6))
    markers = drawn(inventory, sample)
    mine, theirs = ReviewQueue(inventory, sample, ANN), ReviewQueue(inventory, sample, BEN)
    assert mine.identifiers == theirs.identifiers == markers
    for marker in markers[:4]:
        decide(inventory, sample, marker, BEN, "no", "secret opinion")
    for queue in (mine, theirs):
        queue.reload()
    assert (mine.decided(), theirs.decided()) == (0, 4)
    assert {mine.decision(marker) + mine.comment(marker) for marker in markers} == {""}
    assert "secret opinion" not in repr(vars(mine))
    assert theirs.comment(markers[0]) == "secret opinion"
    assert all(told(inventory, marker) == (None, None) for marker in markers)


def test_the_way_through_a_sample(inventory):
    sample = draw_sample(inventory, Draw(number=4))
    queue = ReviewQueue(inventory, sample, ANN)
    assert queue.first_undecided() == 0
    for place in (0, 2, 3):
        decide(inventory, sample, queue.identifiers[place], ANN, "yes")
    queue.reload()
    assert [queue.first_undecided(after) for after in (-1, 0, 1, 2, 3)] == [1] * 5
    decide(inventory, sample, queue.identifiers[1], ANN, "yes")
    queue.reload()
    assert queue.first_undecided() is None
    assert queue.decided() == 4
    empty = ReviewQueue(inventory, "no such sample", ANN)
    assert (empty.identifiers, empty.first_undecided(), empty.decided()) == ([], None, 0)


@pytest.mark.parametrize(
    ("reviewer", "decision", "words"), [("  ", "yes", "who you are"), (ANN, "maybe", "'maybe' is no decision")]
)
def test_a_decision_needs_a_name_and_one_of_four_words(inventory, reviewer, decision, words):
    before = snapshot(inventory.path), journal(inventory.path)
    with pytest.raises(UserError, match=words):
        decide(inventory, "", "RGU281527N0972426E", reviewer, decision)
    assert (snapshot(inventory.path), journal(inventory.path)) == before


def test_a_marker_whose_rock_glacier_is_gone_can_still_be_judged(inventory):
    sample = draw_sample(inventory, Draw(number=1, reviewers=1))
    (marker,) = drawn(inventory, sample)
    (fid,) = (fid for fid, row in rows_of(inventory.path, ROCK_GLACIERS).items() if row["ID"] == marker)
    operations.remove(inventory, fid, "talus", ME)  # candidate and rock glacier have the same number here
    decide(inventory, sample, marker, ANN, "no")
    assert [row["DECISION"] for row in rows_of(inventory.path, REVIEWS).values()] == ["no"]
