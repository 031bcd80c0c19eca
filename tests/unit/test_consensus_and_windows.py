"""What reviewers decide together, and windows that they search; nobody sees another's view before all are done."""

from __future__ import annotations

import struct
from contextlib import closing

import pytest
from mapping import (
    ME,
    assert_whole,
    candidate_outline,
    candidate_squares,
    journal,
    make_inventory,
    open_inventory,
    rows_of,
)
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.consensus import Disagreement, View, agree, disagreements, missing_decisions
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample, read_sample, sample_names
from rock_glacier_inventory.gestures.windows import GroundDraw, Window, WindowQueue, judge_window, keep_windows
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import ChangedElsewhere, UserError
from rock_glacier_inventory.inventory.schema import GEOMETRY, GROUND, ROCK_GLACIERS

ANN, BEN = "Ann", "Ben Überall"


@pytest.fixture
def inventory(tmp_path):
    path = make_inventory(tmp_path / "a 冰.gpkg", candidate_squares(4))
    with closing(open_inventory(path)) as inventory:
        inventory.connection.execute("PRAGMA synchronous = OFF")
        for fid in range(1, 5):
            operations.remain(inventory, fid, candidate_outline(inventory, fid), ME)
        yield inventory
    assert_whole(path)


@pytest.fixture
def sample(inventory):
    return draw_sample(inventory, Draw(share=1))


def identifiers(inventory):
    return [row["ID"] for row in rows_of(inventory.path, ROCK_GLACIERS).values()]


def judge_all(inventory, sample, of_ann="yes", of_ben="yes", but=1):
    """Both judge all markers; Ben says something else of the last `but`."""
    names = identifiers(inventory)
    for place, identifier in enumerate(names):
        decide(inventory, sample, identifier, ANN, of_ann, "")
        decide(inventory, sample, identifier, BEN, "no" if place >= len(names) - but else of_ben, "a moraine")
    return names


def test_nothing_is_shown_before_all_are_done(inventory, sample):
    names = identifiers(inventory)
    assert missing_decisions(inventory, sample) == 8
    for identifier in names:
        decide(inventory, sample, identifier, ANN, "yes")
    for identifier in names[:3]:
        decide(inventory, sample, identifier, BEN, "no")
    assert (missing_decisions(inventory, sample), disagreements(inventory, sample)) == (1, [])
    decide(inventory, sample, names[3], BEN, "yes")
    assert missing_decisions(inventory, sample) == 0
    assert {found.identifier for found in disagreements(inventory, sample)} == set(names[:3])


def test_a_marker_that_is_gone_keeps_nobody_waiting(inventory, sample):
    names = judge_all(inventory, sample)[:3]
    with inventory.change():
        inventory.connection.execute(f"DELETE FROM primary_markers WHERE ID NOT IN ({str(names)[1:-1]})")
    assert (missing_decisions(inventory, sample), disagreements(inventory, sample)) == (0, [])


def test_another_sample_that_wants_more_reviewers_is_waited_for(inventory, sample):
    judge_all(inventory, sample)
    draw_sample(inventory, Draw(share=1, reviewers=3))
    assert missing_decisions(inventory, sample) == 4 and disagreements(inventory, sample) == []


