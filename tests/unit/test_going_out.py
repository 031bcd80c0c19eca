"""What of an inventory is open before it goes out to others, and what of it may be told while reviewers judge."""

from contextlib import closing

import pytest
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory
from rock_glacier_inventory.gestures import consensus, operations, reviews
from rock_glacier_inventory.gestures.finishing import going_out
from rock_glacier_inventory.gestures.finishing.going_out import DISPUTED, DOUBLED, IN_REVIEW, JUDGED_NO, NAMELESS, STALE
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.dialects.known import by_name
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS
from rock_glacier_inventory.store.records import Wanted

TPROGI, RGIK = by_name("tprogi"), by_name("rgik")


@pytest.fixture
def inventory(tmp_path):
    """Seven candidates, of which five are rock glaciers with attributes; one is removed."""
    with closing(open_inventory(make_inventory(tmp_path / "a é.gpkg", candidate_squares(7)))) as opened:
        for fid in (1, 2, 3, 4, 5):
            operations.remain(opened, fid, candidate_outline(opened, fid), ME)
        operations.remove(opened, 6, "talus", ME)
        change(opened, (1, 2, 3, 4, 5), STALE=0)
        yield opened


def change(inventory, fids, layer=ROCK_GLACIERS, **values):
    with inventory.change() as tables:
        tables.update(layer, values, Wanted(fids=fids))


def names(inventory):
    return [name for _, name in inventory.rows(ROCK_GLACIERS, ("ID",))]


def test_what_is_decided_is_not_open(inventory):
    found = going_out.what_is_open(inventory, TPROGI)
    assert (found.open, found.places, found.fids, found.total, found.undecided) == ({}, {}, set(), 5, 1)
    change(inventory, (7,), CANDIDATES, STATE=None)
    assert going_out.what_is_open(inventory, TPROGI).undecided == 1, "one without a state is undecided, too"


def test_each_reason_has_its_places_also_over_the_border_of_a_piece(inventory, monkeypatch):
    monkeypatch.setattr(going_out, "_PIECE", 2)
    first = names(inventory)[0]
    change(inventory, (2,), ID=first)
    change(inventory, (3,), ID=None)
    change(inventory, (4, 5), STALE=1)
    steps = list(going_out.looking_through(inventory, TPROGI))
    assert len(steps) >= 5, "nobody waits for all of it"
    found = going_out.what_is_open(inventory, TPROGI)
    assert found.places == {DOUBLED: [1, 2], NAMELESS: [3], STALE: [4, 5]} and found.fids == {1, 2, 3, 4, 5}
    assert found.open[DOUBLED] == [first, first] and found.open[NAMELESS] == ["fid 3"]
    assert STALE not in going_out.what_is_open(inventory, RGIK).open, "it holds nothing that could be stale"


def test_what_reviewers_said_is_blind_until_the_whole_sample_is_judged(inventory):
    first, second, *others = names(inventory)
    sample = draw_sample(inventory, Draw(share=1.0, reviewers=2))
    for person, decision in (("Ada", "no"), ("Bea", "yes")):
        reviews.decide(inventory, sample, first, person, decision)
        reviews.decide(inventory, sample, second, person, "no")
    assert going_out.being_judged(inventory) == {first, second, *others}, "who knows of ten judges the rest otherwise"
    assert going_out.what_is_open(inventory, RGIK).open == {IN_REVIEW: names(inventory)}, "whatever was said of them"
    for name in others:
        for person in ("Ada", "Bea"):
            reviews.decide(inventory, sample, name, person, "yes")
    assert going_out.being_judged(inventory) == set()
    assert going_out.what_is_open(inventory, RGIK).open == {DISPUTED: [first], JUDGED_NO: [second]}
    consensus.agree(inventory, first, "yes", ("Ada", "Bea"), "Ada")
    assert going_out.what_is_open(inventory, RGIK).open == {JUDGED_NO: [second]}
