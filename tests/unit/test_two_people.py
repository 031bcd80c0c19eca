"""Two people on one inventory: nobody decides over what another has decided, and each is told who did."""

from __future__ import annotations

import pytest
from mapping import (
    ME,
    candidate_outline,
    candidate_squares,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    snapshot,
    square,
)
from rock_glacier_inventory.gestures import operations, reshaping, reviews
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.errors import ChangedElsewhere, UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS

BOB = By("Bob 冰", "Other basemap", "2022")


@pytest.fixture
def path(tmp_path):
    return make_inventory(tmp_path / "shared é 冰.gpkg", candidate_squares(3))


@pytest.fixture
def mine(path):
    opened = open_inventory(path)
    yield opened
    opened.close()


@pytest.fixture
def his(path):
    opened = open_inventory(path)
    yield opened
    opened.close()


def refused(inventory, gesture, person=BOB.person, operation="remain"):
    before = snapshot(inventory.path), journal(inventory.path)
    with pytest.raises(ChangedElsewhere) as error:
        gesture()
    assert (snapshot(inventory.path), journal(inventory.path)) == before
    assert (error.value.person, error.value.operation) == (person, operation)
    return error.value.message


def test_a_candidate_decided_by_another_is_not_decided_again_unseen(mine, his):
    seen = mine.row(CANDIDATES, 1)
    outline = candidate_outline(mine, 1)
    operations.remain(his, 1, outline, BOB, his.row(CANDIDATES, 1))
    for gesture in (
        lambda: operations.remain(mine, 1, outline, ME, seen),
        lambda: operations.remove(mine, 1, "talus", ME, seen),
        lambda: operations.refine(mine, 1, outline, ME, seen),
    ):
        assert "changed meanwhile by Bob 冰" in refused(mine, gesture)
    operations.remove(mine, 1, "talus", ME, mine.row(CANDIDATES, 1))  # now it is known what is taken back
    assert rows_of(mine.path, ROCK_GLACIERS) == {}


def test_a_removal_by_another_is_told_as_such(mine, his):
    seen = mine.row(CANDIDATES, 2)
    operations.remove(his, 2, "moraine", BOB)
    refused(mine, lambda: operations.remain(mine, 2, candidate_outline(mine, 2), ME, seen), operation="remove")


def test_a_rock_glacier_that_another_has_redrawn_is_not_overwritten(mine, his):
    fids = [operations.remain(mine, fid, candidate_outline(mine, fid), ME) for fid in (1, 2)]
    seen = {fid: mine.row(ROCK_GLACIERS, fid) for fid in fids}
    operations.refine_rock_glacier(his, fids[0], outline_of(square(97.2, 28.1, 0.0015)), BOB)
    drawn = outline_of(square(97.2, 28.1, 0.001))
    latitude, longitude = seen[fids[0]]["LAT"], seen[fids[0]]["LON"]
    for gesture in (
        lambda: operations.refine_rock_glacier(mine, fids[0], drawn, ME, seen[fids[0]]),
        lambda: operations.remove_rock_glacier(mine, fids[0], "talus", ME, seen[fids[0]]),
        lambda: reshaping.split(mine, fids[0], [drawn, drawn], ME, seen[fids[0]]),
        lambda: reshaping.merge(mine, fids, drawn, ME, seen),
        lambda: reshaping.move_marker(mine, fids[0], latitude, longitude, b"", ME, seen[fids[0]]),
    ):
        refused(mine, gesture, operation="refine")


def test_what_another_removed_is_told_with_a_name(mine, his):
    fid = operations.remain(mine, 1, candidate_outline(mine, 1), ME)
    seen = mine.row(ROCK_GLACIERS, fid)
    operations.remove_rock_glacier(his, fid, "talus", BOB)
    message = refused(mine, lambda: operations.remove_rock_glacier(mine, fid, "water", ME, seen), operation="remove")
    assert "is no longer in" in message
    assert "removed by Bob 冰" in message


def test_a_comment_of_another_is_not_overwritten(mine, his):
    seen = mine.row(CANDIDATES, 1)
    operations.comment(his, CANDIDATES, 1, "front unclear", BOB)
    refused(mine, lambda: operations.comment(mine, CANDIDATES, 1, "snow", ME, seen), operation="comment")
    operations.remain(mine, 1, candidate_outline(mine, 1), ME, seen)  # a comment decides nothing


def test_the_journal_tells_the_last_gesture_and_no_other_feature(mine):
    assert mine.last_change(CANDIDATES, 1) == ("", "")
    operations.remove(mine, 1, "talus", ME)
    operations.remove(mine, 2, "talus", BOB)
    assert mine.last_change(CANDIDATES, 1) == (ME.person, "remove")
    assert mine.last_change(CANDIDATES, 2) == (BOB.person, "remove")
    assert mine.last_change(ROCK_GLACIERS, 1) == ("", "")


@pytest.mark.parametrize("person", ["", "  "])
def test_nothing_is_decided_without_a_name(mine, person):
    nobody, outline = By(person), candidate_outline(mine, 1)
    before = snapshot(mine.path), journal(mine.path)
    for gesture in (
        lambda: operations.remain(mine, 1, outline, nobody),
        lambda: operations.remove(mine, 1, "talus", nobody),
        lambda: operations.refine(mine, 1, outline, nobody),
        lambda: operations.retrieve(mine, outline, nobody),
        lambda: operations.comment(mine, CANDIDATES, 1, "x", nobody),
    ):
        with pytest.raises(UserError, match="Say who you are first"):
            gesture()
    assert (snapshot(mine.path), journal(mine.path)) == before


def test_one_reviewer_in_two_windows_overwrites_nothing_unseen(mine, his):
    fid = operations.remain(mine, 1, candidate_outline(mine, 1), ME)
    marker = rows_of(mine.path, ROCK_GLACIERS)[fid]["ID"]
    sample = draw_sample(mine, Draw(number=1))
    reviews.decide(his, sample, marker, "Rosa", "no", "front unclear", ("", ""))
    for seen in (("", ""), ("no", ""), ("yes", "front unclear")):
        refused(mine, lambda seen=seen: reviews.decide(mine, sample, marker, "Rosa", "yes", "", seen), "Rosa", "review")
    reviews.decide(mine, sample, marker, "Sami", "yes", "", ("", ""))  # another person's own
    reviews.decide(mine, sample, marker, "Rosa", "yes", "", ("no", "front unclear"))