def test_a_consensus_stands_beside_the_decisions_and_is_undone(inventory, sample):
    name = judge_all(inventory, sample)[-1]
    views = (View(ANN, "yes"), View(BEN, "no", "a moraine"))
    assert disagreements(inventory, sample) == [Disagreement(name, views)]
    told = rows_of(inventory.path, ROCK_GLACIERS)
    agree(inventory, name, "no", (ANN, BEN, ANN), "Cem", " no front ")
    assert disagreements(inventory, sample) == [Disagreement(name, views, "no", f"{ANN}; {BEN}", "no front")]
    assert rows_of(inventory.path, ROCK_GLACIERS) == told, "REVIEWER and ADDI_INF stay"
    (found,) = disagreements(inventory, sample)
    agree(inventory, name, "uncertain", (ANN,), ANN, "", found)
    (row,) = rows_of(inventory.path, schema.CONSENSUS).values()
    assert (row["DECISION"], row["PERSONS"], row["COMMENT"]) == ("uncertain", ANN, None)
    assert [entry["OPERATION"] for entry in journal(inventory.path)][-2:] == ["consensus"] * 2
    assert undoing.undo(inventory, ANN).operation == "consensus"
    assert disagreements(inventory, sample)[0].consensus == "no"
    assert undoing.redo(inventory, ANN).operation == "consensus"
    assert disagreements(inventory, sample)[0].consensus == "uncertain"


def test_two_who_write_a_consensus_at_once(inventory, sample):
    name = judge_all(inventory, sample)[-1]
    (shown,) = disagreements(inventory, sample)
    agree(inventory, name, "no", (ANN, BEN), ANN, "", shown)
    with pytest.raises(ChangedElsewhere, match=r"A consensus on .* meanwhile"):
        agree(inventory, name, "yes", (ANN, BEN), BEN, "", shown)
    assert [row["DECISION"] for row in rows_of(inventory.path, schema.CONSENSUS).values()] == ["no"]


@pytest.mark.parametrize("change", [("yes", ""), ("undefined", "a moraine"), ("no", "the toe of a glacier")])
def test_a_reviewer_changes_a_view_while_it_is_discussed(inventory, sample, change):
    """In another QGIS: what was agreed was agreed on other views, so they are looked at again first."""
    name = judge_all(inventory, sample)[-1]
    (shown,) = disagreements(inventory, sample)
    with closing(open_inventory(inventory.path)) as other:
        decide(other, sample, name, BEN, *change)
    with pytest.raises(ChangedElsewhere, match="A reviewer has changed a decision or comment on"):
        agree(inventory, name, "no", (ANN, BEN), ANN, "", shown)
    assert rows_of(inventory.path, schema.CONSENSUS) == {}
    again = disagreements(inventory, sample)
    assert [one.identifier for one in again] == ([] if change[0] == "yes" else [name])
    for found in again:
        agree(inventory, name, "no", (ANN, BEN), ANN, "", found)
    assert len(rows_of(inventory.path, schema.CONSENSUS)) == len(again)


def test_a_reviewer_takes_a_decision_back_while_it_is_discussed(inventory, sample):
    name = judge_all(inventory, sample)[-1]
    (shown,) = disagreements(inventory, sample)
    with closing(open_inventory(inventory.path)) as other:
        undoing.undo(other, BEN)
    with pytest.raises(UserError, match="not judged by all of its reviewers"):
        agree(inventory, name, "no", (ANN, BEN), ANN, "", shown)
    assert disagreements(inventory, sample) == [], "and nobody sees the other's views"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"persons": (" ",)}, "Say who agreed"),
        ({"decision": "perhaps"}, "'perhaps' is no decision"),
        ({"person": ""}, "name"),
        ({"identifier": "RGU000000N0000000E"}, "not judged by all"),
    ],
)
def test_what_is_no_consensus_is_said(inventory, sample, more, sentence):
    name = judge_all(inventory, sample)[-1]
    wanted = {"identifier": name, "decision": "no", "persons": (ANN, BEN), "person": ANN, **more}
    with pytest.raises(UserError, match=sentence):
        agree(inventory, **wanted)
    assert rows_of(inventory.path, schema.CONSENSUS) == {}


def test_one_reviewer_alone_has_nobody_to_agree_with(inventory):
    sample = draw_sample(inventory, Draw(number=1, reviewers=1))
    (name,) = (row["ID"] for row in rows_of(inventory.path, schema.REVIEW_SAMPLES).values())
    decide(inventory, sample, name, ANN, "no")
    assert disagreements(inventory, sample) == []
    with pytest.raises(UserError, match="not judged by all"):
        agree(inventory, name, "yes", (ANN,), ANN)


