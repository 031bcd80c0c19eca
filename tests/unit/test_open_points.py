"""What is still open in an inventory, how far it is, and the way through it."""

from contextlib import closing

import mapping
import pytest
import shapely
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory, outline_of, square
from rock_glacier_inventory.gestures import operations, reshaping, reviews
from rock_glacier_inventory.gestures.finishing import open_points
from rock_glacier_inventory.gestures.finishing.progress import Part, counting_progress, progress_of, sample_states
from rock_glacier_inventory.gestures.finishing.walk import Walk
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS
from rock_glacier_inventory.store.records import Wanted


@pytest.fixture
def inventory(tmp_path):
    """Ten candidates, half of them in the north; four are rock glaciers, one is removed."""
    subregions = ["North"] * 5 + ["South"] * 5
    path = make_inventory(tmp_path / "a é.gpkg", candidate_squares(10), SUBREGION=subregions)
    with closing(open_inventory(path)) as opened:
        for fid in (1, 2, 6, 7):
            operations.remain(opened, fid, candidate_outline(opened, fid), ME)
        operations.remove(opened, 3, "talus", ME)
        yield opened


def fids(targets):
    return [fid for layer, fid in targets if layer is ROCK_GLACIERS]


def change(inventory, fid, **values):
    with inventory.change() as tables:
        tables.update(ROCK_GLACIERS, values, Wanted(fids=(fid,)))


def test_undecided_are_also_those_without_a_state(inventory):
    assert open_points.undecided(inventory) == 5
    with inventory.change() as tables:
        tables.update(CANDIDATES, {"STATE": None}, Wanted(fids=(1,)))
    assert open_points.undecided(inventory) == 6


def test_small_ones_come_by_their_size(inventory):
    for fid, area in ((1, 9_999.0), (2, 10_000.0), (3, 20.0), (4, None)):
        change(inventory, fid, AREA=area)
    assert fids(open_points.too_small(inventory)) == [3, 1]


def test_what_is_stale_is_not_missing_too(inventory):
    for fid, stale, elevation in ((1, 1, None), (2, 0, None), (3, 0, 5000.0), (4, None, None)):
        change(inventory, fid, STALE=stale, ELE_MEAN=elevation)
    assert fids(open_points.stale(inventory)) == [1]
    groups = open_points.expected_groups(inventory, [])
    assert groups == ["terrain"], "nobody has another, and no file is known"
    assert fids(open_points.without_attributes(inventory, groups)) == [2, 4]
    assert open_points.without_attributes(inventory, []) == []


def test_groups_are_expected_where_there_is_a_file_or_one_has_them(inventory):
    change(inventory, 2, MAAT=-3.0)
    assert open_points.expected_groups(inventory, ["precipitation"]) == ["terrain", "air-temperature", "precipitation"]


def test_dates_are_missing_where_the_field_is_empty(inventory):
    change(inventory, 3, MAP_DATE="")
    assert fids(open_points.without_date(inventory)) == [3]


def test_contradictions_can_be_shown_on_the_map(inventory):
    assert open_points.contradicting(inventory) == []
    identifier = inventory.row(ROCK_GLACIERS, 1)["ID"]
    change(inventory, 2, ID=identifier)
    with inventory.change() as tables:
        tables.update(CANDIDATES, {"STATE": "remain"}, Wanted(fids=(8,)))
    assert open_points.contradicting(inventory) == [(ROCK_GLACIERS, 1), (CANDIDATES, 8)]


def test_pairs_come_once_and_over_the_border_of_a_piece(inventory):
    west, south = mapping.WEST, mapping.SOUTH
    fid = operations.retrieve(inventory, outline_of(square(west, south, 0.012)), ME)
    pieces = list(open_points.pieces(inventory, ROCK_GLACIERS, 2))
    assert [list(piece) for piece in pieces] == [[1, 2], [3, 4], [5]]
    pairs = [pair for piece in pieces for pair in open_points.pairs_that_may_overlap(inventory, piece)]
    assert pairs == [(1, fid), (2, fid)]
    assert list(open_points.pairs_that_may_overlap(inventory, [99])) == []


def test_markers_come_with_their_outline_and_a_lost_one_is_made_again(inventory):
    with inventory.change() as tables:
        tables.delete(PRIMARY_MARKERS, 2)
    found = {fid: len(points) for fid, _, points in open_points.markers_of(inventory, range(1, 5))}
    assert found == {1: 1, 2: 0, 3: 1, 4: 1}
    row = inventory.row(ROCK_GLACIERS, 2)
    point = shapely.to_wkb(shapely.Point(row["LON"], row["LAT"]))
    reshaping.move_marker(inventory, 2, row["LAT"], row["LON"], point, ME)
    assert {fid: len(points) for fid, _, points in open_points.markers_of(inventory, (2,))} == {2: 1}


def test_progress_counts_what_is_decided_and_by_how_many_it_is_reviewed(inventory):
    whole, parts = progress_of(inventory)
    assert whole == Part("", 5, 10, 0, 0, 4)
    assert parts == [Part("North", 3, 5, 0, 0, 2), Part("South", 2, 5, 0, 0, 2)]
    sample = draw_sample(inventory, Draw(share=1.0, reviewers=2))
    names = [row["ID"] for row in (inventory.row(ROCK_GLACIERS, fid) for fid in (1, 3))]
    for identifier, person in ((names[0], "Rosa"), (names[0], "Sami"), (names[1], "Rosa")):
        reviews.decide(inventory, sample, identifier, person, "no")
    whole, parts = progress_of(inventory)
    assert (whole.reviewed, whole.drawn) == (1, 4)
    assert [(part.reviewed, part.drawn) for part in parts] == [(1, 2), (0, 2)]
    [state] = sample_states(inventory, "Rosa")
    assert (state.name, state.markers, state.reviewed, state.own, state.reviewers) == (sample, 4, 1, 2, 2)
    assert state.is_open
    operations.remove_rock_glacier(inventory, 4, "talus", ME)
    [state] = sample_states(inventory, "Nobody yet")
    assert (state.markers, state.gone, state.own) == (3, 1, 0), "nobody waits for a marker that is gone"


def test_nothing_at_all_is_no_fault(tmp_path):
    with closing(open_inventory(make_inventory(tmp_path / "empty.gpkg"))) as opened:
        assert progress_of(opened) == (Part("", 0, 0, 0, 0, 0), [])
        assert sample_states(opened, "Rosa") == [] and open_points.undecided(opened) == 0
        assert list(open_points.pieces(opened, ROCK_GLACIERS, 10)) == []
        assert len(list(counting_progress(opened))) <= 1


def test_a_walk_goes_there_and_back():
    walk = Walk("overlaps", [(ROCK_GLACIERS, 5), (CANDIDATES, 7)])
    assert (walk.place, len(walk), walk.current()) == (1, 2, (ROCK_GLACIERS, 5))
    assert walk.is_at(ROCK_GLACIERS, 5) and not walk.is_at(CANDIDATES, 5)
    assert not walk.back()
    walk.advance()
    assert (walk.place, walk.current()) == (2, (CANDIDATES, 7))
    walk.advance()
    walk.advance()
    assert (walk.place, walk.current()) == (2, None)
    assert walk.back() and walk.current() == (CANDIDATES, 7)
    assert Walk("overlaps", []).place == 0