# Windows


def point(x, y):
    return struct.pack("<BIdd", 1, 1, x, y)


@pytest.fixture
def windows(inventory):
    """Two windows of ten in the West, one of three in the East."""
    outline = inventory.row(ROCK_GLACIERS, 1)[GEOMETRY]
    kept = [Window(outline, stratum, 4e6) for stratum in ("West", "West", "O'st")]
    return keep_windows(inventory, kept, {"West": 10, "O'st": 3}, GroundDraw(5, 2000, "subregion", 2, ANN))


def test_windows_are_a_sample_with_weights(inventory, windows):
    sample = read_sample(inventory, windows)
    assert (sample.kind, sample.design, sample.cell, sample.seed) == (GROUND, "stratified", 2000, 5)
    assert (sample.population, sample.drawn) == ({"West": 10, "O'st": 3}, {"West": 2, "O'st": 1})
    found = rows_of(inventory.path, schema.SAMPLE_WINDOWS).values()
    assert [row["WEIGHT"] for row in found] == [5.0, 5.0, 3.0]
    assert (sample_names(inventory), sample_names(inventory, GROUND)) == ([], [windows])


def test_a_reviewer_sees_only_what_is_their_own(inventory, windows):
    judge_window(inventory, windows, 1, ANN, [point(1, 2), point(3, 4)], "two")
    ann, ben = (WindowQueue(inventory, windows, name) for name in (ANN, BEN))
    assert (ann.missed(1), ann.comment(1), ann.points(1)) == (2, "two", [point(1, 2), point(3, 4)])
    assert (ben.missed(1), ben.comment(1), ben.points(1)) == (None, "", [])
    assert (ann.searched(), ann.first_open(), ann.first_open(3)) == (1, 2, 2)
    assert (ben.first_open(), ben.first_open(3)) == (1, 1)
    assert ann.outline(2) == inventory.row(ROCK_GLACIERS, 1)[GEOMETRY]


def test_points_are_set_moved_taken_back_and_undone(inventory, windows):
    judge_window(inventory, windows, 1, ANN, [point(1, 2), point(3, 4)])
    judge_window(inventory, windows, 1, BEN, [])
    judge_window(inventory, windows, 1, ANN, [point(3, 4)], "one", (2, ""))
    queue = WindowQueue(inventory, windows, ANN)
    assert (queue.missed(1), queue.points(1)) == (1, [point(3, 4)])
    assert undoing.undo(inventory, ANN).operation == "window"
    queue.reload()
    assert (queue.missed(1), sorted(queue.points(1))) == (2, sorted([point(1, 2), point(3, 4)]))
    assert WindowQueue(inventory, windows, BEN).missed(1) == 0, "none is an answer"
    undoing.undo(inventory, ANN)
    assert rows_of(inventory.path, schema.MISSED_POINTS) == {}


def test_the_same_reviewer_in_two_windows(inventory, windows):
    judge_window(inventory, windows, 1, ANN, [point(1, 2)], "", (None, ""))
    with pytest.raises(ChangedElsewhere, match="meanwhile"):
        judge_window(inventory, windows, 1, ANN, [], "", (None, ""))
    assert WindowQueue(inventory, windows, ANN).missed(1) == 1


def test_a_window_that_is_gone(inventory, windows):
    with pytest.raises(UserError, match="no window 9"):
        judge_window(inventory, windows, 9, ANN, [])
    queue = WindowQueue(inventory, windows, ANN)
    with inventory.change():
        inventory.connection.execute("DELETE FROM sample_windows WHERE PLACE = 1")
    with pytest.raises(UserError, match="no longer in the file"):
        queue.outline(1)
    with pytest.raises(UserError, match="No window lies"):
        keep_windows(inventory, [], {}, GroundDraw())
